/**
 * Cuts an image to a section, and its header with it.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { withStep } from '../core/provenance.js';
import type { Header } from '../fits/header/header.js';
import { movedMosaic } from '../frame/colour/bayer-pattern.js';
import type { Image, Pixels } from '../frame/image.js';
import { checkSection, parseSection, type Section } from './section.js';
import { withReductionStep } from './state.js';

/**
 * The part of an image inside a section. The reference pixel of the sky coordinates (`CRPIXi`) and the
 * physical coordinates (`LTVi`) move with it; cards that name sections of the untrimmed image
 * (`BIASSEC`, `TRIMSEC`, `DATASEC`, `CCDSEC`) go.
 *
 * @param section `true`: as TRIMSEC says; FITS text `[17:528,1:520]`; or counted from 0
 * @throws PhotometryError `bad-argument` if the section is not inside the image, `no-such-keyword` if there is no TRIMSEC
 * @example trim(raw, '[17:528,1:520]').width // 512
 */
export function trim(image: Image, section: true | string | Section = true): Image {
  const area = sectionOf(image, section, 'TRIMSEC');
  const { x0, x1, y0, y1 } = area;
  const cut = (values: Pixels): Pixels => cutRows(values, values.slice(0, (x1 - x0) * (y1 - y0)), image.width, area);
  return {
    ...image,
    width: x1 - x0,
    height: y1 - y0,
    pixels: cut(image.pixels),
    variance: image.variance && cut(image.variance),
    mask: image.mask && cutRows(image.mask, new Uint8Array((x1 - x0) * (y1 - y0)), image.width, area),
    header: trimHeader(image, area),
    provenance: withStep(image.provenance, { verb: 'trim', options: { section: fitsText(area) } }),
  };
}

/** A section given as text, as zero-based numbers, or by a card of the header. */
export function sectionOf(image: Image, section: true | string | Section, keyword: string): Section {
  if (section === true) {
    const text = image.header.text(keyword);
    if (text === '')
      throw new PhotometryError(
        'no-such-keyword',
        `${image.path || 'the image'} has no ${keyword}: specify the pixels as '[x1:x2,y1:y2]', counted from 1`,
        { path: image.path, keyword },
      );
    return parseSection(text, image, `${keyword} of ${image.path || 'the image'}`);
  }
  return typeof section === 'string' ? parseSection(section, image) : checkSection(section, image, 'the section');
}

/** A section as FITS writes it. */
export function fitsText({ x0, x1, y0, y1 }: Section): string {
  return `[${x0 + 1}:${x1},${y0 + 1}:${y1}]`;
}

function cutRows<T extends Pixels | Uint8Array>(values: T, out: T, width: number, { x0, x1, y0, y1 }: Section): T {
  for (let y = y0; y < y1; y++) out.set(values.subarray(y * width + x0, y * width + x1), (y - y0) * (x1 - x0));
  return out;
}

function trimHeader({ header, height }: Image, area: Section): Header {
  const moved = movedMosaic(header, { x: area.x0, y: area.y0 }, { whole: height, part: area.y1 - area.y0 });
  let result = withReductionStep(moved, 'trim', fitsText(area))
    .with('NAXIS1', area.x1 - area.x0)
    .with('NAXIS2', area.y1 - area.y0);
  for (const keyword of ['BIASSEC', 'TRIMSEC', 'DATASEC', 'CCDSEC']) result = result.without(keyword);
  for (const { keyword, value } of header.cards) {
    const axis = /^(?:CRPIX|LTV)([12])[A-Z]?$/.exec(keyword)?.[1];
    if (axis && typeof value === 'number') result = result.with(keyword, value - (axis === '1' ? area.x0 : area.y0));
  }
  return result;
}
