/**
 * FITS checksums: the ones' complement sum of 32-bit words, and its encoding as 16 letters and digits.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 4.4.2.7 and appendix J (implementation guidelines)
 */

/** Words added before the sum is folded: their sum is exact in a float64. */
const WORDS = 1 << 20;

/** Whether an encoded sum may not contain a character: those between digits and capitals, capitals and lower case. */
const isPunctuation = (code: number): boolean => (code >= 0x3a && code <= 0x40) || (code >= 0x5b && code <= 0x60);

/** Adds two sums with end-around carry: a carry out of 32 bits is added at the other end. */
export function addSums(a: number, b: number): number {
  const sum = a + b;
  return sum > 0xffffffff ? sum - 0xffffffff : sum;
}

/**
 * Returns the sum of bytes read as big-endian words; an incomplete last word is padded with zeros.
 *
 * @param sum sum of the preceding bytes, a whole number of words
 */
export function sumBytes(bytes: Uint8Array, sum: number = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const whole = Math.floor(bytes.length / 4);
  let total = sum;
  for (let from = 0; from < whole; from += WORDS)
    total = addSums(total, sumWords(view, from, Math.min(whole, from + WORDS)));
  if (bytes.length > 4 * whole) {
    const last = new DataView(new ArrayBuffer(4));
    for (let i = 4 * whole; i < bytes.length; i++) last.setUint8(i - 4 * whole, bytes[i]);
    total = addSums(total, last.getUint32(0));
  }
  return total;
}

/** Returns the sum of words `from` to `to`, folded to 32 bits. */
function sumWords(view: DataView, from: number, to: number): number {
  let total = 0;
  for (let i = from; i < to; i++) total += view.getUint32(4 * i);
  while (total > 0xffffffff) total = (total % 2 ** 32) + Math.floor(total / 2 ** 32);
  return total;
}

/**
 * Encodes the complement of a sum as the 16 characters of a CHECKSUM card. In the header that has this sum, they make
 * the sum of the whole HDU -0, if the card's text begins at its twelfth character.
 */
export function encodeChecksum(sum: number): string {
  const complement = 0xffffffff - sum;
  const letters = new Array<number>(16).fill(0);
  for (let i = 0; i < 4; i++) {
    const byte = Math.floor(complement / 2 ** (24 - 8 * i)) & 0xff;
    quarters(byte).forEach((code, j) => {
      letters[4 * j + i] = code;
    });
  }
  const rotated = [letters[15], ...letters.slice(0, 15)];
  return String.fromCharCode(...rotated);
}

/** Returns four characters, none of them punctuation, whose offsets from '0' add up to a byte. */
function quarters(byte: number): number[] {
  const part = Math.floor(byte / 4) + 0x30;
  const codes = [part + (byte % 4), part, part, part];
  for (const j of [0, 2])
    while (isPunctuation(codes[j]) || isPunctuation(codes[j + 1])) {
      codes[j]++;
      codes[j + 1]--;
    }
  return codes;
}
