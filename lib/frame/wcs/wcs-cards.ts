/**
 * A world coordinate system as header cards.
 *
 * @module
 */
import type { Card, Header } from '../../fits/header/header.js';
import type { Polynomial } from './sip.js';
import type { Wcs } from './wcs.js';

/** Every keyword of a celestial description, primary and alternate, with its distortion. */
const WCS_KEYWORD =
  /^(WCSAXES|WCSNAME|CTYPE\d|CUNIT\d|CRVAL\d|CRPIX\d|CDELT\d|CROTA\d|CD\d_\d|PC\d_\d|PV\d_\d+|LONPOLE|LATPOLE|RADESYS|EQUINOX)[A-Z]?$|^(RADECSYS|EPOCH|(A|B|AP|BP)_(ORDER|DMAX|\d_\d)|CPDIS\d|CPERR\d|DP\d|D2IMDIS\d|D2IMERR\d|D2IM\d)$/;

/**
 * The cards of a system: CTYPE, CRVAL, CRPIX (counted from 1), CD, RADESYS, and SIP if it has one.
 *
 * Writing and reading restores the same coordinates.
 *
 * @example header = withWcs(header, wcs)
 */
function toHeaderCards(wcs: Wcs): Card[] {
  const { crval, crpix, cd, sip } = wcs.plane;
  const suffix = sip ? '-SIP' : '';
  const card = (keyword: string, value: string | number, comment: string): Card => ({ keyword, value, comment });
  const cards = [
    card('WCSAXES', 2, ''),
    card('CTYPE1', `RA---TAN${suffix}`, 'gnomonic projection'),
    card('CTYPE2', `DEC--TAN${suffix}`, 'gnomonic projection'),
    card('CUNIT1', 'deg', ''),
    card('CUNIT2', 'deg', ''),
    card('CRVAL1', crval.ra, '[deg] right ascension at the reference pixel'),
    card('CRVAL2', crval.dec, '[deg] declination at the reference pixel'),
    card('CRPIX1', crpix.x + 1, '[px] reference pixel, the first is 1'),
    card('CRPIX2', crpix.y + 1, '[px] reference pixel, the first is 1'),
    card('CD1_1', cd[0][0], '[deg/px]'),
    card('CD1_2', cd[0][1], '[deg/px]'),
    card('CD2_1', cd[1][0], '[deg/px]'),
    card('CD2_2', cd[1][1], '[deg/px]'),
    card('LONPOLE', 180, '[deg]'),
    card('RADESYS', 'ICRS', ''),
  ];
  if (sip) cards.push(...polynomialCards('A', sip.a), ...polynomialCards('B', sip.b));
  return cards;
}

/** A header with its celestial description, if any, replaced by this one. */
export function withWcs(header: Header, wcs: Wcs): Header {
  return withoutWcs(header).append(...toHeaderCards(wcs));
}

/** A header without any celestial description: of a crop, or of frames that were stacked. */
export function withoutWcs(header: Header): Header {
  const keywords = header.cards.map(card => card.keyword).filter(isWcsKeyword);
  return keywords.length > 0 ? header.without(...keywords) : header;
}

/** Whether a keyword belongs to a celestial description. */
export function isWcsKeyword(keyword: string): boolean {
  return WCS_KEYWORD.test(keyword);
}

function polynomialCards(name: 'A' | 'B', { powersU, powersV, coefficients }: Polynomial): Card[] {
  const order = Math.max(0, ...powersU.map((p, k) => p + powersV[k]));
  return [
    { keyword: `${name}_ORDER`, value: order, comment: 'SIP polynomial order' },
    ...coefficients.map((value, k) => ({ keyword: `${name}_${powersU[k]}_${powersV[k]}`, value, comment: '' })),
  ];
}
