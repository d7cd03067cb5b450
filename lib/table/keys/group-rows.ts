/**
 * Which rows of a table have the same values in some columns.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { StoredColumn } from '../column/stored-column.js';
import { requireColumn, type TableData } from '../column/table-data.js';
import { floatWords, integerWords, type KeyWords, pairWords } from './key-words.js';
import { TextCodes } from './text-codes.js';
import { NO_CODE, WordTable } from './word-table.js';

/** Rows in the order of their groups. */
export interface RowGroups {
  /** The row numbers, group after group. */
  readonly rows: Uint32Array;
  /** Where each group ends in `rows` (exclusive); the next one begins there. */
  readonly ends: Uint32Array;
}

/**
 * The groups of rows that agree in the columns `names`, in the order of their first rows; the rows
 * of each in their order. Missing values agree with each other, and so do NaN.
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for a column of vectors
 */
export function groupRows(data: TableData, names: readonly string[]): RowGroups {
  return rowsByGroup(rowCodes(data, names));
}

/** A group number for each row. */
export interface RowCodes {
  /** Counted from 0 in the order of the groups' first rows. */
  readonly codes: Int32Array;
  /** Number of groups. */
  readonly size: number;
}

/** The rows of each group, from the group of each row: a counting sort. */
export function rowsByGroup({ codes, size }: RowCodes): RowGroups {
  // where each group begins, then every row to its place; what began at its start ends at its end
  const ends = new Uint32Array(size + 1);
  for (let i = 0; i < codes.length; i++) ends[codes[i] + 1]++;
  for (let g = 0; g < size; g++) ends[g + 1] += ends[g];
  const rows = new Uint32Array(codes.length);
  for (let i = 0; i < codes.length; i++) rows[ends[codes[i]]++] = i;
  return { rows, ends: ends.subarray(0, size) };
}

/** The first row of each group, ascending. */
export function firstRows(data: TableData, names: readonly string[]): Uint32Array {
  return firstOfCodes(rowCodes(data, names));
}

/** The first row of each group, ascending. */
export function firstOfCodes({ codes, size }: RowCodes): Uint32Array {
  const rows = new Uint32Array(size);
  let seen = 0;
  for (let i = 0; i < codes.length && seen < size; i++) if (codes[i] === seen) rows[seen++] = i;
  return rows;
}

/** Ranges of whole numbers up to this multiple of the rows are looked up in an array; wider ones are hashed. */
const RANGE_PER_ROW = 4;
/** Ranges up to this one are looked up in any case. */
const SMALL_RANGE = 1 << 16;
const NOT_MET = -1;

/**
 * The group of each row, by the columns `names`.
 *
 * @throws PhotometryError as {@link groupRows}
 */
export function rowCodes(data: TableData, names: readonly string[]): RowCodes {
  let groups: RowCodes = { codes: new Int32Array(data.length), size: Math.min(1, data.length) };
  for (const name of names) groups = combine(groups, codesOf(requireColumn(data, name), name));
  return groups;
}

/** Groups that agree in two groupings. */
function combine(a: RowCodes, b: RowCodes): RowCodes {
  if (a.size <= 1) return b;
  const n = a.codes.length;
  if (isNarrow(a.size * b.size, n)) {
    const pairs = new Int32Array(n);
    for (let i = 0; i < n; i++) pairs[i] = a.codes[i] * b.size + b.codes[i];
    return codesInRange(pairs, null, 0, a.size * b.size);
  }
  return hashed(pairWords(a.codes, b.codes));
}

/** Groups by the values of one column. */
function codesOf(column: StoredColumn, name: string): RowCodes {
  switch (column.kind) {
    case 'vector':
    case 'list':
      throw new PhotometryError('bad-argument', `Column '${name}' holds ${column.kind}s, which cannot be grouped by`, {
        column: name,
      });
    case 'string':
      return codesOfTexts(column.values, column.valid);
    case 'int64':
      return hashed(integerWords(column));
    case 'int32':
    case 'uint8':
    case 'boolean':
      return codesOfWholes(column.values, column.valid) ?? hashed(floatWords(column));
    default:
      return hashed(floatWords(column));
  }
}

function isNarrow(range: number, rows: number): boolean {
  return range <= Math.max(SMALL_RANGE, RANGE_PER_ROW * rows);
}

function hashed({ words, missing }: KeyWords): RowCodes {
  const table = new WordTable();
  return { codes: table.add(words, missing, 'own'), size: table.size };
}

/** Groups by whole numbers; null if their range is too wide for an array. */
function codesOfWholes(values: Int32Array | Uint8Array, valid: Uint8Array | null): RowCodes | null {
  let least = 0;
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] < least) least = values[i];
    else if (values[i] > most) most = values[i];
  }
  const range = most - least + 1;
  return isNarrow(range, values.length) ? codesInRange(values, valid, least, range) : null;
}

/** Groups by whole numbers from `least` on, within `range` of it; missing ones are a group of their own. */
function codesInRange(
  values: Int32Array | Uint8Array,
  valid: Uint8Array | null,
  least: number,
  range: number,
): RowCodes {
  const codes = new Int32Array(values.length);
  const known = new Int32Array(range + 1).fill(NOT_MET);
  let size = 0;
  for (let i = 0; i < values.length; i++) {
    const at = valid !== null && valid[i] === 0 ? range : values[i] - least;
    let code = known[at];
    if (code === NOT_MET) {
      code = size++;
      known[at] = code;
    }
    codes[i] = code;
  }
  return { codes, size };
}

/** Groups by texts; missing ones are a group of their own. */
function codesOfTexts(values: readonly string[], valid: Uint8Array | null): RowCodes {
  const known = new TextCodes();
  const codes = known.add(values, valid);
  const gone = valid === null ? -1 : codes.indexOf(NO_CODE);
  if (gone < 0) return { codes, size: known.size };
  // the group of missing texts is placed by its first row: texts met later get later numbers
  let group = 0;
  for (let i = 0; i < gone; i++) if (codes[i] >= group) group = codes[i] + 1;
  for (let i = gone; i < codes.length; i++) codes[i] = codes[i] < 0 ? group : codes[i] + (codes[i] >= group ? 1 : 0);
  return { codes, size: known.size + 1 };
}
