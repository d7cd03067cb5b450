/**
 * Rows chosen by their place.
 *
 * @module
 */
import { type TableData, withRows } from '../column/table-data.js';
import { sliceRows } from '../rows/take-rows.js';

/** Keeps rows `start` to `end`, counted as `Array.prototype.slice` counts: negative from the end. */
export function slice(data: TableData, start: number, end: number): TableData {
  const from = place(start, data.length);
  const to = Math.max(from, place(end, data.length));
  if (from === 0 && to === data.length) return data;
  return withRows(data, to - from, column => sliceRows(column, from, to));
}

/** A slice's end as a row number from 0 to `length`. */
function place(at: number, length: number): number {
  const whole = Math.trunc(at) || 0;
  return Math.min(length, Math.max(0, whole < 0 ? length + whole : whole));
}
