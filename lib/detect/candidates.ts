/**
 * What may be a star: DAOFIND's peaks and the saturated cores, brightest first.
 *
 * @module
 */

import type { PreparedPlane } from './background/prepare-plane.js';
import { daofind } from './daofind/daofind.js';
import { SIGMA_TO_FWHM } from './daofind/daofind-kernel.js';
import { findSaturatedCores, type SaturatedCore } from './saturated-stars.js';

/** A peak with what DAOFIND says about it. */
export interface Candidate {
  readonly x: number;
  readonly y: number;
  /** Estimated light [image unit]. */
  readonly flux: number;
  /** Brightest pixel above the sky [image unit]. */
  readonly peak: number;
  /** Width to centre and to judge it with: the frame's, or that of the saturated core if it is wider [px]. */
  readonly fwhm: number;
  readonly sharpness: number;
  readonly roundness: number;
}

/** Finds the candidates, brightest first; equal ones by position. */
export function findCandidates(plane: PreparedPlane, fwhm: number, threshold: number): Candidate[] {
  const cores = findSaturatedCores(plane);
  const forbidden = cores.length > 0 ? forbidCores(plane, cores) : plane.forbidden;
  const found = daofind(plane, { fwhm, threshold, ...(forbidden ? { forbidden } : {}) });
  const sigma = fwhm / SIGMA_TO_FWHM;
  const light = 2 * Math.PI * sigma * sigma;
  const candidates: Candidate[] = cores.map(core => saturatedCandidate(plane, core, fwhm));
  for (let k = 0; k < found.count; k++)
    candidates.push({
      x: found.x[k],
      y: found.y[k],
      flux: light * found.height[k],
      peak: found.peak[k],
      fwhm,
      sharpness: found.sharpness[k],
      roundness: found.roundness2[k],
    });
  return candidates.sort((a, b) => b.flux - a.flux || a.y - b.y || a.x - b.x);
}

/** No peak in a saturated core or next to it: the core is one star already. */
function forbidCores({ width, height, forbidden }: PreparedPlane, cores: readonly SaturatedCore[]): Uint8Array {
  const out = forbidden ? forbidden.slice() : new Uint8Array(width * height);
  for (const core of cores) {
    for (const k of core.pixels) {
      const x = k % width;
      const y = Math.floor(k / width);
      for (let j = Math.max(0, y - 1); j <= Math.min(height - 1, y + 1); j++)
        for (let i = Math.max(0, x - 1); i <= Math.min(width - 1, x + 1); i++) out[j * width + i] = 1;
    }
  }
  return out;
}

/** A saturated star: the light that is left within its core's radius and a FWHM beyond. */
function saturatedCandidate(plane: PreparedPlane, core: SaturatedCore, fwhm: number): Candidate {
  const { width, height, pixels } = plane;
  const coreRadius = Math.sqrt(core.area / Math.PI);
  const radius = coreRadius + fwhm;
  let flux = 0;
  let peak = -Infinity;
  for (let j = Math.max(0, Math.ceil(core.y - radius)); j <= Math.min(height - 1, Math.floor(core.y + radius)); j++) {
    for (let i = Math.max(0, Math.ceil(core.x - radius)); i <= Math.min(width - 1, Math.floor(core.x + radius)); i++) {
      if ((i - core.x) ** 2 + (j - core.y) ** 2 > radius * radius) continue;
      const pixel = pixels[j * width + i];
      flux += pixel;
      if (pixel > peak) peak = pixel;
    }
  }
  return { x: core.x, y: core.y, flux, peak, fwhm: Math.max(fwhm, 2 * coreRadius), sharpness: NaN, roundness: NaN };
}
