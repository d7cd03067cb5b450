/** Synthetic nights for tests: stars of known brightness behind a sky of known transparency. */
import { type RandomGenerator, randomGenerator } from '../../lib/math/random.js';

/** Options of a synthetic night. */
export interface NightOptions {
  /** Flux of each star at transparency 1; the first is the target. */
  readonly levels: readonly number[];
  readonly frames: number;
  /** Transparency of each frame; default 1. */
  readonly transparency?: (frame: number) => number;
  /** Relative flux of the target. */
  readonly target?: (frame: number) => number;
  /** Gaussian noise of each star, relative; default 0.002. */
  readonly noise?: readonly number[];
  /** Slow variation of other stars, by index. */
  readonly variable?: Readonly<Record<number, (frame: number) => number>>;
  readonly seed?: number;
}

/** Fluxes and true errors. */
export interface Night {
  readonly flux: Float64Array[];
  readonly fluxErr: Float64Array[];
  readonly random: RandomGenerator;
}

/** Makes a night. */
export function makeNight(options: NightOptions): Night {
  const { levels, frames, transparency = () => 1, target = () => 1, noise = [], variable = {}, seed = 1 } = options;
  const random = randomGenerator(seed);
  const flux = levels.map(() => new Float64Array(frames));
  const fluxErr = levels.map(() => new Float64Array(frames));
  levels.forEach((level, star) => {
    const relative = noise[star] ?? 0.002;
    for (let f = 0; f < frames; f++) {
      const own = star === 0 ? target(f) : (variable[star]?.(f) ?? 1);
      const mean = level * transparency(f) * own;
      flux[star][f] = mean * (1 + relative * random.normal());
      fluxErr[star][f] = mean * relative;
    }
  });
  return { flux, fluxErr, random };
}
