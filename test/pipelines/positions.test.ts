import { describe, expect, test } from 'vitest';
import { PhotometryError } from '../../lib/core/errors.js';
import { type Positions, toPixelPositions } from '../../lib/pipelines/frames/positions.js';
import { Table } from '../../lib/table/table.js';

/** A WCS in which one degree is a hundred pixels. */
const wcs = () => ({ skyToPixel: (ra: number, dec: number) => ({ x: 100 * ra, y: 100 * dec }) });
const noWcs = (): never => {
  throw new PhotometryError('no-wcs', 'no sky here');
};

const X = Float64Array.of(1, 2, 3);
const Y = Float64Array.of(4, 5, 6);

describe('positions', () => {
  test.each<[string, Positions]>([
    ['a table', Table.fromColumns({ x: X, y: Y, flux: X })],
    ['a list of points', [1, 2, 3].map(x => ({ x, y: x + 3 }))],
    ['two arrays', { x: [1, 2, 3], y: [4, 5, 6] }],
    ['two typed arrays', { x: Float32Array.from(X), y: Int32Array.from(Y) }],
    ['a table of sky positions', Table.fromColumns({ ra: X.map(x => x / 100), dec: Y.map(y => y / 100) })],
    ['a list of sky positions', [1, 2, 3].map(x => ({ ra: x / 100, dec: (x + 3) / 100 }))],
    ['two arrays of sky positions', { ra: [0.01, 0.02, 0.03], dec: [0.04, 0.05, 0.06] }],
  ])('may be %s', (_, positions) => {
    const { x, y } = toPixelPositions(positions, 'measure', wcs);
    for (let k = 0; k < 3; k++) {
      expect(x[k]).toBeCloseTo(X[k], 12);
      expect(y[k]).toBeCloseTo(Y[k], 12);
    }
  });

  test('in pixels need no WCS and take precedence over sky positions', () => {
    const both = Table.fromColumns({ ra: X, dec: Y, x: X, y: Y });
    expect(toPixelPositions(both, 'measure', noWcs)).toEqual({ x: X, y: Y });
  });

  test('on the sky need a WCS', () => {
    expect(() => toPixelPositions([{ ra: 1, dec: 2 }], 'measure', noWcs)).toThrow('no sky here');
  });

  test('are copied: changing them does not change the table', () => {
    const table = Table.fromColumns({ x: X.slice(), y: Y.slice() });
    toPixelPositions(table, 'measure', noWcs).x.fill(0);
    expect(table.columns.x[1]).toBe(2);
  });

  test('may be empty', () => {
    expect(toPixelPositions([], 'measure', noWcs).x.length).toBe(0);
    expect(toPixelPositions({ x: [], y: [] }, 'measure', noWcs).x.length).toBe(0);
  });

  test.each<[string, unknown, RegExp]>([
    ['a table without x and y', Table.fromColumns({ col: X, row: Y }), /measure\(\).*table with columns col, row/],
    ['a list of other objects', [{ col: 1, row: 2 }], /list whose first item is \{ col: 1, row: 2 \}/],
    ['a list with a null item', [{ x: 1, y: 2 }, null], /list whose first item/],
    ['a list of strings', [{ x: '1', y: '2' }], /list whose first item/],
    ['an object with only x', { x: [1] }, /an object with x/],
    ['one point instead of a list', { x: 1, y: 2 }, /an object with x, y/],
    ['undefined', undefined, /got undefined/],
    ['null', null, /got null/],
    ['a number', 7, /got 7/],
  ])('%s is rejected with the received value', (_, positions, message) => {
    expect(() => toPixelPositions(positions as Positions, 'measure', wcs)).toThrow(
      expect.objectContaining({ code: 'bad-argument', message: expect.stringMatching(message) }),
    );
  });

  test('of unequal length are rejected with both lengths', () => {
    expect(() => toPixelPositions({ x: [1, 2], y: [1] }, 'measure', wcs)).toThrow(
      expect.objectContaining({ code: 'length-mismatch', message: expect.stringContaining('2 x and 1 y') }),
    );
    expect(() => toPixelPositions({ ra: [1], dec: [1, 2] }, 'measure', wcs)).toThrow(
      expect.objectContaining({ code: 'length-mismatch' }),
    );
  });
});
