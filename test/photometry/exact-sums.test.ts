/** A sum holds what is inside its circle, to the last bit: nothing outside it, however large, and no other radius changes it. */
import { describe, expect, it } from 'vitest';
import { PixelFlag } from '../../lib/frame/image.js';
import { SourceFlag } from '../../lib/frame/source-flags.js';
import { randomGenerator } from '../../lib/math/random.js';
import { measureApertures } from '../../lib/photometry/measure-apertures.js';
import { circlePixelOverlap } from '../../lib/photometry/overlap.js';
import { imageOf } from './test-image.js';

const SIZE = 61;
const STAR = { x: [30.3], y: [29.8] };
const RADII = [3, 10] as const;

/** Noise with a star, and `value` at one pixel. */
function spoilt(at: readonly [number, number] | null, value: number, float64 = false) {
  const random = randomGenerator(3);
  const image = imageOf(SIZE, SIZE, (i, j) => 100 + random.normal() + (Math.hypot(i - 30, j - 30) < 2 ? 1000 : 0));
  const pixels = float64 ? Float64Array.from(image.pixels) : image.pixels;
  if (at) pixels[at[1] * SIZE + at[0]] = value;
  return { ...image, pixels };
}

const measure = (image: ReturnType<typeof spoilt>) =>
  measureApertures(image, STAR, { radii: RADII, annulus: [13, 20] }).toObjects()[0];

/** Distance of the nearest point of a pixel. */
const nearestEdge = (dx: number, dy: number) =>
  Math.hypot(Math.max(0, Math.abs(dx) - 0.5), Math.max(0, Math.abs(dy) - 0.5));

/** About the star: between the circles, in the annulus, beyond it; left, right, above and below. */
const PLACES = [
  [22, 30],
  [38, 30],
  [30, 22],
  [30, 38],
  [14, 30],
  [47, 29],
  [30, 46],
  [1, 30],
  [59, 29],
  [30, 0],
] as const;

describe('a huge pixel outside an aperture', () => {
  it.each([1.6e38, -1.6e38, 3.4e38, 1e17, -1e17, Infinity, -Infinity, NaN])(
    'of %d changes no bit of its sum',
    value => {
      const clean = measure(spoilt(null, 0));
      for (const at of PLACES) {
        const star = measure(spoilt(at, value));
        expect([at, star.flux_3 + star.sky * star.area_3]).toEqual([at, clean.flux_3 + clean.sky * clean.area_3]);
        expect(Math.abs(star.sky - clean.sky)).toBeLessThan(0.1);
        expect(star.skyStd).toBeLessThan(1.2 * clean.skyStd);
        if (Math.hypot(at[0] - STAR.x[0], at[1] - STAR.y[0]) > 11)
          expect([at, star.flux_10 + star.sky * star.area_10]).toEqual([at, clean.flux_10 + clean.sky * clean.area_10]);
      }
    },
  );

  it('of the largest float64 changes no bit of its sum', () => {
    const clean = measure(spoilt(null, 0, true));
    for (const at of PLACES) {
      const star = measure(spoilt(at, 1.79e308, true));
      expect(star.flux_3 + star.sky * star.area_3).toBe(clean.flux_3 + clean.sky * clean.area_3);
      expect(star.sky).toBeCloseTo(clean.sky, 1);
    }
  });
});

describe('an undefined pixel inside an aperture', () => {
  it.each([1.6e38, -1.6e38, 1e30, Infinity, NaN])('of %d makes the flux unknown, with a flag', value => {
    const star = measure(spoilt([36, 30], value));
    expect(star.flux_10).toBeNaN();
    expect(star.flags & SourceFlag.masked).toBe(SourceFlag.masked);
    expect(star.flux_3).toBeGreaterThan(0);
  });
});

