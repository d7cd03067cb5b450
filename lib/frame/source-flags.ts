/**
 * Quality bits of a source: what may be wrong with its measurement. 0 is clean.
 *
 * Detection and photometry both set them, so they are defined below both.
 *
 * @module
 */
import { nameBits } from '../table/display/bit-names.js';

/** Bits of the `flags` column. They add up: 3 is truncated and saturated. */
export const SourceFlag = {
  /** The aperture (or the detection's neighbourhood) is cut by the edge of the image. */
  truncated: 1,
  /** A pixel at or above saturation is in the aperture. */
  saturated: 2,
  /** A pixel without data (bad, NaN, cosmic ray, dark current that could not be removed) is in the aperture. */
  masked: 4,
  /** A neighbour's light reaches into the aperture. */
  crowded: 8,
  /** The position is outside the image. */
  offImage: 16,
  /** No usable sky pixel: the sky, and what depends on it, is NaN. */
  noSky: 32,
  /** The gain is unknown: the error, or its photon term, is NaN. */
  unknownGain: 64,
  /** A pixel with high dark current is in the aperture; it is summed, and noisier. */
  hotPixel: 128,
  /** The centroid did not settle or moved too far: the position given is kept. */
  notCentred: 256,
  /** The frame was taken through cloud. */
  clouded: 512,
  /** A comparison star is missing in this frame. */
  missingComparison: 1024,
  /** The frame could not be aligned with the reference frame. */
  notAligned: 2048,
  /** The sky annulus is full of stars: its level is uncertain, and so is a faint flux. */
  skyCrowded: 4096,
  /** The error is more than 10 times the star's median error over the frames, at a signal to noise below its median. */
  imprecise: 8192,
  /** The comparison stars contradict each other by more than their errors, and it is unknown which are right: patchy cloud, or as many vary as do not. */
  comparisonsDisagree: 16384,
  /** The star is too faint in this frame to be centred, though not in others: the position given is kept, and the flux is the one there. */
  faded: 32768,
} as const;

/**
 * The bits that make a measurement wrong, or its error: `(row.flags & DOUBTFUL) === 0` is a row to use.
 *
 * The others only describe how it was made, and its error covers it: a hot pixel that was subtracted, a comparison that others
 * replace, a neighbour or a crowded annulus that is in every frame, thin cloud in which the stars still agree, a star that
 * faded, an error without its photon term (NaN or too small, as `unknownGain` says).
 *
 * @example const good = measured.filter(row => (row.flags & DOUBTFUL) === 0);
 */
export const DOUBTFUL: number =
  SourceFlag.truncated |
  SourceFlag.saturated |
  SourceFlag.masked |
  SourceFlag.offImage |
  SourceFlag.noSky |
  SourceFlag.notCentred |
  SourceFlag.notAligned |
  SourceFlag.imprecise |
  SourceFlag.comparisonsDisagree;

/**
 * The names of the bits that are set, lowest first; empty for a clean source.
 *
 * A bit without a name (from a newer file) is named by its value: `bit 1048576`.
 *
 * @example describeFlags(3) // ['truncated', 'saturated']
 */
export function describeFlags(bits: number): string[] {
  const names = new Map<number, string>(Object.entries(SourceFlag).map(([name, bit]) => [bit, name]));
  const set: string[] = [];
  for (let k = 0; k < 31; k++) {
    const bit = 2 ** k;
    if ((bits & bit) !== 0) set.push(names.get(bit) ?? `bit ${bit}`);
  }
  return set;
}

nameBits('SourceFlag', describeFlags);
