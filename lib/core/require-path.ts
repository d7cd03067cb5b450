/**
 * The check of a path to write to.
 *
 * @module
 */

import { PhotometryError } from './errors.js';
import { quoted } from './quoted.js';

/** @throws PhotometryError `bad-argument` if `path` is not a text or is empty */
export function requirePath(path: unknown, verb: string): void {
  if (typeof path === 'string' && path !== '') return;
  throw new PhotometryError(
    'bad-argument',
    `${verb}: expected the path of a file, such as 'reports/stars.fits', got ${path === '' ? 'an empty text' : quoted(path)}`,
    { path },
  );
}
