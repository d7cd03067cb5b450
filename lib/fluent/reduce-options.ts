/**
 * The options of `series.reduce`.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import type { OptionNames } from '../core/known-options.js';
import { warnOfProblems } from '../core/problem.js';
import type { Image, Precision } from '../frame/image.js';
import type { SeriesFrame } from '../pipelines/frames/series-plan.js';
import type { CalibrateOptions } from '../reduce/calibrate/calibrate.js';
import { darksOf } from '../reduce/calibrate/darks/dark-choice.js';
import { farScalingProblem } from '../reduce/calibrate/darks/dark-problems.js';
import { Frame } from './frame.js';

/** The steps applied to each frame; those not given are skipped. */
export interface ReduceOptions extends Omit<CalibrateOptions, 'bias' | 'dark' | 'flat' | 'precision'> {
  /** Master bias, subtracted. */
  readonly bias?: Frame;
  /**
   * Master dark, scaled to the frame's exposure and subtracted. With master darks of several exposures, the one of the frame's
   * exposure is used, else two are interpolated or the nearest is scaled; pixels whose dark current does not keep to time are
   * masked.
   */
  readonly dark?: Frame | readonly Frame[];
  /** Master flat, which frames are divided by. */
  readonly flat?: Frame;
  /** Element type of the result: `'float32'` or `'float64'`. Default: that of the series. */
  readonly precision?: Precision;
}

/** Their names. */
export const REDUCE: OptionNames<ReduceOptions> = {
  bias: true,
  dark: true,
  flat: true,
  overscan: true,
  trim: true,
  badPixels: true,
  saturation: true,
  gain: true,
  readNoise: true,
  darkScaling: true,
  maxTemperatureDifference: true,
  precision: true,
};

/**
 * Converts the options for the engine: images in place of frames.
 *
 * @throws PhotometryError `missing-calibration` for a master that is not a frame: a forgotten `await`, or a combine() that found nothing;
 *   for an empty list of darks
 */
export function calibrateOptionsOf(options: ReduceOptions, precision: Precision): CalibrateOptions {
  const { bias, dark, flat, ...rest } = options;
  return {
    ...rest,
    precision,
    ...(bias === undefined ? {} : { bias: imageOf('bias', bias) }),
    ...(dark === undefined ? {} : { dark: imagesOfDarks(dark) }),
    ...(flat === undefined ? {} : { flat: imageOf('flat', flat) }),
  };
}

/** Warns, once, of frames for which the dark will be scaled far up; their problems list it too. */
export function warnOfFarScaling(frames: readonly SeriesFrame[], { dark, darkScaling }: CalibrateOptions): void {
  if (dark === undefined || darkScaling === 'none') return;
  const darks = darksOf(dark);
  warnOfProblems(frames.flatMap(({ facts }) => farScalingProblem(facts, darks)));
}

function imagesOfDarks(dark: Frame | readonly Frame[]): Image | Image[] {
  if (!Array.isArray(dark)) return imageOf('dark', dark);
  if (dark.length === 0)
    throw new PhotometryError('missing-calibration', 'dark is an empty list: give at least one master dark');
  return dark.map(one => imageOf('dark', one));
}

function imageOf(name: 'bias' | 'dark' | 'flat', master: unknown): Image {
  if (master instanceof Frame) return master.image;
  const promised = typeof (master as { then?: unknown } | null)?.then === 'function';
  throw new PhotometryError(
    'missing-calibration',
    `${name} must be a frame, such as await night.where(h => h.imagetyp === '${name}').combine(); got ` +
      (promised ? 'a promise: put await before the combine() that makes it' : String(master)),
    { name },
  );
}
