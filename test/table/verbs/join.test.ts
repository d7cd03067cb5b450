import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Vectors } from '../../../lib/table/column/vectors.js';
import { Table } from '../../../lib/table/table.js';
import type { JoinKind } from '../../../lib/table/verbs/join.js';

const stars = Table.fromColumns(
  { id: [10n, 11n, 12n, null], mag: [15.1, 14.2, 13.3, 12.4], field: ['a', 'a', 'b', 'b'] },
  { units: { mag: 'mag' } },
);
const colours = Table.fromColumns(
  { id: [12n, 10n, 10n, null, 99n], colour: [0.3, 0.1, 0.2, 9, 8], mag: [1, 2, 3, 4, 5], seen: new Int32Array(5) },
  { units: { colour: 'mag' }, meta: { author: 'them' } },
);

describe('join', () => {
  test('inner: rows in the order of the left, then of the right; a missing key matches nothing', () => {
    expect(stars.join(colours, { on: 'id' }).toObjects()).toEqual([
      { id: 10n, mag: 15.1, field: 'a', colour: 0.1, mag_right: 2, seen: 0 },
      { id: 10n, mag: 15.1, field: 'a', colour: 0.2, mag_right: 3, seen: 0 },
      { id: 12n, mag: 13.3, field: 'b', colour: 0.3, mag_right: 1, seen: 0 },
    ]);
  });

  test('left: rows without a partner have missing values, NaN in floats, null elsewhere', () => {
    const joined = stars.join(colours, { on: 'id', how: 'left', suffix: '2' });
    expect([...joined.columns.id]).toEqual([10n, 10n, 11n, 12n, null]);
    expect([...joined.columns.colour]).toEqual([0.1, 0.2, NaN, 0.3, NaN]);
    expect([...joined.columns.seen]).toEqual([0, 0, null, 0, null]);
    expect(joined.columns.mag2[3]).toBe(1);
    expect(joined.unit('colour')).toBe('mag');
    expect(joined.meta).toEqual({});
  });

  test('right and outer: keys come from the side that has them', () => {
    expect([...stars.join(colours, { on: 'id', how: 'right' }).columns.id]).toEqual([12n, 10n, 10n, null, 99n]);
    const outer = stars.join(colours, { on: 'id', how: 'outer' });
    expect([...outer.columns.id]).toEqual([10n, 10n, 11n, 12n, null, null, 99n]);
    expect([...outer.columns.field]).toEqual(['a', 'a', 'a', 'b', 'b', null, null]);
  });

  test('semi and anti split the left table', () => {
    expect([...stars.join(colours, { on: 'id', how: 'semi' }).columns.mag]).toEqual([15.1, 13.3]);
    const anti = stars.join(colours, { on: 'id', how: 'anti' });
    expect([...anti.columns.mag]).toEqual([14.2, 12.4]);
    expect(anti.names).toEqual(['id', 'mag', 'field']);
  });

  test('keys with different names, by pairs or by leftOn and rightOn', () => {
    const named = colours.rename({ id: 'source' }).derive({ place: ['b', 'a', 'b', 'a', 'a'] });
    const pairs = stars.join(named, { on: { id: 'source', field: 'place' } });
    expect(pairs.toObjects()).toEqual(
      stars.join(named, { leftOn: ['id', 'field'], rightOn: ['source', 'place'] }).toObjects(),
    );
    expect(pairs.names).toEqual(['id', 'mag', 'field', 'colour', 'mag_right', 'seen']);
    expect([...pairs.columns.id]).toEqual([10n, 12n]);
  });

  test('numbers of different kinds are compared by value, also above 2^53', () => {
    const big = Table.fromColumns({ id: [2n ** 53n, 2n ** 53n + 1n], a: [1, 2] });
    const floats = Table.fromColumns({ id: [2 ** 53], b: [3] });
    expect(big.join(floats, { on: 'id' }).toObjects()).toEqual([{ id: 2n ** 53n, a: 1, b: 3 }]);
    const ints = Table.fromColumns({ id: new Int32Array([7]), c: [4] });
    expect([...big.join(ints, { on: 'id', how: 'outer' }).columns.id]).toEqual([2n ** 53n, 2n ** 53n + 1n, 7n]);
  });

  test('vectors, dates and strings of the right table may be missing', () => {
    const right = Table.fromColumns({
      id: [1],
      series: new Vectors(new Float32Array([1, 2]), 2),
      when: [new Date(0)],
      name: ['x'],
    });
    const joined = Table.fromColumns({ id: [1, 2] }).join(right, { on: 'id', how: 'left' });
    expect(joined.toObjects()).toEqual([
      { id: 1, series: new Float32Array([1, 2]), when: new Date(0), name: 'x' },
      { id: 2, series: null, when: null, name: null },
    ]);
    const none = Table.fromColumns({ id: [1, 2] }).join(right.head(0), { on: 'id', how: 'left' });
    expect([...none.columns.series]).toEqual([null, null]);
  });

  test('cardinality errors name the rows that violate it', () => {
    expect(() => stars.join(colours, { on: 'id', cardinality: 'one-to-one' })).toThrow(
      /not one-to-one: in the right table rows 1 and 2 both have id = 10; take unique rows/,
    );
    expect(() => colours.join(stars, { on: 'id', cardinality: 'one-to-many' })).toThrow(
      /in the left table rows 1 and 2/,
    );
    expect(stars.join(colours, { on: 'id', cardinality: 'one-to-many' }).length).toBe(3);
    expect(colours.join(stars, { on: 'id', cardinality: 'many-to-one' }).length).toBe(3);
  });

  test('errors state what to do', () => {
    const any = (options: object) => () => stars.join(colours, options as { on: 'id' });
    expect(any({ on: 'field' })).toThrow(/join, right table: No column 'field'/);
    expect(any({ on: 'idd' })).toThrow(/join, left table: No column 'idd'; nearest: id/);
    expect(any({})).toThrow(/by which columns\? Give \{ on: 'id' \}/);
    expect(any({ on: 'id', leftOn: 'id' })).toThrow(/give \{ on \}, or \{ leftOn, rightOn \}/);
    expect(any({ leftOn: ['id', 'mag'], rightOn: 'id' })).toThrow(/equally many columns; got 2 and 1/);
    expect(any({ on: 'id', how: 'full' })).toThrow(/how is one of inner, left, .*got 'full'/);
    expect(any({ on: 'id', cardinality: '1:1' })).toThrow(/cardinality is one of/);
    expect(any({ on: { field: 'colour' } })).toThrow(/'field' \(string\) and 'colour' \(float64\)/);
    expect(any({ on: 'id', suffix: '' })).toThrow(/two columns with the name 'mag'; give another \{ suffix \}/);
  });

  test('keeps the provenance of both tables', () => {
    const step = (verb: string) => ({ verb, options: {} });
    const joined = stars.withStep(step('a')).join(colours.withStep(step('b')), { on: 'id' });
    expect(joined.provenance.map(({ verb }) => verb)).toEqual(['a', 'b']);
  });

  const arbitraryKey = fc.record({ a: fc.option(fc.nat(3)), b: fc.option(fc.constantFrom('x', 'y')) });
  const arbitraryKeys = fc.array(arbitraryKey, { maxLength: 12 });
  const tableOf = (rows: Key[]) => Table.fromColumns<Key>({ a: rows.map(({ a }) => a), b: rows.map(({ b }) => b) });

  test.each(['inner', 'left', 'right', 'outer', 'semi', 'anti'] as const)(
    '%s returns the same pairs as brute force',
    how => {
      fc.assert(
        fc.property(arbitraryKeys, arbitraryKeys, (l, r) => {
          const left = tableOf(l).derive({ l: (_, i) => i });
          const right = tableOf(r).derive({ r: (_, i) => i });
          const joined = left.join(right, { on: ['a', 'b'], how }) as Table<{ l: number; r: number }>;
          const rows = joined.toObjects().map(row => [row.l, how === 'semi' || how === 'anti' ? NaN : row.r]);
          expect(rows).toEqual(naiveJoin(l, r, how));
        }),
        { numRuns: 60, seed: 21 },
      );
    },
  );
});

type Key = { a: number | null; b: string | null };

/** Pairs of row numbers by brute force; NaN for a row without a partner. */
function naiveJoin(left: Key[], right: Key[], how: JoinKind): number[][] {
  const same = (x: Key, y: Key) => x.a !== null && x.b !== null && x.a === y.a && x.b === y.b;
  const partners = (row: Key, others: Key[]) => others.flatMap((other, i) => (same(row, other) ? [i] : []));
  const orNone = (rows: number[]) => (rows.length > 0 ? rows : [NaN]);
  switch (how) {
    case 'semi':
    case 'anti':
      return left.flatMap((row, i) => (partners(row, right).length > 0 === (how === 'semi') ? [[i, NaN]] : []));
    case 'right':
      return right.flatMap((row, j) => orNone(partners(row, left)).map(i => [i, j]));
    default: {
      const kept = (rows: number[]) => (how === 'inner' ? rows : orNone(rows));
      const pairs = left.flatMap((row, i) => kept(partners(row, right)).map(j => [i, j]));
      const alone = right.flatMap((row, j) => (partners(row, left).length === 0 ? [[NaN, j]] : []));
      return how === 'outer' ? [...pairs, ...alone] : pairs;
    }
  }
}
