import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Aggregate,
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
} from '../../../lib/table/statistics/aggregates.js';
import { cumulative, difference, rolling, shift } from '../../../lib/table/statistics/window-functions.js';
import { Table } from '../../../lib/table/table.js';

const curve = Table.fromColumns(
  {
    star: ['b', 'a', 'b', 'a', 'b'],
    jd: [3, 1, 1, 4, 2],
    mag: [10, 20, NaN, 22, 12],
    id: [1n, 2n, null, 4n, 5n],
  },
  { units: { mag: 'mag', jd: 'd' } },
);

describe('window', () => {
  test('takes the rows within groups in the order of a column, and leaves them in place', () => {
    const made = curve.window(
      { previous: shift('mag'), gap: difference('jd'), n: cumulative(count()) },
      { within: 'star', along: 'jd' },
    );
    expect([...made.columns.jd]).toEqual([3, 1, 1, 4, 2]);
    expect([...made.columns.previous]).toEqual([12, NaN, NaN, 20, NaN]);
    expect([...made.columns.gap]).toEqual([1, NaN, NaN, 3, 1]);
    expect([...made.columns.n]).toEqual([3, 1, 1, 2, 2]);
    expect([made.unit('previous'), made.unit('gap'), made.unit('n')]).toEqual(['mag', 'd', '']);
  });

  test('shifts values of any kind, in both directions', () => {
    const made = curve.window({ before: shift('id', 2), after: shift('star', -1), far: shift('id', 9) });
    expect([...made.columns.before]).toEqual([null, null, 1n, 2n, null]);
    expect([...made.columns.after]).toEqual(['a', 'b', 'a', 'b', null]);
    expect([...made.columns.far]).toEqual([null, null, null, null, null]);
  });

  test('spans extend half to both sides, ends included, and omit rows without a position', () => {
    const times = Table.fromColumns({ t: [0, 1, 2, NaN, 2.5], x: [1, 2, 4, 8, 16] });
    const made = times.window({ s: rolling(sum('x'), { span: 2 }), n: rolling(count(), { span: 2 }) }, { along: 't' });
    expect([...made.columns.s]).toEqual([3, 7, 22, 0, 20]);
    expect([...made.columns.n]).toEqual([2, 3, 3, 0, 2]);
  });

  test('a huge or infinite value affects only the windows that contain it', () => {
    const x = Float64Array.from({ length: 20 }, (_, i) => i);
    x[4] = 1e300;
    x[5] = Infinity;
    const made = Table.fromColumns({ x }).window({ m: rolling(mean('x'), 3), s: rolling(std('x'), 3) });
    expect([...made.columns.m].slice(7)).toEqual([...x].map((_, i) => (i === 19 ? 18.5 : i)).slice(7));
    expect([...made.columns.s].slice(7, 19)).toEqual(new Array(12).fill(1));
    expect(made.columns.m[5]).toBe(Infinity);
  });

  test('returns dates for dates, and differences in milliseconds', () => {
    const when = [0, 1000, null, 3000].map(ms => (ms === null ? null : new Date(ms)));
    const made = Table.fromColumns({ when }).window({
      latest: cumulative(max('when')),
      gap: difference('when'),
      before: shift('when'),
    });
    expect([...made.columns.latest].map(Number)).toEqual([0, 1000, 1000, 3000]);
    expect([...made.columns.gap]).toEqual([NaN, 1000, NaN, NaN]);
    expect(made.unit('gap')).toBe('ms');
    expect([...made.columns.before].map(date => date?.getTime())).toEqual([undefined, 0, 1000, undefined]);
  });

  test('of an empty table is empty, and without groups there is a single group', () => {
    const made = curve.head(0).window({ m: rolling(median('mag'), 3), s: shift('id') }, { within: ['star', 'jd'] });
    expect(made.length).toBe(0);
    expect(made.names).toContain('m');
  });

  test('replaces a column of the same name after all functions have seen the old one', () => {
    const made = curve.window({ mag: shift('mag'), double: rolling(sum('mag'), 1) });
    expect([...made.columns.mag]).toEqual([NaN, 10, 20, NaN, 22]);
    expect([...made.columns.double]).toEqual([10, 20, 0, 22, 12]);
  });

  test('errors state what to do', () => {
    expect(() => rolling(mean('x'), 4)).toThrow(/odd number of rows, got 4; take 5, or \{ align: 'trailing' \}/);
    expect(() => rolling(mean('x'), 0)).toThrow(/whole number from 1, got 0/);
    expect(() => rolling(mean('x'), {})).toThrow(/\{ rows \} or \{ span \}, one of them/);
    expect(() => rolling(mean('x'), { span: -1 })).toThrow(/positive number, got -1/);
    expect(() => rolling(mean('x'), { rows: 3, least: 0 })).toThrow(/least is a whole number/);
    expect(() => rolling(mean('x'), { rows: 3, align: 'left' as 'centre' })).toThrow(
      /'centre' or 'trailing', got 'left'/,
    );
    expect(() => shift('x', 0.5)).toThrow(/whole number of rows, got 0.5/);
    expect(() => curve.window({ s: rolling(mean('mag'), { span: 2 }) })).toThrow(/a span needs window\(..., \{ along/);
    expect(() => curve.window({ s: rolling(mean('star') as never, 3) })).toThrow(/mean\(\) needs numbers/);
    expect(() => curve.window({ s: shift('mgg' as 'mag') })).toThrow(/No column 'mgg'; nearest: mag/);
  });
});

type Columns = { x: number; w: number; s: string | null };
const arbitraryColumns = fc.array(
  fc.record({
    x: fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(NaN), fc.double({ min: -1e6, max: 1e6, noNaN: true })),
    w: fc.nat(3),
    s: fc.option(fc.constantFrom('a', 'b')),
  }),
  { minLength: 1, maxLength: 25 },
);

/** Each aggregate with its definition for the rows of one window. */
const aggregates: Record<string, Aggregate<keyof Columns>> = {
  count: count(),
  present: count('x'),
  sum: sum('x'),
  mean: mean('x'),
  std: std('x'),
  min: min('x'),
  max: max('x'),
  median: median('x'),
  quantile: quantile('x', 0.3),
  mad: mad('x'),
  distinct: distinct('s'),
  first: first('x'),
  last: last('s'),
  at: at('s', max('x')),
  weighted: weightedMean('x', { weights: 'w' }),
};

function tableOf(rows: readonly Columns[]): Table<Columns> {
  return Table.fromColumns<Columns>({
    x: rows.map(row => row.x),
    w: rows.map(row => row.w),
    s: rows.map(row => row.s),
  });
}

/** The aggregate of the given rows alone, as computed by groupBy. */
function alone(rows: readonly Columns[], name: string): unknown {
  return tableOf(rows).groupBy().aggregate({ a: aggregates[name] }).toObjects()[0].a;
}

describe.each(Object.keys(aggregates))('%s of windows', name => {
  test('equals that of their rows alone', () => {
    fc.assert(
      fc.property(arbitraryColumns, fc.nat(4), (rows, half) => {
        const made = tableOf(rows)
          .window({
            centred: rolling(aggregates[name], 2 * half + 1),
            trailing: rolling(aggregates[name], { rows: half + 1, align: 'trailing' }),
            upTo: cumulative(aggregates[name]),
          })
          .toObjects();
        rows.forEach((_, i) => {
          expectLike(made[i].centred, alone(rows.slice(Math.max(0, i - half), i + half + 1), name));
          expectLike(made[i].trailing, alone(rows.slice(Math.max(0, i - half), i + 1), name));
          expectLike(made[i].upTo, alone(rows.slice(0, i + 1), name));
        });
      }),
      { numRuns: 25, seed: 24 },
    );
  });
});

/** Equal up to rounding of numbers up to 10^6; a missing string may have become NaN in an otherwise empty column. */
function expectLike(got: unknown, want: unknown): void {
  if (typeof want === 'number' && typeof got === 'number' && !Number.isNaN(want))
    expect(Math.abs(got - want)).toBeLessThanOrEqual(1e-8);
  else expect(Number.isNaN(got) ? null : got).toEqual(Number.isNaN(want) ? null : want);
}
