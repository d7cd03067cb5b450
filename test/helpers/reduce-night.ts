/**
 * The XO-1 night of ../shared as image sources, and the statistics of reduce.json.
 */
import { expect } from 'vitest';
import type { Image, Precision } from '../../lib/frame/image.js';
import { medianInPlace } from '../../lib/math/select.js';
import { type CalibrateOptions, calibrate } from '../../lib/reduce/calibrate/calibrate.js';
import { combineImages } from '../../lib/reduce/combine/combine.js';
import type { ImageSource } from '../../lib/reduce/image-source.js';
import { readRawFits } from './raw-fits.js';
import { referenceValues, shared } from './shared.js';

/** Statistics of an image, as in reduce.json. */
export interface ImageNumbers {
  readonly sum: number;
  readonly mean: number;
  readonly std: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly sample_index: readonly number[];
  readonly sample: readonly number[];
}

export interface ReduceReference {
  readonly nights: readonly {
    readonly frames: {
      readonly bias: readonly string[];
      readonly dark: readonly (readonly [string, number])[];
      readonly flat: readonly (readonly [string, number, number])[];
    };
    readonly master_bias_median: ImageNumbers;
    readonly master_dark_rate: ImageNumbers;
    readonly master_flat: ImageNumbers;
    readonly bias_combine_variants: Readonly<Record<string, ImageNumbers>>;
    readonly photon_transfer: {
      readonly flat_pair: readonly [string, string];
      readonly ratio_of_medians: number;
      readonly var_bias_difference: number;
      readonly var_flat_difference_5sigma_clip_3iter: number;
      readonly gain_e_per_adu: number;
      readonly read_noise_e: number;
    };
    readonly science: readonly (ImageNumbers & { readonly file: string })[];
  }[];
  readonly overscan: readonly { readonly file: string; readonly method: string; readonly result: ImageNumbers }[];
}

export const reduceReference = (): ReduceReference => referenceValues<ReduceReference>('reduce');

const calib = (file: string): string => shared(`data/raw/arcsat-xo1/calib/${file}`);

/** How a file of the night is read: by the minimal reader of these tests, or by the library's own. */
export type NightReader = (path: string, precision: Precision) => Image | Promise<Image>;

/** Sources of calibration frames, each reduced with `options`. */
export function calibSources(
  files: readonly string[],
  precision: Precision,
  options?: CalibrateOptions,
  read: NightReader = readRawFits,
): ImageSource[] {
  return files.map(file => ({
    path: calib(file),
    load: async () => {
      const raw = await read(calib(file), precision);
      return options ? calibrate(raw, options) : raw;
    },
  }));
}

/** Master bias, dark (bias-subtracted, 60 s) and flat (each frame normalised) of the night. */
export async function xo1Masters(
  precision: Precision,
  read?: NightReader,
): Promise<{ bias: Image; dark: Image; flat: Image }> {
  const { frames } = reduceReference().nights[0];
  const sources = (entries: readonly (string | readonly [string, ...number[]])[], options?: CalibrateOptions) =>
    calibSources(
      entries.map(entry => (typeof entry === 'string' ? entry : entry[0])),
      precision,
      options,
      read,
    );
  const bias = await combineImages(sources(frames.bias));
  const dark = await combineImages(sources(frames.dark, { bias }));
  const flat = await combineImages(sources(frames.flat, { bias, dark }), { normalize: 'each' });
  return { bias, dark, flat };
}

/** A raw science frame of the night. */
export function xo1Science(file: string, precision: Precision): Image {
  return readRawFits(shared(`data/raw/arcsat-xo1/science/${file}`), precision);
}

/**
 * Asserts that pixels have the reference's samples and statistics.
 *
 * @param tolerance relative tolerance, in addition to the rounding of the reference, which has 12 digits
 */
export function expectNumbers(pixels: ArrayLike<number>, reference: ImageNumbers, tolerance: number): void {
  const values = Float64Array.from(pixels);
  let sum = 0;
  let squares = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    sum += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const mean = sum / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  reference.sample_index.forEach((i, k) => {
    expectNear(values[i], reference.sample[k], tolerance, `pixel ${i}`);
  });
  expectNear(min, reference.min, tolerance, 'min');
  expectNear(max, reference.max, tolerance, 'max');
  expectNear(medianInPlace(values), reference.median, tolerance, 'median');
  // Sums of a million terms: the order of summation costs some digits.
  expectNear(sum, reference.sum, Math.max(tolerance, 1e-10), 'sum');
  expectNear(mean, reference.mean, Math.max(tolerance, 1e-10), 'mean');
  expectNear(Math.sqrt(squares / values.length), reference.std, Math.max(tolerance, 1e-10), 'std');
}

function expectNear(value: number, expected: number, tolerance: number, what: string): void {
  const allowed = (tolerance + 5e-12) * Math.abs(expected) + 1e-12;
  expect(Math.abs(value - expected), `${what}: ${value} for ${expected}`).toBeLessThanOrEqual(allowed);
}
