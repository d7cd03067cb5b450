/**
 * The light of an RR Lyrae star of type ab: a steep rise and a slow fall.
 *
 * @module
 */

/**
 * Amplitude ratios and phases of a mean RRab star, m = sum R_k sin(2 pi k p + phi_k), with the phase differences
 * phi_k1 = phi_k - k phi_1 of the type (Simon & Lee 1981, ApJ 248, 291; ranges in Jurcsik & Kovacs 1996, A&A 312, 111).
 */
const AMPLITUDE_RATIOS = [1, 0.48, 0.34, 0.22, 0.13, 0.08];
const PHASE_DIFFERENCES = [0, 2.4, 5.0, 1.4, 4.2, 0.6];

/** An RRab star. */
export interface RrLyraeOptions {
  /** [d]. */
  readonly period: number;
  /** A time of greatest light [JD, UTC, at the telescope]. */
  readonly epoch: number;
  /** From least to greatest light [mag]. */
  readonly amplitude: number;
}

/**
 * Light of the star against its mean magnitude, as a function of time [JD].
 *
 * @example
 * const light = rrLyraeCurve({ period: 0.56, epoch: 2460877.6, amplitude: 0.9 });
 * light(2460877.6); // the greatest: 1.6
 */
export function rrLyraeCurve({ period, epoch, amplitude }: RrLyraeOptions): (jd: number) => number {
  const { brightest, range } = extremes();
  return jd => {
    const phase = (jd - epoch) / period + brightest;
    return 10 ** (-0.4 * series(phase) * (amplitude / range));
  };
}

/** Magnitude at a phase, in units of the first term. */
function series(phase: number): number {
  let sum = 0;
  for (let k = 1; k <= AMPLITUDE_RATIOS.length; k++) {
    sum += AMPLITUDE_RATIOS[k - 1] * Math.sin(2 * Math.PI * k * phase + PHASE_DIFFERENCES[k - 1]);
  }
  return sum;
}

/** Phase of greatest light and range of the series, on a grid of 1/2000 of a period. */
function extremes(): { brightest: number; range: number } {
  let brightest = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < 2000; k++) {
    const value = series(k / 2000);
    if (value > most) most = value;
    if (value < least) {
      least = value;
      brightest = k / 2000;
    }
  }
  return { brightest, range: most - least };
}
