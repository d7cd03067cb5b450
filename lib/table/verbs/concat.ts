/**
 * Tables one below the other.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest-names.js';
import type { ColumnKind, StoredColumn } from '../stored-column.js';
import { stored } from '../stored-column.js';
import type { TableData } from '../table-data.js';
import { type NumericArray, Vectors } from '../vectors.js';

/**
 * The rows of all tables, with the columns of the first, which all must have.
 *
 * Numbers of different kinds become the kind that holds both; units must agree.
 *
 * @throws PhotometryError `missing-column`, `bad-argument` naming the column and what differs
 */
export function concat(tables: readonly TableData[]): TableData {
  const [first] = tables;
  if (tables.length === 1) return first;
  const length = tables.reduce((sum, table) => sum + table.length, 0);
  const columns = new Map<string, StoredColumn>();
  for (const name of first.stored.keys())
    columns.set(
      name,
      joinColumns(
        name,
        tables.map((table, index) => columnOf(table, name, index)),
        length,
      ),
    );
  const extra = tables.flatMap(table => [...table.stored.keys()]).find(name => !columns.has(name));
  if (extra !== undefined)
    throw new PhotometryError(
      'missing-column',
      `concat: column '${extra}' is not in the first table${suggestion(extra, [...columns.keys()])}; drop it, or derive it there`,
      { column: extra },
    );
  const provenance = Object.freeze([...new Set(tables.flatMap(table => table.provenance))]);
  return { ...first, stored: columns, length, provenance };
}

function columnOf(table: TableData, name: string, index: number): StoredColumn {
  const column = table.stored.get(name);
  if (column !== undefined) return column;
  throw new PhotometryError(
    'missing-column',
    `concat: table ${index + 1} has no column '${name}'${suggestion(name, [...table.stored.keys()])}`,
    { column: name, table: index },
  );
}

function joinColumns(name: string, parts: readonly StoredColumn[], length: number): StoredColumn {
  const kind = parts.map(part => part.kind).reduce((a, b) => commonKind(name, a, b));
  const units = [...new Set(parts.map(part => part.unit).filter(unit => unit !== ''))];
  if (units.length > 1)
    throw new PhotometryError('bad-argument', `concat: column '${name}' is in ${units.join(' and in ')}; convert one`, {
      column: name,
      units,
    });
  const description = parts.find(part => part.description !== '')?.description;
  const meta = { unit: units[0], description };
  const valid = joinMasks(parts, length);
  switch (kind) {
    case 'string':
      return stored(
        kind,
        (parts as Extract<StoredColumn, { kind: 'string' }>[]).flatMap(part => part.values),
        valid,
        meta,
      );
    case 'vector':
      return stored(kind, joinVectors(name, parts as Extract<StoredColumn, { kind: 'vector' }>[], length), valid, meta);
    case 'int64':
      return stored(kind, joinInt64(parts, length), valid, meta);
    case 'float64':
      return stored(kind, withNaN(joinNumbers(new Float64Array(length), parts), valid), null, meta);
    case 'float32':
      return stored(kind, joinNumbers(new Float32Array(length), parts), null, meta);
    case 'int32':
      return stored(kind, joinNumbers(new Int32Array(length), parts), valid, meta);
    case 'uint8':
    case 'boolean':
      return stored(kind, joinNumbers(new Uint8Array(length), parts), valid, meta);
  }
}

/** Numeric kinds from the narrowest to the widest. */
const WIDENING: readonly ColumnKind[] = ['uint8', 'int32', 'float64'];

/** The kind that holds values of both. */
function commonKind(name: string, a: ColumnKind, b: ColumnKind): ColumnKind {
  if (a === b) return a;
  const wide = (kind: ColumnKind) => WIDENING.indexOf(kind === 'float32' ? 'float64' : kind);
  if (wide(a) >= 0 && wide(b) >= 0) return WIDENING[Math.max(wide(a), wide(b))];
  throw new PhotometryError('bad-argument', `concat: column '${name}' holds ${a} here and ${b} there; convert one`, {
    column: name,
    kinds: [a, b],
  });
}

function joinNumbers<A extends NumericArray>(out: A, parts: readonly StoredColumn[]): A {
  let offset = 0;
  for (const part of parts) {
    out.set(part.values as NumericArray, offset);
    offset += part.values.length;
  }
  return out;
}

function joinInt64(parts: readonly StoredColumn[], length: number): BigInt64Array {
  const out = new BigInt64Array(length);
  let offset = 0;
  for (const part of parts) {
    out.set(part.values as BigInt64Array, offset);
    offset += part.values.length;
  }
  return out;
}

/** Integers that were missing become NaN among floats. */
function withNaN(out: Float64Array, valid: Uint8Array | null): Float64Array {
  if (valid !== null) for (let i = 0; i < out.length; i++) if (valid[i] === 0) out[i] = NaN;
  return out;
}

function joinVectors(
  name: string,
  columns: readonly Extract<StoredColumn, { kind: 'vector' }>[],
  length: number,
): Vectors<unknown> {
  const parts = columns.map(column => column.values);
  const { width } = parts[0];
  const other = parts.find(part => part.width !== width);
  if (other)
    throw new PhotometryError(
      'bad-argument',
      `concat: column '${name}' holds vectors of ${width} here and of ${other.width} there`,
      { column: name },
    );
  const sameType = parts.every(part => part.data.constructor === parts[0].data.constructor);
  const make = (sameType ? parts[0].data.constructor : Float64Array) as new (n: number) => NumericArray;
  const data = new make(length * width);
  let offset = 0;
  for (const part of parts) {
    data.set(part.data, offset);
    offset += part.data.length;
  }
  return new Vectors<unknown>(data, width);
}

/** The masks one after the other; null if nothing is missing. */
function joinMasks(parts: readonly StoredColumn[], length: number): Uint8Array | null {
  if (parts.every(part => part.valid === null)) return null;
  const mask = new Uint8Array(length).fill(1);
  let offset = 0;
  for (const part of parts) {
    if (part.valid !== null) mask.set(part.valid, offset);
    offset += part.values.length;
  }
  return mask;
}
