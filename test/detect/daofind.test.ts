import { describe, expect, it } from 'vitest';
import { measureBackground } from '../../lib/detect/background/background.js';
import { daofind } from '../../lib/detect/daofind/daofind.js';
import { daofindKernel } from '../../lib/detect/daofind/daofind-kernel.js';
import { enhanceDensity } from '../../lib/detect/daofind/enhance-density.js';
import { randomGenerator } from '../../lib/math/random.js';
import { describeShared, referenceValues } from '../helpers/shared.js';
import { drawStars } from '../helpers/star-field.js';
import { readPixels } from './read-pixels.js';

describe("DAOFIND's kernel", () => {
  it('sums to zero and returns the height of a star of its own width for any sky level', () => {
    for (const fwhm of [1.5, 2, 3, 4.4, 8]) {
      const kernel = daofindKernel(fwhm);
      expect(kernel.weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(0, 12);
      const image = drawStars({ width: 41, height: 41, stars: [{ x: 20, y: 20, peak: 250 }], fwhm, sky: 77 });
      expect(enhanceDensity(image.pixels, 41, 41, kernel)[20 * 41 + 20]).toBeCloseTo(250, 3);
    }
  });

  it('has the noise predicted by its relative error', () => {
    const random = randomGenerator(4);
    const noise = Float64Array.from({ length: 200 * 200 }, () => random.normal());
    for (const fwhm of [2, 3, 6]) {
      const kernel = daofindKernel(fwhm);
      const density = enhanceDensity(noise, 200, 200, kernel);
      const inner = density.filter((_, k) => k % 200 >= 8 && k % 200 < 192 && k >= 1600 && k < 38_400);
      const rms = Math.sqrt(inner.reduce((sum, v) => sum + v * v, 0) / inner.length);
      expect(rms / kernel.relativeError).toBeGreaterThan(0.97);
      expect(rms / kernel.relativeError).toBeLessThan(1.03);
    }
  });
});

describe('the density-enhanced image', () => {
  it('equals the direct convolution with zeros outside the image', () => {
    const random = randomGenerator(6);
    const width = 23;
    const height = 17;
    const pixels = Float64Array.from({ length: width * height }, () => random.normal());
    const kernel = daofindKernel(5);
    const density = enhanceDensity(pixels, width, height, kernel);
    const side = 2 * kernel.radius + 1;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        let sum = 0;
        for (let j = 0; j < side; j++) {
          for (let i = 0; i < side; i++) {
            const px = x + i - kernel.radius;
            const py = y + j - kernel.radius;
            if (px >= 0 && py >= 0 && px < width && py < height)
              sum += kernel.weights[j * side + i] * pixels[py * width + px];
          }
        }
        expect(density[y * width + x]).toBeCloseTo(sum, 5);
      }
    }
  });
});

