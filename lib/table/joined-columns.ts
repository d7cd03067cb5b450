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

/** Columns of the left table with the columns of the right one that they must equal. */
export type KeyPairs<C, D> = { readonly [P in keyof C]?: keyof D & string };
