/**
 * Columns of dates: text in ISO 8601 format with a TCTYP of UTC.
 *
 * @module
 * @see FITS Standard 4.0 (2018), sections 9.1.1 (ISO-8601 datetime strings) and 9.2.1 (time scales)
 */
import { parseDate } from '../../table/column/iso-date.js';
import { type ColumnMeta, type StoredColumn, stored } from '../../table/column/stored-column.js';

/** The TCTYP of a column of dates. */
export const DATE_SCALE = 'UTC';

/**
 * Returns the column as dates if `coordinate` (TCTYP) is UTC and every text is a date or empty; otherwise null.
 */
export function dateColumn(make: () => readonly string[], coordinate: string, meta: ColumnMeta): StoredColumn | null {
  if (coordinate !== DATE_SCALE) return null;
  const texts = make();
  const values = new Float64Array(texts.length);
  let valid: Uint8Array | null = null;
  for (let row = 0; row < texts.length; row++) {
    values[row] = parseDate(texts[row]);
    if (!Number.isNaN(values[row])) continue;
    if (texts[row] !== '') return null;
    valid ??= new Uint8Array(texts.length).fill(1);
    valid[row] = 0;
  }
  return stored('date', values, valid, meta);
}
