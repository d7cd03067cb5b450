/**
 * What the values of a frame are divided by before frames are combined, and what is added to them.
 *
 * @module
 */
import type { Image } from '../../frame/image.js';
import { levelOf } from '../image-level.js';
import { hasStep } from '../state.js';
import { assertExposures } from './exposure-scale.js';
import { levelOfFlat } from './flat-level.js';
import type { StripFrame } from './pixels/combine-strip.js';

/**
 * What the values of a frame are divided by: its level, its exposure (in that of the first frame), or nothing. Where frames
 * keep their bias, the level of the first one is made that of all.
 */
export type Divisor = 'level' | 'exposure' | 'exposure above bias' | 'nothing';

/** Divisor of a frame, and what is added to it then. */
export type FrameScaling = Pick<StripFrame, 'level' | 'offset'>;

/**
 * How frames like `first` are divided by their exposures; warns if they still have their bias.
 *
 * @param areLevelled whether they have one sky level afterwards anyway
 */
export function exposureDivisor(
  first: Image,
  areLevelled: boolean | undefined,
  onWarning: (message: string) => void,
): Divisor {
  if (areLevelled || hasStep(first, 'bias') || hasStep(first, 'overscan') || hasStep(first, 'dark')) return 'exposure';
  onWarning(
    `${first.path || 'the first frame'} does not say that its bias is subtracted, which does not grow with the exposure: ` +
      "scale: 'exposure' brings all frames to one median, so that fluxes above a local sky are right and levels are not. " +
      'Reduce the frames first: reduce({ bias, dark, flat })',
  );
  return 'exposure above bias';
}

/**
 * How the values of a frame are scaled.
 *
 * @throws PhotometryError `bad-argument` for an exposure that is unknown or 0, or a level that is not positive
 */
export function scalingOf(by: Divisor, image: Image, first: Image, path: string): FrameScaling {
  if (by === 'nothing') return { level: 1 };
  if (by === 'level') return { level: levelOfFlat(image.pixels, image.mask, path) };
  assertExposures([first, { path, exptime: image.exptime }], 'light', image.unit, 'exposure');
  const level = image.exptime / first.exptime;
  if (by === 'exposure' || image === first) return { level };
  const offset = levelOf(first.pixels, first.mask) - levelOf(image.pixels, image.mask) / level;
  return { level, offset: Number.isFinite(offset) ? offset : 0 };
}
