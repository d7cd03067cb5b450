/**
 * flechette, the library for Arrow, which is loaded with the first Arrow table.
 *
 * @module
 */
import { platform } from '#platform';

/** The library. */
export function arrowLibrary(): typeof import('../../../platform/arrow-library.js') {
  return platform.library('arrow') as typeof import('../../../platform/arrow-library.js');
}
