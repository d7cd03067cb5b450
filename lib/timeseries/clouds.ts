/**
 * Frames taken through cloud: the light of all stars drops, or the stars no longer agree.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { SourceFlag } from '../frame/source-flags.js';
import { quantileInPlace } from '../math/select.js';
import { type FluxMatrix, frameCount, isMeasured, requireMatrix } from './flux-matrix.js';
import { finiteOf, medianOf } from './scatter.js';
import { starLevels } from './star-levels.js';

/** Settings of {@link findClouds}. */
export interface CloudOptions {
  /** A frame with less than this part of the clear sky's light is clouded. Default 0.6. */
  readonly minTransparency?: number;
  /** A frame whose stars scatter more than this times as much as in the median frame is clouded; with fewer than ten stars more is allowed. Default 4. */
  readonly maxScatter?: number;
  /** Airmass of each frame; extinction that follows it is no cloud. Default: a constant clear sky. */
  readonly airmass?: ArrayLike<number>;
  /** Stars that say nothing about the sky: the target, known variables. Default none. */
  readonly exclude?: readonly number[];
}

/** What the field's stars say about the sky, frame by frame. */
export interface CloudReport {
  /** Light of the stars relative to the clear sky at the frame's airmass; NaN for a frame without stars. */
  readonly transparency: Float64Array;
  /** How much more the stars scatter than in the median frame, each judged by its own usual scatter; NaN for fewer than 4 stars. */
  readonly scatter: Float64Array;
  /** 1 where the frame is clouded. */
  readonly clouded: Uint8Array;
  /** Bits of SourceFlag: clouded. */
  readonly flags: Int32Array;
  /** Extinction found [mag per airmass]; 0 where no airmass was given. */
  readonly extinction: number;
}

/** The clear sky is where the best part of the frames is: the median of the better 40 %. */
const CLEAR_QUANTILE = 0.8;

/** A frame with less than this part of the clear sky's light is clouded, unless asked otherwise. */
export const MIN_TRANSPARENCY = 0.6;

/** No site and filter has more extinction than this [mag per airmass]. */
const MAX_EXTINCTION = 1.2;

/** Fewer stars than this do not tell scatter from chance. */
const MIN_STARS_FOR_SCATTER = 4;

/** With fewer stars than this, chance makes the scatter of a frame itself scatter: more is allowed. */
const MANY_STARS = 10;

/**
 * Finds clouded frames from the fluxes of the field.
 *
 * The transparency of a frame is the median over the stars of flux / level, so a variable target or
 * a spoilt star does not matter. The clear sky is an upper quantile (0.8) of it, so that up to some
 * three quarters of the frames may be clouded. With airmasses X the clear sky is exp(a - k X):
 * k >= 0 and a by quantile regression (Koenker & Bassett), so a star sinking to the horizon is no
 * cloud and clouds do not drag the line down. Without, it is constant, which bears the extinction of
 * an ordinary night in V, R or I; pass the airmass for blue filters and low stars. Airmasses that
 * are not between 1 and 10 in every frame are not believed and not used.
 *
 * A frame is also clouded when its stars disagree: the median over the stars of |flux / (level x
 * transparency) - 1|, each in units of its own median, exceeds `maxScatter` times that of the median
 * frame (patchy cloud, trailing). That needs four stars, and with n < 10 the limit is sqrt(10 / n)
 * times as high.
 *
 * A frame without any measured star counts as clouded.
 *
 * @param flux flux[star][frame], NaN where missing
 * @throws PhotometryError `no-stars` if no star is left to judge by, `bad-argument`, `length-mismatch`
 * @see Koenker, R. & Bassett, G. 1978, Econometrica 46, 33
 * @example
 * const { clouded } = findClouds(flux, { airmass: curve.values('airmass'), exclude: [0] });
 */
