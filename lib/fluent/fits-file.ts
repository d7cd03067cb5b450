/**
 * An open FITS file as its user handles it.
 *
 * @module
 */
import type { Source } from '../core/web-types.js';
import type { PixelPrecision } from '../fits/decode-pixels.js';
import type { Hdu } from '../fits/hdu.js';
import type { ImageData } from '../fits/image-data.js';
import { type FitsSource, type OpenFitsOptions, openFitsSource, type ReadImageOptions } from '../fits/open-fits.js';
import { imageOfFile, type ReadFrameOptions } from '../frame/read-frame.js';
import { Frame } from './frame.js';

/** An open FITS file: its HDUs, and their data as frames and tables when they are asked for. */
export class FitsFile {
  readonly #file: FitsSource;

  /** @internal */
  constructor(file: FitsSource) {
    this.#file = file;
  }

  /** What messages call the file: its path or address. */
  get path(): string {
    return this.#file.path;
  }

  /** Its HDUs in order; only their headers have been read. */
  get hdus(): readonly Hdu[] {
    return this.#file.hdus;
  }

  /**
   * The HDU of a number, or the first of an EXTNAME (`'SCI'`, or `'SCI,2'` with its EXTVER).
   *
   * @throws PhotometryError `no-such-hdu`
   */
  hdu(which: number | string): Hdu {
    return this.#file.hdu(which);
  }

  /**
   * The image of an HDU as a frame, with what its header and the telescope dictionary know of it.
   *
   * @param which number or name of the HDU; default the first with pixels
   */
  async image(which?: number | string, options: Omit<ReadFrameOptions, 'hdu' | 'path'> = {}): Promise<Frame> {
    return new Frame(await imageOfFile(this.#file, { ...options, ...(which === undefined ? {} : { hdu: which }) }));
  }

  /**
   * The bare pixels of an image, plain or compressed.
   *
   * @param precision default `float32`
   * @throws PhotometryError `no-such-hdu`, `bad-argument` if it has no pixels, `truncated-file`, `unsupported`
   */
  readImage(which: number | string, precision?: PixelPrecision, options?: ReadImageOptions): Promise<ImageData> {
    return this.#file.readImage(which, precision, options);
  }

  /** The data of an HDU as they stand in the file, without the fill at their end. */
  readData(which: number | string): Promise<Uint8Array> {
    return this.#file.readData(which);
  }

  /** Frees the file. */
  close(): Promise<void> {
    return this.#file.close();
  }
}

/**
 * Opens a FITS file, plain or in gzip (whatever its name), and reads its headers.
 *
 * @param source a path, an address, a `Blob` or the bytes
 * @throws PhotometryError `no-such-file`, `not-fits`, `bad-header`, `truncated-file`
 * @example
 * const file = await openFits('m13.fits');
 * const frame = await file.image(0);
 * await file.close();
 */
export async function openFits(source: Source, options: OpenFitsOptions = {}): Promise<FitsFile> {
  return new FitsFile(await openFitsSource(source, options));
}
