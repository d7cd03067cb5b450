/**
 * Cells that are more than plain decimals: whole numbers of 64 bits, `nan`, `inf`, `true`, `false`.
 *
 * @module
 */

const PLUS = 43;
const MINUS = 45;
const WORD = 2 ** 32;
const HALF = 2 ** 16;
const BILLION = 1e9;

/** `nan` or `[+-]inf[inity]` in any case as a number; null for any other text. */
export function numberWord(bytes: Uint8Array, start: number, end: number): number | null {
  if (isNaNWord(bytes, start, end)) return NaN;
  const sign = bytes[start];
  const from = sign === MINUS || sign === PLUS ? start + 1 : start;
  if (!isWord(bytes, from, end, 'inf') && !isWord(bytes, from, end, 'infinity')) return null;
  return sign === MINUS ? -Infinity : Infinity;
}

/** Whether a cell says `nan`, in any case; some C libraries write it with a sign. */
export function isNaNWord(bytes: Uint8Array, start: number, end: number): boolean {
  const sign = bytes[start];
  return isWord(bytes, sign === MINUS || sign === PLUS ? start + 1 : start, end, 'nan');
}

/** `true` or `false` in any case as 1 or 0; null for any other text. */
export function booleanWord(bytes: Uint8Array, start: number, end: number): 0 | 1 | null {
  if (isWord(bytes, start, end, 'true')) return 1;
  return isWord(bytes, start, end, 'false') ? 0 : null;
}

/** Whether the bytes are an ASCII word, in any case. */
function isWord(bytes: Uint8Array, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let i = 0; i < word.length; i++) if ((bytes[start + i] | 32) !== word.charCodeAt(i)) return false;
  return true;
}

/**
 * Writes a whole number of 64 bits, `[+-]digits`, as two words into `words` at `at`, the low one first.
 *
 * @returns its size as a float64; NaN, with nothing written, if it is not such a number, does not fit, or is -0
 */
export function parseInt64(bytes: Uint8Array, start: number, end: number, words: Int32Array, at: number): number {
  const sign = bytes[start];
  let i = sign === MINUS || sign === PLUS ? start + 1 : start;
  if (i === end) return NaN;
  while (i < end - 1 && bytes[i] === 48) i++;
  if (end - i > 19) return NaN;
  const middle = Math.max(i, end - 9);
  let upper = 0; // at most ten digits
  let lower = 0; // the last nine
  for (; i < middle; i++) {
    const digit = bytes[i] ^ 48;
    if (digit > 9) return NaN;
    upper = upper * 10 + digit;
  }
  for (; i < end; i++) {
    const digit = bytes[i] ^ 48;
    if (digit > 9) return NaN;
    lower = lower * 10 + digit;
  }
  const size = upper * BILLION + lower;
  if (size === 0 && sign === MINUS) return NaN;

  // upper * 10^9 + lower in pieces of 16 bits that float64 holds exactly
  const upperHalf = Math.floor(upper / HALF);
  const least = (upper - upperHalf * HALF) * BILLION + lower;
  const carried = Math.floor(least / HALF);
  const most = upperHalf * BILLION + carried;
  const high = Math.floor(most / HALF);
  const low = (most - high * HALF) * HALF + (least - carried * HALF);
  if (high >= WORD / 2 && !(sign === MINUS && high === WORD / 2 && low === 0)) return NaN;
  words[at] = sign === MINUS ? -low : low;
  words[at + 1] = sign === MINUS ? -high - (low === 0 ? 0 : 1) : high;
  return size;
}
