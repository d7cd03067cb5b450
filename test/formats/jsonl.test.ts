import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registerFormats } from '../../lib/formats/all-formats.js';
import { jsonlFormat } from '../../lib/formats/jsonl/jsonl-format.js';
import { readJson } from '../../lib/formats/jsonl/read-json.js';
import { writeJson } from '../../lib/formats/jsonl/write-json.js';
import { Lists } from '../../lib/table/column/lists.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import { readTableData } from '../../lib/table/files/read-table.js';
import { Table } from '../../lib/table/table.js';
import { describeShared, shared } from '../helpers/shared.js';
import { arbitraryTable } from '../table/arbitrary-table.js';

registerFormats();

const lines = (text: string, columns?: readonly string[]) => readJson(text, 'x.jsonl', columns);
const document = (value: unknown) => readJson(JSON.stringify(value, null, 1), 'x.json');
const rows = (data: ReturnType<typeof readJson>) => new Table(data).toObjects();
const kinds = (data: ReturnType<typeof readJson>) => [...data.stored.values()].map(column => column.kind);

describe('JSON lines', () => {
  test('hold one row each; names that first occur later are missing above, and empty lines are not rows', () => {
    expect(rows(lines('{"a": 1, "b": "x"}\r\n\n{"b": "y", "c": true}\n'))).toEqual([
      { a: 1, b: 'x', c: null },
      { a: null, b: 'y', c: true },
    ]);
  });

  test('keep integers exact: beyond 2^53 as bigints', () => {
    const data = lines('{"id": 1869186912736125952}\n{"id": 7}\n{"id": -9223372036854775808}\n');
    expect(rows(data)).toEqual([{ id: 1869186912736125952n }, { id: 7n }, { id: -9223372036854775808n }]);
  });

  test('give every column the narrowest kind that keeps all its values', () => {
    const data = lines(
      '{"i": 1, "f": 1, "l": 4294967296, "s": "1", "b": false, "n": null, "z": -0, "h": 18446744073709551616}\n' +
        '{"i": -2, "f": 0.1, "l": 1, "s": "2", "b": true, "n": null, "z": 1, "h": 1}\n',
    );
    expect(kinds(data)).toEqual(['int32', 'float64', 'float64', 'string', 'boolean', 'float64', 'float64', 'float64']);
  });

  test('read arrays as vectors if they are of one length, else as lists', () => {
    const data = lines(
      '{"v": [1, 2], "m": [[1.5, 2], [3, 4]], "l": [1], "w": ["a"]}\n{"v": null, "m": [[5, 6], [7, 8]], "l": [], "w": []}\n',
    );
    expect(kinds(data)).toEqual(['vector', 'vector', 'list', 'list']);
    expect(data.stored.get('v')).toMatchObject({
      valid: new Uint8Array([1, 0]),
      values: { element: 'int32', width: 2 },
    });
    expect(data.stored.get('m')).toMatchObject({ values: { element: 'float64', shape: [2, 2] } });
    expect(data.stored.get('l')).toMatchObject({ values: { offsets: new Float64Array([0, 1, 1]) } });
  });

  test('keep objects and mixed values as text', () => {
    expect(rows(lines('{"o": {"a": [12345678901234567890]}, "m": "x"}\n{"o": null, "m": 2}\n'))).toEqual([
      { o: '{"a":[12345678901234567890]}', m: 'x' },
      { o: null, m: '2' },
    ]);
  });

  test('of arrays have their names in the first line, or numbers as names', () => {
    expect(rows(lines('["a", "b"]\n[1, 2]\n'))).toEqual([{ a: 1, b: 2 }]);
    expect(rows(lines('[1, "x"]\n[3]\n'))).toEqual([
      { col1: 1, col2: 'x' },
      { col1: 3, col2: null },
    ]);
    expect(rows(lines('["a", "a", ""]\n[1, 2, 3]\n'))).toEqual([{ a: 1, a_2: 2, col3: 3 }]);
  });

  test("accept Python's NaN and Infinity, and the texts that Skyframe writes", () => {
    expect(rows(lines('{"a": NaN, "b": "NaN"}\n{"a": -Infinity, "b": 2}\n'))).toEqual([
      { a: NaN, b: NaN },
      { a: -Infinity, b: 2 },
    ]);
  });

  test('of one row in a file named as JSON lines are a row, not columns', () => {
    expect(rows(lines('{"v": [1, 2]}'))).toHaveLength(1);
    expect(rows(readJson('{"v": [1, 2]}', 'x.json'))).toEqual([{ v: 1 }, { v: 2 }]);
  });

  test('without a line are a table without columns and rows', () => {
    expect(lines('')).toMatchObject({ length: 0, stored: new Map() });
  });

  test('with requested columns keep no others', () => {
    expect([...lines('{"a": 1, "b": 2}\n', ['b']).stored.keys()]).toEqual(['b']);
  });

  test('a name __proto__ is a column like any other', () => {
    expect([...lines('{"__proto__": 1}\n{"__proto__": 12345678901234567890}\n').stored.keys()]).toEqual(['__proto__']);
  });
});

