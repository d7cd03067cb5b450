/**
 * One exposure: from light on the sky to numbers of the converter.
 *
 * ```
 * electrons = Poisson(response * (sky + stars) + dark * exptime) + cosmic rays + readNoise * normal
 * adu       = round(bias + electrons / gain), cut at 0 and at saturation
 * ```
 *
 * @module
 */
import { addCosmicRays, type CosmicRay } from './cosmic-rays.js';
import { type Detector, idealDetector } from './detector.js';
import { addStar, type Psf } from './psf.js';
import { randomStream } from './random.js';

/** A star as the CCD sees it. */
export interface FrameStar {
  /** Centre, pixel (0, 0) has its centre at 0, 0 [px]. */
  readonly x: number;
  readonly y: number;
  /** Light of the whole star in this exposure, where the response is 1 [electron]. */
  readonly flux: number;
}

/** Effects that can be switched off one by one, to see what each of them does. All are on by default. */
export interface Effects {
  /** Photon noise and that of the dark current. Off: expected values. */
  readonly photonNoise: boolean;
  readonly readNoise: boolean;
  /** Offsets of rows and columns. Off: their mean everywhere. */
  readonly biasStructure: boolean;
  /** Dark current, hot pixels with it. */
  readonly darkCurrent: boolean;
  /** Vignetting, dust and pixel sensitivity. */
  readonly response: boolean;
  readonly cosmicRays: boolean;
  /** Cutting at 0 and at saturation. */
  readonly saturation: boolean;
  /** Rounding to whole adu. */
  readonly rounding: boolean;
}

/** All effects on: the frame that a telescope would give. */
export const allEffects: Effects = {
  photonNoise: true,
  readNoise: true,
  biasStructure: true,
  darkCurrent: true,
  response: true,
  cosmicRays: true,
  saturation: true,
  rounding: true,
};

/** Everything random or rounded is off; what the CCD does to the mean stays. */
export const withoutNoise: Effects = {
  ...allEffects,
  photonNoise: false,
  readNoise: false,
  cosmicRays: false,
  rounding: false,
};

/** What {@link simulateFrame} exposes. */
export interface FrameOptions {
  /** Size of the CCD [px], default 512 x 512. Not used if `detector` is given. */
  readonly width?: number;
  readonly height?: number;
  /** Default: {@link idealDetector} of the given size. */
  readonly detector?: Detector;
  /** The same options and seed give the same pixels. Default 1. */
  readonly seed?: number;
  /** Default none (a bias, a dark or a flat). */
  readonly stars?: readonly FrameStar[];
  /** Default: a Moffat of FWHM 3.5 px and beta 3.5. */
  readonly psf?: Psf;
  /** Even light of the sky, or of the screen for a flat, in this exposure [electron/px]. Default 0. */
  readonly sky?: number;
  /** For the dark current only [s]; default 0. */
  readonly exptime?: number;
  /** Expected number of cosmic rays, default 0. */
  readonly cosmicRays?: number;
  /** Effects that are not to be as in {@link allEffects}. */
  readonly effects?: Partial<Effects>;
}

/** A raw frame and what is hidden in it. */
export interface SimulatedFrame {
  readonly width: number;
  readonly height: number;
  /** Row by row [adu]. */
  readonly pixels: Float64Array;
  readonly cosmicRays: readonly CosmicRay[];
  /** Pixels at saturation. */
  readonly saturatedPixels: number;
}

/**
 * Exposes one frame.
 *
 * @example
 * const { pixels } = simulateFrame({ width: 256, height: 200, sky: 300, stars: [{ x: 100.3, y: 80, flux: 1e5 }] });
 */
export function simulateFrame(options: FrameOptions = {}): SimulatedFrame {
  const { seed = 1, stars = [], sky = 0, exptime = 0, cosmicRays = 0 } = options;
  const psf: Psf = options.psf ?? { shape: 'moffat', fwhm: 3.5, beta: 3.5 };
  const detector = options.detector ?? idealDetector(options);
  const { width, height } = detector;
  const effects = { ...allEffects, ...options.effects };

  const electrons = new Float64Array(width * height).fill(sky);
  for (const star of stars) addStar(electrons, width, height, star, psf);
  expose(electrons, detector, exptime, seed, effects);
  const hits = effects.cosmicRays
    ? addCosmicRays(electrons, width, height, cosmicRays, randomStream(seed, 'cosmic rays'))
    : [];
  const saturatedPixels = readOut(electrons, detector, seed, effects);
  return { width, height, pixels: electrons, cosmicRays: hits, saturatedPixels };
}

/** Light to electrons, in place: response, dark current, photon noise. */
function expose(out: Float64Array, detector: Detector, exptime: number, seed: number, effects: Effects): void {
  const { response, darkRate } = detector;
  const random = randomStream(seed, 'photons');
  for (let p = 0; p < out.length; p++) {
    const light = effects.response ? out[p] * response[p] : out[p];
    const mean = effects.darkCurrent ? light + darkRate[p] * exptime : light;
    out[p] = effects.photonNoise ? random.poisson(mean) : mean;
  }
}

/** Electrons to adu, in place; gives the number of saturated pixels. */
function readOut(out: Float64Array, detector: Detector, seed: number, effects: Effects): number {
  const { bias, gain, readNoise, saturation } = detector;
  const meanBias = bias.reduce((sum, value) => sum + value, 0) / bias.length;
  const random = randomStream(seed, 'read noise');
  let saturated = 0;
  for (let p = 0; p < out.length; p++) {
    const noise = effects.readNoise ? readNoise * random.normal() : 0;
    let adu = (effects.biasStructure ? bias[p] : meanBias) + (out[p] + noise) / gain;
    if (effects.rounding) adu = Math.round(adu);
    if (adu >= saturation) saturated++;
    out[p] = effects.saturation ? Math.min(Math.max(adu, 0), saturation) : adu;
  }
  return saturated;
}
