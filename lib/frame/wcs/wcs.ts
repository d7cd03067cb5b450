/**
 * The world coordinate system of an image: pixels to the sky and back.
 *
 * Pixel (0, 0) is the centre of the first pixel; angles are degrees, ICRS. Understood are TAN images,
 * with or without SIP distortion, from a CD matrix, PC and CDELT, or CDELT and CROTA2.
 *
 * ```ts
 * const wcs = parseWcs(header);
 * if (wcs) console.log(wcs.pixelToSky(511, 511), wcs.pixelScale);
 * ```
 *
 * @see Greisen, E. W. & Calabretta, M. R. 2002, A&A 395, 1061 (paper I); 395, 1077 (paper II)
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { Header } from '../../fits/header/header.js';
import type { SkyPosition } from '../../time/earth/horizontal.js';
import { readTangentPlane } from './read-plane.js';
import {
  type PixelPosition,
  planePixelScale,
  planePixelToSky,
  planeRotation,
  planeSkyToPixel,
  type TangentPlane,
} from './tangent-plane.js';

/** Pixels to the sky and back. */
export interface Wcs {
  /** The sky at a pixel, ICRS [deg]; `ra` is 0 to 360. */
  pixelToSky(x: number, y: number): SkyPosition;
  /** The pixel of a place on the sky [px]; NaN where the image plane cannot show it. */
  skyToPixel(ra: number, dec: number): PixelPosition;
  /** Side of a square as large as a pixel at the reference pixel [arcsec/px]. */
  readonly pixelScale: number;
  /** Position angle of the y axis at the reference pixel, from north through east, 0 to 360 [deg]. */
  readonly rotation: number;
  /** The numbers behind it. */
  readonly plane: TangentPlane;
  /** Description of a distortion in the header that is not applied; empty if there is none. */
  readonly omitted: string;
}

/** Settings of {@link parseWcs}. */
export interface WcsOptions {
  /** Which description of a header that has several: `A` to `Z` (default ` `, the primary one). */
  readonly alternate?: string;
}

/**
 * Reads the world coordinate system of a header; null if there is no usable one.
 *
 * That is: no CTYPE, a matrix that is missing or singular, a value that is not a number, coordinates
 * other than RA and Dec of 2000, a projection other than TAN. `Frame.wcs` throws an error that names the reason.
 *
 * @example parseWcs(header)?.pixelToSky(0, 0)
 */
export function parseWcs(header: Header, options: WcsOptions = {}): Wcs | null {
  const read = readTangentPlane(header, options.alternate ?? ' ');
  return typeof read === 'string' ? null : wcsFromPlane(read.plane, read.omitted);
}

/** Why {@link parseWcs} returns null; empty if it does not. */
export function wcsProblem(header: Header, options: WcsOptions = {}): string {
  const read = readTangentPlane(header, options.alternate ?? ' ');
  return typeof read === 'string' ? read : '';
}

/**
 * Reads the world coordinate system of a header that must have one.
 *
 * @param path the file, for the message
 * @throws PhotometryError `no-wcs` if it has no usable one, with the reason
 */
export function requireWcs(header: Header, path = '', options: WcsOptions = {}): Wcs {
  const read = readTangentPlane(header, options.alternate ?? ' ');
  if (typeof read !== 'string') return wcsFromPlane(read.plane, read.omitted);
  throw new PhotometryError(
    'no-wcs',
    `${path || 'the frame'} has no usable world coordinates: ${read}; solve it, or work in pixels`,
    { path, reason: read },
  );
}

/** The numbers that make a plain TAN system. */
export interface MatrixWcs {
  /** Where the reference pixel is on the sky, ICRS [deg]. */
  readonly crval: SkyPosition;
  /** The reference pixel, counted from 0 (the header's CRPIX less 1) [px]. */
  readonly crpix: PixelPosition;
  /** Pixels to degrees east (first row) and north (second row) [deg/px]. */
  readonly cd: TangentPlane['cd'];
}

/**
 * A TAN system from its numbers.
 *
 * @throws PhotometryError `bad-argument` if a number is not finite or the matrix is singular
 * @example wcsFromMatrix({ crval: { ra: 240.5, dec: 28.2 }, crpix: { x: 511, y: 511 }, cd: [[-2e-4, 0], [0, 2e-4]] })
 */
export function wcsFromMatrix({ crval, crpix, cd }: MatrixWcs): Wcs {
  const numbers = [crval.ra, crval.dec, crpix.x, crpix.y, ...cd[0], ...cd[1]];
  if (!numbers.every(Number.isFinite))
    throw new PhotometryError('bad-argument', `a WCS needs finite numbers, got ${numbers.join(', ')}`, {
      crval,
      crpix,
      cd,
    });
  if (cd[0][0] * cd[1][1] === cd[0][1] * cd[1][0])
    throw new PhotometryError('bad-argument', `the CD matrix [${cd.join('], [')}] is singular`, { cd });
  return wcsFromPlane({ crval, crpix, cd });
}

/** A system from its tangent plane, distortion included. */
function wcsFromPlane(plane: TangentPlane, omitted = ''): Wcs {
  return Object.freeze({
    pixelToSky: (x: number, y: number): SkyPosition => planePixelToSky(plane, x, y),
    skyToPixel: (ra: number, dec: number): PixelPosition => planeSkyToPixel(plane, ra, dec),
    pixelScale: planePixelScale(plane),
    rotation: planeRotation(plane),
    plane,
    omitted,
  });
}
