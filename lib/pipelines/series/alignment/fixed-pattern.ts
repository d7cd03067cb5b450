/**
 * Detections that stay on the same pixels while the stars drift: hot pixels, dust, a pattern of the detector.
 *
 * Left in, they would align drifting frames at a shift of 0.
 *
 * @module
 */
import { matchAsterisms } from '../../../astrometry/match-asterisms.js';
import { transformX, transformY } from '../../../astrometry/stars/similarity.js';
import type { FrameStars } from '../../frames/survey-frame.js';
import type { Surveyed } from './match-frames.js';

/** Frames in which the pattern is looked for, evenly spaced. */
const MAX_EXAMINED = 8;
/** A detection is fixed if it is within so many pixels in this part of the frames. */
const SAME_PLACE = 0.7;
const MIN_PART = 0.75;
/** Fewer fixed or free detections than these decide nothing. */
const MIN_FIXED = 3;
const MIN_FREE = 4;
/** Brightest free detections that are matched. */
const MAX_FREE = 20;
/** The free detections must move by more than this [px]. */
const MIN_DRIFT = 2;

/** The frames without what stays in place, if what is left drifts; else as they are. */
export function withoutFixedPattern(frames: readonly Surveyed[]): readonly Surveyed[] {
  if (frames.length < 2) return frames;
  const count = Math.min(MAX_EXAMINED, frames.length);
  const step = (frames.length - 1) / (count - 1);
  const examined = Array.from({ length: count }, (_, k) => frames[Math.round(k * step)].stars);
  const fixed = fixedPlaces(examined);
  if (fixed.size < MIN_FIXED) return frames;
  const free = examined.map(stars => withoutPlaces(stars, fixed, MAX_FREE));
  if (!drifts(free[0], free[count - 1])) return frames;
  return frames.map(frame => ({ ...frame, stars: withoutPlaces(frame.stars, fixed, Number.POSITIVE_INFINITY) }));
}

/** Places by cell. */
type Places = ReadonlyMap<number, readonly { readonly x: number; readonly y: number }[]>;

/** The places of the first frame at which most frames have a detection. */
function fixedPlaces([first, ...others]: readonly FrameStars[]): Places {
  const places = new Map<number, { x: number; y: number }[]>();
  const grids = others.map(gridOf);
  const needed = Math.max(1, Math.ceil(MIN_PART * others.length));
  for (let i = 0; i < first.x.length; i++) {
    const place = { x: first.x[i], y: first.y[i] };
    if (grids.filter(grid => isAt(grid, place.x, place.y)).length >= needed) enter(places, place);
  }
  return places;
}

function gridOf({ x, y }: FrameStars): Places {
  const grid = new Map<number, { x: number; y: number }[]>();
  for (let i = 0; i < x.length; i++) enter(grid, { x: x[i], y: y[i] });
  return grid;
}

function enter(grid: Map<number, { x: number; y: number }[]>, place: { x: number; y: number }): void {
  const cell = cellOf(place.x, place.y);
  const places = grid.get(cell);
  if (places) places.push(place);
  else grid.set(cell, [place]);
}

/** Cells of one pixel. */
function cellOf(x: number, y: number): number {
  return Math.floor(y) * 2 ** 20 + Math.floor(x);
}

function isAt(grid: Places, x: number, y: number): boolean {
  for (const dy of [-1, 0, 1])
    for (const dx of [-1, 0, 1])
      if (grid.get(cellOf(x + dx, y + dy))?.some(place => Math.hypot(place.x - x, place.y - y) < SAME_PLACE))
        return true;
  return false;
}

function withoutPlaces({ x, y, flux }: FrameStars, places: Places, most: number): FrameStars {
  const kept = Array.from(x.keys())
    .filter(i => !isAt(places, x[i], y[i]))
    .slice(0, most);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(kept, i => values[i]);
  return { x: pick(x), y: pick(y), flux: pick(flux) };
}

/** Whether the detections of one frame are those of the other, moved. */
function drifts(first: FrameStars, last: FrameStars): boolean {
  if (first.x.length < MIN_FREE || last.x.length < MIN_FREE) return false;
  const transform = matchAsterisms(first, last)?.transform;
  if (!transform) return false;
  const moved = (i: number): number =>
    Math.hypot(
      transformX(transform, first.x[i], first.y[i]) - first.x[i],
      transformY(transform, first.x[i], first.y[i]) - first.y[i],
    );
  return first.x.every((_, i) => moved(i) > MIN_DRIFT);
}
