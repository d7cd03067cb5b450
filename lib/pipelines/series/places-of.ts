/**
 * Where a series is measured: the same places in every frame, or places frame by frame.
 *
 * @module
 */
import { invertTransform, transformX, transformY } from '../../astrometry/stars/similarity.js';
import { coloursOf, type PixelPositions, type Positions, toPixelPositions } from '../frames/positions.js';
import type { SeriesPlan } from '../frames/series-plan.js';
import type { SeriesAlignment } from './align-series.js';
import { firstPlaces, type ListedPlaces, listedPlaces, onReference } from './listed-places.js';
import type { SeriesSky } from './series-sky.js';

/** The places, and what is known of the stars there. */
interface SeriesPlaces {
  /** What to measure. */
  readonly at: PixelPositions | ListedPlaces;
  /** Each star's pixels in the reference frame; of what moves, where it is first listed. */
  readonly stars: PixelPositions;
  /** Colours of the stars [mag]; null if they have none. */
  readonly colour: Float64Array | null;
  /** The places, if they are given frame by frame. */
  readonly listed?: ListedPlaces;
}

/** A series with its alignment and its sky. */
interface PlacedSeries {
  readonly plan: SeriesPlan;
  readonly alignment: SeriesAlignment | null;
  readonly sky: SeriesSky;
}

/**
 * The places that positions mean in a series.
 *
 * @throws PhotometryError `bad-argument`, `length-mismatch`; `no-wcs` for positions on the sky
 */
export function placesOf(positions: Positions, { plan, alignment, sky }: PlacedSeries): SeriesPlaces {
  const given = listedPlaces(positions, plan);
  if (given === null) {
    const stars = toPixelPositions(positions, 'measure', () => sky.requireWcs());
    return { at: stars, stars, colour: coloursOf(positions) };
  }
  const listed = given.placed === 'sky' && alignment !== null ? onReference(given, sky.requireWcs()) : given;
  const stars = firstPlaces(listed, (index, first, second) => {
    if (listed.placed === 'reference') return { x: first, y: second };
    if (listed.placed === 'sky') return sky.known ? sky.requireWcs().skyToPixel(first, second) : NOWHERE;
    const transform = alignment?.frames[index].transform;
    if (!transform) return { x: first, y: second };
    const back = invertTransform(transform);
    return { x: transformX(back, first, second), y: transformY(back, first, second) };
  });
  return { at: listed, stars, colour: listed.colour, listed };
}

const NOWHERE = { x: Number.NaN, y: Number.NaN };
