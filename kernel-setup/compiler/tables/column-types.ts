/**
 * The columns of a table at run time, as a type.
 *
 * Tables are known by their shape: the notebook's library need not be the kernel's.
 *
 * @module
 */

/** What a type says of a stored column. */
interface StoredColumn {
  /** How its values are stored: `float64`, `string` ... */
  readonly kind: string;
  readonly unit: string;
  readonly description: string;
  /** 1 where a value is present, 0 where it is missing; null if all are present, and for floats. */
  readonly valid: Uint8Array | null;
  readonly values: unknown;
}

/** The columns of a table by name. */
export type StoredColumns = ReadonlyMap<string, StoredColumn>;

/** A table with more columns gets no type: the compiler would be slow, and nobody completes so many names. */
const MAX_COLUMNS = 2000;

const TABLE_MEMBERS: readonly string[] = ['data', 'columns', 'filter', 'derive', 'select'];

/** The columns of a value, or null if it is not a table. */
export function columnsOf(value: unknown): StoredColumns | null {
  if (typeof value !== 'object' || value === null) return null;
  try {
    if (!TABLE_MEMBERS.every(name => name in value)) return null;
    const { stored } = (value as { data: { stored?: unknown } }).data;
    return stored instanceof Map ? (stored as StoredColumns) : null;
  } catch {
    return null; // an object of the user's that throws where it is looked at
  }
}

/** The name of the library's class that a table is of: `Catalog`, which has more methods, or `Table`. */
export function classOf(table: object): 'Catalog' | 'Table' {
  return 'matchEach' in table ? 'Catalog' : 'Table';
}

/**
 * The type of columns on one line, with units and, as comments, descriptions; null if there are too many.
 *
 * @param isHeaderOnly whether no rows were read, so that values may be missing where the columns do not show it
 * @example columnsType(stored) // { filter: string; mag: import("skyframe").Quantity<"mag">; }
 */
export function columnsType(columns: StoredColumns, isHeaderOnly = false): string | null {
  if (columns.size > MAX_COLUMNS) return null;
  const fields = [...columns].map(
    ([name, column]) => `${comment(column)}${propertyName(name)}: ${valueType(column, isHeaderOnly)};`,
  );
  return fields.length === 0 ? '{}' : `{ ${fields.join(' ')} }`;
}

/** A name as it stands before the colon. */
function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function comment({ description, unit }: StoredColumn): string {
  const words = description.replace(/\s+/g, ' ').replaceAll('*/', '* /').trim();
  if (words === '') return '';
  return `/** ${words}${unit === '' || words.includes(`[${unit}]`) ? '' : ` [${unit}]`} */ `;
}

/** The type of a column's values; a missing float is NaN, all else that is missing is null. */
function valueType(column: StoredColumn, isHeaderOnly: boolean): string {
  const present = presentType(column);
  if (column.kind === 'float64' || column.kind === 'float32') return present;
  return isHeaderOnly || column.valid !== null ? `${present} | null` : present;
}

function presentType({ kind, unit, values }: StoredColumn): string {
  switch (kind) {
    case 'float64':
    case 'float32':
    case 'int32':
    case 'uint8':
      return unit === '' ? 'number' : `import("skyframe").Quantity<${JSON.stringify(unit)}>`;
    case 'int64':
      return 'bigint';
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'string';
    case 'date':
      return 'Date';
    case 'vector':
    case 'list':
      return elementsType((values as { readonly data?: unknown }).data);
    default:
      return 'unknown';
  }
}

/** The type of one vector or list, a view of all elements. */
function elementsType(data: unknown): string {
  if (Array.isArray(data)) return 'readonly string[]';
  return ArrayBuffer.isView(data) ? data.constructor.name : 'unknown';
}
