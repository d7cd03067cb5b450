/**
 * The types of matched tables.
 *
 * @module
 */
import type { Columns } from '../table/column/column.js';
import type { OrMissing } from '../table/column/or-missing.js';
import type { Quantity } from '../table/column/quantity.js';
import type { TableData } from '../table/column/table-data.js';
import type { FromRight, FromRightOrMissing } from '../table/joined-columns.js';

/** Any table with the columns `D`. */
export interface TableLike<D> {
  /** The columns by name. */
  readonly columns: Columns<D>;
  /** What the table is made of. */
  readonly data: TableData;
}

/** What a match says of each pair, seen from the left position. */
export interface MatchColumns {
  /** How far apart the two are [arcsec]. */
  separation: Quantity<'arcsec'>;
  /** Direction from the left one to the right one, from north through east [deg]. */
  positionAngle: Quantity<'deg'>;
  /** Right minus left, to the east: difference in right ascension times cos Dec [arcsec]. */
  offsetRa: Quantity<'arcsec'>;
  /** Right minus left, to the north [arcsec]. */
  offsetDec: Quantity<'arcsec'>;
}

/** `C` after `match` with `D`; names that the left table has, too, get the suffix `S`; `U` is `keep` if unmatched rows stay. */
export interface AfterMatch<C, D, S extends string, U> {
  /** The resulting columns by name. */
  readonly columns: C &
    (U extends 'keep'
      ? FromRightOrMissing<D, never, keyof C | keyof MatchColumns, S>['columns']
      : FromRight<D, never, keyof C | keyof MatchColumns, S>['columns']) &
    FromRight<MatchColumns, never, keyof C, S>['columns'];
}

/** `C` after `near`. */
export interface AfterNear<C> {
  /** The resulting columns by name. */
  readonly columns: C & FromRight<MatchColumns, never, keyof C, '_near'>['columns'];
}

/** What `duplicates` says of each row. */
export interface DuplicateColumns {
  /** Which group the row belongs to, counted from 0. */
  duplicateGroup: number;
  /** How many rows the group has, 2 at least. */
  duplicateCount: number;
}

/** `C` after `duplicates`. */
export interface AfterDuplicates<C> {
  /** The resulting columns by name. */
  readonly columns: { [P in keyof (C & DuplicateColumns)]: (C & DuplicateColumns)[P] };
}

/** The columns that a match with one of several tables adds: those of `D` and of the match, all with the suffix `_N`. */
export type EachColumns<D, N extends string> = {
  [K in keyof D as `${K & string}_${N}`]: OrMissing<D[K]>;
} & { [K in keyof MatchColumns as `${K}_${N}`]: MatchColumns[K] };

/** `C` after `matchEach` with the tables `R` by name. */
export interface AfterMatchEach<C, R> {
  /** The resulting columns by name. */
  readonly columns: C &
    Everything<{ [N in keyof R]: R[N] extends TableLike<infer D> ? EachColumns<D, N & string> : never }>;
}

/** All members of the record `M` in one. */
export type Everything<M> = { [N in keyof M]: (x: M[N]) => void }[keyof M] extends (x: infer A) => void ? A : never;
