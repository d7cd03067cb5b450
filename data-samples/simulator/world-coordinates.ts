/**
 * From pixels of the first light to the sky, and the WCS keywords of any light (FITS papers I and II, TAN).
 *
 * @module
 */
import type { SampleCard } from './fits-encoder.js';
import type { TelescopeOptions } from './night-options.js';
import type { Placement } from './placement.js';
import { fromTangentPlane, type SkyPoint } from './sky-geometry.js';

type Scale = Pick<TelescopeOptions, 'pixelScale' | 'positionAngle'>;
type Matrix = readonly [number, number, number, number];

const DEGREE = Math.PI / 180;

/** Sky position of a pixel of the first light, whose middle points at `pointing`. */
export function toSky(
  pointing: SkyPoint,
  pixel: { readonly x: number; readonly y: number },
  scale: Scale,
  width: number,
  height: number,
): SkyPoint {
  const [a, b, c, d] = pixelToPlane(scale);
  const u = pixel.x - (width - 1) / 2;
  const v = pixel.y - (height - 1) / 2;
  return fromTangentPlane(pointing, a * u + b * v, c * u + d * v);
}

/** Where the middle of the first light must point for `sky` to fall on `pixel`. */
export function tangentPointFor(
  sky: SkyPoint,
  pixel: { readonly x: number; readonly y: number },
  scale: Scale,
  width: number,
  height: number,
): SkyPoint {
  let pointing: SkyPoint = { ra: sky.ra, dec: sky.dec };
  for (let round = 0; round < 6; round++) {
    const seen = toSky(pointing, pixel, scale, width, height);
    pointing = { ra: pointing.ra + sky.ra - seen.ra, dec: pointing.dec + sky.dec - seen.dec };
  }
  return pointing;
}

/** The WCS of a light: the first light's, shifted and turned with the field. */
export function wcsCards(
  pointing: SkyPoint,
  placement: Placement,
  scale: Scale,
  width: number,
  height: number,
): SampleCard[] {
  const [a, b, c, d] = pixelToPlane(scale);
  const angle = (placement.rotation + (placement.flipped ? 180 : 0)) * DEGREE;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return [
    { keyword: 'CTYPE1', value: 'RA---TAN' },
    { keyword: 'CTYPE2', value: 'DEC--TAN' },
    { keyword: 'CUNIT1', value: 'deg' },
    { keyword: 'CUNIT2', value: 'deg' },
    { keyword: 'RADESYS', value: 'ICRS' },
    { keyword: 'CRVAL1', value: round(pointing.ra, 9) },
    { keyword: 'CRVAL2', value: round(pointing.dec, 9) },
    { keyword: 'CRPIX1', value: round((width + 1) / 2 + placement.dx, 5), comment: 'first pixel is 1' },
    { keyword: 'CRPIX2', value: round((height + 1) / 2 + placement.dy, 5) },
    { keyword: 'CD1_1', value: round(a * cos - b * sin, 13) },
    { keyword: 'CD1_2', value: round(a * sin + b * cos, 13) },
    { keyword: 'CD2_1', value: round(c * cos - d * sin, 13) },
    { keyword: 'CD2_2', value: round(c * sin + d * cos, 13) },
  ];
}

/** Pixels to standard coordinates [deg/px]: north up and east to the left, turned by the position angle. */
function pixelToPlane({ pixelScale, positionAngle }: Scale): Matrix {
  const scale = pixelScale / 3600;
  const cos = Math.cos(positionAngle * DEGREE);
  const sin = Math.sin(positionAngle * DEGREE);
  return [-scale * cos, scale * sin, scale * sin, scale * cos];
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
