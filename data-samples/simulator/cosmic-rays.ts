/**
 * Cosmic rays: short straight tracks of charge, sharper than any star.
 *
 * @module
 */
import type { RandomStream } from './random.js';

/** One hit. */
export interface CosmicRay {
  /** Where the track begins [px]. */
  readonly x: number;
  readonly y: number;
  /** Length of the track on the CCD [px]. */
  readonly length: number;
  /** Charge of the whole track [electron]; what falls off the CCD is lost. */
  readonly electrons: number;
}

/** Pieces into which a pixel length of track is cut. */
const STEPS_PER_PIXEL = 5;

/**
 * Adds tracks to `out` [electron] and lists them.
 *
 * Their charge is log-normal about 2000 electrons and their length exponential about 3 pixels, which is what a thick
 * CCD shows in a dark room.
 *
 * @param mean expected number of hits in the frame
 */
export function addCosmicRays(
  out: Float64Array,
  width: number,
  height: number,
  mean: number,
  random: RandomStream,
): CosmicRay[] {
  const hits: CosmicRay[] = [];
  for (let left = random.poisson(mean); left > 0; left--) {
    const x = random.uniform() * width - 0.5;
    const y = random.uniform() * height - 0.5;
    const angle = 2 * Math.PI * random.uniform();
    const length = Math.min(20, -3 * Math.log(1 - random.uniform()));
    const electrons = 2000 * Math.exp(0.7 * random.normal());
    const steps = Math.max(1, Math.round(length * STEPS_PER_PIXEL));
    for (let k = 0; k < steps; k++) {
      const i = Math.round(x + (Math.cos(angle) * length * k) / steps);
      const j = Math.round(y + (Math.sin(angle) * length * k) / steps);
      if (i >= 0 && i < width && j >= 0 && j < height) out[j * width + i] += electrons / steps;
    }
    hits.push({ x, y, length, electrons });
  }
  return hits;
}
