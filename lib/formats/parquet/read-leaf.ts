/**
 * The values of one leaf of the schema in one row group.
 *
 * @module
 */
import type { DecodedArray, RowGroup, SchemaElement } from 'hyparquet';
import { PhotometryError } from '../../core/errors.js';
import type { ByteSource } from '../../platform/types.js';
import { checkPages } from './check-pages.js';
import { type SchemaNode, wholeBuffer } from './open-parquet.js';

type ReadColumn = typeof import('hyparquet/src/column.js')['readColumn'];
type Decoder = Parameters<ReadColumn>[2];

/** What is read: some rows of one leaf in one row group. */
interface LeafRequest {
  readonly source: ByteSource;
  readonly path: string;
  readonly group: RowGroup;
  /** Number of the leaf among the group's chunks. */
  readonly leaf: number;
  /** From the root of the schema to the leaf. */
  readonly nodes: readonly SchemaNode[];
  /** Type of the leaf for hyparquet. */
  readonly element: SchemaElement;
  /** Rows `start` to `end` (exclusive) of the group. */
  readonly rows: readonly [start: number, end: number];
}

/**
 * Reads the requested rows, null where a value is missing; nested lists as arrays within arrays.
 *
 * @throws PhotometryError `bad-table` naming column and byte; Error of hyparquet
 */
export async function readLeaf(request: LeafRequest): Promise<DecodedArray[]> {
  const { path, group, nodes, element } = request;
  const [start, end] = request.rows;
  const { readColumn } = await import('hyparquet/src/column.js');
  const { column, chunk } = await chunkOf(request);
  const levels = {
    repetition: nodes.filter(node => node.element.repetition_type === 'REPEATED').length,
    definition: nodes.slice(1).filter(node => node.element.repetition_type !== 'REQUIRED').length,
  };
  const compressors = await checkPages(chunk, column, levels, path);
  const schemaPath = [...nodes.slice(0, -1), { ...nodes.at(-1), element }];
  const decoder = {
    ...column,
    pathInSchema: column.path_in_schema,
    element,
    schemaPath,
    compressors,
    parsers,
    utf8: false,
  };
  const rows = { groupStart: 0, groupRows: Number(group.num_rows), selectStart: start, selectEnd: end };
  const { data, skipped } = readColumn({ view: new DataView(chunk), offset: 0 }, rows, decoder as unknown as Decoder);
  return rowsOf(data, skipped, start, end, `${path}, column '${column.path_in_schema.join('.')}'`);
}

/** Times stay numbers of ticks; `leaf-kinds.ts` says what they become. */
const parsers = {
  timestampFromNanoseconds: (ticks: bigint): bigint => ticks,
  stringFromBytes: (bytes: Uint8Array | undefined): string | undefined => bytes && decoder.decode(bytes),
  uuidFromBytes: (bytes: Uint8Array | undefined): string | undefined => bytes && uuidOf(bytes),
};

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function uuidOf(bytes: Uint8Array): string {
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The bytes of the chunk, and its description. */
async function chunkOf({ source, path, group, leaf }: LeafRequest) {
  const { meta_data: column, file_path: elsewhere } = group.columns[leaf];
  if (column === undefined || elsewhere)
    throw new PhotometryError(
      'unsupported',
      `${path}: column ${leaf} is encrypted, or in another file (${elsewhere ?? 'no metadata'})`,
      { path },
    );
  const start = Number(column.dictionary_page_offset || column.data_page_offset);
  const end = start + Number(column.total_compressed_size);
  const name = column.path_in_schema.join('.');
  if (!(start >= 4 && end >= start && end <= source.byteLength))
    throw new PhotometryError(
      'bad-table',
      `${path}, column '${name}': its data should be in bytes ${start} to ${end}, but the file has ${source.byteLength}`,
      { path, column: name, byte: start },
    );
  return { column, chunk: wholeBuffer(await source.read(start, end)) };
}

/** The rows `start` to `end` of a group, where the pages in `data` begin after `skipped` rows. */
function rowsOf(
  data: readonly DecodedArray[],
  skipped: number,
  start: number,
  end: number,
  where: string,
): DecodedArray[] {
  const parts: DecodedArray[] = [];
  let row = skipped;
  for (const page of data) {
    const from = Math.max(0, start - row);
    const to = Math.min(page.length, end - row);
    if (to > from) parts.push(from === 0 && to === page.length ? page : page.slice(from, to));
    row += page.length;
  }
  const got = parts.reduce((sum, part) => sum + part.length, 0);
  if (got !== end - start)
    throw new PhotometryError('bad-table', `${where}: ${end - start} rows expected, ${got} found`);
  return parts;
}
