import { describe, expect, test } from 'vitest';
import { type Positions, toPixelPositions } from '../../lib/pipelines/frames/positions.js';
import { Table } from '../../lib/table/table.js';

const pixels = (positions: unknown) =>
  toPixelPositions(positions as Positions, 'measure', () => ({ skyToPixel: (ra, dec) => ({ x: ra, y: dec }) }));

describe('positions of a table read without a schema', () => {
  test('that are text are refused, not lost as NaN', () => {
    const table = Table.from(JSON.parse('[{"ra":"16:02:11.8","dec":28.1}]') as unknown);
    expect(() => pixels(table)).toThrow(/numbers in 'ra', got string "16:02:11.8" in row 0.*parseAngle/);
    expect(() => pixels({ x: ['1.5'], y: [2] })).toThrow(/numbers in 'x'/);
    expect(() => pixels(Table.fromColumns({ x: [1n], y: [2] }))).toThrow(/got bigint/);
  });

  test('that are missing are NaN, not 0', () => {
    const table = Table.fromColumns({ x: Int32Array.of(1, 2), y: [3, 4] });
    const joined = Table.fromColumns({ y: [4, 5] }).join(table, { on: 'y', how: 'left' });
    expect([...pixels(joined).x]).toEqual([2, NaN]);
    expect([...pixels({ x: [null, 1], y: [2, 3] }).x]).toEqual([NaN, 1]);
  });
});
