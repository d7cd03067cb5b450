/** Reading some rows and columns of a table, without the rest. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Header } from '../../lib/fits/header/header.js';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import { tableOfFile } from '../../lib/fits/read/table-of-file.js';
import { encodeTable } from '../../lib/fits/tables/write/encode-table.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { bytesSource } from '../../lib/platform/byte-sources.js';
import type { ByteSource } from '../../lib/platform/types.js';
import { Lists } from '../../lib/table/column/lists.js';
import { type StoredColumn, stored } from '../../lib/table/column/stored-column.js';
import type { TableData } from '../../lib/table/column/table-data.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import { temporaryFolder } from '../helpers/sample-nights.js';
import { cells, failing, readFile } from './table-file.js';

describe('a part of a table', () => {
  const rows = 500;
  const table: TableData = {
    stored: new Map<string, StoredColumn>([
      [
        'i',
        stored(
          'int32',
          Int32Array.from({ length: rows }, (_, i) => i),
        ),
      ],
      [
        's',
        stored(
          'string',
          Array.from({ length: rows }, (_, i) => `star ${i}`),
        ),
      ],
      [
        'l',
        stored(
          'list',
          new Lists<unknown>(
            Float64Array.from({ length: 2 * rows }, (_, i) => i),
            Float64Array.from({ length: rows + 1 }, (_, i) => 2 * i),
          ),
        ),
      ],
      ['wide', stored('vector', new Vectors<unknown>(new Float32Array(rows * 20_000), 20_000))],
    ]),
    length: rows,
    meta: {},
    provenance: [],
  };
  const bytes = encodeFits([encodeTable(table)]);

  /** A source that counts the bytes requested. */
  function counting(): { source: ByteSource; read: () => number } {
    let count = 0;
    const plain = bytesSource(bytes, 'a.fits');
    const source: ByteSource = {
      ...plain,
      read: (start, end) => {
        count += Math.max(0, Math.min(end, bytes.length) - start);
        return plain.read(start, end);
      },
      readInto: (target, start) => {
        count += target.length;
        return plain.readInto?.(target, start) ?? Promise.resolve(0);
      },
    };
    return { source, read: () => count };
  }

  it('is refused if rows or columns are not lists', async () => {
    const odd = (options: object) => failing(readFile(bytes, options as Parameters<typeof readFile>[1]));
    expect((await odd({ rows: 5 })).message).toMatch(/rows must be \[start, end\].*got 5/);
    expect((await odd({ rows: [2, 1] })).message).toMatch(/got \[2, 1\]/);
    expect((await odd({ columns: 'id' })).message).toMatch(/columns must be a list of names, got "id"/);
  });

  it('has the requested rows, and nothing else is read', async () => {
    const { source, read } = counting();
    const part = await readFile(bytes, { rows: [400, 403] }, source);
    expect(part.length).toBe(3);
    expect(cells(part.stored.get('i')!)).toEqual([400, 401, 402]);
    expect(cells(part.stored.get('s')!)).toEqual(['star 400', 'star 401', 'star 402']);
    expect(cells(part.stored.get('l')!)).toEqual([
      [800, 801],
      [802, 803],
      [804, 805],
    ]);
    expect(read()).toBe(3 * (4 + 8 + 8 + 80_000) + 3 * 16);
  });

  it('has the requested columns, in that order; nothing else of long rows is read', async () => {
    const { source, read } = counting();
    const part = await readFile(bytes, { columns: ['s', 'i'] }, source);
    expect([...part.stored.keys()]).toEqual(['s', 'i']);
    expect(cells(part.stored.get('s')!)[499]).toBe('star 499');
    expect(cells(part.stored.get('i')!)[499]).toBe(499);
    expect(read()).toBe(rows * 12);
  });

  it('ends at the end of the table, and may be empty', async () => {
    expect((await readFile(bytes, { rows: [499, 600], columns: ['i'] })).length).toBe(1);
    expect((await readFile(bytes, { rows: [600, 700] })).length).toBe(0);
    expect(await readFile(bytes, { columns: [] })).toMatchObject({ length: rows });
    expect((await failing(readFile(bytes, { rows: [3, 2] }))).code).toBe('bad-argument');
    expect((await failing(readFile(bytes, { columns: ['I'] }))).message).toMatch(/No column 'I'/);
  });

  it('can be read from a file that is truncated after it', async () => {
    const cut = bytes.subarray(0, 5760 + 10 * 80_020 + 5);
    const error = await failing(readFile(cut));
    expect(error.code).toBe('truncated-file');
    expect(error.message).toMatch(/Read the 10 rows that are there with \{ rows: \[0, 10\] \}/);
    const part = await readFile(cut, { rows: [0, 10], columns: ['i', 's'] });
    expect(cells(part.stored.get('i')!)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const arrays = await failing(readFile(cut, { rows: [0, 10], columns: ['l'] }));
    expect(arrays.message).toMatch(/variable-length arrays end at byte/);
  });

  it('can be read from a file of many gigabytes', async () => {
    const path = join(temporaryFolder(), 'huge.fits');
    const rows = 5_000_000_000; // 40 GB, all but one row in a hole of the sparse file
    const structure = { XTENSION: 'BINTABLE', BITPIX: 8, NAXIS: 2, NAXIS1: 8, NAXIS2: rows, PCOUNT: 0, GCOUNT: 1 };
    const header = Header.fromObject({ ...structure, TFIELDS: 1, TTYPE1: 'n', TFORM1: '1K' });
    const start = encodeFits([{ header, data: new Uint8Array(0) }]);
    const descriptor = openSync(path, 'w');
    writeSync(descriptor, start);
    writeSync(descriptor, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), 0, 8, start.length + 8 * (rows - 2));
    ftruncateSync(descriptor, start.length + 8 * rows);
    closeSync(descriptor);
    const file = await openFitsSource(path);
    const { data } = await tableOfFile(file, undefined, { rows: [rows - 3, rows] });
    expect(cells(data.stored.get('n')!)).toEqual([0n, 0x0102030405060708n, 0n]);
    await file.close();
  });

  it('is suggested if the whole table does not fit into memory', async () => {
    const rows = 2 ** 48;
    const structure = { XTENSION: 'BINTABLE', BITPIX: 8, NAXIS: 2, NAXIS1: 8, NAXIS2: rows, PCOUNT: 0, GCOUNT: 1 };
    const header = Header.fromObject({ ...structure, TFIELDS: 1, TTYPE1: 'n', TFORM1: '1K' });
    const start = encodeFits([{ header, data: new Uint8Array(0) }]);
    const endless = { ...bytesSource(start, 'a.fits'), byteLength: start.length + 8 * rows };
    const error = await failing(readFile(start, {}, endless));
    expect(error.message).toMatch(/281474976710656 rows of these columns do not fit into memory.*\{ rows \}/);
  });
});
