/**
 * Encodes the header and the data of one HDU.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { TableData } from '../../table/column/table-data.js';
import { formInFiles } from '../../table/files/form-in-files.js';
import { sumBytes } from '../hdu/checksum.js';
import type { Bitpix } from '../hdu/hdu.js';
import { withChecksums } from '../hdu/hdu-checksums.js';
import { BLOCK_LENGTH } from '../header/card.js';
import { Header } from '../header/header.js';
import { encodePixels } from '../pixels/encode-pixels.js';
import { storedForm, type WritablePixels } from '../pixels/stored-form.js';
import { encodeTable, streamTable } from '../tables/write/encode-table.js';
import type { EncodeTableOptions } from '../tables/write/encoded-table.js';
import { writtenHeader } from './written-header.js';

/** An image to write. Its structural cards (BITPIX, NAXIS, BZERO ...) are generated, whatever the header says. */
export interface ImageToWrite {
  /** EXTNAME. Default: that of `header`, or else none. */
  readonly name?: string;
  /** Cards to write with it. Unmodified cards are written as they were read. CHECKSUM and DATASUM are left out. */
  readonly header?: Header;
  /** Pixels along x (NAXIS1); omit it for an HDU without pixels. */
  readonly width?: number;
  /** Pixels along y (NAXIS2). Default: 1. */
  readonly height?: number;
  /** Images in a cube (NAXIS3). Default: 1, which writes two axes. */
  readonly planes?: number;
  /** Values row by row; omit them for an HDU without data. */
  readonly pixels?: WritablePixels;
  /** Type to store. Default: that of the array (`Uint16Array`: unsigned 16-bit, plain array: -64). */
  readonly bitpix?: Bitpix;
  /**
   * Store integers as unsigned, by BZERO. Default: that of the array's type; if `bitpix` differs, true for 8, otherwise
   * false.
   */
  readonly unsigned?: boolean;
  /** Stored integer that represents NaN (BLANK). Without it, NaN in an integer image is an error. */
  readonly blank?: number;
}

/** An HDU to write unchanged: a table, or an extension of any kind. */
export interface RawHduToWrite {
  /** The whole header, written unchanged (except for checksums, if requested); it must match the data. */
  readonly header: Header;
  /** The data, without the padding at their end. */
  readonly data: Uint8Array;
}

/** A table to write as a binary table. A `Table` can also be passed directly. */
export interface TableToWrite {
  /** The table, or an object with its data. */
  readonly table: { readonly data: TableData };
  /** EXTNAME. Default: that of `header`, or else the table's `meta.name`, or else none. */
  readonly name?: string;
  /** Cards to write with it; those that describe the columns are generated. Default: cards from the table's meta. */
  readonly header?: Header;
  /** Write an ASCII table, which any text editor can show, instead of a binary one. Default: false. */
  readonly ascii?: boolean;
}

/** The HDUs that can be written: images, tables, and HDUs to write unchanged. */
export type HduToWrite = ImageToWrite | RawHduToWrite | TableToWrite | { readonly data: TableData };

/** An HDU as stored in a file. */
export interface EncodedHdu {
  readonly header: Header;
  /** The data without their padding. */
  readonly data: Uint8Array;
}

/** The position of an HDU in a file. */
interface HduPlace {
  readonly index: number;
  /** Whether the file has extensions. */
  readonly hasExtensions: boolean;
}

/** Whether the HDU must follow another, as all but images must. */
export function isExtension(hdu: HduToWrite): boolean {
  return isRaw(hdu) ? hdu.header.has('XTENSION') : isTable(hdu);
}

/** Whether the HDU is an image with pixels. */
export function isImage(hdu: HduToWrite): hdu is ImageToWrite {
  return !isRaw(hdu) && !isTable(hdu) && hdu.pixels !== undefined;
}

/**
 * Encodes the header and data of an HDU.
 *
 * @throws PhotometryError `bad-argument` if sizes do not agree or a value does not fit, `bad-header` for a
 * card that FITS cannot hold
 */
export function encodeHdu(hdu: HduToWrite, place: HduPlace): EncodedHdu {
  if (isRaw(hdu)) return rawHdu(hdu, place);
  if (!isTable(hdu)) return encodeImage(hdu, place);
  const { data, options } = tableParts(hdu);
  return encodeTable(data, options);
}

/**
 * Yields the bytes of an HDU: header, data and padding. A table is encoded block by block, unless checksums are
 * requested.
 *
 * @param checksum whether the header gets CHECKSUM and DATASUM
 * @throws PhotometryError like {@link encodeHdu}, before the first part
 */
