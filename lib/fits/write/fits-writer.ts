/**
 * Writes a FITS file HDU by HDU, or an image row by row, so that it never has to be in memory as a whole.
 *
 * @module
 */
import { platform } from '#platform';
import { PhotometryError } from '../../core/errors.js';
import type { FileWriter } from '../../platform/types.js';
import { sumBytes } from '../hdu/checksum.js';
import { withChecksums } from '../hdu/hdu-checksums.js';
import { BLOCK_LENGTH } from '../header/card.js';
import { Header } from '../header/header.js';
import { encodePixels } from '../pixels/encode-pixels.js';
import { type StoredForm, storedFormOf, type WritablePixels } from '../pixels/stored-form.js';
import { type HduToWrite, hduParts, type ImageToWrite, isExtension } from './encode-hdu.js';
import { writtenHeader } from './written-header.js';

/** Settings of {@link createFits}. */
export interface CreateFitsOptions {
  /** Write CHECKSUM and DATASUM cards to each HDU. Default: false. */
  readonly checksum?: boolean;
}

/** An image whose pixels are written later: its size and the type to store are required. */
export interface ImageToStream extends Pick<ImageToWrite, 'name' | 'header' | 'unsigned' | 'blank'> {
  /** Pixels along x (NAXIS1). */
  readonly width: number;
  /** Pixels along y (NAXIS2). */
  readonly height: number;
  /** Images in a cube (NAXIS3). Default: 1, which writes two axes. */
  readonly planes?: number;
  /** Number type of the stored pixels. */
  readonly bitpix: NonNullable<ImageToWrite['bitpix']>;
}

/**
 * A FITS file being written. It gets its name in {@link finish}; until then, an existing file of that name is not
 * changed.
 *
 * @example
 * const writer = await createFits('cube.fits', { checksum: true });
 * await writer.beginImage({ width: raw.width, height: raw.height, planes: biases.length, bitpix: 16, unsigned: true });
 * for (const { pixels } of biases) await writer.writePixels(pixels);
 * await writer.finish();
 */
export class FitsWriter {
  readonly #path: string;
  readonly #file: FileWriter;
  readonly #checksum: boolean;
  #count = 0;
  #image: OpenImage | null = null;

  /** @internal */
  constructor(path: string, file: FileWriter, options: CreateFitsOptions) {
    this.#path = path;
    this.#file = file;
    this.#checksum = options.checksum ?? false;
  }

