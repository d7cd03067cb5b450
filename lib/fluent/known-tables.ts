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
 * The table that `{ hdu: 2 }` or `{ table: 'stars' }` chooses in a file of several has the key `'cat.fits[2]'`, `'cat.db[stars]'`.
 *
 * ```ts
 * declare module 'skyframe' {
 *   interface KnownTables {
 *     'visits.csv': { filter: string; mag: Quantity<'mag'> };
 *   }
 * }
 * const visits = await readTable('visits.csv');
 * visits.filter(visit => visit.filter === 'V' && visit.mag < 15);
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is there to be added to
export interface KnownTables {}

/** Settings of `readTable` that change what the columns are, absent. */
export type PlainReading = { readonly [N in Exclude<keyof ReadTableOptions, 'columns' | 'hdu' | 'table'>]?: undefined };

/** Settings of `readTable` for a table of {@link KnownTables}: all others would change what the columns are. */
export type KnownTableOptions<K extends string> = PlainReading & {
  /** None: the first table of the file. */
  readonly hdu?: undefined;
  /** None: the first table of the file. */
  readonly table?: undefined;
  /** Read only these columns, in this order. */
  readonly columns?: readonly K[];
};

/** Settings of `readTable` for one of several tables in a file of {@link KnownTables}. */
export type KnownPartOptions<H extends string | number, K extends string> = PlainReading & {
  /** Read only these columns, in this order. */
  readonly columns?: readonly K[];
} & (
    | {
        /** FITS: number or name of the HDU. */
        readonly hdu: H;
        /** None beside `hdu`. */
        readonly table?: undefined;
      }
    | {
        /** None beside `table`. */
        readonly hdu?: undefined;
        /** Name, or number from 0, of the table in a file of several. */
        readonly table: H;
      }
  );

/** The key in {@link KnownTables} of the table `H` in the file `P`; never if it is not there. */
export type KnownPart<P extends string, H extends string | number> = `${P}[${H}]` extends infer X extends
  keyof KnownTables
  ? X
  : never;

/** The columns `C`, or those of them that were asked for. */
export type ChosenColumns<C, K extends string> = [K] extends [never] ? C : Pick<C, K & keyof C>;
