/**
 * Finds one star in the catalogues of all frames of a night.
 *
 * @module
 */
import { platform } from '#platform';
import { betweenFrames, boundToCell, type RunOptions } from '../core/ambient.js';
import { PhotometryError } from '../core/errors.js';
import { type Provenance, withStep } from '../core/provenance.js';
import { assertWithin, type Degrees } from '../match/columns/degrees.js';
import type { SkyColumnNames } from '../match/columns/sky-columns.js';
import type { TableLike } from '../match/matched-columns.js';
import { near } from '../match/near.js';
import { degreesOf, type SkyPoint } from '../math/sphere.js';
import type { Quantity } from '../table/column/quantity.js';
import { type StoredColumn, stored } from '../table/column/stored-column.js';
import type { TableData } from '../table/column/table-data.js';
import type { ReadTableOptions } from '../table/files/formats.js';
import { readTableData } from '../table/files/read-table.js';
import { Table } from '../table/table.js';
import { catalogMeasurements, type MeasurementNames } from './catalog-columns.js';
import { type FrameTimes, fileName, headerTime, timesByName } from './frame-times.js';

/** The catalogue of one frame. */
export interface FrameCatalog {
  /** Name of the frame or its catalogue. */
  readonly file: string;
  /** The stars measured in it. */
  readonly table: TableLike<unknown>;
  /** Middle of the exposure, JD in UTC [d]. Default: from `frames`, else unknown. */
  readonly jdUtcMid?: number;
}

/** Settings of {@link starInFrames}. */
export interface StarInFramesOptions extends RunOptions {
  /** Maximum distance of the star from the given position: `arcsec(1.5)`; a plain number is degrees. */
  readonly within: Degrees;
  /** When the frames were taken: a header table whose `file` has the catalogue's name, extensions aside. Default: the headers of FITS catalogues. */
  readonly frames?: FrameTimes;
  /** Which columns hold what. Default: positions by UCD or name, measurements by their usual names. */
  readonly columns?: SkyColumnNames & MeasurementNames;
  /** Index of the aperture in columns with several, counted from 0. Default 0. */
  readonly aperture?: number;
  /** How to read the files: `format`, `hdu` and so on. */
  readonly read?: Omit<ReadTableOptions, 'schema'>;
}

/** The row of one frame: the star as in its catalogue, or a row with `found` false. */
export interface StarInFrameColumns {
  /** The catalogue, without its folder. */
  file: string;
  /** Middle of the exposure, JD in UTC [d]; NaN if it is not known. */
  jdUtcMid: Quantity<'d'>;
  /** Whether the star is in the catalogue. */
  found: boolean;
  /** Its row in the catalogue, counted from 0; missing if not found. */
  row: number;
  /** Distance from the given position [arcsec]. */
  separation: Quantity<'arcsec'>;
  /** Flux, in the unit of the catalogue. */
  flux: number;
  /** 1-sigma error of the flux. */
  fluxErr: number;
  /** Flux over its error. */
  snr: number;
  /** Magnitude [mag]. */
  mag: Quantity<'mag'>;
  /** Instrumental magnitude, -2.5 log10 of the flux for 1 s [mag]; NaN if the catalogue has none. */
  instMag: Quantity<'mag'>;
  /** 1-sigma error of the magnitude, or of the instrumental one [mag]. */
  magErr: Quantity<'mag'>;
  /** Flags of the catalogue; missing if it has none. */
  flags: number;
}

/** What is known of one frame. */
interface FrameRow {
  readonly file: string;
  readonly jdUtcMid: number;
  readonly row: number;
  readonly values: Readonly<Record<'separation' | 'flux' | 'fluxErr' | 'mag' | 'instMag' | 'magErr' | 'flags', number>>;
  readonly fluxUnit: string;
  readonly provenance: Provenance;
}

/**
 * Looks up a star in each frame's catalogue: the nearest row within `within`. A frame in which it is not found has a row
 * with `found` false. Rows are in order of time; frames of unknown time come last.
 *
 * @param star its position: degrees or sexagesimal text
 * @param from catalogues: a glob pattern or paths, or tables with their names
 * @throws PhotometryError `no-such-file`; `no-frames` if none are given; `missing-column`, `bad-argument` and the errors of
 *   the formats, naming the file
 * @example
 * const curve = await starInFrames({ ra: 280.1042, dec: 33.1475 }, 'lists/*.ecsv', {
 *   within: arcsec(1.5),
 *   frames: await headerTable('night/*.fits'),
 * });
 * curve.filter(row => row.found && row.flags === 0).columns.mag.std();
 */
export async function starInFrames(
  star: SkyPoint,
  from: string | readonly string[] | readonly FrameCatalog[],
  options: StarInFramesOptions,
): Promise<Table<StarInFrameColumns>> {
  assertWithin(options.within, 'starInFrames');
  const place = degreesOf(star);
  const run = boundToCell(options);
  if (from.length === 0) throw new PhotometryError('no-frames', 'starInFrames: no catalogues were given');
  const catalogs = isCatalogs(from) ? from : await platform.findFiles(from);
  const timeOf = timesByName(options.frames);
  const rows: FrameRow[] = [];
  for (const catalog of catalogs) {
    const file = fileName(typeof catalog === 'string' ? catalog : catalog.file);
    try {
      const data = typeof catalog === 'string' ? await readTableData(catalog, options.read) : catalog.table.data;
      const given = typeof catalog === 'string' ? undefined : catalog.jdUtcMid;
      const known = given ?? timeOf(file);
      const jdUtcMid = Number.isNaN(known) && typeof catalog === 'string' ? await headerTime(catalog) : known;
      rows.push({ ...lookUp(data, place, options), file, jdUtcMid });
    } catch (error) {
      throw inFile(error, file);
    }
    await betweenFrames(run, { step: 'starInFrames', done: rows.length, total: catalogs.length });
  }
  rows.sort(
    (a, b) => (a.jdUtcMid - b.jdUtcMid || 0) + Number(Number.isNaN(a.jdUtcMid)) - Number(Number.isNaN(b.jdUtcMid)),
  );
  return tableOf(rows, { ...place, withinArcsec: options.within * 3600 });
}

