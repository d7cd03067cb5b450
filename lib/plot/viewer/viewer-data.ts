/**
 * The data of a viewer: the packed frames and the marks on them.
 *
 * @module
 */
import type { Pixels } from '../../frame/image.js';
import type { Polynomial } from '../../frame/wcs/sip.js';
import type { TangentPlane } from '../../frame/wcs/tangent-plane.js';
import { blockFor } from '../bin-pixels.js';
import type { Overlay } from '../overlay.js';
import type { Stretch } from '../stretch.js';
import { type PackedImage, packImage } from './pack-image.js';

/** A frame to look at. */
export interface ViewedImage {
  /** Name shown while blinking: file, time. */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly pixels: Pixels;
  /** Its tangent plane, for the sky under the cursor; null without WCS. */
  readonly plane: TangentPlane | null;
  /** Arcseconds per pixel; NaN without WCS. */
  readonly pixelScale: number;
  /** Directions of north and east in pixel axes, where there is a WCS. */
  readonly compass?: { readonly north: readonly [number, number]; readonly east: readonly [number, number] };
}

/** A packed frame with what the page says about it. */
interface FrameData extends PackedImage {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly plane: object | null;
  readonly compass: object | null;
  readonly pixelScale: number | null;
}

/** All that the page's script reads. */
export interface ViewerData {
  readonly id: string;
  readonly unit: string;
  readonly stretch: Stretch;
  readonly frames: readonly FrameData[];
  readonly marks: readonly object[];
}

/** Default radius of a mark [px]. */
const MARK_RADIUS = 6;
const MARK_COLOUR = '#ff5b3a';

/** Packs a frame, its longest side brought down to `longestSide`. */
export function packFrame(image: ViewedImage, longestSide: number): FrameData {
  const { name, width, height, plane, compass, pixelScale } = image;
  return {
    name,
    width,
    height,
    plane: plane && planeData(plane),
    compass: compass ?? null,
    pixelScale: pixelScale > 0 ? pixelScale : null,
    ...packImage(image, blockFor(width, height, longestSide)),
  };
}

/** A plane as JSON holds it, with short names for the many numbers of a SIP polynomial. */
function planeData({ crval, crpix, cd, sip }: TangentPlane): object {
  const terms = ({ powersU, powersV, coefficients }: Polynomial): object => ({
    u: Array.from(powersU),
    v: Array.from(powersV),
    c: Array.from(coefficients),
  });
  return { crval, crpix, cd, sip: sip ? { a: terms(sip.a), b: terms(sip.b) } : null };
}

/** Marks with every default filled in; those without a finite place are left out. */
export function markData(overlays: readonly Overlay[]): object[] {
  return overlays
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
    .map(({ x, y, radius, annulus, label, colour }) => ({
      x,
      y,
      radius: radius !== undefined && radius > 0 ? radius : MARK_RADIUS,
      annulus: annulus ? [...annulus] : null,
      label: label ?? '',
      colour: colour ?? MARK_COLOUR,
    }));
}
