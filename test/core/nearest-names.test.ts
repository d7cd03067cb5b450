import { expect, test } from 'vitest';
import { suggestion } from '../../lib/core/nearest-names.js';

const columns = ['x', 'y', 'flux_3', 'flux_4', 'fluxErr_4', 'sky', 'flags'];

test('the most similar name comes first, whatever the lengths', () => {
  expect(suggestion('fluxx_4', columns)).toMatch(/^; nearest: flux_4\b/);
  expect(suggestion('flx_3', columns)).toMatch(/^; nearest: flux_3\b/);
  expect(suggestion('FLUXERR', columns)).toMatch(/^; nearest: fluxErr_4\b/);
});

test('a name that is merely short is not a near match', () => {
  expect(suggestion('flx', columns)).not.toMatch(/\bx\b/);
});

test('nothing is suggested where no name is similar', () => {
  expect(suggestion('temperature', columns)).toBe('');
  expect(suggestion('fux_3', columns)).toBe('; nearest: flux_3, flux_4, fluxErr_4');
});
