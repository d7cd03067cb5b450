import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Vectors } from '../../../lib/table/column/vectors.js';
import { Table } from '../../../lib/table/table.js';

const frames = Table.fromColumns(
  {
    jd: [0, 1, 4, 5, 9],
    temperature: [NaN, 10, NaN, NaN, 30],
    filter: ['V', null, null, 'R', null],
    id: [null, 1n, 2n, null, 3n],
    good: [true, null, false, null, null],
  },
  { units: { temperature: 'deg_C' } },
);

describe('fill with values', () => {
  test('replaces missing values in columns of any kind', () => {
    const filled = frames.fill({ temperature: -1, filter: 'none', id: 0n, good: false });
    expect([...filled.columns.temperature]).toEqual([-1, 10, -1, -1, 30]);
    expect([...filled.columns.filter]).toEqual(['V', 'none', 'none', 'R', 'none']);
    expect([...filled.columns.id]).toEqual([0n, 1n, 2n, 0n, 3n]);
    expect([...filled.columns.good]).toEqual([true, false, false, false, false]);
    expect(filled.columns.filter.valid).toBeNull();
    expect(filled.unit('temperature')).toBe('deg_C');
    expect(frames.columns.filter[1]).toBeNull();
  });

  test('keeps the type of integer and float32 columns if the value fits', () => {
    const left = Table.fromColumns({ k: [1, 2] });
    const right = Table.fromColumns({
      k: [1],
      n: new Int32Array([5]),
      b: new Uint8Array([6]),
      f: new Float32Array([7]),
    });
    const joined = left.join(right, { on: 'k', how: 'left' });
    const filled = joined.fill({ n: -1, b: 255, f: 0.5 });
    expect([filled.values('n'), filled.values('b'), filled.values('f')]).toEqual([
      new Int32Array([5, -1]),
      new Uint8Array([6, 255]),
      new Float32Array([7, 0.5]),
    ]);
    expect(joined.fill({ n: 0.5 }).values('n')).toEqual(new Float64Array([5, 0.5]));
    expect(joined.fill({ b: 256 }).values('b')).toEqual(new Float64Array([6, 256]));
  });

  test('rejects a value of another type, a missing argument, and unknown columns', () => {
    expect(() => frames.fill({ filter: 3 } as never)).toThrow(
      /fill: column 'filter' holds string here and float64 there/,
    );
    expect(() => frames.fill({ filter: null } as never)).toThrow(/the value for column 'filter' is null/);
    expect(() => frames.fill({ filtre: 'V' } as never)).toThrow(/No column 'filtre'; nearest: filter/);
    expect(() => (frames.fill as (name: string) => void)('filter')).toThrow();
  });
});

describe('fill from neighbouring rows', () => {
  test('carries the last value forward, or the next one back, up to a limit', () => {
    expect([...frames.fill('filter', { how: 'forward' }).columns.filter]).toEqual(['V', 'V', 'V', 'R', 'R']);
    expect([...frames.fill('filter', { how: 'forward', limit: 1 }).columns.filter]).toEqual(['V', 'V', null, 'R', 'R']);
    expect([...frames.fill('filter', { how: 'backward', limit: 1 }).columns.filter]).toEqual([
      'V',
      null,
      'R',
      'R',
      null,
    ]);
    expect([...frames.fill(['id', 'good'], { how: 'backward' }).columns.id]).toEqual([1n, 1n, 2n, 3n, 3n]);
  });

  test('interpolates linearly along a column, between values only', () => {
    expect([...frames.fill('temperature', { how: 'linear', along: 'jd' }).columns.temperature]).toEqual([
      NaN,
      10,
      17.5,
      20,
      30,
    ]);
    expect(frames.fill('temperature', { how: 'linear' }).columns.temperature[2]).toBeCloseTo(10 + 20 / 3, 12);
  });

  test('interpolates dates and integers, but not strings', () => {
    const table = Table.fromColumns({ when: [new Date(0), null, new Date(4000)], name: ['a', null, 'b'] });
    expect(table.fill('when', { how: 'linear' }).columns.when[1]).toEqual(new Date(2000));
    expect(() => table.fill('name', { how: 'linear' })).toThrow(/needs numbers, but the column holds strings/);
    const ids = Table.fromColumns({ n: [1n, null, 4n] }).fill('n', { how: 'linear' });
    expect([...ids.columns.n]).toEqual([1, 2.5, 4]);
  });

  test('carries vectors', () => {
    const a = Table.fromColumns({ k: [1, 2] });
    const series = Table.fromColumns({ k: [1], v: new Vectors(new Float64Array([1, 2]), 2) });
    const filled = a.join(series, { on: 'k', how: 'left' }).fill('v', { how: 'forward' });
    expect([...filled.columns.v]).toEqual([new Float64Array([1, 2]), new Float64Array([1, 2])]);
  });

  test('rejects other methods and limits', () => {
    expect(() => frames.fill('id', { how: 'nearest' as 'linear' })).toThrow(
      /'forward', 'backward' or 'linear', got 'nearest'/,
    );
    expect(() => frames.fill('id', { how: 'forward', limit: -1 })).toThrow(/limit is a number of rows, got -1/);
  });

  test('does not mix groups, and keeps existing values', () => {
    const row = fc.record({ g: fc.nat(2), x: fc.option(fc.nat(9)) });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 15 }), rows => {
        const table = Table.fromColumns({ g: rows.map(({ g }) => g), x: Float64Array.from(rows, ({ x }) => x ?? NaN) });
        const filled = table.fill('x', { how: 'forward', within: 'g' }).columns.x;
        rows.forEach(({ g, x }, i) => {
          const before = rows.slice(0, i + 1).filter(other => other.g === g && other.x !== null);
          expect(filled[i]).toBe(x ?? before.at(-1)?.x ?? NaN);
        });
      }),
      { numRuns: 50, seed: 25 },
    );
  });
});
