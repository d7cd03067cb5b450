/**
 * What the dark does to a reduced frame besides being subtracted: flags, variance of hot pixels, problems.
 *
 * @module
 */
import { NO_PROBLEMS, type Problems } from '../../../core/problem.js';
import type { Image, Pixels } from '../../../frame/image.js';
import type { FlaggedPixels } from '../../pixel-flags.js';
import type { MasterFactors } from '../masters.js';
import type { ChosenDark } from './dark-choice.js';
import { nonlinearPixels } from './dark-linearity.js';
import { farScalingProblem, nonlinearProblem } from './dark-problems.js';
import { hotPixelsOf } from './hot-pixels.js';
import type { ReducedPlane } from './local-noise.js';
import { scaledHotPixels } from './scaled-hot-pixels.js';

/** Flags and problems that a frame gets from its dark. */
export interface DarkEffects {
  readonly flags: readonly FlaggedPixels[];
  readonly problems: Problems;
}

/** A frame without a dark. */
export const NO_DARK_EFFECTS: DarkEffects = { flags: [], problems: NO_PROBLEMS };

/** How a frame was reduced. */
interface DarkSubtraction {
  /** The frame before. */
  readonly frame: Image;
  /** The dark that was subtracted. */
  readonly chosen: ChosenDark;
  /** All darks to choose from. */
  readonly darks: readonly Image[];
  readonly bias: Image | undefined;
  readonly factors: MasterFactors;
  /** [electron/unit]; NaN if unknown. */
  readonly gain: number;
}

/**
 * The flags and problems of a dark; adds the allowance for hot pixels that do not keep to time to `variance`.
 *
 * - Hot pixels are `hot` under a dark of the frame's exposure or one interpolated to it. Under a scaled dark they are
 *   judged by what scaling leaves ({@link ./scaled-hot-pixels.ts}).
 * - With darks of two exposures, boxes in which the dark current does not keep to time are `hotScaled`.
 * - A dark that was scaled beyond 1.5 times is listed as a problem.
 */
export function darkEffects(
  { frame, chosen, darks, bias, factors, gain }: DarkSubtraction,
  reduced: ReducedPlane,
  variance: Pixels | undefined,
): DarkEffects {
  if (factors.sameExposure && !chosen.interpolated)
    return { flags: [hotPixelsOf(chosen.image)], problems: NO_PROBLEMS };
  const flags: FlaggedPixels[] = [];
  const problems = [...(chosen.interpolated ? NO_PROBLEMS : farScalingProblem(frame, darks))];
  const nonlinear = nonlinearPixels(chosen, frame.exptime, bias, reduced);
  if (nonlinear) {
    flags.push(nonlinear);
    problems.push(nonlinearProblem(frame, nonlinear.index.length, reduced.pixels.length));
  }
  if (chosen.interpolated) return { flags: [hotPixelsOf(chosen.image), ...flags], problems };
  const hot = scaledHotPixels(chosen.image, factors.darkFactor, gain, reduced);
  if (variance) for (let k = 0; k < hot.index.length; k++) variance[hot.index[k]] += hot.variance[k];
  return { flags: [hot, ...flags], problems };
}
