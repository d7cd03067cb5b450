/**
 * Which rows of a table have the same values in some columns.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import type { StoredColumn } from './stored-column.js';
import { requireColumn, type TableData } from './table-data.js';

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
  const { codes, size } = groupCodes(data, names);
  // a counting sort: where each group begins, then every row to its place; what began at its start ends at its end
  const ends = new Uint32Array(size + 1);
  for (let i = 0; i < codes.length; i++) ends[codes[i] + 1]++;
  for (let g = 0; g < size; g++) ends[g + 1] += ends[g];
  const rows = new Uint32Array(codes.length);
  for (let i = 0; i < codes.length; i++) rows[ends[codes[i]]++] = i;
  return { rows, ends: ends.subarray(0, size) };
}

/** The first row of each group, ascending. */
export function firstRows(data: TableData, names: readonly string[]): Uint32Array {
  const { codes, size } = groupCodes(data, names);
  const rows = new Uint32Array(size);
  let seen = 0;
  for (let i = 0; i < codes.length; i++) if (codes[i] === seen) rows[seen++] = i;
  return rows;
}

/** A group number for each row, counted from 0 in the order of the groups' first rows. */
interface Codes {
  readonly codes: Uint32Array;
  /** How many groups there are. */
  readonly size: number;
}

function groupCodes(data: TableData, names: readonly string[]): Codes {
  let groups: Codes = { codes: new Uint32Array(data.length), size: Math.min(1, data.length) };
  for (const name of names) groups = combine(groups, codesOf(requireColumn(data, name), name));
  return groups;
}

/** Groups that agree in two groupings. */
function combine(a: Codes, b: Codes): Codes {
  if (a.size <= 1) return b;
  const n = a.codes.length;
  const codes = new Uint32Array(n);
  const known = new Map<number, number>();
  for (let i = 0; i < n; i++) {
    const pair = a.codes[i] * b.size + b.codes[i];
    let code = known.get(pair);
    if (code === undefined) {
      code = known.size;
      known.set(pair, code);
    }
    codes[i] = code;
  }
  return { codes, size: known.size };
}

/** Groups by the values of one column. */
function codesOf(column: StoredColumn, name: string): Codes {
  if (column.kind === 'vector' || column.kind === 'list')
    throw new PhotometryError('bad-argument', `Column '${name}' holds ${column.kind}s, which cannot be grouped by`, {
      column: name,
    });
  const { valid, values } = column;
  const n = values.length;
  const codes = new Uint32Array(n);
  const known = new Map<unknown, number>(); // finds NaN, and 0 for -0
  for (let i = 0; i < n; i++) {
    const value = valid !== null && valid[i] === 0 ? null : values[i];
    let code = known.get(value);
    if (code === undefined) {
      code = known.size;
      known.set(value, code);
    }
    codes[i] = code;
  }
  return { codes, size: known.size };
}