  /**
   * Writes a whole HDU. If the first HDU is a table or another extension, an empty primary HDU is written before it.
   */
  async write(hdu: HduToWrite): Promise<void> {
    await this.#endImage();
    if (this.#count === 0 && isExtension(hdu)) await this.write({});
    const parts = hduParts(hdu, { index: this.#count++, hasExtensions: true }, this.#checksum);
    for (const part of parts) await this.#file.write(part);
  }

  /**
   * Begins an image, whose pixels are then written by {@link writePixels}.
   *
   * @throws PhotometryError `bad-argument` for an invalid size, `bad-header`
   */
  async beginImage(image: ImageToStream): Promise<void> {
    await this.#endImage();
    const { width, height, planes = 1, bitpix, unsigned, blank } = image;
    const shape = planes > 1 ? [width, height, planes] : [width, height];
    if (!shape.every(length => Number.isInteger(length) && length > 0))
      throw new PhotometryError('bad-argument', `${this.#path}: an image cannot be ${shape.join(' x ')} pixels`);
    const form = storedFormOf(bitpix, unsigned);
    const structure = { isPrimary: this.#count === 0, hasExtensions: true, bitpix, shape, zero: form.zero };
    const given = image.header ?? new Header([]);
    const header = writtenHeader(image.name === undefined ? given : given.with('EXTNAME', image.name), {
      ...structure,
      blank: bitpix > 0 ? blank : undefined,
    });
    this.#count++;
    const headerStart = this.#file.byteLength;
    // reserve room for the checksums in the header; they are set once the pixels have been written
    await this.#file.write((this.#checksum ? withChecksums(header, 0) : header).toBytes());
    const pixels = shape.reduce((product, length) => product * length, 1);
    this.#image = { header, headerStart, form, blank, pixels, written: 0, sum: 0, rest: new Uint8Array(0) };
  }

  /**
   * Adds pixels to the current image, row by row, in pieces of any length.
   *
   * @throws PhotometryError `bad-argument` for more pixels than the image has, or a value that does not fit
   */
  async writePixels(pixels: WritablePixels): Promise<void> {
    const image = this.#image;
    if (image === null || image.written + pixels.length > image.pixels)
      throw new PhotometryError(
        'bad-argument',
        image === null
          ? `${this.#path}: no image has been started; call beginImage() first`
          : `${this.#path}: the image has ${image.pixels} pixels, but ${pixels.length} more were given after ${image.written}`,
        { path: this.#path },
      );
    const bytes = encodePixels(pixels, image.form, image.blank);
    await this.#file.write(bytes);
    image.written += pixels.length;
    if (this.#checksum) addToSum(image, bytes);
  }

  /**
   * Completes the file and gives it its name.
   *
   * @throws PhotometryError `bad-argument` if pixels of the last image are missing, `io`
   */
  async finish(): Promise<void> {
    if (this.#count === 0) await this.write({});
    await this.#endImage();
    await this.#file.finish();
  }

  /** Discards the file written so far. An existing file of that name is not changed. */
  async abandon(): Promise<void> {
    await this.#file.abandon();
  }

  /** Pads the last block of the current image, and sets its checksums. */
  async #endImage(): Promise<void> {
    const image = this.#image;
    if (image === null) return;
    const { header, headerStart, form, pixels, written } = image;
    if (written < pixels)
      throw new PhotometryError(
        'bad-argument',
        `${this.#path}: the image has ${pixels} pixels, but only ${written} were given`,
        { path: this.#path },
      );
    this.#image = null;
    const length = (Math.abs(form.bitpix) / 8) * pixels;
    await this.#file.write(new Uint8Array((BLOCK_LENGTH - (length % BLOCK_LENGTH)) % BLOCK_LENGTH));
    if (!this.#checksum) return;
    const dataSum = sumBytes(image.rest, image.sum);
    await this.#file.writeAt(headerStart, withChecksums(header, dataSum).toBytes());
  }
}

/** An image whose pixels are being written. */
interface OpenImage {
  readonly header: Header;
  readonly headerStart: number;
  readonly form: StoredForm;
  readonly blank: number | undefined;
  readonly pixels: number;
  written: number;
  /** Sum of the whole words written so far. */
  sum: number;
  /** The bytes after the last whole word. */
  rest: Uint8Array;
}

function addToSum(image: OpenImage, bytes: Uint8Array): void {
  const whole = Uint8Array.from([...image.rest, ...bytes.subarray(0, (4 - image.rest.length) % 4)]);
  if (whole.length % 4 !== 0) {
    image.rest = whole;
    return;
  }
  const after = bytes.subarray(whole.length - image.rest.length);
  const end = after.length - (after.length % 4);
  image.sum = sumBytes(after.subarray(0, end), sumBytes(whole, image.sum));
  image.rest = after.slice(end);
}

/**
 * Begins a FITS file to be written piece by piece.
 *
 * @throws PhotometryError `io` if the file cannot be created, `bad-argument` for a name that ends in `.gz`
 */
export async function createFits(path: string, options: CreateFitsOptions = {}): Promise<FitsWriter> {
  if (/\.gz$/i.test(path))
    throw new PhotometryError('bad-argument', `${path}: a gzip file cannot be written piece by piece; leave out .gz`, {
      path,
    });
  return new FitsWriter(path, await platform.createFile(path), options);
}
