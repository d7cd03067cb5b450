/**
 * Arrow's texts, half-precision floats and decimals, from their bytes.
 *
 * @module
 */
import { lengthOf, requireLength } from './arrow-lengths.js';
import { type ArrowChunk, isPresent } from './arrow-shape.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes of text that are decoded at once. */
const BLOCK = 1 << 16;

/** The texts of a column; empty where they are missing. */
export function textsOf(name: string, chunks: readonly ArrowChunk[]): string[] {
  for (const { offsets, length } of chunks)
    if (length > 0) requireLength(name, 'offsets', offsets?.length ?? 0, length + 1);
  const texts = new Array<string>(lengthOf(name, chunks)).fill('');
  let row = 0;
  for (const chunk of chunks) {
    if (chunk.length > 0) readTexts(chunk, Float64Array.from(chunk.offsets ?? [], Number), texts, row);
    row += chunk.length;
  }
  return texts;
}

/** Decodes the texts of a chunk block by block: of plain ASCII, which is most, the whole block in one go. */
function readTexts(chunk: ArrowChunk, offsets: Float64Array, texts: string[], start: number): void {
  const bytes = (chunk.values ?? new Uint8Array(0)) as Uint8Array;
  let first = 0;
  while (first < chunk.length) {
    let last = first + 1;
    while (last < chunk.length && offsets[last + 1] - offsets[first] <= BLOCK) last++;
    const block = bytes.subarray(offsets[first], offsets[last]);
    const whole = block.every(byte => byte < 0x80) ? decoder.decode(block) : null;
    for (let i = first; i < last; i++) {
      if (offsets[i + 1] <= offsets[i] || !isPresent(chunk, i)) continue;
      texts[start + i] =
        whole === null
          ? decoder.decode(bytes.subarray(offsets[i], offsets[i + 1]))
          : whole.slice(offsets[i] - offsets[first], offsets[i + 1] - offsets[first]);
    }
    first = last;
  }
}

/** Half-precision floats (IEEE 754 binary16): a sign, 5 bits of exponent, 10 of fraction. */
export function halfFloats(bits: Uint16Array, length: number): Float32Array {
  const out = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    const sign = bits[i] & 0x8000 ? -1 : 1;
    const exponent = (bits[i] >> 10) & 0x1f;
    const fraction = (bits[i] & 0x3ff) / 1024;
    if (exponent === 0x1f) out[i] = fraction === 0 ? sign * Infinity : NaN;
    else out[i] = exponent === 0 ? sign * fraction * 2 ** -14 : sign * (1 + fraction) * 2 ** (exponent - 15);
  }
  return out;
}

/** Decimals as the nearest float64; NaN where they are missing. */
export function decimalNumbers(name: string, chunks: readonly ArrowChunk[]): Float64Array {
  const { bitWidth = 128, scale = 0 } = chunks[0].type;
  const size = bitWidth / 8;
  for (const { values, length } of chunks) requireLength(name, 'bytes', values?.byteLength ?? 0, length * size);
  const out = new Float64Array(lengthOf(name, chunks)).fill(NaN);
  let row = 0;
  for (const chunk of chunks) {
    if (chunk.length === 0) continue;
    const { buffer, byteOffset, byteLength } = chunk.values as Uint8Array;
    const view = new DataView(buffer, byteOffset, byteLength);
    for (let i = 0; i < chunk.length; i++, row++)
      if (isPresent(chunk, i)) out[row] = Number(`${littleEndianInteger(view, i * size, size)}e${-scale}`);
  }
  return out;
}

/** A signed integer of `size` bytes, a multiple of 4, the least significant byte first. */
function littleEndianInteger(view: DataView, at: number, size: number): bigint {
  let value = BigInt(view.getInt32(at + size - 4, true));
  for (let word = size - 8; word >= 0; word -= 4) value = (value << 32n) | BigInt(view.getUint32(at + word, true));
  return value;
}
