/**
 * The header of a frame of half the size: one pixel for each cell of two by two.
 *
 * @module
 */
import type { Problem } from '../../core/problem.js';
import type { Card, CardValue, Header } from '../../fits/header/header.js';
import { type DescribeOptions, readerOf } from '../telescopes/describe-frame.js';
import { binningOf, headerFwhm, pixelScaleOf } from '../telescopes/detector.js';
import { parseWcs } from '../wcs/wcs.js';

/** Place of a half-size pixel (i, j): it is centred on pixel (2 i + x, 2 j + y) of the whole frame. */
interface CellCentre {
  readonly x: number;
  readonly y: number;
}

/** A header of half the size, and what of it could not be converted. */
interface HalfSizeHeader {
  readonly header: Header;
  readonly problems: readonly Problem[];
}

/** Positions, counted from 1: CRPIX, and LTV, which is one where the physical pixel 0 is. */
const POSITION = /^(?:CRPIX|LTV)([12])[A-Z]?$/;
/** Degrees, or physical pixels, for a pixel of the image. */
const PER_PIXEL = /^(?:CD[12]_[12]|CDELT[12])[A-Z]?$/;
/** A row of PC is in units of its CDELT, which is doubled where there is one. */
const PC_ROW = /^PC([12])_[12]([A-Z]?)$/;
const PIXELS_PER_PHYSICAL = /^LTM[12]_[12]$/;
/** SIP: A_p_q is a factor of u^p v^q in pixels. */
const SIP = /^(?:A|B|AP|BP)_(\d)_(\d)$/;
const SIP_EXTENT = /^[AB]_DMAX$/;
/** Size of a pixel [micrometre or arcsec]. */
const PIXEL_SIZE = /^(?:[XY]PIXSZ|[XY]PIXELSZ|PIXSIZE[12]?|PIXSCAL[12E]|SECPIX[XY12]?)$/;
/** Sections of this image, as `[x1:x2,y1:y2]`; CCDSEC and DETSEC are of the detector and stay. */
const SECTION = /^(?:DATASEC|TRIMSEC|BIASSEC)\d*$/;
/** Distortions by tables or plate solutions in pixels of the whole frame, which have no simple half-size form. */
const NOT_CONVERTED =
  /^(?:CPDIS[12]|CPERR[12]|DP[12](?:\..*)?|D2IMDIS[12]|D2IMERR[12]|D2IM[12](?:\..*)?|AXISCORR|AMD[XY]\d+|CNPIX[12])$/;

/**
 * Converts a header: size, world coordinates with SIP, physical coordinates, sections, sizes of a pixel and a FWHM in
 * pixels. The PV terms of SCAMP are in degrees and stay; binning is that of the detector and stays. Distortions that cannot
 * be converted are removed, with a problem for each kind.
 *
 * @param size width and height of the half-size frame [px]
 * @param centre where a half-size pixel is centred in its cell [px of the whole frame]
 * @param file for the problems
 * @param options the telescope, if it was named
 */
