/**
 * A rectangular part of an image, with its mask, variance and world coordinates.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { withStep } from '../core/provenance.js';
import type { Header } from '../fits/header/header.js';
import type { Rectangle } from '../fits/pixels/section.js';
import { movedMosaic } from './colour/bayer-pattern.js';
import type { Image, Pixels } from './image.js';

/**
 * Cuts a rectangle out of an image.
 *
 * @throws PhotometryError `bad-argument` unless the rectangle is of whole pixels inside the image
 */
export function cutoutOf(image: Image, { x, y, width, height }: Rectangle): Image {
  const whole = [x, y, width, height].every(Number.isInteger);
  if (!whole || x < 0 || y < 0 || width < 1 || height < 1 || x + width > image.width || y + height > image.height)
    throw new PhotometryError(
      'bad-argument',
      `cutout(x, y, width, height) must be whole pixels inside ${image.width} x ${image.height}, got (${x}, ${y}, ${width}, ${height})`,
      { x, y, width, height },
    );
  const cut = <T extends Pixels | Uint8Array>(values: T): T => {
    const out = new (values.constructor as new (length: number) => T)(width * height);
    for (let row = 0; row < height; row++) {
      const first = (y + row) * image.width + x;
      out.set(values.subarray(first, first + width), row * width);
    }
    return out;
  };
  const header = sectionHeader(image.header, { x, y, height }, image.height);
  return {
    ...image,
    width,
    height,
    pixels: cut(image.pixels),
    ...(image.variance ? { variance: cut(image.variance) } : {}),
    ...(image.mask ? { mask: cut(image.mask) } : {}),
    header,
    provenance: withStep(image.provenance, { verb: 'cutout', options: { x, y, width, height } }),
  };
}

/**
 * The header of a part: its world coordinates and its pattern of colours moved.
 *
 * @param wholeHeight rows of the whole image
 */
export function sectionHeader(
  whole: Header,
  { x, y, height }: Pick<Rectangle, 'x' | 'y' | 'height'>,
  wholeHeight: number,
): Header {
  let header = movedMosaic(whole, { x, y }, { whole: wholeHeight, part: height });
  for (const [keyword, first] of [
    ['CRPIX1', x],
    ['CRPIX2', y],
  ] as const)
    if (header.has(keyword)) header = header.with(keyword, header.number(keyword) - first);
  return header;
}
