/**
 * What is wrong with a source: the flags that its pixels and its neighbours raise.
 *
 * @module
 */
import { PixelFlag, UNUSABLE_PIXEL } from '../frame/image.js';
import { SourceFlag } from '../frame/source-flags.js';
import type { PreparedPlane } from './background/prepare-plane.js';
import type { PlacedStar } from './place-stars.js';

/** A neighbour within this distance makes a source crowded [FWHM]. */
const CROWDED = 2;

/**
 * The flags of each star: from its pixels within one FWHM, and whether another star is within two.
 *
 * @param fwhm the frame's [px]
 */
export function judgeSources(plane: PreparedPlane, stars: readonly PlacedStar[], fwhm: number): Int32Array {
  const crowded = findCrowded(stars, CROWDED * fwhm);
  return Int32Array.from(
    stars,
    (star, k) =>
      star.flags | pixelFlags(plane, star.x, star.y, star.fwhm) | (crowded[k] === 1 ? SourceFlag.crowded : 0),
  );
}

/** 1 for each star that has another within `reach`. */
function findCrowded(stars: readonly PlacedStar[], reach: number): Uint8Array {
  const crowded = new Uint8Array(stars.length);
  const order = Array.from(stars.keys()).sort((a, b) => stars[a].y - stars[b].y);
  for (let m = 0; m < order.length; m++) {
    const star = stars[order[m]];
    for (let n = m + 1; n < order.length; n++) {
      const other = stars[order[n]];
      if (other.y - star.y > reach) break;
      if (Math.hypot(other.x - star.x, other.y - star.y) > reach) continue;
      crowded[order[m]] = 1;
      crowded[order[n]] = 1;
    }
  }
  return crowded;
}

/** What the pixels within `radius` of a star say about it. */
function pixelFlags({ width, height, mask }: PreparedPlane, x: number, y: number, radius: number): number {
  const x0 = Math.ceil(x - radius);
  const x1 = Math.floor(x + radius);
  const y0 = Math.ceil(y - radius);
  const y1 = Math.floor(y + radius);
  let flags = x0 < 0 || y0 < 0 || x1 >= width || y1 >= height ? SourceFlag.truncated : 0;
  if (mask === undefined) return flags;
  let bits = 0;
  for (let j = Math.max(0, y0); j <= Math.min(height - 1, y1); j++)
    for (let i = Math.max(0, x0); i <= Math.min(width - 1, x1); i++)
      if ((i - x) ** 2 + (j - y) ** 2 <= radius * radius) bits |= mask[j * width + i];
  if ((bits & PixelFlag.saturated) !== 0) flags |= SourceFlag.saturated;
  if ((bits & UNUSABLE_PIXEL & ~PixelFlag.saturated) !== 0) flags |= SourceFlag.masked;
  if ((bits & PixelFlag.hot) !== 0) flags |= SourceFlag.hotPixel;
  return flags;
}
