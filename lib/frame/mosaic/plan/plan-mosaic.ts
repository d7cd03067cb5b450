/**
 * Which HDUs and amplifiers of a file make one frame, and where each belongs in it. Reads headers only.
 *
 * Sections of the detector count unbinned pixels, those of an HDU binned ones; the frame is as large as the parts together, in
 * binned pixels, and pixels of the gaps between chips belong to no part.
 *
 * @see Valdes, F. 1998, Guide to the NOAO Mosaic Data Handling Software (MSCRED: DETSEC, CCDSEC, DATASEC, BIASSEC, CCDSUM)
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import type { Problem } from '../../../core/problem.js';
import type { Hdu } from '../../../fits/hdu/hdu.js';
import type { Header } from '../../../fits/header/header.js';
import type { Rectangle } from '../../../fits/pixels/section.js';
import type { FitsSource } from '../../../fits/read/open-fits.js';
import { hasPixels } from '../../image-hdu.js';
import { inheritedHeader } from '../../inherited-header.js';
import { readerOf } from '../../telescopes/describe-frame.js';
import { binningOf } from '../../telescopes/detector.js';
import { type Amplifier, amplifiersOf, logicalSection, sectionInHdu } from './amplifiers.js';
import { imagesOf, kindOf } from './image-kinds.js';
import {
  isInside,
  type OrientedSection,
  type Run,
  rectangleOf,
  sectionAround,
  sharedPixels,
  wholeSection,
} from './oriented-section.js';

/** What to put together. */
export interface MosaicOptions {
  /** Number or name of the one HDU that is wanted; its amplifiers are put together if it has several. */
  readonly hdu?: number | string;
  /** Name of the one chip that is wanted: CCDNAME, CCDNUM or EXTNAME. Default: all. */
  readonly chip?: string;
  /** Plane of a cube that is wanted. */
  readonly plane?: number;
  /** Id of the telescope in the dictionary (default: recognised by the header). */
  readonly telescope?: string;
}

/** A part and its place in the frame. */
export interface MosaicPart extends Amplifier {
  /** The cards of its HDU and of the primary one. */
  readonly cards: Header;
  /** Its pixels in the HDU. */
  readonly from: Rectangle;
  /** Its pixels in the frame. */
  readonly to: Rectangle;
  /** Whether columns run the other way in the frame. */
  readonly flipX: boolean;
  /** Whether rows run the other way in the frame. */
  readonly flipY: boolean;
}

/** A frame in parts. */
export interface MosaicPlan {
  readonly path: string;
  /** Header of the primary HDU. */
  readonly primary: Hdu;
  /** Pixels along x. */
  readonly width: number;
  /** Pixels along y. */
  readonly height: number;
  /** In the order of the file; where two overlap, the pixels are those of the first. */
  readonly parts: readonly MosaicPart[];
  /** Detector pixels that a pixel is made of, along x and y. */
  readonly binning: readonly [number, number];
  /** The card that placed them; empty if they are where they are in their HDU. */
  readonly placedBy: Placement;
  /** What the frame covers on the detector or chip [unbinned px]. */
  readonly covers: OrientedSection;
  /** Found while the parts were placed. */
  readonly problems: readonly Problem[];
}

/** How the parts were placed. */
type Placement = 'DETSEC' | 'CCDSEC' | 'LTV' | '';

/** Why the HDUs of a file are not put together. */
export interface NoMosaic {
  /** Empty if nothing suggests it. */
  readonly reason: string;
}

/**
 * Plans how the parts of a file make one frame.
 *
 * @throws PhotometryError `bad-header` if the sections contradict each other or the images, `no-such-hdu` if there is no such
 * HDU or chip
 */
