import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { count } from '../../../lib/table/statistics/aggregates.js';
import { Table } from '../../../lib/table/table.js';

const stars = Table.fromColumns({ mag: [9.9, 10, 11.99, 12, 14, 14.1, NaN] }, { units: { mag: 'mag' } });

describe('cut', () => {
  test('labels the interval of each value; a lower edge belongs to it, and so does the last upper edge', () => {
    expect([...stars.cut('mag', [10, 12, 14]).columns.mag_cut]).toEqual([
      null,
      '[10, 12)',
      '[10, 12)',
      '[12, 14]',
      '[12, 14]',
      null,
      null,
    ]);
  });

  test('closed on the right, with custom names', () => {
    const options = { closed: 'right', labels: ['bright', 'faint'], as: 'sample' } as const;
    const cut = stars.cut('mag', [10, 12, 14], options);
    expect([...cut.columns.sample]).toEqual([null, 'bright', 'bright', 'bright', 'faint', null, null]);
    expect(stars.cut('mag', [10, 12, 14], { closed: 'right' }).columns.mag_cut[1]).toBe('[10, 12]');
    expect(stars.cut('mag', [10, 12, 14], { closed: 'right' }).columns.mag_cut[4]).toBe('(12, 14]');
  });

  test('supports dates', () => {
    const days = Table.fromColumns({ when: [new Date('2024-03-01T12:00Z'), new Date('2024-03-02'), null] });
    const edges = ['2024-03-01', '2024-03-02', '2024-03-03'].map(day => new Date(day));
    expect([...days.cut('when', edges).columns.when_cut]).toEqual([
      '[2024-03-01, 2024-03-02)',
      '[2024-03-02, 2024-03-03]',
      null,
    ]);
  });

  test('rejects edges that do not increase, and too few names', () => {
    expect(() => stars.cut('mag', [10])).toThrow(/two or more edges/);
    expect(() => stars.cut('mag', [10, 10])).toThrow(/each above the one before; got 10, 10/);
    expect(() => stars.cut('mag', [10, NaN])).toThrow(/each above/);
    expect(() => stars.cut('mag', [10, 12], { labels: ['a', 'b'] })).toThrow(/1 intervals, but there are 2 labels/);
    expect(() => stars.cut('mag', [1, 2], { closed: 'both' as 'left' })).toThrow(/'left' or 'right', got 'both'/);
    expect(() => Table.fromColumns({ s: ['a'] }).cut('s', [1, 2])).toThrow(
      /needs numbers, but the column holds strings/,
    );
  });
});

describe('binBy', () => {
  test('by width returns the middle of each bin, in the unit of the column', () => {
    const binned = stars.binBy('mag', { width: 2 });
    expect([...binned.columns.mag_bin]).toEqual([9, 11, 11, 13, 15, 15, NaN]);
    expect(binned.unit('mag_bin')).toBe('mag');
    expect([...stars.binBy('mag', { width: 2, origin: 1, as: 'b' }).columns.b]).toEqual([10, 10, 12, 12, 14, 14, NaN]);
  });

  test('puts a value on an edge into the bin above, although the edge is rounded', () => {
    const tenths = Table.fromColumns({ x: [0.1, 0.2, 0.3, 0.6, 0.7] }).binBy('x', { width: 0.1 });
    for (const [i, middle] of [0.15, 0.25, 0.35, 0.65, 0.75].entries())
      expect(tenths.columns.x_bin[i]).toBeCloseTo(middle, 12);
  });

  test('by count spans the values, with the largest in the last bin', () => {
    const table = Table.fromColumns({ x: [0, 1, 2, 3, 4, Infinity] }).binBy('x', { count: 2 });
    expect([...table.columns.x_bin].slice(0, 5)).toEqual([1, 1, 3, 3, 3]);
    expect([...Table.fromColumns({ x: [5, 5] }).binBy('x', { count: 3 }).columns.x_bin]).toEqual([5.5, 5.5]);
  });

  test('by quantiles puts equal numbers of rows in each bin', () => {
    const table = Table.fromColumns({ x: Float64Array.from({ length: 100 }, (_, i) => (i * 37) % 100) });
    const groups = table.binBy('x', { quantiles: 4 }).groupBy('x_bin').aggregate({ n: count() });
    expect([...groups.columns.n]).toEqual([25, 25, 25, 25]);
  });

  test('bins dates by days', () => {
    const nights = Table.fromColumns({ when: [new Date('2024-03-01T20:00Z'), new Date('2024-03-02T04:00Z'), null] });
    const origin = new Date('2024-03-01T12:00Z');
    expect([...nights.binBy('when', { width: 1, origin }).columns.when_bin]).toEqual([
      new Date('2024-03-02T00:00Z'),
      new Date('2024-03-02T00:00Z'),
      null,
    ]);
  });

  test('rejects no method or several methods, and invalid widths', () => {
    expect(() => stars.binBy('mag', {})).toThrow(/one of them/);
    expect(() => stars.binBy('mag', { width: 1, count: 2 })).toThrow(/one of them/);
    expect(() => stars.binBy('mag', { count: 2, origin: 1 })).toThrow(/one of them/);
    expect(() => stars.binBy('mag', { width: 0 })).toThrow(/positive number, got 0/);
    expect(() => stars.binBy('mag', { count: 1.5 })).toThrow(/whole number from 1, got 1.5/);
  });

  test('keeps each value within half a width of its middle', () => {
    const width = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e4, max: 1e4, noNaN: true })), width, (values, step) => {
        const binned = Table.fromColumns({ x: Float64Array.from(values) }).binBy('x', { width: step });
        for (const { x, x_bin } of binned) expect(Math.abs(x - x_bin)).toBeLessThanOrEqual(step * 0.500001);
      }),
      { numRuns: 50, seed: 23 },
    );
  });
});
