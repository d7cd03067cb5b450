/**
 * The layout of a table according to its header: where each column is in a row. None of the data are read.
 *
 * @module
 * @see FITS Standard 4.0 (2018), sections 7.2.1 (ASCII tables), 7.3.1 and 7.3.2 (binary tables)
 */
import type { ColumnMeta } from '../../../table/column/stored-column.js';
import type { Header } from '../../header/header.js';
import { offsetOf64Bits } from '../../pixels/unsigned-offset.js';
import { type AsciiForm, parseAsciiForm } from '../ascii-form.js';
import { type BinaryForm, parseBinaryForm } from '../binary-form.js';
import { columnMeta, columnNames } from '../column-facts.js';
import { badCard, type StoredTable } from './stored-table.js';

/** Maximum number of columns in the standard. */
const MAX_COLUMNS = 999;

/** Maximum number of rows without bytes that is accepted. */
const MAX_EMPTY_ROWS = 1e6;

/** Maximum length of a row [byte]. */
const MAX_ROW_LENGTH = 2 ** 31;

/** The properties common to columns of both kinds of table. */
interface ColumnPlace {
  readonly name: string;
  /** Its number in the file, counted from 1: the n of TFORMn. */
  readonly number: number;
  /** Byte offset in a row. */
  readonly offset: number;
  /** Length in a row [byte]. */
  readonly bytes: number;
  /** TSCAL; 1 if absent. */
  readonly scale: number;
  /** TZERO; 0 if absent. */
  readonly zero: number;
  readonly meta: ColumnMeta;
  /** TCTYP, the time scale of a column of dates, `UTC`; empty if absent. */
  readonly coordinate: string;
}

/** A column of a binary table. */
export interface BinaryColumn extends ColumnPlace {
  readonly form: BinaryForm;
  /** TNULL, the stored integer that means no value; null if absent. */
  readonly blank: bigint | null;
  /** TDIM, the fastest-varying axis first; null if absent or inconsistent with the field. */
  readonly shape: readonly number[] | null;
}

/** A column of an ASCII table. */
export interface AsciiColumn extends ColumnPlace {
  readonly form: AsciiForm;
  /** TNULL, the text that means no value; null if absent. */
  readonly blank: string | null;
}

/** A table as its header describes it. */
export interface TablePlan<C> {
  /** Number of rows declared by the header. */
  readonly rows: number;
  /** Length of a row [byte]. */
  readonly rowLength: number;
  readonly columns: readonly C[];
  /** Byte offset of the heap, relative to the first row. */
  readonly heapStart: number;
}

/** Returns the layout of a binary table. @throws PhotometryError `bad-header` */
export function binaryPlan(table: StoredTable): TablePlan<BinaryColumn> {
  const { header } = table;
  const size = tableSize(table);
  const names = columnNames(header, size.fields);
  let offset = 0;
  const columns = names.map((name, i) => {
    const number = i + 1;
    const form = parseBinaryForm(header.text(`TFORM${number}`));
    if (form === null) throw badForm(table, number, 'TFORM of a binary table, such as 1D, 20A or PE(7)');
    const at = place(header, name, number, form.bytes, offset);
    const column = {
      ...at,
      zero: form.code === 'K' ? offsetOf64Bits(at.zero) : at.zero,
      form,
      blank: wholeOf(header, `TNULL${number}`),
    };
    offset += form.bytes;
    return { ...column, shape: shapeOf(header.text(`TDIM${number}`), form) };
  });
  if (offset > size.rowLength)
    throw badCard(table, 'NAXIS1', `says that a row has ${size.rowLength} bytes, but the columns need ${offset}`);
  return { ...size, columns, heapStart: heapStart(table, size.rows * size.rowLength) };
}

