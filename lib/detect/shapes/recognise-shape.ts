/**
 * Tells whether the stars of a frame are rings (out of focus) or trails (a telescope that moved), by what the brightest
 * of them have in common.
 *
 * @module
 */
import { medianInPlace } from '../../math/select.js';
import type { PreparedPlane } from '../background/prepare-plane.js';
import { type Blob, findBlobs } from './find-blobs.js';
import { radialShape } from './radial-shape.js';
import { trailShape } from './trail-shape.js';

/** Stars that are rings (or flat discs) or trails. */
export interface RecognisedShape {
  readonly kind: 'donut' | 'trail';
  /** The stars by which it was recognised. */
  readonly members: readonly Blob[];
  /** Radius of a ring, or half the length of a trail [px]. */
  readonly size: number;
}

/** In a plane of more pixels the middle is examined first, */
const LARGE = 1_500_000;
/** and no more if it has so many patches. */
const ENOUGH = 8;
/** Minimum number of alike stars. */
const MIN_RINGS = 3;
const MIN_TRAILS = 5;
/** Minimum part of the bright patches of that size that are alike. */
const MIN_PART = 0.55;
/** Maximum scatter of their sizes, as a part of the size. */
const ALIKE = 0.15;
/** A given width is met within this part. */
const SAME_WIDTH = 0.35;
/** Minimum coherence of the directions of trails: 1 if all agree. */
const MIN_COHERENCE = 0.9;
/** Minimum ratio of length to width of a trail (standard deviations). */
const MIN_ELONGATION = 1.5;

/**
 * The common shape of the brightest stars; null where they are points.
 *
 * Patches of light of four sizes are examined. A ring is dark in its middle all around, a disc flat with a steep border;
 * a trail is elongated, and compact enough to end within its patch (that of a satellite does not). The shape is taken if
 * more than half of the bright patches of a size have it with one and the same size and direction: pairs, galaxies and
 * nebulae have many.
 *
 * @param fwhm only rings of about this outer diameter [px]
 * @param forced with true the largest group of alike patches is taken, however few
 */
export function recogniseShape(plane: PreparedPlane, forced = false, fwhm?: number): RecognisedShape | null {
  if (!(plane.rms > 0)) return null;
  if (forced || plane.width * plane.height < LARGE) return shapeOf(findBlobs(plane), plane, forced, fwhm);
  // The stars of the middle show it as well, if they are enough.
  const [left, top] = [Math.floor(plane.width / 4), Math.floor(plane.height / 4)];
  const middle = partOf(plane, left, top);
  const patches = findBlobs(middle);
  if (patches.every(({ blobs }) => blobs.length < ENOUGH)) return shapeOf(findBlobs(plane), plane, forced, fwhm);
  const found = shapeOf(patches, middle, forced, fwhm);
  return found && { ...found, members: found.members.map(({ x, y, height }) => ({ x: x + left, y: y + top, height })) };
}

/** The middle half of a plane in each direction. */
function partOf({ width, height, pixels, mask, rms }: PreparedPlane, left: number, top: number): PreparedPlane {
  const [columns, rows] = [width - 2 * left, height - 2 * top];
  const part = new Float32Array(columns * rows);
  const bits = mask && new Uint8Array(columns * rows);
  for (let y = 0; y < rows; y++) {
    const from = (y + top) * width + left;
    part.set(pixels.subarray(from, from + columns), y * columns);
    if (mask) bits?.set(mask.subarray(from, from + columns), y * columns);
  }
  return { width: columns, height: rows, pixels: part, rms, ...(bits ? { mask: bits } : {}) };
}

function shapeOf(
  patches: ReturnType<typeof findBlobs>,
  plane: PreparedPlane,
  forced: boolean,
  fwhm: number | undefined,
): RecognisedShape | null {
  let best: RecognisedShape | null = null;
  for (const { bin, blobs } of patches) {
    const found = ringsAmong(plane, blobs, bin, forced, fwhm) ?? (forced ? null : trailsAmong(plane, blobs, bin));
    // The rims of rings are patches too, and smaller: of rings the largest are taken.
    if (found && (found.kind === 'donut' || found.members.length > (best?.members.length ?? 0))) best = found;
  }
  return best;
}

function ringsAmong(
  plane: PreparedPlane,
  blobs: readonly Blob[],
  bin: number,
  forced: boolean,
  fwhm?: number,
): RecognisedShape | null {
  const rings = blobs.flatMap(blob => {
    const shape = radialShape(plane, blob.x, blob.y, 3 * bin);
    return shape && shape.outer > 0.8 * bin && shape.outer < 2.6 * bin && hasWidth(shape.outer, fwhm)
      ? [{ blob, ...shape }]
      : [];
  });
  const alike = withOneSize(rings, ({ outer }) => outer);
  // A flat disc could be a clipped star, but those of different brightness have different sizes.
  const enough = forced ? alike.length > 0 : alike.length >= MIN_RINGS && alike.length >= MIN_PART * blobs.length;
  if (!enough || (!forced && !alike.some(({ hollow }) => hollow) && !haveManyHeights(alike))) return null;
  return { kind: 'donut', members: alike.map(({ blob }) => blob), size: medianOf(alike.map(({ outer }) => outer)) };
}

function trailsAmong(plane: PreparedPlane, blobs: readonly Blob[], bin: number): RecognisedShape | null {
  const shapes = blobs.flatMap(blob => {
    const shape = trailShape(plane, blob.x, blob.y, 1.2 * bin);
    return shape ? [{ blob, ...shape }] : [];
  });
  const long = withOneSize(
    shapes.filter(({ major, minor }) => major > MIN_ELONGATION * minor),
    ({ major }) => major,
  );
  if (long.length < MIN_TRAILS || long.length < MIN_PART * blobs.length) return null;
  const c = long.reduce((sum, { angle }) => sum + Math.cos(2 * angle), 0) / long.length;
  const s = long.reduce((sum, { angle }) => sum + Math.sin(2 * angle), 0) / long.length;
  if (Math.hypot(c, s) < MIN_COHERENCE) return null;
  const [major, minor] = [medianOf(long.map(shape => shape.major)), medianOf(long.map(shape => shape.minor))];
  // A line of length L has a standard deviation of L / sqrt(12).
  const size = 0.5 * Math.sqrt(12 * (major * major - minor * minor)) + 1.5 * minor;
  return { kind: 'trail', members: long.map(({ blob }) => blob), size };
}

function hasWidth(outer: number, fwhm: number | undefined): boolean {
  return fwhm === undefined || Math.abs((2 * outer) / fwhm - 1) < SAME_WIDTH;
}

/** Those whose size is that of most. */
function withOneSize<T>(shapes: readonly T[], sizeOf: (shape: T) => number): T[] {
  const size = medianOf(shapes.map(sizeOf));
  return shapes.filter(shape => Math.abs(sizeOf(shape) / size - 1) < 2 * ALIKE);
}

function haveManyHeights(shapes: readonly { readonly blob: Blob }[]): boolean {
  const heights = shapes.map(({ blob }) => blob.height);
  return Math.max(...heights) > 1.5 * Math.min(...heights);
}

function medianOf(values: readonly number[]): number {
  return medianInPlace(Float64Array.from(values));
}
