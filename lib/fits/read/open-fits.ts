/**
 * Opens FITS files: reads their headers at once, and pixels on demand.
 *
 * @module
 */

import { platform } from '#platform';
import { PhotometryError } from '../../core/errors.js';
import { quoted } from '../../core/quoted.js';
import type { Source } from '../../core/web-types.js';
import { isWebAddress } from '../../platform/names.js';
import type { ByteSource } from '../../platform/types.js';
import { unwrapSource } from '../../platform/unpack/unwrap.js';
import { findHdu } from '../hdu/find-hdu.js';
import type { Hdu } from '../hdu/hdu.js';
import { FIRST_READ } from '../header/read-header.js';
import type { PixelPrecision } from '../pixels/decode-pixels.js';
import type { ImageData } from '../pixels/image-data.js';
import type { Rectangle } from '../pixels/section.js';
import { isFits, readHdus } from './read-hdus.js';
import { readPlane } from './read-image.js';

/** Settings of `openFits`. */
export interface OpenFitsOptions {
  /** Name of the file in messages. Default: its path or URL. */
  readonly path?: string;
}

/** Settings of `FitsFile.readImage`. */
export interface ReadImageOptions {
  /** Plane of a cube, counted from 0. Default: 0. */
  readonly plane?: number;
  /**
   * A part of the image: `{ x, y, width, height }`. For an uncompressed image only its rows are read. Default: all of
   * it.
   */
  readonly section?: Rectangle;
}

/** An open FITS file: its headers, and the bytes behind them. */
export interface FitsSource {
  /** The bytes of the file, decompressed if it was compressed as a whole. */
  readonly bytes: ByteSource;
  /** Name of the file in messages. */
  readonly path: string;
  /** The HDUs in order; only their headers have been read. */
  readonly hdus: readonly Hdu[];
  /**
   * Returns the HDU with a number, or the first with an EXTNAME (`'SCI'`, or `'SCI,2'` with its EXTVER).
   *
   * @throws PhotometryError `no-such-hdu`
   */
  hdu(which: number | string): Hdu;
  /**
   * Reads the pixels of an image, compressed or not.
   *
   * @param which number or name of the HDU
   * @param precision default `float32`
   * @throws PhotometryError `no-such-hdu`, `bad-argument` if it has no pixels, `truncated-file`, `unsupported`
   */
  readImage(which: number | string, precision?: PixelPrecision, options?: ReadImageOptions): Promise<ImageData>;
  /** Reads the data of an HDU as stored in the file, without the padding at their end. */
  readData(which: number | string): Promise<Uint8Array>;
  /**
   * Returns the hexadecimal SHA-256 of the stored file, for the provenance of what is read from it. Empty for a remote
   * file and for one too large to be read just for that.
   */
  sha256(): Promise<string>;
  /** Closes the file; nothing can be read from it afterwards. */
  close(): Promise<void>;
}

/** Maximum size of a file that is read whole for its SHA-256 [byte]. */
const MAX_SUMMED = 1 << 28;

/**
 * Opens a FITS file, plain or compressed with gzip, bzip2 or compress (whatever its name), and reads its headers.
 *
 * @throws PhotometryError `no-such-file`, `not-fits`, `bad-header`, `truncated-file`
 * @example
 * const file = await openFitsSource('m13.fits');
 * const image = await file.readImage(0);
 * await file.close();
 */
export async function openFitsSource(source: Source, options: OpenFitsOptions = {}): Promise<FitsSource> {
  const opened = await platform.openSource(source);
  const path = options.path ?? opened.name;
  try {
    const { bytes, head } = await unwrapped(opened, path);
    const file = fitsFile(bytes, path, await readHdus(bytes, head, path));
    let sum: Promise<string> | undefined;
    const sha256 = (): Promise<string> => {
      sum ??= isWebAddress(opened.name) || opened.byteLength > MAX_SUMMED ? Promise.resolve('') : sumOf(source);
      return sum;
    };
    return Object.freeze({ ...file, sha256 });
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function sumOf(source: Source): Promise<string> {
  const opened = await platform.openSource(source);
  try {
    return await platform.sha256Of(opened);
  } finally {
    await opened.close();
  }
}

/** Returns the decompressed bytes of a file, and the first of them. */
async function unwrapped(opened: ByteSource, path: string): Promise<{ bytes: ByteSource; head: Uint8Array }> {
  const head = await opened.read(0, FIRST_READ);
  if (isFits(head)) return { bytes: opened, head };
  const bytes = await unwrapSource(opened, path);
  return { bytes, head: await bytes.read(0, FIRST_READ) };
}

function fitsFile(source: ByteSource, path: string, hdus: readonly Hdu[]): Omit<FitsSource, 'sha256'> {
  const hdu = (which: number | string): Hdu => findHdu(hdus, which, path);
  return {
    bytes: source,
    path,
    hdus: Object.freeze(hdus),
    hdu,
    readImage: async (
      which: number | string,
      precision: PixelPrecision = 'float32',
      { plane = 0, section }: ReadImageOptions = {},
    ) => {
      if (precision !== 'float32' && precision !== 'float64')
        throw new PhotometryError('bad-argument', `precision must be 'float32' or 'float64', got ${quoted(precision)}`);
      return readPlane(source, hdu(which), path, { precision, plane, ...(section ? { section } : {}) });
    },
    readData: async (which: number | string) => {
      const { dataStart, dataLength } = hdu(which);
      return source.read(dataStart, dataStart + dataLength);
    },
    close: () => source.close(),
  };
}
