/**
 * Series of synthetic frames in memory for pipeline tests.
 *
 * @module
 */
import { type CardValue, Header } from '../../lib/fits/header/header.js';
import type { Image } from '../../lib/frame/image.js';
import { describeFrame } from '../../lib/frame/telescopes/describe-frame.js';
import type { SeriesPlan } from '../../lib/pipelines/frames/series-plan.js';
import { type DrawnStar, drawStars } from '../helpers/star-field.js';

/** One frame: its view of a field of stars. */
export interface View {
  /** Position of the frame's first pixel in the field [px]. */
  readonly x?: number;
  readonly y?: number;
  /** Stars of the field; default: those of the plan. */
  readonly stars?: readonly DrawnStar[];
  /** Error of the WCS pointing [px]; without it, the frame has no WCS. */
  readonly wcsError?: number;
  readonly cards?: Readonly<Record<string, CardValue>>;
}

/** Size of the frames [px]. */
export const SIDE = 160;

/** Degrees per pixel of the frames' WCS. */
export const SCALE = 3e-4;

/** A series of views of one field. */
export function planOf(field: readonly DrawnStar[], views: readonly View[]): SeriesPlan {
  const frames = views.map((view, k) => {
    const { x = 0, y = 0, stars = field, wcsError, cards = {} } = view;
    const path = `night/frame-${k}.fits`;
    const header = Header.fromObject({
      IMAGETYP: 'LIGHT',
      EXPTIME: 30,
      GAIN: 1,
      RDNOISE: 5,
      'DATE-OBS': `2025-07-20T2${k}:00:00`,
      ...(wcsError === undefined ? {} : wcsCards(x + wcsError, y)),
      ...cards,
    });
    const drawn = drawStars({
      width: SIDE,
      height: SIDE,
      stars: stars.map(star => ({ ...star, x: star.x - x, y: star.y - y })),
      fwhm: 3.2,
      noise: 4,
      seed: 100 + k,
    });
    const image: Image = { ...drawn, gain: 1, readNoise: 5, exptime: 30, header, path };
    return { facts: describeFrame(header, path), load: async () => image };
  });
  return { frames, calibrations: [], precision: 'float64', cache: null };
}

/** A tangent projection with field pixel (0, 0) at RA 150, Dec 20. */
function wcsCards(x: number, y: number): Record<string, CardValue> {
  return {
    CTYPE1: 'RA---TAN',
    CTYPE2: 'DEC--TAN',
    CRVAL1: 150,
    CRVAL2: 20,
    CRPIX1: 1 - x,
    CRPIX2: 1 - y,
    CD1_1: -SCALE,
    CD1_2: 0,
    CD2_1: 0,
    CD2_2: SCALE,
  };
}
