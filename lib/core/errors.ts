/**
 * The one error class of the library: it says what was expected, what came, and what to do.
 *
 * @module
 */

import { shortMessage, smallDetail } from './quoted.js';

/** The kind of error, as a code that a program can test. */
export type ErrorCode =
  | 'bad-argument'
  | 'missing-column'
  | 'duplicate-column'
  | 'length-mismatch'
  | 'not-fits'
  | 'truncated-file'
  | 'bad-header'
  | 'unsupported'
  | 'no-such-file'
  | 'no-such-hdu'
  | 'no-such-keyword'
  | 'io'
  | 'mixed-frames'
  | 'missing-calibration'
  | 'no-frames'
  | 'no-stars'
  | 'no-wcs'
  | 'not-aligned'
  | 'target-not-found'
  | 'unknown-gain'
  | 'unknown-time'
  | 'unknown-site'
  | 'bad-csv'
  | 'bad-table'
  | 'aborted'
  | 'worker-ended';

/** Facts that go with a {@link PhotometryError}: the file, the column, the value that came. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/**
 * An error of the library, thrown for a bad argument or a bad file, never for a bad star.
 *
 * @example
 * try { await openFrame('notes.txt'); }
 * catch (error) { if (error instanceof PhotometryError && error.code === 'not-fits') console.log(error.details.path); }
 */
export class PhotometryError extends Error {
  /** The kind of error. */
  readonly code: ErrorCode;
  /** The values that belong to the message: path, column, limits and so on. */
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options: { cause?: unknown } = {}) {
    super(shortMessage(message), options);
    this.name = 'PhotometryError';
    this.code = code;
    this.details = smallDetail(details) as ErrorDetails;
  }
}
