/**
 * Reads a table from a Parquet file: only the requested columns and row groups.
 *
 * @module
 */
import type { RowGroup } from 'hyparquet';
import { type StoredColumn, stored } from '../../table/column/stored-column.js';
import type { TableData } from '../../table/column/table-data.js';
import type { ReadTableOptions, TableFile } from '../../table/files/formats.js';
import { wantedNames } from '../../table/interop/arrow/from-arrow.js';
import { vectorsAs } from '../../table/interop/arrow/vectors-as.js';
import { freeName } from '../../table/interop/free-name.js';
import { type Leaf, leafOf } from './leaf-kinds.js';
import { openParquet, type ParquetColumn, type SchemaNode } from './open-parquet.js';
import { type ParquetFacts, parquetFacts } from './parquet-facts.js';
import { readLeaf } from './read-leaf.js';
import { listLeaf, rowsOfPages, storeLists, storeObjects } from './read-nested.js';
import { storeLeaf } from './store-leaf.js';

/** Rows `rows` of a group, which are contiguous. */
interface Stretch {
  readonly group: RowGroup;
  readonly rows: readonly [start: number, end: number];
}

/** Everything that reading a column takes. */
interface Reading {
  readonly file: TableFile;
  readonly facts: ParquetFacts;
  readonly root: SchemaNode;
  readonly stretches: readonly Stretch[];
}

/** @throws PhotometryError `bad-table`, `unsupported`, `missing-column`; Error of hyparquet */
export async function readParquet(file: TableFile, options: ReadTableOptions): Promise<TableData> {
  const { metadata, columns, groups, length } = await openParquet(file.source, file.path);
  const facts = await parquetFacts(metadata, file.path);
  const [start, end] = options.rows ?? [0, length];
  const stretches = stretchesOf(groups, Math.max(0, start), Math.min(length, end));
  const root = { element: metadata.schema[0], children: columns.map(column => column.tree), path: [] };
  const names = columns.map(column => column.name);
  const wanted = options.columns === undefined ? null : wantedNames(names, options.columns);
  const reading = { file, facts, root, stretches };
  const table = new Map<string, StoredColumn>();
  for (const column of columns) {
    const isMask = facts.masks.has(column.name) && names.includes(facts.masks.get(column.name) ?? '');
    if (isMask || !(wanted === null || wanted.has(column.name))) continue;
    for (const [name, values] of await readColumn(reading, column)) table.set(freeName(name, table), values);
  }
  await applyMasks(reading, columns, table);
  const rows = stretches.reduce((sum, stretch) => sum + stretch.rows[1] - stretch.rows[0], 0);
  return { stored: table, length: rows, meta: Object.freeze(facts.meta), provenance: [] };
}

/** The parts of row groups between two rows of the table. */
function stretchesOf(groups: readonly RowGroup[], start: number, end: number): Stretch[] {
  const stretches: Stretch[] = [];
  let first = 0;
  for (const group of groups) {
    const count = Number(group.num_rows);
    const rows = [Math.max(0, start - first), Math.min(count, end - first)] as const;
    if (rows[1] > rows[0]) stretches.push({ group, rows });
    first += count;
  }
  return stretches;
}

async function readColumn(reading: Reading, column: ParquetColumn): Promise<Iterable<readonly [string, StoredColumn]>> {
  const { facts, root } = reading;
  const { name, tree } = column;
  const isFlat = tree.children.length === 0 && tree.element.repetition_type !== 'REPEATED';
  if (isFlat) {
    const leaf = leafOf(tree.element, !facts.knowsArrow, facts.fieldOf(name));
    const parts = await readAll(reading, column.leaves[0], [root, tree], leaf);
    return [[name, storeLeaf(name, parts.flat(), leaf, facts.metaOf(name))]];
  }
  const nodes = listLeaf(tree);
  if (nodes === null) return readObjects(reading, column);
  const leaf = leafOf(nodes[nodes.length - 1].element, !facts.knowsArrow);
  const rows = await readListRows(reading, column, [root, ...nodes], leaf);
  const field = facts.fieldOf(name);
  const lists = storeLists(name, rows, leaf, facts.metaOf(name), facts.widthOf(name));
  return [[name, vectorsAs(lists, field?.metadata?.get('element'), field?.metadata?.get('shape'))]];
}

