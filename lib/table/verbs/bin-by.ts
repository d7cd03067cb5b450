/**
 * Bins rows by equal steps of a column.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { quantileInPlace } from '../../math/select.js';
import { type StoredColumn, stored } from '../column/stored-column.js';
import { requireColumn, type TableData, withColumns } from '../column/table-data.js';
import { withoutFullMask } from '../rows/take-rows.js';
import { numbersOf } from '../windows/row-windows.js';

/** How wide bins are; `width`, `count` or `quantiles`. */
export interface BinOptions<A extends string = string> {
  /** Width of each bin, in the column's unit; days for dates. A bin holds its lower edge. */
  readonly width?: number;
  /** Position of an edge, for `width` (default 0; for dates midnight UTC of 1970-01-01). */
  readonly origin?: number | Date;
  /** Number of bins of equal width from the smallest value to the largest. */
  readonly count?: number;
  /** Number of bins with equally many rows, as far as equal values allow. */
  readonly quantiles?: number;
  /** Name of the new column (default: the column's with `_bin`). */
  readonly as?: A;
}

const DAY = 86_400_000;
/** A value this close below an edge, in widths, counts as on it: 0.3 is 3 bins of 0.1. */
const ON_EDGE = 1e-9;

/** Adds a column of the middle of the bin that each value is in; missing where the value is. */
export function binBy(data: TableData, name: string, options: BinOptions): TableData {
  const { as = `${name}_bin` } = options;
  const column = requireColumn(data, name);
  const values = numbersOf(column, 'binBy()');
  const middleOf = middles(values, options, column.kind === 'date' ? DAY : 1);
  return withColumns(data, new Map(data.stored).set(as, likeNumbers(column, values.map(middleOf))));
}

/** The function from a value to the middle of its bin. */
function middles(values: Float64Array, options: BinOptions, unit: number): (value: number) => number {
  const { width, origin, count, quantiles } = options;
  if (
    [width, count, quantiles].filter(given => given !== undefined).length !== 1 ||
    (origin !== undefined && width === undefined)
  )
    throw new PhotometryError(
      'bad-argument',
      'binBy takes { width } (with { origin }), { count } or { quantiles }, one of them',
    );
  if (width !== undefined) {
    if (!(width > 0 && Number.isFinite(width)))
      throw new PhotometryError('bad-argument', `binBy: the width is a positive number, got ${width}`);
    return equalSteps(Number(origin ?? 0), width * unit, Infinity);
  }
  const bins = (count ?? quantiles)!;
  if (!(Number.isInteger(bins) && bins > 0))
    throw new PhotometryError('bad-argument', `binBy: the number of bins is a whole number from 1, got ${bins}`);
  const present = values.filter(Number.isFinite);
  if (quantiles !== undefined) return betweenQuantiles(present, bins);
  let low = Infinity;
  let high = -Infinity;
  for (const value of present) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return equalSteps(low, high > low ? (high - low) / bins : unit, bins - 1);
}

/** Bins of one width from `origin`; values beyond bin number `last`, on its upper edge, belong to it. */
function equalSteps(origin: number, width: number, last: number): (value: number) => number {
  return value => {
    const place = (value - origin) / width;
    const nearest = Math.round(place);
    const bin = Math.abs(place - nearest) < ON_EDGE ? nearest : Math.floor(place);
    return origin + (Math.min(bin, last) + 0.5) * width;
  };
}

/** Bins between quantiles of the values. */
function betweenQuantiles(present: Float64Array, bins: number): (value: number) => number {
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => quantileInPlace(present, i / bins));
  return value => {
    if (!Number.isFinite(value)) return NaN;
    let bin = bins - 1;
    while (bin > 0 && value < edges[bin]) bin--;
    return (edges[bin] + edges[bin + 1]) / 2;
  };
}

/** Numbers in the unit of a column; dates if it holds dates. */
function likeNumbers({ kind, unit, format }: StoredColumn, values: Float64Array): StoredColumn {
  if (kind !== 'date') return stored('float64', values, null, { unit });
  const valid = Uint8Array.from(values, value => (Number.isNaN(value) ? 0 : 1));
  return stored('date', values, withoutFullMask(valid), { format });
}
