/**
 * A table split into groups of rows that agree in some columns.
 *
 * @module
 */

import { displayAs, inspectAs } from '../core/display.js';
import { PhotometryError } from '../core/errors.js';
import type { AfterAggregate } from './after-verbs.js';
import type { StoredColumn } from './column/stored-column.js';
import { type TableData, withColumns } from './column/table-data.js';
import { tableBundle } from './display/display-table.js';
import { firstOfCodes, type RowCodes, type RowGroups, rowCodes, rowsByGroup } from './keys/group-rows.js';
import { aggregateGroups } from './statistics/aggregate-groups.js';
import { type Aggregate, type AggregateResult, count } from './statistics/aggregates.js';
import type { Table } from './table.js';
import { keepRows } from './verbs/filter.js';
import { select } from './verbs/select.js';
import type { Row } from './views/row-cursor.js';
import { storeColumn } from './views/store-column.js';
import { objectAt } from './views/to-objects.js';

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

/** What an aggregate of the result `R` gives of a column of `T`. */
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
          : number;

/** How to make tables: of any columns, and of rows like the original's. */
export interface TableMakers<T> {
  any<D>(data: TableData): Table<D>;
  same(data: TableData): T;
}

/**
 * The groups of a table with columns `C` and type `T`, by the columns `K`, in the order of their
 * first rows. Missing values form a group of their own.
 *
 * @example
 * const byFilter = night.groupBy('filter', 'exptime');
 * byFilter.count();
 * byFilter.aggregate({ n: count(), fwhm: median('fwhm'), last: group => group.columns.jdUtcMid.max() });
 * for (const [key, frames] of byFilter) console.log(key.filter, frames.length);
 */
export class GroupedTable<C, K extends keyof C & string, T> implements Iterable<[Row<Pick<C, K>>, T]> {
  static {
    displayAs(GroupedTable, groups => ({ ...tableBundle(groups.keys.data), 'text/plain': groups.toString() }));
    inspectAs(GroupedTable, groups => groups.toString());
  }

  readonly #data: TableData;
  readonly #names: readonly K[];
  readonly #codes: RowCodes;
  #sorted: RowGroups | null = null;
  readonly #make: TableMakers<T>;

  /** Tables make it: see `Table.groupBy`. */
  constructor(data: TableData, names: readonly K[], make: TableMakers<T>) {
    this.#data = data;
    this.#names = names;
    this.#codes = rowCodes(data, names);
    this.#make = make;
  }

  /** Number of groups. */
  get length(): number {
    return this.#codes.size;
  }

  /** The values that each group agrees in, one row a group. */
  get keys(): Table<Pick<C, K>> {
    return this.#make.any(this.#keyData());
  }

  /**
   * Number of rows of each group, in a column `count` beside the keys.
   *
   * @throws PhotometryError `duplicate-column` if a key is called `count`
   */
  count(): Table<{ [P in K]: C[P] } & { count: number }> {
    return this.#make.any(this.#withResults([['count', this.#aggregated(count())]]));
  }

  /**
   * One row a group: the keys and, by new name, what each aggregate gives.
   *
   * @throws PhotometryError `missing-column`; `duplicate-column` if a new name is a key
   * @example grouped.aggregate({ n: count(), mag: median('mag'), scatter: group => group.columns.mag.mad() })
   */
  aggregate<A extends Aggregates<C, T>>(aggregates: A): Table<AfterAggregate<C, K, A>['columns']> {
    const results = Object.entries(aggregates).map(([name, aggregate]): Result => {
      if (typeof aggregate !== 'function') return [name, this.#aggregated(aggregate)];
      return [
        name,
        storeColumn(
          name,
          Array.from({ length: this.length }, (_, group) => aggregate(this.#table(group))),
        ),
      ];
    });
    return this.#make.any(this.#withResults(results));
  }

  /** Walks through the groups: the values they agree in, and their rows as a table. */
  *[Symbol.iterator](): IterableIterator<[Row<Pick<C, K>>, T]> {
    const keys = this.#keyData();
    for (let group = 0; group < this.length; group++)
      yield [objectAt(keys, group) as Row<Pick<C, K>>, this.#table(group)];
  }

  /** The number of groups and their keys. */
  toString(): string {
    return `${this.length} groups by ${this.#names.join(', ')}\n${this.keys}`;
  }

  #table(group: number): T {
    const { rows, ends } = this.#groups;
    return this.#make.same(keepRows(this.#data, rows.subarray(group === 0 ? 0 : ends[group - 1], ends[group])));
  }

  /** The rows in the order of their groups, sorted when first needed. */
  get #groups(): RowGroups {
    this.#sorted ??= rowsByGroup(this.#codes);
    return this.#sorted;
  }

  #aggregated(aggregate: Aggregate): StoredColumn {
    return aggregateGroups(this.#data, this.#codes, aggregate, () => this.#groups);
  }

  #keyData(): TableData {
    return keepRows(select(this.#data, this.#names), firstOfCodes(this.#codes));
  }

  #withResults(results: readonly Result[]): TableData {
    const keys = this.#keyData();
    const stored = new Map<string, StoredColumn>(keys.stored);
    for (const [name, column] of results) {
      if (stored.has(name))
        throw new PhotometryError(
          'duplicate-column',
          `'${name}' is a key of the groups; name the aggregate otherwise`,
          {
            column: name,
          },
        );
      stored.set(name, column);
    }
    return withColumns(keys, stored);
  }
}

/** Name and values of a new column. */
type Result = readonly [name: string, column: StoredColumn];
