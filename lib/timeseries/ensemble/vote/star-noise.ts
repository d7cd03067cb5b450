/**
 * The noise of stars as they show it against each other: no quoted error is believed alone.
 *
 * @module
 */
import { medianInPlace } from '../../../math/select.js';
import { type FluxMatrix, type FrameMask, inMask, isMeasured } from '../../flux-matrix.js';
import { medianOf, pointToPointScatter, robustScatter } from '../../scatter.js';

/** What is known of the noise of some stars. */
interface StarNoise {
  /** Relative 1-sigma error of each flux: sigma[star][frame]; NaN where the flux is missing. */
  readonly sigma: readonly Float64Array[];
  /** Relative variance that each star should have, by its errors and the field. */
  readonly variance: readonly number[];
  /** Relative standard deviation of what errors do not cover and frames do not average: slow drifts that half of the stars have. */
  readonly field: number;
}

/** As many frames the quoted error of a star counts for, next to its scatter. */
const QUOTED_FRAMES = 20;

/** As many fluxes an error that is right counts for, next to the scatter of the field. */
const FACTOR_FRAMES = 60;

/** The variance of a star is from this part to that multiple of what errors and field say: chance must not make it certain, nor ... */
const LEAST_VARIANCE = 0.8;

/** ... its own fast variation uncertain. */
const MOST_VARIANCE = 2;

/** White noise has a variance about the median that may exceed that from point to point by this over the root of the number of frames. */
const SLOW_BY_CHANCE = 7;

/** Errors may be quoted too large by 1 / sqrt of this, no more. */
const LEAST_QUOTED = 0.2;

/** Of up to so many stars each is judged by its best partner. */
const FEW_STARS = 4;

/** Noise of stars whose errors and scatter are both unknown. */
const UNKNOWN_NOISE = 0.01;

/**
 * The noise of each flux: the quoted error, scaled to the scatter that the star shows.
 *
 * The scatter is that of the ratios of pairs of stars, from point to point or about the median, whichever is less: so neither a slow
 * variation nor what happens in some of the frames counts. With v_ij = a_i + a_j the variance of a star itself is a_i = (sum_j v_ij -
 * V / (n - 1)) / (n - 2), V being the sum over all pairs. It is averaged with what the quoted errors say, which count for 20
 * frames: errors squared times the factor by which they are too large or too small in half of the pairs, or plus the variance that they
 * lack in half of the stars (scintillation, flat field), whichever is more.
 *
 * @param flux one row for each star
 * @param frames the frames that may judge; default all
 */
export function starNoise(flux: FluxMatrix, fluxErr: FluxMatrix, frames?: FrameMask): StarNoise {
  const quoted = flux.map((row, s) => quotedVariance(row, fluxErr[s], frames));
  const { fast, slow } = pairVariances(flux, frames);
  const own = ownVariances(fast, quoted);
  const count = flux.length > 0 ? Array.from(flux[0]).filter((_, f) => inMask(frames, f)).length : 0;
  const expected = expectedVariances(own, quoted, fast, count);
  const variance = own.map((value, s) => {
    if (Number.isNaN(value)) return expected[s];
    const ofPairs = medianOf(fast[s]);
    const seen = count * Math.min(1, ((2 * expected[s]) / ofPairs) ** 2); // beside fainter stars little is seen of its own noise
    const mixed = (seen * value + QUOTED_FRAMES * expected[s]) / (seen + QUOTED_FRAMES);
    return Math.min(Math.max(mixed, LEAST_VARIANCE * expected[s]), MOST_VARIANCE * expected[s]);
  });
  const sigma = flux.map((row, s) =>
    Float64Array.from(row, (value, f) => {
      if (!isMeasured(value)) return Number.NaN;
      const factor = ((fluxErr[s][f] / value) ** 2 || quoted[s]) / quoted[s];
      return Math.sqrt(variance[s] * (factor > 0 && factor < Infinity ? factor : 1));
    }),
  );
  return {
    sigma,
    variance: expected,
    field: Math.sqrt((typicalPair(slow) || 0) / 2),
  };
}

