import { describe, expect, it } from 'vitest';
import { preparePlane } from '../../lib/detect/background/prepare-plane.js';
import { detectSources } from '../../lib/detect/detect-sources.js';
import { estimateFwhm } from '../../lib/detect/estimate-fwhm.js';
import type { Image } from '../../lib/frame/image.js';
import { randomGenerator } from '../../lib/math/random.js';
import { drawStars, imageOf, scatterStars } from '../helpers/star-field.js';

const SIZE = 500;
const NOISE = 10;

/** 200 stars with peaks of 5 to 8 sigma and nothing brighter. */
const faintField = (fwhm: number, beta = Infinity, seed = 1) =>
  drawStars({
    width: SIZE,
    height: SIZE,
    stars: scatterStars({
      width: SIZE,
      height: SIZE,
      count: 200,
      apart: Math.min(3.2 * fwhm, 21),
      margin: 12,
      faint: 5 * NOISE,
      bright: 8 * NOISE,
      seed,
    }),
    fwhm,
    beta,
    noise: NOISE,
    seed: seed + 100,
  });
const fwhmOf = (image: Image): number => estimateFwhm(preparePlane(image)).fwhm;
const withPixels = (image: Image, change: (pixels: Float64Array) => void): Image => {
  const pixels = Float64Array.from(image.pixels);
  change(pixels);
  return { ...image, pixels };
};

describe('the width of faint stars', () => {
  it.each([
    [2.5, Infinity],
    [4, Infinity],
    [8, Infinity],
    [2.5, 3],
    [5, 4],
    [8, 3],
  ])('is right to 0.04 of it for FWHM %s and beta %s, in the frame and in the median of its stars', (fwhm, beta) => {
    const image = faintField(fwhm, beta, 3);
    const stars = detectSources(image);
    expect(Math.abs(stars.columns.fwhm.median() / fwhm - 1)).toBeLessThan(0.04);
    expect(Math.abs(Number(stars.provenance.at(-1)?.options.fwhm) / fwhm - 1)).toBeLessThan(0.04);
    const known = detectSources(image, { fwhm });
    expect(Math.abs(stars.length - known.length)).toBeLessThan(6);
    expect(Math.abs(known.columns.fwhm.median() / fwhm - 1)).toBeLessThan(0.04);
  });

  it('is not pulled down by hot pixels and cosmic rays', () => {
    const random = randomGenerator(8);
    const image = withPixels(faintField(4), pixels => {
      for (let k = 0; k < 400; k++) pixels[Math.floor(random.uniform() * pixels.length)] += 500 * random.uniform();
      for (let ray = 0; ray < 60; ray++) {
        const at = Math.floor(random.uniform() * (pixels.length - 9 * SIZE));
        const step = [1, SIZE, SIZE + 1][ray % 3];
        for (let k = 0; k < 6; k++) pixels[at + k * step] += 200 + 600 * random.uniform();
      }
    });
    expect(Math.abs(fwhmOf(image) / 4 - 1)).toBeLessThan(0.05);
  });

  it('is not pulled up by galaxies', () => {
    const random = randomGenerator(9);
    const image = withPixels(faintField(4), pixels => {
      for (let galaxy = 0; galaxy < 8; galaxy++) {
        const [x, y] = [40 + random.uniform() * 420, 40 + random.uniform() * 420];
        for (let k = 0; k < pixels.length; k++) {
          const r = Math.hypot((k % SIZE) - x, Math.floor(k / SIZE) - y);
          if (r < 60) pixels[k] += 400 * Math.exp(-r / (3 + galaxy));
        }
      }
    });
    expect(Math.abs(fwhmOf(image) / 4 - 1)).toBeLessThan(0.05);
  });

  it('is the same where the noise is correlated between pixels', () => {
    const clean = drawStars({ width: SIZE, height: SIZE, stars: [], fwhm: 5, noise: NOISE, sky: 0, seed: 4 }).pixels;
    const image = withPixels(faintField(5), pixels => {
      const plain = drawStars({
        width: SIZE,
        height: SIZE,
        stars: [],
        fwhm: 5,
        noise: NOISE,
        sky: 0,
        seed: 101,
      }).pixels;
      for (let k = 0; k < pixels.length - SIZE - 1; k++)
        pixels[k] += 0.5 * (clean[k] + clean[k + 1] + clean[k + SIZE] + clean[k + SIZE + 1]) - plain[k];
    });
    expect(Math.abs(fwhmOf(image) / 5 - 1)).toBeLessThan(0.05);
  });

  it('does not change where there are bright stars too', () => {
    const image = withPixels(faintField(3), pixels => {
      for (let star = 0; star < 12; star++)
        for (let k = 0; k < pixels.length; k++) {
          const r2 = ((k % SIZE) - 30 - 38 * star) ** 2 + (Math.floor(k / SIZE) - 250) ** 2;
          if (r2 < 300) pixels[k] += 2000 * Math.exp((-4 * Math.LN2 * r2) / 9);
        }
    });
    expect(fwhmOf(image)).toBeCloseTo(3, 1);
  });

  it('is not made of noise', () => {
    for (const seed of [1, 2, 3]) {
      const noise = drawStars({ width: SIZE, height: SIZE, stars: [], fwhm: 3, noise: NOISE, seed });
      expect(fwhmOf(noise)).toBeNaN();
      const correlated = Float64Array.from(
        noise.pixels,
        (value, k) => value + (noise.pixels[k + 1] ?? 100) + (noise.pixels[k + SIZE] ?? 100),
      );
      expect(detectSources(imageOf(SIZE, SIZE, correlated)).length).toBeLessThan(4);
    }
  });
});
