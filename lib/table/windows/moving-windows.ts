/**
 * Windows that move along the rows of a table, or of each of its groups.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { RowWindows } from './row-windows.js';

/** What windows move on: rows by group, each group in its order. */
export interface WindowGround {
  /** Where each group ends (exclusive). */
  readonly ends: Uint32Array;
  /** Values that spans are measured along, ascending within a group, NaN last; null if there are none. */
  readonly along: Float64Array | null;
}

/** Position of a row in its window. */
type Alignment = 'centre' | 'trailing';

/** Windows of a number of rows, truncated at the ends of the group. */
export function rowsAbout({ ends }: WindowGround, rows: number, align: Alignment): RowWindows {
  const windows = windowsOfAll(ends);
  const before = align === 'centre' ? (rows - 1) / 2 : rows - 1;
  const after = rows - 1 - before;
  let start = 0;
  for (const end of ends) {
    fillRowsAbout(windows.from, windows.to, start, end, before, after);
    start = end;
  }
  return windows;
}

/** The windows of the rows `start` to `end`, which are a group. */
function fillRowsAbout(
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  end: number,
  before: number,
  after: number,
): void {
  for (let i = start; i < end; i++) {
    from[i] = Math.max(start, i - before);
    to[i] = Math.min(end, i + after + 1);
  }
}

/**
 * Windows of the rows within half of `span` to both sides, ends included; or, trailing, of those after `value - span`
 * up to the value itself. A row without a value has an empty window.
 *
 * @throws PhotometryError `bad-argument` if there is no column to measure the span along
 */
export function spansAbout({ ends, along }: WindowGround, span: number, align: Alignment): RowWindows {
  if (along === null)
    throw new PhotometryError('bad-argument', "rolling(): a span needs window(..., { along: 'a column' })");
  const windows = windowsOfAll(ends);
  const reach = align === 'centre' ? span / 2 : 0;
  let start = 0;
  for (const end of ends) {
    let from = start;
    let to = start;
    for (let i = start; i < end; i++) {
      const value = along[i];
      if (Number.isNaN(value)) windows.from[i] = windows.to[i] = end;
      else {
        while (from < i && (align === 'centre' ? along[from] < value - reach : along[from] <= value - span)) from++;
        while (to < end && along[to] <= value + reach) to++;
        windows.from[i] = from;
        windows.to[i] = to;
      }
    }
    start = end;
  }
  return windows;
}

/** For each row the rows of its group up to and with it. */
export function cumulativeWindows({ ends }: WindowGround): RowWindows {
  return new CumulativeWindows(ends);
}

/** Windows from the beginning of a group up to each row; sums and extremes need no more than the groups' ends. */
class CumulativeWindows implements RowWindows {
  readonly upToEach: Uint32Array;
  #windows: RowWindows | undefined;

  constructor(ends: Uint32Array) {
    this.upToEach = ends;
  }

  get from(): Uint32Array {
    return this.#made().from;
  }

  get to(): Uint32Array {
    return this.#made().to;
  }

  #made(): RowWindows {
    if (this.#windows !== undefined) return this.#windows;
    const windows = windowsOfAll(this.upToEach);
    for (let i = 0; i < windows.to.length; i++) windows.to[i] = i + 1;
    let start = 0;
    for (const end of this.upToEach) {
      windows.from.fill(start, start, end);
      start = end;
    }
    this.#windows = windows;
    return windows;
  }
}

/** Room for a window a row. */
function windowsOfAll(ends: Uint32Array): RowWindows {
  const length = ends.at(-1) ?? 0;
  return { from: new Uint32Array(length), to: new Uint32Array(length) };
}
