/**
 * DAOPHOT and APPHOT text databases to tables.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { uniqueNames } from '../../table/column/column-names.js';
import type { StoredColumn } from '../../table/column/stored-column.js';
import type { TableData } from '../../table/column/table-data.js';
import type { ReadTableOptions, TableFile } from '../../table/files/formats.js';
import { type TextKind, textColumn } from '../text/text-columns.js';
import { type DaophotColumn, type DaophotHeader, goesOn, readDaophotHeader, withoutMark } from './read-header.js';

/** The lines of one record, without the marks that it goes on. */
interface DaophotRecord {
  readonly parts: readonly string[];
  /** Line of the first part, from 1. */
  readonly line: number;
}

/** A column of the table and its position in a record. */
interface PlacedColumn extends DaophotColumn {
  readonly part: number;
}

/**
 * Reads a table; see `daophotFormat` for the rules.
 *
 * @throws PhotometryError `bad-table` naming line and column
 */
export async function readDaophot(file: TableFile, { columns: wanted }: ReadTableOptions): Promise<TableData> {
  const { path } = file;
  const lines = (await file.text()).split(/\r\n|\n|\r/);
  const header = readDaophotHeader(lines, path);
  const records = joinLines(lines, header.blocks.length, path);
  const stored = new Map<string, StoredColumn>();
  const placed = placeColumns(header, records[0]?.parts.length ?? header.blocks.length);
  const names = uniqueNames(placed.map(({ name }) => name));
  placed.forEach((column, i) => {
    if (wanted === undefined || wanted.includes(names[i])) stored.set(names[i], readColumn(column, records, path));
  });
  return { stored, length: records.length, meta: metaOf(header), provenance: [] };
}

/**
 * Joins lines that end in a backslash with those below. Of several apertures the last part of a record is there once
 * for each, marked with an asterisk.
 */
function joinLines(lines: readonly string[], blocks: number, path: string): DaophotRecord[] {
  const records: DaophotRecord[] = [];
  let parts: string[] = [];
  for (const [index, text] of lines.entries()) {
    if (text.startsWith('#') || text.trim() === '') continue;
    parts.push(parts.length >= blocks - 1 ? withoutAsterisk(withoutMark(text)) : withoutMark(text));
    if (goesOn(text)) continue;
    const expected = records[0]?.parts.length ?? Math.max(blocks, parts.length);
    if (parts.length !== expected) throw badRecord(path, index + 1, parts.length, expected);
    records.push({ parts, line: index + 2 - parts.length });
    parts = [];
  }
  if (parts.length > 0) throw badRecord(path, lines.length, parts.length, blocks);
  return records;
}

/** A part without the asterisk that marks it as one of several apertures. */
function withoutAsterisk(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed.endsWith(' *') ? trimmed.slice(0, -1) : text;
}

function badRecord(path: string, line: number, count: number, expected: number): PhotometryError {
  return new PhotometryError(
    'bad-table',
    `${path}, line ${line}: a record ends after ${count} lines, ${expected} were expected`,
    { path, line },
  );
}

/** All columns of a record of `parts` lines; those of several apertures are numbered from 1. */
function placeColumns({ blocks }: DaophotHeader, parts: number): PlacedColumn[] {
  const repeats = parts - blocks.length + 1;
  return Array.from({ length: parts }, (_, part) => {
    const block = blocks[Math.min(part, blocks.length - 1)];
    const isNumbered = repeats > 1 && part >= blocks.length - 1;
    return block.map(column => ({
      ...column,
      part,
      name: isNumbered ? `${column.name}${part - blocks.length + 2}` : column.name,
    }));
  }).flat();
}

function readColumn(column: PlacedColumn, records: readonly DaophotRecord[], path: string): StoredColumn {
  const kind = kindOf(column.format);
  const cells = textColumn(kind);
  for (const { parts, line } of records) {
    const cell = parts[column.part].slice(column.start, column.end).trim();
    if (cell === 'INDEF' || cell === '') cells.addMissing();
    else if (!cells.add(cell))
      throw new PhotometryError(
        'bad-table',
        `${path}, line ${line + column.part}: '${cell}' is not a valid ${kind} for column '${column.name}'`,
        { path, line: line + column.part, column: column.name, text: cell },
      );
  }
  return cells.finish({ unit: column.unit, format: column.format });
}

function kindOf(format: string): TextKind {
  const letter = format.at(-1) ?? '';
  if (letter === 'd') return 'int32';
  return 'fgeFGE'.includes(letter) ? 'float64' : 'string';
}

/** The keywords' values by name; units and formats in `keywords`. */
function metaOf({ keywords }: DaophotHeader): Readonly<Record<string, unknown>> {
  const values = Object.fromEntries([...keywords].map(([name, { value }]) => [name, value]));
  const all = Object.fromEntries(keywords);
  return Object.freeze({ ...values, ...(keywords.size === 0 ? {} : { keywords: all }) });
}
