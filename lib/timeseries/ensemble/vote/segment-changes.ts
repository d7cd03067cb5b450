/**
 * How much stars change in runs of successive frames, for all runs.
 *
 * @module
 */

/** Sums over the frames before each frame, so that those of a run are a difference. */
interface RunSums {
  readonly weight: readonly Float64Array[];
  readonly value: readonly Float64Array[];
  readonly variance: readonly Float64Array[];
}

/** A run of successive frames: from `start` up to, not including, `end`. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** A part of the mean that no number of frames averages away. */
const LEAST_ERROR = 0.001;

/** Runs of up to this many frames begin at each frame; longer ones at each eighth of their length. */
const FINE_RUN = 8;

/**
 * The mean of each star's residuals in a run less that outside of it, with its error.
 *
 * All stars have the same weight in a frame, so that what the frames have in common drops out of differences.
 */
export class SegmentChanges {
  /** Changes of the stars in the run asked for last; NaN for those without a frame inside or outside. */
  readonly change: Float64Array;
  readonly error: Float64Array;
  readonly #sums: RunSums;
  readonly #frames: number;
  readonly #floor: number;

  /**
   * @param residual relative residuals [star][frame], NaN where missing
   * @param sigma relative 1-sigma errors of the fluxes
   * @param field what errors do not cover and frames do not average
   */
  constructor(residual: readonly Float64Array[], sigma: readonly Float64Array[], field: number) {
    this.#frames = residual[0].length;
    this.#floor = field ** 2 + LEAST_ERROR ** 2;
    this.change = new Float64Array(residual.length);
    this.error = new Float64Array(residual.length);
    this.#sums = runSums(residual, sigma);
  }

  /** Finds the changes in a run. @returns chi squared of the changes about their weighted mean */
  in({ start, end }: Run): number {
    const { weight, value, variance } = this.#sums;
    const last = this.#frames;
    let sum = 0;
    let weights = 0;
    let squares = 0;
    for (let s = 0; s < weight.length; s++) {
      const inside = weight[s][end] - weight[s][start];
      const outside = weight[s][last] - inside;
      if (!(inside > 0 && outside > 1e-9 * inside)) {
        this.change[s] = Number.NaN;
        this.error[s] = Number.NaN;
        continue;
      }
      const values = value[s][end] - value[s][start];
      const variances = variance[s][end] - variance[s][start];
      const change = values / inside - (value[s][last] - values) / outside;
      const square = variances / inside ** 2 + Math.max(0, variance[s][last] - variances) / outside ** 2 + this.#floor;
      this.change[s] = change;
      this.error[s] = Math.sqrt(square);
      sum += change / square;
      weights += 1 / square;
      squares += change ** 2 / square;
    }
    return squares - sum ** 2 / weights;
  }

  /** Runs of one frame up to half of them, overlapping. */
  *runs(): Generator<Run> {
    const longest = Math.max(1, this.#frames >> 1);
    for (const length of runLengths(longest)) {
      const step = length <= FINE_RUN ? 1 : length >> 3;
      for (let start = 0; start + length <= this.#frames; start += step) yield { start, end: start + length };
    }
  }

  /** Runs whose ends are near those of a run. */
  *around({ start, end }: Run): Generator<Run> {
    const reach = Math.max(1, Math.ceil((end - start) / 2));
    const step = Math.max(1, reach >> 3);
    for (let from = Math.max(0, start - reach); from <= start + reach; from += step)
      for (let to = Math.max(from + 1, end - reach); to <= Math.min(this.#frames, end + reach); to += step)
        if (to > from) yield { start: from, end: to };
  }
}

function runLengths(longest: number): number[] {
  const lengths: number[] = [];
  for (let length = 1; length <= longest; length = length < 4 ? length + 1 : length + (length >> 1))
    lengths.push(length);
  return lengths;
}

function runSums(residual: readonly Float64Array[], sigma: readonly Float64Array[]): RunSums {
  const frameWeights = weightsOfFrames(sigma);
  const sumsOf = (term: (s: number, f: number) => number): Float64Array[] =>
    residual.map((row, s) => {
      const sums = new Float64Array(row.length + 1);
      for (let f = 0; f < row.length; f++) sums[f + 1] = sums[f] + (Number.isFinite(row[f]) ? term(s, f) : 0);
      return sums;
    });
  return {
    weight: sumsOf((_, f) => frameWeights[f]),
    value: sumsOf((s, f) => frameWeights[f] * residual[s][f]),
    variance: sumsOf((s, f) => (frameWeights[f] * sigma[s][f] * (1 + residual[s][f])) ** 2),
  };
}

/** 1 over how much larger the variances of a frame are than usual, in the mean over the stars. */
function weightsOfFrames(sigma: readonly Float64Array[]): Float64Array {
  const frames = sigma[0].length;
  const mean = sigma.map(row => {
    const squares = row.filter(Number.isFinite).map(value => value * value);
    return squares.reduce((sum, value) => sum + value, 0) / squares.length;
  });
  return Float64Array.from({ length: frames }, (_, f) => {
    let sum = 0;
    let stars = 0;
    for (let s = 0; s < sigma.length; s++) {
      if (!Number.isFinite(sigma[s][f])) continue;
      sum += sigma[s][f] ** 2 / mean[s];
      stars++;
    }
    return sum > 0 ? stars / sum : 1;
  });
}