describe('a circle that touches a line or a corner of the pixel grid', () => {
  const SIDE = 41;
  /** Distance from the star to the nearest point of pixel (i, j). */
  const gap = (i: number, j: number, x: number, y: number) => nearestEdge(i - x, j - y);

  it.each<[number, number, number]>([
    [20, 20, 5.5],
    [20, 20, 0.5],
    [20.5, 20, 5],
    [20.3, 19.8, 5.2],
    [20.1, 20.2, 7.4],
    [20.7, 20.9, 3.8],
    [20.3, 19.8, 7.2],
    [20, 20, Math.hypot(2.5, 3.5)],
    [20.5, 20.5, Math.hypot(3, 4)],
    [20.2, 20.6, Math.hypot(4.3, 2.9)],
    [19.9, 20.4, Math.hypot(6.4, 0.1)],
  ])('at (%d, %d) with radius %d has nothing of the pixels outside, however large', (x, y, radius) => {
    const plain = imageOf(SIDE, SIDE, (i, j) => 100 + ((i * 7 + j * 13) % 11));
    const sum = (pixels: ArrayLike<number>) =>
      measureApertures(
        { ...plain, pixels: Float64Array.from(pixels) },
        { x: [x], y: [y] },
        { radius, sky: 'none' },
      ).toObjects()[0];
    const clean = sum(plain.pixels);
    expect(Math.abs(clean.area / (Math.PI * radius ** 2) - 1)).toBeLessThan(1e-12);
    for (let j = 0; j < SIDE; j++)
      for (let i = 0; i < SIDE; i++) {
        const distance = gap(i, j, x, y);
        if (distance < radius * (1 - 1e-12) || distance > radius + 1.5) continue;
        const odd = Float64Array.from(plain.pixels);
        odd[j * SIDE + i] = 1e29;
        expect([i, j, sum(odd).flux]).toEqual([i, j, clean.flux]);
      }
  });
});

describe('the sum of a circle', () => {
  it('is the same bits alone and among other radii in any order', () => {
    const image = spoilt(null, 0);
    const alone = measureApertures(image, STAR, { radius: 6, sky: 'none' }).toObjects()[0].flux;
    const several = measureApertures(image, STAR, { radii: [9.5, 6, 2, 7], sky: 'none' }).toObjects()[0];
    expect(several.flux_6).toBe(alone);
  });

  it('of a faint star beside a bright one is right to 1e-12', () => {
    const image = spoilt([22, 30], 1e9, true);
    for (const radius of [2.7, 5.2, 6.9]) {
      let sum = 0;
      for (let j = 0; j < SIZE; j++)
        for (let i = 0; i < SIZE; i++)
          if (nearestEdge(i - STAR.x[0], j - STAR.y[0]) < radius)
            sum += circlePixelOverlap(i - STAR.x[0], j - STAR.y[0], radius) * image.pixels[j * SIZE + i];
      const { flux } = measureApertures(image, STAR, { radius, sky: 'none' }).toObjects()[0];
      expect(Math.abs(flux / sum - 1)).toBeLessThan(1e-12);
    }
  });

  it('of a variance has no huge variance from outside it', () => {
    const image = spoilt(null, 0);
    const variance = new Float32Array(SIZE * SIZE).fill(4);
    const err = (v: Float32Array) =>
      measureApertures({ ...image, variance: v }, STAR, {
        radius: 3,
        errorModel: 'variance',
        sky: 'none',
      }).toObjects()[0].fluxErr;
    const clean = err(variance);
    const odd = variance.slice();
    odd[30 * SIZE + 22] = 1e30;
    expect(err(odd)).toBe(clean);
  });

  it('leaves masked pixels out of sums and variances', () => {
    const image = spoilt([31, 30], 1e9);
    const mask = new Uint8Array(SIZE * SIZE);
    mask[30 * SIZE + 31] = PixelFlag.bad;
    const { flux, area } = measureApertures({ ...image, mask }, STAR, {
      radius: 5,
      sky: 'none',
      allowMasked: true,
    }).toObjects()[0];
    expect(area).toBeCloseTo(Math.PI * 25 - 1, 10);
    expect(flux).toBeLessThan(1e6);
  });
});
