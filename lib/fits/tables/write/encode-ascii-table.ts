/**
 * Encodes tables as ASCII tables of FITS files, one line of text per row.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 7.2
 */
import { PhotometryError } from '../../../core/errors.js';
import { dateText } from '../../../table/column/iso-date.js';
import { type StoredColumn, valueAt } from '../../../table/column/stored-column.js';
import type { TableData } from '../../../table/column/table-data.js';
import type { CardValue } from '../../header/card.js';
import { DATE_SCALE } from '../iso-dates.js';
import type { EncodeTableOptions, StreamedTable } from './encoded-table.js';
import type { BlockRoom } from './written-column.js';
import { writtenTableHeader } from './written-table-header.js';

/** The text for a missing number, at the beginning of the field, where other readers look for it. */
const MISSING = 'NULL';

/** Number of rows encoded at a time. */
const BLOCK_ROWS = 4096;

/** A column of an ASCII table; `text` returns at most `width` characters. */
interface LineColumn {
  readonly form: string;
  readonly width: number;
  readonly cards: Readonly<Record<string, CardValue>>;
  text(row: number): string;
}

/**
 * Encodes a table as an ASCII table. Numbers have enough digits to read back as the same number, logicals are T
 * and F (which read back as text), missing numbers are `NULL`.
 *
 * @throws PhotometryError `unsupported` for vectors and lists, `bad-argument` for infinite numbers and for
 *   text that is not printable ASCII
 */
export function asciiTable(data: TableData, { name, header }: EncodeTableOptions): StreamedTable {
  const columns = [...data.stored].map(([columnName, column]) => ({
    name: columnName,
    meta: column,
    ...lineColumn(columnName, column, data.length),
  }));
  // one blank between columns
  let length = 0;
  const placed = columns.map(column => {
    const start = length === 0 ? 0 : length + 1;
    length = start + column.width;
    return { ...column, start, cards: { TBCOL: start + 1, ...column.cards } };
  });
  const cards = { kind: 'TABLE', rows: data.length, rowLength: length, heapLength: 0, columns: placed } as const;
  return {
    header: writtenTableHeader(cards, { name, header, meta: data.meta }),
    dataLength: data.length * length,
    *blocks(room: BlockRoom = length => new Uint8Array(length)): Generator<Uint8Array> {
      for (let first = 0; first < data.length && length > 0; first += BLOCK_ROWS) {
        const rows = Math.min(BLOCK_ROWS, data.length - first);
        const bytes = room(rows * length).fill(32);
        for (let row = 0; row < rows; row++)
          for (const { start, text } of placed) setText(bytes, row * length + start, text(first + row));
        yield bytes;
      }
    },
  };
}

function setText(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

function lineColumn(name: string, column: StoredColumn, rows: number): LineColumn {
  switch (column.kind) {
    case 'float64':
      return numberColumn(name, column, 'D24.16', value => value.toExponential(16).replace('e', 'D'));
    case 'float32':
      return numberColumn(name, column, 'E15.8', value => value.toExponential(8).replace('e', 'E'));
    case 'int32':
    case 'int64':
    case 'uint8':
      return wholeColumn(column);
    case 'string':
    case 'boolean':
    case 'date':
      return textColumn(name, column, rows);
    default:
      throw new PhotometryError(
        'unsupported',
        `Column '${name}' holds ${column.kind}s, which an ASCII table cannot store; write a binary table`,
        { column: name },
      );
  }
}

function numberColumn(
  name: string,
  { values }: Extract<StoredColumn, { kind: 'float64' | 'float32' }>,
  form: string,
  format: (value: number) => string,
): LineColumn {
  const width = Number(form.slice(1).split('.')[0]);
  const cards: Record<string, CardValue> = values.some(Number.isNaN) ? { TNULL: MISSING } : {};
  const text = (row: number): string => {
    const value = values[row];
    if (Number.isFinite(value)) return format(value).padStart(width);
    if (Number.isNaN(value)) return MISSING;
    throw new PhotometryError(
      'bad-argument',
      `Column '${name}', row ${row}: an ASCII table cannot store ${value}; write a binary table`,
      { column: name, row },
    );
  };
  return { form, width, cards, text };
}

const WHOLE_WIDTHS: Readonly<Record<string, number>> = { uint8: 4, int32: 11, int64: 20 };

function wholeColumn(column: StoredColumn): LineColumn {
  const width = WHOLE_WIDTHS[column.kind];
  const cards: Record<string, CardValue> = column.valid === null ? {} : { TNULL: MISSING };
  const text = (row: number): string => {
    const value = valueAt(column, row);
    return value === null ? MISSING : String(value).padStart(width);
  };
  return { form: `I${width}`, width, cards, text };
}

/** Formats text, logicals and dates; a missing value is blank. */
function textColumn(name: string, column: StoredColumn, rows: number): LineColumn {
  const text = (row: number): string => {
    if (column.kind === 'date') return dateText(column.values[row]);
    const value = valueAt(column, row);
    if (typeof value === 'boolean') return value ? 'T' : 'F';
    return value === null ? '' : String(value);
  };
  let width = 1;
  for (let row = 0; row < rows; row++) {
    const cell = text(row);
    width = Math.max(width, cell.length);
    if (!/^[\x20-\x7e]*$/.test(cell))
      throw new PhotometryError(
        'bad-argument',
        `Column '${name}', row ${row}: ${JSON.stringify(cell.slice(0, 60))} is not printable ASCII, which FITS requires`,
        { column: name, row },
      );
  }
  return { form: `A${width}`, width, cards: column.kind === 'date' ? { TCTYP: DATE_SCALE } : {}, text };
}
