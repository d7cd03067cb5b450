/**
 * A vote among stars about who has changed: in some frames each star departs from its own level by so much.
 *
 * @module
 */

/** A star that departs from those that agree. */
export interface Outvoted {
  /** Place of the star in the list. */
  readonly star: number;
  /** Its change less that of the stars that agree. */
  readonly by: number;
  /** The same over its error. */
  readonly significance: number;
  /** Whether more stars speak against it than with it. */
  readonly decided: boolean;
  /** The stars that changed as it did, itself among them. */
  readonly side: readonly number[];
  /** The stars that agree with each other, and not with it. */
  readonly agreeing: readonly number[];
}

/** Stars agree within this many times their errors. */
const AGREE = 3.5;

/** Stars change alike, whatever their errors, if they differ by less than this part of the change. */
const ALIKE = 0.1;

/** So many more votes decide; a star that cannot tell two values apart votes by parts. */
const MAJORITY = 0.6;

/** Scatter of a normal distribution over its median absolute deviation. */
const MAD_TO_SIGMA = 1.4826;

/** What the stars that agree say. */
interface Agreement {
  readonly stars: readonly number[];
  readonly mean: number;
  readonly error: number;
}

/**
 * The stars that changed against the largest number of stars that agree.
 *
 * Each star votes for the value around which it lies within its error; a faint star that may have either of two values counts in parts, by
 * (distance / 3.5 sigma)². Where more than a quarter of the stars (and more than one) agree neither with those that
 * agree nor with the one that is judged, there are no two sides but a scatter of the field, as after a meridian flip: it counts as noise.
 *
 * @param change change of each star, NaN for those that are missing
 * @param error 1-sigma errors of the changes
 * @param limit a star changed if it departs by more than this many times its error
 */
export function outvotedStars(change: ArrayLike<number>, error: ArrayLike<number>, limit: number): Outvoted[] {
  const present = Array.from(change, (_, s) => s).filter(s => Number.isFinite(change[s]));
  if (present.length < 2) return [];
  const agreement = largestAgreement(present, change, error);
  const { stars, mean } = agreement;
  const outside = present.filter(s => !stars.includes(s));
  const spread = MAD_TO_SIGMA * middleOf(present.map(s => Math.abs(change[s] - mean)));
  return outside.flatMap(star => {
    const by = change[star] - mean;
    const side = outside.filter(
      s => distance(change, error, s, star) <= AGREE || Math.abs(change[s] - change[star]) < ALIKE * Math.abs(by),
    );
    const apart = outside.length - side.length;
    const field = apart > Math.max(1, present.length >> 2) ? spread : 0;
    const significance = Math.abs(by) / Math.hypot(error[star], agreement.error, field);
    if (!(significance > limit)) return [];
    const against = votes(stars.map(s => distance(change, error, s, star)));
    const others = side.filter(s => s !== star);
    const its = 1 + votes(others.map(s => Math.abs(change[s] - mean) / Math.hypot(error[s], agreement.error)));
    return [{ star, by, significance, decided: against > its + MAJORITY, side, agreeing: stars }];
  });
}

/** The largest number of stars around one value; among equals the most precise. */
function largestAgreement(present: readonly number[], change: ArrayLike<number>, error: ArrayLike<number>): Agreement {
  let best: Agreement = { stars: [], mean: Number.NaN, error: Number.POSITIVE_INFINITY };
  for (const centre of present) {
    const near = weightedMean(
      present.filter(s => distance(change, error, s, centre) <= AGREE),
      change,
      error,
    );
    const stars = present.filter(s => Math.abs(change[s] - near.mean) <= AGREE * Math.hypot(error[s], near.error));
    const found = weightedMean(stars, change, error);
    if (stars.length > best.stars.length || (stars.length === best.stars.length && found.error < best.error))
      best = found;
  }
  return best;
}

function weightedMean(stars: readonly number[], change: ArrayLike<number>, error: ArrayLike<number>): Agreement {
  let sum = 0;
  let weights = 0;
  for (const s of stars) {
    const weight = 1 / error[s] ** 2;
    sum += weight * change[s];
    weights += weight;
  }
  return { stars, mean: sum / weights, error: 1 / Math.sqrt(weights) };
}

/** Difference of two stars over its error. */
function distance(change: ArrayLike<number>, error: ArrayLike<number>, a: number, b: number): number {
  return Math.abs(change[a] - change[b]) / Math.hypot(error[a], error[b]);
}

function votes(distances: readonly number[]): number {
  return distances.reduce((sum, value) => sum + Math.min(1, (value / AGREE) ** 2), 0);
}

function middleOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
