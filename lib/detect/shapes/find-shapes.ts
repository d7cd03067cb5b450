/**
 * Finds all stars of one extended shape, rings or trails: one source each.
 *
 * @module
 */
import { SourceFlag } from '../../frame/source-flags.js';
import type { PreparedPlane } from '../background/prepare-plane.js';
import type { Plane } from '../daofind/daofind.js';
import type { PlacedStar } from '../place-stars.js';
import { scatterOf } from '../widths/scatter.js';
import { type BinnedPlane, binPlane, unbin } from './binned-plane.js';
import { addTemplate, placeTemplate, scaleOf } from './place-template.js';
import { lightAt, type ShapeTemplate } from './shape-template.js';

/** Radius of the template in the bins in which maxima are sought. */
const SEARCH_RADIUS = 5;
/** The shortest radius has at least so many. */
const MIN_SHORTEST = 1.5;
/** Searches, each in what the one before has left. */
const SEARCHES = 2;
/** Minimum likeness of a source and the template. */
const MIN_LIKENESS = 0.3;
/** A source that overlaps a brighter one has at least this part of its light: less may be what the template left of it. */
const MIN_OVERLAPPING = 0.2;
/** Sources nearer than this are one [FWHM]. */
const SAME_STAR = 0.2;
/** Maximum distance of the centre from the maximum [FWHM]. */
const MAX_SHIFT = 0.35;
/** The width of a source is measured from this significance. */
const WIDTH_SIGMA = 8;

/** Limits of {@link findShapes}. */
export interface ShapeLimits {
  /** Minimum significance of a source's light. */
  readonly sigma: number;
  /** Sources nearer than this to the border are left out [px]. */
  readonly edge: number;
  /** Maximum number of sources, the brightest. */
  readonly maxSources: number;
}

interface Found {
  readonly x: number;
  readonly y: number;
  readonly light: number;
  readonly converged: boolean;
}

/**
 * Convolves the plane with the template, takes the maxima, brightest first, fits the template to each and subtracts it;
 * then once more in what is left, for stars under the rims of brighter ones.
 */
export function findShapes(plane: PreparedPlane, template: ShapeTemplate, limits: ShapeLimits): PlacedStar[] {
  const rest: Plane & { rms: number; pixels: Float64Array } = {
    width: plane.width,
    height: plane.height,
    rms: plane.rms,
    pixels: Float64Array.from(plane.pixels),
  };
  const found: Found[] = [];
  for (let search = 0; search < SEARCHES; search++)
    for (const peak of findPeaks(rest, template, limits.sigma))
      addSource(rest, template, { ...peak, sigma: limits.sigma }, found);
  const { edge, maxSources } = limits;
  return found
    .filter(({ x, y }) => x >= edge && y >= edge && x <= plane.width - 1 - edge && y <= plane.height - 1 - edge)
    .sort((a, b) => b.light - a.light || a.y - b.y || a.x - b.x)
    .slice(0, maxSources)
    .map(star => placedStar(plane, rest, template, star));
}

/** Fits the template at a maximum; a source is subtracted from the rest. */
function addSource(
  rest: Plane & { rms: number },
  template: ShapeTemplate,
  peak: Peak & { readonly sigma: number },
  found: Found[],
): void {
  const { fwhm, longest } = template;
  const star = placeTemplate(rest, template, peak.x, peak.y, MAX_SHIFT * fwhm);
  if (!(star.light > peak.limit && star.significance > peak.sigma && star.likeness > MIN_LIKENESS)) return;
  for (const other of found) {
    const distance = Math.hypot(other.x - star.x, other.y - star.y);
    if (distance < SAME_STAR * fwhm) return;
    if (distance < 2.2 * longest && star.light < MIN_OVERLAPPING * other.light) return;
  }
  found.push(star);
  addTemplate(rest, template, star.x, star.y, -star.light);
}

