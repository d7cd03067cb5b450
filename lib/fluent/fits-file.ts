/**
 * The class of an open FITS file: each method is one line that calls a function of the library.
 *
 * @module
 */
import { displayAs, inspectAs, showValue } from '../core/display.js';
import { PhotometryError } from '../core/errors.js';
import type { Source } from '../core/web-types.js';
import type { Hdu } from '../fits/hdu/hdu.js';
import { hduLine } from '../fits/hdu/hdu-summary.js';
import { type HduColumns, hduTable } from '../fits/hdu/hdu-table.js';
import type { Header } from '../fits/header/header.js';
import type { PixelPrecision } from '../fits/pixels/decode-pixels.js';
import type { ImageData } from '../fits/pixels/image-data.js';
import {
  type FitsSource,
  type OpenFitsOptions,
  openFitsSource,
  type ReadImageOptions,
} from '../fits/read/open-fits.js';
import { type ReadFitsTableOptions, readFitsTable } from '../fits/read/read-fits-table.js';
import { FitsReport } from '../fits/verify/report.js';
import { fitsProblems, openingProblem } from '../fits/verify/verify-fits.js';
import { requireImageHdu } from '../frame/image-hdu.js';
import { inheritedHeader } from '../frame/inherited-header.js';
import { imageOfFile, type ReadFrameOptions } from '../frame/read-frame.js';
import type { RuntimeColumns } from '../table/column/runtime-columns.js';
import { tableBundle } from '../table/display/display-table.js';
import type { Table } from '../table/table.js';
import { Catalog } from './catalog.js';
import { Frame } from './frame.js';

/** Settings of {@link FitsFile.image}. */
export interface FitsImageOptions extends Omit<ReadFrameOptions, 'hdu' | 'path'> {}

/**
 * An open FITS file: its HDUs, and their data as frames and tables on request.
 *
 * HDUs are chosen by number (0 is the primary one) or by EXTNAME: `'SCI'`, or `'SCI,2'` with its EXTVER.
 *
 * @example
 * const file = await openFits('field.fits');
 * file.info();
 * const part = await file.image(0, { section: { x: 100, y: 50, width: 64, height: 64 } });
 */
export class FitsFile {
  readonly #file: FitsSource;

  static {
    displayAs(FitsFile, file => ({
      ...tableBundle(hduTable(file.hdus, file.path).data),
      'text/plain': file.toString(),
    }));
    inspectAs(FitsFile, file => file.toString());
  }

  /** @internal */
  constructor(file: FitsSource) {
    this.#file = file;
  }

  /** Name of the file in messages: its path or address. */
  get path(): string {
    return this.#file.path;
  }

  /** Its HDUs in order; only their headers have been read. */
  get hdus(): readonly Hdu[] {
    return this.#file.hdus;
  }

  /**
   * The HDU with a number or name.
   *
   * @throws PhotometryError `no-such-hdu`; the message lists the HDUs of the file
   */
  hdu(which: number | string): Hdu {
    return this.#file.hdu(which);
  }

  /**
   * The header of an HDU together with the cards that it inherits from the primary header, unless it says INHERIT = F.
   * The cards of the HDU alone are `file.hdu(1).header`.
   */
  header(which: number | string = 0): Header {
    return inheritedHeader(this.hdus[0].header, this.hdu(which).header);
  }

  /** Prints a table of the HDUs and returns it. */
  info(): Table<HduColumns> {
    const table = hduTable(this.hdus, this.path);
    showValue(table);
    return table;
  }

  /**
   * The image of an HDU as a frame, described by its header and the telescope dictionary.
   *
   * @param which number or name of the HDU; default the first with pixels, or the parts of a mosaic together
   * @param options `section: { x, y, width, height }` reads only the rows of that part; `plane` chooses from a cube
   * @throws PhotometryError `no-such-hdu`, `truncated-file`, `bad-argument`, `unsupported`, each naming file and HDU
   */
  async image(which?: number | string, options: FitsImageOptions = {}): Promise<Frame> {
    requireImageHdu(this.#file, which); // before the whole file is read for its checksum
    const sha256 = options.section === undefined ? this.#file.sha256() : '';
    return new Frame(
      await imageOfFile(this.#file, { ...options, ...(which === undefined ? {} : { hdu: which }) }, sha256),
    );
  }

  /**
   * The table of an HDU: binary, ASCII, or random groups with one row per group.
   *
   * @param which number or name of the HDU; default the first table with rows
   * @param options `columns` and `rows: [start, end]` read only those
   * @throws PhotometryError `no-such-hdu`; `bad-argument` if it is not a table; `missing-column`; `bad-table`,
   * `truncated-file` if it is damaged
   * @example
   * const file = await openFits('gaia.fits');
   * const stars = await file.table('GAIA', { columns: ['ra', 'dec'] });
   */
  async table<C = RuntimeColumns>(which?: number | string, options: ReadFitsTableOptions = {}): Promise<Catalog<C>> {
    return new Catalog<C>(await readFitsTable(this.#file, which, options));
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

  /** The bytes of an HDU's data as stored in the file, without the padding at the end. */
  readData(which: number | string): Promise<Uint8Array> {
    return this.#file.readData(which);
  }

  /**
   * Lists what is wrong with the file and where: HDU, card, byte. Empty if nothing is. Reads the whole file.
   *
   * @example (await file.verify()).filter(problem => problem.level === 'error')
   */
  async verify(): Promise<FitsReport> {
    return FitsReport.of(await fitsProblems(this.#file.bytes, this.hdus, this.path), this.path);
  }

  /** Closes the file; nothing can be read from it afterwards. */
  close(): Promise<void> {
    return this.#file.close();
  }

  /** Its path and one line per HDU. */
  toString(): string {
    const lines = this.hdus.map(hduLine);
    return [`FITS file ${this.path}`, ...lines].join('\n');
  }
}

/**
 * Opens a FITS file, plain or compressed by gzip, bzip2 or compress (whatever its name), and reads its headers.
 *
 * @param source a path, an address, a `Blob` or the bytes
 * @throws PhotometryError `no-such-file`, `not-fits`, `bad-header`, `truncated-file`, naming file, HDU, card and byte
 * @example
 * const file = await openFits('field.fits');
 * const frame = await file.image(0);
 * await file.close();
 */
export async function openFits(source: Source, options: OpenFitsOptions = {}): Promise<FitsFile> {
  return new FitsFile(await openFitsSource(source, options));
}

/**
 * Lists what is wrong with a FITS file, as {@link FitsFile.verify} does, even if it is too damaged to be opened.
 *
 * @throws PhotometryError `no-such-file`, `io` if nothing can be read
 * @example (await verifyFits('field.fits')).length // 0
 */
export async function verifyFits(source: Source, options: OpenFitsOptions = {}): Promise<FitsReport> {
  try {
    const file = await openFits(source, options);
    try {
      return await file.verify();
    } finally {
      await file.close();
    }
  } catch (error) {
    const problem = error instanceof PhotometryError ? openingProblem(error) : null;
    if (problem === null) throw error;
    return FitsReport.of([problem], options.path ?? (typeof source === 'string' ? source : 'bytes'));
  }
}
