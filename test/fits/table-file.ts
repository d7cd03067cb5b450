/** Small FITS files with one table, made by hand, and their contents. */
import { expect } from 'vitest';
import { PhotometryError } from '../../lib/core/errors.js';
import type { CardValue } from '../../lib/fits/header/card.js';
import { Header } from '../../lib/fits/header/header.js';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import { readFitsTable } from '../../lib/fits/read/read-fits-table.js';
import { readHdus } from '../../lib/fits/read/read-hdus.js';
import { type ReadTableHduOptions, readTableHdu } from '../../lib/fits/tables/read/read-table-hdu.js';
import { encodeTable } from '../../lib/fits/tables/write/encode-table.js';
import type { EncodeTableOptions } from '../../lib/fits/tables/write/encoded-table.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { bytesSource } from '../../lib/platform/byte-sources.js';
import type { ByteSource } from '../../lib/platform/types.js';
import { type StoredColumn, valueAt } from '../../lib/table/column/stored-column.js';
import type { TableData } from '../../lib/table/column/table-data.js';

/** Makes a file with one table from the bytes of its rows and heap, and its cards other than the structural ones. */
export function tableFile(
  cards: Record<string, CardValue>,
  data: Uint8Array,
  {
    rowLength = 0,
    rows = 1,
    heap = 0,
    kind = 'BINTABLE',
  }: { rowLength?: number; rows?: number; heap?: number; kind?: string },
): Uint8Array {
  const fields = Object.keys(cards).filter(keyword => keyword.startsWith('TFORM')).length;
  const structure = { XTENSION: kind, BITPIX: 8, NAXIS: 2, NAXIS1: rowLength, NAXIS2: rows, PCOUNT: heap, GCOUNT: 1 };
  return encodeFits([{ header: Header.fromObject({ ...structure, TFIELDS: fields, ...cards }), data }]);
}

/** Reads the table of such a file; `source` replaces it to observe reads. */
export async function readFile(
  bytes: Uint8Array,
  options?: ReadTableHduOptions,
  source?: ByteSource,
): Promise<TableData> {
  const hdus = await readHdus(bytesSource(bytes, 'a.fits'), bytes, 'a.fits');
  return readTableHdu(source ?? bytesSource(bytes, 'a.fits'), hdus[1], 'a.fits', options);
}

/** Reads the only column of a table; `bytes` are its rows. */
export async function column(
  form: string,
  bytes: readonly number[],
  cards: Record<string, CardValue> = {},
  options: ReadTableHduOptions & { rowCount?: number } = {},
): Promise<StoredColumn> {
  const { rowCount: rows = 1, ...read } = options;
  const file = tableFile({ TTYPE1: 'c', TFORM1: form, ...cards }, Uint8Array.from(bytes), {
    rowLength: bytes.length / rows,
    rows,
  });
  return (await readFile(file, read)).stored.get('c')!;
}

/** Returns the values of a column as plain values, null where missing. */
export function cells(column: StoredColumn): unknown[] {
  return Array.from({ length: column.values.length }, (_, row) => {
    const value = valueAt(column, row);
    return ArrayBuffer.isView(value) ? [...(value as unknown as Iterable<unknown>)] : value;
  });
}

/** Encodes letters as bytes. */
export const ascii = (text: string): number[] => [...text].map(letter => letter.charCodeAt(0));

/** Makes a table with one named column. */
export const tableWith = (name: string, one: StoredColumn, extname: string): TableData => ({
  stored: new Map([[name, one]]),
  length: one.values.length,
  meta: { name: extname },
  provenance: [],
});

/** Returns the PhotometryError with which `work` must fail. */
export const failing = (work: Promise<unknown>): Promise<PhotometryError> =>
  work.then(
    () => {
      throw new Error('no error was thrown');
    },
    (error: unknown) => {
      expect(error).toBeInstanceOf(PhotometryError);
      return error as PhotometryError;
    },
  );

/** Makes a table from columns. */
export function tableOf(columns: Record<string, StoredColumn>, meta: Record<string, unknown> = {}): TableData {
  const map = new Map(Object.entries(columns));
  return { stored: map, length: [...map.values()][0]?.values.length ?? 0, meta, provenance: [] };
}

/** Writes a table to a file and reads it back. */
export async function readBack(data: TableData, options: EncodeTableOptions = {}): Promise<TableData> {
  const file = await openFitsSource(encodeFits([encodeTable(data, options)]));
  return readFitsTable(file, undefined);
}

/** Returns the cells of a single column after writing and reading it. */
export async function cellsBack(column: StoredColumn, options?: EncodeTableOptions): Promise<unknown[]> {
  const back = await readBack(tableOf({ c: column }), options);
  return cells(back.stored.get('c')!);
}
