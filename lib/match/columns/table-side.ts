/**
 * What messages call a table, and the option that names its columns.
 *
 * @module
 */

/** A table in a message. */
export interface TableSide {
  /** What messages call the table: `left table`. */
  readonly name: string;
  /** The option that passes `inner` for this table: `{ left: { ra: '...' } }`. */
  option(inner: string): string;
}

/** The table whose method is called in a match. */
export const LEFT: TableSide = { name: 'left table', option: inner => `{ left: ${inner} }` };

/** The table it is matched with. */
export const RIGHT: TableSide = { name: 'right table', option: inner => `{ right: ${inner} }` };

/** The one table there is. */
export const ALONE: TableSide = { name: 'table', option: inner => `{ columns: ${inner} }` };

/** One of several tables. */
export function oneOfSeveral(table: string): TableSide {
  return { name: `table '${table}'`, option: inner => `{ columns: { ${table}: ${inner} } }` };
}
