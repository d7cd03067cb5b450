/**
 * FITS as a table format: for `readTable` and `table.write`.
 *
 * @module
 */

import type { TableData } from '../table/column/table-data.js';
import type { ReadTableOptions, TableFile, TableFormat, WriteTableOptions } from '../table/files/formats.js';
import { BLOCK_LENGTH } from './header/card.js';
import { FIRST_READ } from './header/read-header.js';
import { readHdus } from './read/read-hdus.js';
import { tableOfFile } from './read/table-of-file.js';
import { streamTable } from './tables/write/encode-table.js';
import { encodeFits } from './write/encode-fits.js';

/**
 * FITS files (`.fits`, `.fit`, `.fts`, `.ldac`), recognised by their first bytes whatever their name.
 *
 * Reading supports `hdu`, `columns`, `rows` and `largeIntegers`, and reads no more of the file than they need. The
 * default `hdu` is the first table with rows; in a FITS_LDAC file, the one after the image's header. Writing makes a
 * binary table after an empty primary HDU, and supports `name` (EXTNAME) and `checksum`.
 */
export const fitsTableFormat: TableFormat = {
  name: 'fits',
  extensions: ['.fits', '.fit', '.fts', '.ldac'],
  readsRows: true,
  recognizes: head => /^SIMPLE {0,2}=/.test(String.fromCharCode(...head.subarray(0, 9))),
  read,
  write,
};

async function read({ source, path }: TableFile, options: ReadTableOptions): Promise<TableData> {
  const head = await source.read(0, FIRST_READ);
  const hdus = await readHdus(source, head, path);
  const { data } = await tableOfFile({ bytes: source, path, hdus }, options.hdu, options);
  return data;
}

function write(data: TableData, _path: string, { name, checksum = false }: WriteTableOptions): Uint8Array {
  const table = { table: { data }, ...(name === undefined ? {} : { name }) };
  return checksum ? encodeFits([table], { checksum }) : plainFile(data, name);
}

/** Makes a file without checksums in place, so that a large table is in memory only once. */
function plainFile(data: TableData, name: string | undefined): Uint8Array {
  const { header, dataLength, blocks } = streamTable(data, name === undefined ? {} : { name });
  const headers = encodeFits([{ header, data: new Uint8Array(0) }]);
  const bytes = new Uint8Array(headers.length + Math.ceil(dataLength / BLOCK_LENGTH) * BLOCK_LENGTH);
  bytes.set(headers);
  let used = headers.length;
  for (const block of blocks(length => bytes.subarray(used, used + length))) used += block.length;
  return bytes;
}
