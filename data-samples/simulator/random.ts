/**
 * Seeded random numbers: the same seed gives the same night on every machine.
 *
 * A stream is named (`randomStream(7, 'field')`), so that one frame can be made again without making
 * those before it, and switching one effect off leaves the random numbers of the others alone.
 *
 * @module
 */

/** A stream of random numbers. */
export interface RandomStream {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number;
  /** A Poisson count of the given mean; 0 where the mean is not positive. */
  poisson(mean: number): number;
}

/** Below this mean, counting exponential gaps is faster than the rejection method (which needs at least 10). */
const SMALL_MEAN = 12;

/**
 * A stream that depends on the seed and the label only.
 *
 * Generator: sfc32 (C. Doty-Humphrey, PractRand, public domain), two words for each uniform number.
 *
 * @example
 * const random = randomStream(7, 'cosmic rays');
 * random.poisson(3.5);
 */
export function randomStream(seed: number, label: string): RandomStream {
  const word = sfc32(seed | 0, hash(label));
  const uniform = (): number => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;

  let spare = Number.NaN;
  /** Box and Muller 1958: two uniform numbers give two normal ones; the second is kept for the next call. */
  const normal = (): number => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = Number.NaN;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };

  const poisson = (mean: number): number => {
    if (!(mean > 0)) return 0;
    return mean < SMALL_MEAN ? smallPoisson(mean, uniform) : largePoisson(mean, uniform);
  };
  return { uniform, normal, poisson };
}

/** Knuth: how many uniform numbers can be multiplied before the product falls below exp(-mean). */
function smallPoisson(mean: number, uniform: () => number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = uniform(); product > limit; product *= uniform()) count++;
  return count;
}

/** Algorithm PTRS: transformed rejection with squeeze, Hormann 1993, Insurance: Mathematics and Economics 12, 39. */
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
    const count = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= vr) return count;
    if (count < 0 || (us < 0.013 && v > us)) continue;
    const logAccept = Math.log((v * inverseAlpha) / (a / (us * us) + b));
    if (logAccept <= count * logMean - mean - logFactorial(count)) return count;
  }
}

/** ln n! by Stirling's series, good to 1e-12 from n = 10 on; summed below. */
function logFactorial(n: number): number {
  if (n < 10) {
    let product = 1;
    for (let k = 2; k <= n; k++) product *= k;
    return Math.log(product);
  }
  const x = n + 1;
  const inverse2 = 1 / (x * x);
  const series = (1 / 12 - inverse2 * (1 / 360 - inverse2 * (1 / 1260 - inverse2 / 1680))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}

/** 32-bit words; the state is stirred before the first one is given out. */
function sfc32(seedA: number, seedB: number): () => number {
  let a = seedA;
  let b = seedB;
  let c = 0x9e3779b9;
  let counter = 1;
  const next = (): number => {
    const word = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    return word;
  };
  for (let k = 0; k < 16; k++) next();
  return next;
}

/** FNV-1a of the label's characters. */
function hash(label: string): number {
  let value = 0x811c9dc5;
  for (let k = 0; k < label.length; k++) value = Math.imul(value ^ label.charCodeAt(k), 0x01000193);
  return value | 0;
}
