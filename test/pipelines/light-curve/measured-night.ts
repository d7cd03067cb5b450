/** Measured nights without images: matrices of fluxes with Gaussian noise, and facts about their frames. */
import type { HeaderColumns } from '../../../lib/frame/telescopes/header-columns.js';
import { randomGenerator } from '../../../lib/math/random.js';
import type { MeasuredStars } from '../../../lib/pipelines/light-curve/star-matrices.js';

/** A night to make: the first star is the target; places and frames are those of an image of 300 px. */
export interface MeasuredNight {
  /** Flux of each star [adu]. */
  readonly levels: readonly number[];
  readonly frames: number;
  /** Light of a star in a frame relative to its level. Default 1. */
  readonly light?: (star: number, frame: number) => number;
  /** Exposure of a frame [s]. Default 60. */
  readonly exptime?: (frame: number) => number;
  /** Default 'V'. */
  readonly filter?: (frame: number) => string;
  /** Noise of the sky within the aperture [adu]. Default 120. */
  readonly skyNoise?: number;
  readonly unit?: string;
  readonly seed?: number;
}

const PLACES = [
  [150, 150],
  [60, 60],
  [240, 60],
  [60, 240],
  [240, 240],
  [150, 50],
  [50, 150],
  [250, 150],
  [150, 250],
];

/** Fluxes with photon noise (1 electron/adu) and the noise of the sky. */
export function measuredNight(night: MeasuredNight): MeasuredStars {
  const { levels, frames, light = () => 1, exptime = () => 60, filter = () => 'V', skyNoise = 120, seed = 3 } = night;
  const random = randomGenerator(seed);
  const matrix = (value: (star: number, frame: number) => number): Float64Array[] =>
    levels.map((_, star) => Float64Array.from({ length: frames }, (_, f) => value(star, f)));
  const mean = matrix((star, f) => levels[star] * light(star, f));
  const fluxErr = matrix((star, f) => Math.sqrt(mean[star][f] + skyNoise ** 2));
  const flux = matrix((star, f) => mean[star][f] + fluxErr[star][f] * random.normal());
  const headers = Array.from(
    { length: frames },
    (_, f) =>
      ({
        path: `/night/f${f}.fits`,
        file: `f${f}.fits`,
        filter: filter(f),
        exptime: exptime(f),
        jdUtcMid: 2460000 + f / 1000,
        airmass: 1.2,
        ra: 150,
        dec: 20,
      }) as HeaderColumns,
  );
  const x = Float64Array.from(levels, (_, star) => PLACES[star][0]);
  const y = Float64Array.from(levels, (_, star) => PLACES[star][1]);
  return {
    matrices: {
      radii: [{ label: '6', flux, fluxErr }],
      flags: levels.map(() => new Int32Array(frames)),
      x: matrix(star => x[star]),
      y: matrix(star => y[star]),
      sky: matrix(() => 100),
    },
    facts: {
      stars: { x, y },
      colour: null,
      sky: { known: false } as never,
      unit: night.unit ?? 'adu',
      frames: headers,
      sites: headers.map(() => null),
      fwhm: headers.map(() => 4),
      scintillation: headers.map(() => Number.NaN),
      width: 300,
      height: 300,
    },
  };
}
