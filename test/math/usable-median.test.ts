import { describe, expect, it } from 'vitest';
import { randomGenerator } from '../../lib/math/random.js';
import { usableMedian } from '../../lib/math/usable-median.js';

/** The median by sorting. */
function bySorting(values: ArrayLike<number>, mask?: Uint8Array, unusable = 0): number {
  const usable = Array.from(values).filter((value, i) => Number.isFinite(value) && ((mask?.[i] ?? 0) & unusable) === 0);
  usable.sort((a, b) => a - b);
  const middle = usable.length >> 1;
  return usable.length % 2 === 1 ? usable[middle] : 0.5 * (usable[middle - 1] + usable[middle]);
}

const random = randomGenerator(5);
const filled = (n: number, value: (i: number) => number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => value(i));

describe('usableMedian', () => {
  const shapes: readonly (readonly [string, (i: number) => number])[] = [
    ['noise', () => 1000 + 10 * random.normal()],
    ['a slope', i => i],
    ['a falling slope', i => -i],
    ['one value', () => 7],
    ['whole numbers of little scatter', () => Math.round(300 + 3 * random.normal())],
    ['two levels half and half', i => (i < 50_000 ? 0 : 1)],
    ['stripes that a sample may fall in with', i => i % 24],
    ['a few huge values', i => (i % 1000 === 0 ? 1e300 : random.uniform())],
  ];
  for (const [name, value] of shapes)
    it(`agrees with sorting: ${name}`, () => {
      for (const n of [100_000, 100_001, 20_001]) {
        const values = filled(n, value);
        expect(usableMedian(values)).toBe(bySorting(values));
        expect(usableMedian(Float32Array.from(values))).toBe(bySorting(Float32Array.from(values)));
      }
    });

  it('omits masked and non-finite values, and modifies nothing', () => {
    const values = filled(60_000, i => (i % 7 === 0 ? Number.NaN : i % 11 === 0 ? Infinity : random.normal()));
    const mask = Uint8Array.from({ length: 60_000 }, (_, i) => (i % 3 === 0 ? 4 : i % 5 === 0 ? 8 : 0));
    const before = values.slice();
    expect(usableMedian(values, mask, 4)).toBe(bySorting(values, mask, 4));
    expect(values).toEqual(before);
  });

  it('is NaN if no value is usable', () => {
    expect(usableMedian(new Float32Array(0))).toBeNaN();
    expect(usableMedian(filled(30_000, () => Number.NaN))).toBeNaN();
    expect(
      usableMedian(
        filled(30_000, () => 1),
        new Uint8Array(30_000).fill(4),
        4,
      ),
    ).toBeNaN();
  });

  it('of a few values needs no sampling', () => {
    expect(usableMedian(Float32Array.of(3, 1, Number.NaN, 2))).toBe(2);
    expect(usableMedian(Float32Array.of(4, 1))).toBe(2.5);
  });
});
