/**
 * Rows in groups that agree in some columns: keys, rows and aggregates of each group.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { StoredColumn } from '../column/stored-column.js';
import { type TableData, withColumns } from '../column/table-data.js';
import { firstOfCodes, type RowCodes, type RowGroups, rowCodes, rowsByGroup } from '../keys/group-rows.js';
import { aggregateGroups } from '../statistics/aggregate-groups.js';
import type { Aggregate } from '../statistics/aggregates.js';
import { storeColumn } from '../views/store-column.js';
import { keepRows } from './filter.js';
import { select } from './select.js';

/** Name and values of a column with one row per group. */
type GroupColumn = readonly [name: string, column: StoredColumn];

/** By new name, an aggregate or a function of the group's rows. */
type GroupAggregates = Readonly<Record<string, Aggregate | ((rows: TableData) => unknown)>>;

/** The groups of a table, in the order of their first rows. Missing values form a group of their own. */
export class RowsInGroups {
  readonly #data: TableData;
  readonly #names: readonly string[];
  readonly #codes: RowCodes;
  #sorted: RowGroups | null = null;

  /** @throws PhotometryError `missing-column` */
  constructor(data: TableData, names: readonly string[]) {
    this.#data = data;
    this.#names = names;
    this.#codes = rowCodes(data, names);
  }

  /** Number of groups. */
  get length(): number {
    return this.#codes.size;
  }

  /** The values that each group agrees in, one row per group. */
  keys(): TableData {
    return keepRows(select(this.#data, this.#names), firstOfCodes(this.#codes));
  }

  /** The rows of one group, in the order of the table. */
  rowsOf(group: number): TableData {
    const { rows, ends } = this.#groups();
    return keepRows(this.#data, rows.subarray(group === 0 ? 0 : ends[group - 1], ends[group]));
  }

  /**
   * Returns the keys and, by new name, the result of each aggregate.
   *
   * @throws PhotometryError `missing-column`, `bad-argument`; `duplicate-column` if a new name is a key
   */
  aggregate(aggregates: GroupAggregates): TableData {
    const results = Object.entries(aggregates).map(([name, aggregate]): GroupColumn => {
      if (typeof aggregate !== 'function')
        return [name, aggregateGroups(this.#data, this.#codes, aggregate, () => this.#groups())];
      const values = Array.from({ length: this.length }, (_, group) => aggregate(this.rowsOf(group)));
      return [name, storeColumn(name, values)];
    });
    return withResults(this.keys(), results);
  }

  /** The rows in the order of their groups, sorted when first needed. */
  #groups(): RowGroups {
    this.#sorted ??= rowsByGroup(this.#codes);
    return this.#sorted;
  }
}

function withResults(keys: TableData, results: readonly GroupColumn[]): TableData {
  const stored = new Map<string, StoredColumn>(keys.stored);
  for (const [name, column] of results) {
    if (stored.has(name))
      throw new PhotometryError('duplicate-column', `'${name}' is a key of the groups; name the aggregate otherwise`, {
        column: name,
      });
    stored.set(name, column);
  }
  return withColumns(keys, stored);
}