function isCatalogs(from: string | readonly string[] | readonly FrameCatalog[]): from is readonly FrameCatalog[] {
  return typeof from !== 'string' && typeof from[0] === 'object';
}

/** The star in one catalogue. */
function lookUp(
  data: TableData,
  place: { readonly ra: number; readonly dec: number },
  { within, columns = {}, aperture = 0 }: StarInFramesOptions,
): Omit<FrameRow, 'file' | 'jdUtcMid'> {
  const measured = catalogMeasurements(data, columns, aperture);
  const { ra, dec } = columns;
  const numbers = stored(
    'int32',
    Int32Array.from({ length: data.length }, (_, row) => row),
  );
  const numbered = { ...data, stored: new Map<string, StoredColumn>(data.stored).set(ROW, numbers) };
  const found = near(numbered, { ...place, within, columns: { ra, dec } });
  const column = (name: string): ArrayLike<number> | undefined => found.stored.get(name)?.values as ArrayLike<number>;
  const row = found.length > 0 ? (column(ROW)?.[0] ?? -1) : -1;
  const at = (values: Float64Array | null): number => (row < 0 || values === null ? NaN : values[row]);
  const separations = column(data.stored.has('separation') ? 'separation_near' : 'separation');
  return {
    row,
    values: {
      separation: row < 0 ? NaN : (separations?.[0] ?? NaN),
      flux: at(measured.flux),
      fluxErr: at(measured.fluxErr),
      mag: at(measured.mag),
      instMag: at(measured.instMag),
      magErr: at(measured.magErr),
      flags: at(measured.flags),
    },
    fluxUnit: measured.fluxUnit,
    provenance: data.provenance,
  };
}

/** Name of the helper column with row numbers, which no file contains. */
const ROW = ' row';

function inFile(error: unknown, file: string): unknown {
  if (!(error instanceof PhotometryError) || 'path' in error.details) return error;
  return new PhotometryError(error.code, `${file}: ${error.message}`, { ...error.details, file }, { cause: error });
}

function tableOf(rows: readonly FrameRow[], options: Record<string, unknown>): Table<StarInFrameColumns> {
  const numbers = (name: keyof FrameRow['values']): Float64Array =>
    Float64Array.from(rows, ({ values }) => values[name]);
  const units = new Set(rows.map(({ fluxUnit }) => fluxUnit));
  const unit = units.size === 1 ? ([...units][0] ?? '') : '';
  const [flux, fluxErr] = [numbers('flux'), numbers('fluxErr')];
  const found = Uint8Array.from(rows, ({ row }) => Number(row >= 0));
  const float = (values: Float64Array, details: { unit?: string; description: string }): StoredColumn =>
    stored('float64', values, null, details);
  const columns: Record<keyof StarInFrameColumns, StoredColumn> = {
    file: stored(
      'string',
      rows.map(({ file }) => file),
      null,
      { description: 'Catalogue of the frame' },
    ),
    jdUtcMid: float(
      Float64Array.from(rows, ({ jdUtcMid }) => jdUtcMid),
      { unit: 'd', description: 'Middle of the exposure, JD in UTC' },
    ),
    found: stored('boolean', found, null, { description: 'Whether the star is in the catalogue' }),
    row: wholeColumn(
      rows.map(({ row }) => row),
      'Its row in the catalogue, counted from 0',
    ),
    separation: float(numbers('separation'), { unit: 'arcsec', description: 'Distance from the given position' }),
    flux: float(flux, { unit, description: 'Flux, as in the catalogue' }),
    fluxErr: float(fluxErr, { unit, description: '1-sigma error of the flux' }),
    snr: float(
      flux.map((value, i) => value / fluxErr[i]),
      { description: 'Flux over its error' },
    ),
    mag: float(numbers('mag'), { unit: 'mag', description: 'Magnitude, as in the catalogue' }),
    instMag: float(numbers('instMag'), { unit: 'mag', description: 'Instrumental magnitude, as in the catalogue' }),
    magErr: float(numbers('magErr'), { unit: 'mag', description: '1-sigma error of the magnitude' }),
    flags: wholeColumn(
      rows.map(({ values }) => values.flags),
      'Flags of the catalogue',
    ),
  };
  const provenance = Object.freeze([...new Set(rows.flatMap(row => row.provenance))]);
  return new Table<StarInFrameColumns>({
    stored: new Map(Object.entries(columns)),
    length: rows.length,
    meta: {},
    provenance: withStep(provenance, { verb: 'starInFrames', options: { ...options, catalogs: rows.length } }),
  });
}

/** Whole numbers; missing where one is negative or NaN. */
function wholeColumn(values: readonly number[], description: string): StoredColumn {
  const valid = Uint8Array.from(values, value => Number(value >= 0));
  const whole = Int32Array.from(values, value => Math.max(0, value));
  return stored('int32', whole, valid.includes(0) ? valid : null, { description });
}
