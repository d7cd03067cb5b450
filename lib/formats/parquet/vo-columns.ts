/**
 * The VOTable without rows that VOParquet files hold: units, UCDs and descriptions of their columns (IVOA note
 * "VOParquet", 2024).
 *
 * @module
 */

import type { StoredColumns } from '../../table/column/stored-column.js';
import type { TableFile } from '../../table/files/formats.js';
import { readVotable } from '../votable/read/read-votable.js';

/** Key of the document. */
export const VO_KEY = 'IVOA.VOTable-Parquet.content';
/** Key of the convention's version. */
export const VO_VERSION_KEY = 'IVOA.VOTable-Parquet.version';

/** The columns that the document describes, by name; empty if there is no document or it cannot be read. */
export async function voColumns(text: string | undefined, path: string): Promise<StoredColumns> {
  if (text === undefined) return new Map();
  const bytes = new TextEncoder().encode(text);
  const file: TableFile = {
    path,
    source: {
      name: path,
      byteLength: bytes.length,
      read: async (start, end) => bytes.slice(start, end),
      close: async () => {},
    },
    bytes: async () => bytes,
    text: async () => text,
    companion: async () => null,
  };
  try {
    return (await readVotable(file, { table: 0 })).stored;
  } catch {
    return new Map();
  }
}
