import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { first, median } from '../../../lib/table/statistics/aggregates.js';
import { Table } from '../../../lib/table/table.js';

const measured = Table.fromColumns(
  {
    star: ['a', 'b', 'a', 'b', 'a', 'c'],
    filter: ['V', 'V', 'B', 'B', 'V', null],
    mag: [10, 11, 12, 13, 20, 99],
    frame: new Int32Array([1, 2, 3, 4, 5, 6]),
  },
  { units: { mag: 'mag' } },
);

describe('pivot', () => {
  test('spreads values over columns, in order of first occurrence; cells without a row are missing', () => {
    const wide = measured.slice(1).pivot({ rows: 'star', columns: 'filter', values: 'mag' });
    expect(wide.names).toEqual(['star', 'V', 'B']);
    expect(wide.toObjects()).toEqual([
      { star: 'b', V: 11, B: 13 },
      { star: 'a', V: 20, B: 12 },
    ]);
    expect(wide.unit('B')).toBe('mag');
  });

  test('of several values puts their names first; an integer without a row is null', () => {
    const wide = measured
      .filter(row => row.frame > 2)
      .pivot({
        rows: 'star',
        columns: 'filter',
        values: ['mag', 'frame'],
        names: ['B', 'V'],
      });
    expect(wide.toObjects()).toEqual([
      { star: 'a', mag_B: 12, mag_V: 20, frame_B: 3, frame_V: 5 },
      { star: 'b', mag_B: 13, mag_V: NaN, frame_B: 4, frame_V: null },
    ]);
  });

  test('creates requested columns even without rows', () => {
    const wide = measured.pivot({ rows: 'star', columns: 'filter', values: 'mag', names: ['R'], aggregate: median });
    expect([...wide.columns.R]).toEqual([NaN, NaN]);
  });

  test('requires an aggregate for several rows in one cell', () => {
    const options = { rows: 'star', columns: 'filter', values: 'mag' } as const;
    expect(() => measured.pivot(options)).toThrow(
      /rows 0 and 4 fall into one cell \(star = a, filter = V\); say what becomes of them/,
    );
    expect([...measured.pivot({ ...options, aggregate: median }).columns.V]).toEqual([15, 11]);
    expect([...measured.pivot({ ...options, values: 'frame', aggregate: first }).columns.V]).toEqual([1, 2]);
  });

  test('rejects existing names', () => {
    const table = Table.fromColumns({ V: [1], filter: ['V'], mag: [2] });
    expect(() => table.pivot({ rows: 'V', columns: 'filter', values: 'mag' })).toThrow(/two columns with the name 'V'/);
  });

  test('refuses to become far larger than the table', () => {
    const id = Float64Array.from({ length: 20_000 }, (_, i) => i);
    const table = Table.fromColumns({ id, key: id, mag: id });
    expect(() => table.pivot({ rows: 'id', columns: 'key', values: 'mag' })).toThrow(
      /would make 20,000 rows x 20,000 columns; choose columns by \{ names \}/,
    );
    const chosen = table.pivot({ rows: 'id', columns: 'key', values: 'mag', names: ['3', '5'] });
    expect([chosen.columns['5'].count(), chosen.columns['5'][5]]).toEqual([1, 5]);
  });

  test('of an empty table is empty', () => {
    expect(measured.head(0).pivot({ rows: 'star', columns: 'filter', values: 'mag' }).length).toBe(0);
  });
});

describe('melt', () => {
  test('stacks columns and repeats the rest', () => {
    const wide = Table.fromColumns(
      { id: [1n, 2n], flux_4: [1, 2], flux_6: new Int32Array([3, 4]) },
      { units: { flux_4: 'adu', flux_6: 'adu' } },
    );
    const long = wide.melt({ columns: ['flux_4', 'flux_6'], name: 'aperture', value: 'flux' });
    expect(long.toObjects()).toEqual([
      { id: 1n, aperture: 'flux_4', flux: 1 },
      { id: 2n, aperture: 'flux_4', flux: 2 },
      { id: 1n, aperture: 'flux_6', flux: 3 },
      { id: 2n, aperture: 'flux_6', flux: 4 },
    ]);
    expect(long.unit('flux')).toBe('adu');
  });

  test('rejects columns of different units or types, no columns, and existing names', () => {
    const table = Table.fromColumns({ a: [1], b: [2], s: ['x'], name: [3] }, { units: { a: 'px', b: 'mag' } });
    expect(() => table.melt({ columns: ['a', 'b'], name: 'n' })).toThrow(/melt: column 'value' is in px and in mag/);
    expect(() => table.melt({ columns: ['a', 's'], name: 'n' })).toThrow(/float64 here and string there/);
    expect(() => table.melt({ columns: ['a'] })).toThrow(/two columns with the name 'name'/);
    expect(() => table.melt({ columns: ['a'], name: 'v', value: 'v' })).toThrow(/two columns with the name 'v'/);
    expect(() => table.melt({ columns: [] })).toThrow(/no columns/);
  });

  test('followed by pivot returns the original table', () => {
    const row = fc.record({ x: fc.double(), y: fc.double() });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 10 }), rows => {
        const wide = Table.fromColumns({
          id: rows.map((_, i) => i),
          x: rows.map(({ x }) => x),
          y: rows.map(({ y }) => y),
        });
        const back = wide
          .melt({ columns: ['x', 'y'] })
          .pivot({ rows: 'id', columns: 'name', values: 'value', names: ['x', 'y'] });
        expect(back.toObjects()).toEqual(wide.toObjects());
      }),
      { numRuns: 40, seed: 22 },
    );
  });
});

describe('concat with fill', () => {
  test('has the columns of all tables, missing where a table lacks one', () => {
    const a = Table.fromColumns({ id: [1n], mag: [10] }, { units: { mag: 'mag' } });
    const b = Table.fromColumns({ id: new Int32Array([2]), name: ['x'], good: [true] });
    const both = a.concat(b, { missing: 'fill' });
    expect(both.toObjects()).toEqual([
      { id: 1n, mag: 10, name: null, good: null },
      { id: 2n, mag: NaN, name: 'x', good: true },
    ]);
    expect(both.unit('mag')).toBe('mag');
    expect(a.concat([b, b], { missing: 'fill' }).length).toBe(3);
  });

  test('is not the default', () => {
    const a = Table.fromColumns({ x: [1] });
    const b = Table.fromColumns({ x: [1], y: [2] });
    expect(() => a.concat(b as never)).toThrow(/'y' is not in the first table.*give \{ missing: 'fill' \}/);
    expect(() => b.concat(a as never)).toThrow(/table 2 has no column 'y'/);
    expect(() => a.concat(b, { missing: 'drop' as 'fill' })).toThrow(/missing is 'error' or 'fill', got 'drop'/);
  });
});
