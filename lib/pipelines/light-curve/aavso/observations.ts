/**
 * A light curve as observations for the AAVSO.
 *
 * @module
 * @see https://www.aavso.org/aavso-extended-file-format
 */
import { PhotometryError } from '../../../core/errors.js';
import { SOFTWARE } from '../../../core/version.js';
import { type StoredColumn, stored } from '../../../table/column/stored-column.js';
import type { TableData, TableMeta } from '../../../table/column/table-data.js';
import { hjdUtc } from '../../../time/earth/barycentric.js';
import { instantFromJd } from '../../../time/instant.js';
import { aavsoFilter, aavsoFilterCodes } from './aavso-filters.js';
import { type CurveRow, reportedRows } from './curve-rows.js';
import { type EnsembleMagnitude, ensembleMagnitude } from './ensemble-magnitude.js';
import type { ReportFacts } from './report-facts.js';

/** A comparison star of a report. */
export interface ReportedStar {
  /** Its number, as in `curve.comparisons`. */
  readonly star: number;
  /** Its magnitude in the filter, from the AAVSO's sequence [mag]; without it only differential magnitudes can be reported. */
  readonly mag?: number;
  /** Its name: the AUID (`000-BBP-713`) or the label of the chart. Default: `star` and its number. */
  readonly name?: string;
}

/** Settings of `LightCurve.toAavso`. */
export interface AavsoOptions {
  /** Name of the star: designation or AUID. */
  readonly name: string;
  /** The observer's code. */
  readonly observer: string;
  /** Filter, as the AAVSO calls it: `V`, `SR`, `CV` ... Default: that of the frames, where it is certain. */
  readonly filter?: string;
  /** The comparison stars. With the magnitude of each the report is standardised (STD), else differential (DIF) against the only one. */
  readonly comparisons?: readonly ReportedStar[];
  /** Name of the check star. Default: `star` and its number. */
  readonly check?: string;
  /** Times: `JD` in UTC (default) or `HJD`. */
  readonly date?: 'JD' | 'HJD';
  /** Whether the magnitudes are transformed to the standard system. Default false. */
  readonly transformed?: boolean;
  /** Identifier of the chart or sequence. Default `na`. */
  readonly chart?: string;
  /** Group of observations in several filters. Default `na`. */
  readonly group?: string;
  /** Notes on every observation. Default: the magnitudes behind each. */
  readonly notes?: string;
  /** The detector. Default `CCD`. */
  readonly obstype?: 'CCD' | 'CMOS' | 'DSLR' | 'PEP' | 'PTG';
}

/** Magnitudes of one relative error: 2.5 / ln 10. */
const MAGNITUDE_PER_RELATIVE_ERROR = 2.5 / Math.LN10;

/**
 * The observations of a light curve, with the columns and parameters of the Extended File Format.
 *
 * STD: MAG = m - 2.5 log10(F / E), with F / E the target over the comparisons and m the magnitude of the comparisons together,
 * from their catalogue magnitudes. DIF: MAG = -2.5 log10(F / C), target minus the one comparison. MERR is the random error of the
 * row, without that of the catalogue. CMAG and KMAG are instrumental, -2.5 log10 of the flux; with ENSEMBLE, KMAG is the check
 * star's magnitude on the scale of MAG. Doubtful rows are left out.
 *
 * @throws PhotometryError `bad-argument` listing all that is missing
 */
export function aavsoObservations(data: TableData, facts: ReportFacts, options: AavsoOptions): TableData {
  const settings = settingsOf(facts, options);
  const { rows, leftOut } = reportedRows(data, { time: 'jdUtcMid', needsErrors: false });
  const observations = rows.map(row => observationOf(row, facts, settings));
  const text = (value: (o: Observation) => string): StoredColumn => stored('string', observations.map(value), null);
  const number = (value: (o: Observation) => number): StoredColumn =>
    stored('float64', Float64Array.from(observations, value), null);
  const constant = (value: string): StoredColumn => text(() => value);
  const { options: given, mtype, comparison, check } = settings;
  const columns: Record<string, StoredColumn> = {
    NAME: constant(given.name),
    DATE: number(o => o.date),
    MAG: number(o => o.mag),
    MERR: number(o => o.magErr),
    FILT: constant(settings.filter),
    TRANS: constant(given.transformed === true ? 'YES' : 'NO'),
    MTYPE: constant(mtype),
    CNAME: constant(comparison),
    CMAG: number(o => o.comparisonMag),
    KNAME: constant(check),
    KMAG: number(o => o.checkMag),
    AMASS: number(o => o.airmass),
    GROUP: constant(given.group ?? 'na'),
    CHART: constant(given.chart ?? 'na'),
    NOTES: text(o => given.notes ?? o.notes),
  };
  const meta = {
    OBSCODE: given.observer,
    SOFTWARE,
    DATE: settings.date,
    OBSTYPE: given.obstype ?? 'CCD',
    comments: commentsOf(settings, leftOut, data.length),
  };
  return {
    stored: new Map(Object.entries(columns)),
    length: observations.length,
    meta: Object.freeze(meta),
    provenance: data.provenance,
  };
}

