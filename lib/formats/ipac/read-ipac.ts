/**
 * An IPAC table to ours.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { parseDate } from '../../table/column/iso-date.js';
import { type ColumnMeta, type StoredColumn, stored } from '../../table/column/stored-column.js';
import type { TableData } from '../../table/column/table-data.js';
import { maskWithout, type TextColumn, type TextKind, textColumn } from '../text/text-columns.js';
import { type IpacColumn, type IpacType, readIpacHeader } from './ipac-header.js';

/** Settings of {@link readIpac}. */
interface IpacReadOptions {
  /** Read only these columns. */
  readonly columns?: readonly string[];
  /** The file, for messages. */
  readonly path?: string;
}

/** What each type is tried as, in this order. */
const KINDS: Readonly<Record<IpacType, readonly TextKind[]>> = {
  int: ['int32', 'int64'],
  long: ['int64'],
  double: ['float64'],
  char: ['string'],
  date: ['string'],
  guess: ['int32', 'int64', 'float64', 'string'],
};

/** A cell of a column: its text, null where it is missing. */
type Cell = string | null;

/**
 * Reads an IPAC table: columns by the positions of the bars in the header; characters under a bar are not read.
 *
 * `int` is kept as int32, as bigint64 where a value needs it; `long` as bigint64; `double`, `float` and
 * `real` as float64; `date` as dates if every cell is one, else as text. A cell is missing if it is
 * what the header's fourth line says, or empty, or `null` in a column of numbers; an empty cell of a text
 * column whose null is another word is an empty text. If the header has only names, the types follow from the cells.
 *
 * Keywords become entries of `meta`, comments `meta.comments`; a comment `___ text` below one with a
 * column's name is that column's description.
 *
 * @throws PhotometryError `bad-table` naming line and column
 * @see https://irsa.ipac.caltech.edu/applications/DDGEN/Doc/ipac_tbl.html
 */
export function readIpac(text: string, options: IpacReadOptions = {}): TableData {
  const { path = 'table.tbl', columns: wanted } = options;
  const lines = text.split(/\r\n|\n|\r/);
  const { columns, keywords, comments, descriptions, lines: skipped } = readIpacHeader(lines, path);
  const rows = rowLines(lines, skipped);

  const columnsRead = new Map<string, StoredColumn>();
  for (const column of columns) {
    if (wanted !== undefined && !wanted.includes(column.name)) continue;
    const cells = rows.map(row => cellOf(lines[row], column));
    const meta = { unit: column.unit, description: descriptions.get(column.name) ?? '' };
    columnsRead.set(
      column.name,
      storeCells(cells, column, meta, row => `${path}, line ${rows[row] + 1}`),
    );
  }
  const meta = comments.length === 0 ? keywords : { ...keywords, comments };
  return { stored: columnsRead, length: rows.length, meta: Object.freeze({ ...meta }), provenance: [] };
}

/** The indices of the lines that are rows: neither empty nor notes. */
function rowLines(lines: readonly string[], skipped: number): number[] {
  const rows: number[] = [];
  for (let i = skipped; i < lines.length; i++) if (/^[^\\|]/.test(lines[i]) && lines[i].trim() !== '') rows.push(i);
  return rows;
}

function cellOf(line: string, { start, end, nullText, type }: IpacColumn): Cell {
  const cell = line.slice(start, end).trim();
  if (cell === nullText) return null;
  if (cell === '') return type === 'char' && nullText !== null && nullText !== '' ? '' : null;
  return cell === 'null' && type !== 'char' ? null : cell;
}

function storeCells(
  cells: readonly Cell[],
  { name, type }: IpacColumn,
  meta: Partial<ColumnMeta>,
  where: (row: number) => string,
): StoredColumn {
  if (type === 'date') {
    const dates = asDates(cells, meta);
    if (dates !== null) return dates;
  }
  let failed = 0;
  for (const kind of KINDS[type]) {
    const column = textColumn(kind);
    failed = cells.findIndex(cell => !addCell(column, cell));
    if (failed < 0) return column.finish(meta);
  }
  throw new PhotometryError(
    'bad-table',
    `${where(failed)}, column '${name}': expected ${type}, got '${cells[failed]}'`,
    {
      column: name,
      cell: cells[failed],
    },
  );
}

/** Adds a row; false if the cell is not of the column's kind. */
function addCell(column: TextColumn, cell: Cell): boolean {
  if (cell !== null) return column.add(cell);
  column.addMissing();
  return true;
}

function asDates(cells: readonly Cell[], meta: Partial<ColumnMeta>): StoredColumn | null {
  const dates = Float64Array.from(cells, cell => (cell === null ? NaN : parseDate(cell)));
  if (cells.some((cell, row) => cell !== null && Number.isNaN(dates[row]))) return null;
  const missing = cells.flatMap((cell, row) => (cell === null ? [row] : []));
  return stored('date', dates, maskWithout(missing, cells.length), meta);
}
