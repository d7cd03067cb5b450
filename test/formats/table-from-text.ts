/**
 * Tables from the text of a file, without a file.
 *
 * @module
 */

import { valueAt } from '../../lib/table/column/stored-column.js';
import type { TableData } from '../../lib/table/column/table-data.js';
import type { ReadTableOptions, TableFormat } from '../../lib/table/files/formats.js';
import { openTableFile } from '../../lib/table/files/table-file.js';

/** Returns the table that a format reads from the text or bytes of a file. */
export async function readWith(
  format: TableFormat,
  content: string | Uint8Array,
  options: ReadTableOptions = {},
): Promise<TableData> {
  if (format.read === undefined) throw new Error(`${format.name} cannot be read`);
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const { file } = await openTableFile(bytes);
  return format.read(file, options);
}

/** All cells of a column as plain values: null for missing ones, arrays for typed arrays. */
export function cellsOf(data: TableData, name: string): unknown[] {
  const column = data.stored.get(name);
  if (column === undefined) throw new Error(`no column ${name}; there are ${[...data.stored.keys()].join(', ')}`);
  return Array.from({ length: data.length }, (_, row) => {
    const value = valueAt(column, row);
    return ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<unknown>) : value;
  });
}
