import { describe, expect, test } from 'vitest';
import { Lists } from '../../lib/table/column/lists.js';
import { stored } from '../../lib/table/column/stored-column.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import { Table } from '../../lib/table/table.js';

const parsed = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

describe('N19: a table as JSON', () => {
  const stars = Table.fromColumns({
    id: [9007199254740993n, -1n, null],
    mag: [12.5, NaN, Infinity],
    name: ['a', null, '"\u2028'],
    good: [true, false, null],
    at: [new Date(Date.UTC(2025, 6, 20, 1, 2, 3)), null, new Date(Number.NaN)],
    n: Int32Array.of(1, 2, 3),
  });
  const rows = [
    { id: '9007199254740993', mag: 12.5, name: 'a', good: true, at: '2025-07-20T01:02:03.000Z', n: 1 },
    { id: '-1', mag: null, name: null, good: false, at: null, n: 2 },
    { id: null, mag: null, name: '"\u2028', good: null, at: null, n: 3 },
  ];

  test('is its rows: int64 as text, NaN and infinity as null', () => {
    expect(stars.toJSON()).toEqual(rows);
    expect(parsed(stars)).toEqual(rows);
  });

  test('within other values, after verbs, and without rows', () => {
    expect(parsed({ night: 1, list: [stars.head(1)] })).toEqual({ night: 1, list: [rows.slice(0, 1)] });
    expect(parsed(stars.filter(row => row.n > 1).select('n'))).toEqual([{ n: 2 }, { n: 3 }]);
    expect(parsed(stars.head(0))).toEqual([]);
    expect(parsed(Table.fromColumns({}))).toEqual([]);
  });

  test('has vectors and lists as arrays, nested by their axes', () => {
    const columns = new Map([
      [
        'v',
        stored('vector', new Vectors(Float64Array.of(1, NaN, 3, 4, 5, 6), 6, { shape: [3, 2] }) as Vectors<unknown>),
      ],
      [
        'c',
        stored('vector', new Vectors(Float64Array.of(1, -2, 0, 3), 4, { element: 'complex128' }) as Vectors<unknown>),
      ],
      ['b', stored('vector', new Vectors(Uint8Array.of(1, 0), 2, { element: 'boolean' }) as Vectors<unknown>)],
      ['i', stored('list', new Lists(BigInt64Array.of(2n ** 60n), [0, 1]) as Lists<unknown>)],
      ['s', stored('list', new Lists(['x', 'y'], [0, 2]) as Lists<unknown>)],
      ['e', stored('list', new Lists(Float64Array.of(), [0, 0]) as Lists<unknown>)],
      ['m', stored('vector', new Vectors(Float64Array.of(1), 1) as Vectors<unknown>, Uint8Array.of(0))],
    ]);
    expect(parsed(new Table({ length: 1, stored: columns, meta: {}, provenance: [] }))).toEqual([
      {
        v: [
          [1, null, 3],
          [4, 5, 6],
        ],
        c: [
          [1, -2],
          [0, 3],
        ],
        b: [true, false],
        i: ['1152921504606846976'],
        s: ['x', 'y'],
        e: [],
        m: null,
      },
    ]);
  });

  test('keeps a column that is called __proto__', () => {
    const table = Table.fromEntries<Record<string, number>>([['__proto__', [1]]]);
    expect(JSON.stringify(table)).toBe('[{"__proto__":1}]');
  });

  test('becomes the same table again, but for 64-bit integers', () => {
    const back = Table.from(parsed(stars.select('mag', 'name', 'good', 'n')));
    expect(back.number('n')[2]).toBe(3);
    expect([...back.text('name')]).toEqual(['a', '', '"\u2028']);
    expect(back.toJSON()).toEqual(parsed(stars.select('mag', 'name', 'good', 'n')));
  });
});

describe('parts of a table as JSON', () => {
  const stars = Table.fromColumns({ id: [1n, 2n, 2n], band: ['B', 'V', 'V'], mag: [1, 2, NaN] });

  test('columns are arrays', () => {
    expect(parsed(stars.columns.id)).toEqual(['1', '2', '2']);
    expect(parsed(stars.columns.mag)).toEqual([1, 2, null]);
    expect(parsed(stars.columns)).toEqual({ id: ['1', '2', '2'], band: ['B', 'V', 'V'], mag: [1, 2, null] });
  });

  test('groups are their keys and rows', () => {
    expect(parsed(stars.groupBy('band'))).toEqual([
      { key: { band: 'B' }, rows: [{ id: '1', band: 'B', mag: 1 }] },
      {
        key: { band: 'V' },
        rows: [
          { id: '2', band: 'V', mag: 2 },
          { id: '2', band: 'V', mag: null },
        ],
      },
    ]);
  });
});
