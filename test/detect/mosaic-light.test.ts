import { describe, expect, it } from 'vitest';
import { detectSources } from '../../lib/detect/detect-sources.js';
import { findBrightStars } from '../../lib/detect/find-bright-stars.js';
import { PixelFlag } from '../../lib/frame/image.js';
import { readImage } from '../../lib/frame/read-frame.js';
import { SourceFlag } from '../../lib/frame/source-flags.js';
import { randomGenerator } from '../../lib/math/random.js';
import { fileOf, mosaicPixels, scatteredStars } from '../frame/colour/mosaic-field.js';

const [width, height] = [300, 300];
// fluxes even in the logarithm, each elsewhere in its cell
const random = randomGenerator(77);
const stars = scatteredStars(width, height, 9, 55)
  .slice(0, 15)
  .map(star => ({ ...star, flux: 5e4 * 8 ** random.uniform() }));

async function mosaic(options: Partial<Parameters<typeof mosaicPixels>[0]> = {}, touch?: (px: Float64Array) => void) {
  const pixels = mosaicPixels({ width, height, stars, fwhm: 3, sky: 100, seed: 41, ...options });
  touch?.(pixels);
  const adu = Uint16Array.from(pixels, value => Math.min(60000, Math.max(0, Math.round(value))));
  return readImage(fileOf(adu, width, height, { SATURATE: 60000 }));
}

function farthest(found: { values(name: 'x' | 'y'): ArrayLike<number> }): number {
  const [x, y] = [Array.from(found.values('x')), Array.from(found.values('y'))];
  return Math.max(...stars.map(star => Math.min(...x.map((value, k) => Math.hypot(value - star.x, y[k] - star.y)))));
}

describe('detection on an undecoded mosaic', () => {
  it.each([{}, { fwhm: 3 }, { fwhm: 4 }, { sigma: 4 }, { sigma: 20 }])('finds each star once: %o', async options => {
    const found = detectSources(await mosaic({ bias: 500 }), options);
    expect(found.length).toBe(stars.length);
    expect(farthest(found)).toBeLessThan(0.1);
    expect(found.columns.fwhm.median()).toBeCloseTo(3, 0);
    expect([...found.values('flags')]).toEqual(stars.map(() => 0));
  });

  it.each([
    { R: 1, G: 0.1, B: 0.02 },
    { R: 0.02, G: 0.1, B: 1 },
    { R: 0.3, G: 1, B: 1 },
    { R: 1, G: 1, B: 1 },
  ])('finds them in any colours: %o', async responses => {
    const found = detectSources(await mosaic({ responses, rows: ['GB', 'RG'] }));
    expect(found.length).toBe(stars.length);
    expect(farthest(found)).toBeLessThan(0.3);
  });

  it.each([2, 2.5, 4, 7])('finds them at a FWHM of %d px, and tells it', async fwhm => {
    const found = detectSources(await mosaic({ fwhm }));
    expect(found.length).toBe(stars.length);
    expect(farthest(found)).toBeLessThan(0.3);
    expect(found.columns.fwhm.median() / fwhm).toBeGreaterThan(0.95);
    expect(found.columns.fwhm.median() / fwhm).toBeLessThan(1.15);
  });

  it('leaves hot pixels out', async () => {
    const hot = randomGenerator(5);
    const found = detectSources(
      await mosaic({}, pixels => {
        for (let n = 0; n < 200; n++) {
          const [x, y] = [Math.floor(width * hot.uniform()), Math.floor(height * hot.uniform())];
          const isFree = stars.every(star => Math.hypot(star.x - x, star.y - y) > 7);
          if (isFree) pixels[y * width + x] += 500 + 20000 * hot.uniform();
        }
      }),
    );
    expect(farthest(found)).toBeLessThan(0.3);
    expect(found.length).toBeLessThanOrEqual(stars.length + 1);
  });

  it('has at most one false detection in noise, at a limit as strict as that of a monochrome frame', async () => {
    const counts = await Promise.all(
      [1, 2, 3, 4].map(async seed => detectSources(await mosaic({ stars: [], seed }), { fwhm: 3 }).length),
    );
    expect(Math.max(...counts)).toBeLessThanOrEqual(1);
  });

  it('finds saturated stars once, and flags them', async () => {
    const bright = [{ ...stars[4], flux: 4e6 }];
    const found = detectSources(await mosaic({ stars: [...stars.filter((_, k) => k !== 4), ...bright] }));
    expect(found.length).toBe(stars.length);
    expect(farthest(found)).toBeLessThan(0.5);
    expect((found.values('flags')[0] as number) & SourceFlag.saturated).toBe(SourceFlag.saturated);
  });

  it('fills pixels without data', async () => {
    const image = await mosaic();
    const mask = image.mask?.slice() ?? new Uint8Array(width * height);
    for (let y = 0; y < height; y++) mask[y * width + Math.round(stars[3].x) + 1] |= PixelFlag.bad;
    const found = detectSources({ ...image, mask });
    expect(found.length).toBe(stars.length);
    expect(farthest(found)).toBeLessThan(0.5);
  });

  it('surveys it as it does a monochrome frame', async () => {
    const found = findBrightStars(await mosaic({ bias: 500 }));
    expect(found.x.length).toBe(stars.length);
    expect(farthest({ values: name => found[name] })).toBeLessThan(0.15);
    expect(found.fwhm).toBeCloseTo(3, 0);
  });
});
