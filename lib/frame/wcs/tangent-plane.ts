/**
 * The tangent plane (TAN, gnomonic) that an image is a piece of.
 *
 * @see Calabretta, M. R. & Greisen, E. W. 2002, A&A 395, 1077, section 5.1.3
 * @module
 */
import { wrapDegrees } from '../../math/angle.js';
import type { SkyPosition } from '../../time/earth/horizontal.js';
import { distort, type SipTerms, undistort } from './sip.js';

/** A place on an image; pixel (0, 0) has its centre at x = 0, y = 0. */
export interface PixelPosition {
  /** Along NAXIS1 [px]. */
  readonly x: number;
  /** Along NAXIS2 [px]. */
  readonly y: number;
}

/** A 2 x 2 matrix, row by row. */
export type Matrix2 = readonly [readonly [number, number], readonly [number, number]];

/** A tangent plane as numbers: all that a TAN world coordinate system is. */
export interface TangentPlane {
  /** Where the plane touches the sky, ICRS [deg] (CRVAL). */
  readonly crval: SkyPosition;
  /** The pixel there, counted from 0 (CRPIX - 1) [px]. */
  readonly crpix: PixelPosition;
  /** Matrix from pixels to the plane: the first row yields degrees to the east, the second to the north [deg/px]. */
  readonly cd: Matrix2;
  /** The distortion, if there is one. */
  readonly sip?: SipTerms;
}

const DEG = Math.PI / 180;

/** The sky at a pixel, ICRS [deg]. */
export function planePixelToSky(plane: TangentPlane, x: number, y: number): SkyPosition {
  const { crval, crpix, cd, sip } = plane;
  let [u, v] = [x - crpix.x, y - crpix.y];
  if (sip) ({ u, v } = undistort(sip, u, v));
  const xi = (cd[0][0] * u + cd[0][1] * v) * DEG;
  const eta = (cd[1][0] * u + cd[1][1] * v) * DEG;
  const [sin0, cos0] = [Math.sin(crval.dec * DEG), Math.cos(crval.dec * DEG)];
  const towards = cos0 - eta * sin0;
  return {
    ra: wrapDegrees(crval.ra + Math.atan2(xi, towards) / DEG),
    dec: Math.atan2(sin0 + eta * cos0, Math.hypot(xi, towards)) / DEG,
  };
}

/** The pixel of a place on the sky [px]; NaN for the half of the sky that the plane does not show. */
export function planeSkyToPixel(plane: TangentPlane, ra: number, dec: number): PixelPosition {
  const { crval, crpix, cd, sip } = plane;
  const dRa = (ra - crval.ra) * DEG;
  const [sin0, cos0] = [Math.sin(crval.dec * DEG), Math.cos(crval.dec * DEG)];
  const [sin, cos] = [Math.sin(dec * DEG), Math.cos(dec * DEG)];
  const depth = sin0 * sin + cos0 * cos * Math.cos(dRa);
  if (!(depth > 1e-12)) return { x: Number.NaN, y: Number.NaN };
  const xi = (cos * Math.sin(dRa)) / depth / DEG;
  const eta = (cos0 * sin - sin0 * cos * Math.cos(dRa)) / depth / DEG;
  const determinant = cd[0][0] * cd[1][1] - cd[0][1] * cd[1][0];
  let u = (cd[1][1] * xi - cd[0][1] * eta) / determinant;
  let v = (cd[0][0] * eta - cd[1][0] * xi) / determinant;
  if (sip) ({ u, v } = distort(sip, u, v));
  return { x: crpix.x + u, y: crpix.y + v };
}

/** Side of a square as large as a pixel at CRPIX [arcsec]. */
export function planePixelScale({ cd }: TangentPlane): number {
  return 3600 * Math.sqrt(Math.abs(cd[0][0] * cd[1][1] - cd[0][1] * cd[1][0]));
}

/** Position angle of the y axis at CRPIX, from north through east, 0 to 360 [deg]. */
export function planeRotation({ cd }: TangentPlane): number {
  return wrapDegrees(Math.atan2(cd[0][1], cd[1][1]) / DEG);
}
