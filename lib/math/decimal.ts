/**
 * Decimal numbers in bytes of ASCII to the nearest float64, without making strings of them.
 *
 * @module
 */

/** Powers of ten up to this one are exact in a float64. */
const EXACT_POWER = 22;
/** Characters of a number that has nine digits or fewer. */
const SHORT = 10;
/** Range of the table of powers of ten: beyond it the engine's own conversion is used. */
const MAX_POWER = 100;
/** The relative error of a product of two double-doubles, with a wide margin. */
const PRODUCT_ERROR = 2 ** -98;
/** What digits left out can add, relative to the 18 that were taken. */
const CUT_ERROR = 1.01e-17;
/** Veltkamp's constant: splits a float64 in two halves of 26 bits. */
const SPLIT = 2 ** 27 + 1;

const PLUS = 43;
const MINUS = 45;
// a byte xor 48 is below 10 for a digit, and for no other byte
const POINT_XOR_ZERO = 30;

const TENS = Float64Array.from({ length: EXACT_POWER + 1 }, (_, k) => Number(`1e${k}`));

/**
 * The float64 nearest to the decimal number in `bytes` from `start` to `end` (exclusive): the value that
 * `Number` returns, to the last bit. NaN if there is not exactly one number.
 *
 * A number is `[+-]digits[.digits][e[+-]digits]`, with a digit before or after the point: no blanks, no
 * `nan`, no `inf`.
 *
 * Up to 15 digits and a power of ten up to 22 the value is one exact operation (W. D. Clinger 1990, PLDI,
 * "How to read floating point numbers accurately"). Up to 18 digits the product of the digits and the power
 * is taken in double-double arithmetic (T. J. Dekker 1971, Numer. Math. 18, 224), and trusted if it does not
 * are so close to the midpoint of two float64 that its error could change the result. The rest, some one in
 * 10^13 of random numbers, goes to `Number`.
 *
 * @example
 * parseDecimal(new TextEncoder().encode('12.5'), 0, 4); // 12.5
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > SHORT) return parseAnyDecimal(bytes, start, end);
  // nine digits and a point at most, as most numbers of a catalogue have: a whole number and one division
  let i = start;
  const sign = bytes[i];
  if (sign === MINUS || sign === PLUS) i++;
  let size = 0;
  let point = -1;
  const first = i;
  for (; i < end; i++) {
    const digit = bytes[i] ^ 48;
    if (digit < 10) size = size * 10 + digit;
    else if (digit === POINT_XOR_ZERO && point < 0) point = i;
    else return parseAnyDecimal(bytes, start, end);
  }
  if (i - first <= (point < 0 ? 0 : 1)) return NaN; // no digit
  if (point >= 0) size /= TENS[end - point - 1];
  return sign === MINUS ? -size : size;
}

/** A number of any length, with or without an exponent. */
function parseAnyDecimal(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  const sign = bytes[i];
  if (sign === MINUS || sign === PLUS) i++;
  const first = i;
  let head = 0; // the first nine digits from the first that is not 0
  let tail = 0; // the next nine
  let count = 0;
  let cut = false;
  let point = -1;
  for (; i < end; i++) {
    const digit = bytes[i] ^ 48;
    if (digit < 10) {
      if (count < 9) {
        head = head * 10 + digit;
        if (head !== 0) count++;
      } else {
        if (count < 18) tail = tail * 10 + digit;
        else if (digit !== 0) cut = true;
        count++;
      }
    } else if (digit === POINT_XOR_ZERO && point < 0) point = i;
    else break;
  }
  if (i - first - (point < 0 ? 0 : 1) <= 0) return NaN; // no digit
  let power = point < 0 ? 0 : point + 1 - i;
  if (count > 18) power += count - 18;
  if (i < end) {
    if ((bytes[i] | 32) !== 101) return NaN; // e
    const exponent = parseExponent(bytes, i + 1, end);
    if (Number.isNaN(exponent)) return NaN;
    power += exponent;
  }
  const size = count <= 9 ? sizeOf(head, 0, power) : sizeOfLong(head, tail, Math.min(count, 18) - 9, power, cut);
  if (Number.isNaN(size)) return Number(String.fromCharCode(...bytes.subarray(start, end)));
  return sign === MINUS ? -size : size;
}

