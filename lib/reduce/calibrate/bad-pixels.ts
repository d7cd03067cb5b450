/**
 * Masks of bad pixels: from a list, a threshold or an image, and grown.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type Image, PixelFlag } from '../../frame/image.js';

/** Width and height of an image [px]. */
interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Bad pixels, in any form: one byte a pixel or an image of the frame's size (not 0 is bad, as is NaN), or
 * a list of [x, y] counted from 0.
 */
export type BadPixels = Uint8Array | Image | readonly (readonly [x: number, y: number])[];

/**
 * A mask of one byte a pixel in which bad pixels carry {@link PixelFlag.bad} and the others 0.
 *
 * @throws PhotometryError `length-mismatch` if the mask is of another size, `bad-argument` for a pixel outside
 * @example badPixelMask([[10, 20], [11, 20]], image)
 */
export function badPixelMask(badPixels: BadPixels, size: ImageSize): Uint8Array {
  const { width, height } = size;
  const mask = new Uint8Array(width * height);
  if (isList(badPixels)) {
    for (const [x, y] of badPixels) {
      if (!(Number.isInteger(x) && Number.isInteger(y) && x >= 0 && y >= 0 && x < width && y < height))
        throw new PhotometryError(
          'bad-argument',
          `bad pixel [${x}, ${y}] is not in the image of ${width} x ${height} pixels, counted from 0`,
        );
      mask[y * width + x] = PixelFlag.bad;
    }
    return mask;
  }
  const values: ArrayLike<number> = badPixels instanceof Uint8Array ? badPixels : badPixels.pixels;
  const sameShape = badPixels instanceof Uint8Array || badPixels.width === width;
  if (values.length !== mask.length || !sameShape)
    throw new PhotometryError(
      'length-mismatch',
      `the bad-pixel mask must have the ${width} x ${height} pixels of the image, got ` +
        (badPixels instanceof Uint8Array ? `${values.length} bytes` : `${badPixels.width} x ${badPixels.height}`),
    );
  for (let i = 0; i < mask.length; i++) if (values[i] !== 0) mask[i] = PixelFlag.bad;
  return mask;
}

/** Which values are bad. */
interface ThresholdOptions {
  /** Values below are bad. Default: none. */
  readonly below?: number;
  /** Values above are bad. Default: none. */
  readonly above?: number;
}

/**
 * Bad pixels of an image by its values: a master flat below 0.5, a dark above 100. NaN is always bad.
 *
 * @example const dead = thresholdMask(flat, { below: 0.5, above: 1.5 });
 */
export function thresholdMask(image: Image, { below = -Infinity, above = Infinity }: ThresholdOptions): Uint8Array {
  const { pixels } = image;
  const mask = new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) if (!(pixels[i] >= below && pixels[i] <= above)) mask[i] = PixelFlag.bad;
  return mask;
}

/**
 * A mask in which every pixel within `radius` of a flagged one has its flags too.
 *
 * @param radius [px]: 1 adds the four neighbours, 1.5 the eight
 * @throws PhotometryError `bad-argument` for a negative radius
 */
export function growMask(mask: Uint8Array, size: ImageSize, radius: number): Uint8Array {
  if (!(radius >= 0))
    throw new PhotometryError('bad-argument', `the radius to grow by must be 0 or more pixels, got ${radius}`);
  const { width, height } = size;
  const reach = Math.floor(radius);
  const result = mask.slice();
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const x = i % width;
    const y = (i - x) / width;
    for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++)
      for (let u = Math.max(0, x - reach); u <= Math.min(width - 1, x + reach); u++)
        if ((u - x) ** 2 + (v - y) ** 2 <= radius * radius) result[v * width + u] |= mask[i];
  }
  return result;
}

function isList(badPixels: BadPixels): badPixels is readonly (readonly [number, number])[] {
  return Array.isArray(badPixels);
}
