/**
 * Random numbers that are the same in every run: a seeded generator.
 *
 * @module
 */

/** Draws from one seeded stream; the order of the calls matters. */
export interface RandomGenerator {
  /** Uniform in [0, 1), 32 random bits. */
  uniform(): number;
  /** Gaussian of mean 0 and standard deviation 1. */
  normal(): number;
  /** Poisson count of the given mean; 0 for a mean that is not positive. */
  poisson(mean: number): number;
}

/** Above this mean a Poisson count is drawn by rejection, not by multiplying uniforms. */
const SMALL_MEAN = 30;

/**
 * A generator of random numbers from a seed: the same seed produces the same numbers on every machine.
 *
 * Uniforms are mulberry32 (T. Ettinger, public domain), Gaussians by the polar method
 * (Marsaglia & Bray 1964), Poisson counts by Knuth's product or, above a mean of 30, by the
 * rejection method PTRS (Hormann 1993, Insurance: Mathematics and Economics 12, 39).
 *
 * @param seed any number; its low 32 bits count
 * @example
 * const random = randomGenerator(1);
 * const noisy = 100 + 5 * random.normal();
 */
export function randomGenerator(seed: number): RandomGenerator {
  let state = seed | 0;
  let spare = NaN;

  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };

  const normal = (): number => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = NaN;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * scale;
      return u * scale;
    }
  };

  const poisson = (mean: number): number => {
    if (!(mean > 0)) return 0;
    return mean < SMALL_MEAN ? smallPoisson(mean, uniform) : largePoisson(mean, uniform);
  };

  return { uniform, normal, poisson };
}

/** Counts uniforms until their product falls below exp(-mean) (Knuth). */
function smallPoisson(mean: number, uniform: () => number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count++;
  return count;
}

/** Transformed rejection with squeeze (Hormann's PTRS). */
function largePoisson(mean: number, uniform: () => number): number {
  const logMean = Math.log(mean);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const vr = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= vr) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const accept = Math.log(v * inverseAlpha) - Math.log(a / (us * us) + b);
    if (accept <= k * logMean - mean - logFactorial(k)) return k;
  }
}

/** ln k! by Stirling's series; exact to 1e-10 for the k >= 10 that occur, by sum below. */
function logFactorial(k: number): number {
  if (k < 10) {
    let sum = 0;
    for (let i = 2; i <= k; i++) sum += Math.log(i);
    return sum;
  }
  const x = k + 1;
  return (x - 0.5) * Math.log(x) - x + 0.9189385332046727 + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
}
