/**
 * Medians of many pixels at once by a sorting network: no branch depends on the data.
 *
 * @module
 */

/** More values than this are cheaper by selection. */
export const MAX_NETWORK = 32;

/** Steps as triples: plane i, plane j > i, and what is kept (1: the smaller in i, 2: the larger in j, 3: both). */
type Network = Int32Array;

const networks = new Map<number, Network>();

/**
 * The comparisons that move the median of `n` values to its position (for even n: the middle two).
 *
 * Batcher's merge exchange, without the comparisons on which the middle does not depend.
 *
 * @see Knuth, D. E. 1998, The Art of Computer Programming 3, algorithm 5.2.2M
 */
function medianNetwork(n: number): Network {
  const known = networks.get(n);
  if (known) return known;
  const pairs: [number, number][] = [];
  const top = 2 ** Math.ceil(Math.log2(Math.max(2, n)) - 1);
  for (let p = top; p > 0; p >>= 1) {
    for (let q = top, r = 0, d = p; ; ) {
      for (let i = 0; i < n - d; i++) if ((i & p) === r) pairs.push([i, i + d]);
      if (q === p) break;
      d = q - p;
      q >>= 1;
      r = p;
    }
  }
  const needed = new Set(n % 2 === 1 ? [n >> 1] : [(n >> 1) - 1, n >> 1]);
  const steps: number[][] = [];
  for (const [i, j] of pairs.reverse()) {
    const keep = (needed.has(i) ? 1 : 0) | (needed.has(j) ? 2 : 0);
    if (keep === 0) continue;
    needed.add(i).add(j);
    steps.push([i, j, keep]);
  }
  const network = Int32Array.from(steps.reverse().flat());
  networks.set(n, network);
  return network;
}

/**
 * Medians of `count` pixels, each of `n` values: value k of pixel p is `planes[k * stride + p]`, finite.
 * Overwrites `planes`; the medians go to `out[0 .. count)`. `n` is at most {@link MAX_NETWORK}.
 */
export function medianOfPlanes(
  planes: Float64Array,
  n: number,
  stride: number,
  count: number,
  out: Float64Array,
): void {
  const network = medianNetwork(n);
  for (let s = 0; s < network.length; s += 3) {
    const i = network[s] * stride;
    const j = network[s + 1] * stride;
    const keep = network[s + 2];
    if (keep === 3) exchange(planes, i, j, count);
    else if (keep === 1) keepSmaller(planes, i, j, count);
    else keepLarger(planes, i, j, count);
  }
  const upper = (n >> 1) * stride;
  if (n % 2 === 1) for (let p = 0; p < count; p++) out[p] = planes[upper + p];
  else for (let p = 0; p < count; p++) out[p] = 0.5 * (planes[upper - stride + p] + planes[upper + p]);
}

// The smaller of x and y is x * less + y * (1 - less), exactly, with less 1 or 0. Math.min would
// compile to a jump, which the processor guesses wrong for every second pair of noisy values.

function exchange(planes: Float64Array, i: number, j: number, count: number): void {
  for (let p = 0; p < count; p++) {
    const x = planes[i + p];
    const y = planes[j + p];
    const less = Number(x < y) | 0;
    const not = 1 - less;
    planes[i + p] = x * less + y * not;
    planes[j + p] = x * not + y * less;
  }
}

function keepSmaller(planes: Float64Array, i: number, j: number, count: number): void {
  for (let p = 0; p < count; p++) {
    const less = Number(planes[i + p] < planes[j + p]) | 0;
    planes[i + p] = planes[i + p] * less + planes[j + p] * (1 - less);
  }
}

function keepLarger(planes: Float64Array, i: number, j: number, count: number): void {
  for (let p = 0; p < count; p++) {
    const less = Number(planes[i + p] < planes[j + p]) | 0;
    planes[j + p] = planes[i + p] * (1 - less) + planes[j + p] * less;
  }
}
