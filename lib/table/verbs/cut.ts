/**
 * Bins rows by intervals of a column.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type StoredColumn, stored } from '../column/stored-column.js';
import { requireColumn, type TableData, withColumns } from '../column/table-data.js';
import { withoutFullMask } from '../rows/take-rows.js';
import { numbersOf } from '../windows/row-windows.js';

/** Settings of `Table.cut`. */
export interface CutOptions<A extends string = string> {
  /** Name of the new column (default: the column's with `_cut`). */
  readonly as?: A;
  /** A name for each interval, one fewer than the edges (default: `[10, 12)` and so on). */
  readonly labels?: readonly string[];
  /** Which edge belongs to an interval: its lower one (`left`, default), or its upper one (`right`). */
  readonly closed?: 'left' | 'right';
}

/** An edge between intervals; a date for a column of dates. */
export type Edge = number | Date;

/**
 * Adds a column that names the interval each value is in; missing where it is outside of all. The outermost edges belong
 * to the intervals that they end.
 */
export function cut(data: TableData, name: string, edges: readonly Edge[], options: CutOptions = {}): TableData {
  const { as = `${name}_cut`, closed = 'left', labels = intervalTexts(edges, closed) } = options;
  checkEdges(edges, labels, closed);
  const column = requireColumn(data, name);
  const values = numbersOf(column, 'cut()');
  const limits = Float64Array.from(edges, Number);
  const intervals = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) intervals[row] = intervalOf(values[row], limits, closed);
  return withColumns(data, new Map(data.stored).set(as, labelled(intervals, labels)));
}

function labelled(intervals: Int32Array, labels: readonly string[]): StoredColumn {
  const texts = new Array<string>(intervals.length);
  const valid = new Uint8Array(intervals.length);
  for (let row = 0; row < intervals.length; row++) {
    const inside = intervals[row] >= 0;
    texts[row] = inside ? labels[intervals[row]] : '';
    valid[row] = inside ? 1 : 0;
  }
  return stored('string', texts, withoutFullMask(valid));
}

/** The number of the interval that holds `value`; -1 if none does. */
function intervalOf(value: number, limits: Float64Array, closed: 'left' | 'right'): number {
  const last = limits.length - 1;
  if (!(value >= limits[0] && value <= limits[last])) return -1;
  let low = 0;
  let high = last;
  // limits[low] is at or below the value, limits[high] at or above it
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (closed === 'left' ? value >= limits[middle] : value > limits[middle]) low = middle;
    else high = middle;
  }
  return low;
}

function checkEdges(edges: readonly Edge[], labels: readonly string[], closed: string): void {
  if (closed !== 'left' && closed !== 'right')
    throw new PhotometryError('bad-argument', `cut: closed is 'left' or 'right', got '${closed}'`);
  const limits = edges.map(Number);
  if (limits.length < 2 || limits.some((edge, i) => Number.isNaN(edge) || (i > 0 && edge <= limits[i - 1])))
    throw new PhotometryError(
      'bad-argument',
      `cut: two or more edges, each above the one before; got ${edges.map(edgeText).join(', ')}`,
    );
  if (labels.length !== limits.length - 1)
    throw new PhotometryError(
      'bad-argument',
      `cut: ${limits.length} edges make ${limits.length - 1} intervals, but there are ${labels.length} labels`,
    );
}

/** `[10, 12)`, and `[12, 14]` for the last one. */
function intervalTexts(edges: readonly Edge[], closed: string): string[] {
  const last = edges.length - 2;
  return edges.slice(1).map((edge, i) => {
    const open = closed === 'left' || i === 0 ? '[' : '(';
    const close = closed === 'right' || i === last ? ']' : ')';
    return `${open}${edgeText(edges[i])}, ${edgeText(edge)}${close}`;
  });
}

function edgeText(edge: Edge): string {
  if (!(edge instanceof Date)) return String(edge);
  return Number.isNaN(edge.getTime()) ? 'no date' : edge.toISOString().replace(/T00:00:00\.000Z$/, '');
}
