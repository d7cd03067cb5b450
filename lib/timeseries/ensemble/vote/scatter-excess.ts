/**
 * Stars that scatter more than they should over all frames, however short the variation.
 *
 * @module
 */
import { starLevels } from '../../star-levels.js';
import { typicalPair } from './star-noise.js';

/** How much more a star scatters than it should. */
interface ScatterExcess {
  /** Its variance about the mean of the others over what is expected. */
  readonly ratio: number;
  /** By how many standard deviations of chance that is more than 1. */
  readonly sigmas: number;
}

/** Of up to so many stars a bad one spoils the mean of the others: pairs tell what the field scatters. */
const FEW_STARS = 4;

/**
 * How much more each star scatters about the weighted mean of the others than by its noise.
 *
 * What half of the stars scatter more than they should is the field's, and expected of all: so after a meridian flip.
 *
 * @param flux fluxes, NaN where they do not count
 * @param noise relative variance of each star
 */
export function scatterExcess(flux: readonly Float64Array[], noise: readonly number[]): ScatterExcess[] {
  const { level } = starLevels(flux);
  const found = flux.map((_, s) => scatterAgainstOthers(flux, level, noise, s));
  const field = flux.length > FEW_STARS ? halfOf(found) : pairExcess(flux, level, noise);
  return found.map(({ variance, expected, count }) => {
    const ratio = variance / (expected + field);
    return { ratio, sigmas: (ratio - 1) * Math.sqrt((count - 1) / 2) };
  });
}

function halfOf(found: readonly { readonly variance: number; readonly expected: number }[]): number {
  const more = found.map(({ variance, expected }) => Math.max(0, variance - expected)).sort((a, b) => a - b);
  return more[(more.length - 1) >> 1];
}

/** What pairs of stars scatter more than they should, as {@link typicalPair} says. */
function pairExcess(flux: readonly Float64Array[], level: ArrayLike<number>, noise: readonly number[]): number {
  const pairs = flux.map((row, i) =>
    flux.map((other, j) => {
      if (i === j) return Number.NaN;
      const { variance, expected } = scatterAgainstOthers([row, other], [level[i], level[j]], [noise[i], noise[j]], 0);
      return Math.max(0, variance - expected);
    }),
  );
  return typicalPair(pairs) || 0;
}

/** Variance of a star about the weighted mean of the others, and what is expected of both. */
function scatterAgainstOthers(
  flux: readonly Float64Array[],
  level: ArrayLike<number>,
  noise: readonly number[],
  star: number,
): { readonly variance: number; readonly expected: number; readonly count: number } {
  let [squares, mean, total, count] = [0, 0, 0, 0];
  flux[star].forEach((own, f) => {
    let sum = 0;
    let weights = 0;
    for (let j = 0; j < flux.length; j++) {
      if (j === star || !Number.isFinite(flux[j][f])) continue;
      sum += flux[j][f] / level[j] / noise[j];
      weights += 1 / noise[j];
    }
    const value = own / level[star] / (sum / weights) - 1;
    if (!Number.isFinite(value)) return;
    squares += value ** 2;
    mean += value;
    total += noise[star] + 1 / weights;
    count++;
  });
  return { variance: (squares - mean ** 2 / count) / (count - 1), expected: total / count, count };
}
