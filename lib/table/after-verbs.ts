/**
 * The types of the columns after a verb.
 *
 * Each is the only property of an interface, and mentions the preceding columns `C` in a single mapped type, so that the
 * type of a chain grows by one step a verb. As aliases, or as `Omit<C, ...> & ...`, the types would be walked through twice
 * and more for each verb, and TypeScript 5.0 would give up on a chain of a dozen. They avoid `as` where
 * possible, because columns would lose their documentation.
 *
 * @module
 */

import type { OrMissing } from './column/or-missing.js';
import type { Aggregated, AggregateValue } from './statistics/aggregated.js';
import type { Derived, InUnit } from './verbs/derive.js';
import type { Windowed } from './verbs/window.js';

/** `C` after `derive` with the recipe `R` and the units `U`. */
export interface AfterDerive<C, R, U> {
  /** The resulting columns by name. */
  readonly columns: {
    [K in keyof (C & R)]: K extends keyof R ? InUnit<Derived<R[K]>, U, K> : (C & R)[K];
  };
}

/** `C` after `select` of `K`. */
export interface AfterSelect<C, K extends keyof C> {
  /** The resulting columns by name. */
  readonly columns: { [P in K]: C[P] };
}

/** `C` after `drop` of `K`. Among columns known at run time alone, those that have been added keep their types. */
export interface AfterDrop<C, K> {
  /** The resulting columns by name. */
  readonly columns: string extends keyof C
    ? { [P in keyof C as Exclude<P, K>]: C[P] }
    : { [P in keyof Pick<C, Exclude<keyof C, K>>]: C[P] };
}

/** `C` after `rename` by `M`, whose old names by the new ones are `N`. As after `drop`, added columns keep their types. */
export interface AfterRename<C, M, N = { [P in keyof M as M[P] & string]: P }> {
  /** The resulting columns by name. */
  readonly columns: string extends keyof C
    ? { [P in keyof C as P extends keyof M ? M[P] & string : P]: C[P] }
    : {
        [P in keyof (Pick<C, Exclude<keyof C, keyof M>> & N)]: P extends keyof N ? C[N[P] & keyof C] : C[P & keyof C];
      };
}

/** `C` after `fill` with the values `V`. */
export interface AfterFill<C, V> {
  /** The resulting columns by name. */
  readonly columns: { [P in keyof C]: P extends keyof V ? NonNullable<C[P]> : C[P] };
}

/** `C` with the column `A` of `V`, after `cut` and `rank`. */
export interface WithColumn<C, A extends string, V> {
  /** The resulting columns by name. */
  readonly columns: { [P in keyof (C & Record<A, unknown>)]: P extends A ? V : (C & Record<A, unknown>)[P] };
}

/** `C` with the column `A` like `K`, after `binBy`. */
export interface WithColumnLike<C, A extends string, K> {
  /** The resulting columns by name. */
  readonly columns: {
    [P in keyof (C & Record<A, unknown>)]: P extends A ? C[K & keyof C] : (C & Record<A, unknown>)[P];
  };
}

/** `C` after `window` with the functions `A`. */
export interface AfterWindow<C, A> {
  /** The resulting columns by name. */
  readonly columns: { [P in keyof (C & A)]: P extends keyof A ? Windowed<C, A[P]> : (C & A)[P] };
}

/** The keys `K` of `C` and the aggregates `A`. */
export interface AfterAggregate<C, K extends keyof C, A> {
  /** The resulting columns by name. */
  readonly columns: {
    [P in keyof (Pick<C, K> & A)]: P extends keyof A ? Aggregated<C, A[P]> : (Pick<C, K> & A)[P];
  };
}

/** `C` after `melt` of `K` into names `N` and values `V`. */
export interface AfterMelt<C, K, N extends string, V extends string> {
  /** The resulting columns by name. */
  readonly columns: {
    [P in keyof (Pick<C, Exclude<keyof C, K | N | V>> & Record<N | V, unknown>)]: P extends N
      ? string
      : P extends V
        ? C[K & keyof C]
        : C[P & keyof C];
  };
}

/** The rows `R` of `C` after a pivot of the one column `V` to the names `N`, by an aggregate with the result `A`. */
export interface AfterPivot<C, R, V, N extends string, A> {
  /** The resulting columns by name. */
  readonly columns: {
    [P in keyof (Pick<C, R & keyof C> & Record<PivotNames<V, N>, unknown>)]: P extends R & keyof C
      ? C[P]
      : OrMissing<AggregateValue<A, C[PivotSource<P, V> & keyof C]>>;
  };
}

/** The names of columns that a pivot makes of `V`: the names `N`, with those of several columns before them. */
export type PivotNames<V, N extends string> = V extends readonly (infer W)[] ? `${W & string}_${N}` : N;

/** The column among `V` that a pivot made the column `P` of. */
export type PivotSource<P, V> = V extends readonly (infer W)[]
  ? W extends string
    ? P extends `${W}_${string}`
      ? W
      : never
    : never
  : V;