/** The pages of one leaf in every stretch. */
async function readAll(reading: Reading, leaf: number, nodes: readonly SchemaNode[], { element }: Leaf) {
  const { file, stretches } = reading;
  const pages = [];
  for (const { group, rows } of stretches)
    pages.push(await readLeaf({ source: file.source, path: file.path, group, leaf, nodes, element, rows }));
  return pages;
}

async function readListRows(reading: Reading, column: ParquetColumn, nodes: readonly SchemaNode[], leaf: Leaf) {
  const pages = await readAll(reading, column.leaves[0], nodes, leaf);
  const { assembleNested } = await import('hyparquet/src/assemble.js');
  const { DEFAULT_PARSERS } = await import('hyparquet/src/convert.js');
  return pages.flatMap(parts => {
    const values = rowsOfPages(parts);
    if (column.tree.children.length === 0) return values as ArrayLike<unknown>[];
    const path = nodes.slice(1).map(node => node.element.name);
    const columns = new Map([[path.join('.'), values]]);
    assembleNested(columns, column.tree as never, DEFAULT_PARSERS);
    return (columns.get(column.tree.path.join('.')) ?? []) as ArrayLike<unknown>[];
  });
}

/** Structs, maps and deeper nesting, as hyparquet puts them together. */
async function readObjects(reading: Reading, { name, tree, leaves }: ParquetColumn) {
  const { assembleNested } = await import('hyparquet/src/assemble.js');
  const { DEFAULT_PARSERS } = await import('hyparquet/src/convert.js');
  const values: unknown[] = [];
  for (const { group, rows } of reading.stretches) {
    const columns = new Map<string, unknown[]>();
    for (const [k, nodes] of leafPaths(tree).entries()) {
      const { element } = nodes[nodes.length - 1];
      const { source, path } = reading.file;
      const request = { source, path, group, leaf: leaves[k], nodes: [reading.root, ...nodes], element, rows };
      columns.set(nodes[nodes.length - 1].path.join('.'), rowsOfPages(await readLeaf(request)));
    }
    assembleNested(columns, tree as never, DEFAULT_PARSERS);
    for (const value of columns.get(tree.path.join('.')) ?? []) values.push(value);
  }
  return storeObjects(name, values, tree, reading.facts.metaOf(name));
}

/** The ways from a node down to its leaves. */
function leafPaths(node: SchemaNode): SchemaNode[][] {
  if (node.children.length === 0) return [[node]];
  return node.children.flatMap(child => leafPaths(child).map(path => [node, ...path]));
}

/** Puts astropy's masks into effect on the columns that were read. */
async function applyMasks(reading: Reading, columns: readonly ParquetColumn[], table: Map<string, StoredColumn>) {
  for (const [maskName, name] of reading.facts.masks) {
    const column = table.get(name);
    const mask = columns.find(one => one.name === maskName);
    if (column === undefined || mask === undefined) continue;
    const [[, missing]] = await readColumn(reading, mask);
    if (missing.kind === 'boolean') table.set(name, masked(column, missing.values));
  }
}

function masked(column: StoredColumn, missing: Uint8Array): StoredColumn {
  const { kind, values } = column;
  if (kind === 'float64' || kind === 'float32') {
    const numbers = values.slice();
    for (let i = 0; i < numbers.length; i++) if (missing[i] === 1) numbers[i] = NaN;
    return stored(kind, numbers as Float64Array & Float32Array, null, column);
  }
  return stored(
    kind,
    values as never,
    missing.map(bit => 1 - bit),
    column,
  );
}
