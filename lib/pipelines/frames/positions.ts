/**
 * Converts the forms in which a user may give positions to one form.
 *
 * @module
 */

import { PhotometryError } from '../../core/errors.js';
import { quoted } from '../../core/quoted.js';
import type { PixelPosition } from '../../frame/wcs/tangent-plane.js';
import type { Wcs } from '../../frame/wcs/wcs.js';
import type { SkyPosition } from '../../time/earth/horizontal.js';

/** Anything with columns x and y, or ra and dec: a table of stars. */
export interface PositionTable {
  /** Number of rows. */
  readonly length: number;
  /** Names of the columns. */
  readonly names: readonly string[];
  /** The columns by name. */
  readonly columns: object;
}

/** Positions: a table with x and y (or ra and dec) columns, a list of points, or two arrays. */
export type Positions =
  | PositionTable
  | readonly PixelPosition[]
  | readonly SkyPosition[]
  | { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> }
  | { readonly ra: ArrayLike<number>; readonly dec: ArrayLike<number> };

/** Positions as two arrays of pixels. */
export interface PixelPositions {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Converts positions to pixels. Sky positions need a WCS.
 *
 * @param wcs returns the WCS of the frame whose pixels are used; called only for sky positions, and may throw
 * @throws PhotometryError `bad-argument` if neither x and y nor ra and dec are present, or they differ in length
 */
export function toPixelPositions(
  positions: Positions,
  verb: string,
  wcs: () => Pick<Wcs, 'skyToPixel'>,
): PixelPositions {
  const x = coordinate(positions, 'x');
  const y = coordinate(positions, 'y');
  if (x && y) return sameLength(x, y, verb);
  const ra = coordinate(positions, 'ra');
  const dec = coordinate(positions, 'dec');
  if (!ra || !dec)
    throw new PhotometryError(
      'bad-argument',
      `${verb}() needs positions: a table with columns x and y (or ra and dec), a list of { x, y }, or { x: [...], y: [...] }; ` +
        `got ${describe(positions)}`,
      { verb },
    );
  const sky = wcs();
  const pixels = sameLength(ra.slice(), dec.slice(), verb);
  for (let k = 0; k < pixels.x.length; k++) {
    const pixel = sky.skyToPixel(ra[k], dec[k]);
    pixels.x[k] = pixel.x;
    pixels.y[k] = pixel.y;
  }
  return pixels;
}

/** A coordinate or another number of the positions; null if they have none of that name. */
export function coordinatesOf(positions: Positions, name: 'x' | 'y' | 'ra' | 'dec' | 'colour'): Float64Array | null {
  return coordinate(positions, name);
}

/** A column or field as texts; null if the positions have none of that name, or not in every row. */
export function textsOf(positions: Positions, name: string): readonly string[] | null {
  if (positions === null || typeof positions !== 'object') return null;
  const values = Array.isArray(positions)
    ? (positions as Readonly<Record<string, unknown>>[]).map(position => Object(position)[name])
    : column(positions, name);
  if (values === undefined || values === null || typeof values !== 'object') return null;
  const texts = Array.from(values as ArrayLike<unknown>);
  const isTold = texts.every(text => ['string', 'number', 'bigint'].includes(typeof text));
  return texts.length > 0 && isTold ? texts.map(String) : null;
}

/** The colours that go with positions (column or field `colour`, one index such as B-V) [mag]; null if there are none. */
export function coloursOf(positions: Positions): Float64Array | null {
  return coordinate(positions, 'colour');
}

function sameLength(x: Float64Array, y: Float64Array, verb: string): PixelPositions {
  if (x.length !== y.length)
    throw new PhotometryError(
      'length-mismatch',
      `${verb}() got ${x.length} x and ${y.length} y coordinates: give equally many of each`,
      {
        x: x.length,
        y: y.length,
      },
    );
  return { x, y };
}

/** One coordinate of the positions as a new array, or null if they have none of that name. */
function coordinate(positions: Positions, name: 'x' | 'y' | 'ra' | 'dec' | 'colour'): Float64Array | null {
  if (Array.isArray(positions)) {
    if (positions.length === 0) return name === 'x' || name === 'y' ? new Float64Array(0) : null;
    return positions.every(position => typeof (position as Record<string, unknown>)?.[name] === 'number')
      ? Float64Array.from(positions as Record<string, number>[], position => position[name])
      : null;
  }
  if (positions === null || typeof positions !== 'object') return null;
  const values = column(positions, name);
  if (values === null || typeof values !== 'object' || typeof (values as ArrayLike<number>).length !== 'number')
    return null;
  if (ArrayBuffer.isView(values) && !(values instanceof BigInt64Array))
    return Float64Array.from(values as unknown as ArrayLike<number>);
  requireNumbers(values as ArrayLike<unknown>, name);
  return Float64Array.from(values as ArrayLike<number | null | undefined>, value => value ?? Number.NaN);
}

/** Text would become NaN, and its star would be lost. */
function requireNumbers(values: ArrayLike<unknown>, name: string): void {
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    if (typeof value === 'number' || value === null || value === undefined) continue;
    throw new PhotometryError(
      'bad-argument',
      `positions need numbers in '${name}', got ${typeof value} ${JSON.stringify(String(value))} in row ${k}: ` +
        (typeof value === 'string' ? `make numbers of it with parseAngle(text, 'hour') or Number(text)` : 'convert it'),
      { column: name, row: k },
    );
  }
}

/** A table's column or an object's field; undefined if there is none of that name. */
function column(positions: object, name: string): unknown {
  if (!('columns' in positions)) return (positions as Record<string, unknown>)[name];
  const { names, columns } = positions as PositionTable;
  // a table throws on unknown names
  return names.includes(name) ? (columns as Record<string, unknown>)[name] : undefined;
}

function describe(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  if ('names' in value) return `a table with columns ${(value as PositionTable).names.join(', ')}`;
  if (Array.isArray(value)) return `a list whose first item is ${quoted(value[0])}`;
  return `an object with ${Object.keys(value).join(', ')}`;
}
