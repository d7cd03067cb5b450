/**
 * Where a telescope looked, and from where.
 *
 * @module
 */
import { angleOrNaN, wrapDegrees } from '../../math/angle.js';
import type { SkyPosition } from '../../time/earth/horizontal.js';
import type { Site } from '../../time/site.js';
import type { Wcs } from '../wcs/wcs.js';
import type { KeywordReader } from './keyword-reader.js';

/**
 * The pointing of a frame [deg]; NaN if the header does not say.
 *
 * From RA and DEC or what the telescope has instead, else the sky at the centre of the frame by its
 * WCS. Sexagesimal text counts hours for right ascension; a plain number is in degrees unless the
 * card's comment names hours.
 */
export function pointing(reader: KeywordReader, wcs: Wcs | null, width: number, height: number): SkyPosition {
  const ra = coordinate(reader, 'ra');
  const dec = coordinate(reader, 'dec');
  if (Number.isFinite(ra) && Math.abs(dec) <= 90) return { ra: wrapDegrees(ra), dec };
  return wcs ? wcs.pixelToSky((width - 1) / 2, (height - 1) / 2) : { ra: Number.NaN, dec: Number.NaN };
}

/**
 * Site of the telescope; null if neither the header nor the dictionary gives it, or it is in space.
 *
 * Height 0 where only that is missing. Longitudes count east; one whose comment says west is turned.
 */
export function siteOf(reader: KeywordReader): Site | null {
  const { telescope } = reader;
  if (telescope.inSpace) return null;
  const [latitude, longitude] = [place(reader, 'latitude'), place(reader, 'longitude')];
  if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 360)) return telescope.site ?? null;
  const height = reader.number('height');
  return {
    name: reader.text('site') || telescope.site?.name || '',
    longitude,
    latitude,
    height: Number.isFinite(height) ? height : (telescope.site?.height ?? 0),
  };
}

function coordinate(reader: KeywordReader, quantity: 'ra' | 'dec'): number {
  for (const keyword of reader.candidates(quantity)) {
    const text = reader.textOf(keyword);
    if (text === '') continue;
    const number = Number(text);
    const inHours = quantity === 'ra' && /\bh(ou)?rs?\b/i.test(reader.header.comment(keyword));
    const value = Number.isFinite(number)
      ? number * (inHours ? 15 : 1)
      : angleOrNaN(text, quantity === 'ra' ? 'hour' : 'degree');
    if (Number.isFinite(value)) return value;
  }
  return Number.NaN;
}

function place(reader: KeywordReader, quantity: 'latitude' | 'longitude'): number {
  for (const keyword of reader.candidates(quantity)) {
    const text = reader.textOf(keyword);
    if (text === '') continue;
    const value = Number.isFinite(Number(text)) ? Number(text) : angleOrNaN(text, 'degree');
    if (!Number.isFinite(value)) continue;
    return /\+\s*west|west\s*(is\s*)?\+|deg(rees)?\s+west/i.test(reader.header.comment(keyword)) ? -value : value;
  }
  return Number.NaN;
}
