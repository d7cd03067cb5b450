import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTable } from '../../lib/fluent/read-table.js';
import { registerFormats } from '../../lib/formats/all-formats.js';
import { Table } from '../../lib/table/table.js';
import { describeShared, shared } from '../helpers/shared.js';

let folder = '';
beforeAll(async () => {
  registerFormats();
  folder = await mkdtemp(join(tmpdir(), 'skyframe-plain-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(text: string, options = {}) {
  const path = join(folder, 'table.txt');
  await writeFile(path, text);
  return readTable<Record<string, unknown>>(path, options);
}

describe('plain text tables', () => {
  test('set apart by blanks have their names in the first line', async () => {
    const table = await read('id   mag  name\n 1  15.25  "M 13"\n 22 INDEF  abc\n');
    expect(table.toObjects()).toEqual([
      { id: 1, mag: 15.25, name: 'M 13' },
      { id: 22, mag: NaN, name: 'abc' },
    ]);
  });

  test('have their names in a comment, and keep the comments above it', async () => {
    const table = await read('# made by hand\n# CAT HJD FLUX\na.cat 2457000.123456789 1.5D3\nb.cat 2457001.5 2e3\n');
    expect(table.names).toEqual(['CAT', 'HJD', 'FLUX']);
    expect(table.meta['comments']).toEqual(['made by hand']);
    expect(table.toObjects()[0]).toEqual({ CAT: 'a.cat', HJD: 2457000.123456789, FLUX: 1500 });
  });

  test('without names count their columns', async () => {
    expect((await read('1 2\n3 4\n')).names).toEqual(['col1', 'col2']);
  });

  test.each([
    ['a,b\n1,x y\n2,\n', ','],
    ['a;b\n1;x y\n2;\n', ';'],
    ['a|b\n1|x y\n2|\n', '|'],
    ['a\tb\n1\tx y\n2\t\n', 'a tab'],
  ])('find their delimiter in %j', async text => {
    expect((await read(text)).toObjects()).toEqual([
      { a: 1, b: 'x y' },
      { a: 2, b: null },
    ]);
  });

  test('say which line has too few cells', async () => {
    await expect(read('a b c\n1 2 3\n\n4 5\n')).rejects.toThrow(
      /table.txt, line 4: expected 3 cells as in line 1, got 2/,
    );
    await expect(read('# nothing\n')).rejects.toMatchObject({ code: 'bad-table' });
    await expect(read('a\0b')).rejects.toThrow(/no text: byte 1 is zero/);
  });

  test('come back as they were written', async () => {
    const table = Table.fromColumns({
      id: [2n ** 60n, null],
      mag: [15.25, NaN],
      name: ['M 13', 'nan'],
      seen: [true, false],
      field: ['2 x', '"q"'],
    });
    const path = join(folder, 'back.txt');
    await table.write(path);
    expect((await readTable(path)).toObjects()).toEqual(table.toObjects());
  });

  test('refuse vectors', async () => {
    const table = Table.fromColumns({ flux: [new Float64Array([1, 2])] });
    await expect(table.write(join(folder, 'v.txt'))).rejects.toThrow(/cannot hold the vectors of column 'flux'/);
  });
});

describeShared('plain text tables of others', () => {
  test('a comma-separated VizieR answer called .dat', async () => {
    const table = await readTable<{ RAJ2000: number; UCAC4: string }>(
      shared('data/catalogs/lco/test_catalog_subs_UCAC4.dat'),
    );
    expect(table.length).toBe(1607);
    expect(table.names.length).toBe(67);
    expect(table.columns.RAJ2000[0]).toBe(299.2947462);
    expect(table.columns.UCAC4[0]).toBe('625-088765');
  });
});
