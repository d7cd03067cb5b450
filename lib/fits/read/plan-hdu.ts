/**
 * Determines from its header what an HDU is and how many bytes of data follow.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 4.4.1 (mandatory keywords), 6.1 (random groups), 7.1 (extensions)
 */
import { PhotometryError } from '../../core/errors.js';
import { imageHeader } from '../compression/image-header.js';
import type { Bitpix, Hdu, HduKind } from '../hdu/hdu.js';
import { showHdu } from '../hdu/hdu-summary.js';
import type { Header } from '../header/header.js';

const BITPIX: readonly number[] = [8, 16, 32, 64, -32, -64];

/** Where a header was found, for the plan and its messages. */
interface HeaderPlace {
  /** Path or URL of the file. */
  readonly path: string;
  readonly index: number;
  readonly headerStart: number;
  readonly dataStart: number;
}

/**
 * Describes an HDU from its header.
 *
 * @throws PhotometryError `bad-header` for a structural card that is absent or invalid
 */
export function planHdu(storedHeader: Header, place: HeaderPlace): Hdu {
  const kind = kindOf(storedHeader, place.index);
  const { bitpix, shape } = structure(storedHeader, place, '');
  const dataLength = lengthOfData(storedHeader, place, kind, bitpix, shape);
  const plan = { ...place, kind, storedHeader, dataLength, ...named(storedHeader, place.index) };
  if (kind !== 'compressed-image') return hduOf(plan, storedHeader, bitpix, shape);
  const image = structure(storedHeader, place, 'Z');
  return hduOf(plan, imageHeader(storedHeader), image.bitpix, image.shape);
}

type Plan = HeaderPlace & Pick<Hdu, 'kind' | 'storedHeader' | 'dataLength' | 'name' | 'version'>;

function hduOf(plan: Plan, header: Header, bitpix: Bitpix, shape: readonly number[]): Hdu {
  const { index, kind, name, version, storedHeader, headerStart, dataStart, dataLength } = plan;
  return Object.freeze({
    index,
    kind,
    name,
    version,
    header,
    storedHeader,
    bitpix,
    shape,
    headerStart,
    dataStart,
    dataLength,
    info(this: Hdu) {
      return showHdu(this);
    },
  });
}

function kindOf(header: Header, index: number): HduKind {
  if (index === 0) return header.get('GROUPS') === true && (header.get('NAXIS1') ?? 0) === 0 ? 'groups' : 'image';
  const extension = header.text('XTENSION');
  if (extension === 'IMAGE' || extension === 'IUEIMAGE') return 'image';
  if (extension === 'BINTABLE' || extension === 'A3DTABLE')
    return header.get('ZIMAGE') === true ? 'compressed-image' : 'bintable';
  return extension === 'TABLE' ? 'table' : 'unknown';
}

function named(header: Header, index: number): { name: string; version: number } {
  const version = header.number('EXTVER');
  return {
    name: header.text('EXTNAME') || (index === 0 ? 'PRIMARY' : ''),
    version: Number.isInteger(version) ? version : 1,
  };
}

/** Reads BITPIX and the axes, or with prefix `Z` those of the image in a compressed table. */
function structure(header: Header, place: HeaderPlace, prefix: 'Z' | ''): { bitpix: Bitpix; shape: readonly number[] } {
  const bitpix = header.number(`${prefix}BITPIX`);
  if (!isBitpix(bitpix)) throw badCard(header, place, `${prefix}BITPIX`, `one of ${BITPIX.join(', ')}`);
  const count = whole(header, place, `${prefix}NAXIS`, 999);
  const shape = Array.from({ length: count }, (_, i) => whole(header, place, `${prefix}NAXIS${i + 1}`));
  return { bitpix, shape: Object.freeze(shape) };
}

function lengthOfData(
  header: Header,
  place: HeaderPlace,
  kind: HduKind,
  bitpix: Bitpix,
  shape: readonly number[],
): number {
  if (shape.length === 0) return 0;
  const axes = kind === 'groups' ? shape.slice(1) : shape;
  const elements = axes.reduce((product, length) => product * length, 1);
  const isPlain = place.index === 0 && kind === 'image';
  const parameters = isPlain || !header.has('PCOUNT') ? 0 : whole(header, place, 'PCOUNT');
  const groups = isPlain || !header.has('GCOUNT') ? 1 : whole(header, place, 'GCOUNT');
  return groups === 0 ? 0 : (Math.abs(bitpix) / 8) * groups * (parameters + elements);
}

function isBitpix(value: number): value is Bitpix {
  return BITPIX.includes(value);
}

/** Returns the value of a card that must be a whole number from 0 to `largest`. */
function whole(header: Header, place: HeaderPlace, keyword: string, largest: number = Number.MAX_SAFE_INTEGER): number {
  const value = header.get(keyword);
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= largest) return value;
  throw badCard(
    header,
    place,
    keyword,
    largest < 1000 ? `a whole number from 0 to ${largest}` : 'a whole number, 0 or more',
  );
}

function badCard(header: Header, place: HeaderPlace, keyword: string, expected: string): PhotometryError {
  const { path, index, headerStart } = place;
  const at = header.cards.findIndex(card => card.keyword === keyword);
  const came = at < 0 ? 'it is absent' : `it is ${header.text(keyword) || 'undefined'}`;
  const where = at < 0 ? `header at byte ${headerStart}` : `card ${at + 1}, near byte ${headerStart + 80 * at}`;
  return new PhotometryError(
    'bad-header',
    `${path}, HDU ${index}: ${keyword} must be ${expected}, but ${came} (${where}). The file is damaged or does not follow the FITS standard`,
    { path, hdu: index, keyword, card: at + 1, value: header.get(keyword), byte: headerStart + 80 * Math.max(0, at) },
  );
}
