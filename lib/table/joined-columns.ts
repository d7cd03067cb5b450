/**
 * The types of joined tables.
 *
 * @module
 */
import type { OrMissing } from './column/or-missing.js';

/**
 * The right table's columns `D` joined to the left ones `L`, without its keys `R`. A name that occurs in both gets the suffix `S`:
 * `P` are the names that stay, `Q` the others. Where the left names are only known at run time, all stay.
 */
export interface FromRight<
  D,
  R,
  L,
  S extends string,
  P extends keyof D = Exclude<keyof D, R | KnownNames<L>>,
  Q extends keyof D = Exclude<keyof D & KnownNames<L>, R>,
> {
  /** The resulting columns by name. */
  readonly columns: { [X in P]: D[X] } & { [X in Q as `${X & string}${S}`]: D[X] };
}

/** As {@link FromRight}, where a value may be missing. */
export interface FromRightOrMissing<
  D,
  R,
  L,
  S extends string,
  P extends keyof D = Exclude<keyof D, R | KnownNames<L>>,
  Q extends keyof D = Exclude<keyof D & KnownNames<L>, R>,
> {
  /** The resulting columns by name. */
  readonly columns: { [X in P]: OrMissing<D[X]> } & { [X in Q as `${X & string}${S}`]: OrMissing<D[X]> };
}

/** The names `L`, none if they are any strings. */
export type KnownNames<L> = string extends L ? never : L;

/**
 * By which columns rows of `C` and `D` may be matched: one or several that both have, or `{ left: 'right' }` names.
 */
export type JoinNames<C, D> =
  | (keyof C & keyof D & string)
  | readonly (keyof C & keyof D & string)[]
  | { readonly [P in keyof C]?: keyof D & string };

/** The left names in {@link JoinNames}. */
export type LeftNames<K> = K extends string ? K : K extends readonly (infer N)[] ? N : keyof K;

/** The right names in {@link JoinNames}. */
export type RightNames<K> = K extends string ? K : K extends readonly (infer N)[] ? N : K[keyof K];

/** The columns of a join `how` `H` (never: inner) of `C` and `D` by the left columns `L` and the right ones `R`. */
export type JoinedColumns<C, D, L, R, H, S extends string> = [H] extends ['inner'] // never too
  ? C & FromRight<D, R, keyof C, S>['columns']
  : H extends 'semi' | 'anti'
    ? C
    : H extends 'left'
      ? C & FromRightOrMissing<D, R, keyof C, S>['columns']
      : H extends 'right'
        ? { [P in keyof C]: P extends L ? C[P] : OrMissing<C[P]> } & FromRight<D, R, keyof C, S>['columns']
        : { [P in keyof C]: P extends L ? C[P] : OrMissing<C[P]> } & FromRightOrMissing<D, R, keyof C, S>['columns'];
