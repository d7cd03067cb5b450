/**
 * Where a telescope looked.
 *
 * @module
 */
import { angleOrNaN, wrapDegrees } from '../../math/angle.js';
import { separation } from '../../math/sphere.js';
import { type Equinox, toIcrs } from '../../time/earth/equinox.js';
import type { SkyPosition } from '../../time/earth/horizontal.js';
import type { Instant } from '../../time/instant.js';
import type { Wcs } from '../wcs/wcs.js';
import type { KeywordReader } from './cards/keyword-reader.js';

const UNKNOWN: SkyPosition = { ra: Number.NaN, dec: Number.NaN };

/** Two positions of one pointing may be this far apart: a telescope's own is rarely worse [deg]. */
const MAX_POINTING_ERROR = 1;

/** Cards that hold hours in headers of AstroImageJ, which writes both. */
const HOURS_OF_ASTROIMAGEJ: ReadonlySet<string> = new Set(['RA_OBJ', 'RAOBJ2K']);

/** A coordinate of a card. */
interface Coordinate {
  readonly keyword: string;
  /** In degrees. */
  readonly value: number;
  /** The card says what its unit is, or its form does. */
  readonly isUnitKnown: boolean;
}

/**
 * The pointing of a frame in ICRS [deg]; NaN if the header does not say.
 *
 * From RA and DEC or what the telescope has instead, else the sky at the centre of the frame by its
 * WCS. Sexagesimal text counts hours for right ascension; a plain number is in degrees unless the
 * card or its comment names another unit, or a second pair of cards shows that it is in hours, which is listed.
 * Positions of another equinox (EQUINOX, RADESYS) are precessed.
 *
 * @param instant the moment of the exposure, for positions that are of date; null if it is not known
 */
export function pointing(
  reader: KeywordReader,
  wcs: Wcs | null,
  width: number,
  height: number,
  instant: Instant | null,
): SkyPosition {
  const centre = wcs ? wcs.pixelToSky((width - 1) / 2, (height - 1) / 2) : UNKNOWN;
  const [rightAscensions, declinations] = [coordinates(reader, 'ra'), coordinates(reader, 'dec')];
  const ra = rightAscensions[0];
  const dec = declinations.find(({ value }) => Math.abs(value) <= 90);
  if (ra === undefined || dec === undefined) {
    if (ra === undefined) reader.noteUnreadable('ra', 'a right ascension');
    if (dec === undefined) reader.noteUnreadable('dec', 'a declination');
    return centre;
  }
  const told = { ra: wrapDegrees(ra.value), dec: dec.value };
  const others = [centre, secondPair(rightAscensions, declinations)].filter(({ ra }) => Number.isFinite(ra));
  const checked = others.length > 0 ? crossChecked(reader, ra, told, others) : told;
  const equinox = equinoxOf(reader, instant, ra.keyword);
  return equinox === null ? checked : toIcrs(checked, equinox);
}

/** The second cards of a position that can be read, of the keywords that go together. */
function secondPair(rightAscensions: readonly Coordinate[], declinations: readonly Coordinate[]): SkyPosition {
  const ra = rightAscensions.slice(1).find(({ isUnitKnown }) => isUnitKnown);
  const partner = ra && declinations.find(({ keyword }) => keyword === ra.keyword.replace('RA', 'DEC'));
  return ra && partner ? { ra: wrapDegrees(ra.value), dec: partner.value } : UNKNOWN;
}

/** The position, its right ascension taken as hours where only so it agrees with another of the header. */
function crossChecked(
  reader: KeywordReader,
  { keyword, isUnitKnown }: Coordinate,
  told: SkyPosition,
  others: readonly SkyPosition[],
): SkyPosition {
  const agrees = (position: SkyPosition): boolean =>
    others.some(other => separation(position.ra, position.dec, other.ra, other.dec) < MAX_POINTING_ERROR);
  if (agrees(told)) return told;
  const inHours = { ra: told.ra * 15, dec: told.dec };
  if (!isUnitKnown && told.ra <= 24 && agrees(inHours)) {
    reader.note(
      keyword,
      'hours-assumed',
      'assumed',
      `${keyword} is taken as hours: so it agrees with the other position in the header. Say [h] or [deg] in the comment of the card`,
    );
    return inHours;
  }
  const [other] = others;
  const apart = separation(told.ra, told.dec, other.ra, other.dec);
  reader.note(
    keyword,
    'pointing-contradiction',
    'assumed',
    `the header's position is ${apart.toFixed(1)} deg from the other one it gives (${other.ra.toFixed(4)} ${other.dec.toFixed(4)}). The first is used: check which is right`,
  );
  return told;
}

