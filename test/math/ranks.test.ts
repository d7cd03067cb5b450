import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomGenerator } from '../../lib/math/random.js';
import { valuesOfRank } from '../../lib/math/ranks.js';

const random = randomGenerator(7);
const make = (of: (i: number) => number) => Float64Array.from({ length: 5000 }, (_, i) => of(i));
const samples: Record<string, Float64Array> = {
  'even numbers': make(() => random.uniform()),
  'numbers over many scales': make(() => 10 ** (600 * random.uniform() - 300)),
  'few different numbers': make(() => Math.floor(5 * random.uniform())),
  'one number': make(() => 7),
  'numbers with far outliers': make(i => (i < 3 ? (i - 1) * 1e300 : 1000 + random.uniform())),
  'numbers with infinities': make(i => (i === 0 ? Infinity : i === 1 ? -Infinity : random.uniform())),
  'numbers too near each other to be divided by': make(i => (i % 3) * 5e-324),
};

describe('values at given ranks', () => {
  it.each(Object.keys(samples))('are the same as after sorting: %s', name => {
    const values = samples[name];
    const before = values.slice();
    const ranks = [2500, 0, 1249, 1250, 3749, 4999, 2500];
    const sorted = values.slice().sort();
    expect(valuesOfRank(values, ranks)).toEqual(ranks.map(rank => sorted[rank]));
    expect(values).toEqual(before);
  });

  it('are found among a few values', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 30 }), values => {
        const sorted = Float64Array.from(values).sort();
        expect(valuesOfRank(Float64Array.from(values), [0, values.length - 1])).toEqual([
          sorted[0],
          sorted[values.length - 1],
        ]);
      }),
      { seed: 3 },
    );
  });
});
