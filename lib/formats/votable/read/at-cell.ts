/**
 * Errors in the cells of a VOTable.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';

/** The error with the row (from 0) and the column that it came from; other errors unchanged. */
export function atCell(error: unknown, row: number, column: string): unknown {
  if (!(error instanceof PhotometryError)) return error;
  const details = { ...error.details, row, column };
  return new PhotometryError(error.code, `row ${row}, column '${column}': ${error.message}`, details, { cause: error });
}
