/**
 * Tables one below the other.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest-names.js';
import { countPresent } from '../column-statistics.js';
import { joinInt64, joinLists, joinMasks, joinNumbers, joinVectors, withNaN } from '../join-values.js';
import { Lists } from '../lists.js';
import type { ColumnKind, StoredColumn } from '../stored-column.js';
import { stored } from '../stored-column.js';
import type { TableData } from '../table-data.js';

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

function joinColumns(name: string, given: readonly StoredColumn[], length: number): StoredColumn {
  const known = given.filter(part => !isUntyped(part));
  const kind = (known.length > 0 ? known : given).map(part => part.kind).reduce((a, b) => commonKind(name, a, b));
  const parts = given.map(part => (isUntyped(part) && part.kind !== kind ? allMissing(part, kind) : part));
  const units = [...new Set(parts.map(part => part.unit).filter(unit => unit !== ''))];
  if (units.length > 1)
    throw new PhotometryError('bad-argument', `concat: column '${name}' is in ${units.join(' and in ')}; convert one`, {
      column: name,
      units,
    });
  const description = parts.find(part => part.description !== '')?.description;
  const ucd = parts.find(part => part.ucd !== '')?.ucd;
  const format = parts.find(part => part.format !== '')?.format;
  const meta = { unit: units[0], description, ucd, format };
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
    case 'list':
      return stored(kind, joinLists(name, parts as Extract<StoredColumn, { kind: 'list' }>[], length), valid, meta);
    case 'date':
      return stored(kind, joinNumbers(new Float64Array(length), parts), valid, meta);
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

/** Whether nothing tells what a column was meant to hold: a plain array that was empty, or all null. */
function isUntyped(column: StoredColumn): boolean {
  return column.kind === 'float64' && countPresent(column) === 0;
}

/** A column of another kind in which every value is missing. */
function allMissing(column: StoredColumn, kind: ColumnKind): StoredColumn {
  const { length } = column.values;
  const valid = length > 0 ? new Uint8Array(length) : null;
  switch (kind) {
    case 'string':
      return stored(kind, new Array<string>(length).fill(''), valid, column);
    case 'int64':
      return stored(kind, new BigInt64Array(length), valid, column);
    case 'boolean':
    case 'uint8':
      return stored(kind, new Uint8Array(length), valid, column);
    case 'int32':
      return stored(kind, new Int32Array(length), valid, column);
    case 'float32':
      return stored(kind, new Float32Array(length).fill(NaN), null, column);
    case 'date':
      return stored(kind, new Float64Array(length).fill(NaN), valid, column);
    case 'list':
      return stored(kind, new Lists<unknown>(new Float64Array(0), new Float64Array(length + 1)), valid, column);
    default:
      return column;
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
