import { describe, expect, it } from 'vitest';
import { windowedCentroid } from '../../lib/frame/centroid.js';
import { PixelFlag } from '../../lib/frame/image.js';
import { randomGenerator } from '../../lib/math/random.js';
import { readPixels } from '../detect/read-pixels.js';
import { describeShared, referenceValues } from '../helpers/shared.js';
import { drawStars } from '../helpers/star-field.js';

const star = (x: number, y: number, fwhm = 3.5, noise = 0, seed = 1) =>
  drawStars({ width: 41, height: 39, stars: [{ x, y, peak: 1000 }], fwhm, noise, seed });
const window = { sigma: 3.5 / 2.3548, sky: 100 };

describe('the windowed centroid', () => {
  it('finds a star to a thousandth of a pixel, at any sub-pixel position', () => {
    const random = randomGenerator(8);
    for (let k = 0; k < 40; k++) {
      const x = 20 + random.uniform() - 0.5;
      const y = 18 + random.uniform() - 0.5;
      const found = windowedCentroid(star(x, y), 20, 18, window);
      expect(found.converged).toBe(true);
      expect(Math.hypot(found.x - x, found.y - y)).toBeLessThan(1e-3);
    }
  });

  it('does not depend on the starting position', () => {
    const image = star(20.3, 17.6, 3.5, 5);
    const one = windowedCentroid(image, 20, 18, window);
    const other = windowedCentroid(image, 21.5, 16.5, window);
    expect(Math.hypot(one.x - other.x, one.y - other.y)).toBeLessThan(5e-4);
  });

  it('shifts with the image by whole pixels', () => {
    const here = windowedCentroid(star(20.3, 17.6), 20, 18, window);
    const there = windowedCentroid(star(23.3, 15.6), 23, 16, window);
    expect(there.x - here.x).toBeCloseTo(3, 9);
    expect(there.y - here.y).toBeCloseTo(-2, 9);
  });

  it('converges on a star narrower than a pixel, about which full steps oscillate', () => {
    const image = star(20.2, 17.9, 1.1);
    const found = windowedCentroid(image, 20, 18, { sigma: 1.5, sky: 100 });
    expect(found.converged).toBe(true);
    expect(Math.hypot(found.x - 20.2, found.y - 17.9)).toBeLessThan(0.1);
  });

  it('has a scatter at most a tenth above the theoretical minimum in noise', () => {
    // The minimum variance of a centroid in uniform noise s: 8 pi sigma^4 s^2 / F^2 (King 1983, PASP 95, 163), F = 2 pi sigma^2 A.
    const sigma = 3.5 / 2.3548;
    const noise = 20;
    const least = (noise * Math.sqrt(8 * Math.PI * sigma ** 4)) / (2 * Math.PI * sigma ** 2 * 1000);
    const errors = Array.from(
      { length: 400 },
      (_, k) => windowedCentroid(star(20.3, 17.6, 3.5, noise, k), 20, 18, window).x - 20.3,
    );
    const scatter = Math.sqrt(errors.reduce((sum, e) => sum + e * e, 0) / errors.length);
    expect(scatter / least).toBeGreaterThan(0.9);
    expect(scatter / least).toBeLessThan(1.1);
  });

  it('replaces a dead pixel in the star by its mirror image', () => {
    const image = star(20.3, 17.6);
    const pixels = image.pixels.slice();
    const mask = new Uint8Array(pixels.length);
    pixels[18 * 41 + 21] = NaN;
    pixels[17 * 41 + 20] = 60_000;
    mask[17 * 41 + 20] = PixelFlag.cosmicRay;
    const found = windowedCentroid({ ...image, pixels, mask }, 20, 18, window);
    expect(found.converged).toBe(true);
    expect(Math.hypot(found.x - 20.3, found.y - 17.6)).toBeLessThan(0.15);
  });

  it('uses saturated pixels, which still carry the position of the star', () => {
    const image = star(20.3, 17.6);
    const pixels = image.pixels.map(value => Math.min(value, 600));
    const mask = Uint8Array.from(pixels, value => (value >= 600 ? PixelFlag.saturated : 0));
    const found = windowedCentroid({ ...image, pixels, mask }, 20, 18, window);
    expect(found.converged).toBe(true);
    expect(Math.hypot(found.x - 20.3, found.y - 17.6)).toBeLessThan(0.05);
  });

  it('returns the starting position where it would move too far, leave the image, or find no light', () => {
    const image = star(20.3, 17.6);
    expect(windowedCentroid(image, 17, 18, { ...window, maxShift: 2 })).toEqual({ x: 17, y: 18, converged: false });
    expect(windowedCentroid(image, -3, 18, window)).toEqual({ x: -3, y: 18, converged: false });
    expect(windowedCentroid(image, 20, 18, { ...window, sky: 1e6 })).toEqual({ x: 20, y: 18, converged: false });
    const empty = { ...image, pixels: image.pixels.map(() => NaN) };
    expect(windowedCentroid(empty, 20, 18, window).converged).toBe(false);
    expect(windowedCentroid(image, NaN, 18, window).converged).toBe(false);
  });

  it('reports what is wrong with an invalid sigma', () => {
    expect(() => windowedCentroid(star(20, 18), 20, 18, { sigma: 0 })).toThrow(
      /sigma must be a positive number of pixels, got 0/,
    );
  });
});

interface Apertures {
  readonly cases: readonly {
    readonly file: string;
    readonly constant_background: number;
    readonly extended: { readonly columns: readonly string[]; readonly rows: readonly (readonly number[])[] };
  }[];
}

describeShared('the windowed centroid against sep.winpos', () => {
  // Where sep stops after 16 steps without convergence, its result is off by its last step.
  it.each([
    ['detection/sep/image.fits', 14, 14],
    ['detection/sdss/reprojected_sdss_r.fits.bz2', 24, 14],
    ['catalogs/glimpse/spitzer_example_image.fits', 24, 24],
  ])('agrees in %s', async (file, stars, exact) => {
    const reference = referenceValues<Apertures>('apertures').cases.find(entry => entry.file === file)!;
    const image = await readPixels(file);
    const { columns, rows } = reference.extended;
    const column = (name: string) => columns.indexOf(name);
    const differences = rows.map(row => {
      const options = { sigma: 1.5, sky: reference.constant_background };
      const found = windowedCentroid(image, row[column('x')], row[column('y')], options);
      expect(found.converged).toBe(true);
      return Math.hypot(found.x - row[column('xwin')], found.y - row[column('ywin')]);
    });
    expect(differences.length).toBe(stars);
    expect(Math.max(...differences)).toBeLessThan(5e-3);
    expect(differences.filter(difference => difference < 1e-4).length).toBeGreaterThanOrEqual(exact);
  });
});
