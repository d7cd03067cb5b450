import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  at,
  count,
  distinct,
  first,
  last,
  mad,
  max,
  mean,
  median,
  min,
  quantile,
  std,
  sum,
  weightedMean,
} from '../../lib/table/statistics/aggregates.js';
import { Table } from '../../lib/table/table.js';

describe('aggregates', () => {
  test('match the statistics of the column of each group', () => {
    const row = fc.record({ g: fc.nat(3), x: fc.option(fc.double({ min: -1e9, max: 1e9, noNaN: true })) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), rows => {
        const table = Table.fromColumns({ g: rows.map(({ g }) => g), x: Float64Array.from(rows, ({ x }) => x ?? NaN) });
        const made = table.groupBy('g').aggregate({
          sum: sum('x'),
          mean: mean('x'),
          std: std('x'),
          min: min('x'),
          max: max('x'),
          median: median('x'),
          quantile: quantile('x', 0.7),
          mad: mad('x'),
          count: count('x'),
        });
        for (const [index, [, group]] of [...table.groupBy('g')].entries()) {
          const { x } = group.columns;
          for (const name of ['sum', 'mean', 'std', 'min', 'max', 'median', 'quantile', 'mad', 'count'] as const) {
            const want = name === 'quantile' ? x.quantile(0.7) : x[name]();
            const got = made.columns[name][index];
            if (Number.isNaN(want)) expect(got, name).toBeNaN();
            else expect(Math.abs(got - want), name).toBeLessThanOrEqual(1e-6);
          }
        }
      }),
      { numRuns: 60, seed: 26 },
    );
  });

  test('sum without losing small values', () => {
    const table = Table.fromColumns({ x: [1e16, 1, -1e16, 1, 2460000.123456789, 2460000.123456789] });
    expect(
      table
        .head(4)
        .groupBy()
        .aggregate({ s: sum('x') }).columns.s[0],
    ).toBe(2);
    const tail = table
      .tail(2)
      .groupBy()
      .aggregate({ s: std('x'), m: mean('x') });
    expect([tail.columns.s[0], tail.columns.m[0]]).toEqual([0, 2460000.123456789]);
  });

  test('keep dates as dates; their spread is in milliseconds', () => {
    const when = [new Date(0), new Date(4000), null, new Date(1000)];
    const made = Table.fromColumns({ when, x: [3, 1, 0, 2] })
      .groupBy()
      .aggregate({
        min: min('when'),
        max: max('when'),
        median: median('when'),
        mean: mean('when'),
        mad: mad('when'),
        distinct: distinct('when'),
        at: at('when', max('x')),
        present: count('when'),
      });
    expect(made.toObjects()).toEqual([
      {
        min: new Date(0),
        max: new Date(4000),
        median: new Date(1000),
        mean: new Date(5000 / 3),
        mad: 1000,
        distinct: 3,
        at: new Date(0),
        present: 3,
      },
    ]);
    expect(made.unit('mad')).toBe('ms');
    expect(() =>
      Table.fromColumns({ when })
        .groupBy()
        .aggregate({ s: sum('when') }),
    ).toThrow(/dates cannot be added/);
  });

  test('first, last and at return values of the column, of its kind, including missing ones', () => {
    const table = Table.fromColumns({
      g: ['a', 'a', 'b'],
      id: [2n ** 60n, null, 3n],
      n: new Int32Array([7, 8, 9]),
      x: [2, 1, NaN],
    });
    const made = table.groupBy('g').aggregate({ f: first('id'), l: last('id'), n: last('n'), at: at('n', min('x')) });
    expect(made.toObjects()).toEqual([
      { g: 'a', f: 2n ** 60n, l: null, n: 8, at: 8 },
      { g: 'b', f: 3n, l: 3n, n: 9, at: null },
    ]);
    expect(made.values('n')).toBeInstanceOf(Int32Array);
  });

  test('weighted means omit values without a weight', () => {
    const table = Table.fromColumns(
      { x: [1, 3, 100, NaN, 5], w: [1, 3, 0, 1, NaN], e: [1, 0.5, 0, 1, -1] },
      { units: { x: 'mag' } },
    );
    const made = table.groupBy().aggregate({
      w: weightedMean('x', { weights: 'w' }),
      e: weightedMean('x', { errors: 'e' }),
      none: weightedMean('w', { weights: 'x' }),
    });
    expect([made.columns.w[0], made.columns.e[0]]).toEqual([2.5, 13 / 5]);
    expect(made.unit('w')).toBe('mag');
    expect(() => weightedMean('x', {})).toThrow(/takes \{ weights \} or \{ errors \}, one of them/);
    expect(() => weightedMean('x', { weights: 'w', errors: 'e' })).toThrow(/one of them/);
    expect(() => quantile('x', 2)).toThrow(/between 0 and 1, got 2/);
  });

  test('report which kind of column they do not support', () => {
    const table = Table.fromColumns({ s: ['a'], v: [new Float64Array(2)] });
    expect(() => table.groupBy().aggregate({ m: max('s') })).toThrow(
      /max\(\) needs numbers, but the column holds strings/,
    );
    expect(() => table.groupBy().aggregate({ m: distinct('v') })).toThrow(/cannot compare vectors/);
    expect(
      table
        .groupBy()
        .aggregate({ n: count('v'), d: distinct('s') })
        .toObjects(),
    ).toEqual([{ n: 1, d: 1 }]);
  });
});
