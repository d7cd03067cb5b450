/** The verbs compared with pandas, whose results are in test/fixtures/table/verbs-pandas.json (by make-verbs.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  at,
  count,
  distinct,
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
import { cumulative, difference, rolling, shift } from '../../lib/table/statistics/window-functions.js';
import { Table } from '../../lib/table/table.js';

interface Input {
  star: number;
  band: string;
  jd: number;
  mag: number;
  err: number;
  level: number;
}
type Numbers = readonly (number | null)[];
const pandas = JSON.parse(readFileSync(new URL('../fixtures/table/verbs-pandas.json', import.meta.url), 'utf8'));
const table = Table.fromColumns<Input>(pandas.input);

/** Asserts that the numbers of a column agree, with NaN where pandas has none. */
function expectNumbers(got: Iterable<number>, expected: Numbers): void {
  const values = [...got];
  expect(values.length).toBe(expected.length);
  values.forEach((value, row) => {
    const want = expected[row];
    if (want === null) expect(value, `row ${row}`).toBeNaN();
    else
      expect(Math.abs(value - want), `row ${row}: ${value} for ${want}`).toBeLessThan(
        1e-11 * Math.max(1, Math.abs(want)),
      );
  });
}

describe('agreement with pandas', () => {
  test('centred rolling statistics', () => {
    const rolled = table.window({
      median: rolling(median('mag'), 5),
      mean: rolling(mean('mag'), 5),
      std: rolling(std('mag'), 5),
      min: rolling(min('mag'), 5),
      max: rolling(max('mag'), 5),
      count: rolling(count('mag'), 5),
      sum: rolling(sum('mag'), { rows: 5, least: 1 }),
      quantile: rolling(quantile('mag', 0.25), 5),
    });
    for (const name of ['median', 'mean', 'std', 'min', 'max', 'count', 'sum', 'quantile'] as const)
      expectNumbers(rolled.columns[name], pandas.rolling[name]);
  });

  test('trailing windows with a minimum number of values', () => {
    const options = { rows: 4, align: 'trailing', least: 3 } as const;
    const rolled = table.window({
      median: rolling(median('mag'), options),
      mean: rolling(mean('mag'), options),
      std: rolling(std('mag'), options),
      min: rolling(min('mag'), options),
      max: rolling(max('mag'), options),
    });
    for (const name of ['median', 'mean', 'std', 'min', 'max'] as const)
      expectNumbers(rolled.columns[name], pandas.trailing[name]);
  });

  test('windows, cumulative sums, shifts, differences and ranks within groups', () => {
    const functions = {
      median: rolling(median('mag'), 3),
      cumsum: cumulative(sum('mag')),
      cummax: cumulative(max('mag')),
      cumcount: cumulative(count('mag')),
      shift: shift('mag'),
      diff: difference('mag'),
    };
    const made = table.window(functions, { within: 'star' }).rank('mag', { as: 'rank', within: 'star' });
    expectNumbers(made.columns.median, pandas.byStar.median);
    // before the first value pandas has NaN, this library the sum of no values
    expectNumbers(
      made.columns.cumsum,
      pandas.byStar.cumsum.map((value: number | null) => value ?? 0),
    );
    for (const name of ['cummax', 'cumcount', 'shift', 'diff', 'rank'] as const)
      expectNumbers(made.columns[name], pandas.byStar[name]);
  });

  test('trailing time spans, by numbers and by dates', () => {
    const size = { span: 3, align: 'trailing' } as const;
    const functions = { mean: rolling(mean('mag'), size), count: rolling(count('mag'), size) };
    const dated = table.derive({ date: row => new Date((row.jd - 2440587.5) * 86_400_000) });
    for (const made of [table.window(functions, { along: 'jd' }), dated.window(functions, { along: 'date' })]) {
      expectNumbers(made.columns.mean, pandas.span.mean);
      expectNumbers(made.columns.count, pandas.span.count);
    }
  });

  test('ranks of every method', () => {
    for (const [method, name] of [
      ['average', 'average'],
      ['min', 'min'],
      ['max', 'max'],
      ['dense', 'dense'],
      ['ordinal', 'first'],
    ] as const)
      expectNumbers(table.rank('level', { method }).columns.level_rank, pandas.rank[name]);
    expectNumbers(table.rank('mag', { order: 'descending' }).columns.mag_rank, pandas.rankDescending);
    expectNumbers(table.rank('mag', { fraction: true }).columns.mag_rank, pandas.rankFraction);
  });

  test('aggregates of groups', () => {
    const groups = table
      .groupBy('star')
      .aggregate({
        q: quantile('mag', 0.3),
        mad: mad('mag'),
        last: last('jd'),
        nunique: distinct('band'),
        idxmin: at('jd', min('mag')),
        weighted: weightedMean('mag', { errors: 'err' }),
        count: count('mag'),
        std: std('mag'),
      })
      .sortBy('star');
    for (const name of ['star', 'q', 'mad', 'last', 'nunique', 'idxmin', 'weighted', 'count', 'std'] as const)
      expectNumbers(groups.columns[name], pandas.groups[name]);
  });

  test('a pivot', () => {
    const wide = table
      .pivot({ rows: 'star', columns: 'band', values: 'mag', names: ['B', 'V', 'R'], aggregate: median })
      .sortBy('star');
    for (const name of ['star', 'B', 'V', 'R'] as const) expectNumbers(wide.columns[name], pandas.pivot[name]);
  });

  test('filled gaps', () => {
    const magOf = (filled: Table<Input>) => filled.columns.mag;
    expectNumbers(magOf(table.fill('mag', { how: 'linear' })), pandas.interpolate);
    expectNumbers(magOf(table.fill('mag', { how: 'linear', limit: 1 })), pandas.interpolateLimit);
    expectNumbers(magOf(table.fill('mag', { how: 'linear', along: 'jd' })), pandas.interpolateAlong);
    expectNumbers(magOf(table.fill('mag', { how: 'forward', limit: 1 })), pandas.ffill);
    expectNumbers(magOf(table.fill('mag', { how: 'backward' })), pandas.bfill);
    expectNumbers(magOf(table.fill('mag', { how: 'forward', within: 'star' })), pandas.ffillByStar);
  });

  test('intervals', () => {
    const cut = table.cut('mag', [11, 12, 13, 14], { labels: ['a', 'b', 'c'] });
    expect([...cut.columns.mag_cut]).toEqual(pandas.cut);
  });

  test.each(['inner', 'left', 'right', 'outer'] as const)('%s joins by one key and by two', how => {
    const left = table.head(12).derive({ i: (_, row) => row });
    const right = Table.fromColumns<{ star: number; band: string; zp: number }>(pandas.right).derive({
      j: (_, row) => row,
    });
    const pairsOf = (joined: Table<{ i: number; j: number; star: number }>, ...more: unknown[][]) =>
      joined.toObjects().map(({ i, j, star }, row) => [orNone(i), orNone(j), star, ...more.map(column => column[row])]);
    const byStar = left.join(right, { on: 'star', how });
    expect(pairsOf(byStar).sort(asPython)).toEqual([...pandas[`${how}:star`]].sort(asPython));
    const byBoth = left.join(right, { on: ['star', 'band'], how });
    expect(pairsOf(byBoth, [...byBoth.columns.band]).sort(asPython)).toEqual(
      [...pandas[`${how}:star,band`]].sort(asPython),
    );
  });
});

function orNone(row: number): number {
  return Number.isNaN(row) ? -1 : row;
}

function asPython(a: unknown[], b: unknown[]): number {
  const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}
