/**
 * Aligns a frame too sparse for asterisms: its WCS predicts where the stars should be, and detected stars must confirm it.
 *
 * @module
 */
import { fitSimilarity, type Similarity, transformX, transformY } from '../../../astrometry/stars/similarity.js';
import type { Wcs } from '../../../frame/wcs/wcs.js';

/** Positions of stars. */
interface Stars {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** A frame whose transform is known, and its WCS. */
interface PlacedFrame {
  /** From the pixels of the catalogue to those of this frame. */
  readonly transform: Similarity;
  readonly wcs: Wcs;
}

/** A transform confirmed by stars. */
interface WcsMatch {
  readonly transform: Similarity;
  readonly matched: number;
  readonly rms: number;
}

/** Maximum distance of a star from its predicted position [px]. */
const TOLERANCE = 3;
/** Maximum number of stars of the catalogue; the brightest are used. */
const MAX_STARS = 20;

/**
 * The transform from the catalogue to a frame by the WCS of both; null unless at least two stars, and half of those
 * detected, are where it predicts.
 *
 * @param catalogue stars, brightest first, in the pixels that `known.transform` maps from
 */
export function matchByWcs(catalogue: Stars, known: PlacedFrame, stars: Stars, wcs: Wcs): WcsMatch | null {
  const count = Math.min(MAX_STARS, catalogue.x.length);
  if (count < 2) return null;
  const from = { x: catalogue.x.slice(0, count), y: catalogue.y.slice(0, count) };
  const to = { x: new Float64Array(count), y: new Float64Array(count) };
  for (let i = 0; i < count; i++) {
    const sky = known.wcs.pixelToSky(
      transformX(known.transform, from.x[i], from.y[i]),
      transformY(known.transform, from.x[i], from.y[i]),
    );
    const pixel = wcs.skyToPixel(sky.ra, sky.dec);
    to.x[i] = pixel.x;
    to.y[i] = pixel.y;
  }
  const transform = fitSimilarity(from, to);
  return transform && confirmed(transform, catalogue, stars);
}

/** Counts the detected stars at the positions that the transform predicts for stars of the catalogue. */
function confirmed(transform: Similarity, catalogue: Stars, { x, y }: Stars): WcsMatch | null {
  let matched = 0;
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    let nearest = Number.POSITIVE_INFINITY;
    for (let j = 0; j < catalogue.x.length; j++) {
      const dx = transformX(transform, catalogue.x[j], catalogue.y[j]) - x[i];
      const dy = transformY(transform, catalogue.x[j], catalogue.y[j]) - y[i];
      nearest = Math.min(nearest, Math.hypot(dx, dy));
    }
    if (nearest < TOLERANCE) {
      matched++;
      squares += nearest * nearest;
    }
  }
  return matched >= 2 && matched >= 0.5 * x.length ? { transform, matched, rms: Math.sqrt(squares / matched) } : null;
}
