/**
 * Comparison stars that do not agree with those that agree with each other: variables, and clipped stars.
 *
 * @module
 */
import { type FluxMatrix, type FrameMask, inMask, isMeasured } from '../flux-matrix.js';
import { finiteOf, medianOf } from '../scatter.js';
import { voteOnStars } from './vote/departures.js';

/** A star that does not agree with the others. */
export interface Disagreement {
  /** Place of the star in the list of those compared. */
  readonly star: number;
  /** Standard deviation of its ratio to the stars that agree. */
  readonly scatter: number;
  /** The same in units of what is expected from the errors. */
  readonly excess: number;
}

/** Two stars agree if their ratio scatters less than this times what is expected from their errors. */
const AGREES = 2;

/** A star disagrees if its ratio scatters more than this times what is expected ... */
const DISAGREES = 10;

/** ... and more than this. */
const LEAST_SCATTER = 0.02;

/** As many stars that agree with each other are believed. */
const BELIEVED = 3;

/**
 * Finds the stars that disagree with at least three that agree within their errors.
 *
 * Robust scatter does not notice what happens in less than half of the frames, and a mean weighted by brightness follows
 * the bright stars even where they are clipped, which a sharp image does to all of them at once. So stars are compared in pairs, by
 * the standard deviation of their ratio: the star with the most partners that agree within twice their errors, and
 * those, are believed. Of the others those disagree whose ratio to the mean of the believed ones scatters more than 10 times what
 * is expected, and more than 2 %. Without three stars that agree, nothing is found.
 *
 * @param flux one row for each star
 * @param frames the frames that are judged; default all
 * @returns the stars that disagree, in order
 */
export function findDisagreements(flux: FluxMatrix, fluxErr: FluxMatrix, frames?: FrameMask): Disagreement[] {
  const curves = flux.map(row => logarithms(row, frames));
  for (const { star, frames: left, throughout } of voteOnStars(flux, fluxErr, frames).departures)
    if (!throughout) for (const f of left) curves[star][f] = Number.NaN;
  const errors = flux.map((row, s) =>
    medianOf(Float64Array.from(row, (value, f) => (inMask(frames, f) ? fluxErr[s][f] / value : Number.NaN))),
  );
  const believed = mostAgreed(curves, errors);
  if (believed.length < BELIEVED) return [];
  const mean = curves[0].map((_, f) => {
    const values = finiteOf(believed.map(s => curves[s][f]));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  const meanError = Math.hypot(...believed.map(s => errors[s])) / believed.length;
  return curves.flatMap((curve, star) => {
    const scatter = believed.includes(star) ? 0 : scatterOfDifference(curve, mean);
    const excess = scatter / Math.hypot(errors[star], meanError);
    return excess > DISAGREES && scatter > LEAST_SCATTER ? [{ star, scatter, excess }] : [];
  });
}

/** The star with the most partners, and those. */
function mostAgreed(curves: readonly Float64Array[], errors: readonly number[]): number[] {
  let most: number[] = [];
  let mostError = Number.POSITIVE_INFINITY;
  for (let i = 0; i < curves.length; i++) {
    const partners = curves.flatMap((curve, j) =>
      i === j || scatterOfDifference(curve, curves[i]) < AGREES * Math.hypot(errors[i], errors[j]) ? [j] : [],
    );
    const error = Math.hypot(...partners.map(j => errors[j])) / partners.length;
    if (partners.length < most.length || (partners.length === most.length && !(error < mostError))) continue;
    most = partners;
    mostError = error;
  }
  return most;
}

/** Logarithms of the fluxes that count, their median 0: so a star that is missing in a frame leaves no step in a mean. */
function logarithms(row: ArrayLike<number>, frames: FrameMask | undefined): Float64Array {
  const values = Float64Array.from(row, (value, f) =>
    isMeasured(value) && inMask(frames, f) ? Math.log(value) : Number.NaN,
  );
  const middle = medianOf(values);
  return values.map(value => value - middle);
}

/** Standard deviation of the logarithm of a ratio; NaN for fewer than three common frames. */
function scatterOfDifference(a: Float64Array, b: Float64Array): number {
  const values = finiteOf(a.map((value, f) => value - b[f]));
  if (values.length < 3) return Number.NaN;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
