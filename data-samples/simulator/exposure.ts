/**
 * One simulated frame of a night with its plan and its header.
 *
 * @module
 */
import type { SampleCard } from './fits-encoder.js';
import type { SimulatedFrame } from './frame.js';
import type { PlannedExposure } from './plan-night.js';

/** A frame of a night. */
export interface SimulatedExposure extends SimulatedFrame {
  /** When and how it was taken; for a light, where each star lies and its light. */
  readonly plan: PlannedExposure;
  /** The header after the cards that describe the pixels. */
  readonly cards: readonly SampleCard[];
}
