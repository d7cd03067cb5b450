/**
 * Sum, mean, spread and extremes of a column in one pass over its own memory, without a copy.
 *
 * @module
 */

/** The values of a column and which of them count; NaN never do. */
export interface Numbers {
  readonly values: ArrayLike<number>;
  readonly valid: Uint8Array | null;
}

/** A sum and how many values were added. */
export interface Total {
  readonly sum: number;
  readonly count: number;
}

/** The sum, with what rounding took from it added again (Knuth's TwoSum, TAOCP 2, 4.2.2, theorem B). */
export function totalOf({ values, valid }: Numbers): Total {
  let sum = 0;
  let lost = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value) || (valid !== null && valid[i] === 0)) continue;
    const next = sum + value;
    const part = next - sum;
    lost += sum - (next - part) + (value - part);
    sum = next;
    count++;
  }
  // beyond the range of float64 what was lost is NaN
  return { sum: Number.isFinite(sum) ? sum + lost : sum, count };
}

/**
 * The sum of squared deviations from `center`, corrected for what is left of their own mean (the two-pass
 * algorithm of Chan, Golub & LeVeque 1983, The American Statistician 37, 242).
 */
export function squaresAbout({ values, valid }: Numbers, center: number): number {
  let squares = 0;
  let rest = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (Number.isNaN(value) || (valid !== null && valid[i] === 0)) continue;
    const deviation = value - center;
    squares += deviation * deviation;
    rest += deviation;
    count++;
  }
  return squares - (rest * rest) / count;
}

/** The smallest and the largest value; NaN if there is none. */
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
