/**
 * How many digits of numbers to show: enough to distinguish rows, no more than they have.
 *
 * @module
 */

/** Digits that the spread of a column is shown to. */
const DIGITS_OF_SPREAD = 6;
/** Digits of the smallest error that a measurement is shown to. */
const DIGITS_OF_ERROR = 2;

/**
 * Numbers with the same decimals, at most `most`; each with its own digits if they are too far apart for that.
 *
 * The decimals follow from the spread of the numbers, so Julian dates of one night get six and fluxes of
 * 10 000 one; trailing zeros that all have are left out.
 */
export function numberTexts(values: readonly number[], most: number): string[] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return values.map(String);
  let low = Infinity;
  let high = -Infinity;
  let smallest = Infinity; // but not 0
  for (const value of finite) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    if (value !== 0) smallest = Math.min(smallest, Math.abs(value));
  }
  const largest = Math.max(Math.abs(low), Math.abs(high));
  if (areFarApart(smallest, largest)) return values.map(ownDigits);
  const decimals = finite.every(Number.isInteger) ? 0 : decimalsFor(high - low || largest, smallest, largest);
  return withoutCommonZeros(values.map(value => fixedText(value, Math.min(most, decimals))));
}

/**
 * Measurements, or their errors, as far as the errors justify it: all to the decimal in which the smallest error has
 * its second digit. Null if the errors are meaningless, or the numbers are too different for one number of decimals.
 */
export function measuredTexts(values: readonly number[], errors: readonly number[]): string[] | null {
  const sizes = errors.filter(error => error > 0 && Number.isFinite(error));
  if (sizes.length === 0) return null;
  const smallest = Math.min(...sizes);
  const largest = values.reduce((size, value) => (Number.isFinite(value) ? Math.max(size, Math.abs(value)) : size), 0);
  const tooSmall = smallest < 1e-12;
  if (tooSmall && largest < 1e-4) return values.map((value, i) => scientificText(value, errors[i]));
  if (largest >= 1e15 || tooSmall) return null;
  // the error as written: 0.0999 has its second digit at the same place as 0.10
  const exponent = Number(smallest.toExponential(DIGITS_OF_ERROR - 1).split('e')[1]);
  const meaningful = largest > 0 ? 15 - Math.ceil(Math.log10(largest)) : 15;
  const decimals = Math.max(0, Math.min(DIGITS_OF_ERROR - 1 - exponent, meaningful));
  return values.map(value => fixedText(value, decimals));
}

/** A small number, such as a flux in physical units, to the second digit of its own error. */
function scientificText(value: number, error: number): string {
  if (!Number.isFinite(value) || value === 0 || !(error > 0 && Number.isFinite(error))) return ownDigits(value);
  const exponentOf = (size: number): number => Number(size.toExponential(DIGITS_OF_ERROR - 1).split('e')[1]);
  const digits = exponentOf(Math.abs(value)) - exponentOf(error) + DIGITS_OF_ERROR - 1;
  return value.toExponential(Math.max(0, Math.min(digits, 15)));
}

function areFarApart(smallest: number, largest: number): boolean {
  return largest >= 1e15 || largest / smallest > 1e8 || (largest < 1e-4 && largest > 0);
}

function fixedText(value: number, decimals: number): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : String(value);
}

function ownDigits(value: number): string {
  return String(Number(value.toPrecision(9)));
}

/** Enough for the spread, and for three digits of the smallest number; no more than a float64 has. */
function decimalsFor(spread: number, smallest: number, largest: number): number {
  const forSpread = DIGITS_OF_SPREAD - 1 - Math.floor(Math.log10(spread));
  const forSmallest = Math.min(4, 2 - Math.floor(Math.log10(smallest)));
  const meaningful = 15 - Math.ceil(Math.log10(largest));
  return Math.max(0, Math.min(Math.max(forSpread, forSmallest), meaningful, 12));
}

/** Removes the trailing zeros that all numbers share, and the decimal point if nothing is left after it. */
function withoutCommonZeros(texts: string[]): string[] {
  const decimals = texts.map(text => /\.(\d*?)0*$/.exec(text)?.[1].length ?? 0);
  const keep = Math.max(0, ...decimals);
  return texts.map(text => {
    const point = text.indexOf('.');
    return point < 0 ? text : text.slice(0, keep === 0 ? point : point + 1 + keep);
  });
}
