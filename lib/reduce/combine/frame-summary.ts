/**
 * What a combination keeps of a frame after its pixels are gone, and whether frames belong together.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { Problems } from '../../core/problem.js';
import type { Image } from '../../frame/image.js';
import { assertCompatible, type FrameFacts, type FramePurpose } from '../compatibility.js';
import { factsOf } from '../frame-facts.js';
import type { ImageSource } from '../image-source.js';
import { hasStep, type ReductionStep } from '../state.js';
import type { FrameNoise } from './combined-noise.js';
import { type FrameTimes, timesOf } from './frame-exposure.js';

/** What is kept of a frame after its pixels are gone. */
export interface FrameSummary extends FrameNoise {
  readonly facts: FrameFacts;
  /** SHA-256 of the file, in hexadecimal; '' if the reader did not provide it. */
  readonly sha256: string;
  /** Exposure time [s]. */
  readonly exptime: number;
  /** Raw value from which a pixel is saturated [adu]. */
  readonly saturation: number;
  /** Whether the frame came with a variance of each pixel. */
  readonly hasVariance: boolean;
  /** When it was exposed; null if that is unknown. */
  readonly times: FrameTimes | null;
  /** What was noticed while it was read and reduced. */
  readonly problems: Problems | undefined;
}

/**
 * The summary of a frame.
 *
 * @param level what its values will be divided by
 */
export function summaryOf(image: Image, level: number, source: ImageSource): FrameSummary {
  return {
    facts: source.facts ?? { ...factsOf(image), path: source.path },
    sha256: image.provenance.flatMap(step => step.files ?? []).find(file => file.path === image.path)?.sha256 ?? '',
    gain: image.gain,
    readNoise: image.readNoise,
    level,
    exptime: image.exptime,
    saturation: image.saturation,
    hasVariance: image.variance !== undefined,
    times: timesOf(image, source.facts),
    problems: image.problems,
  };
}

/**
 * Refuses a frame that differs from the first in size, unit or what has been done to it.
 *
 * @throws PhotometryError `mixed-frames`, naming both files
 */
export function assertReducedAlike(first: Image, image: Image): void {
  if (image === first) return;
  if (image.width !== first.width || image.height !== first.height) {
    assertCompatible(
      [first, image].map(({ path, width, height }) => ({ path, width, height })),
      'other',
    );
  }
  if (image.unit !== first.unit)
    throw new PhotometryError(
      'mixed-frames',
      `frames to combine must share the unit, but ${first.path} is in ${first.unit} and ${image.path} in ${image.unit}`,
      { files: [first.path, image.path] },
    );
  for (const step of ['overscan', 'bias', 'dark', 'flat'] as const satisfies readonly ReductionStep[])
    if (hasStep(image, step) !== hasStep(first, step)) {
      const [done, other] = hasStep(image, step) ? [image, first] : [first, image];
      throw new PhotometryError(
        'mixed-frames',
        `frames to combine must be reduced alike, but the ${step} step is done in ${done.path} and not in ${other.path}`,
        { step, files: [done.path, other.path] },
      );
    }
}

/** The purpose that frames of one kind have; 'other' for unknown and mixed ones. */
export function purposeOf(frames: readonly FrameFacts[]): FramePurpose {
  const kind = frames[0].imagetyp;
  if (frames.some(frame => frame.imagetyp !== kind)) return 'other';
  return kind === 'bias' || kind === 'dark' || kind === 'flat' || kind === 'light' ? kind : 'other';
}
