/**
 * Converts the stored numbers of an image to physical values.
 *
 * physical = BZERO + BSCALE * stored, in float64, then rounded to the requested precision.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 4.4.2.5 (BSCALE, BZERO, BLANK) and table 11 (unsigned integers)
 */

import { PhotometryError } from '../../core/errors.js';
import { STRETCH } from '../../core/stretches.js';
import type { Bitpix } from '../hdu/hdu.js';
import type { Header } from '../header/header.js';
import { offsetOf64Bits } from './unsigned-offset.js';

/** Pixel values, row by row. */
export type PixelArray = Float32Array | Float64Array;

/** Precision in which pixels are held. */
export type PixelPrecision = 'float32' | 'float64';

/** The mask bit for a pixel without a value: `PixelFlag.noData` in frame/image.ts. */
const NO_DATA = 4;

/** The scaling from stored numbers to physical values. */
export interface PixelScaling {
  readonly bitpix: Bitpix;
  /** BSCALE; 1 if absent. */
  readonly scale: number;
  /** BZERO; 0 if absent. */
  readonly zero: number;
  /** BLANK, the stored integer that means no value; NaN if absent. */
  readonly blank: number;
}

/** Pixels, and a mask of those without data. */
export interface DecodedPixels {
  /** Physical values, BSCALE and BZERO applied; NaN where there is no data. */
  readonly pixels: PixelArray;
  /** `PixelFlag.noData` where a pixel is BLANK or not finite; absent if all pixels are good. */
  readonly mask?: Uint8Array;
}

/**
 * Reads BSCALE, BZERO and BLANK.
 *
 * @throws PhotometryError `bad-header` if BSCALE or BZERO is there but not a number: the pixels would be wrong
 */
export function pixelScaling(header: Header, bitpix: Bitpix): PixelScaling {
  const zero = scalingCard(header, 'BZERO', 0);
  return {
    bitpix,
    scale: scalingCard(header, 'BSCALE', 1),
    zero: bitpix === 64 ? offsetOf64Bits(zero) : zero,
    blank: bitpix > 0 ? header.number('BLANK') : NaN,
  };
}

function scalingCard(header: Header, keyword: 'BSCALE' | 'BZERO', absent: number): number {
  const value = header.number(keyword);
  if (Number.isFinite(value)) return value;
  const text = header.text(keyword);
  if (text === '') return absent;
  throw new PhotometryError(
    'bad-header',
    `${keyword} is "${text}", which is not a number: pixel values cannot be computed without it. Correct the card, for example with editFits`,
    { keyword, value: text },
  );
}

/**
 * Returns the maximum physical value that the stored type can hold: 65535 for unsigned 16-bit. NaN for floating point.
 */
export function rawMaximum({ bitpix, scale, zero }: PixelScaling): number {
  if (bitpix < 0) return NaN;
  const [low, high] = bitpix === 8 ? [0, 255] : [-(2 ** (bitpix - 1)), 2 ** (bitpix - 1) - 1];
  return zero + scale * (scale < 0 ? low : high);
}

/** Allocates an array for `count` pixels. */
export function pixelArray(count: number, precision: PixelPrecision): PixelArray {
  return precision === 'float64' ? new Float64Array(count) : new Float32Array(count);
}

/** Decodes big-endian numbers. `bytes` may begin anywhere in its buffer and is not modified. */
export function decodePixels(bytes: Uint8Array, scaling: PixelScaling, precision: PixelPrecision): DecodedPixels {
  const { bitpix, blank } = scaling;
  const pixels = pixelArray(bytes.length / (Math.abs(bitpix) / 8), precision);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const decode = DECODERS[bitpix];
  for (let from = 0; from < pixels.length; from += STRETCH)
    decode(view, scaling, pixels, from, Math.min(pixels.length, from + STRETCH));
  if (bitpix > 0 && !Number.isInteger(blank)) return { pixels };
  if (bitpix > 0) eraseBlanks(view, scaling, pixels);
  const mask = maskOf(pixels);
  return mask === null ? { pixels } : { pixels, mask };
}

