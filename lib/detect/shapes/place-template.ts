/**
 * Places a template on the light of a star: where, how bright, how alike.
 *
 * @module
 */
import { solveInPlace } from '../../math/solve.js';
import type { Plane } from '../daofind/daofind.js';
import { lightAt, type ShapeTemplate } from './shape-template.js';

/** A template on its star. */
interface PlacedTemplate {
  readonly x: number;
  readonly y: number;
  /** Light of the star [image unit]. */
  readonly light: number;
  /** Light over its noise. */
  readonly significance: number;
  /** Part of the star's light squared that the template explains, noise taken off: 1 for a perfect fit. */
  readonly likeness: number;
  readonly converged: boolean;
}

const MAX_STEPS = 20;
/** Maximum step [px]. */
const MAX_STEP = 1.5;
const SETTLED = 5e-3;
/** A fit that swings by less than this at the end is good enough [px]. */
const NEARLY_SETTLED = 0.1;

/**
 * Fits light, place and a level sky of a template to the pixels by least squares (Gauss and Newton).
 *
 * @param maxShift from the start [px]
 */
export function placeTemplate(
  plane: Plane & { readonly rms: number },
  template: ShapeTemplate,
  x: number,
  y: number,
  maxShift: number,
): PlacedTemplate {
  let [atX, atY, light, converged] = [x, y, 0, false];
  const matrix = new Float64Array(16);
  const right = new Float64Array(4);
  for (let step = 0; step < MAX_STEPS; step++) {
    linearise(plane, template, atX, atY, matrix, right);
    if (!solveInPlace(matrix, right, 4)) break;
    light = right[0];
    if (!(light > 0)) break;
    const [dx, dy] = [right[1] / light, right[2] / light];
    const scale = Math.min(1, MAX_STEP / Math.hypot(dx, dy));
    atX += scale * dx;
    atY += scale * dy;
    if (!(Math.hypot(atX - x, atY - y) <= maxShift)) break;
    const change = Math.hypot(dx, dy);
    converged = change < (step < MAX_STEPS - 1 ? SETTLED : NEARLY_SETTLED);
    if (converged) break;
  }
  if (!converged) [atX, atY] = [x, y];
  return { x: atX, y: atY, ...likenessAt(plane, template, atX, atY), converged };
}

/** Adds `light` times the template to the pixels. */
export function addTemplate(plane: Plane, template: ShapeTemplate, x: number, y: number, light: number): void {
  const { pixels } = plane;
  eachPixel(plane, template, x, y, (k, dx, dy) => {
    pixels[k] += light * lightAt(template.values, template.radius, dx, dy);
  });
}

/** By which factor a star is wider than the template [1 is alike]; NaN if that cannot be told. */
export function scaleOf(plane: Plane, template: ShapeTemplate, x: number, y: number): number {
  const scores = [1 / TRIAL_SCALE, 1, TRIAL_SCALE].map(scale => {
    let [product, squares, sum, data, n] = [0, 0, 0, 0, 0];
    eachPixel(plane, template, x, y, (k, dx, dy) => {
      const light = lightAt(template.values, template.radius, dx / scale, dy / scale);
      product += light * plane.pixels[k];
      squares += light * light;
      sum += light;
      data += plane.pixels[k];
      n++;
    });
    return (product - (sum * data) / n) / Math.sqrt(squares - (sum * sum) / n);
  });
  const curvature = scores[0] - 2 * scores[1] + scores[2];
  const shift = (0.5 * (scores[0] - scores[2])) / curvature;
  return curvature < 0 && Math.abs(shift) < 2 ? TRIAL_SCALE ** shift : NaN;
}

const TRIAL_SCALE = 1.12;

/** Normal equations of light, light times shift in x and y, and sky. */
function linearise(
  plane: Plane,
  template: ShapeTemplate,
  x: number,
  y: number,
  matrix: Float64Array,
  right: Float64Array,
): void {
  matrix.fill(0);
  right.fill(0);
  const { values, radius } = template;
  const terms = new Float64Array(4);
  terms[3] = 1;
  eachPixel(plane, template, x, y, (k, dx, dy) => {
    terms[0] = lightAt(values, radius, dx, dy);
    // A shift of the star by +1 moves the template's light there.
    terms[1] = lightAt(values, radius, dx - 0.5, dy) - lightAt(values, radius, dx + 0.5, dy);
    terms[2] = lightAt(values, radius, dx, dy - 0.5) - lightAt(values, radius, dx, dy + 0.5);
    // Keeps the sky's column of the order of the others.
    terms[3] = 1 / ((2 * radius + 1) * (2 * radius + 1));
    const value = plane.pixels[k];
    for (let a = 0; a < 4; a++) {
      right[a] += terms[a] * value;
      for (let b = 0; b < 4; b++) matrix[4 * a + b] += terms[a] * terms[b];
    }
  });
}

function likenessAt(
  plane: Plane & { readonly rms: number },
  template: ShapeTemplate,
  x: number,
  y: number,
): Pick<PlacedTemplate, 'light' | 'significance' | 'likeness'> {
  const sums = { product: 0, squares: 0, template: 0, data: 0, dataSquares: 0, n: 0 };
  eachPixel(plane, template, x, y, (k, dx, dy) => {
    const light = lightAt(template.values, template.radius, dx, dy);
    const pixel = plane.pixels[k];
    sums.product += light * pixel;
    sums.squares += light * light;
    sums.template += light;
    sums.data += pixel;
    sums.dataSquares += pixel * pixel;
    sums.n++;
  });
  // Above the level sky about the star: the background may be off by what stars near the border left in it.
  const { n } = sums;
  const product = sums.product - (sums.template * sums.data) / n;
  const squares = sums.squares - (sums.template * sums.template) / n;
  const light = squares > 0 ? product / squares : 0;
  const explained = light * light * squares;
  const signal = Math.max(sums.dataSquares - (sums.data * sums.data) / n - (n - 1) * plane.rms ** 2, explained);
  return {
    light,
    significance: (light * Math.sqrt(squares)) / plane.rms,
    likeness: signal > 0 ? explained / signal : 0,
  };
}

/** The pixels within the reach of the outline. */
function eachPixel(
  { width, height }: Plane,
  { radius, longest }: ShapeTemplate,
  x: number,
  y: number,
  visit: (k: number, dx: number, dy: number) => void,
): void {
  const reach = Math.min(radius, 1.35 * longest + 2);
  for (let j = Math.max(0, Math.ceil(y - reach)); j <= Math.min(height - 1, y + reach); j++)
    for (let i = Math.max(0, Math.ceil(x - reach)); i <= Math.min(width - 1, x + reach); i++)
      if ((i - x) ** 2 + (j - y) ** 2 <= reach * reach) visit(j * width + i, i - x, j - y);
}
