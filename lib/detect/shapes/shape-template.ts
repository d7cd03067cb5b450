/**
 * The common image of the stars of a frame that is out of focus or trailed: a small picture with a centre and an outline.
 *
 * @module
 */
import type { PreparedPlane } from '../background/prepare-plane.js';

/** Light by place, its middle pixel the centre of the outline. */
export interface ShapeTemplate {
  /** Half side of the square [px]; the side is 2 radius + 1. */
  readonly radius: number;
  /** Light row by row; its sum is 1. */
  readonly values: Float64Array;
  /** Diameter of the circle with the area that the outline at half maximum encloses [px]. */
  readonly fwhm: number;
  /** Longest and shortest radius of the outline [px]. */
  readonly longest: number;
  readonly shortest: number;
  /** Direction of the longest radius, from x to y [deg, 0 to 180]. */
  readonly angle: number;
}

/** Directions in which the outline is followed. */
const DIRECTIONS = 48;
/** The outline is the median over so many neighbouring directions, which bridges the gaps of spider vanes. */
const BRIDGED = 7;
/** Level of the outline, of the brightness in its direction, */
const OUTLINE_LEVEL = 0.5;
/** and at least, of the brightness that a fifth of the bright pixels exceeds. */
const MIN_LEVEL = 0.25;

/** Light at a place between pixels of a square, linear; 0 outside. */
export function lightAt(values: ArrayLike<number>, radius: number, x: number, y: number): number {
  const side = 2 * radius + 1;
  const u = x + radius;
  const v = y + radius;
  const i = Math.floor(u);
  const j = Math.floor(v);
  if (i < 0 || j < 0 || i >= side - 1 || j >= side - 1) {
    return i >= 0 && j >= 0 && i < side && j < side && u === i && v === j ? values[j * side + i] : 0;
  }
  const a = u - i;
  const b = v - j;
  const k = j * side + i;
  return (
    (1 - b) * ((1 - a) * values[k] + a * values[k + 1]) + b * ((1 - a) * values[k + side] + a * values[k + side + 1])
  );
}

/** The square about a place of the plane, shifted to its middle; NaN outside the plane. */
export function cutSquare(
  { width, height, pixels }: PreparedPlane,
  x: number,
  y: number,
  radius: number,
): Float64Array {
  const side = 2 * radius + 1;
  const out = new Float64Array(side * side).fill(NaN);
  const [i0, j0] = [Math.floor(x), Math.floor(y)];
  const [a, b] = [x - i0, y - j0];
  for (let j = 0; j < side; j++) {
    const row = j0 + j - radius;
    if (row < 0 || row >= height - 1) continue;
    for (let i = 0; i < side; i++) {
      const column = i0 + i - radius;
      if (column < 0 || column >= width - 1) continue;
      const k = row * width + column;
      out[j * side + i] =
        (1 - b) * ((1 - a) * pixels[k] + a * pixels[k + 1]) +
        b * ((1 - a) * pixels[k + width] + a * pixels[k + width + 1]);
    }
  }
  return out;
}

/** The median of squares, each by its light; its centre moved to the middle of the outline. Null if there is no light. */
export function templateOf(squares: readonly Float64Array[], radius: number): ShapeTemplate | null {
  const scaled = squares.map(normalised).filter(square => square !== null);
  if (scaled.length === 0) return null;
  const side = 2 * radius + 1;
  const values = new Float64Array(side * side);
  for (let k = 0; k < values.length; k++) {
    const here = scaled.map(square => square[k]).sort((a, b) => a - b);
    const middle = here.length >> 1;
    values[k] = here.length % 2 === 1 ? here[middle] : 0.5 * (here[middle - 1] + here[middle]);
  }
  return centredTemplate(values, radius);
}

/** A template of given light: a centre, an outline, a sum of 1. */
function centredTemplate(values: Float64Array, radius: number): ShapeTemplate | null {
  let outline = outlineOf(values, radius, 0, 0);
  if (outline === null) return null;
  let [x, y] = [0, 0];
  for (let round = 0; round < 4 && outline; round++) {
    x += outline.x;
    y += outline.y;
    outline = outlineOf(values, radius, x, y);
  }
  if (outline === null) return null;
  const side = 2 * radius + 1;
  const moved = new Float64Array(side * side);
  const reach = 1.35 * outline.longest + 2;
  let sum = 0;
  for (let j = -radius; j <= radius; j++)
    for (let i = -radius; i <= radius; i++) {
      if (i * i + j * j > reach * reach) continue;
      const light = lightAt(values, radius, i + x, j + y);
      moved[(j + radius) * side + i + radius] = light;
      sum += light;
    }
  if (!(sum > 0)) return null;
  const { longest, shortest, angle, area } = outline;
  return {
    radius,
    values: moved.map(light => light / sum),
    fwhm: 2 * Math.sqrt(area / Math.PI),
    longest,
    shortest,
    angle,
  };
}

