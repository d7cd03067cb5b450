/**
 * A stable sort of row numbers by 64-bit keys, in linear time.
 *
 * @module
 */

const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;
/** Below so many rows a comparison sort is faster than counting 65 536 digits. */
const FEW = 5000;

/**
 * Sorts `rows` by `keys`: the low and high half of the key of `rows[i]` are `keys[2i]` and `keys[2i + 1]`
 * (little-endian, as a view of 64-bit numbers gives them). Equal keys keep their order, also when
 * descending.
 *
 * Least significant digit first (Knuth, TAOCP 3, 5.2.5, algorithm R), 16 bits at a time; a digit
 * that is the same in all keys is passed over.
 */
export function radixOrder(rows: Uint32Array, keys: Uint32Array, descending: boolean): Uint32Array {
  const n = rows.length;
  if (n < FEW) return compareOrder(rows, keys, descending);
  let from = new Uint32Array(n);
  let to = new Uint32Array(n);
  for (let i = 0; i < n; i++) from[i] = i;
  const starts = new Uint32Array(DIGITS);

  for (let shift = 0; shift < 64; shift += DIGIT_BITS) {
    const half = shift >> 5;
    const bit = shift & 31;
    // how often each digit occurs
    starts.fill(0);
    for (let i = 0; i < n; i++) starts[(keys[2 * i + half] >>> bit) & (DIGITS - 1)]++;
    if (starts[(keys[half] >>> bit) & (DIGITS - 1)] === n) continue;
    // where the keys of each digit begin
    let sum = 0;
    for (let k = 0; k < DIGITS; k++) {
      const digit = descending ? DIGITS - 1 - k : k;
      const count = starts[digit];
      starts[digit] = sum;
      sum += count;
    }
    for (let i = 0; i < n; i++) {
      const at = from[i];
      to[starts[(keys[2 * at + half] >>> bit) & (DIGITS - 1)]++] = at;
    }
    [from, to] = [to, from];
  }
  for (let i = 0; i < n; i++) to[i] = rows[from[i]];
  return to;
}

function compareOrder(rows: Uint32Array, keys: Uint32Array, descending: boolean): Uint32Array {
  const sign = descending ? -1 : 1;
  const places = Uint32Array.from(rows, (_, i) => i);
  places.sort((i, j) => sign * (keys[2 * i + 1] - keys[2 * j + 1] || keys[2 * i] - keys[2 * j]));
  return places.map(place => rows[place]);
}
