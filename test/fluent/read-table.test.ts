import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTable } from '../../lib/fluent/read-table.js';
import { registerCsv } from '../../lib/table/csv/csv-format.js';
import { registerFormat } from '../../lib/table/files/formats.js';
import { Table } from '../../lib/table/table.js';

let folder = '';
beforeAll(async () => {
  registerCsv();
  folder = await mkdtemp(join(tmpdir(), 'skyframe-table-'));
});
afterAll(() => rm(folder, { recursive: true }));

const stars = Table.fromColumns({ id: [1n, 2n ** 60n], mag: [15.25, NaN] }, { units: { mag: 'mag' } });

describe('tables in files', () => {
  test.each(['stars.csv', 'stars.tsv', 'STARS.CSV', 'stars.csv.gz'])(
    '%s is written and read by its extension',
    async name => {
      const path = join(folder, name);
      await stars.write(path, { units: true });
      const back = await readTable<{ id: bigint; mag: number }>(path);
      expect(back.toObjects()).toEqual(stars.toObjects());
      expect(back.columns.mag.unit).toBe('mag');
      expect((await readFile(path)).subarray(0, 2)).toEqual(Buffer.from(name.endsWith('.gz') ? [0x1f, 0x8b] : '# '));
    },
  );

  test('remember file and checksum', async () => {
    const path = join(folder, 'sum.csv');
    await writeFile(path, 'x\n1\n');
    const [step] = (await readTable(path)).provenance;
    expect(step).toMatchObject({
      verb: 'readTable',
      options: { format: 'csv' },
      files: [{ path, sha256: 'daff832f802000e645771a60983c76c963f6ee602a6230e45237bd360e91cc1a' }],
    });
  });

  test('are read by the format option if the name has no known extension', async () => {
    const path = join(folder, 'stars.dat');
    await stars.write(path, { format: 'csv' });
    expect((await readTable(path, { format: 'csv' })).length).toBe(2);
    await expect(readTable(path)).rejects.toThrow(/stars.dat: the name does not identify a table format.*csv \(.csv/);
    await expect(stars.write(path, { format: 'xls' })).rejects.toThrow(/No table format 'xls'. Known: csv/);
  });

  test('are read in the order of the requested columns', async () => {
    const path = join(folder, 'order.csv');
    await writeFile(path, 'a,b,c\n1,2,3\n');
    expect((await readTable(path, { columns: ['c', 'a'] })).names).toEqual(['c', 'a']);
    await expect(readTable(path, { columns: ['d'] })).rejects.toMatchObject({ code: 'missing-column' });
  });

  test.each([
    ['a web page', '<!DOCTYPE html><html><body>404</body></html>', /looks like a web page.*fetch the file again/],
    ['an Excel workbook', 'PK\u0003\u0004rest', /a zip file, as workbooks of Excel are/],
    ['a PDF', '%PDF-1.7', /a PDF/],
  ])('that are %s under a misleading name are identified in the error', async (_, text, message) => {
    for (const name of ['wrong.csv', 'wrong.tsv', 'wrong']) {
      const path = join(folder, name);
      await writeFile(path, text);
      await expect(readTable(path)).rejects.toThrow(message);
    }
  });

  test.each([
    ['semicolons', 'a.csv', 'name;mag\r\n"a,b";1.5\r\n', ';'],
    ['tabs', 'a.csv', 'name\tmag\na,b\t1.5\n', 'a tab'],
    ['vertical bars', 'a.csv', 'name|mag\na,b|1.5\n', '|'],
    ['commas in a .tsv', 'a.tsv', 'name,mag\n"a,b",1.5\n', ','],
    ["the delimiter of Excel's sep= line", 'a.csv', 'sep=!\r\nname!mag\r\na,b!1.5\r\n', '!'],
    ['semicolons in UTF-16', 'a.csv', '\ufeffname;mag\r\na,b;1.5\r\n', ';'],
  ])('find %s between their cells', async (what, name, text) => {
    const path = join(folder, name);
    await writeFile(path, text, what.includes('UTF-16') ? 'utf16le' : 'utf8');
    expect((await readTable(path)).toObjects()).toEqual([{ name: 'a,b', mag: 1.5 }]);
  });

  test('of one column keep other delimiters in their strings', async () => {
    const path = join(folder, 'notes.csv');
    await writeFile(path, 'note\na;b\n');
    expect((await readTable(path)).toObjects()).toEqual([{ note: 'a;b' }]);
    await writeFile(path, '"a;b"\n"c;d"\n');
    expect((await readTable(path)).toObjects()).toEqual([{ 'a;b': 'c;d' }]);
  });

  test('name the lines of a file that begins with a line for Excel as it counts them', async () => {
    const path = join(folder, 'lines.csv');
    await writeFile(path, 'sep=;\na;b\n1;2\n3\n');
    await expect(readTable(path)).rejects.toThrow(/lines.csv, line 4: 1 cells/);
  });

  test('that do not exist are reported', async () => {
    await expect(readTable(join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'no-such-file' });
  });

  test('name an unnamed column by its position, and reject a file without columns', async () => {
    const path = join(folder, 'unnamed.csv');
    await Table.fromEntries({ x: [1], '': [2] }).write(path);
    expect(await readFile(path, 'utf8')).toBe('x,col2\n1,2\n');
    await expect(Table.fromColumns({}).write(path)).rejects.toThrow(/CSV cannot hold a table without columns/);
  });

  test('that cannot be written leave nothing behind', async () => {
    const before = await readdir(folder);
    const table = Table.fromColumns({ v: [new Float64Array(2)] });
    await expect(table.write(join(folder, 'vectors.csv'))).rejects.toMatchObject({ code: 'unsupported' });
    expect(await readdir(folder)).toEqual(before);
  });

  test('of a read-only or write-only format are rejected in the other direction', async () => {
    registerFormat({ name: 'half-read', extensions: ['.hr'], read: async () => stars.data });
    registerFormat({ name: 'half-written', extensions: ['.hw'], write: () => '' });
    await expect(stars.write('x.hr')).rejects.toThrow(/can be read from half-read, not written/);
    await writeFile(join(folder, 'x.hw'), 'x');
    await writeFile(join(folder, 'x.hr'), 'x');
    await expect(readTable(join(folder, 'x.hw'))).rejects.toThrow(/can be written to half-written, not read/);
    expect((await readTable(join(folder, 'x.hr'))).length).toBe(2);
  });
});

describe('a schema', () => {
  const file = async (text: string, name = 'schema.csv') => {
    const path = join(folder, name);
    await writeFile(path, text);
    return path;
  };

  test('sets types and units and keeps other columns', async () => {
    const path = await file('id,mag,name,extra\n1,15,007,2\n');
    const schema = { id: 'bigint', mag: { type: 'number', unit: 'mag', description: 'V' }, name: 'string' } as const;
    const table = await readTable(path, { schema });
    expect(table.toObjects()).toEqual([{ id: 1n, mag: 15, name: '007', extra: 2 }]);
    expect([table.columns.mag.unit, table.columns.mag.description]).toEqual(['mag', 'V']);
  });

  test('lists all missing columns, with the nearest names', async () => {
    const path = await file('flx,y\n1,2\n');
    await expect(readTable(path, { schema: { flux: 'number', sky: 'number' } })).rejects.toThrow(
      /schema.csv lacks 'flux', nearest: flx; 'sky'.* It has: flx, y/,
    );
  });

  test('rejects a different unit', async () => {
    const path = await file('# units: adu\nflux\n1\n');
    await expect(readTable(path, { schema: { flux: { type: 'number', unit: 'electron' } } })).rejects.toThrow(
      /column 'flux' is in adu, expected electron/,
    );
  });

  test('makes a missing number NaN, even in integer columns, and sets the type of columns without values', async () => {
    const data = Table.fromEntries([
      ['n', Table.from([{ n: 1n }, { n: null }]).columns['n']],
      [
        'i',
        Table.fromColumns({ i: new Int32Array([5, 6]) }).join(Table.fromColumns({ i: [5], k: new Int32Array([7]) }), {
          on: 'i',
          how: 'left',
        }).columns.k,
      ],
      ['s', [null, null]],
    ]).data;
    registerFormat({ name: 'masked', extensions: ['.masked'], read: async () => data });
    const path = await file('x', 'x.masked');
    const table = await readTable(path, { schema: { n: 'number', i: 'number', s: 'string' } });
    expect(table.toObjects()).toEqual([
      { n: 1, i: 7, s: null },
      { n: NaN, i: NaN, s: null },
    ]);
    expect([...(await readTable(path, { schema: { s: 'date' } })).columns.s]).toEqual([null, null]);
  });

  test('converts numbers of an untyped format if nothing is lost', async () => {
    const data = Table.fromColumns({ a: [1, NaN], b: [1n, null], c: [1.5, 2], d: [2n ** 60n, 1n], s: ['x', 'y'] }).data;
    registerFormat({ name: 'plain', extensions: ['.plain'], read: async () => data });
    const path = await file('x', 'x.plain');
    const table = await readTable(path, { schema: { a: 'bigint', b: 'number' } });
    expect(table.toObjects()[0]).toMatchObject({ a: 1n, b: 1 });
    expect(table.toObjects()[1]).toMatchObject({ a: null, b: NaN });
    for (const schema of [
      { c: 'bigint' },
      { d: 'number' },
      { s: 'number' },
      { a: 'string' },
      { a: 'boolean' },
    ] as const)
      await expect(readTable(path, { schema })).rejects.toThrow(/values that are not all/);
  });
});
