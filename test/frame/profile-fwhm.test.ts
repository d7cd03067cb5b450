import { describe, expect, it } from 'vitest';
import { PixelFlag } from '../../lib/frame/image.js';
import { fitProfile, measureFwhm } from '../../lib/frame/profile-fwhm.js';
import { randomGenerator } from '../../lib/math/random.js';
import { medianInPlace } from '../../lib/math/select.js';
import { readPixels } from '../detect/read-pixels.js';
import { describeShared, referenceValues } from '../helpers/shared.js';
import { drawStars, imageOf } from '../helpers/star-field.js';

const profiles = [
  { name: 'Gaussian', beta: Infinity },
  { name: 'Moffat 4', beta: 4 },
  { name: 'Moffat 2.5', beta: 2.5 },
];
const widths = [2, 3, 5, 8];
const cases = profiles.flatMap(profile => widths.map(fwhm => ({ ...profile, fwhm })));

const star = (fwhm: number, beta: number, noise: number, seed: number) => {
  const random = randomGenerator(seed);
  const x = 40 + random.uniform() - 0.5;
  const y = 41 + random.uniform() - 0.5;
  return { x, y, image: drawStars({ width: 81, height: 83, stars: [{ x, y, peak: 1000 }], fwhm, beta, noise, seed }) };
};

describe('the FWHM of a star', () => {
  it.each(cases)('is exact for a $name of $fwhm px without noise', ({ fwhm, beta }) => {
    for (let seed = 0; seed < 5; seed++) {
      const { x, y, image } = star(fwhm, beta, 0, seed);
      expect(measureFwhm(image, x, y) / fwhm).toBeCloseTo(1, 4);
    }
  });

  it.each(cases)('is unbiased for a $name of $fwhm px at a peak signal-to-noise ratio of 20', ({ fwhm, beta }) => {
    const found = Float64Array.from({ length: 60 }, (_, seed) => {
      const { x, y, image } = star(fwhm, beta, 50, seed);
      return measureFwhm(image, x, y) / fwhm;
    });
    expect(found.every(ratio => ratio > 0.75 && ratio < 1.3)).toBe(true);
    expect(Math.abs(medianInPlace(found) - 1)).toBeLessThan(0.025);
  });

  it('does not depend on brightness or sky', () => {
    const { x, y, image } = star(3.7, 3, 3, 1);
    const brighter = { ...image, pixels: image.pixels.map(value => 50 * value - 4000) };
    expect(measureFwhm(brighter, x, y)).toBeCloseTo(measureFwhm(image, x, y), 6);
  });

  it('finds the exponent, the height and the sky of a Moffat profile', () => {
    const { x, y, image } = star(4, 2.5, 0, 2);
    const profile = fitProfile(image, x, y);
    expect(profile.beta).toBeCloseTo(2.5, 4);
    expect(profile.amplitude).toBeCloseTo(1000, 2);
    expect(profile.sky).toBeCloseTo(100, 2);
  });

  it('skips dead, hit and saturated pixels', () => {
    const { x, y, image } = star(4, Infinity, 0, 3);
    const pixels = image.pixels.slice();
    const mask = new Uint8Array(pixels.length);
    const spoil = (i: number, j: number, value: number, bit: number) => {
      pixels[j * 81 + i] = value;
      mask[j * 81 + i] = bit;
    };
    spoil(41, 42, NaN, 0);
    spoil(39, 41, 9000, PixelFlag.cosmicRay);
    for (let k = 0; k < pixels.length; k++) {
      if (pixels[k] < 950 || mask[k] !== 0) continue;
      pixels[k] = 950;
      mask[k] = PixelFlag.saturated;
    }
    expect(measureFwhm({ ...image, pixels, mask }, x, y)).toBeCloseTo(4, 3);
  });

  it('is that of a pixel, not of a star, for a hot pixel', () => {
    const { image } = star(4, Infinity, 5, 4);
    const pixels = image.pixels.slice();
    pixels[20 * 81 + 20] += 3000;
    expect(measureFwhm({ ...image, pixels }, 20, 20)).not.toBeGreaterThan(1.2);
  });

  it('is NaN without a star, without data, or outside the image', () => {
    expect(measureFwhm(imageOf(50, 50, new Float64Array(2500).fill(7)), 25, 25)).toBeNaN();
    expect(measureFwhm(imageOf(50, 50, new Float64Array(2500).fill(NaN)), 25, 25)).toBeNaN();
    expect(measureFwhm(star(3, Infinity, 0, 1).image, -5, 20)).toBeNaN();
    expect(measureFwhm(star(3, Infinity, 0, 1).image, NaN, 20)).toBeNaN();
  });
});

interface Apertures {
  readonly cases: readonly {
    readonly file: string;
    readonly extended: {
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (number | number[])[])[];
    };
  }[];
}

describeShared('the FWHM against a scipy Moffat fit', () => {
  it.each([
    ['detection/sep/image.fits', 11],
    ['catalogs/glimpse/spitzer_example_image.fits', 16],
    ['reduced:raw/arcsat-xo1/science/XO1-b_z_20250602_041008.fits', 20],
  ])('agrees within 0.1 %% in %s', async (file, least) => {
    const { columns, rows } = referenceValues<Apertures>('apertures').cases.find(
      entry => entry.file === file,
    )!.extended;
    const image = await readPixels(file);
    const column = (name: string) => columns.indexOf(name);
    let compared = 0;
    for (const row of rows) {
      // The peer's fit keeps gamma and alpha within bounds; ours requires a profile with a finite total flux.
      const [, gamma, alpha] = row[column('moffat_amp_gamma_alpha_bias')] as number[];
      if (alpha > 14.9 || alpha < 1.1 || gamma < 0.31) continue;
      const profile = fitProfile(image, row[column('x')] as number, row[column('y')] as number, {
        radius: 7,
        square: true,
      });
      expect(Math.abs(profile.fwhm / (row[column('fwhm_moffat')] as number) - 1)).toBeLessThan(2.5e-3);
      compared++;
    }
    expect(compared).toBeGreaterThanOrEqual(least);
  });
});
