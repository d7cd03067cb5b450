import { describe, expect, it } from 'vitest';
import { randomGenerator } from '../../lib/math/random.js';

const moments = (values: readonly number[]) => {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
  return { mean, variance };
};

describe('seeded random numbers', () => {
  it('are the same for the same seed and differ for different seeds', () => {
    const draw = (seed: number) => {
      const random = randomGenerator(seed);
      return Array.from({ length: 50 }, () => [
        random.uniform(),
        random.normal(),
        random.poisson(5),
        random.poisson(80),
      ]);
    };
    expect(draw(3)).toEqual(draw(3));
    expect(draw(3)).not.toEqual(draw(4));
  });

  it('are uniform in [0, 1)', () => {
    const random = randomGenerator(1);
    const values = Array.from({ length: 100_000 }, () => random.uniform());
    expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values.slice(0, 50_000))).toBeLessThan(1);
    const { mean, variance } = moments(values);
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 3);
  });

  it('are normal with mean 0, variance 1 and the right tails', () => {
    const random = randomGenerator(2);
    const values = Array.from({ length: 100_000 }, () => random.normal());
    const { mean, variance } = moments(values);
    expect(mean).toBeCloseTo(0, 1);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    const beyond2 = values.filter(v => Math.abs(v) > 2).length / values.length;
    expect(Math.abs(beyond2 - 0.0455)).toBeLessThan(0.003);
  });

  it.each([0.3, 4, 29, 31, 250, 40_000])('are Poisson of mean and variance %d', expected => {
    const random = randomGenerator(3);
    const n = 40_000;
    const { mean, variance } = moments(Array.from({ length: n }, () => random.poisson(expected)));
    expect(Math.abs(mean - expected)).toBeLessThan(5 * Math.sqrt(expected / n));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(0.05);
  });

  it('are non-negative integers as counts; 0 for a mean that is not positive', () => {
    const random = randomGenerator(4);
    for (let i = 0; i < 2000; i++) {
      const count = random.poisson(i / 20);
      expect(Number.isInteger(count) && count >= 0).toBe(true);
    }
    expect([0, -3, NaN].map(mean => random.poisson(mean))).toEqual([0, 0, 0]);
  });
});
