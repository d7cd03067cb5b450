/**
 * Tables of count rates for tests.
 *
 * @module
 */

import type { TableData } from '../../../lib/table/column/table-data.js';
import { Table } from '../../../lib/table/table.js';

/** Keywords of a real ACS image in F606W. */
export const F606W = { PHOTFLAM: 7.7265435e-20, PHOTPLAM: 5919.4609, EXPTIME: 1200 } as const;

/** ACS/WFC and F606W. */
export const acs = { instrument: 'ACS/WFC', filter: 'F606W' } as const;

/** Makes a table of the given columns, with the keywords of a real image. */
export function ratesTable(
  columns: Readonly<Record<string, ArrayLike<unknown>>>,
  units: Readonly<Record<string, string>> = {},
  meta: Readonly<Record<string, unknown>> = F606W,
): TableData {
  return Table.fromEntries(columns, { units, meta }).data;
}

/** The numbers of a column. */
export function numbers(data: TableData, name: string): number[] {
  const column = data.stored.get(name);
  if (column === undefined) throw new Error(`no column ${name}: ${[...data.stored.keys()].join(', ')}`);
  return Array.from(column.values as ArrayLike<number>);
}
