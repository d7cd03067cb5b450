/**
 * The level that a flat is divided by.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { Pixels } from '../../frame/image.js';
import { levelOf } from '../image-level.js';

/** The level of a flat; an error if it is not positive. */
export function levelOfFlat(pixels: Pixels, mask: Uint8Array | undefined, path: string): number {
  const level = levelOf(pixels, mask);
  if (level > 0) return level;
  throw new PhotometryError(
    'bad-argument',
    `${path || 'the combination'} cannot be normalised: its median is ${level}, which is not positive. ` +
      'Is it a flat, and is the right bias subtracted?',
    { path, level },
  );
}
