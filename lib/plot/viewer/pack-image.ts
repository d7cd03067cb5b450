/**
 * An image as a viewer carries it: binned, quantised, as the grey PNG of its bytes.
 *
 * The PNG has one band of rows for each byte of the codes, lowest byte first: the upper bands hardly change from pixel
 * to pixel and compress to almost nothing.
 *
 * @module
 */
import { encode } from 'fast-png';
import { toBase64 } from '../../core/base64.js';
import { type BinnedImage, binPixels } from '../bin-pixels.js';
import { STRETCHES, type Stretch, stretchLimits } from '../stretch.js';
import { quantise } from './quantise.js';

/** An image in a viewer's data. */
export interface PackedImage {
  readonly columns: number;
  readonly rows: number;
  /** Side of the blocks of pixels that were averaged [px]. */
  readonly bin: number;
  /** `value = offset + step * (code - 1)`. */
  readonly offset: number;
  readonly step: number;
  readonly bytes: number;
  /** The PNG of the codes' bytes, base64. */
  readonly png: string;
  /** Black and white point of each stretch. */
  readonly limits: Readonly<Record<Stretch, readonly [number, number]>>;
}

/** Quantises an image and encodes it for the page of the viewer. */
export function packImage(image: BinnedImage, bin: number): PackedImage {
  const { columns, rows, values } = binPixels(image, bin);
  const { offset, step, bytes, codes } = quantise(values);
  const data = new Uint8Array(codes.length * bytes);
  for (let band = 0; band < bytes; band++) {
    const at = band * codes.length;
    for (let i = 0; i < codes.length; i++) data[at + i] = (codes[i] >>> (8 * band)) & 255;
  }
  const png = encode({ width: columns, height: rows * bytes, data, channels: 1, depth: 8 }, { zlib: { level: 6 } });
  const limits = Object.fromEntries(
    STRETCHES.map(stretch => {
      const { low, high } = stretchLimits(values, stretch);
      return [stretch, [low, high]];
    }),
  ) as Record<Stretch, [number, number]>;
  return { columns, rows, bin, offset, step, bytes, png: toBase64(png), limits };
}
