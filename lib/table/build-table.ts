/**
 * Converts the arrays that a user passes to the data of a table.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import type { Problems } from '../core/problem.js';
import type { Provenance } from '../core/provenance.js';
import { ownValue } from './column/own-value.js';
import type { StoredColumn } from './column/stored-column.js';
import { commonLength, type TableData, type TableMeta } from './column/table-data.js';
import type { DeriveOptions } from './verbs/derive.js';
import { type ColumnInput, storeColumn } from './views/store-column.js';

/** Values for each of the columns `C`. */
export type InputColumns<C> = { readonly [K in keyof C]: ColumnInput<C[K]> };

/** What may go with the columns of a new table. */
export interface TableOptions<C> extends DeriveOptions<C> {
  /** Facts about the whole table. */
  readonly meta?: TableMeta;
  /** Provenance, oldest step first. */
  readonly provenance?: Provenance;
  /** What was noticed while the table was read or made; see {@link Table.problems}. */
  readonly problems?: Problems;
  /** Lines shown with the table. */
  readonly notes?: readonly string[];
}

/**
 * Stores columns as a table.
 *
 * @throws PhotometryError `length-mismatch` naming columns and lengths; `duplicate-column`; `bad-argument`
 */
export function buildTable(
  columns: Iterable<readonly [string, unknown]>,
  options: TableOptions<Record<string, unknown>> = {},
): TableData {
  const { units, descriptions, meta = {}, provenance = [], problems, notes } = options;
  const stored = new Map<string, StoredColumn>();
  for (const [name, input] of columns) {
    if (stored.has(name))
      throw new PhotometryError('duplicate-column', `Two columns have the name '${name}'`, { column: name });
    const texts = { unit: ownValue(units, name), description: ownValue(descriptions, name) };
    stored.set(name, storeColumn(name, input, texts));
  }
  const data: TableData = {
    stored,
    length: commonLength(stored),
    meta: Object.freeze({ ...meta }),
    provenance,
    ...(notes ? { notes } : {}),
  };
  return problems && problems.length > 0 ? { ...data, problems } : data;
}
