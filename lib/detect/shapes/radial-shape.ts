/**
 * Whether a patch of light is a ring or a flat disc, from its mean brightness by distance from the middle.
 *
 * @module
 */
import type { PreparedPlane } from '../background/prepare-plane.js';

/** A ring or a disc. */
interface RadialShape {
  /** Radius at which the brightness outside the rim is half that of the rim [px]. */
  readonly outer: number;
  /** Whether it is dark in the middle. */
  readonly hollow: boolean;
}

/** Directions in which a ring has to have light, */
const SECTORS = 8;
/** but for so many, */
const MAX_DARK = 2;
/** at least this part of the mean. */
const SECTOR_LIGHT = 0.3;
/** The middle of a ring is darker than its rim by this part of it, */
const HOLLOW = 0.2;
/** and by this many of its errors. */
const HOLLOW_SIGMA = 4;
/** Outside, at 1.6 outer radii, there is at most this part of the rim's brightness. */
const OUTSIDE = 0.35;
/** The border of a disc is steep: radius at 80 % of its brightness over that at 20 %; 0.37 for a Gaussian. */
const STEEP = 0.6;

/** The ring or disc at a place; null if it is a star in focus, a galaxy, a pair. */
export function radialShape(plane: PreparedPlane, x: number, y: number, reach: number): RadialShape | null {
  const rings = Math.ceil(reach);
  const sum = new Float64Array(rings);
  const count = new Float64Array(rings);
  eachPixel(plane, x, y, reach, (value, dx, dy) => {
    const r = Math.floor(Math.hypot(dx, dy));
    sum[r] += value;
    count[r]++;
  });
  if (count.some(n => n === 0)) return null;
  const mean = sum.map((value, r) => value / count[r]);
  const sky = Math.min(...mean.slice(-3));
  const profile = mean.map(value => value - sky);
  const smooth = profile.map((value, r) =>
    r === 0 ? value : r + 1 < rings ? (profile[r - 1] + 2 * value + profile[r + 1]) / 4 : value,
  );
  let rim = 0;
  for (let r = 1; r < 0.8 * rings; r++) if (smooth[r] > smooth[rim]) rim = r;
  const top = smooth[rim];
  const outer = crossing(smooth, rim, 0.5 * top);
  if (!(outer < rings / 1.6) || smooth[Math.floor(1.6 * outer)] > OUTSIDE * top) return null;
  const within = Math.max(1, Math.floor(0.4 * rim));
  let [core, n] = [0, 0];
  for (let r = 0; r < within; r++) {
    core += sum[r] - sky * count[r];
    n += count[r];
  }
  core /= n;
  const error = plane.rms / Math.sqrt(n);
  const hollow = rim >= 1 && top - core > HOLLOW * top && top - core > HOLLOW_SIGMA * error;
  const flat = crossing(smooth, rim, 0.8 * top) > STEEP * crossing(smooth, rim, 0.2 * top) && outer > 3.5;
  if (!hollow && !flat) return null;
  return isAllAround(plane, x, y, Math.max(rim, 0.6 * outer), Math.max(1, 0.25 * outer), sky, top)
    ? { outer, hollow }
    : null;
}

/** Where the brightness falls through a level outside the rim [px]; NaN if it does not. */
function crossing(profile: Float64Array, rim: number, level: number): number {
  for (let r = rim + 1; r < profile.length; r++)
    if (profile[r] < level) return r - 0.5 + (profile[r - 1] - level) / (profile[r - 1] - profile[r]);
  return NaN;
}

/** Whether there is light in nearly all directions at the rim: a pair of stars has it in two. */
function isAllAround(
  plane: PreparedPlane,
  x: number,
  y: number,
  radius: number,
  half: number,
  sky: number,
  top: number,
): boolean {
  const sum = new Float64Array(SECTORS);
  const count = new Float64Array(SECTORS);
  eachPixel(plane, x, y, radius + half, (value, dx, dy) => {
    if (Math.hypot(dx, dy) < radius - half) return;
    const sector = Math.floor((SECTORS * (Math.atan2(dy, dx) + Math.PI)) / (2 * Math.PI)) % SECTORS;
    sum[sector] += value - sky;
    count[sector]++;
  });
  let dark = 0;
  for (let k = 0; k < SECTORS; k++) if (!(sum[k] / count[k] > SECTOR_LIGHT * top)) dark++;
  return dark <= MAX_DARK;
}

function eachPixel(
  { width, height, pixels }: PreparedPlane,
  x: number,
  y: number,
  reach: number,
  visit: (value: number, dx: number, dy: number) => void,
): void {
  for (let j = Math.max(0, Math.ceil(y - reach)); j <= Math.min(height - 1, y + reach); j++)
    for (let i = Math.max(0, Math.ceil(x - reach)); i <= Math.min(width - 1, x + reach); i++)
      if ((i - x) ** 2 + (j - y) ** 2 < reach * reach) visit(pixels[j * width + i], i - x, j - y);
}
