/** Before each test: a warning is printed once per process, and test files share processes in any order. */
import { beforeEach } from 'vitest';
import { forgetWarnings } from '../../lib/core/warn-once.js';

beforeEach(() => forgetWarnings());
