import { describe, expect, test } from 'vitest';
import { randomGenerator } from '../../lib/math/random.js';
import { medianOf } from '../../lib/table/statistics/column-median.js';

/** Enough values that they are counted by their leading bits. */
const MANY = 40_000;
const random = randomGenerator(8);

const COLUMNS: Record<string, (row: number) => number> = {
  magnitudes: () => 12 + 10 * random.uniform(),
  'values about zero': () => random.uniform() - 0.5,
  'few different values': () => Math.round(5 * random.uniform()),
  'values over all exponents': row => (row % 2 === 0 ? 1 : -1) * 10 ** (600 * random.uniform() - 300),
  'two heaps far apart': row => (row % 2 === 0 ? -1e6 : 1e-6) * (1 + random.uniform()),
  'mostly infinity': row => (row % 3 === 0 ? row : Infinity),
};

function sortedMedian(values: Float64Array): number {
  const sorted = values.slice().sort();
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

describe('the median of a long column', () => {
  test.each(Object.entries(COLUMNS))('of %s equals that of the sorted values, with or without NaN', (_, valueIn) => {
    for (const length of [MANY, MANY + 1]) {
      const values = Float64Array.from({ length }, (_, row) => valueIn(row));
      const holed = Float64Array.from({ length: 2 * length }, (_, i) => (i % 2 === 0 ? NaN : values[i >> 1]));
      expect(medianOf(values)).toBe(sortedMedian(values));
      expect(medianOf(holed)).toBe(sortedMedian(values));
    }
  });

  test('without values is NaN', () => {
    expect(medianOf(new Float64Array(MANY).fill(NaN))).toBeNaN();
  });
});