export function planMosaic(file: FitsSource, options: MosaicOptions = {}): MosaicPlan | NoMosaic {
  const images = options.hdu === undefined ? imagesOf(file.hdus) : [file.hdu(options.hdu)].filter(hasPixels);
  if (file.hdus.some(({ header }) => header.has('SKYPLANE'))) return { reason: '' };
  const all = images.flatMap(hdu => amplifiersOf(hdu, options.plane));
  const amplifiers = options.chip === undefined ? all : ofChip(all, options.chip, file.path);
  if (amplifiers.length < (options.chip === undefined ? 2 : 1)) return { reason: '' };
  const placing = placementOf(amplifiers);
  if (placing === null) return { reason: whyNotPlaced(amplifiers) };
  const { placedBy, placed } = placing;
  if (placed.some((a, k) => placed.some((b, j) => j < k && coincide(a.section, b.section))))
    return { reason: `two or more are of the same pixels by ${placedBy || 'DATASEC'}` };
  const facts = placed.map(({ amplifier, section }) => measured(amplifier, section, file, options));
  const binning = commonBinning(facts, file.path);
  const covers = sectionAround(facts.map(({ section }) => section));
  const parts = facts.map(fact => placedPart(fact, covers, binning));
  const end = (axis: 'x' | 'y', size: 'width' | 'height') => Math.max(...parts.map(({ to }) => to[axis] + to[size]));
  return {
    path: file.path,
    primary: file.hdus[0],
    width: end('x', 'width'),
    height: end('y', 'height'),
    parts,
    binning,
    placedBy,
    covers,
    problems: [...leftOut(amplifiers, placed, file.path, placedBy), ...overlaps(parts, file.path, placedBy)],
  };
}

/** Whether the parts of a file make a frame. */
export function isPlan(plan: MosaicPlan | NoMosaic): plan is MosaicPlan {
  return 'parts' in plan;
}

function ofChip(amplifiers: readonly Amplifier[], chip: string, path: string): Amplifier[] {
  const named = ({ hdu, chip: own }: Amplifier): boolean => [own, hdu.name].includes(chip);
  const found = amplifiers.filter(named);
  if (found.length > 0) return found;
  const known = [...new Set(amplifiers.map(amplifier => amplifier.chip || amplifier.hdu.name))].filter(Boolean);
  throw new PhotometryError('no-such-hdu', `${path} has no chip '${chip}'; it has ${known.join(', ') || 'none'}`, {
    path,
    chip,
  });
}

/** An amplifier and its section on the detector. */
interface Located {
  readonly amplifier: Amplifier;
  readonly section: OrientedSection;
}

/** The cards that place at least two amplifiers, and those amplifiers. */
function placementOf(amplifiers: readonly Amplifier[]): { placedBy: Placement; placed: Located[] } | null {
  const by = (section: (amplifier: Amplifier) => OrientedSection | null): Located[] =>
    amplifiers.flatMap(amplifier => {
      const found = section(amplifier);
      return found === null ? [] : [{ amplifier, section: found }];
    });
  const detsec = by(amplifier => amplifier.detsec);
  if (detsec.length > 1 || detsec.length === amplifiers.length) return { placedBy: 'DETSEC', placed: detsec };
  const ccdsec = by(amplifier => amplifier.ccdsec);
  const oneChip = new Set(amplifiers.map(({ chip }) => chip)).size === 1;
  if (oneChip && ccdsec.length === amplifiers.length) return { placedBy: 'CCDSEC', placed: ccdsec };
  const logical = by(logicalSection);
  if (oneChip && logical.length === amplifiers.length) return { placedBy: 'LTV', placed: logical };
  const oneHdu = new Set(amplifiers.map(({ hdu }) => hdu.index)).size === 1;
  const sideBySide = oneHdu && new Set(amplifiers.map(({ plane }) => plane)).size === 1;
  return sideBySide ? { placedBy: '', placed: by(sectionInHdu) } : null;
}

function whyNotPlaced(amplifiers: readonly Amplifier[]): string {
  const [{ chip }] = amplifiers;
  if (amplifiers.some(({ ccdsec }) => ccdsec === null)) return 'no DETSEC cards say where each belongs';
  return `CCDSEC says where each belongs on its chip, but not where the chips are; read one chip with { chip: '${chip}' }`;
}

/** Whether more than half of the smaller section is in the other. */
function coincide(a: OrientedSection, b: OrientedSection): boolean {
  const smaller = Math.min(a.x.count * a.y.count, b.x.count * b.y.count);
  return 2 * sharedPixels(rectangleOf(a), rectangleOf(b)) > smaller;
}

interface Measured extends Located {
  readonly cards: Header;
  readonly from: OrientedSection;
  readonly binning: readonly [number, number];
}

