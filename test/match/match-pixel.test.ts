import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchPixel } from '../../lib/match/positions/match-pixel.js';

const f64 = (values: readonly number[]) => Float64Array.from(values);
const point = fc.record({
  x: fc.oneof(fc.double({ min: -50, max: 2000, noNaN: true }), fc.integer({ min: 0, max: 5 })),
  y: fc.oneof(fc.double({ min: -50, max: 2000, noNaN: true }), fc.integer({ min: 0, max: 5 })),
});
const points = fc.array(point, { maxLength: 40 });

describe('matchPixel', () => {
  test('finds the same pairs as brute force', () => {
    fc.assert(
      fc.property(points, points, fc.constantFrom(0, 0.5, 3, 200, 5000), (a, b, radius) => {
        const [x1, y1, x2, y2] = [a.map(p => p.x), a.map(p => p.y), b.map(p => p.x), b.map(p => p.y)].map(f64);
        const distance = (i: number, j: number) => Math.hypot(a[i].x - b[j].x, a[i].y - b[j].y);
        const all = matchPixel(x1, y1, x2, y2, radius, { mode: 'all' });
        const found = new Set(Array.from(all.index1, (i, k) => `${i} ${all.index2[k]}`));
        for (let i = 0; i < a.length; i++)
          for (let j = 0; j < b.length; j++)
            if (Math.abs(distance(i, j) - radius) > 1e-9) expect(found.has(`${i} ${j}`)).toBe(distance(i, j) < radius);
        const nearest = matchPixel(x1, y1, x2, y2, radius);
        for (let k = 0; k < nearest.index1.length; k++) {
          const least = Math.min(...b.map((_, j) => distance(nearest.index1[k], j)));
          expect(nearest.separation[k]).toBeCloseTo(least, 9);
          expect(distance(nearest.index1[k], nearest.index2[k])).toBeCloseTo(least, 9);
        }
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  test('supports mutual and exclusive pairs, and skips NaN', () => {
    const [x1, y1] = [f64([0, 1, NaN]), f64([0, 0, 0])];
    const [x2, y2] = [f64([0.4, 9]), f64([0, 9])];
    expect([...matchPixel(x1, y1, x2, y2, 2).index1]).toEqual([0, 1]);
    expect([...matchPixel(x1, y1, x2, y2, 2, { mode: 'mutual' }).index1]).toEqual([0]);
    expect([...matchPixel(x1, y1, x2, y2, 2, { mode: 'exclusive' }).index1]).toEqual([]);
  });

  test('rejects an invalid radius and coordinates of unequal length', () => {
    expect(() => matchPixel(f64([1]), f64([1]), f64([1]), f64([1]), NaN)).toThrow(/radius must be a number of pixels/);
    expect(() => matchPixel(f64([1]), f64([]), f64([1]), f64([1]), 1)).toThrow(/list 1 must be of equal length/);
  });
});
