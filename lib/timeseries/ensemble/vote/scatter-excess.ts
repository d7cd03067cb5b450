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
  /** Whether fewer stars scatter with it, itself among them, than differ from it: else it may be the others that vary. */
  readonly outvoted: boolean;
}

/** The ratio of two stars that vary alike has at most so many times the variance that it should have. */
const ALIKE = 2;

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
  const pairs = pairExcess(flux, level, noise);
  const field =
    flux.length > FEW_STARS ? halfOf(found) : typicalPair(pairs.map(row => row.map(({ more }) => more))) || 0;
  return found.map(({ variance, expected, count }, s) => {
    const ratio = variance / (expected + field);
    const alike = 1 + pairs[s].filter(pair => pair.more <= (ALIKE - 1) * pair.expected).length;
    return { ratio, sigmas: (ratio - 1) * Math.sqrt((count - 1) / 2), outvoted: 2 * alike < flux.length };
  });
}

function halfOf(found: readonly { readonly variance: number; readonly expected: number }[]): number {
  const more = found.map(({ variance, expected }) => Math.max(0, variance - expected)).sort((a, b) => a - b);
  return more[(more.length - 1) >> 1];
}

/** What the pairs of stars scatter more than they should, with what is expected; NaN for a star and itself. */
function pairExcess(
  flux: readonly Float64Array[],
  level: ArrayLike<number>,
  noise: readonly number[],
): { readonly more: number; readonly expected: number }[][] {
  return flux.map((row, i) =>
    flux.map((other, j) => {
      if (i === j) return { more: Number.NaN, expected: Number.NaN };
      const { variance, expected } = scatterAgainstOthers([row, other], [level[i], level[j]], [noise[i], noise[j]], 0);
      return { more: Math.max(0, variance - expected), expected };
    }),
  );
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
