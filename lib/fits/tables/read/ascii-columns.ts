/**
 * Columns of ASCII tables: numbers and text at fixed positions of a line.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 7.2 (ASCII table extension)
 */
import { type StoredColumn, stored } from '../../../table/column/stored-column.js';
import { dateColumn } from '../iso-dates.js';
import type { ColumnReader } from './column-reader.js';
import { FieldText } from './field-text.js';
import type { RowBlock } from './row-blocks.js';
import { badCell, type StoredTable } from './stored-table.js';
import type { AsciiColumn } from './table-plan.js';

/** Minimum width of an integer field that is read as bigints, since its values may be beyond 2^53 [characters]. */
const MIN_LONG_WIDTH = 16;

/**
 * Returns the reader of a column.
 *
 * A field equal to TNULL, or filled with asterisks (Fortran's mark for a number that does not fit), is missing; a
 * blank number is 0, as the standard requires, unless TNULL is blank. Integers become int32, float64 if one is beyond
 * its range, and int64 in fields of 16 characters or more.
 *
 * @param firstRow index in the table of the first row that is read, for messages
 */
export function asciiReader(column: AsciiColumn, rows: number, table: StoredTable, firstRow: number): ColumnReader {
  const { code, width } = column.form;
  if (code === 'A') return textReader(column, rows);
  const isLong = code === 'I' && width >= MIN_LONG_WIDTH && column.scale === 1 && column.zero === 0;
  return isLong ? longReader(column, rows, table, firstRow) : numberReader(column, rows, table, firstRow);
}

function textReader(column: AsciiColumn, rows: number): ColumnReader {
  const texts = new Array<string>(rows).fill('');
  const { meta, coordinate } = column;
  const missing = new Missing(rows);
  const take = eachField(column, (row, text) => {
    if (text === column.blank && text !== '') missing.add(row);
    else texts[row] = text;
  });
  return {
    take,
    finish: () => dateColumn(() => texts, coordinate, meta) ?? stored('string', texts, missing.valid, meta),
  };
}

function numberReader(column: AsciiColumn, rows: number, table: StoredTable, firstRow: number): ColumnReader {
  const { blank, form, scale, zero, meta } = column;
  const values = new Float64Array(rows);
  const missing = new Missing(rows);
  const take = eachField(column, (row, field) => {
    const text = field.trim();
    if (isMissing(text, blank)) {
      values[row] = NaN;
      missing.add(row);
      return;
    }
    const value = fortranNumber(text, form.code === 'I' ? 0 : form.decimals);
    if (value === null) throw badField(table, column, firstRow + row, `expected a number, got '${short(text)}'`);
    values[row] = value * scale + zero;
  });
  const isWhole = form.code === 'I' && Number.isInteger(scale) && Number.isInteger(zero);
  return {
    take,
    finish: () => (isWhole ? wholeColumn(values, missing, column) : stored('float64', values, null, meta)),
  };
}

/** Makes an int32 column if every value fits, otherwise float64. */
function wholeColumn(values: Float64Array, missing: Missing, { meta }: AsciiColumn): StoredColumn {
  const fits = values.every(value => Number.isNaN(value) || value === (value | 0));
  return fits ? stored('int32', Int32Array.from(values), missing.valid, meta) : stored('float64', values, null, meta);
}

function longReader(column: AsciiColumn, rows: number, table: StoredTable, firstRow: number): ColumnReader {
  const values = new BigInt64Array(rows);
  const missing = new Missing(rows);
  const take = eachField(column, (row, field) => {
    const text = field.trim();
    if (isMissing(text, column.blank)) return missing.add(row);
    if (!/^([+-]?\d{1,40})?$/.test(text))
      throw badField(table, column, firstRow + row, `expected a whole number, got '${short(text)}'`);
    const value = BigInt(text.replace('+', '') || 0);
    if (BigInt.asIntN(64, value) !== value)
      throw badField(table, column, firstRow + row, `${text} is beyond the range of 64-bit integers`);
    values[row] = value;
  });
  return { take, finish: () => stored('int64', values, missing.valid, column.meta) };
}

/** Calls `visit` with the text of each row, without trailing blanks. */
function eachField(
  { offset, bytes: width }: AsciiColumn,
  visit: (row: number, text: string) => void,
): (block: RowBlock) => void {
  const field = new FieldText();
  return ({ bytes, first, rows, stride, skipped }: RowBlock): void => {
    let from = offset - skipped;
    for (let row = 0; row < rows; row++, from += stride) visit(first + row, field.read(bytes, from, from + width));
  };
}

function isMissing(text: string, blank: string | null): boolean {
  return text === blank || /^\*+$/.test(text);
}

/** Marks the rows without a value. */
class Missing {
  readonly #rows: number;
  valid: Uint8Array | null = null;

  constructor(rows: number) {
    this.#rows = rows;
  }

  add(row: number): void {
    this.valid ??= new Uint8Array(this.#rows).fill(1);
    this.valid[row] = 0;
  }
}

const PLAIN = /^[+-]?\d+\.?\d*$|^[+-]?\.\d+$/;
const FORTRAN = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[EeDd]\s*([+-]?\d+)|([+-]\d+))?$/;
const NOT_FINITE: Readonly<Record<string, number>> = { NAN: NaN, INF: Infinity, '+INF': Infinity, '-INF': -Infinity };

/**
 * Parses a number as Fortran does: `1.5D3` and `1.5+3` are 1500; without a decimal point, the last `decimals` digits
 * are decimals; empty text is 0. Returns null if it is not a number.
 */
export function fortranNumber(text: string, decimals: number): number | null {
  if (PLAIN.test(text) && (decimals === 0 || text.includes('.'))) return Number(text);
  if (text === '') return 0;
  const found = FORTRAN.exec(text);
  if (found === null) return NOT_FINITE[text.toUpperCase().replace('INFINITY', 'INF')] ?? null;
  const [, mantissa, exponent = '0', bare = exponent] = found;
  const shift = mantissa.includes('.') ? 0 : decimals;
  return Number(`${mantissa}e${Number(bare) - shift}`);
}

function badField(table: StoredTable, { name, offset }: AsciiColumn, row: number, why: string): Error {
  return badCell(table, name, row, why, table.dataStart + row * table.header.number('NAXIS1') + offset);
}

/** Truncates a text for messages. */
function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
