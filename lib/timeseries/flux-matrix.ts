/**
 * Fluxes of many stars in many frames, as the time-series functions take them.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';

/** One row for each star, one value for each frame: `flux[star][frame]`; NaN where it is missing. */
export type FluxMatrix = readonly ArrayLike<number>[];

/** Which frames count: true (or not 0) for those that do. */
export type FrameMask = ArrayLike<boolean | number>;

/** Whether a comparison can use a flux: finite and positive. */
export function isMeasured(value: number): boolean {
  return value > 0 && value < Infinity;
}

/** How many frames a matrix has; 0 for one without stars. */
export function frameCount(flux: FluxMatrix): number {
  return flux.length > 0 ? flux[0].length : 0;
}

/**
 * Checks that all stars have the same number of frames, and that the second matrix is like the first.
 *
 * @throws PhotometryError `length-mismatch`
 */
export function requireMatrix(flux: FluxMatrix, fluxErr?: FluxMatrix): void {
  const frames = frameCount(flux);
  for (let s = 0; s < flux.length; s++)
    if (flux[s].length !== frames)
      throw new PhotometryError(
        'length-mismatch',
        `flux must have as many frames for each star: star 0 has ${frames}, star ${s} has ${flux[s].length}`,
      );
  if (fluxErr === undefined) return;
  if (fluxErr.length !== flux.length || fluxErr.some(row => row.length !== frames))
    throw new PhotometryError(
      'length-mismatch',
      `fluxErr must have the shape of flux: ${flux.length} stars of ${frames} frames`,
    );
}

/**
 * Checks the index of a star.
 *
 * @throws PhotometryError `bad-argument` that names what the index stands for
 */
export function requireStar(flux: FluxMatrix, star: number, role: string): void {
  if (!Number.isInteger(star) || star < 0 || star >= flux.length)
    throw new PhotometryError(
      'bad-argument',
      `${role} must be the index of a star, 0 to ${flux.length - 1}, got ${star}`,
    );
}

/** Whether frame `f` counts; an absent mask lets all count. */
export function inMask(mask: FrameMask | undefined, f: number): boolean {
  return mask === undefined || Boolean(mask[f]);
}
