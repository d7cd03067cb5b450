/**
 * A table's `meta` as JSON, for formats that have room for texts only.
 *
 * @module
 */
import type { TableMeta } from '../../column/table-data.js';

/** Key of the JSON that holds a table's `meta` in Arrow and Parquet files. */
export const META_KEY = 'skyframe';

/** The meta as a JSON object; bigints become texts, dates ISO 8601. Null if there is none, or JSON cannot hold it. */
export function metaJson(meta: TableMeta): string | null {
  if (Object.keys(meta).length === 0) return null;
  try {
    return JSON.stringify(meta, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  } catch {
    return null; // a circle of objects
  }
}
