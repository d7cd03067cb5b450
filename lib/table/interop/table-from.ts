/**
 * Whatever holds a table, as a table of ours.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { TableOptions } from '../build-table.js';
import { ownValue } from '../column/own-value.js';
import { type StoredColumn, withMeta } from '../column/stored-column.js';
import { commonLength, type TableData } from '../column/table-data.js';
import { arrowLibrary } from './arrow/arrow-library.js';
import { type ArrowTable, isArrowTable } from './arrow/arrow-shape.js';
import { fromArrow } from './arrow/from-arrow.js';
import { fromDanfo, isDanfoFrame } from './danfo.js';
import { type Columns, fromArrays, fromRows, type MetaFor } from './from-rows.js';

/** The parts of arquero's table that are read. */
interface ArqueroTable {
  columnNames(): string[];
  array(name: string): ArrayLike<unknown>;
}

/** The parts of a nodejs-polars DataFrame that are read. */
interface PolarsFrame {
  writeIPC(): Uint8Array;
}

/**
 * Reads a table of ours or of another library, rows that are objects, an object or Map of arrays.
 *
 * @param options units and descriptions, which go before those that the source has; meta; provenance
 * @throws PhotometryError `bad-argument` saying what may be given; `length-mismatch`
 */
export function tableFrom(source: unknown, options: TableOptions<Record<string, unknown>> = {}): TableData {
  const data = dataOf(source) ?? dataOfColumns(columnsOf(source, name => textsFor(name, options)));
  const stored = new Map<string, StoredColumn>();
  for (const [name, column] of data.stored) stored.set(name, withMeta(column, textsFor(name, options)));
  const meta = options.meta === undefined ? data.meta : { ...data.meta, ...options.meta };
  return { ...data, stored, meta, provenance: options.provenance ?? data.provenance };
}

/** Of sources that say more than their columns. */
function dataOf(source: unknown): TableData | null {
  if (hasData(source)) return source.data;
  if (isArrowTable(source)) return fromArrow(source);
  if (isPolarsFrame(source)) {
    const arrow = arrowLibrary().tableFromIPC(source.writeIPC(), { useBigInt: true });
    return fromArrow(arrow as unknown as ArrowTable);
  }
  return null;
}

function columnsOf(source: unknown, metaFor: MetaFor): Columns {
  if (isDanfoFrame(source)) return fromDanfo(source, metaFor);
  if (isArqueroTable(source)) return fromArrays(arqueroColumns(source), metaFor);
  if (source instanceof Map) return fromArrays(source, metaFor);
  if (isLazy(source))
    throw new PhotometryError('bad-argument', 'A lazy polars frame has no rows yet; pass the result of collectSync()');
  if (typeof source === 'object' && source !== null && !ArrayBuffer.isView(source)) {
    if (Symbol.iterator in source) return fromRows(source as Iterable<unknown>, metaFor);
    if (Object.values(source).every(isArrayLike)) return fromArrays(Object.entries(source), metaFor);
  }
  throw new PhotometryError(
    'bad-argument',
    `Table.from takes rows that are objects, an object or Map of arrays, or a table of danfo, arquero, Arrow or polars; got ${described(source)}`,
  );
}

/** Columns as a table. @throws PhotometryError `length-mismatch` */
function dataOfColumns(columns: Columns): TableData {
  return { stored: columns, length: commonLength(columns), meta: {}, provenance: [] };
}

function textsFor(
  name: string,
  { units, descriptions }: TableOptions<Record<string, unknown>>,
): {
  unit?: string;
  description?: string;
} {
  const unit = ownValue(units, name);
  const description = ownValue(descriptions, name);
  return { ...(unit === undefined ? {} : { unit }), ...(description === undefined ? {} : { description }) };
}

function hasData(source: unknown): source is { readonly data: TableData } {
  const data = (source as { readonly data?: Partial<TableData> } | null)?.data;
  return typeof data === 'object' && data !== null && data.stored instanceof Map && typeof data.length === 'number';
}

function isPolarsFrame(source: unknown): source is PolarsFrame {
  return hasMethods(source, ['writeIPC', 'getColumn']);
}

function isLazy(source: unknown): boolean {
  return hasMethods(source, ['collectSync']);
}

function isArqueroTable(source: unknown): source is ArqueroTable {
  return hasMethods(source, ['columnNames', 'array', 'reify']);
}

function arqueroColumns(table: ArqueroTable): [string, unknown][] {
  return table.columnNames().map(name => [name, table.array(name)]);
}

function hasMethods(source: unknown, names: readonly string[]): boolean {
  if (typeof source !== 'object' && typeof source !== 'function') return false;
  return source !== null && names.every(name => typeof (source as Record<string, unknown>)[name] === 'function');
}

function isArrayLike(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as ArrayLike<unknown>).length === 'number';
}

function described(source: unknown): string {
  if (source === null || typeof source !== 'object') return typeof source === 'string' ? 'a string' : String(source);
  return `an object with ${Object.keys(source).slice(0, 5).join(', ') || 'no keys'}`;
}
