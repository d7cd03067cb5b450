/**
 * SExtractor's ASCII_HEAD catalogues to tables.
 *
 * @see Bertin & Arnouts 1996, A&AS 117, 393; https://sextractor.readthedocs.io
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { uniqueNames } from '../../table/column/column-names.js';
import type { StoredColumn } from '../../table/column/stored-column.js';
import type { TableData } from '../../table/column/table-data.js';
import type { ReadTableOptions, TableFile } from '../../table/files/formats.js';
import { parseFloat64, parseWhole } from '../text/number-text.js';
import { type TextKind, textColumn } from '../text/text-columns.js';

/** A line `# 4 MAG_AUTO  Kron-like magnitude  [mag]` of the header. */
interface HeaderLine {
  /** Index of the column, from 1. */
  readonly number: number;
  readonly name: string;
  readonly description: string;
  readonly unit: string;
}

interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

/** Maximum number of parameters of a catalogue: a header that skips more columns is wrong. */
const MAX_COLUMNS = 1e5;

const HEADER_LINE = /^\s*#\s*(\d+)\s+([-\w]+)(.*)$/;

/**
 * Reads a catalogue; see `sextractorFormat` for the rules.
 *
 * @throws PhotometryError `bad-table` naming the line
 */
export async function readSextractor(file: TableFile, { columns: wanted }: ReadTableOptions): Promise<TableData> {
  const { path } = file;
  const lines = (await file.text()).split(/\r\n|\n|\r/);
  const rows = lines.flatMap<Row>((text, i) =>
    text.trim() === '' || /^\s*#/.test(text) ? [] : [{ cells: text.trim().split(/\s+/), line: i + 1 }],
  );
  const columns = columnsOf(readHeader(lines, path), rows[0]?.cells.length);
  const ragged = rows.find(({ cells }) => cells.length !== columns.length);
  if (ragged !== undefined)
    throw new PhotometryError(
      'bad-table',
      `${path}, line ${ragged.line}: ${ragged.cells.length} values, but the header numbers ${columns.length} columns`,
      { path, line: ragged.line },
    );
  const stored = new Map<string, StoredColumn>();
  const names = uniqueNames(columns.map(({ name }) => name));
  columns.forEach(({ unit, description }, index) => {
    const name = names[index];
    if (wanted !== undefined && !wanted.includes(name)) return;
    const cells = rows.map(row => row.cells[index]);
    const column = textColumn(kindOf(cells));
    for (const cell of cells) column.add(cell);
    stored.set(name, column.finish({ unit, description }));
  });
  return { stored, length: rows.length, meta: Object.freeze({}), provenance: [] };
}

function readHeader(lines: readonly string[], path: string): HeaderLine[] {
  const header: HeaderLine[] = [];
  for (const [index, line] of lines.entries()) {
    if (!/^\s*#/.test(line)) continue;
    const parts = HEADER_LINE.exec(line);
    if (parts === null) continue;
    const [, number, name, rest] = parts;
    if (Number(number) <= (header.at(-1)?.number ?? 0))
      throw new PhotometryError(
        'bad-table',
        `${path}, line ${index + 1}: column ${number} comes after column ${header.at(-1)?.number}; numbers must ascend from 1`,
        { path, line: index + 1 },
      );
    header.push({ number: Number(number), name, ...unitApart(rest.trim()) });
  }
  const last = header.at(-1)?.number ?? 0;
  if (last > MAX_COLUMNS)
    throw new PhotometryError(
      'bad-table',
      `${path}: the header claims ${last} columns, ${MAX_COLUMNS} at most can be`,
      {
        path,
      },
    );
  if (header[0]?.number !== 1)
    throw new PhotometryError('bad-table', `${path}: no header line '# 1 NAME' names the first column`, { path });
  return header;
}

/** `Kron-like magnitude [mag]` is a description and a unit. */
function unitApart(text: string): { description: string; unit: string } {
  const bracket = text.endsWith(']') ? text.lastIndexOf('[') : -1;
  if (bracket === -1) return { description: text, unit: '' };
  return { description: text.slice(0, bracket).trim(), unit: text.slice(bracket + 1, -1).trim() };
}

/** The columns of a row; those between two numbers belong to the vector of the first: NAME, NAME_1, NAME_2. */
function columnsOf(header: readonly HeaderLine[], cellsInRow: number | undefined): HeaderLine[] {
  const last = header[header.length - 1].number;
  const end = Math.max(last, cellsInRow ?? last);
  return header.flatMap((line, i) => {
    const next = header[i + 1]?.number ?? end + 1;
    return Array.from({ length: next - line.number }, (_, k) => ({
      ...line,
      name: k === 0 ? line.name : `${line.name}_${k}`,
    }));
  });
}

/** int32 if all texts are whole numbers that fit, int64 if they need more bits, float64 if numbers, else string. */
function kindOf(cells: readonly string[]): TextKind {
  if (cells.length === 0) return 'float64';
  let kind: TextKind = 'int32';
  for (const cell of cells) {
    const whole = parseWhole(cell);
    if (whole === null && parseFloat64(cell) === null) return 'string';
    if (whole === null || BigInt.asIntN(64, whole) !== whole) kind = 'float64';
    else if (kind === 'int32' && BigInt.asIntN(32, whole) !== whole) kind = 'int64';
  }
  return kind;
}
