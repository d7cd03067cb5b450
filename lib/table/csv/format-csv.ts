/**
 * A table to CSV or TSV.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { StoredColumn } from '../stored-column.js';
import type { TableData } from '../table-data.js';
import { looksTyped } from './infer-column.js';
import { UNITS_COMMENT } from './parse-csv.js';

/** Settings of {@link formatCsv}. */
export interface CsvWriteOptions {
  /** What stands between cells, one character. Default: a tab for `.tsv`, else a comma. */
  readonly delimiter?: string;
  /** Writes a line `# units: px,px,electron` above the header. Default false: other programs may stumble over it. */
  readonly units?: boolean;
}

/**
 * Writes a table as CSV (RFC 4180, but lines end in LF): a line with the names, then a line a row.
 *
 * Numbers are written with as many digits as bring back the same float64, NaN as `NaN`, a missing
 * value as an empty cell. Text is quoted where it would be read as something else.
 *
 * @throws PhotometryError `unsupported` for a column of vectors
 */
export function formatCsv(data: TableData, options: CsvWriteOptions = {}): string {
  const { delimiter = ',', units = false } = options;
  const columns = [...data.stored];
  const writers = columns.map(([name, column]) => cellWriter(name, column, delimiter));

  const lines: string[] = [];
  if (units) {
    const texts = columns.map(([, { unit }]) => (unit === '' ? '' : quoteText(unit, delimiter)));
    lines.push(`# ${UNITS_COMMENT} ${texts.join(delimiter)}`);
  }
  lines.push(columns.map(([name]) => quoteName(name, delimiter)).join(delimiter));
  for (let row = 0; row < data.length; row++) {
    let text = '';
    for (let c = 0; c < writers.length; c++) text += c === 0 ? writers[c](row) : delimiter + writers[c](row);
    lines.push(text);
  }
  return `${lines.join('\n')}\n`;
}

/** What writes a cell of a column. */
function cellWriter(name: string, column: StoredColumn, delimiter: string): (row: number) => string {
  const { valid } = column;
  switch (column.kind) {
    case 'string': {
      const texts = column.values;
      return row => (valid === null || valid[row] === 1 ? quoteText(texts[row], delimiter) : '');
    }
    case 'boolean': {
      const bits = column.values;
      return row => (valid === null || valid[row] === 1 ? String(bits[row] === 1) : '');
    }
    case 'date': {
      const times = column.values;
      return row => (valid === null || valid[row] === 1 ? new Date(times[row]).toISOString() : '');
    }
    case 'vector':
    case 'list':
      throw new PhotometryError(
        'unsupported',
        `CSV cannot hold the ${column.kind}s of column '${name}'; drop it, or derive a column for each element`,
        { column: name },
      );
    default: {
      const numbers = column.values;
      return row => (valid === null || valid[row] === 1 ? numberText(numbers[row]) : '');
    }
  }
}

/** The shortest text that reads back as the same number; a large float with an exponent, lest it become a bigint. */
function numberText(value: number | bigint): string {
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) return value.toExponential();
  return Object.is(value, -0) ? '-0' : String(value);
}

function quoteText(text: string, delimiter: string): string {
  return looksTyped(text) ? quote(text) : quoteName(text, delimiter);
}

/** In quotes if it holds what ends a cell or begins a comment, or has blanks at its ends that reading would take off. */
function quoteName(text: string, delimiter: string): string {
  return text === '' || text.includes(delimiter) || text.startsWith('#') || /["\r\n]|^\s|\s$/.test(text)
    ? quote(text)
    : text;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
