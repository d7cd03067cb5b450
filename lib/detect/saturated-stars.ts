/**
 * Stars whose core is saturated: a flat top, in which DAOFIND sees no peak.
 *
 * @module
 */
import { PixelFlag } from '../frame/image.js';
import type { PreparedPlane } from './background/prepare-plane.js';

/** A group of saturated pixels that hang together, on a star. */
export interface SaturatedCore {
  /** Middle of the group [px]. */
  readonly x: number;
  /** Middle of the group [px]. */
  readonly y: number;
  /** Pixels in the group. */
  readonly area: number;
  /** Indices of its pixels. */
  readonly pixels: readonly number[];
}

/** Smaller groups leave a peak that DAOFIND sees. */
const MIN_AREA = 3;
/** Minimum brightness of the rim of a group on a star [sigma of the sky]; that of a hot cluster is fainter. */
const RIM_SIGMA = 5;

/** Finds the saturated cores: groups of 3 or more saturated pixels, corners touching, with a bright rim. */
export function findSaturatedCores(plane: PreparedPlane): SaturatedCore[] {
  const { mask, width } = plane;
  if (mask === undefined) return [];
  const seen = new Uint8Array(mask.length);
  const cores: SaturatedCore[] = [];
  for (let k = 0; k < mask.length; k++) {
    if ((mask[k] & PixelFlag.saturated) === 0 || seen[k] === 1) continue;
    const { group, rim } = gatherGroup(plane, mask, seen, k);
    if (group.length < MIN_AREA || !(rim > RIM_SIGMA * plane.rms)) continue;
    let x = 0;
    let y = 0;
    for (const pixel of group) {
      x += pixel % width;
      y += Math.floor(pixel / width);
    }
    cores.push({ x: x / group.length, y: y / group.length, area: group.length, pixels: group });
  }
  return cores;
}

/** The saturated pixels connected with `start`, and the mean of the unsaturated ones about them. */
function gatherGroup(
  { width, height, pixels, forbidden }: PreparedPlane,
  mask: Uint8Array,
  seen: Uint8Array,
  start: number,
): { group: number[]; rim: number } {
  const group = [start];
  seen[start] = 1;
  let sum = 0;
  let n = 0;
  for (let m = 0; m < group.length; m++) {
    const x = group[m] % width;
    const y = Math.floor(group[m] / width);
    for (let j = Math.max(0, y - 1); j <= Math.min(height - 1, y + 1); j++) {
      for (let i = Math.max(0, x - 1); i <= Math.min(width - 1, x + 1); i++) {
        const k = j * width + i;
        if (seen[k] === 1) continue;
        if ((mask[k] & PixelFlag.saturated) !== 0) {
          seen[k] = 1;
          group.push(k);
        } else if (forbidden === undefined || forbidden[k] === 0) {
          sum += pixels[k];
          n++;
        }
      }
    }
  }
  return { group, rim: n > 0 ? sum / n : NaN };
}
