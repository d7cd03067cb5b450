import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { valueAt } from '../../lib/table/column/stored-column.js';
import { firstRows, groupRows, rowCodes, rowsByGroup } from '../../lib/table/keys/group-rows.js';
import { takeRows } from '../../lib/table/rows/take-rows.js';
import { count, max, mean, min, std, sum } from '../../lib/table/statistics/aggregates.js';
import { Table } from '../../lib/table/table.js';
import { windowsThatEnd } from '../../lib/table/windows/row-windows.js';
import { type AnyColumns, arbitraryRow, tableOf } from './arbitrary-table.js';

/** The groups found by comparing the values of every row as text. */
function slowGroups(rows: readonly (readonly unknown[])[]): number[][] {
  const groups = new Map<string, number[]>();
  rows.forEach((values, row) => {
    const key = values.map(value => (value === 0 ? '0' : `${typeof value} ${value}`)).join('|');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  });
  return [...groups.values()];
}

describe('groups of rows', () => {
  test('are those found by comparing every row, by one column or several of any kind', () => {
    const few = fc.array(arbitraryRow, { minLength: 1, maxLength: 4 });
    const picks = fc.array(fc.nat(3), { maxLength: 20 });
    const names = fc.shuffledSubarray(['f64', 'f32', 'i32', 'u8', 'i64', 'text', 'flag'] as const, { minLength: 1 });
    fc.assert(
      fc.property(few, picks, names, (kinds, places, by) => {
        const rows: AnyColumns[] = places.map(place => kinds[place % kinds.length]);
        const { data } = tableOf(rows);
        const values = rows.map((_, row) => by.map(name => valueAt(data.stored.get(name)!, row)));
        const { rows: order, ends } = groupRows(data, by);
        const found = Array.from(ends, (end, g) => [...order.subarray(g === 0 ? 0 : ends[g - 1], end)]);
        expect(found).toEqual(slowGroups(values));
        expect([...firstRows(data, by)]).toEqual(found.map(group => group[0]));
      }),
      { numRuns: 300, seed: 41 },
    );
  });

  test('of many values, close together or far apart, number as many as the values', () => {
    for (const step of [1, 1000]) {
      const rows = Array.from({ length: 40_000 }, (_, i) => ({
        i32: (i % 20_000) * step,
        f64: i % 7,
        i64: BigInt(i % 3),
      }));
      const { data } = tableOf(rows as unknown as AnyColumns[]);
      expect(groupRows(data, ['i32']).ends).toHaveLength(20_000);
      expect(groupRows(data, ['i32', 'f64', 'i64']).ends).toHaveLength(40_000);
    }
  });
});

describe('are aggregated row by row', () => {
  test('return the same aggregates as for rows sorted by group', () => {
    const numbers = fc.array(fc.oneof(fc.double({ noDefaultInfinity: true, min: -1e6, max: 1e6 }), fc.constant(NaN)));
    const made = [count(), mean('x'), sum('x'), std('x'), min('x'), max('x')];
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 4 }), (values, groups) => {
        const { data } = Table.fromColumns({
          x: Float64Array.from(values),
          key: Int32Array.from(values, (_, i) => (i * i) % groups),
        });
        const x = data.stored.get('x')!;
        const codes = rowCodes(data, ['key']);
        const { rows, ends } = rowsByGroup(codes);
        for (const aggregate of made) {
          const columns = aggregate.columns.length === 0 ? [] : [x];
          const sorted = columns.map(column => takeRows(column, rows));
          const expected = aggregate.compute(sorted, windowsThatEnd(ends)).values as Float64Array;
          const found = aggregate.computeByCode!(columns, codes).values as Float64Array;
          found.forEach((value, group) => {
            if (Number.isNaN(expected[group])) expect(value).toBeNaN();
            else expect(Math.abs(value - expected[group])).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
          });
        }
      }),
      { numRuns: 200, seed: 42 },
    );
  });
});