export function findClouds(flux: FluxMatrix, options: CloudOptions = {}): CloudReport {
  const { minTransparency = MIN_TRANSPARENCY, maxScatter = 4, airmass, exclude = [] } = options;
  requireMatrix(flux);
  if (!(minTransparency >= 0 && minTransparency < 1))
    throw new PhotometryError('bad-argument', `minTransparency must be from 0 to below 1, got ${minTransparency}`);
  if (!(maxScatter > 1)) throw new PhotometryError('bad-argument', `maxScatter must be more than 1, got ${maxScatter}`);
  const count = frameCount(flux);
  if (airmass !== undefined && airmass.length !== count)
    throw new PhotometryError(
      'length-mismatch',
      `airmass must have one value for each of ${count} frames, got ${airmass.length}`,
    );

  const judges = flux.filter((row, s) => !exclude.includes(s) && Array.prototype.some.call(row, isMeasured));
  if (judges.length === 0)
    throw new PhotometryError('no-stars', 'Clouds cannot be found without a measured star that is not excluded');
  const { level, transparency: raw } = starLevels(judges);
  const believed = airmass !== undefined && Array.prototype.every.call(airmass, (x: number) => x >= 1 && x <= 10);
  const extinction = believed ? fitExtinction(raw, airmass) : 0;
  const corrected = raw.map((value, f) => (believed ? value * 10 ** (0.4 * extinction * (airmass[f] - 1)) : value));
  const kept = finiteOf(corrected);
  const clear = quantileInPlace(kept, CLEAR_QUANTILE, kept.length);
  const transparency = corrected.map(value => value / clear);
  const scatter = starScatter(judges, level, raw);

  const limit = maxScatter * Math.sqrt(Math.max(1, MANY_STARS / judges.length));
  const clouded = new Uint8Array(count);
  const flags = new Int32Array(count);
  for (let f = 0; f < count; f++) {
    if (transparency[f] >= minTransparency && !(scatter[f] > limit)) continue;
    clouded[f] = 1;
    flags[f] = SourceFlag.clouded;
  }
  return { transparency, scatter, clouded, flags, extinction };
}

/**
 * The extinction k [mag per airmass] of the upper quantile of ln transparency against airmass.
 *
 * The check function is convex in k once the constant is the quantile of the residuals, so a golden
 * section finds its least value.
 */
function fitExtinction(transparency: Float64Array, airmass: ArrayLike<number>): number {
  const points = Array.from(transparency, (value, f) => ({ mag: 2.5 * Math.log10(value), x: airmass[f] - 1 })).filter(
    point => Number.isFinite(point.mag),
  );
  if (points.length < 5) return 0;
  const residuals = new Float64Array(points.length);
  const cost = (k: number): number => {
    for (let i = 0; i < points.length; i++) residuals[i] = points[i].mag + k * points[i].x;
    const constant = quantileInPlace(residuals, CLEAR_QUANTILE);
    let sum = 0;
    for (const value of residuals) {
      const above = value - constant;
      sum += above > 0 ? CLEAR_QUANTILE * above : (CLEAR_QUANTILE - 1) * above;
    }
    return sum;
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = 0;
  let high = MAX_EXTINCTION;
  while (high - low > 1e-5) {
    const left = high - golden * (high - low);
    const right = low + golden * (high - low);
    if (cost(left) <= cost(right)) high = right;
    else low = left;
  }
  const found = 0.5 * (low + high);
  return cost(0) <= cost(found) ? 0 : found;
}

/** Scatter of each frame's stars in units of their own usual scatter, the median frame 1. */
function starScatter(flux: FluxMatrix, level: ArrayLike<number>, transparency: Float64Array): Float64Array {
  const count = transparency.length;
  const residuals = flux.map((row, s) =>
    Float64Array.from(row, (value, f) =>
      isMeasured(value) ? Math.abs(value / (level[s] * transparency[f]) - 1) : NaN,
    ),
  );
  const usual = residuals.map(medianOf);
  const scatter = new Float64Array(count).fill(NaN);
  for (let f = 0; f < count; f++) {
    const ratios = finiteOf(residuals.map((row, s) => (usual[s] > 0 ? row[f] / usual[s] : NaN)));
    if (ratios.length >= MIN_STARS_FOR_SCATTER) scatter[f] = medianOf(ratios);
  }
  const middle = medianOf(scatter);
  return middle > 0 ? scatter.map(value => value / middle) : scatter;
}