/** The options in the metadata of a table, under the names of the format. */
export function aavsoOptionsOf(meta: TableMeta): AavsoOptions {
  const text = (keyword: string): string => {
    const key = Object.keys(meta).find(name => name.toUpperCase() === keyword);
    const value = key === undefined ? undefined : meta[key];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const optional = (option: string, keyword: string) => (text(keyword) === '' ? {} : { [option]: text(keyword) });
  return {
    name: text('NAME'),
    observer: text('OBSCODE'),
    ...optional('filter', 'FILT'),
    ...optional('date', 'DATE'),
    ...optional('chart', 'CHART'),
    ...optional('group', 'GROUP'),
    ...optional('notes', 'NOTES'),
  };
}

/** The options, checked, with what follows from them. */
interface ReportSettings {
  readonly options: AavsoOptions;
  readonly filter: string;
  readonly date: 'JD' | 'HJD';
  readonly mtype: 'STD' | 'DIF';
  /** Name of the comparison, or ENSEMBLE. */
  readonly comparison: string;
  /** Name of the check star, or `na`. */
  readonly check: string;
  /** Magnitude of the comparisons together; null for differential magnitudes. */
  readonly ensemble: EnsembleMagnitude | null;
}

/** Checks everything and lists all that is missing at once. */
function settingsOf(facts: ReportFacts, options: AavsoOptions): ReportSettings {
  const missing: string[] = [];
  const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
  if (!isText(options?.name)) missing.push("name: the star's designation");
  if (!isText(options?.observer)) missing.push("observer: the observer's code");
  const filter = aavsoFilter(options?.filter ?? facts.filter);
  if (filter === '')
    missing.push(
      `filter: one of the AAVSO's (${aavsoFilterCodes()}), the frames say '${options?.filter ?? facts.filter}', which may be several`,
    );
  const date = options?.date ?? 'JD';
  if (date !== 'JD' && date !== 'HJD')
    missing.push(`date: 'JD' or 'HJD', not ${String(date)}: the AAVSO takes no BJD here`);
  if (date === 'HJD' && !Number.isFinite(facts.position.ra)) missing.push('the position of the target, for HJD');
  const given = options?.comparisons ?? [];
  const known = new Set(facts.comparisons.map(({ star }) => star));
  for (const { star } of given)
    if (!known.has(star)) missing.push(`comparisons: star ${star} is none of the curve's (${[...known].join(', ')})`);
  const isEnsemble = facts.comparisons.length > 1;
  const isStandard = given.some(({ mag }) => mag !== undefined);
  const magOf = new Map(given.map(({ star, mag }) => [star, mag]));
  const without = facts.comparisons.filter(({ star }) => !Number.isFinite(magOf.get(star))).map(({ star }) => star);
  if (isStandard && without.length > 0)
    missing.push(`magnitudes of all comparison stars: ${without.map(star => `star ${star}`).join(', ')}`);
  if (!isStandard && isEnsemble)
    missing.push(
      `magnitudes of the ${facts.comparisons.length} comparison stars (comparisons: [{ star: ${facts.comparisons[0].star}, mag: 12.345 }, ...]); ` +
        'a differential magnitude is only reported against a single one: differential({ comparisons: [2] })',
    );
  if (isEnsemble && facts.check === null)
    missing.push('a check star, which an ensemble needs: at least three good stars');
  if (missing.length > 0)
    throw new PhotometryError('bad-argument', `the AAVSO report cannot be written; missing: ${missing.join('; ')}`, {
      missing,
    });
  return {
    options,
    filter,
    date,
    mtype: isStandard ? 'STD' : 'DIF',
    comparison: isEnsemble ? 'ENSEMBLE' : nameOf(facts.comparisons[0].star, given),
    check: facts.check === null ? 'na' : (options.check ?? `star ${facts.check}`),
    ensemble: isStandard ? ensembleMagnitude(facts.comparisons, magOf as ReadonlyMap<number, number>) : null,
  };
}

/** The name of a star that is given, else `star` and its number. */
function nameOf(star: number, given: readonly ReportedStar[]): string {
  return given.find(one => one.star === star)?.name ?? `star ${star}`;
}

/** The fields of one row that differ from row to row. */
interface Observation {
  readonly date: number;
  readonly mag: number;
  readonly magErr: number;
  readonly comparisonMag: number;
  readonly checkMag: number;
  readonly airmass: number;
  readonly notes: string;
}

function observationOf(row: CurveRow, facts: ReportFacts, { date, ensemble, comparison }: ReportSettings): Observation {
  const frame = facts.frames.get(row.file)!;
  const ratio = row.flux * facts.normalisation;
  const zero = ensemble?.mag ?? 0;
  const instrumental = -2.5 * Math.log10(frame.ensemble);
  const checkRatio = frame.check > 0 ? -2.5 * Math.log10(frame.check) : Number.NaN;
  const isEnsemble = comparison === 'ENSEMBLE';
  const instant = instantFromJd(row.jdUtcMid, 'utc');
  return {
    date: date === 'HJD' ? hjdUtc(instant, facts.position, frame.site) : row.jdUtcMid,
    mag: zero - 2.5 * Math.log10(ratio),
    magErr: (MAGNITUDE_PER_RELATIVE_ERROR * row.fluxErr) / row.flux,
    comparisonMag: isEnsemble ? Number.NaN : instrumental,
    checkMag: checkRatio + (isEnsemble ? zero : instrumental),
    airmass: row.airmass,
    notes: `|VMAGINS=${(instrumental - 2.5 * Math.log10(ratio)).toFixed(4)}|CMAGINS=${instrumental.toFixed(4)}${
      ensemble === null ? '' : `|CREFMAG=${ensemble.mag.toFixed(4)}`
    }`,
  };
}

/** What the file says in words. */
function commentsOf({ ensemble }: ReportSettings, leftOut: number, total: number): readonly string[] {
  return [
    ...(leftOut > 0 ? [`${leftOut} of ${total} measurements are left out: doubtful, or not above the sky`] : []),
    ...(ensemble !== null && ensemble.stars > 1
      ? [
          `zero point by ${ensemble.stars} comparison stars, which agree within ${ensemble.scatter.toFixed(3)} mag (standard deviation)`,
        ]
      : []),
  ];
}
