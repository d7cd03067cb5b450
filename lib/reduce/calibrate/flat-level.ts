/**
 * What a flat must be divided by before it is used.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { Image, Pixels } from '../../frame/image.js';
import { nameOf } from '../frame-facts.js';
import { imageLevel } from '../image-level.js';
import { isNormalisedFlat } from '../state.js';

/** A median this close to 1 is that of a normalised flat, by any rule. */
const NEAR_ONE: readonly [number, number] = [0.8, 1.25];

/** Levels by the flat's pixels: a series asks for the same master with every frame. */
const levels = new WeakMap<Pixels, number>();

/**
 * 1 for a normalised flat; for one that still counts ADU its median.
 *
 * @throws PhotometryError `bad-argument` if the median is not positive
 */
export function flatLevelOf(flat: Image): number {
  if (isNormalisedFlat(flat)) return 1;
  let level = levels.get(flat.pixels);
  if (level === undefined) {
    level = imageLevel(flat);
    levels.set(flat.pixels, level);
  }
  if (!(level > 0))
    throw new PhotometryError(
      'bad-argument',
      `${nameOf(flat, 'flat')} has the median ${level}, which is not positive: is it a flat?`,
      {
        path: flat.path,
        level,
      },
    );
  return level >= NEAR_ONE[0] && level <= NEAR_ONE[1] ? 1 : level;
}
