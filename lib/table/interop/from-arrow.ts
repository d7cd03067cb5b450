/**
 * Arrow tables of any library as tables of ours.
 *
 * @module
 */

import type { ColumnMeta, StoredColumn } from '../stored-column.js';
import type { TableData } from '../table-data.js';
import { readArrowColumn } from './arrow-column.js';
import { type ArrowChunk, type ArrowField, type ArrowTable, chunksOf, ArrowTypeId as Id } from './arrow-shape.js';
import { freeName } from './free-name.js';
import { vectorsAs } from './vectors-as.js';

/** Facts of fields that say more than a column holds beside its values. */
type FieldFacts = ReadonlyMap<string, string> | null | undefined;

/**
 * The columns of an Arrow table.
 *
 * Unit, description, UCD and format come from the fields' metadata (`unit`, `description`, `ucd`, `format`), the
 * table's `meta` from the schema's. A struct becomes a column for each of its members: `position.ra`.
 *
 * @param columns read only these
 * @throws PhotometryError `bad-table` if buffers are shorter than they should be; `unsupported` for a uint64 above 2^63
 */
export function fromArrow(table: ArrowTable, columns?: readonly string[]): TableData {
  const stored = new Map<string, StoredColumn>();
  const wanted = columns === undefined ? null : new Set(columns);
  for (const [i, field] of table.schema.fields.entries()) {
    const name = field.name === '' ? `col${i + 1}` : field.name;
    if (wanted !== null && !isWanted(name, wanted)) continue;
    const column = table.getChildAt(i);
    const chunks = column === undefined ? [] : chunksOf(column);
    for (const [member, memberChunks, memberField] of members(name, field, chunks))
      stored.set(freeName(member, stored), columnOf(member, memberChunks, memberField.metadata));
  }
  const length = [...stored.values()][0]?.values.length ?? table.numRows;
  return { stored, length, meta: metaOf(table.schema.metadata), provenance: [] };
}

/** Whether a column, or a member of it, is among those wanted. */
function isWanted(name: string, wanted: ReadonlySet<string>): boolean {
  return wanted.has(name) || [...wanted].some(one => one.startsWith(`${name}.`));
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

/** Unit and the like from the metadata of a field. */
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

/** Key of the JSON that holds a table's `meta`. */
export const META_KEY = 'skyframe';

/** Keys that tell other libraries how they stored their own things. */
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
