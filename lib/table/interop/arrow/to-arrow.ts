/**
 * Tables in Arrow's memory layout.
 *
 * @module
 */
import type { Batch, DataType } from '@uwdata/flechette';
import { PhotometryError } from '../../../core/errors.js';
import type { StoredColumn } from '../../column/stored-column.js';
import type { TableData } from '../../column/table-data.js';
import { type ElementArray, type ElementKind, elementsBetween, numbersPer } from '../../column/vectors.js';
import { arrowLibrary } from './arrow-library.js';
import type { ArrowTable } from './arrow-shape.js';

import { META_KEY, metaJson } from './meta-json.js';
import { packBits, packTexts } from './pack-buffers.js';

/**
 * The same table as an Arrow table: flechette's, whose numbers are views of our memory.
 *
 * Dates become timestamps in UTC without a time zone, of milliseconds, or of microseconds where there are fractions; vectors fixed-size
 * lists; missing values Arrow's nulls (a missing float stays NaN). Units and so on are in the fields'
 * metadata, `meta` in the schema's.
 */
export function toArrow(data: TableData): ArrowTable {
  const { Column, field, Table } = arrowLibrary();
  const columns = [...data.stored].map(([name, column]) => {
    const batch = batchOfColumn(column, data.length);
    return { field: field(name, batch.type, true, fieldFacts(column)), column: new Column([batch], batch.type) };
  });
  const schema = {
    version: 4 as const,
    endianness: 0 as const,
    fields: columns.map(column => column.field),
    metadata: schemaFacts(data),
  };
  return new Table(
    schema,
    columns.map(column => column.column),
  ) as unknown as ArrowTable;
}

function schemaFacts(data: TableData): Map<string, string> | null {
  const json = metaJson(data.meta);
  return json === null ? null : new Map([[META_KEY, json]]);
}

/** Unit and so on, and element type and shape of vectors. */
function fieldFacts(column: StoredColumn): Map<string, string> {
  const facts = new Map<string, string>();
  for (const key of ['unit', 'description', 'ucd', 'format'] as const)
    if (column[key] !== '') facts.set(key, column[key]);
  if (column.kind !== 'vector' && column.kind !== 'list') return facts;
  const { element } = column.values;
  if (numbersPer(element) === 2) facts.set('element', element);
  if (column.kind === 'vector' && column.values.shape.length > 1) facts.set('shape', column.values.shape.join(' '));
  return facts;
}

interface Buffers {
  readonly values?: unknown;
  readonly offsets?: unknown;
  readonly children?: readonly Batch<unknown>[];
}

/** Elements that 32-bit offsets reach. */
const MAX_ELEMENTS = 2 ** 31 - 1;

/** How a batch returns its values: 64-bit integers exact, dates as Date. */
const EXACT = { useBigInt: true, useDate: true } as const;

function batchOf(type: DataType, length: number, valid: Uint8Array | null, buffers: Buffers): Batch<unknown> {
  const BatchClass = arrowLibrary().batchType(type, EXACT) as new (options: object) => Batch<unknown>;
  const missing = valid === null ? 0 : valid.reduce((count, present) => count + 1 - present, 0);
  const validity = valid === null || missing === 0 ? new Uint8Array(0) : packBits(valid);
  return new BatchClass({ length, nullCount: missing, type, validity, ...buffers });
}

function batchOfColumn({ kind, values, valid }: StoredColumn, length: number): Batch<unknown> {
  const { field, fixedSizeList, list } = arrowLibrary();
  switch (kind) {
    case 'date':
      return batchOfDates(values, valid);
    case 'vector': {
      const { data, width, element } = values;
      const child = batchOfElements(data, element);
      return batchOf(fixedSizeList(field('item', child.type), width), length, valid, { children: [child] });
    }
    case 'list': {
      const { data, offsets, element } = values;
      const child = batchOfElements(elementsBetween(data, offsets[0], offsets[length]), element);
      const places = listOffsets(offsets);
      return batchOf(list(field('item', child.type)), length, valid, { offsets: places, children: [child] });
    }
    default:
      return batchOfElements(values, kind, valid);
  }
}

/** Where lists begin, counted from the first one's first element. */
function listOffsets(offsets: ArrayLike<number>): Int32Array {
  const count = offsets[offsets.length - 1] - offsets[0];
  if (count > MAX_ELEMENTS)
    throw new PhotometryError('unsupported', `Lists of ${count} elements are too many for one Arrow column`);
  return Int32Array.from({ length: offsets.length }, (_, i) => offsets[i] - offsets[0]);
}

/** Milliseconds as whole ticks: milliseconds, or microseconds if one has a fraction. */
function batchOfDates(values: Float64Array, valid: Uint8Array | null): Batch<unknown> {
  const { TimeUnit, timestamp } = arrowLibrary();
  const isWhole = values.every(value => Number.isInteger(value) || !Number.isFinite(value));
  const type = timestamp(isWhole ? TimeUnit.MILLISECOND : TimeUnit.MICROSECOND);
  const hasGaps = values.some(value => !Number.isFinite(value));
  const present = hasGaps ? Uint8Array.from(values, value => (Number.isFinite(value) ? 1 : 0)) : valid;
  const ticks = BigInt64Array.from({ length: values.length }, (_, i) => {
    if (present?.[i] === 0) return 0n;
    return BigInt(isWhole ? values[i] : Math.round(values[i] * 1000));
  });
  return batchOf(type, values.length, present, { values: ticks });
}

/** Numbers, booleans or texts; also the elements of vectors and lists. */
function batchOfElements(data: ElementArray, element: ElementKind, valid: Uint8Array | null = null): Batch<unknown> {
  const { bool, utf8 } = arrowLibrary();
  const { length } = data;
  switch (element) {
    case 'string': {
      const { bytes, offsets } = packTexts(data as readonly string[]);
      return batchOf(utf8(), length, valid, { values: bytes, offsets });
    }
    case 'boolean':
      return batchOf(bool(), length, valid, { values: packBits(data as Uint8Array) });
    default:
      return batchOf(numberType(element), length, valid, { values: data });
  }
}

function numberType(element: Exclude<ElementKind, 'string' | 'boolean'>): DataType {
  const arrow = arrowLibrary();
  switch (element) {
    case 'complex64':
      return arrow.float32();
    case 'complex128':
      return arrow.float64();
    default:
      return arrow[element]();
  }
}