/** A source as the others of a frame are. */
function placedStar(plane: PreparedPlane, rest: Plane, template: ShapeTemplate, star: Found): PlacedStar {
  const { x, y, light, converged } = star;
  addTemplate(rest, template, x, y, light);
  const significance = light / (plane.rms / Math.sqrt(template.values.reduce((sum, value) => sum + value * value, 0)));
  const scale = significance > WIDTH_SIGMA ? scaleOf(rest, template, x, y) : NaN;
  addTemplate(rest, template, x, y, -light);
  return {
    x,
    y,
    flux: light,
    peak: peakOf(plane, x, y, template.longest),
    // Its pixels are those within the outline.
    fwhm: template.longest,
    sharpness: NaN,
    roundness: NaN,
    measured: scale * template.fwhm,
    flags: converged ? 0 : SourceFlag.notCentred,
  };
}

function peakOf({ width, height, pixels }: PreparedPlane, x: number, y: number, radius: number): number {
  let peak = -Infinity;
  for (let j = Math.max(0, Math.ceil(y - radius)); j <= Math.min(height - 1, y + radius); j++)
    for (let i = Math.max(0, Math.ceil(x - radius)); i <= Math.min(width - 1, x + radius); i++)
      if ((i - x) ** 2 + (j - y) ** 2 <= radius * radius) peak = Math.max(peak, pixels[j * width + i]);
  return peak;
}

interface Peak {
  readonly x: number;
  readonly y: number;
  readonly light: number;
  /** Least light of a source [image unit]. */
  readonly limit: number;
}

/** Maxima of the plane convolved with the template, in larger pixels, brightest first. */
function findPeaks(plane: Plane, template: ShapeTemplate, sigma: number): Peak[] {
  const bin = Math.max(1, Math.floor(Math.min(template.longest / SEARCH_RADIUS, template.shortest / MIN_SHORTEST)));
  const binned = binPlane({ ...plane, bin: 1 }, bin);
  const density = convolve(binned, template);
  const { width, height } = binned;
  const limit = sigma * scatterOf(density, width);
  const reach = Math.max(1, Math.round((0.5 * template.shortest) / bin));
  const peaks: Peak[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const light = density[y * width + x];
      if (light > limit && isHighest(density, width, height, x, y, reach))
        peaks.push({ x: unbin(x, bin), y: unbin(y, bin), light, limit });
    }
  return peaks.sort((a, b) => b.light - a.light || a.y - b.y || a.x - b.x);
}

function isHighest(density: Float32Array, width: number, height: number, x: number, y: number, reach: number): boolean {
  const value = density[y * width + x];
  for (let j = Math.max(0, y - reach); j <= Math.min(height - 1, y + reach); j++)
    for (let i = Math.max(0, x - reach); i <= Math.min(width - 1, x + reach); i++) {
      const other = density[j * width + i];
      if (other > value || (other === value && (j < y || (j === y && i < x)))) return false;
    }
  return true;
}

/** The light of the best-fitting template at each bin. */
function convolve({ width, height, pixels, bin }: BinnedPlane, template: ShapeTemplate): Float32Array {
  const reach = Math.ceil((1.2 * template.longest + 1) / bin);
  const weights: { readonly dx: number; readonly dy: number; weight: number }[] = [];
  let squares = 0;
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++) {
      const weight = lightAt(template.values, template.radius, dx * bin, dy * bin);
      if (!(weight > 0)) continue;
      weights.push({ dx, dy, weight });
      squares += weight * weight;
    }
  const out = new Float32Array(width * height);
  for (const { dx, dy, weight } of weights) {
    const scaled = weight / squares;
    const [x0, x1] = [Math.max(0, -dx), Math.min(width, width - dx)];
    for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++)
      for (let k = y * width + x0, end = y * width + x1, m = k + dy * width + dx; k < end; k++, m++)
        out[k] += scaled * pixels[m];
  }
  return out;
}
