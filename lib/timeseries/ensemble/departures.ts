/**
 * Comparison stars that leave the others in a few frames: an eclipse, a flare, a cosmic ray.
 *
 * @module
 */
import { type FluxMatrix, type FrameMask, inMask, isMeasured } from '../flux-matrix.js';
import { finiteOf, medianOf, robustScatter } from '../scatter.js';
import { starLevels } from '../star-levels.js';

/** The frames in which one star leaves the others. */
export interface Departure {
  /** Place of the star in the list of those compared. */
  readonly star: number;
  /** Numbers of the frames, ascending; at least one. */
  readonly frames: readonly number[];
  /** Flux over what the others say, less 1, in the frame where it departs most. */
  readonly most: number;
  /** The same in units of what is expected. */
  readonly significance: number;
  /** Whether it departs to the same side in two successive frames or more: no cosmic ray, but the star itself. */
  readonly lasting: boolean;
}

/** A flux departs if it is this many times what is expected from the others. */
const LIMIT = 6;

/** With fewer stars it is unknown which one departs. */
const MIN_STARS = 3;

/** Each round finds the departures that the scatter of greater ones has hidden. */
const MAX_ROUNDS = 5;

/**
 * Finds where a star leaves the others by far more than its errors.
 *
 * Each flux is compared with level x transparency ({@link starLevels}), the transparency being the median of the stars. It departs where
 * the difference is more than 6 times its own noise: the error in that frame, the robust scatter of the star (which a slow drift
 * raises) and the scatter of the field, in quadrature. The scatter of the field is the median over the stars of their
 * standard deviation: where all stars have outliers, as after a meridian flip or in patchy cloud, none departs.
 * Nor does any in a frame where half of the stars would: it is unknown which half is right.
 *
 * @param flux one row for each star
 * @param frames the frames that are judged; default all
 * @returns the stars that depart, in order; empty for fewer than three stars
 * @example findDepartures(flux, fluxErr) // [{ star: 0, frames: [15, 16, 17], most: -0.5, significance: 124, lasting: true }]
 */
export function findDepartures(flux: FluxMatrix, fluxErr: FluxMatrix, frames?: FrameMask): Departure[] {
  if (flux.length < MIN_STARS) return [];
  const kept = flux.map(row => Float64Array.from(row, (value, f) => (inMask(frames, f) ? value : Number.NaN)));
  const found = flux.map((): Outlier[] => []);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const outliers = outliersOf(kept, fluxErr);
    if (outliers.length === 0) break;
    for (const outlier of outliers) {
      found[outlier.star].push(outlier);
      kept[outlier.star][outlier.frame] = Number.NaN;
    }
  }
  return found.flatMap((outliers, star) => (outliers.length > 0 ? [departureOf(star, outliers)] : []));
}

/** One flux that departs. */
interface Outlier {
  readonly star: number;
  readonly frame: number;
  readonly residual: number;
  readonly significance: number;
}

/** The fluxes that depart, but in frames where they are not fewer than half. */
function outliersOf(flux: FluxMatrix, fluxErr: FluxMatrix): Outlier[] {
  const { level, transparency } = starLevels(flux);
  const residuals = flux.map((row, s) =>
    Float64Array.from(row, (value, f) => (isMeasured(value) ? value / (level[s] * transparency[f]) - 1 : Number.NaN)),
  );
  const own = residuals.map(row => robustScatter(row) || 0);
  const field = medianOf(residuals.map(standardDeviation));
  const outliers: Outlier[] = [];
  for (let frame = 0; frame < transparency.length; frame++) {
    const present = residuals.filter(row => Number.isFinite(row[frame])).length;
    const here = residuals.flatMap((row, star) => {
      const photon = fluxErr[star][frame] / (level[star] * transparency[frame]) || 0; // 0 if unknown
      const significance = Math.abs(row[frame]) / Math.hypot(photon, own[star], field);
      return significance > LIMIT ? [{ star, frame, residual: row[frame], significance }] : [];
    });
    if (present >= MIN_STARS && 2 * here.length < present) outliers.push(...here);
  }
  return outliers;
}

/** Standard deviation about 0 of the finite values. */
function standardDeviation(values: Float64Array): number {
  const finite = finiteOf(values);
  return Math.sqrt(finite.reduce((sum, value) => sum + value * value, 0) / finite.length);
}

function departureOf(star: number, outliers: readonly Outlier[]): Departure {
  const sides = new Map(outliers.map(({ frame, residual }) => [frame, Math.sign(residual)]));
  const greatest = outliers.reduce((a, b) => (Math.abs(b.residual) > Math.abs(a.residual) ? b : a));
  return {
    star,
    frames: [...sides.keys()].sort((a, b) => a - b),
    most: greatest.residual,
    significance: greatest.significance,
    lasting: outliers.some(({ frame, residual }) => sides.get(frame + 1) === Math.sign(residual)),
  };
}

/** `departs from the others by up to -50 % in 5 frames`. */
export function describeDeparture({ most, frames }: Departure): string {
  const percent = `${most > 0 ? '+' : '-'}${Number(Math.abs(100 * most).toPrecision(2))} %`;
  return `departs from the others by ${frames.length === 1 ? `${percent} in 1 frame` : `up to ${percent} in ${frames.length} frames`}`;
}