/** Returns the layout of an ASCII table. @throws PhotometryError `bad-header` */
export function asciiPlan(table: StoredTable): TablePlan<AsciiColumn> {
  const { header } = table;
  const size = tableSize(table);
  const names = columnNames(header, size.fields);
  const columns = names.map((name, i) => {
    const number = i + 1;
    const form = parseAsciiForm(header.text(`TFORM${number}`));
    if (form === null) throw badForm(table, number, 'TFORM of an ASCII table, such as A20, I8, F9.4 or E15.7');
    const offset = header.number(`TBCOL${number}`) - 1;
    if (!(Number.isInteger(offset) && offset >= 0 && offset + form.width <= size.rowLength))
      throw badCard(
        table,
        `TBCOL${number}`,
        `puts column '${name}', ${form.width} characters, at character ${header.text(`TBCOL${number}`) || '(absent)'} of rows of ${size.rowLength}`,
      );
    const blank = header.has(`TNULL${number}`) ? header.text(`TNULL${number}`) : null;
    return { ...place(header, name, number, form.width, offset), form, blank };
  });
  return { ...size, columns, heapStart: size.rows * size.rowLength };
}

function place(header: Header, name: string, number: number, bytes: number, offset: number): ColumnPlace {
  const scale = header.number(`TSCAL${number}`);
  const zero = header.number(`TZERO${number}`);
  return {
    name,
    number,
    offset,
    bytes,
    scale: Number.isFinite(scale) ? scale : 1,
    zero: Number.isFinite(zero) ? zero : 0,
    meta: columnMeta(header, number),
    coordinate: header.text(`TCTYP${number}`).toUpperCase(),
  };
}

function tableSize(table: StoredTable): { rows: number; rowLength: number; fields: number } {
  const { header } = table;
  const rowLength = header.number('NAXIS1');
  const fields = header.number('TFIELDS');
  if (!(Number.isInteger(fields) && fields >= 0 && fields <= MAX_COLUMNS))
    throw badCard(
      table,
      'TFIELDS',
      `must be a number of columns from 0 to ${MAX_COLUMNS}, but is ${header.text('TFIELDS') || 'absent'}`,
    );
  const rows = header.number('NAXIS2');
  if (!(rowLength >= 0 && rows >= 0 && rowLength * rows <= table.dataLength))
    throw badCard(
      table,
      'NAXIS2',
      `declares ${rows} rows of ${rowLength} bytes, but the HDU has ${table.dataLength} bytes of data`,
    );
  if (rowLength > MAX_ROW_LENGTH) throw badCard(table, 'NAXIS1', `declares rows of ${rowLength} bytes, more than 2 GB`);
  // nothing in the file confirms the number of rows without bytes: an absurd number is rejected
  return { rows: rowLength > 0 || rows <= MAX_EMPTY_ROWS ? rows : 0, rowLength, fields };
}

function heapStart(table: StoredTable, end: number): number {
  if (!table.header.has('THEAP')) return end;
  const start = table.header.number('THEAP');
  if (Number.isInteger(start) && start >= end) return start;
  throw badCard(table, 'THEAP', `is ${table.header.text('THEAP')}, but the rows reach to byte ${end}`);
}

/** Returns the value of a card as an integer; null if it is not one. */
function wholeOf(header: Header, keyword: string): bigint | null {
  const value = header.get(keyword);
  if (typeof value === 'bigint') return value;
  const number = header.number(keyword);
  return Number.isInteger(number) ? BigInt(number) : null;
}

/** Parses TDIM to axes; null if it is invalid or needs more elements than the field has. */
function shapeOf(text: string, { repeat, descriptor }: BinaryForm): readonly number[] | null {
  const found = /^\(\s*(\d+(?:\s*,\s*\d+)*)\s*\)$/.exec(text);
  if (found === null || descriptor !== null) return null;
  const shape = found[1].split(',').map(Number);
  const product = shape.reduce((all, axis) => all * axis, 1);
  return product > 0 && product <= repeat ? shape : null;
}

function badForm(table: StoredTable, number: number, expected: string): Error {
  const keyword = `TFORM${number}`;
  const came = table.header.text(keyword);
  return badCard(table, keyword, `must be the ${expected}, but ${came === '' ? 'it is absent' : `is '${came}'`}`);
}
