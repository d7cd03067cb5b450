import { describe, expect, test } from 'vitest';
import { histogramFigure } from '../../lib/plot/charts/histogram-chart.js';
import { STRETCHES, stretchLimits } from '../../lib/plot/stretch.js';
import { usualRange } from '../../lib/plot/usual-range.js';

/** Numbers from 0 to 1, the same in each run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const SKY = 1000;
const SIGMA = 10;

/** A sky with normal noise, some pixels of which are changed. */
function sky(change: (pixels: Float32Array) => void = () => {}, size = 90_000): Float32Array {
  const next = random(7);
  const pixels = Float32Array.from({ length: size }, () => {
    const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    return SKY + SIGMA * normal;
  });
  change(pixels);
  return pixels;
}

const every =
  (step: number, value: (i: number) => number) =>
  (pixels: Float32Array): void => {
    for (let i = 0; i < pixels.length; i += step) pixels[i] = value(i);
  };

describe('the default range', () => {
  test.each([
    ['noise alone', () => {}],
    ['hot pixels', every(500, i => 20_000 + i)],
    ['cosmic rays', every(97, i => 3000 + (i % 5000))],
    ['saturated stars on a tenth of the frame', every(10, () => 65_535)],
    ['dead and negative pixels', every(300, i => -i)],
    ['NaN', every(3, () => Number.NaN)],
    ['infinities', every(50, i => (i % 100 === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY))],
    ['hardly any pixel that is not masked', (pixels: Float32Array) => pixels.fill(Number.NaN, 300)],
    [
      'a mask in steps',
      (pixels: Float32Array) => pixels.set(pixels.map((value, i) => (i % 9 === 0 ? value : Number.NaN))),
    ],
    ['whole numbers', (pixels: Float32Array) => pixels.set(pixels.map(value => Math.round(value)))],
  ])('of a sky holds the sky and its noise, whatever else there is: %s', (_, change) => {
    const [low, high] = usualRange(sky(change));
    expect(low).toBeGreaterThan(SKY - 12 * SIGMA);
    expect(low).toBeLessThan(SKY - 2.5 * SIGMA);
    expect(high).toBeGreaterThan(SKY + 2.5 * SIGMA);
    expect(high).toBeLessThan(SKY + 13 * SIGMA);
  });

  test.each([
    ['one value', [5, 5, 5], 5, 5],
    ['zero', [0], 0, 0],
    ['nothing', [], 0, 1],
    ['nothing finite', [Number.NaN, Number.POSITIVE_INFINITY], 0, 1],
    ['few values', [1, 2, 3, 9], 1, 9],
    ['an even spread', Array.from({ length: 1000 }, (_, i) => i), 0, 999],
    ['two values, one of them rare', [...new Array(999).fill(0), 1], 0, 1],
    [
      'mostly one value',
      [...new Array(400).fill(1000), ...Array.from({ length: 100 }, (_, i) => 1001 + (i % 3))],
      1000,
      1003,
    ],
  ])('holds all where nothing is far off: %s', (_, values, least, most) => {
    const [low, high] = usualRange(values);
    expect(low).toBeLessThan(high);
    expect(low).toBeLessThanOrEqual(least);
    expect(high).toBeGreaterThanOrEqual(most);
  });

  test('leaves out a magnitude that stands for none', () => {
    const [, high] = usualRange([...Array.from({ length: 40 }, (_, i) => 14 + i / 10), 99.99]);
    expect(high).toBeLessThan(60);
  });
});

describe('a histogram', () => {
  const drawn = (values: ArrayLike<number>, options = {}): string => histogramFigure(values, options).toSvg();
  const countOf = (svg: string): number =>
    [...svg.matchAll(/<title>[^<]*\n([\d,]+) pixels<\/title>/g)].reduce(
      (sum, m) => sum + Number(m[1].replaceAll(',', '')),
      0,
    );

  test('counts what lies beyond its range', () => {
    const svg = drawn(sky(every(1000, () => 65_535)));
    expect(svg).toContain('90 above, up to 65535');
    expect(countOf(svg)).toBe(90_000 - 90);
    expect(drawn([1, 2, 3, 4])).not.toMatch(/above|below/);
    expect(drawn([-5, 1, 2, 9], { range: [0, 3] })).toMatch(/1 below, down to -5[\s\S]*1 above, up to 9/);
  });

  test.each([
    ['three values', 3],
    ['a hundred', 100],
    ['a thousand', 1000],
  ])('of whole numbers has bins that hold equally many of them: %s', (_, kinds) => {
    const values = Float32Array.from({ length: 20 * kinds }, (_v, i) => 500 + (i % kinds));
    const counts = [...drawn(values).matchAll(/\n([\d,]+) pixels<\/title>/g)].map(m =>
      Number(m[1].replaceAll(',', '')),
    );
    expect(counts.length).toBeLessThanOrEqual(80);
    expect(new Set(counts.slice(1, -1)).size).toBeLessThanOrEqual(1);
    expect(counts.reduce((a, b) => a + b)).toBe(values.length);
  });

  test('has a title of its data, the one that is given, or none', () => {
    expect(drawn([1, 2])).toContain('>histogram of 2 pixels, pixel value</text>');
    expect(drawn([1, 2], { title: 'Bias' })).toContain('>Bias</text>');
    expect(drawn([1, 2], { title: '' })).not.toContain('font-weight="600"');
  });

  test('on a logarithmic scale names powers of ten in full', () => {
    const svg = drawn(sky(), { logarithmic: true });
    expect(svg).toMatch(/>1,000<\/text>/);
    expect(svg).not.toMatch(/>\d+k<\/text>/);
  });

  test('of no value at all is drawn', () => {
    for (const values of [[], [Number.NaN], [3]]) expect(drawn(values)).toMatch(/^<svg/);
  });
});

describe('the limits of a stretch', () => {
  test.each(STRETCHES)('are apart, and within the values, in hard frames: %s', stretch => {
    const star = new Float32Array(250_000);
    star[123_457] = 500; // one star on nothing
    const coarse = sky(pixels => pixels.set(pixels.map(value => 30 * Math.round(value / 30))));
    const masked = sky(pixels => pixels.fill(Number.NaN, 500));
    for (const pixels of [star, coarse, masked, sky(every(500, () => 65_535))]) {
      const { low, high } = stretchLimits(pixels, stretch);
      expect(low).toBeLessThan(high);
      expect(pixels.some(value => value >= high)).toBe(true);
      expect(pixels.some(value => value <= low)).toBe(true);
    }
    expect(stretchLimits(star, stretch)).toMatchObject({ low: 0, high: 500 });
    expect(stretchLimits(masked, stretch).low).toBeGreaterThan(SKY - 6 * SIGMA);
    for (const pixels of [[], [Number.NaN], [7, 7, 7]]) {
      const { low, high } = stretchLimits(pixels, stretch);
      expect(low).toBeLessThan(high);
    }
  });
});
