/**
 * The median of a column without sorting, and without copying a long column.
 *
 * @module
 */
import { medianInPlace, selectInPlace } from '../../math/select.js';

/** The sign bit of a number. */
const SIGN = 0x80000000;
/** The leading bits of a number that determine its bin: sign, exponent and six more. */
const BIN_BITS = 18;
/** Fewer values are copied and selected in: to count them takes as long. */
const FEW = 1 << 15;

/**
 * The median, or the mean of the middle two values; NaN are ignored, NaN if no value is left.
 *
 * The leading bits of a float64 are in the order of the numbers, so counting them shows which bin contains the
 * middle; only the values of that bin are copied and selected from.
 */
export function medianOf(values: Float64Array): number {
  if (values.length < FEW) return medianInPlace(values.filter(value => !Number.isNaN(value)));
  const counts = new Uint32Array(1 << BIN_BITS);
  const n = countBins(values, counts);
  if (n === 0) return NaN;

  // the bins of the middle two values: the same bin, or two with only empty ones between them
  const [lower, upper] = [(n - 1) >> 1, n >> 1];
  let first = 0;
  let before = 0;
  while (before + counts[first] <= lower) before += counts[first++];
  let last = first;
  let upTo = before + counts[first];
  while (upTo <= upper) upTo += counts[++last];

  const middle = valuesInBins(values, first, last, upTo - before);
  const above = selectInPlace(middle, upper - before);
  if (lower === upper) return above;
  const below = middle.subarray(0, upper - before).reduce((most, value) => Math.max(most, value), -Infinity);
  return (below + above) / 2;
}

/** Adds the number of values in each bin to `counts`, and returns the number of values that are not NaN. */
function countBins(values: Float64Array, counts: Uint32Array): number {
  const words = wordsOf(values);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) continue;
    counts[binOf(words[2 * i + 1])]++;
    n++;
  }
  return n;
}

/** The `count` values in the bins from `first` to `last`, both included. */
function valuesInBins(values: Float64Array, first: number, last: number, count: number): Float64Array {
  const words = wordsOf(values);
  const width = last - first;
  const found = new Float64Array(count);
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    // one comparison, most often false, is what a processor foresees: bins below `first` become large
    const bin = (binOf(words[2 * i + 1]) - first) >>> 0;
    if (bin <= width && !Number.isNaN(values[i])) found[at++] = values[i];
  }
  return found;
}

function wordsOf({ buffer, byteOffset, length }: Float64Array): Int32Array {
  return new Int32Array(buffer, byteOffset, 2 * length);
}

/** The leading bits of a number, from its upper word: a positive one gets its sign bit set, a negative one has all bits inverted. */
function binOf(upper: number): number {
  return (upper ^ ((upper >> 31) | SIGN)) >>> (32 - BIN_BITS);
}