describe('JSON documents', () => {
  test('an array of objects', () => {
    expect(rows(document([{ a: 1 }, { a: 2.5, b: 'x' }]))).toEqual([
      { a: 1, b: null },
      { a: 2.5, b: 'x' },
    ]);
  });

  test('an array of arrays', () => {
    expect(
      rows(
        document([
          ['a', 'b'],
          [1, 'x'],
          [2, 'y'],
        ]),
      ),
    ).toEqual([
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
    ]);
  });

  test('an object of arrays', () => {
    expect(rows(document({ ra: [1.5, 2], name: ['x', null] }))).toEqual([
      { ra: 1.5, name: 'x' },
      { ra: 2, name: null },
    ]);
  });

  test('rows under data, with their columns described, and the rest as meta', () => {
    const data = document({
      info: [
        { name: 'id', type: 'long' },
        { name: 'mag', datatype: 'double', unit: 'mag', ucd: 'phot.mag', description: 'V' },
        { name: 'n', type: 'int' },
      ],
      data: [
        ['68960059717834079', 15, 'not whole'],
        [null, null, 'text'],
      ],
      status: 'complete',
    });
    expect(kinds(data)).toEqual(['int64', 'float64', 'string']);
    expect(rows(data)[0].id).toBe(68960059717834079n);
    expect(data.stored.get('mag')).toMatchObject({ unit: 'mag', ucd: 'phot.mag', description: 'V' });
    expect(data.meta).toEqual({ status: 'complete' });
  });

  test('numbered cells or rows, as pandas writes by default', () => {
    const expected = [
      { k: 1, s: 'x' },
      { k: null, s: 'y' },
    ];
    expect(rows(document({ k: { 0: 1, 1: null }, s: { 0: 'x', 1: 'y' } }))).toEqual(expected);
    expect(rows(document({ 0: { k: 1, s: 'x' }, 1: { k: null, s: 'y' } }))).toEqual(expected);
    expect(() => document({ k: { 0: 1, 1: 2 }, s: { 0: 'x' } })).toThrow(/no table in this JSON/);
    expect(() => document({ k: { a: 1 }, s: { b: 2 } })).toThrow(/no table in this JSON/);
  });

  test('columns, index and data of pandas', () => {
    const data = document({
      columns: ['a', 'b'],
      index: [0, 1],
      data: [
        [1, 'x'],
        [2, null],
      ],
    });
    expect(rows(data)).toEqual([
      { a: 1, b: 'x' },
      { a: 2, b: null },
    ]);
    expect(data.meta).toEqual({ index: [0, 1] });
  });

  test.each<[string, unknown]>([
    ['a number', 3],
    ['an object of mixed values', { a: 1, b: [1] }],
    ['columns of different lengths', { a: [1], b: [1, 2] }],
    ['an empty object', {}],
    ['rows of both kinds', [{ a: 1 }, [1]]],
    ['more values than columns', { fields: [{ name: 'a' }], data: [[1, 2]] }],
  ])('that hold %s are rejected', (_, value) => {
    expect(() => document(value)).toThrow(expect.objectContaining({ code: 'bad-table' }));
  });
});

