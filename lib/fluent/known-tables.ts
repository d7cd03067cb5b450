/**
 * Tables whose columns the compiler knows by the path of their file.
 *
 * @module
 */
import type { ReadTableOptions } from '../table/files/formats.js';

/**
 * The columns of tables by the path that `readTable` is given.
 *
 * In a notebook the kernel fills it from the files that a cell names, before the cell is compiled; `skyframe script` writes
 * it at the top of a notebook's script. By hand it is the caller's claim about a file, as a type argument of `readTable` is:
 * nothing is checked. A `schema` checks.
 *
 * @example
 * declare module 'skyframe' {
 *   interface KnownTables {
 *     'visits.csv': { filter: string; mag: Quantity<'mag'> };
 *   }
 * }
 * const visits = await readTable('visits.csv');
 * visits.filter(visit => visit.filter === 'V' && visit.mag < 15);
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is there to be added to
export interface KnownTables {}

/** Settings of `readTable` for a table of {@link KnownTables}: all others would change what the columns are. */
export type KnownTableOptions<K extends string> = {
  readonly [N in Exclude<keyof ReadTableOptions, 'columns'>]?: undefined;
} & {
  /** Read only these columns, in this order. */
  readonly columns: readonly K[];
};
