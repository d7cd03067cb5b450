/**
 * The options of `series.reduce`.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import type { OptionNames } from '../core/known-options.js';
import type { Precision } from '../frame/image.js';
import type { CalibrateOptions } from '../reduce/calibrate/calibrate.js';
import { Frame } from './frame.js';

/** The steps applied to each frame; those not given are skipped. */
export interface ReduceOptions extends Omit<CalibrateOptions, 'bias' | 'dark' | 'flat' | 'precision'> {
  /** Master bias, subtracted. */
  readonly bias?: Frame;
  /** Master dark, scaled to the frame's exposure and subtracted. */
  readonly dark?: Frame;
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
 * @throws PhotometryError `missing-calibration` for a master that is not a frame: a forgotten `await`, or a combine() that found nothing
 */
export function calibrateOptionsOf(options: ReduceOptions, precision: Precision): CalibrateOptions {
  const { bias, dark, flat, ...rest } = options;
  return { ...rest, precision, ...imageOf('bias', bias), ...imageOf('dark', dark), ...imageOf('flat', flat) };
}

function imageOf(
  name: 'bias' | 'dark' | 'flat',
  master: Frame | undefined,
): Pick<CalibrateOptions, 'bias' | 'dark' | 'flat'> {
  if (master === undefined) return {};
  if (master instanceof Frame) return { [name]: master.image };
  const promised = typeof (master as { then?: unknown } | null)?.then === 'function';
  throw new PhotometryError(
    'missing-calibration',
    `${name} must be a frame, such as await night.where(h => h.imagetyp === '${name}').combine(); got ` +
      (promised ? 'a promise: put await before the combine() that makes it' : String(master)),
    { name },
  );
}
