/**
 * What a picture of a frame shows in addition to its pixels: marked stars, the pixel scale, north and east.
 *
 * @module
 */
import type { Wcs } from '../frame/wcs/wcs.js';
import { type Positions, toPixelPositions } from '../pipelines/frames/positions.js';
import type { PictureOptions } from '../plot/image-picture.js';
import type { Overlay } from '../plot/overlay.js';

/** Stars to mark on a frame, with the aperture to draw. */
export interface MarkedStars {
  /** Stars to mark, as any positions. */
  readonly stars?: Positions;
  /** Radius of the circle drawn on each star [px]. Default 6. */
  readonly radius?: number;
  /** Radii of the sky annulus drawn on each star [px]. Default none. */
  readonly annulus?: readonly [number, number];
  /**
   * Text next to each star, in their order: `labels: stars.columns.id`. Default: none; in a viewer the `id` of the stars,
   * or their row from 0 if they have none.
   */
  readonly labels?: ArrayLike<string | number>;
}

/** How stars are marked. */
interface MarkSettings {
  /** Name of the caller, for messages. */
  readonly verb: string;
  /** Whether stars without labels are named by their `id` or by their row. */
  readonly numbered: boolean;
  /** Returns the WCS of the frame; called only for stars on the sky, and may throw. */
  readonly wcs: () => Wcs;
}

/** What is drawn on a frame: the given marks, and a circle for each star. */
export function starMarks(options: MarkedStars & PictureOptions, { verb, numbered, wcs }: MarkSettings): Overlay[] {
  const { stars, radius = 6, annulus, overlays = [] } = options;
  if (!stars) return [...overlays];
  const { x, y } = toPixelPositions(stars, verb, wcs);
  const labels = options.labels ?? (numbered ? idsOf(stars) : null);
  const labelOf = (row: number): string => String(labels?.[row] ?? (numbered ? row : ''));
  return [...overlays, ...Array.from(x, (_, k) => ({ x: x[k], y: y[k], radius, annulus, label: labelOf(k) }))];
}

/** Pixel scale [arcsec/px], and where north and east are in the picture: steps of one pixel along x and y. */
interface SkyDirections {
  /** NaN without a WCS. */
  readonly pixelScale: number;
  readonly compass?: { readonly north: [number, number]; readonly east: [number, number] };
}

/** Pixel scale and the directions of north and east in the middle of a frame, if it has a WCS. */
export function skyDirections(wcs: Wcs | null, width: number, height: number): SkyDirections {
  if (wcs === null) return { pixelScale: Number.NaN };
  const centre = wcs.pixelToSky((width - 1) / 2, (height - 1) / 2);
  const step = (10 * wcs.pixelScale) / 3600;
  const from = wcs.skyToPixel(centre.ra, centre.dec);
  const direction = (to: { x: number; y: number }): [number, number] => {
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    return [(to.x - from.x) / length, (to.y - from.y) / length];
  };
  const north = direction(wcs.skyToPixel(centre.ra, centre.dec + step));
  const east = direction(wcs.skyToPixel(centre.ra + step / Math.cos((centre.dec * Math.PI) / 180), centre.dec));
  return { pixelScale: wcs.pixelScale, compass: { north, east } };
}

/** The `id` column of a table of stars; null if there is none. */
function idsOf(stars: Positions): ArrayLike<string | number> | null {
  const columns: { readonly id?: ArrayLike<string | number> } = 'columns' in stars ? stars.columns : {};
  return 'names' in stars && stars.names.includes('id') ? (columns.id ?? null) : null;
}
