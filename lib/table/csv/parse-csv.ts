/**
 * CSV and TSV to a table.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { ownValue } from '../own-value.js';
import { type TableSchema, typeOf } from '../schema.js';
import type { StoredColumn } from '../stored-column.js';
import { missingColumn, type TableData } from '../table-data.js';
import { inferColumn } from './infer-column.js';
import { readRecords } from './read-records.js';
import { type CsvCell, splitCsv } from './split-csv.js';

/** How the comment line with the columns' units begins, after `#`. */
export const UNITS_COMMENT = 'units:';

/** Settings of {@link parseCsv}. */
export interface CsvReadOptions {
  /** What stands between cells, one character. Default: a tab for `.tsv`, else a comma. */
  readonly delimiter?: string;
  /** Keep only these columns. */
  readonly columns?: readonly string[];
  /** Types that columns must have, in place of guessing from their cells. */
  readonly schema?: TableSchema;
  /** The file's name, for messages. Default `csv`. */
  readonly name?: string;
}

/**
 * Reads a CSV text: a header line with names, then a line a row.
 *
 * Lines before the header that begin with `#` are comments; one of the form `# units: px,px,electron`
 * gives the units, and all are kept in `meta.comments`. Types follow from the cells (see
 * `inferColumn`). In a file whose header is quoted, quotes say nothing about types.
 *
 * @throws PhotometryError `bad-csv` naming line and column; `duplicate-column`; `missing-column`
 */
export function parseCsv(text: string, options: CsvReadOptions = {}): TableData {
  const { delimiter = ',', columns: wanted, schema, name = 'csv' } = options;
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter))
    throw new PhotometryError(
      'bad-argument',
      `The delimiter must be one character other than a quote, got '${delimiter}'`,
    );
  const records = readRecords(text, delimiter, name);
  for (const column of wanted ?? []) if (!records.names.includes(column)) missingColumn(column, records.names);
  const units = unitsOf(records.comments, delimiter);
  const where = (row: number) => `${name}, line ${records.lines[row]}`;

  const stored = new Map<string, StoredColumn>();
  for (const [index, column] of records.names.entries()) {
    if (wanted !== undefined && !wanted.includes(column)) continue;
    if (stored.has(column))
      throw new PhotometryError('duplicate-column', `${name}: two columns have the name '${column}'`, { column });
    const quoted = records.quoted[index] && !records.headerQuoted;
    const cells = { name: column, cells: records.cells[index], quoted, unit: units[index] ?? '' };
    stored.set(column, inferColumn(cells, typeOf(ownValue(schema, column)), where));
  }
  const meta = records.comments.length > 0 ? { comments: Object.freeze([...records.comments]) } : {};
  return { stored, length: records.lines.length, meta: Object.freeze(meta), provenance: [] };
}

/** The units in the comment `# units: px,px,electron`; none if there is no such comment. */
function unitsOf(comments: readonly string[], delimiter: string): string[] {
  const line = comments.find(comment => comment.startsWith(UNITS_COMMENT));
  if (line === undefined) return [];
  const units: string[] = [];
  const sink = { cell: (text: CsvCell) => void units.push(text ?? ''), endRecord: () => {} };
  splitCsv(line.slice(UNITS_COMMENT.length), delimiter, 'units', sink, { offset: 0, line: 1 }, () => true);
  return units;
}
