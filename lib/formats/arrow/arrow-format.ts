/**
 * Arrow IPC, files (`.arrow`, `.feather`) and streams (`.arrows`): the memory layout of dataframes.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { TableData } from '../../table/column/table-data.js';
import type { TableFile, TableFormat } from '../../table/files/formats.js';
import { arrowLibrary } from '../../table/interop/arrow/arrow-library.js';
import type { ArrowTable } from '../../table/interop/arrow/arrow-shape.js';
import { fromArrow } from '../../table/interop/arrow/from-arrow.js';
import { toArrow } from '../../table/interop/arrow/to-arrow.js';
import { asBadTable } from '../binary/as-bad-table.js';
import { registerArrowCodecs } from './arrow-codecs.js';
import { checkIpc, isArrowFile } from './check-ipc.js';

/** `FEA1`, with which the first version of Feather begins. */
const FEATHER_1: readonly number[] = [0x46, 0x45, 0x41, 0x31];

/**
 * Reads Arrow IPC files, Feather 2 and streams, buffers plain or packed with LZ4 or Zstandard; heeds `columns`.
 *
 * Units and so on come from the fields' metadata. Writes a stream if the name ends in `.arrows`, else a file;
 * `compress` is not heeded. A uint64 of 2^63 or more is `unsupported`, Feather 1 too.
 */
export const arrowFormat: TableFormat = {
  name: 'arrow',
  extensions: ['.arrow', '.feather', '.ipc', '.arrows'],

  recognizes(head) {
    return isArrowFile(head) || isStream(head) || isFeather1(head);
  },

  async read(file, options) {
    const bytes = await file.bytes();
    if (isFeather1(bytes))
      throw new PhotometryError(
        'unsupported',
        `${file.path} is Feather version 1, which is not an Arrow file; write it again with a newer pandas or polars`,
        { path: file.path },
      );
    return asBadTable(file.path, 'Arrow', () => decode(file, bytes, options.columns));
  },

  async write(data, path) {
    const { tableToIPC } = arrowLibrary();
    const format = path.toLowerCase().replace(/\.gz$/, '').endsWith('.arrows') ? 'stream' : 'file';
    return tableToIPC(toArrow(data) as unknown as Parameters<typeof tableToIPC>[0], { format }) as Uint8Array;
  },
};

async function decode(file: TableFile, whole: Uint8Array, columns?: readonly string[]): Promise<TableData> {
  const bytes = whole.byteOffset % 8 === 0 ? whole : whole.slice(); // numbers of 8 bytes want their place
  checkIpc(bytes, file.path);
  await registerArrowCodecs();
  const { tableFromIPC } = arrowLibrary();
  const table = tableFromIPC(bytes, { useBigInt: true }) as unknown as ArrowTable;
  return fromArrow(table, columns);
}

/** A stream begins with a message marker, its length and a FlatBuffer; the length is a multiple of 8. */
function isStream(head: Uint8Array): boolean {
  if (head.length < 16 || head[0] !== 0xff || head[1] !== 0xff || head[2] !== 0xff || head[3] !== 0xff) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = view.getInt32(4, true);
  const root = view.getInt32(8, true);
  return length > 0 && length % 8 === 0 && root > 0 && root < length;
}

function isFeather1(head: Uint8Array): boolean {
  return FEATHER_1.every((letter, i) => head[i] === letter);
}
