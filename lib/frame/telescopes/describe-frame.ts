/**
 * Describes a frame by its header, in the terms and units of this library.
 *
 * @module
 */
import type { Header } from '../../fits/header/header.js';
import { airmassAt } from '../../time/earth/horizontal.js';
import { jdOf, toScale } from '../../time/instant.js';
import type { Site } from '../../time/site.js';
import { parseWcs } from '../wcs/wcs.js';
import {
  binningOf,
  ccdTemperature,
  filterOf,
  gainOf,
  headerFwhm,
  pixelScaleOf,
  readNoiseOf,
  saturationOf,
} from './detector.js';
import { exposureSeconds, midExposure } from './exposure-times.js';
import type { FrameDescription } from './header-columns.js';
import { imageType } from './image-type.js';
import { KeywordReader } from './keyword-reader.js';
import { pointing, siteOf } from './pointing.js';
import { telescopeById, telescopeOf } from './registry.js';

/** Settings of {@link describeFrame}. */
export interface DescribeOptions {
  /** Id of the telescope in the dictionary (default: recognised by its header). */
  readonly telescope?: string;
}

/**
 * Describes a frame by its header: the row of a header table.
 *
 * Nothing in a header makes it throw: what is missing, of the wrong type or absurd is NaN or ''.
 *
 * @param header the cards of the image (of an extension together with the primary ones)
 * @param path the file, for `path` and `file`, and for its kind where the header is silent
 * @example describeFrame(header, 'night/XO1-b_z_001.fits').jdUtcMid
 */
export function describeFrame(header: Header, path = '', options: DescribeOptions = {}): FrameDescription {
  const reader = readerOf(header, options);
  const file = path.split(/[/\\]/).at(-1) ?? '';
  const wcs = parseWcs(header);
  const [width, height] = [size(header, 1), size(header, 2)];
  const exptime = exposureSeconds(reader);
  const mid = midExposure(reader, exptime);
  const site = siteOf(reader);
  const { ra, dec } = pointing(reader, wcs, width, height);
  const binning = binningOf(reader);
  const pixelScale = pixelScaleOf(reader, wcs, binning);
  return {
    path,
    file,
    object: reader.text('object'),
    imagetyp: imageType(reader, file, exptime),
    filter: filterOf(reader),
    exptime,
    jdUtcMid: mid ? jdOf(toScale(mid, 'utc')) : Number.NaN,
    airmass: mid && site ? airmassAt(mid, { ra, dec }, site) : Number.NaN,
    airmassHeader: reader.number('airmass', value => value > 0),
    ra,
    dec,
    gain: gainOf(reader).value,
    readNoise: readNoiseOf(reader).value,
    saturation: saturationOf(reader).value,
    binning: `${binning[0]}x${binning[1]}`,
    readMode: reader.text('readMode'),
    ccdTemp: ccdTemperature(reader),
    width,
    height,
    pixelScale,
    fwhmHeader: headerFwhm(reader, pixelScale),
    site: reader.text('site') || site?.name || '',
    telescope: reader.text('telescope') || (reader.telescope.id === 'GENERIC' ? '' : reader.telescope.name),
    instrument: instrumentName(reader),
    hasWcs: wcs !== null,
  };
}

/** Site of the telescope of a header; null if neither the header nor the dictionary gives it, or it is in space. */
export function frameSite(header: Header, options: DescribeOptions = {}): Site | null {
  return siteOf(readerOf(header, options));
}

/** A header together with the dictionary's entry for it. */
export function readerOf(header: Header, { telescope }: DescribeOptions = {}): KeywordReader {
  return new KeywordReader(header, telescope === undefined ? telescopeOf(header) : telescopeById(telescope));
}

/** The camera; of HST with its detector, `ACS/WFC`. */
function instrumentName(reader: KeywordReader): string {
  const parts = (reader.telescope.instrumentParts ?? []).map(keyword => reader.textOf(keyword)).filter(Boolean);
  return parts.length > 0 ? parts.join('/') : reader.text('instrument');
}

/** NAXIS1 or NAXIS2 of the image, also where it is stored in compressed tiles; NaN for a table. */
function size(header: Header, axis: 1 | 2): number {
  if (header.text('XTENSION').endsWith('TABLE') && !header.has('ZNAXIS1')) return Number.NaN;
  const value = header.has(`ZNAXIS${axis}`) ? header.number(`ZNAXIS${axis}`) : header.number(`NAXIS${axis}`);
  return Number.isInteger(value) && value >= 0 ? value : Number.NaN;
}
