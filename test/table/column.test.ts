import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Vectors } from '../../lib/table/column/vectors.js';
import { Table } from '../../lib/table/table.js';

/** A standalone column. */
function columnOf<T>(values: ArrayLike<T> | Vectors<T>, unit = '') {
  return Table.fromColumns({ values }, { units: { values: unit as string } }).columns.values;
}

describe('a column', () => {
  test('is indexed, measured and iterated like an array', () => {
    const column = columnOf(new Float32Array([1.5, NaN]), 'electron');
    expect([column[0], column.length, column.unit]).toEqual([1.5, 2, 'electron']);
    expect([...column]).toEqual([1.5, NaN]);
    expect(column.values).toEqual(new Float32Array([1.5, NaN]));
  });

  test('of numbers is a view of the array that it was made from', () => {
    const values = new Float64Array([1, 2, 3, 4]).subarray(1, 3);
    const column = columnOf(values);
    expect([...column]).toEqual([2, 3]);
    values[0] = 20;
    expect(column[0]).toBe(20);
  });

  test('returns null for missing values', () => {
    expect([...columnOf<bigint | null>([1n, null])]).toEqual([1n, null]);
    expect([...columnOf<string | null>(['', null])]).toEqual(['', null]);
    expect([...columnOf<boolean | null>([false, null])]).toEqual([false, null]);
  });

  test('of vectors returns views of the data', () => {
    const column = columnOf(new Vectors(new Float64Array([1, 2, 3, 4]), 2));
    expect([...column]).toEqual([new Float64Array([1, 2]), new Float64Array([3, 4])]);
  });

  test('is created only once', () => {
    const table = Table.fromColumns({ x: [1], s: ['a'] });
    expect(table.columns.x).toBe(table.columns.x);
    expect(table.columns.s).toBe(table.column('s'));
  });

  test('maps to a plain array', () => {
    const column = columnOf([1, 2]) as unknown as Float64Array;
    expect(Object.getPrototypeOf(column.map(x => x * 2))).toBe(Float64Array.prototype);
    const texts = columnOf(['a']) as unknown as string[];
    expect(Object.getPrototypeOf(texts.map(x => x))).toBe(Array.prototype);
  });

  test('prints its kind, unit and first values', () => {
    const column = columnOf(
      Float64Array.from({ length: 12 }, (_, i) => i / 2),
      'px',
    );
    expect(inspect(column)).toBe(
      'Column of 12 float64 [px]: 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, \u2026 2 more',
    );
  });

  test('lists its column names when its table is printed', () => {
    expect(inspect(Table.fromColumns({ x: [1], s: ['a'] }).columns)).toMatch(/x: Column of 1 float64.*\n?.*s: Column/);
  });
});

describe('statistics', () => {
  const ordinary = fc.array(fc.double({ noDefaultInfinity: true, noNaN: true, min: -1e6, max: 1e6 }), { minLength: 2 });

  test('omit NaN: inserting NaN into a column changes nothing', () => {
    fc.assert(
      fc.property(ordinary, values => {
        const clean = columnOf(values);
        const holed = columnOf(values.flatMap(value => [NaN, value]));
        for (const name of ['count', 'min', 'max', 'sum', 'mean', 'median', 'std', 'mad'] as const)
          expect(holed[name]()).toBe(clean[name]());
        expect(holed.quantile(0.3)).toBe(clean.quantile(0.3));
      }),
      { numRuns: 50, seed: 5 },
    );
  });

  test('match their definitions', () => {
    fc.assert(
      fc.property(ordinary, values => {
        const column = columnOf(values);
        const n = values.length;
        const sorted = [...values].sort((a, b) => a - b);
        const mean = values.reduce((a, b) => a + b, 0) / n;
        const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
        const middle = (sorted[Math.floor((n - 1) / 2)] + sorted[Math.ceil((n - 1) / 2)]) / 2;
        expect(column.min()).toBe(sorted[0]);
        expect(column.max()).toBe(sorted[n - 1]);
        expect(column.mean()).toBeCloseTo(mean, 6);
        expect(column.std()).toBeCloseTo(Math.sqrt(variance), 5);
        expect(column.median()).toBeCloseTo(middle, 9);
        expect(column.quantile(0)).toBe(sorted[0]);
        expect(column.quantile(1)).toBe(sorted[n - 1]);
      }),
      { numRuns: 100, seed: 6 },
    );
  });

  test('of [1, 2, 4, 9] equal those of pandas', () => {
    const column = columnOf([1, 2, 4, 9]);
    expect(column.std()).toBeCloseTo(3.559026084010437, 12);
    expect(column.quantile(0.25)).toBeCloseTo(1.75, 12);
    expect(column.mad()).toBe(1.5);
  });

  test('omit masked values', () => {
    const table = Table.fromColumns({ id: [5n, null, 7n], good: [true, null, false] });
    expect(table.columns.id.mean()).toBe(6);
    expect(table.columns.id.count()).toBe(2);
    expect(table.columns.good.mean()).toBe(0.5);
    expect(table.filter(row => row.id !== null).columns.id.valid).toBeNull();
  });

  test('of an empty column are NaN, and the sum is 0', () => {
    for (const column of [columnOf(new Float64Array(0)), columnOf([NaN, NaN])]) {
      expect([column.count(), column.sum()]).toEqual([0, 0]);
      for (const name of ['min', 'max', 'mean', 'median', 'std', 'mad'] as const) expect(column[name]()).toBeNaN();
      expect(column.quantile(0.5)).toBeNaN();
    }
    expect(columnOf([1]).std()).toBeNaN();
  });

  test('of strings are rejected, except for the count', () => {
    const column = columnOf<string | null>(['a', null]);
    expect(column.count()).toBe(1);
    expect(() => column.median()).toThrow(/median\(\) needs numbers, but the column holds strings/);
  });

  test('a quantile outside 0 to 1 is rejected', () => {
    expect(() => columnOf([1]).quantile(1.1)).toThrow(/between 0 and 1, got 1.1/);
  });

  test('do not reorder the column', () => {
    const column = columnOf([3, 1, 2]);
    column.median();
    column.mad();
    expect([...column]).toEqual([3, 1, 2]);
  });
});

describe('vectors', () => {
  test('must divide the data evenly', () => {
    expect(() => new Vectors(new Float64Array(5), 2)).toThrow(/5 numbers do not split into vectors of 2/);
    expect(() => new Vectors(new Float64Array(4), 0)).toThrow(/positive whole number, got 0/);
  });

  test('are filtered and sorted by other columns', () => {
    const table = Table.fromColumns({ k: [2, 1], v: new Vectors(new Int32Array([1, 2, 3, 4]), 2) });
    expect(table.sortBy('k').columns.v[0]).toEqual(new Int32Array([3, 4]));
    expect(() => table.sortBy('v')).toThrow(/holds vectors, which have no order/);
    expect(() => table.groupBy('v')).toThrow(/cannot be grouped by/);
  });

  test('given as arrays must have equal widths', () => {
    const vectors = [new Float64Array([1, 2]), null, new Float64Array([3, 4])];
    const column = columnOf<Float64Array | null>(vectors);
    expect([...column]).toEqual(vectors);
    expect(() => columnOf([new Float64Array(2), new Float64Array(3)])).toThrow(/vectors of 2, but row 1 has one of 3/);
  });
});