describe('DAOFIND', () => {
  const field = (fwhm = 3) =>
    drawStars({
      width: 60,
      height: 50,
      stars: [
        { x: 15.3, y: 20.8, peak: 500 },
        { x: 40, y: 11.5, peak: 120 },
      ],
      fwhm,
      sky: 0,
    });
  const options = { fwhm: 3, threshold: 20 };

  it('finds the stars and nothing else', () => {
    const found = daofind(field(), options);
    expect(found.count).toBe(2);
    expect(Math.hypot(found.x[0] - 40, found.y[0] - 11.5)).toBeLessThan(0.1);
    expect(Math.hypot(found.x[1] - 15.3, found.y[1] - 20.8)).toBeLessThan(0.1);
    expect(found.peak[1]).toBe(field().pixels[21 * 60 + 15]);
  });

  it('finds one star where two pixels share the maximum', () => {
    expect(daofind(field(), options).peakY[0]).toBe(11);
  });

  it('follows a rotation of the image', () => {
    const image = field();
    const turned = new Float64Array(image.pixels.length);
    for (let y = 0; y < 50; y++) for (let x = 0; x < 60; x++) turned[x * 50 + y] = image.pixels[y * 60 + x];
    const here = daofind(image, options);
    const there = daofind({ width: 50, height: 60, pixels: turned }, options);
    expect([...there.y].sort()).toEqual([...here.x].sort());
    // Wide in x becomes wide in y.
    const order = [...there.roundness2].sort((a, b) => a - b);
    const mirrored = [...here.roundness2].map(r => -r).sort((a, b) => a - b);
    for (let k = 0; k < order.length; k++) expect(order[k]).toBeCloseTo(mirrored[k], 12);
  });

  it('excludes hot pixels, bleeding columns and objects outside the sharpness limits', () => {
    const image = field();
    const pixels = image.pixels.slice();
    pixels[30 * 60 + 30] += 900;
    for (let y = 5; y < 45; y++) pixels[y * 60 + 52] += 700;
    expect(daofind({ ...image, pixels }, options).count).toBe(2);
    expect(daofind({ ...image, pixels }, { ...options, sharpness: [0, 10], roundness: [-3, 3] }).count).toBeGreaterThan(
      2,
    );
    expect(daofind(field(30), options).count).toBe(0);
  });

  it('does not find a star at an excluded pixel', () => {
    const forbidden = new Uint8Array(60 * 50);
    for (let y = 18; y < 25; y++) for (let x = 12; x < 19; x++) forbidden[y * 60 + x] = 1;
    const found = daofind(field(), { ...options, forbidden });
    expect(found.count).toBe(1);
    expect(found.peak[0]).toBeLessThan(200);
  });

  it('finds stars at the border', () => {
    const image = drawStars({
      width: 30,
      height: 30,
      stars: [
        { x: 0.2, y: 14, peak: 100 },
        { x: 29, y: 29, peak: 100 },
      ],
      fwhm: 3,
      sky: 0,
    });
    expect(daofind(image, options).count).toBe(2);
  });

  it('finds nothing in an empty image', () => {
    expect(daofind({ width: 20, height: 20, pixels: new Float64Array(400) }, { fwhm: 3, threshold: 0 }).count).toBe(0);
  });

  it('rejects an invalid width or threshold', () => {
    expect(() => daofind(field(), { fwhm: -1, threshold: 5 })).toThrow(
      /fwhm must be a positive number of pixels, got -1/,
    );
    expect(() => daofind(field(), { fwhm: 3, threshold: NaN })).toThrow(/threshold must be a number, got NaN/);
  });
});

interface Detection {
  readonly cases: readonly {
    readonly file: string;
    readonly daofind: {
      readonly crop: readonly [number, number, number, number];
      readonly fwhm: number;
      readonly threshold: number;
      readonly count: number;
      readonly brightest: { readonly rows: readonly (readonly number[])[] };
    };
  }[];
}

describeShared('DAOFIND against photutils', () => {
  it.each([
    'detection/sep/image.fits',
    'detection/sdss/reprojected_sdss_g.fits.bz2',
    'detection/sdss/reprojected_sdss_r.fits.bz2',
    'detection/misc/gc_2mass_j.fits',
    'detection/misc/M6707HH.fits',
    'raw/m13-orion/M13_blue_0001.fits',
    'catalogs/glimpse/spitzer_example_image.fits',
    'reduced:raw/arcsat-xo1/science/XO1-b_z_20250602_041008.fits',
  ])('finds the same stars at the same positions in %s', async file => {
    const reference = referenceValues<Detection>('detection').cases.find(entry => entry.file === file)!.daofind;
    const image = await readPixels(file);
    const { background } = measureBackground(image);
    const [x0, y0, x1, y1] = reference.crop;
    const [width, height] = [x1 - x0, y1 - y0];
    const pixels = Float64Array.from({ length: width * height }, (_, k) => {
      const at = (y0 + Math.floor(k / width)) * image.width + x0 + (k % width);
      return Number.isFinite(image.pixels[at]) ? image.pixels[at] - background[at] : 0;
    });
    const found = daofind({ width, height, pixels }, reference);
    expect(found.count).toBe(reference.count);
    const order = Array.from(found.height.keys()).sort((a, b) => found.height[b] - found.height[a]);
    reference.brightest.rows.forEach(([x, y, sharpness, roundness1, roundness2, peak, flux], rank) => {
      const k = order[rank];
      expect(Math.hypot(found.x[k] - x, found.y[k] - y)).toBeLessThan(1e-4);
      expect(Math.abs(found.sharpness[k] - sharpness)).toBeLessThan(1e-6);
      expect(Math.abs(found.roundness1[k] - roundness1)).toBeLessThan(1e-6);
      expect(Math.abs(found.roundness2[k] - roundness2)).toBeLessThan(1e-6);
      expect(found.peak[k] / peak).toBeCloseTo(1, 5);
      const { relativeError } = daofindKernel(reference.fwhm);
      expect(found.height[k] / (reference.threshold * relativeError) / flux).toBeCloseTo(1, 5);
    });
  });
});
