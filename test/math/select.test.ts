import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { medianInPlace, quantileInPlace, selectInPlace } from '../../lib/math/select.js';

const numbers = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 200 });
const sorted = (values: readonly number[]) => Float64Array.from(values).sort();

describe('selection', () => {
  it('returns the value at the rank in sorted order', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), (values, seed) => {
        const k = seed % values.length;
        expect(selectInPlace(Float64Array.from(values), k)).toBe(sorted(values)[k]);
      }),
      { seed: 1 },
    );
  });

  it('leaves smaller values before the rank and larger ones after it', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), (values, seed) => {
        const work = Float64Array.from(values);
        const k = seed % work.length;
        const pivot = selectInPlace(work, k);
        expect(work.subarray(0, k).every(v => v <= pivot)).toBe(true);
        expect(work.subarray(k).every(v => v >= pivot)).toBe(true);
        expect(work.sort()).toEqual(sorted(values));
      }),
      { seed: 2 },
    );
  });

  it('averages the middle two of an even count', () => {
    expect(medianInPlace(Float64Array.of(4, 1, 3, 2))).toBe(2.5);
    expect(medianInPlace(Float32Array.of(9, 7, 8))).toBe(8);
  });

  it('considers only the first n values', () => {
    expect(medianInPlace(Float64Array.of(3, 1, 2, 1000, 1000, 1000), 3)).toBe(2);
  });

  it('is NaN for an empty input', () => {
    expect(medianInPlace(new Float64Array(0))).toBeNaN();
    expect(quantileInPlace(new Float64Array(4), 0.5, 0)).toBeNaN();
  });

  it('interpolates quantiles as numpy does', () => {
    // numpy.quantile([7, 1, 3, 10, 2], [0, .1, .25, .6, .99, 1])
    const expected = [1, 1.4, 2, 4.6, 9.88, 10];
    [0, 0.1, 0.25, 0.6, 0.99, 1].forEach((q, i) => {
      expect(quantileInPlace(Float64Array.of(7, 1, 3, 10, 2), q)).toBeCloseTo(expected[i], 12);
    });
  });

  it('has the median as its middle quantile', () => {
    fc.assert(
      fc.property(numbers, values => {
        expect(quantileInPlace(Float64Array.from(values), 0.5)).toBeCloseTo(
          medianInPlace(Float64Array.from(values)),
          6,
        );
      }),
      { seed: 3 },
    );
  });

  it('finds the median of a sorted, a constant and a reversed array of a million', () => {
    const n = 1_000_001;
    expect(medianInPlace(Float64Array.from({ length: n }, (_, i) => i))).toBe(500_000);
    expect(medianInPlace(Float64Array.from({ length: n }, (_, i) => n - i))).toBe(500_001);
    expect(medianInPlace(new Float32Array(n).fill(7))).toBe(7);
  });
});
