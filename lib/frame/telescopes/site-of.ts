/**
 * From where a telescope looked.
 *
 * @module
 */
import { angleOrNaN } from '../../math/angle.js';
import type { Site } from '../../time/site.js';
import type { KeywordReader } from './cards/keyword-reader.js';
import { SITES } from './entries/sites.js';

/** Comments and values that count longitude west of Greenwich. */
const WEST =
  /\+\s*w(est)?\b|\bw(est)?\s*(is\s*)?(\+|positive|pos\b)|\b(positive|pos)\s*(is\s*)?(\(?\s*)w(est)?\b|\bdeg(rees)?\.?\s+w(est)?\b|\bw(est)?\s+longitude\b|\blongitude\s+w(est)?\b|\[\s*deg\s*w\s*\]/i;
/** How far two positions of one observatory may be apart [deg]. */
const MAX_SITE_DISTANCE = 1;

/**
 * Site of the telescope; null if neither the header nor the dictionary gives it, or it is in space.
 *
 * Height 0 where only that is missing. Longitudes count east; one whose comment or value says west is turned, and so is one
 * whose sign places a known observatory on the other side of Greenwich; that is listed.
 */
export function siteOf(reader: KeywordReader): Site | null {
  const { telescope } = reader;
  if (telescope.inSpace) return null;
  const latitude = place(reader, 'latitude', 90);
  const found = place(reader, 'longitude', 360);
  if (latitude === null || found === null) return telescope.site ?? null;
  const height = reader.number('height');
  return {
    name: reader.text('site') || telescope.site?.name || '',
    longitude: eastLongitude(reader, found, latitude.value),
    latitude: latitude.value,
    height: Number.isFinite(height) ? height : (telescope.site?.height ?? 0),
  };
}

interface Place {
  readonly keyword: string;
  readonly value: number;
}

/** The longitude, turned if it has the wrong sign for an observatory at this latitude that the header names. */
function eastLongitude(reader: KeywordReader, { keyword, value }: Place, latitude: number): number {
  const known = siteAcross(reader, value, latitude);
  if (known === null) return value;
  reader.note(
    keyword,
    'longitude-sign',
    'assumed',
    `${keyword} places ${known.name} on the other side of Greenwich: it is taken as a longitude west. Say so in the comment of the card ("west positive"), or give it east positive`,
  );
  return -value;
}

/** The observatory that the header names if it is at this latitude and at the longitude of the other sign. */
function siteAcross(reader: KeywordReader, longitude: number, latitude: number): Site | null {
  const isAcross = (site: Site | undefined): site is Site =>
    site !== undefined &&
    Math.abs(site.latitude - latitude) < MAX_SITE_DISTANCE &&
    isNear(site.longitude, -longitude) &&
    !isNear(site.longitude, longitude);
  const own = reader.telescope.site;
  if (isAcross(own)) return own;
  const across = ALL_SITES.filter(isAcross);
  if (across.length === 0) return null;
  const named = ['OBSERVAT', 'SITE', 'SITENAME', 'TELESCOP', 'ORIGIN', 'SITEID']
    .map(card => reader.textOf(card).toLowerCase())
    .join(' ');
  return across.find(site => named.includes(site.name.toLowerCase())) ?? null;
}

const ALL_SITES = Object.values(SITES);

/** Whether two longitudes are the same place, whatever the turns. */
function isNear(a: number, b: number): boolean {
  const apart = Math.abs(a - b) % 360;
  return Math.min(apart, 360 - apart) < MAX_SITE_DISTANCE;
}

function place(reader: KeywordReader, quantity: 'latitude' | 'longitude', limit: number): Place | null {
  for (const keyword of reader.candidates(quantity)) {
    const text = reader.textOf(keyword);
    if (text === '') continue;
    const comment = reader.header.comment(keyword);
    const { value: number, unit } = reader.read(keyword);
    const isPlain = Number.isFinite(number) && !/^[nsew]/i.test(unit);
    const angle = isPlain ? number * degreesIn(unit || comment) : angleOrNaN(prefixLast(text), 'degree');
    if (!(Math.abs(angle) <= limit)) continue;
    // "111.6 W" is turned by its letter; a comment says it of the number
    const isWest = quantity === 'longitude' && WEST.test(comment) && !/[EW]\s*$/i.test(text);
    return { keyword, value: isWest ? -angle : angle };
  }
  reader.noteUnreadable(quantity, quantity === 'latitude' ? 'a latitude' : 'a longitude');
  return null;
}

/** `W 111:35` as `111:35 W`, which {@link angleOrNaN} reads. */
function prefixLast(text: string): string {
  const upper = text.toUpperCase().replace(/\b(NORTH|SOUTH|EAST|WEST)\b/, word => word[0]);
  return upper.replace(/^([NSEW])\s*(.*)$/, '$2 $1');
}

/** Degrees in the unit that a text names: 1 but for radians. */
function degreesIn(text: string): number {
  return /\[\s*rad(ians?)?\s*\]|\bradians?\b|^rad$/i.test(text) ? 180 / Math.PI : 1;
}
