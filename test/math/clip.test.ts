import { describe, expect, it } from 'vitest';
import { clippedStatistics } from '../../lib/math/clip.js';
import { randomGenerator } from '../../lib/math/random.js';

describe('clipped statistics', () => {
  const random = randomGenerator(11);
  const clean = Array.from({ length: 5000 }, () => 100 + 5 * random.normal());

  it('agree with astropy.stats.sigma_clipped_stats', () => {
    // values = [(i*37 % 101) / 10 for i in range(101)] + [60, -55, 200]; astropy 5.2.1
    const values = [...Array.from({ length: 101 }, (_, i) => ((i * 37) % 101) / 10), 60, -55, 200];
    const statistics = clippedStatistics(values, { kappa: 3, maxIterations: Infinity });
    expect(statistics.mean).toBeCloseTo(5, 12);
    expect(statistics.median).toBe(5);
    expect(statistics.std).toBeCloseTo(2.9154759474226504, 12);
    expect(statistics).toMatchObject({ n: 101, clipped: 3 });
  });

  it('find the sky level under stars', () => {
    const withStars = [...clean, ...Array.from({ length: 250 }, (_, i) => 150 + 10 * i)];
    const statistics = clippedStatistics(withStars);
    expect(statistics.median).toBeCloseTo(100, 0);
    expect(statistics.std).toBeGreaterThan(4.7);
    expect(statistics.std).toBeLessThan(5.2);
  });

  it('do not depend on the order of the values', () => {
    const statistics = clippedStatistics(clean);
    const reversed = clippedStatistics([...clean].reverse());
    expect(reversed.median).toBe(statistics.median);
    expect(reversed.n).toBe(statistics.n);
    expect(reversed.std).toBeCloseTo(statistics.std, 10);
  });

  it('shift and scale with the values', () => {
    const statistics = clippedStatistics(clean);
    const changed = clippedStatistics(clean.map(value => 3 * value - 40));
    expect(changed.median).toBeCloseTo(3 * statistics.median - 40, 9);
    expect(changed.std).toBeCloseTo(3 * statistics.std, 9);
    expect(changed.n).toBe(statistics.n);
  });

  it('reject one outlier among five values only with the MAD', () => {
    const five = [10, 11, 10.5, 9.5, 1000];
    expect(clippedStatistics(five, { spread: 'std' }).n).toBe(5);
    expect(clippedStatistics(five, { spread: 'mad' })).toMatchObject({ n: 4, clipped: 1, median: 10.25 });
  });

  it('keep everything where all values are equal', () => {
    expect(clippedStatistics([4, 4, 4, 4])).toEqual({ mean: 4, median: 4, std: 0, n: 4, clipped: 0 });
  });

  it('clip nothing with zero iterations or an infinite kappa', () => {
    expect(clippedStatistics([1, 2, 1e9], { maxIterations: 0 }).n).toBe(3);
    expect(clippedStatistics([1, 2, 1e9], { kappa: Infinity }).n).toBe(3);
  });

  it('skip NaN and infinities', () => {
    expect(clippedStatistics([NaN, 1, Infinity, 3, -Infinity])).toMatchObject({ median: 2, n: 2, clipped: 0 });
  });

  it('are NaN if there is no finite value', () => {
    expect(clippedStatistics([NaN, NaN])).toEqual({ mean: NaN, median: NaN, std: NaN, n: 0, clipped: 0 });
  });

  it('do not modify their input', () => {
    const values = Float64Array.of(5, 1, 4, 2, 3);
    clippedStatistics(values);
    expect([...values]).toEqual([5, 1, 4, 2, 3]);
  });

  it('report what is wrong with an invalid kappa', () => {
    expect(() => clippedStatistics([1], { kappa: 0 })).toThrow(/kappa must be a positive number, got 0/);
    expect(() => clippedStatistics([1], { maxIterations: -1 })).toThrow(/maxIterations must be 0 or more, got -1/);
  });
});
