/**
 * Arrow tables of any library as tables of ours.
 *
 * @module
 */

import type { ColumnMeta, StoredColumn } from '../../column/stored-column.js';
import { commonLength, missingColumn, type TableData } from '../../column/table-data.js';
import { freeName } from '../free-name.js';
import { readArrowColumn } from './arrow-column.js';
import { type ArrowChunk, type ArrowField, type ArrowTable, chunksOf, ArrowTypeId as Id } from './arrow-shape.js';
import { META_KEY } from './meta-json.js';
import { vectorsAs } from './vectors-as.js';

/** Field metadata that describes a column beyond its values. */
type FieldFacts = ReadonlyMap<string, string> | null | undefined;

/**
 * The columns of an Arrow table.
 *
 * Unit, description, UCD and format come from the fields' metadata (`unit`, `description`, `ucd`, `format`), the
 * table's `meta` from the schema's. A struct becomes a column for each of its members: `position.ra`.
 *
 * @param columns read only these
 * @throws PhotometryError `bad-table` if buffers are shorter than they should be; `unsupported` for a uint64 above 2^63;
 *   `missing-column`; `length-mismatch`
 */
export function fromArrow(table: ArrowTable, columns?: readonly string[]): TableData {
  const stored = new Map<string, StoredColumn>();
  const names = table.schema.fields.map((field, i) => (field.name === '' ? `col${i + 1}` : field.name));
  const wanted = columns === undefined ? null : wantedNames(names, columns);
  for (const [i, field] of table.schema.fields.entries()) {
    const name = names[i];
    if (wanted !== null && !wanted.has(name)) continue;
    const column = table.getChildAt(i);
    const chunks = column === undefined ? [] : chunksOf(column);
    for (const [member, memberChunks, memberField] of members(name, field, chunks))
      stored.set(freeName(member, stored), columnOf(member, memberChunks, memberField.metadata));
  }
  const length = stored.size === 0 ? table.numRows : commonLength(stored);
  return { stored, length, meta: metaOf(table.schema.metadata), provenance: [] };
}

/**
 * The columns that hold the requested ones: the column itself, or for `position.ra` the struct `position`.
 *
 * @throws PhotometryError `missing-column`, with the nearest names
 */
export function wantedNames(names: readonly string[], columns: readonly string[]): ReadonlySet<string> {
  const wanted = new Set<string>();
  for (const column of columns) {
    const holder = names.find(name => name === column) ?? names.find(name => column.startsWith(`${name}.`));
    wanted.add(holder ?? missingColumn(column, names));
  }
  return wanted;
}

/** A column itself, or the members of a struct that is never missing. */
function* members(
  name: string,
  field: ArrowField,
  chunks: readonly ArrowChunk[],
): IterableIterator<readonly [string, readonly ArrowChunk[], ArrowField]> {
  const type: ArrowChunk['type'] = field.type;
  const isWhole = chunks.every(chunk => chunk.validity === null);
  if (type.typeId !== Id.struct || !isWhole) return yield [name, chunks, field];
  for (const [k, child] of (type.children ?? []).entries())
    yield* members(
      `${name}.${child.name}`,
      child,
      chunks.map(chunk => chunk.children[k]),
    );
}

function columnOf(name: string, chunks: readonly ArrowChunk[], facts: FieldFacts): StoredColumn {
  return vectorsAs(readArrowColumn(name, chunks, metaOfField(facts)), facts?.get('element'), facts?.get('shape'));
}

/** Unit, description and so on from the metadata of a field. */
export function metaOfField(facts: FieldFacts): Partial<ColumnMeta> {
  const meta: Record<string, string> = {};
  for (const key of ['unit', 'description', 'ucd', 'format']) {
    const text = facts?.get(key);
    if (text !== undefined) meta[key] = text;
  }
  return meta;
}

/** The table's meta: what we wrote as JSON under `skyframe`, and every other key as text. */
export function metaOf(facts: FieldFacts): Record<string, unknown> {
  const meta: Record<string, unknown> = {};
  for (const [key, text] of facts ?? []) if (key !== META_KEY && !OF_OTHERS.has(key)) meta[key] = text;
  return { ...meta, ...parsed(facts?.get(META_KEY)) };
}

/** Keys in which other libraries describe their own storage. */
const OF_OTHERS: ReadonlySet<string> = new Set(['pandas', 'ARROW:schema', 'huggingface']);

function parsed(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}
