import { describe, expect, it } from 'vitest';
import type { Image } from '../../lib/frame/image.js';
import { medianVarianceFactor } from '../../lib/math/median-efficiency.js';
import { randomGenerator } from '../../lib/math/random.js';
import { combineImages } from '../../lib/reduce/combine/combine.js';
import { imageOf, sourceOf } from '../helpers/reduce-image.js';

/** Aligned frames cover different parts of the field, so values are missing in every pattern. */
function frames(n: number, variance: boolean): Image[] {
  const random = randomGenerator(n);
  return Array.from({ length: n }, (_, k) => {
    const image = imageOf(40, 40, () => (random.uniform() < 0.4 ? Number.NaN : 100 * random.normal()), {
      path: `${k}.fits`,
      cards: { IMAGETYP: 'light' },
    });
    return variance ? { ...image, variance: image.pixels.map(() => 1e4 * (1 + random.uniform())) } : image;
  });
}

const finite = (images: readonly Image[], i: number): number[] =>
  images.map(image => image.pixels[i]).filter(Number.isFinite);

function medianBySorting(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

describe('the median of frames with missing values', () => {
  for (const n of [2, 3, 5, 8, 23, 24, 31])
    it(`uses only the available values of ${n} frames`, async () => {
      const images = frames(n, false);
      const combined = await combineImages(images.map(sourceOf), { kind: 'light' });
      for (let i = 0; i < 1600; i++) {
        const values = finite(images, i);
        if (values.length === 0) expect(combined.pixels[i]).toBeNaN();
        else expect(combined.pixels[i]).toBe(medianBySorting(values));
      }
    });

  it('has the variance of the available values', async () => {
    const images = frames(9, true);
    const combined = await combineImages(images.map(sourceOf), { kind: 'light' });
    for (let i = 0; i < 1600; i++) {
      const used = images.filter(image => Number.isFinite(image.pixels[i]));
      const sum = used.reduce((total, image) => total + image.variance![i], 0);
      const expected = (medianVarianceFactor(used.length) * sum) / used.length ** 2;
      if (used.length > 0) expect(combined.variance![i]).toBeCloseTo(expected, 8);
    }
  });

  it('falls back to the scatter of the available values', async () => {
    const images = frames(9, false);
    const combined = await combineImages(images.map(sourceOf), { kind: 'light' });
    for (let i = 0; i < 1600; i++) {
      const values = finite(images, i);
      const m = values.length;
      const mean = values.reduce((sum, value) => sum + value, 0) / m;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      if (m > 1) expect(combined.variance![i]).toBeCloseTo((medianVarianceFactor(m) * squares) / ((m - 1) * m), 6);
      else expect(combined.variance![i]).toBeNaN();
    }
  });
});
