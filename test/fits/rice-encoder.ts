/** Rice compression, written from the description in FITS Standard 4.0, section 10.4.1, to test the decoder. */

const WIDTHS: Record<number, { splitBits: number; rawSplit: number }> = {
  1: { splitBits: 3, rawSplit: 6 },
  2: { splitBits: 4, rawSplit: 14 },
  4: { splitBits: 5, rawSplit: 25 },
};

/** Compresses integers of 1, 2 or 4 bytes; each block uses the split that needs the fewest bits. */
export function encodeRice(values: readonly number[], bytesPerPixel: 1 | 2 | 4, blockSize = 32): Uint8Array {
  const { splitBits, rawSplit } = WIDTHS[bytesPerPixel];
  const valueBits = 8 * bytesPerPixel;
  const modulus = 2 ** valueBits;
  const bits: string[] = [binary(((values[0] % modulus) + modulus) % modulus, valueBits)];
  let last = values[0];
  for (let start = 0; start < values.length; start += blockSize) {
    const mapped = values.slice(start, start + blockSize).map(value => {
      let difference = value - last;
      // differences wrap around like the integers themselves
      if (difference >= modulus / 2) difference -= modulus;
      if (difference < -modulus / 2) difference += modulus;
      last = value;
      return difference < 0 ? -2 * difference - 1 : 2 * difference;
    });
    bits.push(...encodeBlock(mapped, splitBits, rawSplit, valueBits));
  }
  const all = bits.join('');
  return Uint8Array.from({ length: Math.ceil(all.length / 8) }, (_, i) =>
    Number.parseInt(all.slice(8 * i, 8 * i + 8).padEnd(8, '0'), 2),
  );
}

function encodeBlock(mapped: readonly number[], splitBits: number, rawSplit: number, valueBits: number): string[] {
  if (mapped.every(value => value === 0)) return [binary(0, splitBits)];
  const cost = (split: number) => mapped.reduce((sum, value) => sum + Math.floor(value / 2 ** split) + 1 + split, 0);
  const split = Array.from({ length: rawSplit }, (_, k) => k).reduce((best, k) => (cost(k) < cost(best) ? k : best), 0);
  if (cost(split) >= mapped.length * valueBits)
    return [binary(rawSplit + 1, splitBits), ...mapped.map(value => binary(value, valueBits))];
  const code = (value: number) =>
    `${'0'.repeat(Math.floor(value / 2 ** split))}1${split > 0 ? binary(value % 2 ** split, split) : ''}`;
  return [binary(split + 1, splitBits), ...mapped.map(code)];
}

function binary(value: number, bits: number): string {
  return value.toString(2).padStart(bits, '0');
}
