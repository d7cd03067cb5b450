/**
 * Columns of Parquet that are lists, structs or maps.
 *
 * @module
 */
import type { DecodedArray } from 'hyparquet';
import { Lists } from '../../table/column/lists.js';
import { type ColumnMeta, type StoredColumn, stored } from '../../table/column/stored-column.js';
import { elementsBetween, emptyLike, setElements, Vectors } from '../../table/column/vectors.js';
import { packElements } from '../../table/interop/arrow/arrow-nested.js';
import { jsonOf } from '../../table/interop/json-of.js';
import { maskOf, storeCells } from '../../table/interop/store-cells.js';
import type { Leaf } from './leaf-kinds.js';
import type { SchemaNode } from './open-parquet.js';
import { storeLeaf } from './store-leaf.js';

/** The leaf of a list of single values, null if a column is anything else. */
export function listLeaf(tree: SchemaNode): readonly SchemaNode[] | null {
  if (tree.element.repetition_type === 'REPEATED' && tree.children.length === 0) return [tree];
  const [inner] = tree.children;
  if (
    tree.element.converted_type !== 'LIST' ||
    tree.children.length !== 1 ||
    inner.element.repetition_type !== 'REPEATED'
  )
    return null;
  if (inner.children.length === 0) return [tree, inner];
  const [leaf] = inner.children;
  return inner.children.length === 1 && leaf.children.length === 0 ? [tree, inner, leaf] : null;
}

/** Lists of single values as lists, or as vectors if their width is known or is to be. */
export function storeLists(
  name: string,
  rows: readonly (ArrayLike<unknown> | null | undefined)[],
  leaf: Leaf,
  facts: Partial<ColumnMeta>,
  width: number | null,
): StoredColumn {
  const mask = maskOf(rows);
  const offsets = new Float64Array(rows.length + 1);
  const cells: unknown[] = [];
  for (const [row, list] of rows.entries()) {
    for (let i = 0; i < (list?.length ?? 0); i++) cells.push(list?.[i]);
    offsets[row + 1] = cells.length;
  }
  const elements = packElements(storeLeaf(name, [cells], leaf));
  if (elements === null) return storeCells(name, rows, facts);
  const { data, element } = elements;
  const fits = width !== null && rows.every(list => list === null || list === undefined || list.length === width);
  if (width === null || !fits) return stored('list', new Lists<unknown>(data, offsets, { element }), mask, facts);
  const all = emptyLike(data, rows.length * width);
  for (let row = 0; row < rows.length; row++)
    setElements(all, elementsBetween(data, offsets[row], offsets[row + 1]), row * width);
  return stored('vector', new Vectors<unknown>(all, width, { element }), mask, facts);
}

/** Structs that are never missing as one column per member, anything else as JSON text. */
export function* storeObjects(
  name: string,
  values: readonly unknown[],
  tree: SchemaNode,
  facts: Partial<ColumnMeta>,
): Iterable<readonly [string, StoredColumn]> {
  const isStruct = tree.children.length > 0 && tree.children.every(child => child.children.length === 0);
  const isPlain = isStruct && tree.element.converted_type === undefined && tree.element.logical_type === undefined;
  if (isPlain && values.every(value => typeof value === 'object' && value !== null)) {
    for (const { element } of tree.children) {
      const cells = values.map(value => (value as Record<string, unknown>)[element.name]);
      yield [`${name}.${element.name}`, storeCells(`${name}.${element.name}`, cells)];
    }
    return;
  }
  const texts = values.map(value => (value === null || value === undefined ? '' : jsonOf(value)));
  yield [name, stored('string', texts, maskOf(values), facts)];
}

/** Pages of rows as one array. */
export function rowsOfPages(parts: readonly DecodedArray[]): unknown[] {
  return parts.flatMap(part => Array.from(part as ArrayLike<unknown>));
}
