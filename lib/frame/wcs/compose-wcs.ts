/**
 * The coordinates of one image carried to another whose pixels are a linear map of its own.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { SkyPosition } from '../../time/earth/horizontal.js';
import type { Matrix2, PixelPosition, TangentPlane } from './tangent-plane.js';
import { type Wcs, wcsFromPlane } from './wcs.js';

/** A linear map of pixels: x' = xx x + xy y + x0, y' = yx x + yy y + y0. */
interface LinearMap {
  readonly xx: number;
  readonly xy: number;
  readonly yx: number;
  readonly yy: number;
  /** Shift along x [px]. */
  readonly x0: number;
  /** Shift along y [px]. */
  readonly y0: number;
}

/**
 * The system of an image, from that of a reference image and the map of its pixels to the reference's.
 *
 * This gives a frame that could not be solved the coordinates of one that could. The sky of a pixel
 * is that of the mapped pixel: exact, also with distortion. Of a system with SIP, however, the
 * `plane` of the result, and so its header cards, has the linear part only, which `omitted` says.
 *
 * @throws PhotometryError `bad-argument` if the map is singular or not finite
 * @example composeWcs(reference, { xx: 1, xy: 0, yx: 0, yy: 1, x0: 12.3, y0: -4 }) // a drift
 */
export function composeWcs(reference: Wcs, toReference: LinearMap): Wcs {
  const { xx, xy, yx, yy, x0, y0 } = toReference;
  const determinant = xx * yy - xy * yx;
  if (!Number.isFinite(determinant + x0 + y0) || determinant === 0)
    throw new PhotometryError('bad-argument', 'the map of pixels is singular or has a number that is not finite', {
      toReference,
    });
  const back = (x: number, y: number): PixelPosition => ({
    x: (yy * (x - x0) - xy * (y - y0)) / determinant,
    y: (xx * (y - y0) - yx * (x - x0)) / determinant,
  });
  const { crval, crpix, cd, sip } = reference.plane;
  const row = ([alongX, alongY]: Matrix2[0]): Matrix2[0] => [alongX * xx + alongY * yx, alongX * xy + alongY * yy];
  const plane: TangentPlane = { crval, crpix: back(crpix.x, crpix.y), cd: [row(cd[0]), row(cd[1])] };
  const linear = wcsFromPlane(plane, reference.omitted);
  if (!sip) return linear;
  return Object.freeze({
    ...linear,
    omitted: [reference.omitted, 'SIP distortion in the header cards'].filter(Boolean).join('; '),
    pixelToSky: (x: number, y: number): SkyPosition => reference.pixelToSky(xx * x + xy * y + x0, yx * x + yy * y + y0),
    skyToPixel: (ra: number, dec: number): PixelPosition => {
      const place = reference.skyToPixel(ra, dec);
      return back(place.x, place.y);
    },
  });
}
