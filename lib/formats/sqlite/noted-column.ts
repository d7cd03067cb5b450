/**
 * Columns whose kind is noted in the database: converts values to cells, and cells back to the same values.
 *
 * @module
 */

import { fullDateText, parseDate } from '../../table/column/iso-date.js';
import { Lists } from '../../table/column/lists.js';
import { type StoredColumn, stored } from '../../table/column/stored-column.js';
import { numbersPer, Vectors } from '../../table/column/vectors.js';
import { maskOf } from '../../table/interop/store-cells.js';
import { type JsonValue, parseJson } from '../text/exact-json.js';
import { elementsJson, packElements } from '../text/json-elements.js';
import type { ColumnNote } from './column-notes.js';
import type { SqlValue } from './sqlite-engine.js';
import { storeSqlColumn } from './store-sql-column.js';

/** The farthest that ISO texts of JavaScript reach, to both sides of 1970 [ms]. */
const LAST_DATE = 8.64e15;

/** SQLite's types, by whose names it chooses how to keep a value. */
export const DECLARED: Readonly<Record<StoredColumn['kind'], string>> = {
  float64: 'REAL',
  float32: 'REAL',
  int32: 'INTEGER',
  uint8: 'INTEGER',
  int64: 'BIGINT',
  boolean: 'BOOLEAN',
  string: 'TEXT',
  date: 'DATETIME',
  vector: 'JSON',
  list: 'JSON',
};

/** A value as SQLite keeps it: a date as ISO text, vectors and lists as JSON arrays, a missing one as NULL. */
export function sqlCell({ kind, values, valid }: StoredColumn, row: number): SqlValue {
  if (valid?.[row] === 0) return null;
  switch (kind) {
    case 'float64':
    case 'float32':
      return Number.isNaN(values[row]) ? null : values[row];
    case 'date':
      return Math.abs(values[row]) <= LAST_DATE ? fullDateText(values[row]) : null;
    case 'vector': {
      const { data, width, element } = values;
      return elementsJson({ data, element }, row * width, (row + 1) * width, [width], 'quoted');
    }
    case 'list': {
      const { data, offsets, element } = values;
      return elementsJson({ data, element }, offsets[row], offsets[row + 1], [], 'quoted');
    }
    default:
      return values[row];
  }
}

/**
 * Restores the column that was written; values that do not match its note are stored by their actual type.
 *
 * @param where name of the column's location, for messages
 * @throws PhotometryError `bad-table` for a damaged JSON text
 */
export function storeNotedColumn(cells: readonly SqlValue[], note: ColumnNote, where: string): StoredColumn {
  return notedOrNull(cells, note, where) ?? storeSqlColumn(cells, DECLARED[note.kind] ?? '', note);
}

function notedOrNull(cells: readonly SqlValue[], note: ColumnNote, where: string): StoredColumn | null {
  const mask = maskOf(cells);
  const isWhole = cells.every(cell => cell === null || typeof cell === 'bigint');
  switch (note.kind) {
    case 'float32':
      return isNumeric(cells) ? stored('float32', Float32Array.from(cells, numberOrNaN), null, note) : null;
    case 'float64':
      return isNumeric(cells) ? stored('float64', Float64Array.from(cells, numberOrNaN), null, note) : null;
    case 'uint8':
      return isWhole
        ? stored(
            'uint8',
            Uint8Array.from(cells, cell => Number(cell ?? 0)),
            mask,
            note,
          )
        : null;
    case 'int64':
      return isWhole
        ? stored(
            'int64',
            BigInt64Array.from(cells, cell => (cell ?? 0n) as bigint),
            mask,
            note,
          )
        : null;
    case 'date':
      if (!areTexts(cells)) return null;
      return stored(
        'date',
        Float64Array.from(cells, cell => (cell === null ? NaN : parseDate(cell))),
        mask,
        note,
      );
    case 'vector':
    case 'list':
      return areTexts(cells) ? storeArrays(cells, mask, note, where) : null;
    default:
      return null;
  }
}

function isNumeric(cells: readonly SqlValue[]): boolean {
  return cells.every(cell => cell === null || typeof cell === 'number' || typeof cell === 'bigint');
}

function areTexts(cells: readonly SqlValue[]): cells is (string | null)[] {
  return cells.every(cell => cell === null || typeof cell === 'string');
}

function numberOrNaN(cell: SqlValue): number {
  return cell === null ? NaN : Number(cell);
}

function storeArrays(
  cells: readonly (string | null)[],
  mask: Uint8Array | null,
  note: ColumnNote,
  where: string,
): StoredColumn | null {
  const perElement = numbersPer(note.element);
  const width = note.shape.reduce((product, axis) => product * axis, perElement);
  const filler = note.kind === 'vector' ? fillerOf(cells, width, where) : [];
  const offsets = new Float64Array(cells.length + 1);
  const elements: JsonValue[] = [];
  for (const [row, cell] of cells.entries()) {
    const list = cell === null ? filler : parseJson(cell, `${where}, row ${row}`);
    if (!Array.isArray(list) || (note.kind === 'vector' && list.length !== width)) return null;
    for (const element of list) elements.push(element);
    offsets[row + 1] = elements.length;
  }
  const plain = perElement === 1 ? note.element : note.element === 'complex64' ? 'float32' : 'float64';
  const packed = packElements(elements, plain);
  if (packed === null) return null;
  const { data } = packed;
  const element = perElement === 1 ? packed.element : note.element;
  if (note.kind === 'list') return stored('list', new Lists<unknown>(data, offsets, { element }), mask, note);
  return stored('vector', new Vectors<unknown>(data, width, { element, shape: note.shape }), mask, note);
}

/** What a missing vector holds under its mask: the first one that is there, which keeps integers integers. */
function fillerOf(cells: readonly (string | null)[], width: number, where: string): JsonValue {
  const first = cells.find(cell => cell !== null);
  return first === undefined || first === null ? new Array(width).fill(0) : parseJson(first, where);
}
