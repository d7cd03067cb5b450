/**
 * The facts of an image that decide whether it may be combined or used as a calibration.
 *
 * @module
 */
import type { Header } from '../fits/header.js';
import type { Image } from '../frame/image.js';
import type { FrameFacts, FramePurpose } from './compatibility.js';

/** Facts that an image tells by itself, for callers that have no header table. */
export function factsOf(image: Image): FrameFacts {
  const { header } = image;
  const binning = [header.number('XBINNING'), header.number('YBINNING')];
  return {
    path: image.path,
    imagetyp: kindOf(header),
    filter: filterOf(header),
    exptime: image.exptime,
    width: image.width,
    height: image.height,
    binning: binning.every(Number.isFinite) ? binning.join('x') : undefined,
    readMode: header.text('READOUTM') || header.text('READMODE') || undefined,
    ccdTemp: header.number('CCD-TEMP'),
  };
}

/** The filter as a header names it; '' where it does not. */
export function filterOf(header: Header): string {
  for (const keyword of ['FILTER', 'FILTERS', 'FILTNAM', 'FILTER1'])
    if (header.has(keyword)) return header.text(keyword);
  return '';
}

/** The kind of frame that IMAGETYP or OBSTYPE names; 'other' where neither does. */
export function kindOf(header: Header): FramePurpose {
  const text = (header.text('IMAGETYP') || header.text('OBSTYPE')).toLowerCase();
  if (/bias|zero/.test(text)) return 'bias';
  if (text.includes('dark')) return 'dark';
  if (text.includes('flat')) return 'flat';
  if (/light|object|expose|science/.test(text)) return 'light';
  return 'other';
}

/** A name for messages: the file, or what the image is. */
export function nameOf(image: Image, role: string): string {
  return image.path === '' ? `the ${role}` : `${role} ${image.path}`;
}
