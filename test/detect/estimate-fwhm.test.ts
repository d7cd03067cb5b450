import { describe, expect, it } from 'vitest';
import { preparePlane } from '../../lib/detect/background/prepare-plane.js';
import { estimateFwhm } from '../../lib/detect/estimate-fwhm.js';
import { type Image, PixelFlag } from '../../lib/frame/image.js';
import { randomGenerator } from '../../lib/math/random.js';
import { describeShared } from '../helpers/shared.js';
import { drawStars, imageOf, scatterStars } from '../helpers/star-field.js';
import { readPixels } from './read-pixels.js';

const fwhmOf = (image: Pick<Image, 'width' | 'height' | 'pixels' | 'mask'>): number =>
  estimateFwhm(preparePlane(image)).fwhm;
const stars = (count: number, apart = 20, faint = 100) =>
  scatterStars({ width: 400, height: 380, count, apart, margin: 15, faint, bright: 20_000, seed: 9 });

describe("the frame's FWHM", () => {
  it.each([2, 3, 4.5, 6, 8])('is right within 3 %% for Gaussian stars of %s px', fwhm => {
    const image = drawStars({ width: 400, height: 380, stars: stars(30, 5 * fwhm), fwhm, noise: 10 });
    expect(Math.abs(fwhmOf(image) / fwhm - 1)).toBeLessThan(0.03);
  });

  it.each([2, 3, 4.5, 6, 8])('is right within 3 %% for Moffat stars of %s px', fwhm => {
    const image = drawStars({ width: 400, height: 380, stars: stars(30, 5 * fwhm), fwhm, beta: 3, noise: 10 });
    expect(Math.abs(fwhmOf(image) / fwhm - 1)).toBeLessThan(0.03);
  });

  it('is not misled by hot pixels, however many and bright', () => {
    const image = drawStars({ width: 400, height: 380, stars: stars(12), fwhm: 3.2, noise: 10 });
    const pixels = image.pixels.slice();
    const random = randomGenerator(2);
    for (let k = 0; k < 400; k++) pixels[Math.floor(random.uniform() * pixels.length)] += 30_000 * random.uniform();
    expect(Math.abs(fwhmOf({ ...image, pixels }) / 3.2 - 1)).toBeLessThan(0.03);
  });

  it('excludes saturated stars', () => {
    const image = drawStars({ width: 400, height: 380, stars: stars(20), fwhm: 3.2, noise: 10 });
    const pixels = image.pixels.map(value => Math.min(value, 4000));
    const mask = Uint8Array.from(pixels, value => (value >= 4000 ? PixelFlag.saturated : 0));
    expect(mask.some(bits => bits !== 0)).toBe(true);
    expect(Math.abs(fwhmOf({ ...image, pixels, mask }) / 3.2 - 1)).toBeLessThan(0.03);
  });

  it('is measured from a few faint stars through cloud', () => {
    const few = stars(6, 40, 55).map(star => ({ ...star, peak: 90 }));
    const image = drawStars({ width: 400, height: 380, stars: few, fwhm: 4, noise: 10 });
    expect(Math.abs(fwhmOf(image) / 4 - 1)).toBeLessThan(0.15);
  });

  it('is NaN without stars, without contrast and without data', () => {
    expect(fwhmOf(drawStars({ width: 200, height: 200, stars: [], fwhm: 3, noise: 10 }))).toBeNaN();
    expect(fwhmOf(imageOf(100, 100, new Float32Array(10_000).fill(5)))).toBeNaN();
    expect(fwhmOf(imageOf(100, 100, new Float32Array(10_000).fill(NaN)))).toBeNaN();
  });
});

describeShared("the frame's FWHM on real frames", () => {
  // Moffat fits from apertures.json: medians over the stars brighter than the noise.
  it.each([
    ['detection/sep/image.fits', 2.2, 2.7],
    ['catalogs/glimpse/spitzer_example_image.fits', 1.7, 2.2],
    ['reduced:raw/arcsat-xo1/science/XO1-b_z_20250602_041008.fits', 3.3, 3.8],
  ])('matches the stars of %s', async (file, low, high) => {
    const fwhm = fwhmOf(await readPixels(file));
    expect(fwhm).toBeGreaterThan(low);
    expect(fwhm).toBeLessThan(high);
  });
});
