/**
 * Checks the pages of a column chunk and unpacks them, before hyparquet decodes them.
 *
 * @module
 */
import type { ColumnMetaData, Compressors } from 'hyparquet';
import { PhotometryError } from '../../core/errors.js';
import { checkClaim } from '../binary/claims.js';
import { unpackLz4Block } from '../binary/lz4.js';
import { zstdClaim } from '../binary/zstd-frame.js';
import { checkRuns } from './check-runs.js';

/** How deep a column's values may be nested, and be missing. */
interface Levels {
  readonly repetition: number;
  readonly definition: number;
}

type PageHeader = ReturnType<typeof import('hyparquet/src/column.js')['parquetHeader']>;

/**
 * Walks over the pages of a chunk.
 *
 * @param chunk the bytes of the chunk, in a separate buffer
 * @returns decompressors that hand out what was unpacked here
 * @throws PhotometryError `bad-table`, RangeError or an error of a decompressor
 */
export async function checkPages(
  chunk: ArrayBuffer,
  column: ColumnMetaData,
  levels: Levels,
  path: string,
): Promise<Compressors> {
  const [{ parquetHeader }, { compressors }] = await Promise.all([
    import('hyparquet/src/column.js'),
    import('hyparquet-compressors'),
  ]);
  const unpack = unpackerOf(column, compressors, path);
  const reader = { view: new DataView(chunk), offset: 0 };
  const unpacked = new Map<number, Uint8Array>();
  let values = 0;
  let plainBytes = 0;
  while (reader.offset < chunk.byteLength - 1) {
    const header = parquetHeader(reader);
    const size = header.compressed_page_size;
    if (!(size >= 0 && reader.offset + size <= chunk.byteLength))
      throw new RangeError(`a page of ${size} bytes goes beyond its column`);
    const page = new Uint8Array(chunk, reader.offset, size);
    plainBytes += header.uncompressed_page_size;
    checkClaim(path, 'bytes in a page', header.uncompressed_page_size, size);
    checkClaim(path, 'bytes in a column', plainBytes, chunk.byteLength);
    values += checkPage(page, header, column, levels, path, (bytes, length) => {
      const plain = unpack(bytes, length);
      unpacked.set(bytes.byteOffset, plain);
      return plain;
    });
    checkClaim(path, 'values in a column', values, chunk.byteLength);
    reader.offset += size;
  }
  return { [column.codec]: (bytes: Uint8Array) => unpacked.get(bytes.byteOffset) ?? new Uint8Array(0) };
}

type Unpack = (bytes: Uint8Array, length: number) => Uint8Array;

function unpackerOf({ codec }: ColumnMetaData, compressors: Compressors, path: string): Unpack {
  if (codec === 'UNCOMPRESSED') return bytes => bytes;
  if (codec === 'LZ4_RAW') return unpackLz4Block; // the library's stumbles over empty blocks
  const decompress = compressors[codec];
  if (decompress === undefined)
    throw new PhotometryError('unsupported', `${path}: columns packed with ${codec} cannot be read`, { path, codec });
  return (bytes, length) => {
    if (codec === 'ZSTD') checkClaim(path, 'bytes in a Zstandard frame', zstdClaim(bytes), bytes.length);
    return decompress(bytes, length);
  };
}

/** Checks one page; returns the number of its values, 0 for a dictionary. */
function checkPage(
  page: Uint8Array,
  header: PageHeader,
  column: ColumnMetaData,
  levels: Levels,
  path: string,
  unpack: Unpack,
): number {
  const { uncompressed_page_size: size, data_page_header: v1, data_page_header_v2: v2 } = header;
  if (header.type === 'DICTIONARY_PAGE') {
    checkClaim(path, 'entries in a dictionary', header.dictionary_page_header?.num_values ?? 0, page.length);
    unpack(page, size);
    return 0;
  }
  if (header.type === 'DATA_PAGE' && v1 !== undefined) {
    checkClaim(path, 'values in a page', v1.num_values, page.length);
    checkPageBody(unpack(page, size), v1.num_values, v1.encoding, column, [levels.repetition, levels.definition]);
    return v1.num_values;
  }
  if (header.type === 'DATA_PAGE_V2' && v2 !== undefined) {
    checkClaim(path, 'values in a page', v2.num_values, page.length);
    checkClaim(path, 'missing values in a page', v2.num_nulls, page.length);
    const { repetition_levels_byte_length: first, definition_levels_byte_length: second } = v2;
    if (!(first >= 0 && second >= 0 && first + second <= page.length)) throw new RangeError('levels beyond their page');
    if (levels.repetition > 0) checkRuns(page, 0, first, bitsFor(levels.repetition), v2.num_values);
    if (levels.definition > 0) checkRuns(page, first, first + second, bitsFor(levels.definition), v2.num_values);
    const packed = page.subarray(first + second);
    const body = v2.is_compressed === false ? packed : unpack(packed, size - first - second);
    checkPageBody(body, v2.num_values, v2.encoding, column, []);
    return v2.num_values;
  }
  return 0;
}

/** Checks the levels and numbers in an unpacked page. */
function checkPageBody(
  body: Uint8Array,
  count: number,
  encoding: string,
  column: ColumnMetaData,
  levels: readonly number[],
): void {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  let at = 0;
  for (const level of levels) {
    if (level === 0) continue;
    const end = at + 4 + view.getUint32(at, true);
    checkRuns(body, at + 4, end, bitsFor(level), count);
    at = end;
  }
  if (column.type === 'BOOLEAN') {
    if (encoding === 'RLE' && body.length > at) checkRuns(body, at + 4, body.length, 1, count);
  } else if (encoding.endsWith('DICTIONARY') && body.length > at) checkIndexes(body, at, count);
}

/** Dictionary indices: a byte with the number of bits of each, then runs. */
function checkIndexes(body: Uint8Array, at: number, count: number): void {
  if (body[at] > 0) checkRuns(body, at + 1, body.length, body[at], count);
}

/** Bits that a level up to `most` takes. */
function bitsFor(most: number): number {
  return 32 - Math.clz32(most);
}