/** The cards of a coordinate that can be read, best first. */
function coordinates(reader: KeywordReader, quantity: 'ra' | 'dec'): Coordinate[] {
  const found: Coordinate[] = [];
  for (const keyword of reader.candidates(quantity)) {
    const text = reader.textOf(keyword);
    if (text === '') continue;
    const { value: number, unit } = reader.read(keyword);
    const isPlain = Number.isFinite(number) && !/^[dhm]/.test(unit.replace(/^deg(rees?)?$|^hours?$|^hrs?$/, ''));
    const said = unitIn(quantity, `${reader.header.comment(keyword)} ${isPlain && unit ? `[${unit}]` : ''}`);
    const factor = said ?? (isHourCard(reader, keyword) ? 15 : null);
    if (isPlain) found.push({ keyword, value: number * (factor ?? 1), isUnitKnown: factor !== null });
    else {
      const value = angleOrNaN(text, quantity === 'ra' && !isDegrees(text) && said !== 1 ? 'hour' : 'degree');
      if (Number.isFinite(value)) found.push({ keyword, value, isUnitKnown: true });
    }
  }
  return found;
}

function isHourCard(reader: KeywordReader, keyword: string): boolean {
  return HOURS_OF_ASTROIMAGEJ.has(keyword) && reader.header.has('RAOBJ2K');
}

/** Sexagesimal text of more than 24 can only be degrees. */
function isDegrees(text: string): boolean {
  return Number(/^\s*[+-]?(\d+)/.exec(text)?.[1] ?? 0) > 24;
}

/** Degrees in the unit that a comment names; null if it names none. */
function unitIn(quantity: 'ra' | 'dec', comment: string): number | null {
  if (/\[\s*rad(ians?)?\s*\]|\bradians?\b/i.test(comment)) return 180 / Math.PI;
  if (quantity === 'ra' && /\bh(ou)?rs?\b|\[\s*h\s*\]|\bhh:?mm/i.test(comment)) return 15;
  return /\bdeg(ree)?s?\b|\u00b0/i.test(comment) ? 1 : null;
}

/** The equinox of the position of `keyword`; null for ICRS and J2000. */
function equinoxOf(reader: KeywordReader, instant: Instant | null, keyword: string): Equinox | null {
  const system = (reader.textOf('RADESYS') || reader.textOf('RADECSYS')).toUpperCase();
  const comment = reader.header.comment(keyword);
  if (/^ICRS/.test(system) || /\bJ?2000(\.0)?\b/.test(comment)) return null;
  if (/^(GAPPT|JNOW|APPARENT|TETE)/.test(system) || /\b(of date|JNow|apparent)\b/i.test(comment))
    return instant ? { system: 'of-date', instant } : null;
  const card = ['EQUINOX', 'RADECEQ', 'RAEQUIN', 'EPOCH'].find(name => reader.textOf(name) !== '');
  if (card === undefined) return /^FK4/.test(system) ? { system: 'fk4', epoch: 1950 } : null;
  const text = reader.textOf(card);
  if (/date|now|apparent/i.test(text)) return instant ? { system: 'of-date', instant } : null;
  const epoch = Number(text.replace(/^[JB]/i, ''));
  const isEpoch = epoch > 1850 && epoch < 2100 && (card !== 'EPOCH' || epoch === 1950 || epoch === 2000);
  if (!isEpoch) {
    if (card !== 'EPOCH')
      reader.note(card, 'unreadable-card', 'dropped', `${card} is not an equinox; the position is taken as J2000`);
    return null;
  }
  if (epoch === 2000) return null;
  // without RADESYS an equinox before 1984 is FK4 (FITS Standard 4.0, section 8.3)
  return { system: /^FK4/.test(system) || /^B/i.test(text) || (system === '' && epoch < 1984) ? 'fk4' : 'fk5', epoch };
}
