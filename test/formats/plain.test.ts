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
  test('separated by blanks have their names in the first line', async () => {
    const table = await read('id   mag  name\n 1  15.25  "M 13"\n 22 INDEF  abc\n');
    expect(table.toObjects()).toEqual([
      { id: 1, mag: 15.25, name: 'M 13' },
      { id: 22, mag: NaN, name: 'abc' },
    ]);
  });

  test('may have their names in a comment, and keep the comments above it', async () => {
    const table = await read('# made by hand\n# CAT HJD FLUX\na.cat 2457000.123456789 1.5D3\nb.cat 2457001.5 2e3\n');
    expect(table.names).toEqual(['CAT', 'HJD', 'FLUX']);
    expect(table.meta['comments']).toEqual(['made by hand']);
    expect(table.toObjects()[0]).toEqual({ CAT: 'a.cat', HJD: 2457000.123456789, FLUX: 1500 });
  });

  test('as astropy writes them: names in the first comment, an empty quoted cell for a missing number', async () => {
    const table = await read('# id mag name\n# made with astropy by hand\n1 "" ""\n2 15.5 x\n');
    expect(table.meta['comments']).toEqual(['made with astropy by hand']);
    expect(table.toObjects()).toEqual([
      { id: 1, mag: NaN, name: '' },
      { id: 2, mag: 15.5, name: 'x' },
    ]);
  });

  test('without names number their columns', async () => {
    expect((await read('1 2\n3 4\n')).names).toEqual(['col1', 'col2']);
  });

  test.each([
    ['a,b\n1,x y\n2,\n', ','],
    ['a;b\n1;x y\n2;\n', ';'],
    ['a|b\n1|x y\n2|\n', '|'],
    ['a\tb\n1\tx y\n2\t\n', 'a tab'],
  ])('detect their delimiter in %j', async text => {
    expect((await read(text)).toObjects()).toEqual([
      { a: 1, b: 'x y' },
      { a: 2, b: null },
    ]);
  });

  test('report which line has too few cells', async () => {
    await expect(read('a b c\n1 2 3\n\n4 5\n')).rejects.toThrow(
      /table.txt, line 4: expected 3 cells as in line 1, got 2/,
    );
    await expect(read('# nothing\n')).rejects.toMatchObject({ code: 'bad-table' });
    await expect(read('a\0b')).rejects.toThrow(/not text: byte 1 is zero/);
  });

  test('round-trip', async () => {
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

  test.each([
    ['one column', { s: ['x', null, ''] }],
    ['no rows', { x: [] as number[], y: [] as number[] }],
    ['a negative zero', { x: [-0, 1], y: [1, 2] }],
    ['the same number of commas in the text of each row', { s: ['a,b', 'c,d'], t: ['e;f', 'g;h'] }],
    ['tabs in text', { s: ['a\tb', 'c\td'], t: ['e', 'f'] }],
  ])('with %s round-trip', async (_, columns) => {
    const table = Table.fromEntries<Record<string, unknown>>(columns);
    const path = join(folder, 'odd.txt');
    await table.write(path);
    const back = await readTable(path);
    expect(back.names).toEqual(table.names);
    expect(back.toObjects()).toEqual(table.toObjects());
  });

  test('reject multi-line texts, and tables without columns', async () => {
    await expect(Table.fromColumns({ s: ['a\nb'] }).write(join(folder, 'v.txt'))).rejects.toThrow(
      /a text of several lines, as column 's' has/,
    );
    await expect(Table.fromColumns({}).write(join(folder, 'v.txt'))).rejects.toMatchObject({ code: 'unsupported' });
  });

  test('are the default for a .dat file without a description, for reading and writing', async () => {
    const path = join(folder, 'stars.dat');
    await writeFile(path, '# id mag\n1 15.5\n2 16.25\n');
    expect((await readTable(path)).toObjects()).toEqual([
      { id: 1, mag: 15.5 },
      { id: 2, mag: 16.25 },
    ]);
    await Table.fromColumns({ id: [7], mag: [1.5] }).write(path);
    expect((await readTable(path)).toObjects()).toEqual([{ id: 7, mag: 1.5 }]);
  });

  test('are the default for text without a name', async () => {
    const rows = [{ a: 1, b: 'x' }];
    expect((await readTable(new Blob(['a,b\n1,x\n']))).toObjects()).toEqual(rows);
    expect((await readTable(new TextEncoder().encode('a b\n1 x\n'))).toObjects()).toEqual(rows);
    const path = join(folder, 'noextension');
    await writeFile(path, 'a;b\n1;x\n');
    expect((await readTable(path)).toObjects()).toEqual(rows);
    await expect(readTable(new Uint8Array([1, 0, 2]))).rejects.toMatchObject({ code: 'unsupported' });
  });

  test('reject vectors', async () => {
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
