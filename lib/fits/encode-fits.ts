/**
 * Makes the bytes of a FITS file.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { BLOCK_LENGTH } from './card.js';
import { encodePixels } from './encode-pixels.js';
import type { Bitpix } from './hdu.js';
import { Header } from './header.js';
import { storedForm, type WritablePixels } from './stored-form.js';
import { writtenHeader } from './written-header.js';

/** An image to write. Its structural cards (BITPIX, NAXIS, BZERO ...) are made, whatever the header says. */
export interface ImageToWrite {
  /** Cards to go with it. Untouched ones are written as they were read. CHECKSUM and DATASUM are left out. */
  readonly header?: Header;
  /** Pixels along x (NAXIS1); may be left out together with the pixels. */
  readonly width?: number;
  /** Pixels along y (NAXIS2); default 1. */
  readonly height?: number;
  /** Images in a cube (NAXIS3); default 1, which writes two axes. */
  readonly planes?: number;
  /** Values row by row; absent for an HDU without data. */
  readonly pixels?: WritablePixels;
  /** Type to store; default that of the array (`Uint16Array`: unsigned 16-bit, plain array: -64). */
  readonly bitpix?: Bitpix;
  /** Store integers as unsigned, by BZERO. Default: as the array is; for BITPIX 8 true, else false. */
  readonly unsigned?: boolean;
  /** Stored integer that stands for NaN (BLANK). Without it NaN in an integer image is an error. */
  readonly blank?: number;
}

/** An HDU to write as it is: a table, or an extension of any kind. */
export interface RawHduToWrite {
  /** The whole header, written unchanged; it must be true of the data. */
  readonly header: Header;
  /** The data, without the fill at their end. */
  readonly data: Uint8Array;
}

/** What a file is made of. */
export type HduToWrite = ImageToWrite | RawHduToWrite;

/**
 * The bytes of a FITS file with these HDUs. The first is the primary one; if it is an extension that
 * is written as it is, an empty primary HDU goes before it.
 *
 * @throws PhotometryError `bad-argument` if sizes do not agree or a value does not fit, `bad-header` for a
 * card that FITS cannot hold
 * @example encodeFits([{ width: 2, height: 1, pixels: new Float32Array([1, 2]) }])
 */
export function encodeFits(hdus: readonly HduToWrite[]): Uint8Array {
  const all = needsPrimary(hdus) ? [{}, ...hdus] : hdus;
  const parts = all.flatMap((hdu, index) =>
    'data' in hdu ? [hdu.header.toBytes(), hdu.data] : encodeImage(hdu, index, all.length > 1),
  );
  return joined(parts, all);
}

function needsPrimary(hdus: readonly HduToWrite[]): boolean {
  return hdus.length === 0 || ('data' in hdus[0] && hdus[0].header.has('XTENSION'));
}

function encodeImage(image: ImageToWrite, index: number, hasExtensions: boolean): [Uint8Array, Uint8Array] {
  const header = image.header ?? new Header([]);
  const pixels = image.pixels ?? [];
  const shape = shapeOf(image, index);
  const form =
    image.pixels === undefined
      ? { bitpix: image.bitpix ?? 8, zero: 0 }
      : storedForm(pixels, image.bitpix, image.unsigned);
  const blank = form.bitpix > 0 ? image.blank : undefined;
  const structure = { isPrimary: index === 0, hasExtensions, bitpix: form.bitpix, shape, zero: form.zero, blank };
  const data = 'smallest' in form ? encodePixels(pixels, form, blank) : new Uint8Array(0);
  return [writtenHeader(header, structure).toBytes(), data];
}

function shapeOf({ width, height = 1, planes = 1, pixels }: ImageToWrite, index: number): number[] {
  if (pixels === undefined) return [];
  const isSize = (value: number | undefined) => Number.isInteger(value) && Number(value) > 0;
  if (isSize(width) && isSize(height) && isSize(planes) && Number(width) * height * planes === pixels.length)
    return planes > 1 ? [Number(width), height, planes] : [Number(width), height];
  throw new PhotometryError(
    'bad-argument',
    `HDU ${index}: width ${width} x height ${height}${planes === 1 ? '' : ` x planes ${planes}`} does not give the ${pixels.length} pixels that came`,
    { hdu: index, width, height, planes, pixels: pixels.length },
  );
}

/** One array of whole blocks; text tables are filled with blanks, all else with zeros. */
function joined(parts: readonly Uint8Array[], hdus: readonly HduToWrite[]): Uint8Array {
  const blocks = parts.map(part => Math.ceil(part.length / BLOCK_LENGTH) * BLOCK_LENGTH);
  const bytes = new Uint8Array(blocks.reduce((sum, length) => sum + length, 0));
  let at = 0;
  parts.forEach((part, i) => {
    bytes.set(part, at);
    const isText = i % 2 === 1 && hdus[(i - 1) / 2].header?.text('XTENSION') === 'TABLE';
    if (isText) bytes.fill(32, at + part.length, at + blocks[i]);
    at += blocks[i];
  });
  return bytes;
}
