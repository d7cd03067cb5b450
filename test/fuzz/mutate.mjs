/**
 * Damages files: bits, bytes, digits, whole cards, pointers, blocks, the end. The same seed makes the same damage.
 */

/** Returns a random number generator for a seed: mulberry32, uniform in [0, 1). */
export function uniformOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** False values for cards. */
const LIES = [
  '0',
  '-1',
  '1',
  '2',
  '7',
  '999',
  '65536',
  '2147483648',
  '1000000000000',
  '9223372036854775807',
  '-9223372036854775808',
  '1.5',
  '1E300',
  'T',
  'F',
  "'x'",
  "'999999999D'",
  "'2000000000PE(5)'",
  "'(1000000,1000000)'",
  "'RICE_1'",
  "'HCOMPRESS_1'",
  '',
];

/** Returns a damaged copy of a file. */
export function mutate(bytes, seed) {
  const uniform = uniformOf(seed);
  const pick = n => Math.floor(uniform() * n);
  const copy = bytes.slice();
  // most failures come from headers: half of the damage is done in the first blocks
  const place = () => pick(uniform() < 0.5 ? Math.min(2880 * 3, copy.length) : copy.length);
  for (let n = 1 + pick(6); n > 0; n--) {
    const at = place();
    const kind = pick(7);
    if (kind === 0) copy[at] ^= 1 << pick(8);
    else if (kind === 1) copy[at] = pick(256);
    else if (kind === 2) copy[at] = "0123456789-E.T'/ ".charCodeAt(pick(17));
    else if (kind === 3) copy.copyWithin(at, place(), Math.min(copy.length, place() + 80));
    else if (kind === 4) lieOnACard(copy, pick, LIES[pick(LIES.length)]);
    else if (kind === 5) overwriteNumber(copy, at, pick);
    else copy.copyWithin(at - (at % 80), 80 * pick(copy.length / 80), 80 * pick(copy.length / 80));
  }
  const length = uniform();
  if (length < 0.12) return copy.subarray(0, pick(copy.length));
  if (length < 0.2) return joined(copy.subarray(0, pick(copy.length)), copy.subarray(2880 * pick(copy.length / 2880)));
  return copy;
}

/**
 * Gives a card another value; half of the time one of the first cards of its header, which define how to read the data.
 */
function lieOnACard(copy, pick, value) {
  const cards = [];
  for (let start = 0; start + 80 <= copy.length; start += 80)
    if (copy[start + 8] === 61 && copy[start] > 64 && copy[start] < 91) cards.push(start);
  if (cards.length === 0) return;
  const start = cards[pick(2) === 0 ? pick(Math.min(24, cards.length)) : pick(cards.length)];
  const text = value.startsWith("'") ? ` ${value}`.padEnd(22) : value.padStart(21);
  for (let i = 0; i < text.length; i++) copy[start + 9 + i] = text.charCodeAt(i);
}

/** Writes a big-endian integer, often very large or negative, in the form of a pointer into the heap. */
function overwriteNumber(copy, at, pick) {
  const start = at - (at % 4);
  const numbers = [0, 1, 0x7fffffff, 0xffffffff, 0x80000000, 0x00ffffff, pick(2 ** 31), pick(copy.length)];
  const number = numbers[pick(numbers.length)];
  for (let i = 0; i < 4 && start + i < copy.length; i++) copy[start + i] = number >>> (24 - 8 * i);
}

function joined(first, second) {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
