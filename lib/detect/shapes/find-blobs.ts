/**
 * The brightest patches of light of a certain size, isolated or not.
 *
 * @module
 */
import { windowedCentroid } from '../../frame/centroid.js';
import { PixelFlag } from '../../frame/image.js';
import type { PreparedPlane } from '../background/prepare-plane.js';
import { type BinnedPlane, binPlane, unbin } from './binned-plane.js';

/** A patch of light. */
export interface Blob {
  readonly x: number;
  readonly y: number;
  /** Mean light in the square of its size [image unit]. */
  readonly height: number;
}

/** Sizes that are looked for: about three bins in diameter [px]. */
const BLOB_BINS: readonly number[] = [2, 4, 8, 16];
/** Minimum significance of a patch [sigma of the mean of 3 x 3 bins]. */
const SIGNIFICANT = 10;
/** Maximum number of patches of one size, the brightest. */
const MAX_BLOBS = 24;

/** The brightest patches of each size in {@link BLOB_BINS}, without saturated ones and those near the border. */
export function findBlobs(plane: PreparedPlane): { readonly bin: number; readonly blobs: readonly Blob[] }[] {
  let binned: BinnedPlane = { width: plane.width, height: plane.height, pixels: plane.pixels, bin: 1 };
  return BLOB_BINS.map(bin => {
    binned = binPlane(binned, bin / binned.bin);
    const peaks = peaksOf(binned, (SIGNIFICANT * plane.rms) / (3 * bin));
    const blobs: Blob[] = [];
    for (const peak of peaks) {
      if (blobs.length >= MAX_BLOBS) break;
      // In bins: enough to tell what it is, and quick.
      const inBins = windowedCentroid(binned, peak.x, peak.y, { sigma: 1, maxShift: 2 });
      const centre = { x: unbin(inBins.x, bin), y: unbin(inBins.y, bin) };
      if (!isInside(plane, centre.x, centre.y, 3 * bin) || isSaturated(plane, centre.x, centre.y, 1.5 * bin)) continue;
      if (blobs.some(blob => Math.hypot(blob.x - centre.x, blob.y - centre.y) < 1.5 * bin)) continue;
      blobs.push({ x: centre.x, y: centre.y, height: peak.height });
    }
    return { bin, blobs };
  });
}

/** Maxima of the mean of 3 x 3 in the 5 x 5 about them, highest first. */
function peaksOf({ width, height, pixels }: BinnedPlane, limit: number): Blob[] {
  const smooth = new Float32Array(width * height);
  for (let y = 1; y < height - 1; y++)
    for (let x = 1, k = y * width + 1; x < width - 1; x++, k++) {
      const a = k - width;
      const b = k + width;
      smooth[k] =
        (pixels[a - 1] +
          pixels[a] +
          pixels[a + 1] +
          pixels[k - 1] +
          pixels[k] +
          pixels[k + 1] +
          pixels[b - 1] +
          pixels[b] +
          pixels[b + 1]) /
        9;
    }
  const peaks: Blob[] = [];
  for (let y = 2; y < height - 2; y++) {
    for (let x = 2; x < width - 2; x++) {
      const k = y * width + x;
      const value = smooth[k];
      if (!(value > limit)) continue;
      let highest = true;
      for (let j = -2; j <= 2 && highest; j++)
        for (let i = -2; i <= 2; i++) {
          const other = k + j * width + i;
          if (smooth[other] > value || (smooth[other] === value && other < k)) {
            highest = false;
            break;
          }
        }
      if (highest) peaks.push({ x, y, height: value });
    }
  }
  return peaks.sort((a, b) => b.height - a.height || a.y - b.y || a.x - b.x);
}

function isInside({ width, height }: PreparedPlane, x: number, y: number, margin: number): boolean {
  return x >= margin && y >= margin && x <= width - 1 - margin && y <= height - 1 - margin;
}

function isSaturated({ mask, width, height }: PreparedPlane, x: number, y: number, radius: number): boolean {
  if (mask === undefined) return false;
  for (let j = Math.max(0, Math.ceil(y - radius)); j <= Math.min(height - 1, y + radius); j++)
    for (let i = Math.max(0, Math.ceil(x - radius)); i <= Math.min(width - 1, x + radius); i++)
      if ((mask[j * width + i] & PixelFlag.saturated) !== 0) return true;
  return false;
}