/** The pixels of an amplifier in its HDU, with the binning by which they fill its section of the detector. */
function measured(amplifier: Amplifier, section: OrientedSection, file: FitsSource, options: MosaicOptions): Measured {
  const { hdu, name, data, trimmed } = amplifier;
  const cards = inheritedHeader(file.hdus[0].header, hdu.header);
  const sums = binningOf(readerOf(cards, options));
  const tried = data === null ? [wholeSection(hdu.shape)] : trimmed === null ? [data] : [data, trimmed];
  const [width, height = 1] = hdu.shape;
  const outside = tried.find(from => !isInside(from, hdu.shape));
  if (outside)
    throw fault(file.path, hdu, `${name}: DATASEC ${sizeText(outside)} is not inside its ${width} x ${height} pixels`);
  for (const from of tried) {
    const binning = [binningAlong(section.x, from.x, sums[0]), binningAlong(section.y, from.y, sums[1])] as const;
    if (binning.every(Number.isFinite)) return { amplifier, section, cards, from, binning };
  }
  throw fault(
    file.path,
    hdu,
    `${name}: DATASEC has ${tried[0].x.count} x ${tried[0].y.count} pixels, but its section of the detector ${section.x.count} x ${section.y.count}, with binning ${sums.join(' x ')}`,
  );
}

/** Detector pixels in a pixel; NaN if the two sections do not agree. A section that is in binned pixels already has 1. */
function binningAlong(detector: Run, image: Run, sum: number): number {
  if (detector.count === image.count) return 1;
  if (Math.abs(detector.count / sum - image.count) < 1) return sum;
  const ratio = detector.count / image.count;
  return Number.isInteger(ratio) ? ratio : Number.NaN;
}

function commonBinning(facts: readonly Measured[], path: string): readonly [number, number] {
  const [first] = facts;
  const other = facts.find(({ binning }) => binning[0] !== first.binning[0] || binning[1] !== first.binning[1]);
  if (other === undefined) return first.binning;
  throw fault(
    path,
    other.amplifier.hdu,
    `${first.amplifier.name} has binning ${first.binning.join(' x ')}, ${other.amplifier.name} ${other.binning.join(' x ')}`,
  );
}

function placedPart(
  { amplifier, section, cards, from }: Measured,
  covers: OrientedSection,
  binning: readonly [number, number],
): MosaicPart {
  const to = (axis: 'x' | 'y', sum: number): number => Math.floor((section[axis].low - covers[axis].low) / sum);
  return {
    ...amplifier,
    cards,
    from: rectangleOf(from),
    to: { x: to('x', binning[0]), y: to('y', binning[1]), width: from.x.count, height: from.y.count },
    flipX: section.x.backwards !== from.x.backwards,
    flipY: section.y.backwards !== from.y.backwards,
  };
}

function leftOut(all: readonly Amplifier[], placed: readonly Located[], file: string, placedBy: string): Problem[] {
  const kinds = new Set(placed.map(({ amplifier }) => kindOf(amplifier.hdu)));
  return all
    .filter(amplifier => kinds.has(kindOf(amplifier.hdu)) && !placed.some(found => found.amplifier === amplifier))
    .map(({ name, hdu }) => ({
      file,
      where: name,
      value: '',
      code: 'part-not-placed',
      action: 'dropped',
      remedy: `it has no ${placedBy}, so that its place in the frame is not known; read it alone with { hdu: ${hdu.index} }`,
    }));
}

function overlaps(parts: readonly MosaicPart[], file: string, placedBy: string): Problem[] {
  return parts.flatMap((part, k) => {
    const other = parts.slice(0, k).find(earlier => sharedPixels(earlier.to, part.to) > 0);
    if (other === undefined) return [];
    return [
      {
        file,
        where: part.name,
        value: `${sharedPixels(other.to, part.to)} pixels`,
        code: 'parts-overlap',
        action: 'assumed',
        remedy: `its ${placedBy} overlaps that of ${other.name}, whose pixels were kept there`,
      },
    ];
  });
}

function sizeText({ x, y }: OrientedSection): string {
  return `[${x.low + 1}:${x.low + x.count},${y.low + 1}:${y.low + y.count}]`;
}

/** An error that says how to read the file nevertheless. */
function fault(path: string, hdu: Hdu, what: string): PhotometryError {
  return new PhotometryError(
    'bad-header',
    `${path} cannot be put together from its parts: ${what}; read one part as it is with { hdu: ${hdu.index} }`,
    { path, hdu: hdu.index },
  );
}