export function* hduParts(hdu: HduToWrite, place: HduPlace, checksum: boolean): Generator<Uint8Array> {
  if (!checksum && !isRaw(hdu) && isTable(hdu)) {
    const { data, options } = tableParts(hdu);
    const { header, dataLength, blocks } = streamTable(data, options);
    yield header.toBytes();
    yield* blocks();
    yield fillOf(header, dataLength);
    return;
  }
  const plain = encodeHdu(hdu, place);
  const { header, data } = checksum ? summed(plain) : plain;
  yield header.toBytes();
  yield data;
  yield fillOf(header, data.length);
}

function tableParts(hdu: TableToWrite | { readonly data: TableData }): {
  data: TableData;
  options: EncodeTableOptions;
} {
  if (!('table' in hdu)) return { data: formInFiles(hdu.data).data, options: {} };
  const { table, ...options } = hdu;
  return { data: formInFiles(table.data).data, options };
}

/** Returns the HDU with valid checksums. */
function summed(hdu: EncodedHdu): EncodedHdu {
  const { header, data } = hdu;
  const whole = data.length - (data.length % 4);
  const rest = Uint8Array.from([...data.subarray(whole), ...fillOf(header, data.length)]);
  return { header: withChecksums(header, sumBytes(rest, sumBytes(data.subarray(0, whole)))), data };
}

/** Returns the padding of the last block of the data: blanks after an ASCII table, otherwise zeros. */
function fillOf(header: Header, dataLength: number): Uint8Array {
  const count = (BLOCK_LENGTH - (dataLength % BLOCK_LENGTH)) % BLOCK_LENGTH;
  return new Uint8Array(count).fill(header.text('XTENSION') === 'TABLE' ? 32 : 0);
}

function isRaw(hdu: HduToWrite): hdu is RawHduToWrite {
  return 'data' in hdu && hdu.data instanceof Uint8Array;
}

function isTable(hdu: HduToWrite): hdu is TableToWrite | { readonly data: TableData } {
  return 'table' in hdu || ('data' in hdu && 'stored' in hdu.data);
}

/** Returns an HDU unchanged, after checking that only the first one has a primary header. */
function rawHdu(hdu: RawHduToWrite, { index }: HduPlace): EncodedHdu {
  if (index === 0 || !hdu.header.has('SIMPLE')) return hdu;
  throw new PhotometryError(
    'bad-argument',
    `HDU ${index}: its header begins with SIMPLE, which only the first HDU may; write its pixels as an image, or give it XTENSION, PCOUNT and GCOUNT`,
    { hdu: index },
  );
}

function encodeImage(image: ImageToWrite, { index, hasExtensions }: HduPlace): EncodedHdu {
  assertImage(image, index);
  const given = image.header ?? new Header([]);
  const header = image.name === undefined ? given : given.with('EXTNAME', image.name);
  const pixels = image.pixels ?? [];
  const shape = shapeOf(image, index);
  const form =
    image.pixels === undefined
      ? { bitpix: image.bitpix ?? 8, zero: 0 }
      : storedForm(pixels, image.bitpix, image.unsigned);
  const blank = form.bitpix > 0 ? image.blank : undefined;
  const structure = { isPrimary: index === 0, hasExtensions, bitpix: form.bitpix, shape, zero: form.zero, blank };
  const data = 'smallest' in form ? encodePixels(pixels, form, blank) : new Uint8Array(0);
  return { header: writtenHeader(header, structure), data };
}

/** Throws unless an HDU without pixels is meant to be empty: an `Hdu` of a file must not lose its data. */
function assertImage(image: ImageToWrite, index: number): void {
  const bad = (what: string): PhotometryError =>
    new PhotometryError(
      'bad-argument',
      `HDU ${index} to write: ${what}. Give { pixels, width, height }, { table }, { frame, name }, a Frame, a Table, or { header, data } with the bytes of the data, as returned by file.readData(${index})`,
      { hdu: index },
    );
  if (image.header !== undefined && !(image.header instanceof Header))
    throw bad('`header` is not a Header; Header.fromObject makes one from keywords and values');
  if (image.pixels !== undefined) return;
  const strange = ['data', 'dataStart', 'width', 'height', 'planes', 'frame'].find(key => key in image);
  if (strange !== undefined) throw bad(`it has no \`pixels\`, but \`${strange}\``);
}

function shapeOf({ width, height = 1, planes = 1, pixels }: ImageToWrite, index: number): number[] {
  if (pixels === undefined) return [];
  const isSize = (value: number | undefined) => Number.isInteger(value) && Number(value) > 0;
  if (isSize(width) && isSize(height) && isSize(planes) && Number(width) * height * planes === pixels.length)
    return planes > 1 ? [Number(width), height, planes] : [Number(width), height];
  throw new PhotometryError(
    'bad-argument',
    `HDU ${index}: width ${width} x height ${height}${planes === 1 ? '' : ` x planes ${planes}`} does not match the ${pixels.length} pixels given`,
    { hdu: index, width, height, planes, pixels: pixels.length },
  );
}
