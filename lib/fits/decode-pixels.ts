/**
 * Turns the stored numbers of an image into physical values.
 *
 * physical = BZERO + BSCALE * stored, in float64, then rounded to the precision asked for.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 4.4.2.5 (BSCALE, BZERO, BLANK) and table 11 (unsigned integers)
 */
import type { Bitpix } from './hdu.js';
import type { Header } from './header.js';

/** Values of pixels, row by row. */
export type PixelArray = Float32Array | Float64Array;

/** How finely pixels are held. */
export type PixelPrecision = 'float32' | 'float64';

/** The bit of a mask that says a pixel has no value: `PixelFlag.noData` of frame/image.ts. */
export const NO_DATA = 4;

/** How stored numbers become physical ones. */
export interface PixelScaling {
  readonly bitpix: Bitpix;
  /** BSCALE; 1 where absent. */
  readonly scale: number;
  /** BZERO; 0 where absent. */
  readonly zero: number;
  /** BLANK, the stored integer that means no value; NaN where there is none. */
  readonly blank: number;
}

/** Pixels, and which of them are no data. */
export interface DecodedPixels {
  readonly pixels: PixelArray;
  /** {@link NO_DATA} where a pixel is BLANK or not finite; absent where all are good. */
  readonly mask?: Uint8Array;
}

/** Reads BSCALE, BZERO and BLANK. */
export function pixelScaling(header: Header, bitpix: Bitpix): PixelScaling {
  const scale = header.number('BSCALE');
  const zero = header.number('BZERO');
  return {
    bitpix,
    scale: Number.isFinite(scale) ? scale : 1,
    zero: Number.isFinite(zero) ? zero : 0,
    blank: bitpix > 0 ? header.number('BLANK') : NaN,
  };
}

/** Largest physical value that the stored type can hold: 65535 for unsigned 16-bit. NaN for floating point. */
export function rawMaximum({ bitpix, scale, zero }: PixelScaling): number {
  if (bitpix < 0) return NaN;
  const [low, high] = bitpix === 8 ? [0, 255] : [-(2 ** (bitpix - 1)), 2 ** (bitpix - 1) - 1];
  return zero + scale * (scale < 0 ? low : high);
}

/** An array for `count` pixels. */
export function pixelArray(count: number, precision: PixelPrecision): PixelArray {
  return precision === 'float64' ? new Float64Array(count) : new Float32Array(count);
}

/** Decodes big-endian numbers. `bytes` may begin anywhere in its buffer and is not changed. */
export function decodePixels(bytes: Uint8Array, scaling: PixelScaling, precision: PixelPrecision): DecodedPixels {
  const count = bytes.length / (Math.abs(scaling.bitpix) / 8);
  const pixels = pixelArray(count, precision);
  const blanks = DECODERS[scaling.bitpix](bytes, scaling, pixels);
  if (scaling.bitpix > 0 && blanks === 0) return { pixels };
  const mask = maskOf(pixels);
  return mask === null ? { pixels } : { pixels, mask };
}

/** Marks what is not finite; null if everything is. */
export function maskOf(pixels: PixelArray): Uint8Array | null {
  let mask: Uint8Array | null = null;
  for (let i = 0; i < pixels.length; i++) {
    if (Number.isFinite(pixels[i])) continue;
    mask ??= new Uint8Array(pixels.length);
    mask[i] = NO_DATA;
  }
  return mask;
}

/** Writes physical values to `out`; gives the number of BLANK pixels. */
type Decoder = (bytes: Uint8Array, scaling: PixelScaling, out: PixelArray) => number;

const DECODERS: Readonly<Record<Bitpix, Decoder>> = {
  8: decodeUint8,
  16: decodeInt16,
  32: decodeInt32,
  64: decodeInt64,
  [-32]: decodeFloat32,
  [-64]: decodeFloat64,
};

function decodeUint8(bytes: Uint8Array, { scale, zero, blank }: PixelScaling, out: PixelArray): number {
  let blanks = 0;
  for (let i = 0; i < out.length; i++) {
    const stored = bytes[i];
    out[i] = zero + scale * stored;
    if (stored === blank) {
      out[i] = NaN;
      blanks++;
    }
  }
  return blanks;
}

function decodeInt16(bytes: Uint8Array, { scale, zero, blank }: PixelScaling, out: PixelArray): number {
  let blanks = 0;
  for (let i = 0, at = 0; i < out.length; i++, at += 2) {
    const stored = ((bytes[at] << 24) >> 16) | bytes[at + 1];
    out[i] = zero + scale * stored;
    if (stored === blank) {
      out[i] = NaN;
      blanks++;
    }
  }
  return blanks;
}

function decodeInt32(bytes: Uint8Array, { scale, zero, blank }: PixelScaling, out: PixelArray): number {
  let blanks = 0;
  for (let i = 0, at = 0; i < out.length; i++, at += 4) {
    const stored = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    out[i] = zero + scale * stored;
    if (stored === blank) {
      out[i] = NaN;
      blanks++;
    }
  }
  return blanks;
}

/** Beyond 2^53 the nearest float64 is given. */
function decodeInt64(bytes: Uint8Array, { scale, zero, blank }: PixelScaling, out: PixelArray): number {
  // unsigned by convention: flipping the sign bit is exact, adding 2^63 to a rounded number is not
  const isUnsigned = zero === 2 ** 63 && scale === 1;
  let blanks = 0;
  for (let i = 0, at = 0; i < out.length; i++, at += 8) {
    const high = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    const low = ((bytes[at + 4] << 24) | (bytes[at + 5] << 16) | (bytes[at + 6] << 8) | bytes[at + 7]) >>> 0;
    const stored = high * 2 ** 32 + low;
    out[i] = isUnsigned ? ((high ^ 0x80000000) >>> 0) * 2 ** 32 + low : zero + scale * stored;
    if (stored === blank) {
      out[i] = NaN;
      blanks++;
    }
  }
  return blanks;
}

function decodeFloat32(bytes: Uint8Array, { scale, zero }: PixelScaling, out: PixelArray): number {
  const isPlain = scale === 1 && zero === 0;
  if (out instanceof Float32Array && isPlain) {
    // the bits themselves, in the machine's own order of bytes
    const bits = new Uint32Array(out.buffer, out.byteOffset, out.length);
    for (let i = 0, at = 0; i < bits.length; i++, at += 4)
      bits[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    return 0;
  }
  const one = new Float32Array(1);
  const bits = new Uint32Array(one.buffer);
  for (let i = 0, at = 0; i < out.length; i++, at += 4) {
    bits[0] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    out[i] = isPlain ? one[0] : zero + scale * one[0]; // 0 + -0 would lose the sign
  }
  return 0;
}

/** Which 32-bit half of a float64 in memory is the higher one. */
const HIGH_WORD = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

function decodeFloat64(bytes: Uint8Array, { scale, zero }: PixelScaling, out: PixelArray): number {
  const isPlain = scale === 1 && zero === 0;
  const one = new Float64Array(1);
  const words = new Uint32Array(one.buffer);
  const low = 1 - HIGH_WORD;
  for (let i = 0, at = 0; i < out.length; i++, at += 8) {
    words[HIGH_WORD] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    words[low] = (bytes[at + 4] << 24) | (bytes[at + 5] << 16) | (bytes[at + 6] << 8) | bytes[at + 7];
    out[i] = isPlain ? one[0] : zero + scale * one[0];
  }
  return 0;
}
