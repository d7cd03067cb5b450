/**
 * A light curve as a report for the AAVSO's exoplanet section.
 *
 * @module
 * @see https://www.aavso.org/aavso-exoplanet-report-file-format
 */
import { PhotometryError } from '../../../core/errors.js';
import { SOFTWARE } from '../../../core/version.js';
import { type StoredColumn, stored } from '../../../table/column/stored-column.js';
import type { TableData } from '../../../table/column/table-data.js';
import { aavsoFilter, aavsoFilterCodes } from './aavso-filters.js';
import { reportedRows } from './curve-rows.js';
import type { ReportFacts } from './report-facts.js';

/** Settings of `LightCurve.toAavsoExoplanet`. */
export interface ExoplanetReportOptions {
  /** Name of the host star. */
  readonly star: string;
  /** Name of the planet: `XO-1 b`. */
  readonly planet: string;
  /** The observer's code. */
  readonly observer: string;
  /** Codes of others who took part. */
  readonly secondaryObservers?: readonly string[];
  /** Filter, as the AAVSO calls it. Default: that of the frames, where it is certain. */
  readonly filter?: string;
  /** Binning: `1x1`. Default: that of the frames. */
  readonly binning?: string;
  /** Exposure time [s]. Default: that of the frames. */
  readonly exptime?: number;
  /** The detector. Default `CCD`. */
  readonly obstype?: 'CCD' | 'CMOS' | 'DSLR' | 'PEP';
  /** Columns of the curve to detrend by, as the report calls them: `{ AIRMASS: 'airmass' }`. Default: the airmass. */
  readonly detrend?: Readonly<Record<string, string>>;
  /** Notes. */
  readonly notes?: string;
}

/**
 * The measurements of a curve with the parameters of the format: DATE in BJD_TDB, DIFF the flux over the comparisons, normalised,
 * ERR its error, DETREND_1 and so on. Doubtful rows are left out.
 *
 * @throws PhotometryError `bad-argument` listing all that is missing; `missing-column` for a column to detrend by
 */
export function exoplanetReport(data: TableData, facts: ReportFacts, options: ExoplanetReportOptions): TableData {
  const parameters = parametersOf(data, facts, options);
  const { rows } = reportedRows(data, { time: 'bjdTdb', needsErrors: true });
  const files = data.stored.get('file')!.values as readonly string[];
  const places = new Map(files.map((file, row) => [file, row]));
  const detrend = Object.values(options.detrend ?? DETREND).map((name, k): [string, StoredColumn] => {
    const values = data.stored.get(name);
    if (values === undefined || values.kind === 'string')
      throw new PhotometryError('missing-column', `detrend: the light curve has no numbers in a column ${name}`, {
        column: name,
      });
    const numbers = values.values as ArrayLike<number>;
    return [
      `DETREND_${k + 1}`,
      stored(
        'float64',
        Float64Array.from(rows, ({ file }) => numbers[places.get(file)!]),
        null,
      ),
    ];
  });
  const columns: [string, StoredColumn][] = [
    [
      'DATE',
      stored(
        'float64',
        Float64Array.from(rows, row => row.bjdTdb),
        null,
        { unit: 'd' },
      ),
    ],
    [
      'DIFF',
      stored(
        'float64',
        Float64Array.from(rows, row => row.flux),
        null,
      ),
    ],
    [
      'ERR',
      stored(
        'float64',
        Float64Array.from(rows, row => row.fluxErr),
        null,
      ),
    ],
    ...detrend,
  ];
  return {
    stored: new Map(columns),
    length: rows.length,
    meta: Object.freeze(parameters),
    provenance: data.provenance,
  };
}

const DETREND: Readonly<Record<string, string>> = { AIRMASS: 'airmass' };

/** The parameters, in their order. */
function parametersOf(data: TableData, facts: ReportFacts, options: ExoplanetReportOptions): Record<string, string> {
  const missing: string[] = [];
  for (const [name, what] of [
    ['star', 'name of the host star'],
    ['planet', 'name of the planet'],
    ['observer', "observer's code"],
  ] as const)
    if (typeof options?.[name] !== 'string' || options[name].trim() === '') missing.push(`${name}: the ${what}`);
  const filter = aavsoFilter(options?.filter ?? facts.filter);
  if (filter === '')
    missing.push(
      `filter: one of the AAVSO's (${aavsoFilterCodes()}), the frames say '${options?.filter ?? facts.filter}'`,
    );
  const binning = options?.binning ?? facts.binning;
  if (binning === '') missing.push('binning: such as 1x1');
  const exptime = options?.exptime ?? facts.exptime;
  if (!(exptime > 0)) missing.push('exptime: the exposure time in seconds, which the frames do not have in common');
  const times = data.stored.get('bjdTdb')?.values as ArrayLike<number> | undefined;
  if (times === undefined || !Array.prototype.some.call(times, Number.isFinite))
    missing.push(
      'BJD_TDB: the curve has no barycentric times. Give the target as { ra, dec }, and frames whose headers tell the site',
    );
  if (missing.length > 0)
    throw new PhotometryError(
      'bad-argument',
      `the exoplanet report cannot be written; missing: ${missing.join('; ')}`,
      {
        missing,
      },
    );
  return {
    TYPE: 'EXOPLANET',
    OBSCODE: options.observer,
    SECONDARY_OBSCODES: (options.secondaryObservers ?? []).join(','),
    SOFTWARE,
    DELIM: ',',
    DATE_TYPE: 'BJD_TDB',
    OBSTYPE: options.obstype ?? 'CCD',
    STAR_NAME: options.star,
    EXOPLANET_NAME: options.planet,
    BINNING: binning,
    EXPOSURE_TIME: String(exptime),
    FILTER: filter,
    MEASUREMENT_TYPE: 'Rnflux',
    DETREND_PARAMETERS: Object.keys(options.detrend ?? DETREND).join(','),
    NOTES: options.notes ?? '',
  };
}
