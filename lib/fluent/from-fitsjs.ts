/**
 * Converts what fitsjs parsed.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import type { BlobLike } from '../core/web-types.js';
import { BLOCK_LENGTH } from '../fits/header/card.js';
import { openFitsSource } from '../fits/read/open-fits.js';
import { readFitsTable } from '../fits/read/read-fits-table.js';
import { encodeFits, joined } from '../fits/write/encode-fits.js';
import { imageOfFile, type ReadFrameOptions } from '../frame/read-frame.js';
import { Catalog } from './catalog.js';
import { Frame } from './frame.js';

/** The parts of an HDU of fitsjs 0.6 that are read: the text of its header and the bytes of its data. */
export interface FitsjsHdu {
  /** The header as text: whole 2880-byte blocks of cards. */
  readonly header: { readonly block: string };
  /** Where fitsjs keeps the bytes of the data; absent for an HDU without data. */
  readonly data?: { readonly blob?: BlobLike; readonly buffer?: ArrayBuffer } | undefined;
}

/** Settings of {@link fromFitsjs}. */
export interface FromFitsjsOptions extends Pick<ReadFrameOptions, 'precision' | 'plane' | 'telescope' | 'path'> {}

/**
 * Converts an HDU that fitsjs parsed to a frame, or to a catalogue if it is a table.
 *
 * Header and data are read again from the bytes that fitsjs keeps, to avoid its defects: it wraps
 * unsigned 16-bit pixels, reads float64 as pairs of float32, and cuts long and quoted texts.
 *
 * @param hdu `fits.getHDU(i)`
 * @throws PhotometryError `bad-argument` if it is not an HDU of fitsjs or has no data; `bad-header` and others if it is damaged
 * @example
 * // not run: fitsjs runs in a browser
 * new astro.FITS(file, async function () {
 *   const frame = await fromFitsjs(this.getHDU(0));
 * });
 */
export async function fromFitsjs(hdu: FitsjsHdu, options: FromFitsjsOptions = {}): Promise<Frame | Catalog> {
  const path = options.path ?? 'fitsjs HDU';
  const file = await openFitsSource(await fileOf(hdu, path), { path });
  const { index, kind } = file.hdus[file.hdus.length - 1];
  if (kind === 'image' || kind === 'compressed-image')
    return new Frame(await imageOfFile(file, { ...options, hdu: index }));
  return new Catalog(await readFitsTable(file, index));
}

/** A FITS file of this HDU alone. */
async function fileOf(hdu: FitsjsHdu, path: string): Promise<Uint8Array> {
  const block: unknown = hdu?.header?.block; // getHDU(9) of fitsjs returns undefined if there is none
  const data = hdu?.data;
  // a table's `buffer` holds the rows requested last, its `blob` all of them
  const bytes = data?.blob !== undefined ? await data.blob.arrayBuffer() : data?.buffer;
  if (typeof block !== 'string' || block.length % BLOCK_LENGTH !== 0 || bytes === undefined)
    throw new PhotometryError(
      'bad-argument',
      `${path}: expected an HDU with data as fitsjs 0.6 gives it, with header.block and data.blob or data.buffer; got ${
        typeof block === 'string' ? 'one without data' : 'something else'
      }`,
      { path },
    );
  const head = Uint8Array.from(block, letter => letter.charCodeAt(0));
  const primary = block.startsWith('XTENSION') ? [encodeFits([])] : [];
  return joined([...primary, head, new Uint8Array(bytes)]);
}
