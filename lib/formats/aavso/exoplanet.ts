/**
 * The AAVSO's exoplanet reports: one time series a file.
 *
 * @module
 * @see https://www.aavso.org/aavso-exoplanet-report-file-format
 */
import { PhotometryError } from '../../core/errors.js';
import { type StoredColumn, stored } from '../../table/column/stored-column.js';
import type { TableData } from '../../table/column/table-data.js';

/** Decimals that a column is written with: a millisecond, and a part in ten million. */
const DATE_DECIMALS = 8;
const DECIMALS = 7;

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  DATE: 'Middle of the exposure',
  DIFF: 'Relative flux, or difference of magnitudes',
  ERR: '1-sigma error of DIFF',
};

/** Writes a report: the entries of `meta` as parameters, then the columns. */
export function writeExoplanet({ stored: columns, length, meta }: TableData): string {
  const names = [...columns.keys()];
  const parameters = Object.entries(meta).map(([name, value]) => `#${name}=${String(value).replace(/[\r\n]+/g, ' ')}`);
  const cell = (name: string, row: number): string => {
    const value = (columns.get(name)!.values as ArrayLike<number>)[row];
    return Number.isNaN(value) ? 'na' : value.toFixed(name === 'DATE' ? DATE_DECIMALS : DECIMALS);
  };
  const rows = Array.from({ length }, (_, row) => names.map(name => cell(name, row)).join(','));
  return `${[...parameters, `#${names.join(',')}`, ...rows].join('\n')}\n`;
}

/**
 * Reads a report: DATE, DIFF, ERR, DETREND_1 and so on as numbers, `na` missing; the parameters are `meta`.
 *
 * @throws PhotometryError `bad-table` naming the line
 */
export function readExoplanet(text: string, path: string): TableData {
  const meta: Record<string, string> = {};
  let names: readonly string[] = ['DATE', 'DIFF', 'ERR'];
  const values: number[][] = [];
  for (const [i, line] of text.split(/\r\n|\n|\r/).entries()) {
    const parameter = /^#\s*([A-Za-z][\w-]*)\s*=(.*)$/.exec(line);
    if (parameter) meta[parameter[1].toUpperCase()] = parameter[2].trim();
    else if (/^#\s*DATE\b/i.test(line))
      names = line
        .slice(1)
        .split(delimiterOf(meta))
        .map(name => name.trim().toUpperCase());
    else if (!line.startsWith('#') && line.trim() !== '') values.push(numbersOf(line, i + 1, names, meta, path));
  }
  const unit = { unit: 'd', description: `${DESCRIPTIONS.DATE}, ${meta.DATE_TYPE ?? 'of unknown scale'}` };
  const columns = names.map((name, k): [string, StoredColumn] => [
    name,
    stored(
      'float64',
      Float64Array.from(values, row => row[k]),
      null,
      name === 'DATE' ? unit : { description: DESCRIPTIONS[name] ?? '' },
    ),
  ]);
  return { stored: new Map(columns), length: values.length, meta: Object.freeze(meta), provenance: [] };
}

function numbersOf(
  line: string,
  number: number,
  names: readonly string[],
  meta: Readonly<Record<string, string>>,
  path: string,
): number[] {
  const cells = line.split(delimiterOf(meta)).map(cell => cell.trim());
  const numbers = cells.map(cell => (cell === '' || cell.toLowerCase() === 'na' ? Number.NaN : Number(cell)));
  const odd = cells.find((cell, k) => Number.isNaN(numbers[k]) && cell !== '' && cell.toLowerCase() !== 'na');
  if (cells.length === names.length && odd === undefined) return numbers;
  throw new PhotometryError(
    'bad-table',
    `${path}, line ${number}: expected ${names.length} numbers (${names.join(', ')}), got ${odd === undefined ? cells.length : `'${odd}'`}`,
    { path, line: number },
  );
}

function delimiterOf({ DELIM = ',' }: Readonly<Record<string, string>>): string {
  const named = { comma: ',', tab: '\t', semicolon: ';', pipe: '|' }[DELIM.toLowerCase()];
  return named ?? DELIM[0] ?? ',';
}
