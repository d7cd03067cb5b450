import { describe, expect, test } from 'vitest';
import { randomStream } from '../../data-samples/simulator/random.js';

/** Mean and variance of n draws. */
function moments(n: number, draw: () => number): { mean: number; variance: number } {
  let sum = 0;
  let sum2 = 0;
  for (let k = 0; k < n; k++) {
    const value = draw();
    sum += value;
    sum2 += value * value;
  }
  return { mean: sum / n, variance: sum2 / n - (sum / n) ** 2 };
}

describe('random numbers of the simulator', () => {
  test('the same seed and label produce the same numbers, a different label other ones', () => {
    const draw = (seed: number, label: string) => {
      const random = randomStream(seed, label);
      return [random.uniform(), random.normal(), random.poisson(50)];
    };
    expect(draw(7, 'field')).toEqual(draw(7, 'field'));
    expect(draw(7, 'field')).not.toEqual(draw(7, 'weather'));
    expect(draw(7, 'field')).not.toEqual(draw(8, 'field'));
  });

  test('uniform numbers fill [0, 1) evenly', () => {
    const { uniform } = randomStream(1, 'uniform');
    const counts = new Array<number>(20).fill(0);
    for (let k = 0; k < 40000; k++) counts[Math.floor(uniform() * 20)]++;
    const chi2 = counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chi2).toBeLessThan(43.8); // 0.1 % of chi-squared with 19 degrees of freedom
  });

  test('normal numbers have mean 0, variance 1 and the right tails', () => {
    const { normal } = randomStream(2, 'normal');
    let tail = 0;
    const { mean, variance } = moments(100000, () => {
      const value = normal();
      if (Math.abs(value) > 2) tail++;
      return value;
    });
    expect(Math.abs(mean)).toBeLessThan(0.012);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    expect(tail / 100000).toBeCloseTo(0.0455, 2);
  });

  test.each([0.3, 3, 11.9, 12.1, 40, 1000, 60000])('Poisson counts of mean %d have that mean and variance', mean => {
    const { poisson } = randomStream(3, `poisson ${mean}`);
    const n = 40000;
    const found = moments(n, () => poisson(mean));
    expect(Math.abs(found.mean - mean)).toBeLessThan(4 * Math.sqrt(mean / n));
    // The variance of a sample variance: 2 mean^2 / n + mean / n.
    expect(Math.abs(found.variance - mean)).toBeLessThan(4 * Math.sqrt((2 * mean * mean + mean) / n));
  });

  test('each Poisson count has the expected frequency with both methods', () => {
    for (const mean of [4, 15]) {
      const { poisson } = randomStream(4, `counts ${mean}`);
      const counts = new Array<number>(40).fill(0);
      const n = 50000;
      for (let k = 0; k < n; k++) counts[Math.min(39, poisson(mean))]++;
      let probability = Math.exp(-mean);
      for (let k = 0; k < 39; k++) {
        const expected = n * probability;
        if (expected > 20) expect(Math.abs(counts[k] - expected)).toBeLessThan(4.5 * Math.sqrt(expected));
        probability *= mean / (k + 1);
      }
    }
  });

  test('a mean of zero returns zero counts', () => {
    const { poisson } = randomStream(5, 'dark');
    expect([poisson(0), poisson(-3), poisson(Number.NaN)]).toEqual([0, 0, 0]);
  });
});
