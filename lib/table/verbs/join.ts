/**
 * Rows of two tables put side by side where they have the same keys.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { StoredColumn } from '../column/stored-column.js';
import { requireColumn, type TableData, withProblems } from '../column/table-data.js';
import { type KeyColumn, matchRows, type RowMatches, rowPairs, unmatchedRight } from '../keys/hash-rows.js';
import { namesOf } from '../rows/partition.js';
import { isUntyped, stackColumns } from '../rows/stack-columns.js';
import { allMissing, rowTaker, takeOrMissing } from '../rows/take-or-missing.js';
import { checkCardinality, type JoinCardinality } from './check-cardinality.js';

import { keepRows } from './filter.js';

/**
 * Which rows a join returns: those with a partner (`inner`); also the left rows without one (`left`), the right ones
 * (`right`), or both (`outer`); or only the rows of the left table that have a partner (`semi`) or none (`anti`).
 */
export type JoinKind = 'inner' | 'left' | 'right' | 'outer' | 'semi' | 'anti';

/** By which columns rows are matched: `on`, or `leftOn` with `rightOn`. */
export interface JoinKeys<
  K = string | readonly string[] | object,
  L extends string = string,
  R extends string = string,
> {
  /** Columns of that name in both tables, one or several; or `{ left: 'right' }` names. */
  readonly on?: K;
  /** Columns of the left table, used with `rightOn`. */
  readonly leftOn?: L | readonly L[];
  /** Columns of the right table, as many as in `leftOn`. */
  readonly rightOn?: R | readonly R[];
}

/** Settings of a join. */
export interface JoinOptions<
  K = string | readonly string[] | object,
  L extends string = string,
  R extends string = string,
  H extends JoinKind = JoinKind,
  S extends string = string,
> extends JoinKeys<K, L, R> {
  /** Which rows are returned (default `inner`). */
  readonly how?: H;
  /** What is added to the name of a right column that the left table has as well (default `_right`). */
  readonly suffix?: S;
  /** How often a key may occur on each side; violations are errors that name the rows. Default: not checked. */
  readonly cardinality?: JoinCardinality;
}

const KINDS: readonly JoinKind[] = ['inner', 'left', 'right', 'outer', 'semi', 'anti'];

/** Joins two tables. The keys appear once, under their left names. */
export function join(left: TableData, right: TableData, options: JoinOptions = {}): TableData {
  const { how = 'inner', suffix = '_right', cardinality } = options;
  if (!KINDS.includes(how))
    throw new PhotometryError('bad-argument', `join: how is one of ${KINDS.join(', ')}, got '${how}'`);
  const keys = keysOf(left, right, options);
  if (cardinality !== undefined) checkCardinality(keys.left, keys.right, cardinality);
  if (how === 'right') return joinFromRight(left, right, keys, suffix);
  const matches = matchRows(keys.left, keys.right);
  if (how === 'semi' || how === 'anti') return keepRows(left, partneredRows(matches, how === 'semi'));
  const pairs = rowPairs(matches, how === 'inner' ? 'drop' : 'keep');
  const leftRows = new Int32Array(pairs.left); // row numbers are below 2^31
  if (how !== 'outer') return sideBySide(left, right, { left: leftRows, right: pairs.right }, keys, suffix);
  const alone = unmatchedRight(matches, right.length);
  const rows = {
    left: appended(leftRows, new Int32Array(alone.length).fill(-1)),
    right: appended(pairs.right, alone),
  };
  return sideBySide(left, right, rows, keys, suffix);
}

/** A right join: the rows of the right table in their order, with their partners. */
function joinFromRight(left: TableData, right: TableData, keys: JoinedKeys, suffix: string): TableData {
  const pairs = rowPairs(matchRows(keys.right, keys.left), 'keep');
  return sideBySide(left, right, { left: pairs.right, right: new Int32Array(pairs.left) }, keys, suffix);
}

/** The keys of a join on both sides, equally many and in the same order. */
interface JoinedKeys {
  readonly left: readonly KeyColumn[];
  readonly right: readonly KeyColumn[];
}

