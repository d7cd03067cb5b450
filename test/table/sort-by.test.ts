import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { radixOrder } from '../../lib/table/keys/radix-order.js';
import { Table } from '../../lib/table/table.js';
import { type AnyColumns, arbitraryTable } from './arbitrary-table.js';

type Value = AnyColumns[keyof AnyColumns];

/** The order that sortBy guarantees, by comparison: missing and NaN last, ties in the original order. */
function compare(a: Value, b: Value, sign: number): number {
  const missing = (value: Value) => value === null || Number.isNaN(value);
  if (missing(a) || missing(b)) return Number(missing(a)) - Number(missing(b));
  return a! < b! ? -sign : a! > b! ? sign : 0;
}

describe('sortBy', () => {
  test.each(['f64', 'f32', 'i32', 'u8', 'i64', 'text', 'flag'] as const)('sorts %s stably, missing last', name => {
    fc.assert(
      fc.property(arbitraryTable(20), table => {
        for (const [order, sign] of [['ascending', 1] as const, ['descending', -1] as const])
          expect(table.sortBy(name, order).toObjects()).toEqual(
            table.toObjects().sort((a, b) => compare(a[name], b[name], sign)),
          );
      }),
      { numRuns: 50, seed: 7 },
    );
  });

  test('by several columns gives priority to the first', () => {
    fc.assert(
      fc.property(arbitraryTable(20), table => {
        const few = table.derive({ u8: row => row.u8 % 3 });
        expect(few.sortBy(['flag', 'u8', 'f64']).toObjects()).toEqual(
          few
            .toObjects()
            .sort((a, b) => compare(a.flag, b.flag, 1) || compare(a.u8, b.u8, 1) || compare(a.f64, b.f64, 1)),
        );
      }),
      { numRuns: 50, seed: 8 },
    );
  });

  test('sorts long columns like short ones, in both orders', () => {
    // above the length at which the radix sort begins
    const values = Float64Array.from({ length: 20_000 }, (_, i) => {
      const x = Math.sin(i * 12.9898) * 43758.5453;
      return i % 97 === 0 ? NaN : i % 31 === 0 ? Math.round(x) % 5 : i % 89 === 0 ? -Infinity : x;
    });
    const table = Table.fromColumns({ x: values, i: Int32Array.from(values, (_, i) => i) });
    for (const [order, sign] of [['ascending', 1] as const, ['descending', -1] as const]) {
      const expected = [...table.values('i')].sort((a, b) => compare(values[a], values[b], sign));
      expect([...table.sortBy('x', order).values('i')]).toEqual(expected);
    }
  });

  test('by digits keeps the order of equal keys and skips equal digits', () => {
    const n = 6000;
    const high = Uint32Array.from({ length: n }, (_, i) => i % 2);
    const [even, odd] = [0, 1].map(rest => Array.from({ length: n / 2 }, (_, i) => 2 * i + rest));
    expect([...radixOrder({ high, low: null }, false)]).toEqual([...even, ...odd]);
    expect([...radixOrder({ high, low: new Uint32Array(n) }, true)]).toEqual([...odd, ...even]);
  });

  test('distinguishes numbers that differ only in their last bits, in short and long runs', () => {
    for (const run of [3, 100, 5000]) {
      const values = Float64Array.from({ length: 10_000 }, (_, i) => {
        const size = 1 + Math.floor(i / run) + ((i * 7919) % run) * 2 ** -38;
        return i % 2 === 0 ? size : -size;
      });
      const ids = BigInt64Array.from(
        values,
        (_, i) => (BigInt(i % 11) << 40n) * (i % 3 === 0 ? -1n : 1n) + BigInt((i * 7919) % run),
      );
      const { data } = Table.fromColumns({ x: values, id: ids });
      for (const order of ['ascending', 'descending'] as const) {
        const sign = order === 'ascending' ? 1 : -1;
        const sorted = new Table<{ x: number; id: bigint }>(data);
        expect([...sorted.sortBy('x', order).values('x')]).toEqual([...values].sort((a, b) => sign * (a - b)));
        expect([...sorted.sortBy('id', order).values('id')]).toEqual([...ids].sort((a, b) => sign * Number(a - b)));
      }
    }
  });

  test('zero and negative zero are equal', () => {
    expect([...Table.fromColumns({ x: [0, -0, 0], i: [0, 1, 2] }).sortBy('x').columns.i]).toEqual([0, 1, 2]);
  });

  test('big integers keep all digits', () => {
    const ids = [2n ** 62n + 1n, 2n ** 62n, -(2n ** 63n), 2n ** 63n - 1n, null];
    expect([...Table.fromColumns({ ids }).sortBy('ids').columns.ids]).toEqual([ids[2], ids[1], ids[0], ids[3], null]);
  });

  test('rejects an invalid order with a clear error', () => {
    expect(() => Table.fromColumns({ x: [1] }).sortBy('x', 'desc' as 'descending')).toThrow(/got 'desc'/);
  });
});
