import { describe, expect, test } from 'vitest';
import { type Stretch, shadeOf, stretchLimits } from '../../lib/plot/stretch.js';

const STRETCHES: readonly Stretch[] = ['zscale', 'asinh', 'log', 'linear'];

describe('zscale', () => {
  test('of a ramp is the whole ramp', () => {
    const ramp = Float32Array.from({ length: 1000 }, (_, i) => i);
    const { low, high } = stretchLimits(ramp, 'zscale');
    expect(low).toBeCloseTo(0, 9);
    expect(high).toBeCloseTo(999, 9);
  });

  test('of a flat sky with stars matches astropy 5.2, which grows its rejected samples, within 2 % of its range', () => {
    const level = Float64Array.from(
      { length: 10_000 },
      (_, i) => 100 + ((i * 7919) % 1009) / 100 + (i % 50 ? 0 : 5000),
    );
    const found = stretchLimits(level, 'zscale');
    // ZScaleInterval(n_samples=10000).get_limits(v)
    expect(found.low).toBeCloseTo(100, 6);
    expect(Math.abs(found.high - 125.7424)).toBeLessThan(0.26);

    const logistic = Float64Array.from({ length: 10_000 }, (_, i) => {
      const u = (((i * 7919) % 10007) + 0.5) / 10007;
      return 500 + 10 * Math.log(u / (1 - u)) + (i % 40 ? 0 : 3000);
    });
    const tails = stretchLimits(logistic, 'zscale');
    expect(Math.abs(tails.low - 411.9457)).toBeLessThan(3.8);
    expect(Math.abs(tails.high - 602.447)).toBeLessThan(3.8);
  });

  test('is not affected by a saturated star', () => {
    const sky = Float64Array.from({ length: 10_000 }, (_, i) => 100 + ((i * 7919) % 1009) / 100);
    const star = sky.slice().fill(65535, 5000, 5050);
    expect(Math.abs(stretchLimits(star, 'zscale').low - stretchLimits(sky, 'zscale').low)).toBeLessThan(0.5);
    expect(stretchLimits(star, 'zscale').high).toBeLessThan(150);
  });
});

describe.each(STRETCHES)('the stretch %s', stretch => {
  const values = Float64Array.from({ length: 4000 }, (_, i) => ((i * 7919) % 4001) - 500);

  test('increases monotonically from black to white', () => {
    const limits = stretchLimits(values, stretch);
    expect(limits.high).toBeGreaterThan(limits.low);
    expect(shadeOf(limits.low, limits)).toBe(0);
    expect(shadeOf(limits.high, limits)).toBeCloseTo(1, 12);
    expect(shadeOf(limits.low - 1e6, limits)).toBe(0);
    expect(shadeOf(limits.high + 1e6, limits)).toBeCloseTo(1, 12);
    let before = -1;
    for (let k = 0; k <= 100; k++) {
      const shade = shadeOf(limits.low + (k / 100) * (limits.high - limits.low), limits);
      expect(shade).toBeGreaterThan(before);
      before = shade;
    }
  });

  test('excludes NaN and infinities from its limits', () => {
    const holes = values.slice();
    for (let i = 3; i < holes.length; i += 5) holes[i] = [Number.NaN, Infinity, -Infinity][i % 3];
    const limits = stretchLimits(holes, stretch);
    expect(Number.isFinite(limits.low) && Number.isFinite(limits.high)).toBe(true);
    expect(Math.abs(limits.low - stretchLimits(values, stretch).low)).toBeLessThan(60);
    expect(shadeOf(Number.NaN, limits)).toBeNaN();
  });

  test.each([
    ['no pixels', []],
    ['only NaN', [Number.NaN, Number.NaN]],
    ['one pixel', [5]],
    ['a constant image', new Array(500).fill(-3)],
    ['zeros', new Array(500).fill(0)],
  ])('has usable limits for %s', (_, pixels) => {
    const { low, high } = stretchLimits(pixels, stretch);
    expect(high).toBeGreaterThan(low);
    expect(Number.isFinite(high - low)).toBe(true);
  });
});

test('asinh and log brighten faint values, linear is proportional', () => {
  const shades = STRETCHES.map(stretch => shadeOf(10, { low: 0, high: 100, stretch }));
  expect(shades[0]).toBeCloseTo(0.1, 12);
  expect(shades[3]).toBeCloseTo(0.1, 12);
  expect(shades[1]).toBeGreaterThan(0.3);
  expect(shades[2]).toBeGreaterThan(shades[1]);
});
