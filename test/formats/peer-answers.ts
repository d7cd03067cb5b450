/**
 * What pyarrow reads from the Arrow and Parquet files in `test/fixtures/formats/binary`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { valueAt } from '../../lib/table/column/stored-column.js';
import type { TableData } from '../../lib/table/column/table-data.js';

/** A column as read by pyarrow: null for missing and NaN, big integers as `123n`, dates in milliseconds. */
export interface PeerColumn {
  readonly name: string;
  /** The kind of the column in Skyframe. */
  readonly kind: string;
  readonly values: readonly unknown[];
}

/** Returns the path of a fixture. */
export function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/formats/binary/${name}`, import.meta.url));
}

/** The columns of `kinds.*`. */
export function peerColumns(): PeerColumn[] {
  return JSON.parse(readFileSync(fixture('kinds.json'), 'utf8'));
}

/** Returns the columns of a table in the form of {@link PeerColumn}. */
export function asPeerColumns(data: TableData): PeerColumn[] {
  return [...data.stored].map(([name, column]) => ({
    name,
    kind: column.kind,
    values: Array.from({ length: data.length }, (_, row) => plain(valueAt(column, row))),
  }));
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : `${value}n`;
  if (typeof value === 'number') return Number.isNaN(value) ? null : Number.isFinite(value) ? value : String(value);
  if (value instanceof Date) return value.getTime();
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as unknown as ArrayLike<unknown>, plain);
  return value;
}
