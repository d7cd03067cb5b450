/**
 * The types of joined tables.
 *
 * @module
 */
import type { OrMissing } from './or-missing.js';

/** The left table's columns after a join by `K` that keeps right rows without partner. */
export type Missable<C, K> = { [P in keyof C]: P extends K ? C[P] : OrMissing<C[P]> };

/**
 * What the right table's columns `D` become: without its keys `K`; a name that is among the left ones `L` gets the
 * suffix `S`.
 */
export type FromRight<D, K, L, S extends string> = {
  [P in keyof D as P extends K ? never : Suffixed<P, L, S>]: D[P];
};

/** As {@link FromRight}, where a value may be missing. */
export type FromRightOrMissing<D, K, L, S extends string> = {
  [P in keyof D as P extends K ? never : Suffixed<P, L, S>]: OrMissing<D[P]>;
};

/** A right column's name `P` beside the left names `L`. */
export type Suffixed<P, L, S extends string> = string extends L
  ? P
  : P extends L
    ? P extends string
      ? `${P}${S}`
      : P
    : P;

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

/** The columns of a join `how` `H` of `C` and `D` by the left columns `L` and the right ones `R`. */
export type JoinedColumns<C, D, L, R, H, S extends string> = H extends 'semi' | 'anti'
  ? C
  : H extends 'inner'
    ? C & FromRight<D, R, keyof C, S>
    : H extends 'left'
      ? C & FromRightOrMissing<D, R, keyof C, S>
      : H extends 'right'
        ? Missable<C, L> & FromRight<D, R, keyof C, S>
        : Missable<C, L> & FromRightOrMissing<D, R, keyof C, S>;