interface Outline {
  /** Middle of its area from the place it was followed about [px]. */
  readonly x: number;
  readonly y: number;
  readonly area: number;
  readonly longest: number;
  readonly shortest: number;
  readonly angle: number;
}

/** Follows the outermost places at half the brightness of the bright part, in all directions from a place. */
function outlineOf(values: Float64Array, radius: number, x: number, y: number): Outline | null {
  const lit = Float64Array.from(values).sort();
  const top = lit[lit.length - 1 - Math.floor(0.02 * lit.length)];
  const shining = lit.filter(value => value > 0.3 * top);
  if (!(top > 0) || shining.length < 4) return null;
  const bright = shining[Math.floor(0.8 * shining.length)];
  const step = (2 * Math.PI) / DIRECTIONS;
  const raw = Array.from({ length: DIRECTIONS }, (_, n) => {
    const [c, s] = [Math.cos(n * step), Math.sin(n * step)];
    let brightest = 0;
    for (let r = 0; r <= radius; r += 0.5)
      brightest = Math.max(brightest, lightAt(values, radius, x + r * c, y + r * s));
    // A ring of uneven brightness has its border at half of what it has there; a gap has no border.
    const level = Math.max(MIN_LEVEL * bright, OUTLINE_LEVEL * brightest);
    for (let r = radius; r > 0; r -= 0.25) {
      const here = lightAt(values, radius, x + r * c, y + r * s);
      if (here < level) continue;
      const beyond = lightAt(values, radius, x + (r + 0.25) * c, y + (r + 0.25) * s);
      return r + (0.25 * (here - level)) / Math.max(here - beyond, 1e-12);
    }
    return 0;
  });
  const half = BRIDGED >> 1;
  const radii = raw.map((r, n) => {
    const near = Array.from({ length: BRIDGED }, (_, m) => raw[(n + m - half + DIRECTIONS) % DIRECTIONS]).sort(
      (a, b) => a - b,
    );
    // Gaps are inwards: only they are bridged.
    return Math.max(r, near[half]);
  });
  let [area, cx, cy] = [0, 0, 0];
  for (let n = 0; n < DIRECTIONS; n++) {
    const [r, next] = [radii[n], radii[(n + 1) % DIRECTIONS]];
    const part = 0.5 * r * next * Math.sin(step);
    area += part;
    cx += (part * (r * Math.cos(n * step) + next * Math.cos((n + 1) * step))) / 3;
    cy += (part * (r * Math.sin(n * step) + next * Math.sin((n + 1) * step))) / 3;
  }
  if (!(area > 1)) return null;
  // Diameters: of both directions together.
  const across = radii.slice(0, DIRECTIONS / 2).map((r, n) => 0.5 * (r + radii[n + DIRECTIONS / 2]));
  const longest = Math.max(...across);
  return {
    x: cx / area,
    y: cy / area,
    area,
    longest,
    shortest: Math.min(...across),
    angle: (across.indexOf(longest) * 360) / DIRECTIONS,
  };
}

/** A square over the sum of its positive part, with zero for what is outside the plane; null if it is empty. */
function normalised(square: Float64Array): Float64Array | null {
  const border = borderLevel(square);
  let sum = 0;
  const filled = square.map(value => (value - value === 0 ? value - border : 0));
  for (const value of filled) sum += value;
  return sum > 0 ? filled.map(value => value / sum) : null;
}

/** Median of the outermost pixels: what the mesh of sky levels left, in a crowd or under a wide shape. */
function borderLevel(square: Float64Array): number {
  const side = Math.sqrt(square.length);
  const values: number[] = [];
  for (let k = 0; k < square.length; k++) {
    const [i, j] = [k % side, Math.floor(k / side)];
    if ((i < 1 || j < 1 || i >= side - 1 || j >= side - 1) && square[k] - square[k] === 0) values.push(square[k]);
  }
  return values.length > 0 ? values.sort((a, b) => a - b)[values.length >> 1] : 0;
}
