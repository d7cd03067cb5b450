/**
 * A whole night in memory: frames with their headers, and the truth about them.
 *
 * @module
 */
import type { SimulatedExposure } from './exposure.js';
import { encodeSample } from './fits-encoder.js';
import { simulateFrame } from './frame.js';
import { headerCards } from './header-cards.js';
import type { NightOptions } from './night-options.js';
import { type NightPlan, type PlannedExposure, planNight } from './plan-night.js';
import { randomStream } from './random.js';
import { type NightTruth, tellTruth } from './truth.js';
import { scintillationScatter } from './weather.js';

/** A night in memory. */
export interface SimulatedNight {
  readonly plan: NightPlan;
  /** In order of time: bias, dark, flat, light. */
  readonly exposures: readonly SimulatedExposure[];
  readonly truth: NightTruth;
}

/**
 * Simulates a night.
 *
 * @example
 * const { exposures, truth } = simulateNight({ lights: 8, motion: { drift: { dx: 120, dy: -80 } } });
 * const lights = exposures.filter(e => e.plan.kind === 'light');
 * lights[0].pixels;          // Float64Array [adu]
 * truth.lights[3].x;         // where the variable lies in the fourth light
 */
export function simulateNight(options: NightOptions = {}): SimulatedNight {
  const plan = planNight(options);
  const exposures = plan.exposures.map(exposure => takeExposure(plan, exposure));
  return { plan, exposures, truth: tellTruth(plan, exposures) };
}

/** Takes one frame of a plan; needs none of the others. */
export function takeExposure(plan: NightPlan, exposure: PlannedExposure): SimulatedExposure {
  const { light, exptime, illumination, index } = exposure;
  const frame = simulateFrame({
    detector: plan.detector,
    seed: plan.seed * 10007 + index,
    stars: light ? scintillate(plan, exposure, light.stars) : [],
    psf: light?.psf,
    sky: illumination,
    exptime,
    cosmicRays: plan.cosmicRayRate * exptime,
    effects: plan.effects,
  });
  return { ...frame, plan: exposure, cards: headerCards(plan, exposure) };
}

/** The file of a frame, byte for byte. */
export function encodeExposure(exposure: SimulatedExposure): Uint8Array {
  return encodeSample(exposure, exposure.cards);
}

/** Each star twinkles on its own. */
function scintillate<S extends { readonly flux: number }>(
  { scintillation, seed, telescope, site }: NightPlan,
  { exptime, light, index }: PlannedExposure,
  stars: readonly S[],
): readonly S[] {
  if (!scintillation || !light) return stars;
  const scatter = scintillationScatter(telescope.diameter, exptime, light.airmass, site.height);
  const random = randomStream(seed, `scintillation ${index}`);
  return stars.map(star => ({ ...star, flux: star.flux * (1 + scatter * random.normal()) }));
}
