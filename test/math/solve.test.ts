import { describe, expect, it } from 'vitest';
import { randomGenerator } from '../../lib/math/random.js';
import { solveInPlace } from '../../lib/math/solve.js';

describe('solving linear equations', () => {
  it('recovers the solution from which the right-hand side was computed', () => {
    const random = randomGenerator(5);
    for (let n = 1; n <= 8; n++) {
      const matrix = Float64Array.from({ length: n * n }, () => random.normal());
      const solution = Float64Array.from({ length: n }, () => random.normal());
      const right = solution.map((_, row) => solution.reduce((sum, x, k) => sum + matrix[row * n + k] * x, 0));
      expect(solveInPlace(matrix, right, n)).toBe(true);
      solution.forEach((x, k) => {
        expect(right[k]).toBeCloseTo(x, 9);
      });
    }
  });

  it('swaps rows where a pivot is zero', () => {
    const right = Float64Array.of(3, 7);
    expect(solveInPlace(Float64Array.of(0, 1, 1, 0), right, 2)).toBe(true);
    expect([...right]).toEqual([7, 3]);
  });

  it('reports singular systems and non-finite numbers', () => {
    expect(solveInPlace(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 2), 2)).toBe(false);
    expect(solveInPlace(Float64Array.of(NaN, 2, 2, 4), Float64Array.of(1, 2), 2)).toBe(false);
  });
});
