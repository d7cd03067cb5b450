/**
 * A stable sort by 64-bit keys, in linear time.
 *
 * @module
 */

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
/** Below this number of keys a comparison sort is faster than counting digits. */
const FEW = 600;
/** Runs of equal high words up to this length are put in order by insertion. */
const SHORT_RUN = 24;

/** Unsigned 64-bit keys in two words; 32-bit keys have no low word. */
export interface SortWords {
  readonly high: Uint32Array;
  readonly low: Uint32Array | null;
}

/**
 * The places 0, 1, 2 ... in the order of their keys. Equal keys keep their order, also when descending.
 *
 * The high words are sorted digit by digit, the least significant first, together with the places (Knuth,
 * TAOCP 3, 5.2.5, algorithm R): the keys are then read in a row, not all over memory. A digit that is the same
 * in all keys is skipped. Where high words are equal, which is rare among real numbers, the low words decide.
 */
export function radixOrder({ high, low }: SortWords, descending: boolean): Uint32Array {
  const n = high.length;
  const places = new Uint32Array(n);
  for (let i = 0; i < n; i++) places[i] = i;
  const flip = descending ? -1 : 0; // all bits inverted
  const keys = high.slice();
  if (descending) for (let i = 0; i < n; i++) keys[i] = ~keys[i];
  sortPairs(keys, places);
  if (low === null) return places;

  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && keys[end] === keys[start]) end++;
    if (end - start > SHORT_RUN) sortLongRun(places.subarray(start, end), low, flip);
    else if (end - start > 1) sortShortRun(places, start, end, low, flip);
    start = end;
  }
  return places;
}

/** Sorts places by their low words. */
function sortLongRun(places: Uint32Array, low: Uint32Array, flip: number): void {
  const keys = new Uint32Array(places.length);
  for (let i = 0; i < keys.length; i++) keys[i] = low[places[i]] ^ flip;
  sortPairs(keys, places);
}

/** Sorts the places from `start` to `end` (exclusive) by their low words, by insertion. */
function sortShortRun(places: Uint32Array, start: number, end: number, low: Uint32Array, flip: number): void {
  for (let i = start + 1; i < end; i++) {
    const place = places[i];
    const key = (low[place] ^ flip) >>> 0;
    let j = i;
    for (; j > start && (low[places[j - 1]] ^ flip) >>> 0 > key; j--) places[j] = places[j - 1];
    places[j] = place;
  }
}

/** Sorts keys of 32 bits and, along with them, values. Both are changed; equal keys keep their order. */
export function sortPairs(keys: Uint32Array, values: Uint32Array): void {
  const n = keys.length;
  if (n < FEW) {
    sortFewPairs(keys, values);
    return;
  }
  const counts = countDigits(keys);
  let [fromKeys, fromValues] = [keys, values];
  let [toKeys, toValues]: Uint32Array[] = [new Uint32Array(n), new Uint32Array(n)];
  for (let digit = 0; digit < 3; digit++) {
    const shift = digit * DIGIT_BITS;
    const next = counts.subarray(digit * DIGITS, (digit + 1) * DIGITS);
    if (next[(keys[0] >>> shift) & (DIGITS - 1)] === n) continue; // the same in all keys
    startsOf(next);
    for (let i = 0; i < n; i++) {
      const key = fromKeys[i];
      const at = next[(key >>> shift) & (DIGITS - 1)]++;
      toKeys[at] = key;
      toValues[at] = fromValues[i];
    }
    [fromKeys, toKeys] = [toKeys, fromKeys];
    [fromValues, toValues] = [toValues, fromValues];
  }
  if (fromKeys === keys) return;
  keys.set(fromKeys);
  values.set(fromValues);
}

/** How often each value of each of the three digits occurs. */
function countDigits(keys: Uint32Array): Uint32Array {
  const counts = new Uint32Array(3 * DIGITS);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    counts[key & (DIGITS - 1)]++;
    counts[DIGITS + ((key >>> DIGIT_BITS) & (DIGITS - 1))]++;
    counts[2 * DIGITS + (key >>> (2 * DIGIT_BITS))]++;
  }
  return counts;
}

/** From how often each digit occurs to where its keys begin. */
function startsOf(counts: Uint32Array): void {
  let sum = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = counts[digit];
    counts[digit] = sum;
    sum += count;
  }
}

function sortFewPairs(keys: Uint32Array, values: Uint32Array): void {
  const order = Array.from(keys, (_, i) => i).sort((i, j) => keys[i] - keys[j]);
  keys.set(order.map(i => keys[i]));
  values.set(order.map(i => values[i]));
}