export function halfSizeHeader(
  whole: Header,
  size: { readonly width: number; readonly height: number },
  centre: CellCentre,
  file: string,
  options: DescribeOptions = {},
): HalfSizeHeader {
  const { width, height } = size;
  let header = whole;
  const set = (keyword: string, value: CardValue): void => {
    header = header.with(keyword, value);
  };
  const dropped: Card[] = [];
  for (const card of whole.cards) {
    const { keyword, value } = card;
    const number = typeof value === 'boolean' ? Number.NaN : whole.number(keyword);
    const axis = POSITION.exec(keyword)?.[1];
    const sip = SIP.exec(keyword);
    const row = PC_ROW.exec(keyword);
    if (NOT_CONVERTED.test(keyword)) dropped.push(card);
    else if (SECTION.test(keyword)) header = withHalfSection(header, keyword, String(value));
    else if (!Number.isFinite(number)) continue;
    else if (axis !== undefined) set(keyword, halfPosition(number, axis === '1' ? centre.x : centre.y));
    else if (PER_PIXEL.test(keyword) || PIXEL_SIZE.test(keyword)) set(keyword, 2 * number);
    else if (row && !whole.has(`CDELT${row[1]}${row[2]}`)) set(keyword, 2 * number);
    else if (PIXELS_PER_PHYSICAL.test(keyword) || SIP_EXTENT.test(keyword)) set(keyword, number / 2);
    else if (sip) set(keyword, number * 2 ** (Number(sip[1]) + Number(sip[2]) - 1));
  }
  // what FITS assumes where a card is absent holds for the whole frame
  if (whole.has('LTV1') || whole.has('LTV2'))
    for (const keyword of ['LTM1_1', 'LTM2_2']) if (!whole.has(keyword)) set(keyword, 0.5);
  for (const [axis, offset] of [
    ['1', centre.x],
    ['2', centre.y],
  ] as const)
    if (whole.has(`CTYPE${axis}`) && !whole.has(`CRPIX${axis}`)) set(`CRPIX${axis}`, halfPosition(0, offset));
  if (dropped.length > 0) header = header.without(...dropped.map(({ keyword }) => keyword));
  for (const [keyword, value] of [
    ['NAXIS1', width],
    ['NAXIS2', height],
    ['ZNAXIS1', width],
    ['ZNAXIS2', height],
  ] as const)
    if (header.has(keyword)) set(keyword, value);
  return { header: withScales(header, whole, options), problems: droppedProblems(dropped, file) };
}

/** A position on the half-size frame, both counted from 1. */
function halfPosition(position: number, offset: number): number {
  return (position - 1 - offset) / 2 + 1;
}

/** Half a section: the cells that are whole in it; without the card if none is. Other text stays. */
function withHalfSection(header: Header, keyword: string, text: string): Header {
  const ends = /^\s*\[\s*(\d+)\s*:\s*(\d+)\s*,\s*(\d+)\s*:\s*(\d+)\s*\]\s*$/.exec(text)?.slice(1).map(Number);
  if (!ends) return header;
  const half = [ends.slice(0, 2), ends.slice(2)].map(([a, b]) => [
    Math.ceil((Math.min(a, b) - 1) / 2) + 1,
    Math.floor(Math.max(a, b) / 2),
  ]);
  if (half.some(([first, last]) => last < first)) return header.without(keyword);
  return header.with(keyword, `[${half.map(([first, last]) => `${first}:${last}`).join(',')}]`);
}

/** The scale in arcsec per pixel is doubled and a FWHM in pixels halved, wherever the header or the dictionary has them. */
function withScales(half: Header, whole: Header, options: DescribeOptions): Header {
  let header = half;
  const before = scaleOf(whole, options);
  const reader = readerOf(whole, options);
  for (const keyword of reader.candidates('pixelScale'))
    if (whole.number(keyword) > 0 && half.number(keyword) === whole.number(keyword))
      header = header.with(keyword, 2 * whole.number(keyword));
  if (before > 0 && Math.abs(scaleOf(header, options) / before - 2) > 1e-6)
    header = header.with('PIXSCALE', 2 * before, '[arcsec/px] of this channel');
  // a width in arcsec depends on the scale, one in pixels does not
  const width = reader.candidates('fwhm').find(keyword => whole.number(keyword) > 0);
  if (width !== undefined && headerFwhm(reader, 1) === headerFwhm(reader, 2))
    header = header.with(width, whole.number(width) / 2);
  return header;
}

function scaleOf(header: Header, options: DescribeOptions): number {
  const reader = readerOf(header, options);
  return pixelScaleOf(reader, parseWcs(header), binningOf(reader));
}

function droppedProblems(cards: readonly Card[], file: string): Problem[] {
  const kinds = new Map<string, string[]>();
  for (const { keyword } of cards) {
    const kind = keyword.replace(/[\d.].*$/, '');
    kinds.set(kind, [...(kinds.get(kind) ?? []), keyword]);
  }
  return [...kinds.values()].map(keywords => ({
    file,
    where: `card ${keywords[0]}`,
    value: '',
    code: 'wcs-distortion',
    action: 'dropped',
    remedy:
      `${keywords.length === 1 ? keywords[0] : `${keywords[0]} to ${keywords.at(-1)}`} describe a distortion in pixels of the ` +
      'whole mosaic and are left out of the channel; its coordinates are those of the linear part',
  }));
}
