/**
 * Tables from rows, arrays and the dataframes of other libraries.
 */
import { describe, expect, it } from 'vitest';
import { PhotometryError } from '../../../lib/core/errors.js';
import { Table } from '../../../lib/table/table.js';

/** The kinds of a table's columns by name. */
function kinds(table: Table<never>): Record<string, string> {
  return Object.fromEntries([...table.data.stored].map(([name, column]) => [name, column.kind]));
}

describe('Table.from', () => {
  it('accepts rows as objects, with a column for each key that any row has', () => {
    const table = Table.from([
      { id: 1, mag: 12.5 },
      { id: 2, note: 'red' },
    ] as { id: number; mag?: number; note?: string }[]);
    expect(table.names).toEqual(['id', 'mag', 'note']);
    expect(table.toObjects()).toEqual([
      { id: 1, mag: 12.5, note: null },
      { id: 2, mag: NaN, note: 'red' },
    ]);
  });

  it('accepts rows from any iterable', () => {
    function* rows(): Generator<{ x: number }> {
      yield { x: 1 };
      yield { x: 2 };
    }
    expect([...Table.from<{ x: number }>(rows()).columns.x]).toEqual([1, 2]);
  });

  it('assigns units and descriptions', () => {
    const table = Table.from([{ mag: 1 }], {
      units: { mag: 'mag' },
      descriptions: { mag: 'brightness' },
      meta: { name: 'm' },
    });
    expect(table.columns.mag.unit).toBe('mag');
    expect(table.columns.mag.description).toBe('brightness');
    expect(table.meta).toEqual({ name: 'm' });
  });

  it('accepts an object or a Map of arrays, and typed arrays without a copy', () => {
    const flux = Float32Array.of(1, 2);
    const table = Table.from<{ flux: number; id: bigint }>({ flux, id: [1n, null] });
    expect(table.values('flux')).toBe(flux);
    expect([...table.columns.id]).toEqual([1n, null]);
    expect(Table.from(new Map([['a', [1, 2]]])).names).toEqual(['a']);
  });

  it('accepts a Skyframe table and replaces its units', () => {
    const table = Table.fromColumns({ x: [1], y: [2] }, { units: { x: 'px', y: 'px' } });
    const again = Table.from(table, { units: { x: 'arcsec' } });
    expect([again.unit('x'), again.unit('y')]).toEqual(['arcsec', 'px']);
    expect(again.values('x')).toBe(table.values('x'));
  });

  it('stores arrays of one length as vectors, of several lengths as lists', () => {
    const table = Table.from<Record<string, never>>([
      { v: [1, 2], l: [1], b: [true, false], s: ['a', 'b'], i: [1n, 2], t: Float32Array.of(1, 2) },
      { v: [3, null], l: [], b: [false, false], s: ['c', 'd'], i: [3, 4n], t: Float32Array.of(3, 4) },
      { v: null, l: [2, 3], b: null, s: null, i: null, t: null },
    ] as never);
    expect(kinds(table)).toEqual({ v: 'vector', l: 'list', b: 'vector', s: 'vector', i: 'vector', t: 'vector' });
    const { v, t, b, l } = table.columns;
    expect(v[1]).toEqual(Float64Array.of(3, NaN));
    expect(v[2]).toBe(null);
    expect(t[1]).toEqual(Float32Array.of(3, 4));
    expect(table.data.stored.get('b')?.values).toMatchObject({ element: 'boolean' });
    expect(Array.from(l, list => [...list])).toEqual([[1], [], [2, 3]]);
    expect(b[2]).toBe(null);
  });

  it('stores dates, and integers mixed with bigints, exactly', () => {
    const table = Table.from<Record<string, never>>({ t: [new Date(5), null], id: [1, 2n ** 60n] });
    expect(kinds(table)).toEqual({ t: 'date', id: 'int64' });
    expect([...table.columns.id]).toEqual([1n, 2n ** 60n]);
    expect([...table.columns.t]).toEqual([new Date(5), null]);
  });

  it('keeps objects and arrays of mixed values as JSON text', () => {
    const table = Table.from({ o: [{ a: 1n }, null], m: [[1, 'x'], []] });
    expect([...table.columns.o]).toEqual(['{"a":1}', null]);
    expect([...table.columns.m]).toEqual(['[1,"x"]', '[]']);
  });

  it('accepts columns called __proto__ and constructor', () => {
    const rows = JSON.parse('[{"__proto__": 1, "constructor": 2}]');
    expect(Table.from(rows).names).toEqual(['__proto__', 'constructor']);
  });

  it('makes an empty table from no rows', () => {
    expect(Table.from([]).length).toBe(0);
  });

  it.each([
    ['a number', 5, /got 5/],
    ['a string', 'abc', /got a string/],
    ['null', null, /got null/],
    ['undefined', undefined, /got undefined/],
    ['bytes', new Uint8Array(3), /got/],
    ['an object of numbers', { a: 1 }, /got an object with a/],
    ['rows that are numbers', [1, 2], /Row 0 must be an object .* got 1/],
    ['rows that are arrays', [[1, 2]], /Row 0 must be an object .* got an array/],
  ])('rejects %s and reports what it accepts', (_, source, message) => {
    expect(() => Table.from(source)).toThrow(PhotometryError);
    expect(() => Table.from(source)).toThrow(message);
  });

  it('rejects columns of different lengths', () => {
    expect(() => Table.from({ a: [1], b: [1, 2] })).toThrow(/a has 1, b has 2/);
  });
});