describe('written JSON', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skyframe-json-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('of any table is strict and holds every value', () => {
    fc.assert(
      fc.property(arbitraryTable(), fc.constantFrom<'lines' | 'array'>('lines', 'array'), (table, form) => {
        fc.pre(table.length > 0);
        const text = writeJson(table.data, form);
        for (const part of form === 'lines' ? text.trim().split('\n') : [text]) JSON.parse(part);
        const back = new Table<Record<string, unknown>>(readJson(text, form === 'lines' ? 'x.jsonl' : 'x.json'));
        for (const [i, row] of table.toObjects().entries())
          for (const [name, value] of Object.entries(row)) expect(asWritten(back, name, i)).toEqual(plain(value));
      }),
      { seed: 11, numRuns: 80 },
    );
  });

  test('is JSON lines for .jsonl and an array for .json, also compressed', async () => {
    const table = Table.fromColumns({ a: [1.5, NaN], d: [new Date(0), null] });
    await table.write(join(folder, 'x.jsonl'));
    await table.write(join(folder, 'x.json'));
    await table.write(join(folder, 'x.ndjson.gz'));
    expect(await readFile(join(folder, 'x.jsonl'), 'utf8')).toBe(
      '{"a":1.5,"d":"1970-01-01T00:00:00.000Z"}\n{"a":null,"d":null}\n',
    );
    expect(JSON.parse(await readFile(join(folder, 'x.json'), 'utf8'))).toEqual([
      { a: 1.5, d: '1970-01-01T00:00:00.000Z' },
      { a: null, d: null },
    ]);
    expect((await readTableData(join(folder, 'x.ndjson.gz'))).length).toBe(2);
  });

  test('keeps vectors and lists', () => {
    const table = Table.fromColumns({
      grid: new Vectors(new Float64Array([1.5, 2, 3, 4, 5, 6, 7, Infinity, 9, 10, 11, 12]), 6, { shape: [3, 2] }),
      bits: new Vectors(new Uint8Array([1, 0]), 1, { element: 'boolean' }),
      ids: new Lists(new BigInt64Array([2n ** 60n, 2n]), new Float64Array([0, 0, 2])),
    });
    const back = lines(writeJson(table.data, 'lines'));
    for (const [name, column] of table.data.stored) expect(back.stored.get(name), name).toEqual(column);
    expect(() =>
      writeJson(Table.fromColumns({ z: new Vectors(new Float64Array(2), 2, { element: 'complex128' }) }).data, 'lines'),
    ).toThrow(/no complex numbers, but column 'z'/);
  });

  const plain = (value: unknown): unknown => {
    if (typeof value === 'bigint') return value;
    if (Number.isNaN(value) || value === null) return null;
    return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
  };
  /** A value read back, in the type in which it was written. */
  function asWritten(table: Table<Record<string, unknown>>, name: string, row: number): unknown {
    const column = table.columns[name] as unknown as ArrayLike<unknown>;
    const value = plain(column[row]);
    if (name === 'f32' && typeof value === 'number') return Math.fround(value);
    return name === 'i64' && typeof value === 'number' ? BigInt(value) : value;
  }
});

