/**
 * Columns one below the other.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type ColumnKind, type ColumnMeta, type StoredColumn, stored, withMeta } from '../column/stored-column.js';
import { joinInt64, joinLists, joinMasks, joinNumbers, joinVectors, withNaN } from '../keys/join-values.js';
import { allMissing } from './take-or-missing.js';

/**
 * The values of all columns, one after the other.
 *
 * Numbers of different kinds become the kind that holds both. A column of only NaN takes any kind, since its
 * intended kind is unknown.
 *
 * @param verb who asks, and
 * @param name the column's name, for messages
 * @throws PhotometryError `bad-argument` if kinds, units or the widths of vectors differ
 */
export function stackColumns(verb: string, name: string, given: readonly StoredColumn[]): StoredColumn {
  const known = given.filter(part => !isUntyped(part));
  const kinds = (known.length > 0 ? known : given).map(part => part.kind);
  const kind = kinds.reduce((a, b) => commonKind(verb, name, a, b));
  const parts = given.map(part => asKind(part, kind, known));
  return stackParts(name, kind, parts, commonMeta(verb, name, parts));
}

function stackParts(
  name: string,
  kind: ColumnKind,
  parts: readonly StoredColumn[],
  meta: Partial<ColumnMeta>,
): StoredColumn {
  const length = parts.reduce((sum, part) => sum + part.values.length, 0);
  const valid = joinMasks(parts, length);
  switch (kind) {
    case 'string':
      return stored(
        kind,
        ([] as string[]).concat(...(parts as OfKind<'string'>[]).map(part => part.values)),
        valid,
        meta,
      );
    case 'vector':
      return stored(kind, joinVectors(name, parts as OfKind<'vector'>[], length), valid, meta);
    case 'list':
      return stored(kind, joinLists(name, parts as OfKind<'list'>[], length), valid, meta);
    case 'int64':
      return stored(kind, joinInt64(parts, length), valid, meta);
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

type OfKind<K extends ColumnKind> = Extract<StoredColumn, { kind: K }>;

/** Unit, description and so on: the first that is given. */
function commonMeta(verb: string, name: string, parts: readonly StoredColumn[]): Partial<ColumnMeta> {
  const units = [...new Set(parts.map(part => part.unit).filter(unit => unit !== ''))];
  if (units.length > 1)
    throw new PhotometryError(
      'bad-argument',
      `${verb}: column '${name}' is in ${units.join(' and in ')}; convert one`,
      {
        column: name,
        units,
      },
    );
  const firstOf = (key: 'description' | 'ucd' | 'format') => parts.find(part => part[key] !== '')?.[key];
  return { unit: units[0], description: firstOf('description'), ucd: firstOf('ucd'), format: firstOf('format') };
}

/** Whether the intended kind of a column is unknown: a plain array that was empty or all null. */
export function isUntyped(column: StoredColumn): boolean {
  if (column.kind !== 'float64') return false;
  const { values } = column;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i])) return false; // most often the first value decides
  return true;
}

/** Converts a part to the kind of the whole where arrays do not convert by themselves. */
function asKind(part: StoredColumn, kind: ColumnKind, known: readonly StoredColumn[]): StoredColumn {
  if (part.kind === kind) return part;
  if (isUntyped(part)) {
    const model = known.find(column => column.kind === kind);
    return model === undefined ? part : withMeta(allMissing(model, part.values.length), { unit: part.unit });
  }
  if (kind !== 'int64') return part;
  return stored('int64', BigInt64Array.from(part.values as Int32Array, BigInt), part.valid, part);
}

/** Whole numbers from the narrowest to the widest, and what holds them and fractions. */
const WIDENING: readonly ColumnKind[] = ['uint8', 'int32', 'float64'];
const WHOLE: readonly ColumnKind[] = ['uint8', 'int32', 'int64'];

/** The kind that holds values of both. */
function commonKind(verb: string, name: string, a: ColumnKind, b: ColumnKind): ColumnKind {
  if (a === b) return a;
  if (WHOLE.includes(a) && WHOLE.includes(b)) return WHOLE[Math.max(WHOLE.indexOf(a), WHOLE.indexOf(b))];
  const wide = (kind: ColumnKind) => WIDENING.indexOf(kind === 'float32' ? 'float64' : kind);
  if (wide(a) >= 0 && wide(b) >= 0) return WIDENING[Math.max(wide(a), wide(b))];
  throw new PhotometryError('bad-argument', `${verb}: column '${name}' holds ${a} here and ${b} there; convert one`, {
    column: name,
    kinds: [a, b],
  });
}
