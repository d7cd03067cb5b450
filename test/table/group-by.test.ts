import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { count, first, max, mean, median, min, std, sum } from '../../lib/table/statistics/aggregates.js';
import { Table } from '../../lib/table/table.js';
import { arbitraryTable } from './arbitrary-table.js';

const frames = Table.fromColumns(
  {
    type: ['bias', 'flat', 'bias', 'flat', 'flat'],
    filter: ['', 'V', '', 'R', 'V'],
    exptime: [0, 2, 0, 3, 2],
    level: [300, 20_000, 302, NaN, 22_000],
    id: [1n, 2n, 3n, 4n, 5n],
  },
  { units: { exptime: 's', level: 'adu' } },
);

describe('groupBy', () => {
  test('counts the rows of each group, in the order of their first rows', () => {
    expect(frames.groupBy('type', 'filter').count().toObjects()).toEqual([
      { type: 'bias', filter: '', count: 2 },
      { type: 'flat', filter: 'V', count: 2 },
      { type: 'flat', filter: 'R', count: 1 },
    ]);
  });

  test('aggregates by column, keeps units and types, and omits NaN', () => {
    const table = frames.groupBy('type').aggregate({
      n: count(),
      mean: mean('level'),
      median: median('level'),
      min: min('level'),
      max: max('level'),
      sum: sum('level'),
      std: std('level'),
      first: first('id'),
      span: group => group.columns.level.max() - group.columns.level.min(),
    });
    expect(table.toObjects()).toEqual([
      { type: 'bias', n: 2, mean: 301, median: 301, min: 300, max: 302, sum: 602, std: Math.SQRT2, first: 1n, span: 2 },
      {
        type: 'flat',
        n: 3,
        mean: 21_000,
        median: 21_000,
        min: 20_000,
        max: 22_000,
        sum: 42_000,
        std: 1000 * Math.SQRT2,
        first: 2n,
        span: 2000,
      },
    ]);
    expect([table.unit('mean'), table.unit('n'), table.unit('span')]).toEqual(['adu', '', '']);
  });

  test('iterates over groups with their keys', () => {
    const seen = [...frames.groupBy('filter', 'exptime')].map(([key, group]) => [key, group.length]);
    expect(seen).toEqual([
      [{ filter: '', exptime: 0 }, 2],
      [{ filter: 'V', exptime: 2 }, 2],
      [{ filter: 'R', exptime: 3 }, 1],
    ]);
    expect(frames.groupBy('filter').length).toBe(3);
    expect([...frames.groupBy('filter').keys.columns.filter]).toEqual(['', 'V', 'R']);
  });

  test('groups missing values together, and NaN together', () => {
    const table = Table.fromColumns({ s: ['a', null, null, ''], x: [NaN, 0, NaN, -0] });
    expect(table.groupBy('s').count().toObjects()).toEqual([
      { s: 'a', count: 1 },
      { s: null, count: 2 },
      { s: '', count: 1 },
    ]);
    expect([...table.groupBy('x').count().columns.count]).toEqual([2, 2]);
  });

  test('prints its groups', () => {
    expect(String(frames.groupBy('type'))).toMatch(/^2 groups by type\nTable: 2 rows x 1 column/);
  });

  test('without names makes a single group', () => {
    expect(frames.groupBy().aggregate({ n: count() }).toObjects()).toEqual([{ n: 5 }]);
  });

  test('rejects a new column with the name of a key', () => {
    expect(() => frames.groupBy('type').aggregate({ type: count() })).toThrow(/'type' is a key of the groups/);
  });

  test('partitions the rows: the groups together are the table, and the keys are equal within each', () => {
    fc.assert(
      fc.property(arbitraryTable(30), table => {
        const few = table.derive({ u8: row => row.u8 % 3, i: (_, i) => i });
        const groups = [...few.groupBy('flag', 'u8')];
        const rows = groups.flatMap(([, group]) => [...group.columns.i]);
        expect(rows.toSorted((a, b) => a - b)).toEqual([...few.columns.i]);
        const keys = new Set(groups.map(([key]) => `${key.flag} ${key.u8}`));
        expect(keys.size).toBe(groups.length);
        for (const [key, group] of groups) for (const row of group) expect({ flag: row.flag, u8: row.u8 }).toEqual(key);
      }),
      { numRuns: 50, seed: 9 },
    );
  });
});

describe('unique', () => {
  test('keeps the first of the rows that are equal', () => {
    expect(
      frames
        .unique('type')
        .toObjects()
        .map(row => row.id),
    ).toEqual([1n, 2n]);
    expect([...frames.unique('filter', 'exptime').columns.id]).toEqual([1n, 2n, 4n]);
  });

  test('without names compares whole rows', () => {
    fc.assert(
      fc.property(arbitraryTable(6), table => {
        const doubled = table.concat(table).unique();
        expect(doubled.toObjects()).toEqual(table.unique().toObjects());
      }),
      { numRuns: 30, seed: 10 },
    );
  });
});