/** A whole number after the `e`, NaN if there is none. */
function parseExponent(bytes: Uint8Array, start: number, end: number): number {
  let i = start;
  const sign = bytes[i];
  if (i < end && (sign === MINUS || sign === PLUS)) i++;
  if (i >= end) return NaN;
  let value = 0;
  for (; i < end; i++) {
    const digit = bytes[i] ^ 48;
    if (digit > 9) return NaN;
    if (value < 100_000) value = value * 10 + digit;
  }
  return sign === MINUS ? -value : value;
}

/** (high + low) * 10^power for whole numbers high + low; NaN if that cannot be had exactly rounded here. */
function sizeOf(high: number, low: number, power: number): number {
  if (low === 0 && power <= EXACT_POWER && power >= -EXACT_POWER && high <= Number.MAX_SAFE_INTEGER)
    return power < 0 ? high / TENS[-power] : high * TENS[power];
  if (high === 0) return 0;
  return productOf(high, low, power, 0);
}

/** Of nine digits and up to nine more. */
function sizeOfLong(head: number, tail: number, tailDigits: number, power: number, cut: boolean): number {
  // head < 2^30, and 10^k is 5^k, of at most 21 bits, times a power of two: the product is exact
  const large = head * TENS[tailDigits];
  const high = large + tail;
  const low = tail - (high - large);
  return cut ? productOf(high, low, power, CUT_ERROR) : sizeOf(high, low, power);
}

/** Powers of ten from -MAX_POWER on, each as the sum of two float64. */
interface Powers {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

let powers: Powers | null = null;

/**
 * (high + low) * 10^power rounded once; NaN if an error of `relativeError`, always upwards, could change the result.
 */
function productOf(high: number, low: number, power: number, relativeError: number): number {
  if (power < -MAX_POWER || power > MAX_POWER) return NaN;
  powers ??= makePowers();
  const ten = powers.high[power + MAX_POWER];
  const tenLow = powers.low[power + MAX_POWER];
  // the exact product of the two large parts, then what the small ones add
  const a = SPLIT * high;
  const highUpper = a - (a - high);
  const highLower = high - highUpper;
  const b = SPLIT * ten;
  const tenUpper = b - (b - ten);
  const tenLower = ten - tenUpper;
  const product = high * ten;
  const rest =
    highUpper * tenUpper -
    product +
    highUpper * tenLower +
    highLower * tenUpper +
    highLower * tenLower +
    (high * tenLow + low * ten);
  const value = product + rest;
  const left = rest - (value - product);
  const least = value + (left - value * PRODUCT_ERROR);
  const most = value + (left + value * (PRODUCT_ERROR + relativeError));
  return least === most ? most : NaN;
}

function makePowers(): Powers {
  const high = new Float64Array(2 * MAX_POWER + 1);
  const low = new Float64Array(2 * MAX_POWER + 1);
  for (let power = -MAX_POWER; power <= MAX_POWER; power++) {
    const nearest = Number(`1e${power}`);
    high[power + MAX_POWER] = nearest;
    low[power + MAX_POWER] =
      power < 0 ? restOfInverse(nearest, -power) : Number(10n ** BigInt(power) - BigInt(nearest));
  }
  return { high, low };
}

/** 10^-power less the float64 nearest to it. */
function restOfInverse(nearest: number, power: number): number {
  const scale = 2 ** 400; // nearest is a whole number of 2^-400
  const ten = 10n ** BigInt(power);
  const rest = 2n ** 400n - BigInt(nearest * scale) * ten;
  return Number((rest << 200n) / ten) / 2 ** 200 / scale;
}
