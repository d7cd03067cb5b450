/**
 * Masks of bad pixels: from a list, bytes or an image.
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
 * Bad pixels, in any form: one byte per pixel or an image of the frame's size (not 0 is bad, as is NaN), or
 * a list of [x, y] counted from 0.
 */
export type BadPixels = Uint8Array | Image | readonly (readonly [x: number, y: number])[];

/**
 * A mask of one byte per pixel in which bad pixels carry {@link PixelFlag.bad} and the others 0.
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

function isList(badPixels: BadPixels): badPixels is readonly (readonly [number, number])[] {
  return Array.isArray(badPixels);
}
