/**
 * A minimal star finder, so that these tests do not depend on any detector of the library.
 */
import type { Stars } from '../../lib/astrometry/stars/star-list.js';
import { medianInPlace } from '../../lib/math/select.js';

/** Pixels in row-major order. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: ArrayLike<number>;
}

/** Half-width of the centroid box, and width of the margin that is not searched [px]. */
const BOX = 4;

/** Peaks of the 3 x 3 mean above `sigma` times its scatter, brightest first, without hot pixels. */
export function findPeaks({ width, height, pixels }: Picture, sigma: number, most: number): Stars {
  const smooth = new Float64Array(width * height);
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      let sum = 0;
      for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) sum += pixels[(y + dy) * width + x + dx];
      smooth[y * width + x] = sum / 9;
    }
  // a sample of the pixels is enough for the sky
  const sample = Float64Array.from({ length: Math.min(20000, (width - 2) * (height - 2)) }, (_, k) => {
    const p = (k * 10007) % ((width - 2) * (height - 2));
    return smooth[(1 + Math.floor(p / (width - 2))) * width + 1 + (p % (width - 2))];
  });
  const sky = medianInPlace(sample);
  const noise = 1.4826 * medianInPlace(sample.map(value => Math.abs(value - sky)));
  const found: { x: number; y: number; flux: number }[] = [];
  for (let y = BOX; y < height - BOX; y++)
    for (let x = BOX; x < width - BOX; x++) {
      const p = y * width + x;
      if (smooth[p] < sky + sigma * noise) continue;
      let highest = true;
      for (let dy = -2; dy <= 2 && highest; dy++)
        for (let dx = -2; dx <= 2; dx++) {
          const q = p + dy * width + dx;
          if (smooth[q] > smooth[p] || (smooth[q] === smooth[p] && q < p)) highest = false;
        }
      // a 3 x 3 box with half of its light in one pixel is not a star
      if (!highest || largestOf9(pixels, p, width) - sky > 4.5 * (smooth[p] - sky)) continue;
      const { x: cx, y: cy } = centroid(pixels, width, x, y, sky);
      found.push({ x: cx, y: cy, flux: smooth[p] - sky });
    }
  found.sort((a, b) => b.flux - a.flux);
  const kept = found.slice(0, most);
  return { x: kept.map(s => s.x), y: kept.map(s => s.y), flux: kept.map(s => s.flux) };
}

function largestOf9(pixels: ArrayLike<number>, p: number, width: number): number {
  let largest = -Infinity;
  for (let dy = -1; dy <= 1; dy++)
    for (let dx = -1; dx <= 1; dx++) largest = Math.max(largest, pixels[p + dy * width + dx]);
  return largest;
}

/** Centroid of the light within a Gaussian window, by a few iterations. */
function centroid(
  pixels: ArrayLike<number>,
  width: number,
  x: number,
  y: number,
  sky: number,
): { x: number; y: number } {
  let [cx, cy] = [x, y];
  for (let round = 0; round < 8; round++) {
    let [sum, sumX, sumY] = [0, 0, 0];
    for (let v = y - BOX; v <= y + BOX; v++)
      for (let u = x - BOX; u <= x + BOX; u++) {
        const w = Math.exp(-((u - cx) ** 2 + (v - cy) ** 2) / 4.5) * (pixels[v * width + u] - sky);
        sum += w;
        sumX += w * (u - cx);
        sumY += w * (v - cy);
      }
    if (!(sum > 0)) return { x, y };
    cx += Math.max(-0.5, Math.min(0.5, (2 * sumX) / sum));
    cy += Math.max(-0.5, Math.min(0.5, (2 * sumY) / sum));
    if (Math.abs(cx - x) > 2 || Math.abs(cy - y) > 2) return { x, y };
  }
  return { x: cx, y: cy };
}
