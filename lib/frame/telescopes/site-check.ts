/**
 * Checks the place of a telescope by what the header says of the sky above it.
 *
 * @module
 */
import { airmassAt, airmassOfAltitude, type SkyPosition } from '../../time/earth/horizontal.js';
import type { Instant } from '../../time/instant.js';
import type { Site } from '../../time/site.js';
import type { KeywordReader } from './cards/keyword-reader.js';

/** Airmasses that agree differ by less than this, relative: formulas and moments of the exposure differ. */
const MAX_AIRMASS_DIFFERENCE = 0.05;
/** Headers of altitude above the horizon [deg]. */
const ALTITUDES = ['ALTITUDE', 'CENTALT', 'OBJCTALT', 'ALT_OBJ', 'TELALT', 'ELEVATIO'];

/**
 * The site, with its longitude turned if only so the airmass or altitude in the header is right.
 *
 * A field that stands below the horizon at the time of its exposure, whatever the sign, is listed: time, site or pointing
 * is wrong.
 */
export function checkedSite(
  reader: KeywordReader,
  site: Site | null,
  mid: Instant | null,
  position: SkyPosition,
  airmassHeader: number,
): Site | null {
  if (site === null || mid === null || !Number.isFinite(position.ra + position.dec)) return site;
  const airmass = airmassAt(mid, position, site);
  const told = toldAirmass(reader, airmassHeader);
  if (agree(airmass, told)) return site;
  const turned = { ...site, longitude: -site.longitude };
  const isFromHeader = reader.keyword('longitude') !== '';
  if (isFromHeader && Number.isFinite(told) && agree(airmassAt(mid, position, turned), told)) {
    reader.note(
      reader.keyword('longitude'),
      'longitude-sign',
      'assumed',
      `only with the longitude counted west is the airmass ${told.toFixed(2)} of the header right: it is taken as west. Say so in the comment of the card ("west positive"), or give it east positive`,
    );
    return turned;
  }
  if (Number.isNaN(airmass))
    reader.note(
      reader.keyword('longitude') || reader.keyword('site') || 'DATE-OBS',
      'below-horizon',
      'noted',
      'the field stands below the horizon at the time of the exposure, so that its airmass is unknown: check the sign of the longitude (east is positive), the time (UTC) and the pointing',
    );
  return site;
}

/** The airmass by the card of the airmass, else of the altitude; NaN if neither is there. */
function toldAirmass(reader: KeywordReader, airmassHeader: number): number {
  if (airmassHeader >= 1) return airmassHeader;
  const altitude = ALTITUDES.map(keyword => reader.numberOf(keyword)).find(value => value > 0 && value <= 90);
  return altitude === undefined ? Number.NaN : airmassOfAltitude(altitude);
}

function agree(a: number, b: number): boolean {
  return Math.abs(a - b) < MAX_AIRMASS_DIFFERENCE * Math.max(a, b);
}
