/**
 * Gain and read-out noise of a detector from two flats and two biases, when the header is silent.
 *
 * The photons of a flat scatter by the square root of their number, in electrons; the values scatter
 * in ADU; the ratio is the gain. Differences of two frames are used, in which the detector's own
 * pattern cancels.
 *
 * @module
 * @see Janesick, J. R. 2001, Scientific Charge-Coupled Devices (SPIE), chapter 2;
 *   Howell, S. B. 2006, Handbook of CCD Astronomy, section 4.3
 */
import { PhotometryError } from '../core/errors.js';
import type { Image } from '../frame/image.js';
import {
  assertSameSize,
  centralRegion,
  gainOfPair,
  MIN_PIXELS,
  type PairOptions,
  regionValues,
  varianceOfDifference,
} from './pair-noise.js';
import { checkSection } from './section.js';
import { detectorNoise, hasStep } from './state.js';

/** What {@link photonTransfer} compares. */
export interface PhotonTransferOptions extends PairOptions {
  /** Two flats of the same filter and lamp, raw or with the bias subtracted, not divided by a flat. */
  readonly flats: readonly [Image, Image];
  /** Two raw biases: their difference yields the read-out noise, their mean the bias level (unless {@link bias} is given). */
  readonly biases?: readonly [Image, Image];
  /** The master bias, subtracted from flats that still have theirs. */
  readonly bias?: Image;
  /** Read-out noise of one frame [adu], in place of {@link biases}. */
  readonly readNoiseAdu?: number;
}

/** Gain and read-out noise, and what they were computed from. */
export interface PhotonTransfer {
  /** Electrons for one ADU [electron/adu]. */
  readonly gain: number;
  /** Read-out noise of one frame [electron]. */
  readonly readNoise: number;
  /** Read-out noise in the unit of the frames [adu]. */
  readonly readNoiseAdu: number;
  /** Median of the first flat over median of the second. */
  readonly ratio: number;
  /** Mean level of the flats [adu]. */
  readonly level: number;
  /** Variance of the difference of the flats, the second scaled to the first, outliers clipped [adu^2]. */
  readonly flatVariance: number;
  /** Variance of the difference of the biases [adu^2]. */
  readonly biasVariance: number;
}

/**
 * Gain and read-out noise by the photon-transfer method.
 *
 * With g_i = flat_i - bias and k = median(g_1)/median(g_2):
 *
 *     gain       = (mean(g_1) + k^2 mean(g_2)) / (var(g_1 - k g_2) - var(b_1 - b_2) (1 + k^2)/2)
 *     read noise = gain sqrt(var(b_1 - b_2)/2)
 *
 * The variances are of the population, the flats' after clipping at 5 standard deviations about the
 * median three times, in the central 400 x 400 pixels unless a region is given. 160 000 pixels determine the gain to
 * about 0.4 %.
 *
 * @throws PhotometryError `mixed-frames` if sizes differ, `missing-calibration` if the bias level or the
 *   read-out noise cannot be determined, `unknown-gain` if the flats are too faint
 * @example
 * const { gain, readNoise } = photonTransfer({ flats: [flats[0], flats[1]], biases: [biases[0], biases[1]] });
 */
export function photonTransfer(options: PhotonTransferOptions): PhotonTransfer {
  const { flats, biases, bias } = options;
  const [flat1, flat2] = flats;
  const others = [flat2, ...(biases ?? []), ...(bias ? [bias] : [])];
  for (const other of others) assertSameSize(flat1, other);
  const region = options.region ? checkSection(options.region, flat1, 'region') : centralRegion(flat1);
  const pair = { kappa: options.kappa, iterations: options.iterations };

  const b1 = biases && regionValues(biases[0], region);
  const b2 = biases && regionValues(biases[1], region);
  const readNoiseAdu =
    b1 && b2
      ? Math.sqrt(varianceOfDifference(b1, b2, 1, pair) / 2)
      : (options.readNoiseAdu ?? detectorNoise(bias ?? flat1).readNoiseAdu);
  if (!(readNoiseAdu >= 0))
    throw new PhotometryError(
      'missing-calibration',
      'photonTransfer() needs the read-out noise: pass biases: [first, second], or readNoiseAdu',
    );

  const level = bias ? regionValues(bias, region) : b1 && b2 ? meanOfTwo(b1, b2) : undefined;
  const [g1, g2] = flats.map(flat => withoutBias(flat, regionValues(flat, region), level));
  const { gain, ratio, variance, level: flatLevel } = gainOfPair(g1, g2, readNoiseAdu, pair);
  if (Number.isNaN(gain))
    throw new PhotometryError(
      'unknown-gain',
      `the gain cannot be determined from ${flat1.path || 'the first flat'} and ${flat2.path || 'the second flat'}: level ` +
        `${flatLevel.toFixed(1)} adu, variance of the difference ${variance.toFixed(2)} adu^2, read-out noise ` +
        `${readNoiseAdu.toFixed(2)} adu. It takes two well exposed flats of one filter and at least ${MIN_PIXELS} usable pixels`,
      { files: [flat1.path, flat2.path], level: flatLevel, variance },
    );
  return {
    gain,
    readNoise: gain * readNoiseAdu,
    readNoiseAdu,
    ratio,
    level: flatLevel,
    flatVariance: variance,
    biasVariance: 2 * readNoiseAdu * readNoiseAdu,
  };
}

/** The flat's values without bias; unchanged if the bias is already subtracted. */
function withoutBias(flat: Image, values: Float64Array, bias: Float64Array | undefined): Float64Array {
  if (hasStep(flat, 'bias') || hasStep(flat, 'overscan')) return values;
  if (!bias)
    throw new PhotometryError(
      'missing-calibration',
      `${flat.path || 'a flat'} still has its bias: pass biases: [first, second] or bias: masterBias to photonTransfer()`,
      { path: flat.path },
    );
  return values.map((value, i) => value - bias[i]);
}

function meanOfTwo(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => 0.5 * (value + b[i]));
}
