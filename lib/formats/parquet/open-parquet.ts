/**
 * The footer of a Parquet file: its schema, the positions of its columns, and its metadata.
 *
 * @module
 */
import type { FileMetaData, RowGroup, SchemaElement } from 'hyparquet';
import { PhotometryError } from '../../core/errors.js';
import type { ByteSource } from '../../platform/types.js';
import { checkClaim } from '../binary/claims.js';

/** Plausible limits of the parts of a footer. */
const MAX_ELEMENTS = 100_000;

/** A column of the table with the columns of the file that make it up. */
export interface ParquetColumn {
  readonly name: string;
  /** The element of the schema; its children below it. */
  readonly tree: SchemaNode;
  /** Numbers of its leaves among the chunks of each row group. */
  readonly leaves: readonly number[];
}

/** An element of the schema, as hyparquet's `SchemaTree`. */
export interface SchemaNode {
  readonly element: SchemaElement;
  readonly children: readonly SchemaNode[];
  readonly path: readonly string[];
}

/** What a Parquet file says of itself. */
interface ParquetFooter {
  readonly metadata: FileMetaData;
  readonly columns: readonly ParquetColumn[];
  readonly groups: readonly RowGroup[];
  readonly length: number;
}

/**
 * Reads the footer and holds what it claims against the size of the file.
 *
 * @throws PhotometryError `bad-table`; Error of hyparquet
 */
export async function openParquet(source: ByteSource, path: string): Promise<ParquetFooter> {
  const { parquetMetadataAsync, parquetSchema } = await import('hyparquet');
  const file = {
    byteLength: source.byteLength,
    slice: async (start: number, end = source.byteLength) => wholeBuffer(await source.read(start, end)),
  };
  const metadata = await parquetMetadataAsync(file, { geoparquet: false });
  if (metadata.schema.length > MAX_ELEMENTS) fail(path, `its schema claims ${metadata.schema.length} elements`);
  checkClaim(path, 'rows', metadata.num_rows, source.byteLength);
  const tree: SchemaNode = parquetSchema(metadata);
  const columns = columnsOf(tree);
  const leaves = columns.reduce((sum, column) => sum + column.leaves.length, 0);
  let length = 0;
  for (const [g, group] of metadata.row_groups.entries()) {
    if (group.columns.length !== leaves)
      fail(path, `row group ${g} has ${group.columns.length} columns, the schema ${leaves}`);
    checkClaim(path, `rows in row group ${g}`, group.num_rows, source.byteLength);
    length += Number(group.num_rows);
  }
  if (length !== Number(metadata.num_rows)) fail(path, `it claims ${metadata.num_rows} rows, its row groups ${length}`);
  return { metadata, columns, groups: metadata.row_groups, length };
}

/** The columns at the top of the schema; those without a name are called after their number. */
function columnsOf(tree: SchemaNode): ParquetColumn[] {
  let next = 0;
  return tree.children.map((child, i) => {
    const count = leavesBelow(child);
    const leaves = Array.from({ length: count }, (_, k) => next + k);
    next += count;
    return { name: child.element.name === '' ? `col${i + 1}` : child.element.name, tree: child, leaves };
  });
}

function leavesBelow(node: SchemaNode): number {
  return node.children.length === 0 ? 1 : node.children.reduce((sum, child) => sum + leavesBelow(child), 0);
}

/** The bytes as a buffer of their own length. */
export function wholeBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = bytes;
  const isWhole = byteOffset === 0 && byteLength === buffer.byteLength && buffer instanceof ArrayBuffer;
  return isWhole ? buffer : bytes.slice().buffer;
}

function fail(path: string, reason: string): never {
  throw new PhotometryError('bad-table', `${path}: the Parquet footer is damaged: ${reason}`, { path });
}