/** Returns a mask of the pixels that are not finite; null if all are. */
export function maskOf(pixels: PixelArray): Uint8Array | null {
  let mask: Uint8Array | null = null;
  for (let from = 0; from < pixels.length; from += STRETCH) {
    const to = Math.min(pixels.length, from + STRETCH);
    if (areFinite(pixels, from, to)) continue;
    mask ??= new Uint8Array(pixels.length);
    for (let i = from; i < to; i++) if (!Number.isFinite(pixels[i])) mask[i] = NO_DATA;
  }
  return mask;
}

function areFinite(pixels: PixelArray, from: number, to: number): boolean {
  let odd = 0; // NaN as soon as a value is not finite
  for (let i = from; i < to; i++) odd += pixels[i] - pixels[i];
  return odd === 0;
}

/**
 * Writes the physical values of pixels from..to to `out`. A DataView is as fast here as swapping bytes, and simpler.
 */
type Decoder = (view: DataView, scaling: PixelScaling, out: PixelArray, from: number, to: number) => void;

const DECODERS: Readonly<Record<Bitpix, Decoder>> = {
  8: (view, { scale, zero }, out, from, to) => {
    for (let i = from; i < to; i++) out[i] = zero + scale * view.getUint8(i);
  },
  16: (view, { scale, zero }, out, from, to) => {
    for (let i = from; i < to; i++) out[i] = zero + scale * view.getInt16(2 * i);
  },
  32: (view, { scale, zero }, out, from, to) => {
    for (let i = from; i < to; i++) out[i] = zero + scale * view.getInt32(4 * i);
  },
  64: decodeInt64,
  [-32]: (view, { scale, zero }, out, from, to) => {
    const isPlain = scale === 1 && zero === 0; // 0 + -0 would lose the sign
    if (isPlain) for (let i = from; i < to; i++) out[i] = view.getFloat32(4 * i);
    else for (let i = from; i < to; i++) out[i] = zero + scale * view.getFloat32(4 * i);
  },
  [-64]: (view, { scale, zero }, out, from, to) => {
    const isPlain = scale === 1 && zero === 0;
    if (isPlain) for (let i = from; i < to; i++) out[i] = view.getFloat64(8 * i);
    else for (let i = from; i < to; i++) out[i] = zero + scale * view.getFloat64(8 * i);
  },
};

/** Decodes 64-bit integers; a value beyond 2^53 becomes the nearest float64. */
function decodeInt64(view: DataView, { scale, zero }: PixelScaling, out: PixelArray, from: number, to: number): void {
  // unsigned by convention: flipping the sign bit is exact, adding 2^63 to a rounded number is not
  const isUnsigned = zero === 2 ** 63 && scale === 1;
  for (let i = from; i < to; i++) {
    const low = view.getUint32(8 * i + 4);
    if (isUnsigned) out[i] = ((view.getInt32(8 * i) ^ 0x80000000) >>> 0) * 2 ** 32 + low;
    else out[i] = zero + scale * (view.getInt32(8 * i) * 2 ** 32 + low);
  }
}

/** Sets NaN where the stored integer is BLANK, in a second pass because few files have BLANK. */
function eraseBlanks(view: DataView, { bitpix, blank }: PixelScaling, out: PixelArray): void {
  const wanted = BigInt(blank);
  for (let i = 0; i < out.length; i++) {
    const isBlank =
      bitpix === 8
        ? view.getUint8(i) === blank
        : bitpix === 16
          ? view.getInt16(2 * i) === blank
          : bitpix === 32
            ? view.getInt32(4 * i) === blank
            : view.getBigInt64(8 * i) === wanted;
    if (isBlank) out[i] = NaN;
  }
}
