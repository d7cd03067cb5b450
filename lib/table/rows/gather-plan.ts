/**
 * The order in which scattered rows are gathered fastest.
 *
 * Row numbers from a sort are scattered over a column of many megabytes: each read then waits for memory, and for the
 * table of memory pages before it. Walking along the column and writing each value to its place in the result is three
 * times as fast, since a processor need not wait for what it writes. Sorting the rows for that costs as much as one gather,
 * so it is done when a second column is gathered by the same rows.
 *
 * @module
 */
import { sortPairs } from '../keys/radix-order.js';

/** Rows in the order of the column: `from[k]`, ascending, goes to position `to[k]`. */
interface GatherPlan {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** Fewer rows are gathered as they come: their columns fit the cache. */
const FEW = 1 << 17;
/** Number of neighbouring pairs that are sampled to find out whether rows are scattered. */
const PROBES = 1000;
/** Neighbours farther apart are not in the same page of memory. */
const FAR = 512;

/** For each list of rows that a column was gathered by, its plan: undefined until a second one is. */
const plans = new WeakMap<Uint32Array, GatherPlan | null | undefined>();

/** The plan for gathering by `rows`; null where they are best taken as they come. */
export function gatherPlan(rows: Uint32Array): GatherPlan | null {
  if (rows.length < FEW) return null;
  if (!plans.has(rows)) {
    plans.set(rows, isScattered(rows) ? undefined : null);
    return null;
  }
  const known = plans.get(rows);
  if (known !== undefined) return known;
  const plan = planOf(rows);
  plans.set(rows, plan);
  return plan;
}

function isScattered(rows: Uint32Array): boolean {
  const step = Math.floor((rows.length - 1) / PROBES);
  let far = 0;
  for (let k = 0; k < PROBES; k++) if (Math.abs(rows[k * step + 1] - rows[k * step]) > FAR) far++;
  return far > PROBES / 4;
}

function planOf(rows: Uint32Array): GatherPlan {
  const from = rows.slice();
  const to = new Uint32Array(rows.length);
  for (let i = 0; i < to.length; i++) to[i] = i;
  sortPairs(from, to);
  return { from, to };
}
