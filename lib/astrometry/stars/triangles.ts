/**
 * Triangles of stars, and which triangles of two lists have the same shape, size and handedness.
 *
 * After Groth (1986, AJ 91, 1244) and Valdes et al. (1995, PASP 107, 1119), but since frames of one
 * instrument have nearly one scale, the size counts too: that leaves a hundred times fewer chance
 * agreements, so that each can be verified on all stars instead of being counted as a vote.
 *
 * @module
 */
import type { StarList } from './star-list.js';

/** All triangles of some stars, by growing ratio of the shortest to the longest side. */
interface Triangles {
  readonly length: number;
  /** Shortest side over longest. */
  readonly ratio: Float64Array;
  /** Longest, middle and shortest side [px]. */
  readonly long: Float64Array;
  readonly middle: Float64Array;
  readonly short: Float64Array;
  /** Whether the corners below run from +x to +y. */
  readonly handed: Uint8Array;
  /** The corner opposite the longest side, the middle one, the shortest one. */
  readonly corner0: Int32Array;
  readonly corner1: Int32Array;
  readonly corner2: Int32Array;
}

/**
 * The triangles of the `count` brightest stars that are neither small nor flat.
 *
 * @param leastSize shortest longest side [px]
 * @param leastHeight minimum height on the longest side [px]: flat ones have no handedness
 */
export function listTriangles({ x, y }: StarList, count: number, leastSize: number, leastHeight: number): Triangles {
  const most = (count * (count - 1) * (count - 2)) / 6;
  const sides = new Float64Array(3 * most);
  const corners = new Int32Array(3 * most);
  const keys = new Float64Array(most);
  let n = 0;
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++)
      for (let k = j + 1; k < count; k++) {
        // each corner with the side opposite it, longest side first
        let [p, q, r] = [i, j, k];
        let sp = Math.sqrt((x[j] - x[k]) ** 2 + (y[j] - y[k]) ** 2);
        let sq = Math.sqrt((x[i] - x[k]) ** 2 + (y[i] - y[k]) ** 2);
        let sr = Math.sqrt((x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2);
        if (sq > sp) [p, q, sp, sq] = [q, p, sq, sp];
        if (sr > sq) [q, r, sq, sr] = [r, q, sr, sq];
        if (sq > sp) [p, q, sp, sq] = [q, p, sq, sp];
        if (sp < leastSize) continue;
        const doubleArea = Math.abs((x[j] - x[i]) * (y[k] - y[i]) - (y[j] - y[i]) * (x[k] - x[i]));
        if (doubleArea < leastHeight * sp) continue;
        sides[3 * n] = sp;
        sides[3 * n + 1] = sq;
        sides[3 * n + 2] = sr;
        corners[3 * n] = p;
        corners[3 * n + 1] = q;
        corners[3 * n + 2] = r;
        // the ratio to 2^-30, with the number of the triangle in the low digits
        keys[n] = Math.floor((sr / sp) * 2 ** 30) * most + n;
        n++;
      }
  const sorted = keys.subarray(0, n).sort();
  const triangles = {
    length: n,
    ratio: new Float64Array(n),
    long: new Float64Array(n),
    middle: new Float64Array(n),
    short: new Float64Array(n),
    handed: new Uint8Array(n),
    corner0: new Int32Array(n),
    corner1: new Int32Array(n),
    corner2: new Int32Array(n),
  };
  for (let m = 0; m < n; m++) {
    const t = sorted[m] - Math.floor(sorted[m] / most) * most;
    const [p, q, r] = [corners[3 * t], corners[3 * t + 1], corners[3 * t + 2]];
    triangles.long[m] = sides[3 * t];
    triangles.middle[m] = sides[3 * t + 1];
    triangles.short[m] = sides[3 * t + 2];
    triangles.ratio[m] = sides[3 * t + 2] / sides[3 * t];
    triangles.handed[m] = (x[q] - x[p]) * (y[r] - y[p]) > (y[q] - y[p]) * (x[r] - x[p]) ? 1 : 0;
    triangles.corner0[m] = p;
    triangles.corner1[m] = q;
    triangles.corner2[m] = r;
  }
  return triangles;
}

/**
 * Calls `visit` with the numbers of each two triangles that agree.
 *
 * @param sideError largest error of the difference of two sides [px]
 * @param maxLogScale largest |ln| of the ratio of their sizes
 * @param visit returns true to stop
 */
export function forEachAgreement(
  a: Triangles,
  b: Triangles,
  sideError: number,
  maxLogScale: number,
  visit: (i: number, j: number) => boolean,
): void {
  const largest = Math.exp(maxLogScale);
  for (let i = 0; i < a.length; i++) {
    const long = a.long[i];
    const middle = a.middle[i] / long;
    const short = a.short[i] / long;
    const handed = a.handed[i];
    const most = long * largest + sideError;
    const least = long / largest - sideError;
    // the shortest side of the other may differ by its error, as a fraction of the longest
    const window = sideError / least;
    const end = a.ratio[i] + window;
    for (let j = firstAtLeast(b.ratio, a.ratio[i] - window); j < b.length && b.ratio[j] <= end; j++) {
      const size = b.long[j];
      if (size > most || size < least || b.handed[j] !== handed) continue;
      if (Math.abs(b.middle[j] - middle * size) > sideError) continue;
      if (Math.abs(b.short[j] - short * size) > sideError) continue;
      if (visit(i, j)) return;
    }
  }
}

/** First place in an ascending array whose value is at least `value`. */
function firstAtLeast(values: Float64Array, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
