/**
 * The delimiter between the cells of a CSV file.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';

/** The byte of a delimiter. @throws PhotometryError `bad-argument` if it is not one ASCII character, or a quote or line end */
export function delimiterByte(delimiter: string): number {
  const code = delimiter.charCodeAt(0);
  if (delimiter.length === 1 && code < 128 && !/["\r\n]/.test(delimiter)) return code;
  throw new PhotometryError(
    'bad-argument',
    `The delimiter must be one ASCII character other than a quote, got '${delimiter}'`,
  );
}
