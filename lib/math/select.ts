/**
 * Medians and quantiles by selection: linear time, no sort.
 *
 * @module
 */

/** What can be selected in: the two element types of pixels and columns. */
export type FloatArray = Float32Array | Float64Array;

/**
 * The median of the first `n` values; the mean of the middle two where `n` is even.
 *
 * Permutes `values` (hence its name). NaN for `n` = 0. The values must not contain NaN: remove them
 * before ({@link ./clip.ts} does).
 *
 * @param n how many of the values count (default: all)
 * @example medianInPlace(Float64Array.of(3, 1, 2, 10)) // 2.5
 */
export function medianInPlace(values: FloatArray, n: number = values.length): number {
  if (n === 0) return NaN;
  const middle = n >> 1;
  const upper = selectInPlace(values, middle, n);
  if (n % 2 === 1) return upper;
  return 0.5 * (upper + largest(values, middle));
}

/**
 * The quantile `q` of the first `n` values, interpolated between the neighbours (Hyndman & Fan's
 * type 7, numpy's default). Permutes `values`; NaN for `n` = 0.
 *
 * @param q from 0 (smallest) to 1 (largest)
 * @example quantileInPlace(Float64Array.of(1, 2, 3, 4, 5), 0.25) // 2
 * @see Hyndman, R. J. & Fan, Y. 1996, The American Statistician, 50, 361
 */
export function quantileInPlace(values: FloatArray, q: number, n: number = values.length): number {
  if (n === 0) return NaN;
  const position = Math.min(1, Math.max(0, q)) * (n - 1);
  const below = Math.floor(position);
  const part = position - below;
  if (part === 0) return selectInPlace(values, below, n);
  const above = selectInPlace(values, below + 1, n);
  const lower = largest(values, below + 1);
  return lower + part * (above - lower);
}

/**
 * The value of rank `k` (0 is the smallest) among the first `n`. Afterwards no value before index
 * `k` is larger and none after it is smaller.
 *
 * Hoare's selection with the median of three as pivot.
 *
 * @see Hoare, C. A. R. 1961, CACM 4, 321 (algorithm 65, FIND)
 * @example selectInPlace(Float64Array.of(5, 1, 4), 0) // 1
 */
export function selectInPlace(values: FloatArray, k: number, n: number = values.length): number {
  let left = 0;
  let right = n - 1;
  while (right > left) {
    // Median of three to the middle: sorted and constant input stay linear.
    const middle = (left + right) >> 1;
    if (values[middle] < values[left]) swap(values, middle, left);
    if (values[right] < values[left]) swap(values, right, left);
    if (values[right] < values[middle]) swap(values, right, middle);
    const pivot = values[middle];
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i <= j) {
        const value = values[i];
        values[i] = values[j];
        values[j] = value;
        i++;
        j--;
      }
    }
    // Now [left, j] <= pivot <= [i, right]; between them are values equal to the pivot.
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break;
  }
  return values[k];
}

/** The largest of the first `n` values. */
function largest(values: FloatArray, n: number): number {
  let max = values[0];
  for (let i = 1; i < n; i++) if (values[i] > max) max = values[i];
  return max;
}

function swap(values: FloatArray, i: number, j: number): void {
  const value = values[i];
  values[i] = values[j];
  values[j] = value;
}
