/**
 * A table to CSV or TSV.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { dateText } from '../column/iso-date.js';
import type { StoredColumn } from '../column/stored-column.js';
import type { TableData } from '../column/table-data.js';
import { ByteSink } from './byte-sink.js';
import { looksTyped } from './cells/column-builder.js';
import { requireDecimal, UNITS_COMMENT } from './csv-reader.js';
import { delimiterByte } from './delimiter.js';

/** Settings of `Table.toCsv` and of `writeTable` for CSV. */
export interface CsvWriteOptions {
  /** Delimiter between cells, one character. Default: a tab for `.tsv`, else a comma. */
  readonly delimiter?: string;
  /** The sign between whole and fraction of a number: `.` (default) or `,`; then the default delimiter is `;`. */
  readonly decimal?: '.' | ',';
  /** Writes a line `# units: px,px,electron` above the header. Default false: other programs may stumble over it. */
  readonly units?: boolean;
  /** Lines to write above the header, each after `# `. Default none: other programs may stumble over them. */
  readonly comments?: readonly string[];
}

/** Rows after which the size of the whole is guessed. */
const SAMPLE = 1000;
/** Texts of a column whose quoted form is remembered. */
const MAX_REMEMBERED = 4096;
const LF = 10;

/**
 * Writes a table as CSV (RFC 4180, but lines end in LF): a line with the names, then one line per row.
 *
 * Numbers are written with as many digits as restore the same float64, NaN as `NaN`, dates as ISO 8601,
 * a missing value as an empty cell. Text is quoted where it would be read as something else.
 *
 * @throws PhotometryError `unsupported` for a column of vectors or lists, or a text longer than a string can
 *   be; `bad-argument` for a delimiter that cannot be one
 */
export function formatCsv(data: TableData, options: CsvWriteOptions = {}): string {
  const bytes = formatCsvBytes(data, options);
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new PhotometryError(
      'unsupported',
      `The CSV text has ${bytes.length.toLocaleString('en-US')} bytes, more than a string can hold; write it to a file`,
      { bytes: bytes.length },
      { cause },
    );
  }
}

/** The bytes of {@link formatCsv}, in UTF-8: of any length that memory holds. */
export function formatCsvBytes(data: TableData, options: CsvWriteOptions = {}): Uint8Array {
  const { decimal = '.', units = false, comments = [] } = options;
  const { delimiter = decimal === ',' ? ';' : ',' } = options;
  requireDecimal(decimal, delimiter);
  const signs = { delimiter, decimal };
  const comma = delimiterByte(delimiter);
  const columns = [...data.stored];
  if (columns.length === 0) throw new PhotometryError('unsupported', 'CSV cannot hold a table without columns');
  const sink = new ByteSink(1 << 12);
  const writers = columns.map(([name, column]) => cellWriter(name, column, signs, sink));

  for (const line of comments) sink.text(`# ${line.replace(/[\r\n]+/g, ' ')}\n`);
  if (units) {
    const texts = columns.map(([, { unit }]) => (unit === '' ? '' : quoteText(unit, delimiter)));
    sink.text(`# ${UNITS_COMMENT} ${texts.join(delimiter)}\n`);
  }
  sink.text(`${columns.map(([name]) => quoteName(name, delimiter)).join(delimiter)}\n`);
  for (let row = 0; row < data.length; row++) {
    if (row === SAMPLE) sink.reserve(Math.ceil((sink.length / SAMPLE) * data.length * 1.05));
    for (let c = 0; c < writers.length; c++) {
      if (c > 0) sink.byte(comma);
      writers[c](row);
    }
    sink.byte(LF);
  }
  return sink.finish();
}

/** What is between cells, and between whole and fraction. */
interface Signs {
  readonly delimiter: string;
  readonly decimal: '.' | ',';
}

/** What writes a cell of a column. */
function cellWriter(name: string, column: StoredColumn, signs: Signs, sink: ByteSink): (row: number) => void {
  const { valid } = column;
  const write = valueWriter(name, column, signs, sink);
  if (valid === null) return write;
  return row => {
    if (valid[row] === 1) write(row);
  };
}

/** What writes a value that is not missing. */
function valueWriter(name: string, column: StoredColumn, signs: Signs, sink: ByteSink): (row: number) => void {
  const { delimiter, decimal } = signs;
  switch (column.kind) {
    case 'float64': {
      const numbers = column.values;
      if (decimal === ',') return row => sink.text(String(numbers[row]).replace('.', ','));
      return row => sink.float(numbers[row]);
    }
    case 'float32': {
      const numbers = column.values;
      if (decimal === ',') return row => sink.text(String(numbers[row]).replace('.', ','));
      return row => sink.float(numbers[row]);
    }
    case 'int32':
    case 'uint8': {
      const numbers = column.values;
      return row => sink.whole(numbers[row]);
    }
    case 'int64': {
      const numbers = column.values;
      return row => sink.text(String(numbers[row]));
    }
    case 'boolean': {
      const bits = column.values;
      return row => sink.text(bits[row] === 1 ? 'true' : 'false');
    }
    case 'date': {
      const times = column.values;
      return row => sink.text(dateText(times[row]));
    }
    case 'string':
      return textWriter(column.values, delimiter, sink);
    default:
      throw new PhotometryError(
        'unsupported',
        `CSV cannot hold the ${column.kind}s of column '${name}'; drop it, or derive a column for each element`,
        { column: name },
      );
  }
}

/** Writes texts; what quotes a text needs is found once for texts that come again. */
function textWriter(texts: readonly string[], delimiter: string, sink: ByteSink): (row: number) => void {
  const remembered = new Map<string, string>();
  return row => {
    const text = texts[row];
    let written = remembered.get(text);
    if (written === undefined) {
      written = quoteText(text, delimiter);
      if (remembered.size < MAX_REMEMBERED) remembered.set(text, written);
    }
    sink.text(written);
  };
}

function quoteText(text: string, delimiter: string): string {
  // anything but text begins with a digit, a sign, a point, or the first letter of nan, inf, true, false
  return /^[-+.,\dnitf]/i.test(text) && looksTyped(text.replace(',', '.')) ? quote(text) : quoteName(text, delimiter);
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