/** Median relative variance of a star by its errors; NaN if they are unknown. */
function quotedVariance(row: ArrayLike<number>, errors: ArrayLike<number>, frames: FrameMask | undefined): number {
  const values = Float64Array.from(row, (value, f) =>
    isMeasured(value) && inMask(frames, f) ? (errors[f] / value) ** 2 : Number.NaN,
  );
  const variance = medianOf(values);
  return variance > 0 ? variance : Number.NaN;
}

/** For each pair the variance of the ratio from point to point, and what it is more about the median. */
function pairVariances(flux: FluxMatrix, frames: FrameMask | undefined): { fast: number[][]; slow: number[][] } {
  const logs = flux.map(row =>
    Float64Array.from(row, (value, f) => (isMeasured(value) && inMask(frames, f) ? Math.log(value) : Number.NaN)),
  );
  const fast = flux.map(() => new Array<number>(flux.length).fill(Number.NaN));
  const slow = flux.map(() => new Array<number>(flux.length).fill(Number.NaN));
  for (let i = 0; i < logs.length; i++) {
    for (let j = 0; j < i; j++) {
      const ratio = logs[i].map((value, f) => value - logs[j][f]);
      const near = pointToPointScatter(ratio) ** 2;
      const all = robustScatter(ratio) ** 2;
      const chance = 1 + SLOW_BY_CHANCE / Math.sqrt(ratio.length);
      fast[i][j] = fast[j][i] = Math.min(near, all);
      slow[i][j] = slow[j][i] = Math.max(0, all - chance * near);
    }
  }
  return { fast, slow };
}

/** The variance of each star itself, from those of the pairs; NaN where they do not tell. */
function ownVariances(pairs: readonly number[][], quoted: readonly number[]): number[] {
  const n = pairs.length;
  if (n === 2) {
    const sum = quoted[0] + quoted[1];
    return quoted.map(value => pairs[0][1] * (sum > 0 ? value / sum : 0.5));
  }
  const rows = pairs.map((row, i) => row.filter((value, j) => j !== i && Number.isFinite(value)));
  if (n < 3 || rows.some(row => row.length < n - 1)) return pairs.map(() => Number.NaN);
  const sums = rows.map(row => row.reduce((sum, value) => sum + value, 0));
  const all = sums.reduce((sum, value) => sum + value, 0) / 2;
  return sums.map(sum => Math.max(0, (sum - all / (n - 1)) / (n - 2)));
}

/** What the variance of each star should be, by its errors and by what errors miss or exaggerate in half of the stars. */
function expectedVariances(
  own: readonly number[],
  quoted: readonly number[],
  pairs: readonly number[][],
  count: number,
): number[] {
  const typical = medianOf(own) || UNKNOWN_NOISE ** 2;
  const ofPairs = (value: (pair: number, expected: number) => number): number[][] =>
    pairs.map((row, i) => row.map((pair, j) => value(pair, quoted[i] + quoted[j])));
  const found = typicalPair(ofPairs((pair, expected) => pair / expected)) || 1;
  const seen = count * (quoted.length - 1);
  const factor = Math.max(LEAST_QUOTED, (seen * found + FACTOR_FRAMES) / (seen + FACTOR_FRAMES));
  const missing = typicalPair(ofPairs((pair, expected) => Math.max(0, pair - expected) / 2)) || 0;
  return quoted.map((value, s) =>
    Number.isNaN(value) ? own[s] || typical : Math.max(factor * value, factor < 1 ? 0 : value + missing),
  );
}

/**
 * What stars show against half of their partners (against the best, if there are four stars or fewer), in the median over the stars: so
 * neither one bad star of three nor two of five matter.
 */
export function typicalPair(pairs: readonly number[][]): number {
  const half = pairs.length > FEW_STARS ? (pairs.length - 2) >> 1 : 0;
  const better = pairs.map((row, i) => {
    const partners = row.filter((value, j) => j !== i && Number.isFinite(value)).sort((a, b) => a - b);
    return partners.length > 0 ? partners[Math.min(half, partners.length - 1)] : Number.NaN;
  });
  return lowerMedian(better);
}

/** The median; of an even number the lower of the two in the middle. NaN for none. */
function lowerMedian(values: readonly number[]): number {
  const finite = Float64Array.from(values.filter(Number.isFinite)).sort();
  return finite.length % 2 === 1 ? medianInPlace(finite, finite.length) : (finite[finite.length / 2 - 1] ?? Number.NaN);
}
