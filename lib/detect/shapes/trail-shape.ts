/**
 * Length, width and direction of a patch of light, from second moments in a Gaussian window.
 *
 * @module
 */
import type { PreparedPlane } from '../background/prepare-plane.js';

/** Standard deviations along the longest and the shortest axis [px]. */
interface TrailShape {
  readonly major: number;
  readonly minor: number;
  /** Direction of the longest axis from x to y [rad]. */
  readonly angle: number;
}

/** A patch that is longer than this goes on beyond its window [window]. */
const MAX_LENGTH = 2;
/** Smallest standard deviation, that of a pixel [px]. */
const MIN_WIDTH = 0.3;

/**
 * The moments of the light about (x, y) in a window of standard deviation `sigma`, the window's effect removed as for a
 * Gaussian: 1 / m = 1 / s^2 + 1 / sigma^2. Null where the light does not end within the window.
 */
export function trailShape(plane: PreparedPlane, x: number, y: number, sigma: number): TrailShape | null {
  const { width, height, pixels } = plane;
  const reach = 3 * sigma;
  let [total, xx, yy, xy] = [0, 0, 0, 0];
  for (let j = Math.max(0, Math.ceil(y - reach)); j <= Math.min(height - 1, y + reach); j++)
    for (let i = Math.max(0, Math.ceil(x - reach)); i <= Math.min(width - 1, x + reach); i++) {
      const dx = i - x;
      const dy = j - y;
      const light = pixels[j * width + i] * Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
      total += light;
      xx += light * dx * dx;
      yy += light * dy * dy;
      xy += light * dx * dy;
    }
  if (!(total > 0)) return null;
  const mean = (xx + yy) / (2 * total);
  const half = Math.hypot(0.5 * (xx - yy), xy) / total;
  const major = withoutWindow(mean + half, sigma);
  const minor = withoutWindow(Math.max(mean - half, MIN_WIDTH * MIN_WIDTH), sigma);
  if (!(major < MAX_LENGTH * sigma)) return null;
  return { major, minor, angle: 0.5 * Math.atan2(2 * xy, xx - yy) };
}

function withoutWindow(moment: number, sigma: number): number {
  const inverse = 1 / moment - 1 / (sigma * sigma);
  return inverse > 0 ? Math.sqrt(1 / inverse) : Infinity;
}
