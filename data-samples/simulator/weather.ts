/**
 * What the air does during the night: seeing, clouds, and the brightness of the sky.
 *
 * @module
 */
import { randomStream } from './random.js';

/** The air in one exposure. */
export interface Weather {
  /** Full width at half maximum of a star [px]. */
  readonly fwhm: number;
  /** Part of the light that the clouds let through. */
  readonly transparency: number;
  /** Brightness of the sky against the beginning of the night. */
  readonly skyFactor: number;
}

/** The air of a night. */
export interface WeatherOptions {
  /** Seeing at the zenith [px], default 3; grows as airmass^0.6. */
  readonly fwhm?: number;
  /** Relative scatter of the seeing from frame to frame, default 0.06; as much again comes and goes slowly. */
  readonly fwhmScatter?: number;
  /** A bank of clouds, about light number `at`, with a Gaussian profile of `width` lights; `depth` of 0.7 lets 0.3 pass. */
  readonly cloud?: { readonly at: number; readonly width: number; readonly depth: number };
  /** Random part of the transparency (1 sigma), default 0.004. */
  readonly haze?: number;
  /** The sky is brighter by this factor in the last light (Moon or dawn), default 1. */
  readonly skyRise?: number;
  /** Part of the night after which the sky begins to rise, default 0.6. */
  readonly skyRiseFrom?: number;
}

/** One weather for each light. */
export function planWeather(airmass: readonly number[], seed: number, options: WeatherOptions = {}): Weather[] {
  const { fwhm = 3, fwhmScatter = 0.06, cloud, haze = 0.004, skyRise = 1, skyRiseFrom = 0.6 } = options;
  const random = randomStream(seed, 'weather');
  const phase = 2 * Math.PI * random.uniform();
  const last = Math.max(1, airmass.length - 1);
  return airmass.map((x, k) => {
    const fraction = k / last;
    const slow = 1 + fwhmScatter * Math.sin(phase + 9 * fraction);
    const cloudiness = cloud ? cloud.depth * Math.exp(-0.5 * ((k - cloud.at) / cloud.width) ** 2) : 0;
    const risen = Math.max(0, (fraction - skyRiseFrom) / (1 - skyRiseFrom)) ** 2;
    return {
      fwhm: fwhm * x ** 0.6 * slow * Math.max(0.8, 1 + fwhmScatter * random.normal()),
      transparency: (1 - cloudiness) * Math.min(1.01, 1 + haze * random.normal()),
      skyFactor: 1 + (skyRise - 1) * risen,
    };
  });
}

/**
 * Relative scatter of a star's light by scintillation (1 sigma).
 *
 * Young 1967 as corrected by Osborn et al. 2015, MNRAS 452, 1707, eq. 7, with C_Y = 1.5:
 * sigma^2 = 1e-5 C_Y^2 D^(-4/3) t^-1 X^3 exp(-2 h / 8000 m).
 *
 * @param aperture diameter of the telescope [m]
 * @param height of the site [m]
 */
export function scintillationScatter(aperture: number, exptime: number, airmass: number, height: number): number {
  const variance = (1e-5 * 1.5 ** 2 * airmass ** 3 * Math.exp((-2 * height) / 8000)) / (aperture ** (4 / 3) * exptime);
  return Math.sqrt(variance);
}
