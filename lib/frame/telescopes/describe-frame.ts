/**
 * Describes a frame by its header, in the terms and units of this library.
 *
 * @module
 */
import type { Problems } from '../../core/problem.js';
import type { ProblemCode } from '../../core/problem-codes.js';
import type { Header } from '../../fits/header/header.js';
import { airmassAt } from '../../time/earth/horizontal.js';
import { jdOf, toScale } from '../../time/instant.js';
import type { Site } from '../../time/site.js';
import { parseWcs } from '../wcs/wcs.js';
import { KeywordReader } from './cards/keyword-reader.js';
import {
  binningOf,
  ccdTemperature,
  filterOf,
  headerFwhm,
  instrumentName,
  pixelScaleOf,
  readNoiseOf,
  saturationOf,
} from './detector.js';
import { exposureSeconds } from './exposure-times.js';
import { gainOf } from './gain.js';
import type { FrameDescription } from './header-columns.js';
import { imageType } from './image-type.js';
import { midExposure } from './mid-exposure.js';
import { pointing } from './pointing.js';
import { telescopeById, telescopeOf } from './registry.js';
import { checkedSite } from './site-check.js';
import { siteOf } from './site-of.js';

/** Settings of {@link describeFrame}. */
export interface DescribeOptions {
  /** Id of the telescope in the dictionary (default: recognised by its header). */
  readonly telescope?: string;
}

/** A frame as its header describes it, and what was noticed. */
export interface HeaderReading {
  readonly description: FrameDescription;
  /** What was assumed, dropped or contradictory; empty if nothing was. */
  readonly problems: Problems;
}

/**
 * Describes a frame by its header: the row of a header table.
 *
 * Nothing in a header makes it throw: what is missing, of the wrong type or absurd is NaN or ''. What was noticed is in
 * `headerTable(...).problems()`.
 *
 * @param header the cards of the image (of an extension together with the primary ones)
 * @param path the file, for `path` and `file`, and for its kind where the header is silent
 * @example describeFrame(header, 'night/XO1-b_z_001.fits').jdUtcMid
 */
export function describeFrame(header: Header, path = '', options: DescribeOptions = {}): FrameDescription {
  return readHeader(header, path, options).description;
}

/** As {@link describeFrame}, with what was noticed: cards that could not be read, and numbers whose meaning was assumed. */
export function readHeader(header: Header, path = '', options: DescribeOptions = {}): HeaderReading {
  const reader = readerOf(header, options);
  const file = path.split(/[/\\]/).at(-1) ?? '';
  const wcs = parseWcs(header);
  const [width, height] = [size(header, 1), size(header, 2)];
  const exptime = exposureSeconds(reader);
  const mid = midExposure(reader, exptime);
  const position = pointing(reader, wcs, width, height, mid);
  const airmassHeader = reader.number('airmass', value => value > 0);
  const site = checkedSite(reader, siteOf(reader), mid, position, airmassHeader);
  const gain = gainOf(reader);
  const binning = binningOf(reader);
  const pixelScale = pixelScaleOf(reader, wcs, binning);
  const description: FrameDescription = {
    file,
    object: reader.text('object'),
    imagetyp: imageType(reader, file, exptime),
    filter: filterOf(reader),
    exptime,
    jdUtcMid: mid ? jdOf(toScale(mid, 'utc')) : Number.NaN,
    airmass: mid && site ? airmassAt(mid, position, site) : Number.NaN,
    airmassHeader,
    ra: position.ra,
    dec: position.dec,
    gain: gain.value,
    gainSetting: gain.setting,
    offset: reader.number('offset', value => value >= 0),
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
    path,
  };
  const isOfSky = description.imagetyp === 'light' || description.imagetyp === 'other';
  const noticed = reader.problems.filter(({ code }) => isOfSky || !OF_THE_SKY.has(code));
  return { description, problems: noticed.map(problem => ({ file: path, ...problem })) };
}

/** Problems of where the telescope looked: they do not matter to a bias, a dark or a flat, which a parked telescope may take. */
const OF_THE_SKY: ReadonlySet<ProblemCode> = new Set(['below-horizon', 'pointing-contradiction', 'hours-assumed']);

/** Site of the telescope of a header; null if neither the header nor the dictionary gives it, or it is in space. */
export function frameSite(header: Header, options: DescribeOptions = {}): Site | null {
  const reader = readerOf(header, options);
  const mid = midExposure(reader, exposureSeconds(reader));
  const position = pointing(reader, parseWcs(header), size(header, 1), size(header, 2), mid);
  return checkedSite(
    reader,
    siteOf(reader),
    mid,
    position,
    reader.number('airmass', value => value > 0),
  );
}

/** A header together with the dictionary's entry for it. */
export function readerOf(header: Header, { telescope }: DescribeOptions = {}): KeywordReader {
  return new KeywordReader(header, telescope === undefined ? telescopeOf(header) : telescopeById(telescope));
}

/** NAXIS1 or NAXIS2 of the image, also where it is stored in compressed tiles; NaN for a table. */
function size(header: Header, axis: 1 | 2): number {
  if (header.text('XTENSION').endsWith('TABLE') && !header.has('ZNAXIS1')) return Number.NaN;
  const value = header.has(`ZNAXIS${axis}`) ? header.number(`ZNAXIS${axis}`) : header.number(`NAXIS${axis}`);
  return Number.isInteger(value) && value >= 0 ? value : Number.NaN;
}
