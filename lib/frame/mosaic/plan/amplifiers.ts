/**
 * The amplifiers of an image HDU and what its section cards say about them.
 *
 * An HDU is one amplifier; or a chip with two to four, whose cards end in a letter (DATASECA, BIASSECB, as of DECam; DSECA as
 * of MegaPrime); or a cube with an amplifier in each plane, whose cards end in its number (DETSEC3, as of old LCO frames).
 *
 * @module
 */
import { type Hdu, planeCount } from '../../../fits/hdu/hdu.js';
import type { Header } from '../../../fits/header/header.js';
import type { Rectangle } from '../../../fits/pixels/section.js';
import { isInside, type OrientedSection, orientedSection, rectangleOf, wholeSection } from './oriented-section.js';

/** One amplifier as its HDU describes it; places are counted from 0. */
export interface Amplifier {
  readonly hdu: Hdu;
  /** Plane of a cube; 0 for a single image. */
  readonly plane: number;
  /** What its cards end in: `A`; empty for an HDU with one amplifier. */
  readonly suffix: string;
  /** For messages: `HDU 2`, `HDU 2 amplifier A`. */
  readonly name: string;
  /** Name of its chip: CCDNAME, CCDNUM or, with several amplifiers in the HDU, EXTNAME; empty if the header has none. */
  readonly chip: string;
  /** DATASEC as the card says, of the binned pixels of the HDU; null if there is no such card. */
  readonly data: OrientedSection | null;
  /** TRIMSEC, for headers in which DATASEC does not agree with the detector's section. */
  readonly trimmed: OrientedSection | null;
  /** BIASSEC; null if it is absent or not inside the image. */
  readonly bias: Rectangle | null;
  /** DETSEC: where its pixels are on the whole detector [unbinned px]. */
  readonly detsec: OrientedSection | null;
  /** CCDSEC: where they are on their chip [unbinned px]. */
  readonly ccdsec: OrientedSection | null;
}

/** What cards of amplifiers side by side in one HDU end in. */
const LETTERS = ['A', 'B', 'C', 'D'];

/** Keywords of the data and bias sections, as most cameras spell them, and as MegaPrime does. */
const DATA = ['DATASEC', 'DSEC'];
const BIAS = ['BIASSEC', 'BSEC'];
const CHIP = ['CCDSEC', 'CSEC'];

/**
 * The amplifiers of an HDU: one, unless its cards describe several.
 *
 * @param plane the plane of a cube that is wanted; without it the planes may be amplifiers
 */
export function amplifiersOf(hdu: Hdu, plane?: number): Amplifier[] {
  const letters = LETTERS.filter(letter => sectionOf(hdu, DATA, letter) !== null);
  if (letters.length > 1) return letters.map(letter => amplifier(hdu, plane ?? 0, letter, `amplifier ${letter}`));
  const planes = planeCount(hdu);
  if (plane === undefined && planes > 1 && sectionOf(hdu, ['DETSEC'], '1') !== null)
    return Array.from({ length: planes }, (_, k) => amplifier(hdu, k, String(k + 1), `plane ${k}`));
  return [amplifier(hdu, plane ?? 0, '', '')];
}

function amplifier(hdu: Hdu, plane: number, suffix: string, part: string): Amplifier {
  const { header, index, name, shape } = hdu;
  const bias = sectionOf(hdu, BIAS, suffix);
  const chip = header.text('CCDNAME') || header.text('CCDNUM');
  return {
    hdu,
    plane,
    suffix,
    name: part === '' ? `HDU ${index}` : `HDU ${index} ${part}`,
    chip: chip || (suffix === '' || name === 'PRIMARY' ? '' : name),
    data: sectionOf(hdu, DATA, suffix),
    trimmed: sectionOf(hdu, ['TRIMSEC', 'TSEC'], suffix),
    bias: bias && isInside(bias, shape) ? rectangleOf(bias) : null,
    detsec: sectionOf(hdu, ['DETSEC'], suffix) ?? halfOnDetector(hdu, suffix, 'DETSEC'),
    ccdsec: sectionOf(hdu, CHIP, suffix) ?? halfOnDetector(hdu, suffix, 'CCDSEC'),
  };
}

function sectionOf({ header, shape }: Hdu, keywords: readonly string[], suffix: string): OrientedSection | null {
  for (const keyword of keywords) {
    const section = orientedSection(header.text(`${keyword}${suffix}`), shape);
    if (section) return section;
  }
  return null;
}

/** Where half a chip is on the detector if the header says it only of the whole chip: as far into its section as into DATASEC. */
function halfOnDetector(hdu: Hdu, suffix: string, keyword: string): OrientedSection | null {
  if (!LETTERS.includes(suffix)) return null;
  const [half, data, whole] = [sectionOf(hdu, DATA, suffix), sectionOf(hdu, DATA, ''), sectionOf(hdu, [keyword], '')];
  if (half === null || data === null || whole === null) return null;
  const axis = (name: 'x' | 'y') => {
    const [part, from, to] = [half[name], data[name], whole[name]];
    const binning = to.count / from.count;
    const before = (part.low - from.low) * binning;
    const count = part.count * binning;
    const low = to.backwards ? to.low + to.count - before - count : to.low + before;
    const backwards = to.backwards !== part.backwards;
    return Number.isInteger(low) && Number.isInteger(count) ? { low, count, backwards } : null;
  };
  const [x, y] = [axis('x'), axis('y')];
  return x && y && { x, y };
}

/**
 * Where an amplifier's pixels are on its detector by LTV and LTM (with DTV and DTM, if there): image = LTM x detector + LTV.
 * Null without LTV1, LTV2 and DATASEC, or for axes that are exchanged.
 */
export function logicalSection({ hdu: { header }, data, suffix }: Amplifier): OrientedSection | null {
  if (data === null || suffix !== '' || !header.has('LTV1') || !header.has('LTV2')) return null;
  if (number(header, 'LTM1_2', 0) !== 0 || number(header, 'LTM2_1', 0) !== 0) return null;
  const axis = (k: 1 | 2) => {
    const { low, count, backwards } = data[k === 1 ? 'x' : 'y'];
    const [scale, shift] = [number(header, `LTM${k}_${k}`, 1), number(header, `LTV${k}`, 0)];
    const [dtm, dtv] = [number(header, `DTM${k}_${k}`, 1), number(header, `DTV${k}`, 0)];
    // edges of pixels counted from 1: pixel i is from i - 1/2 to i + 1/2
    const edges = [low + 0.5, low + count + 0.5].map(edge => (dtm * (edge - shift)) / scale + dtv);
    const [first, last] = [Math.round(Math.min(...edges) - 0.5), Math.round(Math.max(...edges) - 0.5)];
    return { low: first, count: last - first, backwards: edges[1] < edges[0] !== backwards };
  };
  const [x, y] = [axis(1), axis(2)];
  return [x.low, x.count, y.low, y.count].every(Number.isFinite) && x.count > 0 && y.count > 0 ? { x, y } : null;
}

function number(header: Header, keyword: string, absent: number): number {
  return header.has(keyword) ? header.number(keyword) : absent;
}

/** The pixels of an amplifier in its HDU, for a header without places on a detector: where they are. */
export function sectionInHdu({ data, hdu }: Amplifier): OrientedSection {
  return data ?? wholeSection(hdu.shape);
}
