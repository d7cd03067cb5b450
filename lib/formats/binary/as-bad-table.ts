/**
 * What the libraries that decode a file throw, as errors of ours.
 *
 * @module
 */
import { type ErrorCode, PhotometryError } from '../../core/errors.js';

/** Codes that blame an argument although the file is at fault. */
const OUR_DOING: ReadonlySet<ErrorCode> = new Set(['bad-argument', 'length-mismatch']);

/**
 * Runs a decoder; any error becomes `bad-table` with the path and the name of the format.
 *
 * @throws PhotometryError `bad-table`; `unsupported` and `missing-column` as they come
 */
export async function asBadTable<T>(path: string, format: string, decode: () => Promise<T>): Promise<T> {
  try {
    return await decode();
  } catch (error) {
    if (error instanceof PhotometryError) {
      if (error.message.includes(path)) throw error;
      const code = OUR_DOING.has(error.code) ? 'bad-table' : error.code;
      throw new PhotometryError(code, `${path}: ${error.message}`, { ...error.details, path }, { cause: error });
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new PhotometryError(
      'bad-table',
      `${path}: the ${format} data are damaged (${reason})`,
      { path },
      { cause: error },
    );
  }
}
