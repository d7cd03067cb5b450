/**
 * The order in which scattered rows are gathered fastest.
 *
 * Row numbers from a sort lie all over a column of many megabytes: each read then waits for memory, and for the
 * table of memory pages before it. Read block by block of the column, which stays in the cache meanwhile, a
 * gather takes less than half the time; sorting the rows by block costs as much as one gather, so it is done when a
 * second column is gathered by the same rows.
 *
 * @module
 */

/** Rows sorted by the block they are read from: `from[k]` goes to place `to[k]`. */
export interface GatherPlan {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** Rows of a block: 128 kB of float64. */
const BLOCK_BITS = 14;
/** Fewer rows are gathered as they come: their columns fit the cache. */
const FEW = 1 << 18;
/** Pairs of neighbours that are looked at to tell whether rows are scattered. */
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
  const plan = sortedByBlock(rows);
  plans.set(rows, plan);
  return plan;
}

function isScattered(rows: Uint32Array): boolean {
  const step = Math.floor((rows.length - 1) / PROBES);
  let far = 0;
  for (let k = 0; k < PROBES; k++) if (Math.abs(rows[k * step + 1] - rows[k * step]) > FAR) far++;
  return far > PROBES / 4;
}

/** A counting sort by block. */
function sortedByBlock(rows: Uint32Array): GatherPlan {
  let last = 0;
  for (let i = 0; i < rows.length; i++) if (rows[i] > last) last = rows[i];
  const next = new Uint32Array((last >>> BLOCK_BITS) + 2);
  for (let i = 0; i < rows.length; i++) next[(rows[i] >>> BLOCK_BITS) + 1]++;
  for (let block = 1; block < next.length; block++) next[block] += next[block - 1];
  const from = new Uint32Array(rows.length);
  const to = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const at = next[rows[i] >>> BLOCK_BITS]++;
    from[at] = rows[i];
    to[at] = i;
  }
  return { from, to };
}