function keysOf(left: TableData, right: TableData, { on, leftOn, rightOn }: JoinKeys): JoinedKeys {
  const pairs = typeof on === 'object' && !Array.isArray(on) ? Object.entries(on as Record<string, string>) : null;
  const names = on as string | readonly string[] | undefined;
  const leftNames = pairs?.map(([name]) => name) ?? namesOf(names ?? leftOn);
  const rightNames = pairs?.map(([, name]) => name) ?? namesOf(names ?? rightOn);
  if ((on !== undefined && (leftOn ?? rightOn) !== undefined) || leftNames.length !== rightNames.length)
    throw new PhotometryError(
      'bad-argument',
      `join: give { on }, or { leftOn, rightOn } with equally many columns; got ${leftNames.length} and ${rightNames.length}`,
    );
  if (leftNames.length === 0)
    throw new PhotometryError(
      'bad-argument',
      "join: by which columns? Give { on: 'id' }, or { on: { id: 'sourceId' } }",
    );
  const given = { left: leftNames.map(keyOf(left, 'left')), right: rightNames.map(keyOf(right, 'right')) };
  return {
    left: given.left.map((key, k) => typedLike(key, given.right[k])),
    right: given.right.map((key, k) => typedLike(key, given.left[k])),
  };
}

/** A key column without any value takes the kind of its counterpart and matches nothing. */
function typedLike({ name, column }: KeyColumn, other: KeyColumn): KeyColumn {
  const takes = isUntyped(column) && other.column.kind !== column.kind;
  return { name, column: takes ? allMissing(other.column, column.values.length) : column };
}

function keyOf(table: TableData, side: string): (name: string) => KeyColumn {
  return name => {
    try {
      return { name, column: requireColumn(table, name) };
    } catch (error) {
      if (!(error instanceof PhotometryError)) throw error;
      throw new PhotometryError(error.code, `join, ${side} table: ${error.message}`, { ...error.details, side });
    }
  };
}

/** The left rows that have a partner, or that have none, ascending. */
function partneredRows({ first }: RowMatches, wanted: boolean): Uint32Array {
  const rows = new Uint32Array(first.length);
  let kept = 0;
  for (let row = 0; row < first.length; row++) if (first[row] >= 0 === wanted) rows[kept++] = row;
  return rows.slice(0, kept);
}

/** The columns of both tables in chosen rows; -1 is a row that there is not. */
function sideBySide(
  left: TableData,
  right: TableData,
  rows: { readonly left: Int32Array; readonly right: Int32Array },
  keys: JoinedKeys,
  suffix: string,
): TableData {
  const stored = new Map<string, StoredColumn>();
  const takeLeft = rowTaker(rows.left, left.length);
  const takeRight = rowTaker(rows.right, right.length);
  for (const [name, column] of left.stored) stored.set(name, takeLeft(column));
  if (rows.left.includes(-1))
    keys.left.forEach(({ name, column }, k) => {
      stored.set(name, eitherKey(name, column, keys.right[k].column, rows));
    });
  const rightKeys = new Set(keys.right.map(({ name }) => name));
  for (const [name, column] of right.stored) {
    if (rightKeys.has(name)) continue;
    const free = left.stored.has(name) ? `${name}${suffix}` : name;
    if (stored.has(free))
      throw new PhotometryError(
        'duplicate-column',
        `join would make two columns with the name '${free}'; give another { suffix }, or rename one first`,
        { column: free },
      );
    stored.set(free, takeRight(column));
  }
  const provenance = Object.freeze([...new Set([...left.provenance, ...right.provenance])]);
  return { ...left, stored, length: rows.left.length, provenance, ...withProblems(left.problems, right.problems) };
}

/** A key's values from the left where there is a left row, from the right elsewhere. */
function eitherKey(
  name: string,
  left: StoredColumn,
  right: StoredColumn,
  rows: { readonly left: Int32Array; readonly right: Int32Array },
): StoredColumn {
  const both = stackColumns('join', name, [left, right]);
  const from = left.values.length;
  return takeOrMissing(
    both,
    rows.left.map((row, i) => (row >= 0 ? row : from + rows.right[i])),
  );
}

function appended(a: Int32Array, b: ArrayLike<number>): Int32Array {
  const out = new Int32Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
