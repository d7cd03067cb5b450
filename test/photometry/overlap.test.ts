import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderCircle, circlePixelOverlap } from '../../lib/photometry/overlap.js';

/** The area by brute force: a fine grid of points. */
function sampledOverlap(dx: number, dy: number, r: number, n = 400): number {
  let inside = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const x = dx - 0.5 + (i + 0.5) / n;
      const y = dy - 0.5 + (j + 0.5) / n;
      if (x * x + y * y < r * r) inside++;
    }
  return inside / (n * n);
}

describe('the overlap area of a pixel and a circle', () => {
  it('matches a count on a fine grid of points', () => {
    for (const [dx, dy, r] of [
      [0, 0, 0.3],
      [0.2, -0.1, 0.55],
      [0.5, 0.5, 0.5],
      [3, 2, 3.7],
      [-3, 2, 3.7],
      [-2.3, -2.9, 3.5],
      [4, 0, 4.2],
      [0, -4, 3.9],
      [0.49, 7.8, 8],
    ])
      expect(circlePixelOverlap(dx, dy, r)).toBeCloseTo(sampledOverlap(dx, dy, r), 3);
  });

  it('is 1 inside, 0 outside and always between 0 and 1', () => {
    expect(circlePixelOverlap(0, 0, 5)).toBe(1);
    expect(circlePixelOverlap(20, 3, 5)).toBe(0);
    expect(circlePixelOverlap(0, 0, 0)).toBe(0);
    expect(circlePixelOverlap(0, 0, NaN)).toBe(0);
    fc.assert(
      fc.property(
        fc.double({ min: -9, max: 9, noNaN: true }),
        fc.double({ min: -9, max: 9, noNaN: true }),
        fc.double({ min: 0.01, max: 9, noNaN: true }),
        (dx, dy, r) => {
          const area = circlePixelOverlap(dx, dy, r);
          return area >= 0 && area <= 1;
        },
      ),
      { seed: 1 },
    );
  });

  it('is the area of the circle if the circle is inside the pixel', () => {
    expect(circlePixelOverlap(0.1, -0.2, 0.25)).toBeCloseTo(Math.PI * 0.25 ** 2, 14);
  });

  it('sums to pi r squared for any centre', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        fc.double({ min: 0.05, max: 7, noNaN: true }),
        (x, y, r) => {
          let sum = 0;
          for (let j = -9; j <= 9; j++) for (let i = -9; i <= 9; i++) sum += circlePixelOverlap(i - x, j - y, r);
          return Math.abs(sum / (Math.PI * r * r) - 1) < 1e-11 + 1e-15 / r ** 2;
        },
      ),
      { seed: 2, numRuns: 300 },
    );
  });

  it('is invariant under reflection', () => {
    const area = circlePixelOverlap(2.3, 1.9, 3.1);
    expect(area).toBeGreaterThan(0);
    for (const [dx, dy] of [
      [-2.3, 1.9],
      [2.3, -1.9],
      [-2.3, -1.9],
      [1.9, 2.3],
    ])
      expect(circlePixelOverlap(dx, dy, 3.1)).toBeCloseTo(area, 13);
  });

  it('has a quarter of the disc under the circle from 0 to r', () => {
    expect(areaUnderCircle(3, 3)).toBeCloseTo((Math.PI * 9) / 4, 14);
    expect(areaUnderCircle(-5, 3)).toBeCloseTo((-Math.PI * 9) / 4, 14);
    expect(areaUnderCircle(0, 3)).toBe(0);
  });
});
