import { describe, expect, test } from 'vitest';
import { findBrightStars } from '../../lib/detect/find-bright-stars.js';
import { type Image, PixelFlag } from '../../lib/frame/image.js';
import { drawStars, imageOf, scatterStars } from '../helpers/star-field.js';

const WIDTH = 260;
const HEIGHT = 200;
const stars = scatterStars({
  width: WIDTH,
  height: HEIGHT,
  count: 40,
  apart: 14,
  margin: 8,
  faint: 60,
  bright: 4000,
  seed: 9,
});
const field = drawStars({ width: WIDTH, height: HEIGHT, stars, fwhm: 3.4, noise: 4, seed: 2 });

/** Distance from a position to the nearest star found. */
const missOf = ({ x, y }: { x: ArrayLike<number>; y: ArrayLike<number> }, at: { x: number; y: number }): number =>
  Math.min(...Array.from(x, (px, k) => Math.hypot(px - at.x, y[k] - at.y)));

/** The field with some pixels replaced. */
function withPixels(change: (pixels: Float64Array) => void, mask?: Uint8Array): Image {
  const pixels = field.pixels.slice();
  change(pixels);
  return imageOf(WIDTH, HEIGHT, pixels, mask);
}

describe('bright stars', () => {
  test('are all found at their positions, with no false detections', () => {
    const found = findBrightStars(field);
    expect(found.x.length).toBe(stars.length);
    for (const star of stars) expect(missOf(found, star)).toBeLessThan(star.peak > 300 ? 0.1 : 0.5);
  });

  test('are returned brightest first, up to the requested number', () => {
    const found = findBrightStars(field, { maxStars: 7 });
    const brightest = [...stars].sort((a, b) => b.peak - a.peak);
    expect(found.x.length).toBe(7);
    expect(Array.from(found.flux)).toEqual([...found.flux].sort((a, b) => b - a));
    // light of 3 x 3 pixels orders stars of similar brightness only roughly
    expect(missOf(found, brightest[0])).toBeLessThan(0.1);
    expect(missOf(found, brightest[1])).toBeLessThan(0.1);
  });

  test.each([2.4, 3.4, 5, 7])('of %d px determine the FWHM of the frame', fwhm => {
    const image = drawStars({ width: WIDTH, height: HEIGHT, stars, fwhm, noise: 4, seed: 2 });
    // sampling a profile at pixel centres does not widen it
    expect(Math.abs(findBrightStars(image).fwhm / fwhm - 1)).toBeLessThan(0.05);
  });

  test('do not depend on the sky level or a gradient', () => {
    const tilted = withPixels(pixels => {
      for (let i = 0; i < pixels.length; i++) pixels[i] += 5000 + 0.05 * (i % WIDTH);
    });
    const [plain, found] = [findBrightStars(field), findBrightStars(tilted)];
    expect(found.x.length).toBe(plain.x.length);
    for (let k = 0; k < plain.x.length; k++) expect(missOf(found, { x: plain.x[k], y: plain.y[k] })).toBeLessThan(0.1);
  });

  test('scale with the flux: doubling the image returns the same stars with twice the flux', () => {
    const [plain, double] = [
      findBrightStars(field),
      findBrightStars(
        imageOf(
          WIDTH,
          HEIGHT,
          field.pixels.map(value => 2 * value),
        ),
      ),
    ];
    expect(double.x).toEqual(plain.x);
    plain.flux.forEach((flux, k) => {
      expect(double.flux[k]).toBeCloseTo(2 * flux, 6);
    });
  });

  test('are the same in float32 and float64', () => {
    const single = imageOf(WIDTH, HEIGHT, Float32Array.from(field.pixels));
    expect(findBrightStars(single).x.length).toBe(stars.length);
  });
});

describe('what is not a star', () => {
  test('hot pixels and cosmic rays are excluded', () => {
    const hot = [
      [30, 30],
      [131, 77],
      [200, 150],
      [64, 128],
    ].filter(([x, y]) => stars.every(star => Math.hypot(star.x - x, star.y - y) > 8));
    const image = withPixels(pixels => {
      for (const [x, y] of hot) pixels[y * WIDTH + x] += 3000;
      // a track of three pixels
      for (let k = 0; k < 3; k++) pixels[(HEIGHT - 5) * WIDTH + 6 + k] += 2000;
    });
    const found = findBrightStars(image);
    expect(hot.length).toBeGreaterThan(1);
    for (const [x, y] of hot) expect(missOf(found, { x, y })).toBeGreaterThan(3);
    expect(missOf(found, { x: 7, y: HEIGHT - 5 })).toBeGreaterThan(3);
    expect(found.x.length).toBe(stars.length);
  });

  test('masked pixels are not stars, but saturated ones are', () => {
    const [first, second] = [...stars].sort((a, b) => b.peak - a.peak);
    const mask = new Uint8Array(WIDTH * HEIGHT);
    const mark = (star: { x: number; y: number }, bit: number): void => {
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) mask[(Math.round(star.y) + dy) * WIDTH + Math.round(star.x) + dx] = bit;
    };
    mark(first, PixelFlag.bad);
    mark(second, PixelFlag.saturated);
    const found = findBrightStars(withPixels(() => {}, mask));
    expect(missOf(found, first)).toBeGreaterThan(3);
    expect(missOf(found, second)).toBeLessThan(1.5);
  });

  test('noise produces almost no detections', () => {
    const image = drawStars({ width: WIDTH, height: HEIGHT, stars: [], fwhm: 3, noise: 10, seed: 3 });
    expect(findBrightStars(image).x.length).toBeLessThanOrEqual(1);
    expect(findBrightStars(image, { sigma: 8 })).toMatchObject({ fwhm: Number.NaN, x: new Float64Array(0) });
  });

  test.each([
    ['a flat image', 10, 10, 5],
    ['an image of only NaN', 30, 30, Number.NaN],
    ['one pixel', 1, 1, 7],
    ['three rows', 50, 3, 7],
  ])('%s has none', (_, width, height, value) => {
    const found = findBrightStars(imageOf(width, height, new Float64Array(width * height).fill(value)));
    expect(found.x.length).toBe(0);
    expect(found.fwhm).toBeNaN();
  });

  test('NaN pixels next to a star do not hide other stars', () => {
    const [first] = stars;
    const image = withPixels(pixels => {
      for (let x = 0; x < WIDTH; x++) pixels[Math.round(first.y) * WIDTH + x] = Number.NaN;
    });
    const found = findBrightStars(image);
    for (const star of stars.filter(({ y }) => Math.abs(y - first.y) > 6))
      expect(missOf(found, star)).toBeLessThan(0.6);
    expect(Array.from(found.x).every(Number.isFinite)).toBe(true);
  });
});

test('a flat-topped core is one star, not many', () => {
  const image = drawStars({
    width: 80,
    height: 80,
    stars: [
      { x: 40, y: 40, peak: 60_000 },
      { x: 15, y: 60, peak: 800 },
    ],
    fwhm: 4,
    noise: 4,
  });
  const mask = new Uint8Array(image.pixels.length);
  for (let i = 0; i < mask.length; i++)
    if (image.pixels[i] > 30_000) {
      image.pixels[i] = 30_000;
      mask[i] = PixelFlag.saturated;
    }
  const found = findBrightStars({ ...image, mask });
  expect(found.x.length).toBe(2);
  expect(Math.hypot(found.x[0] - 40, found.y[0] - 40)).toBeLessThan(1.5);
  expect(Math.abs(found.fwhm / 4 - 1)).toBeLessThan(0.1);
});
