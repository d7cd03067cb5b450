/**
 * Sum, mean, spread and extremes of a column in one pass, without a copy.
 *
 * @module
 */

/** The values of a column and which of them count; NaN never do. */
export interface Numbers {
  readonly values: ArrayLike<number>;
  readonly valid: Uint8Array | null;
}

/** A sum and how many values were added. */
interface Total {
  readonly sum: number;
  readonly count: number;
}

/**
 * The sum, with what rounding took from it added again (Knuth's TwoSum, TAOCP 2, 4.2.2, theorem B).
 *
 * The first, third, fifth ... value are added up apart from the others, so that a processor does both at a time. NaN and missing
 * values have been removed before and have no effect.
 */
export function totalOf({ values, valid }: Numbers): Total {
  if (valid === null && values instanceof Float64Array) {
    const sum = sumOfAll(values);
    if (!Number.isNaN(sum)) return { sum, count: values.length };
  }
  const sums = [0, 0];
  const lost = [0, 0];
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value) || (valid !== null && valid[i] === 0)) continue;
    const lane = count & 1;
    const sum = sums[lane];
    const next = sum + value;
    const part = next - sum;
    lost[lane] += sum - (next - part) + (value - part);
    sums[lane] = next;
    count++;
  }
  return { sum: both(sums[0], sums[1], lost[0] + lost[1]), count };
}

/** The sum of values without missing ones; NaN if one is NaN. */
function sumOfAll(values: Float64Array): number {
  const n = values.length;
  let a = 0;
  let b = 0;
  let lostA = 0;
  let lostB = 0;
  for (let i = 0; i + 1 < n; i += 2) {
    const x = values[i];
    const y = values[i + 1];
    const nextA = a + x;
    const nextB = b + y;
    const partA = nextA - a;
    const partB = nextB - b;
    lostA += a - (nextA - partA) + (x - partA);
    lostB += b - (nextB - partB) + (y - partB);
    a = nextA;
    b = nextB;
  }
  if (n % 2 === 1) {
    const x = values[n - 1];
    const next = a + x;
    const part = next - a;
    lostA += a - (next - part) + (x - part);
    a = next;
  }
  return both(a, b, lostA + lostB);
}

/** Two sums and what they lost. */
function both(a: number, b: number, lost: number): number {
  const sum = a + b;
  if (!Number.isFinite(sum)) return sum; // beyond the range of float64 what was lost is NaN
  const part = sum - a;
  return sum + (a - (sum - part) + (b - part) + lost);
}

/**
 * The sum of squared deviations from `center`, corrected for what is left of their own mean (the two-pass
 * algorithm of Chan, Golub & LeVeque 1983, The American Statistician 37, 242).
 */
export function squaresAbout({ values, valid }: Numbers, center: number): number {
  if (valid === null && values instanceof Float64Array) {
    const sum = squaresOfAll(values, center);
    if (!Number.isNaN(sum)) return sum;
  }
  const squares = [0, 0];
  const rests = [0, 0];
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value) || (valid !== null && valid[i] === 0)) continue;
    const lane = count & 1;
    const deviation = value - center;
    squares[lane] += deviation * deviation;
    rests[lane] += deviation;
    count++;
  }
  return corrected(squares[0] + squares[1], rests[0] + rests[1], count);
}

function squaresOfAll(values: Float64Array, center: number): number {
  const n = values.length;
  let a = 0;
  let b = 0;
  let restA = 0;
  let restB = 0;
  for (let i = 0; i + 1 < n; i += 2) {
    const x = values[i] - center;
    const y = values[i + 1] - center;
    a += x * x;
    b += y * y;
    restA += x;
    restB += y;
  }
  if (n % 2 === 1) {
    const x = values[n - 1] - center;
    a += x * x;
    restA += x;
  }
  return corrected(a + b, restA + restB, n);
}

function corrected(squares: number, rest: number, count: number): number {
  return squares - (rest * rest) / count;
}

/** The smallest and the largest value; NaN if there is no value. */
export function extremesOf({ values, valid }: Numbers): { readonly low: number; readonly high: number } {
  let low = Infinity;
  let high = -Infinity;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value) || (valid !== null && valid[i] === 0)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
    count++;
  }
  return count > 0 ? { low, high } : { low: NaN, high: NaN };
}