describe('damaged JSON', () => {
  test.each<[string, string, RegExp]>([
    [
      'an unclosed brace',
      '{"a": 1}\n{"a": 2\n',
      /x.jsonl, line 2: no JSON: expected ',' or '}' at character 8, got the end/,
    ],
    ['an unquoted value', '{"a": 1}\n{"a": maybe}\n', /line 2: no JSON: expected a value at character 7, got 'maybe}'/],
    ['an unquoted name', '{"a": 1}\n{a: 2}\n', /line 2: no JSON: expected a name in double quotes/],
    ['a number instead of a row', '{"a": 1}\n3\n', /line 2: expected an object, or in every line an array/],
    ['arrays among objects', '{"a": 1}\n[3]\n', /line 2: expected an object, or in every line an array/],
    ['two values on a line', '{"a": 1} {"a": 2}\n{"a": 1}\n', /line 1: no JSON: expected the end/],
    ['an unclosed string', '{"a": 1}\n{"a": "x}\n', /line 2: no JSON: expected a text in double quotes/],
  ])('with %s reports the place', (_, text, message) => {
    expect(() => lines(text)).toThrow(message);
  });

  test('nested without end is rejected without a crash', () => {
    const deep = (n: number) => `${'['.repeat(n)}${']'.repeat(n)}`;
    for (const text of [
      `{"a": ${deep(200_000)}}\n`,
      `{"a": ${deep(200_000).replace('[]', '[1234567890123456789]')}}\n`,
      '['.repeat(300_000),
      '{"a":'.repeat(100_000),
    ])
      expect(() => lines(text)).toThrow(expect.objectContaining({ code: 'bad-table' }));
  });

  test('whose rows share no names does not exhaust the memory', () => {
    const text = Array.from({ length: 20_000 }, (_, i) => `{"n${i}":1}`).join('\n');
    expect(() => lines(text)).toThrow(/too few names in common/);
  });

  test('truncated or with any byte changed is either read or reports what is wrong', () => {
    const bytes = new TextEncoder().encode(
      '{"a": [1, 2], "s": "x\\u00e9"}\n{"a": [3, 12345678901234567890], "s": null}\n',
    );
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        try {
          lines(new TextDecoder().decode(cut ? bytes.slice(0, at) : bytes.with(at, byte)));
        } catch (error) {
          expect(error).toMatchObject({ name: 'PhotometryError' });
        }
      }),
      { seed: 5, numRuns: 400 },
    );
  });
});

test('JSON is recognised by its first characters', () => {
  const recognizes = (text: string) => jsonlFormat.recognizes?.(new TextEncoder().encode(text), 'x.dat');
  for (const text of ['{"a":1}', ' [\n {', '[[1', '\ufeff{ "x"']) expect(recognizes(text), text).toBe(true);
  for (const text of ['[1,2]', 'a,b', '{a: 1}', '# [', '']) expect(recognizes(text), text).toBe(false);
});

describeShared('answers of archives', () => {
  test('Gaia: types, units and ids as described', async () => {
    const data = await readTableData(shared('data/services/gaia/cone_search.json'));
    expect(data.length).toBe(50);
    expect(data.stored.get('source_id')?.kind).toBe('int64');
    expect(data.stored.get('ra')).toMatchObject({ kind: 'float64', unit: 'deg', ucd: 'pos.eq.ra;meta.main' });
  });

  test('MAST: ids in texts become bigints', async () => {
    const { stored } = await readTableData(shared('data/services/mast/panstarrs.json'));
    expect(stored.get('objID')?.values[0]).toBe(68960059717834079n);
    const tic = await readTableData(shared('data/services/mast/tic.json'));
    expect(tic.length).toBe(7);
    expect(tic.stored.get('SDSS')?.kind).toBe('int64');
    expect(tic.meta.status).toBe('COMPLETE');
  });

  test('ExoFOP: an object of objects is not a table', async () => {
    await expect(readTableData(shared('data/catalogs/misc/tic-236158940-exofop.json'))).rejects.toThrow(
      /no table in this JSON/,
    );
  });
});

test('a long number within a text, or a text like the internal marker of one, stays text', () => {
  expect(rows(lines('{"id": 1234567890123456789, "s": "x, 1234567890123456789, "}\n'))).toEqual([
    { id: 1234567890123456789n, s: 'x, 1234567890123456789, ' },
  ]);
  expect(rows(lines('{"id": 1234567890123456789, "s": "\\u0000n1234567890123456789"}\n'))).toEqual([
    { id: 1234567890123456789n, s: '\0n1234567890123456789' },
  ]);
});
