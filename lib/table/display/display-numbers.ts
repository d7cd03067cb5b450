/**
 * How many digits of numbers to show: enough to distinguish rows, no more than they have.
 *
 * @module
 */

/** Digits that the spread of a column is shown to. */
const DIGITS_OF_SPREAD = 6;
/** Digits of the smallest error that a measurement is shown to. */
const DIGITS_OF_ERROR = 2;

/** A float64 read from text has at most so many digits, as a rule; one that was computed has more. */
const DIGITS_OF_TEXT = 13;
/** Digits to which different numbers must look different. */
const DIGITS_THAT_COUNT = 10;
/** Digits of a number that are right whatever it is. */
const DIGITS_OF_FLOAT64 = 15;
/** Decimals of a Julian date: 0.1 s. */
const DECIMALS_OF_DAYS = 6;

/** How many decimals a column may have, and must have. */
interface DecimalLimits {
  /** Maximum number of meaningful decimals, unless the numbers differ by less. */
  readonly most: number;
  /** Minimum number, where there are so many. Default 0. */
  readonly least?: number;
}

/**
 * Numbers with the same decimals; each with its own digits if they are too far apart for that.
 *
 * The decimals follow from the spread of the numbers, so Julian dates of one night get six and fluxes of 10 000 one;
 * trailing zeros that all have are left out. Numbers that differ in their first ten digits look different, and one with
 * decimals does not look like a whole number, except beyond `most`; a constant has all digits that a text would have.
 */
export function numberTexts(values: readonly number[], { most, least = 0 }: DecimalLimits): string[] {
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
  if (areFarApart(smallest, largest)) return values.map(ownText);
  if (finite.every(Number.isInteger)) return values.map(value => fixedText(value, 0));
  const spread = high - low;
  const meaningful = DIGITS_OF_FLOAT64 - Math.ceil(Math.log10(largest));
  const cap = Math.max(0, Math.min(meaningful, spread > 0 ? Math.max(most, 1 - Math.floor(Math.log10(spread))) : most));
  const usual = Math.max(decimalsFor(spread || largest, smallest, largest), Math.min(least, meaningful));
  return withoutCommonZeros(finite, values, decimalsThatTell(finite, Math.min(cap, usual), cap));
}

/** One number with its own digits: those that a text would have, else ten, and six decimals of a Julian date. */
function ownText(value: number): string {
  if (!Number.isFinite(value) || Number.isSafeInteger(value)) return String(value);
  const exact = Number(value.toPrecision(DIGITS_OF_FLOAT64));
  if (digitsOf(exact) <= DIGITS_OF_TEXT) return String(exact);
  if (isJulianDate(value)) return String(Number(value.toFixed(DECIMALS_OF_DAYS)));
  return String(Number(value.toPrecision(DIGITS_THAT_COUNT)));
}

/** Decimals that columns of times in days must have: all that are Julian dates, modified or not, to 0.1 s. */
export function decimalsOfDays(values: readonly number[], unit: string, name: string): number {
  const finite = values.filter(Number.isFinite);
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  const isTime =
    words.some(word => /^[bhmr]?jd/.test(word)) ||
    ((unit === '' || unit === 'd') && finite.every(isJulianDate)) ||
    (unit === 'd' && finite.every(isModifiedJulianDate));
  return isTime ? DECIMALS_OF_DAYS : 0;
}

/** From the year 1585 to 2406. */
function isJulianDate(value: number): boolean {
  return value >= 2.3e6 && value <= 2.6e6;
}

/** From the year 1968 to 2132. */
function isModifiedJulianDate(value: number): boolean {
  return value >= 4e4 && value <= 1e5;
}

/** The shortest number that a float32 is the nearest to: 0.1 rather than 0.10000000149. */
export function shortestOfFloat32(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

/**
 * As many decimals from `usual` to `cap` as it takes that different numbers look different, and that what is not whole does
 * not look so. A constant column gets all of its decimals.
 */
function decimalsThatTell(finite: readonly number[], usual: number, cap: number): number {
  const counted = finite.map(countedDigits);
  const most = Math.min(cap, Math.max(...counted.map(decimalsOf)));
  const isConstant = counted.every(value => value === counted[0]);
  const isRead =
    digitsOf(counted[0]) <= DIGITS_OF_TEXT && counted[0] === Number(finite[0].toPrecision(DIGITS_OF_FLOAT64));
  if (isConstant && (finite.length > 1 || isRead)) return Math.max(usual, most);
  let decimals = usual;
  while (decimals < most && !tells(counted, decimals)) decimals++;
  return decimals;
}

/** Whether numbers with so many decimals differ where they should, and do not all look whole. */
function tells(counted: readonly number[], decimals: number): boolean {
  const shown = new Map<string, number>();
  let looksWhole = true;
  for (const value of counted) {
    const text = value.toFixed(decimals);
    looksWhole &&= Number.isInteger(Number(text));
    if ((shown.get(text) ?? value) !== value) return false;
    shown.set(text, value);
  }
  return !looksWhole || counted.every(Number.isInteger);
}

/** A number to the digits that count: all of one that was read from text, ten of one that was computed. */
function countedDigits(value: number): number {
  const exact = Number(value.toPrecision(DIGITS_OF_FLOAT64));
  return digitsOf(exact) <= DIGITS_OF_TEXT ? exact : Number(value.toPrecision(DIGITS_THAT_COUNT));
}

/** Significant digits of a number as it is written. */
function digitsOf(value: number): number {
  return value.toExponential().split('e')[0].replace(/[-.]/g, '').length;
}

/** Decimals of a number as it is written. */
function decimalsOf(value: number): number {
  const [mantissa, exponent] = value.toExponential().split('e');
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent));
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
  if (!Number.isFinite(value) || value === 0 || !(error > 0 && Number.isFinite(error))) return ownText(value);
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

/** Enough for the spread, and for three digits of the smallest number; no more than a float64 has. */
function decimalsFor(spread: number, smallest: number, largest: number): number {
  const forSpread = DIGITS_OF_SPREAD - 1 - Math.floor(Math.log10(spread));
  const forSmallest = Math.min(4, 2 - Math.floor(Math.log10(smallest)));
  const meaningful = 15 - Math.ceil(Math.log10(largest));
  return Math.max(0, Math.min(Math.max(forSpread, forSmallest), meaningful, 12));
}

/** Numbers with `decimals`, without the trailing zeros that all share; these stay where a number only looks whole. */
function withoutCommonZeros(finite: readonly number[], values: readonly number[], decimals: number): string[] {
  const texts = values.map(value => fixedText(value, decimals));
  const keep = Math.max(0, ...texts.map(text => /\.(\d*?)0*$/.exec(text)?.[1].length ?? 0));
  if (keep === 0 && !finite.map(countedDigits).every(Number.isInteger)) return texts;
  return texts.map(text => {
    const point = text.indexOf('.');
    return point < 0 ? text : text.slice(0, keep === 0 ? point : point + 1 + keep);
  });
}
