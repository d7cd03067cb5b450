/**
 * The types of columns that aggregates make.
 *
 * @module
 */
import type { TextOrNumber } from '../column/runtime-columns.js';
import type { Aggregate, AggregateResult } from './aggregates.js';

/** A value that a column can hold. */
export type CellValue = number | string | bigint | boolean | null;

/** By new column name, an aggregate such as `median('mag')` or a function of the group's table `T`. */
export type Aggregates<C, T> = {
  readonly [name: string]: Aggregate<keyof C & string, AggregateResult, keyof C & string> | ((group: T) => CellValue);
};

/** The type of a column made by an aggregate `A` from the columns `C`. */
export type Aggregated<C, A> = A extends (group: never) => infer V
  ? V
  : A extends Aggregate<string, infer R, infer V>
    ? AggregateValue<R, C[V & keyof C]>
    : never;

/** The type that an aggregate with the result `R` returns for a column of `T`. */
export type AggregateValue<R, T> = R extends 'value'
  ? T
  : R extends 'number'
    ? number
    : [NonNullable<T>] extends [number]
      ? T
      : R extends 'spread'
        ? number
        : [NonNullable<T>] extends [Date]
          ? Date
          : [NonNullable<T>] extends [string]
            ? number
            : [NonNullable<T>] extends [TextOrNumber<string>]
              ? T
              : number;
