/**
 * The cells of an SQLite column as a column of ours.
 *
 * @module
 */

import { parseDate } from '../../table/column/iso-date.js';
import { Lists } from '../../table/column/lists.js';
import { type ColumnMeta, type StoredColumn, stored } from '../../table/column/stored-column.js';
import { jsonOf } from '../../table/interop/json-of.js';
import { maskOf } from '../../table/interop/store-cells.js';
import type { SqlValue } from './sqlite-engine.js';

/**
 * Stores cells by what they are and what the column was declared as.
 *
 * Whole numbers become int32, int64 if one is larger or the column is BIGINT, boolean if it is BOOL and holds only 0
 * and 1; texts in ISO 8601 dates if it is a DATE or TIME; bytes lists. Numbers of both sorts are float64. Cells of
 * several types, which SQLite allows, become text.
 */
export function storeSqlColumn(
  cells: readonly SqlValue[],
  declared: string,
  meta: Partial<ColumnMeta> = {},
): StoredColumn {
  const present = cells.filter(cell => cell !== null);
  const type = declared.toUpperCase();
  if (present.length === 0) return storeNothing(cells, type, meta);
  if (present.every(cell => typeof cell === 'bigint')) return storeWhole(cells as (bigint | null)[], type, meta);
  if (present.every(cell => typeof cell === 'bigint' || typeof cell === 'number')) return storeFloats(cells, meta);
  if (present.every(cell => cell instanceof Uint8Array)) return storeBytes(cells as (Uint8Array | null)[], meta);
  if (present.every(cell => typeof cell === 'string')) return storeTexts(cells as (string | null)[], type, meta);
  return storeTexts(
    cells.map(cell => (cell === null ? null : jsonOf(cell))),
    '',
    meta,
  );
}

/** A column without a value: what it was declared as decides. */
function storeNothing(cells: readonly SqlValue[], type: string, meta: Partial<ColumnMeta>): StoredColumn {
  if (/DATE|TIME/.test(type)) return stored('date', storeFloats(cells, {}).values as Float64Array, maskOf(cells), meta);
  if (type.includes('INT') || type.includes('BOOL')) return storeWhole(cells as null[], type, meta);
  if (/CHAR|TEXT|CLOB/.test(type)) return storeTexts(cells as null[], type, meta);
  return storeFloats(cells, meta);
}

function storeWhole(cells: readonly (bigint | null)[], type: string, meta: Partial<ColumnMeta>): StoredColumn {
  const mask = maskOf(cells);
  const isBoolean = type.includes('BOOL') && cells.every(cell => cell === null || cell === 0n || cell === 1n);
  if (isBoolean)
    return stored(
      'boolean',
      Uint8Array.from(cells, cell => Number(cell ?? 0)),
      mask,
      meta,
    );
  if (/REAL|FLOA|DOUB/.test(type)) return storeFloats(cells, meta);
  const isLarge = /BIGINT|INT8|INT64/.test(type) || cells.some(cell => BigInt.asIntN(32, cell ?? 0n) !== (cell ?? 0n));
  if (isLarge)
    return stored(
      'int64',
      BigInt64Array.from(cells, cell => cell ?? 0n),
      mask,
      meta,
    );
  return stored(
    'int32',
    Int32Array.from(cells, cell => Number(cell ?? 0)),
    mask,
    meta,
  );
}

function storeFloats(cells: readonly SqlValue[], meta: Partial<ColumnMeta>): StoredColumn {
  const values = Float64Array.from(cells, cell => (cell === null ? NaN : Number(cell)));
  return stored('float64', values, null, meta);
}

function storeTexts(cells: readonly (string | null)[], type: string, meta: Partial<ColumnMeta>): StoredColumn {
  const mask = maskOf(cells);
  if (/DATE|TIME/.test(type)) {
    const dates = Float64Array.from(cells, cell => (cell === null ? NaN : parseDate(cell)));
    if (dates.every((date, row) => cells[row] === null || !Number.isNaN(date)))
      return stored('date', dates, mask, meta);
  }
  return stored(
    'string',
    cells.map(cell => cell ?? ''),
    mask,
    meta,
  );
}

function storeBytes(cells: readonly (Uint8Array | null)[], meta: Partial<ColumnMeta>): StoredColumn {
  const offsets = new Float64Array(cells.length + 1);
  for (const [row, cell] of cells.entries()) offsets[row + 1] = offsets[row] + (cell?.length ?? 0);
  const data = new Uint8Array(offsets[cells.length]);
  for (const [row, cell] of cells.entries()) data.set(cell ?? [], offsets[row]);
  return stored('list', new Lists<unknown>(data, offsets), maskOf(cells), meta);
}
