/**
 * Tables exchanged with apache-arrow, arquero and polars, and SQLite files read by Python's sqlite3.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC, tableToIPC } from '@uwdata/flechette';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerFormats } from '../../lib/formats/all-formats.js';
import { Table } from '../../lib/table/table.js';
import { contents, everyKind } from '../helpers/every-kind.js';

const require = createRequire(import.meta.url);
const apache = require('apache-arrow');
const polars = require('nodejs-polars');

const stars = Table.fromColumns(
  {
    id: [9007199254740993n, 2n, 3n],
    filter: ['V', 'B', 'V'],
    mag: [12.5, NaN, 14.25],
    n: Int32Array.of(3, 2, 1),
    good: [true, null, false],
    at: [new Date('2020-01-31T12:34:56.789Z'), null, new Date(0)],
  },
  { units: { mag: 'mag' } },
);

let folder = '';
beforeAll(() => {
  registerFormats();
  folder = mkdtempSync(join(tmpdir(), 'skyframe-dataframes-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('apache-arrow', () => {
  it('reads our Arrow tables, and we read its tables, with every column type', () => {
    const table = everyKind();
    const bytes = tableToIPC(table.toArrow() as never, {});
    const theirs = apache.tableFromIPC(bytes);
    expect(theirs.getChild('i64').get(0)).toBe(2n ** 62n);
    expect(theirs.getChild('name').get(2)).toBe('ünïcode ★');
    expect(theirs.getChild('flux').get(1)).toBe(null);
    expect(contents(Table.from(theirs))).toEqual(contents(table));
  });

  it('tables with several batches, and slices of them, can be read', () => {
    const batch = (x: number[]) => apache.tableFromArrays({ x: Float64Array.from(x), y: Int16Array.from(x) });
    const both = batch([1, 2, 3]).concat(batch([4, 5]));
    expect([...Table.from<{ x: number }>(both).columns.x]).toEqual([1, 2, 3, 4, 5]);
    const part = Table.from<{ x: number; y: number }>(both.slice(1, 4));
    expect([...part.columns.x]).toEqual([2, 3, 4]);
    expect([...part.columns.y]).toEqual([2, 3, 4]);
  });

  it('strings, booleans, lists and nulls of sliced tables keep their rows', () => {
    const { Bool, Field, Float64, List, Table: ArrowTable, Utf8, vectorFromArray } = apache;
    const theirs = new ArrowTable({
      s: vectorFromArray(['a', null, 'c', 'd'], new Utf8()),
      b: vectorFromArray([true, null, false, true], new Bool()),
      l: vectorFromArray([[1], null, [2, 3], []], new List(new Field('item', new Float64()))),
    });
    const part = Table.from<Record<string, never>>(theirs.slice(1));
    expect([...part.columns.s]).toEqual([null, 'c', 'd']);
    expect([...part.columns.b]).toEqual([null, false, true]);
    expect(Array.from(part.columns.l, list => list && [...(list as ArrayLike<number> as number[])])).toEqual([
      null,
      [2, 3],
      [],
    ]);
  });
});

describe('arquero', () => {
  it('runs a chain of verbs on our Arrow table, and we read the result', async () => {
    const arquero = await import(require.resolve('arquero').replace(/dist.*$/, 'src/index.js'));
    const { desc, fromArrow } = arquero;
    const result = fromArrow(stars.toArrow())
      .orderby(desc('n'))
      .filter((row: { n: number }) => row.n > 1);
    const table = Table.from<{ filter: string; n: number; mag: number }>(result, { units: { mag: 'mag' } });
    expect(table.names).toEqual(stars.names);
    expect([...table.columns.filter]).toEqual(['V', 'B']);
    expect([...table.columns.n]).toEqual([3, 2]);
    expect(table.unit('mag')).toBe('mag');
  });
});

describe('polars', () => {
  it('DataFrames can be read without losing digits of integers', () => {
    const frame = polars.DataFrame({ jd: [2460000.1234, null], f: ['V', null], ok: [true, false] });
    const big = polars.Series('id', ['9007199254740993', '-1'], polars.Utf8).cast(polars.Int64);
    const table = Table.from<Record<string, never>>(frame.withColumn(big));
    expect(table.toObjects()).toEqual([
      { jd: 2460000.1234, f: 'V', ok: true, id: 9007199254740993n },
      { jd: NaN, f: null, ok: false, id: -1n },
    ]);
  });

  it('reads our Arrow files and Parquet files', async () => {
    for (const name of ['stars.arrow', 'stars.parquet']) {
      const path = join(folder, name);
      await stars.write(path);
      const frame = name.endsWith('parquet') ? polars.readParquet(path) : polars.readIPC(readFileSync(path));
      expect(contents(Table.from(frame, { units: { mag: 'mag' } }))).toEqual(contents(stars));
    }
  });

  it('lazy frames are rejected with advice', () => {
    expect(() => Table.from(polars.DataFrame({ a: [1] }).lazy())).toThrow(/collectSync/);
  });
});

describe('flechette', () => {
  it('reads the output of apache-arrow, and we read both identically', () => {
    const bytes = apache.tableToIPC(apache.tableFromArrays({ x: Float32Array.of(1, 2), s: ['a', 'b'] }));
    expect(contents(Table.from(tableFromIPC(bytes)))).toEqual(contents(Table.from(apache.tableFromIPC(bytes))));
  });
});

describe("Python's sqlite3", () => {
  it('reads our databases', async () => {
    const path = join(folder, 'stars.sqlite');
    await stars.write(path);
    const script = `import json, sqlite3
db = sqlite3.connect(${JSON.stringify(path)})
print(json.dumps([db.execute('select *, typeof(id) from stars').fetchall(), db.execute('pragma integrity_check').fetchall()]))`;
    const answer = execFileSync('/usr/bin/python3', ['-c', script], { encoding: 'utf8' });
    expect(answer.trim()).toBe(
      '[[[9007199254740993, "V", 12.5, 3, 1, "2020-01-31T12:34:56.789", "integer"], [2, "B", null, 2, null, null, "integer"], [3, "V", 14.25, 1, 0, "1970-01-01T00:00:00.000", "integer"]], [["ok"]]]',
    );
  });
});
