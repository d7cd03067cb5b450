import { describe, expect, it } from 'vitest';
import { measureBackground, subtractBackground } from '../../lib/detect/background/background.js';
import { PixelFlag } from '../../lib/frame/image.js';
import { randomGenerator } from '../../lib/math/random.js';
import { describeShared, referenceValues } from '../helpers/shared.js';
import { drawStars, imageOf, scatterStars } from '../helpers/star-field.js';
import { readPixels } from './read-pixels.js';

const noisy = (width: number, height: number, level: (x: number, y: number) => number, rms: number, seed = 1) => {
  const random = randomGenerator(seed);
  return Float64Array.from(
    { length: width * height },
    (_, k) => level(k % width, Math.floor(k / width)) + rms * random.normal(),
  );
};

describe('the background map', () => {
  it('returns the sky and its noise in an image without sources', () => {
    const sky = measureBackground(
      imageOf(
        300,
        260,
        noisy(300, 260, () => 500, 10),
      ),
    );
    expect(Math.abs(sky.globalBackground - 500)).toBeLessThan(0.5);
    expect(Math.abs(sky.globalRms - 10)).toBeLessThan(0.3);
    expect(Math.max(...sky.background.map(value => Math.abs(value - 500)))).toBeLessThan(2);
  });

  it('follows a sky gradient', () => {
    const level = (x: number, y: number) => 1000 + 0.3 * x - 0.2 * y;
    const { background } = measureBackground(imageOf(400, 300, noisy(400, 300, level, 5)));
    for (const [x, y] of [
      [70, 60],
      [200, 150],
      [330, 240],
    ])
      expect(Math.abs(background[y * 400 + x] - level(x, y))).toBeLessThan(1.5);
  });

  it('is hardly raised by stars', () => {
    const stars = scatterStars({
      width: 320,
      height: 320,
      count: 60,
      apart: 15,
      margin: 5,
      faint: 100,
      bright: 20_000,
      seed: 2,
    });
    const image = drawStars({ width: 320, height: 320, stars, fwhm: 3, sky: 200, noise: 8, seed: 3 });
    expect(Math.abs(measureBackground(image).globalBackground - 200)).toBeLessThan(1);
  });

  it('shifts with the level and scales with the pixel values', () => {
    const pixels = noisy(200, 200, x => 300 + x / 10, 6);
    const one = measureBackground(imageOf(200, 200, pixels));
    const other = measureBackground(
      imageOf(
        200,
        200,
        pixels.map(value => 4 * value + 1024),
      ),
    );
    const k = 70 * 200 + 90;
    expect(other.background[k]).toBeCloseTo(4 * one.background[k] + 1024, 1);
    expect(other.rms[k]).toBeCloseTo(4 * one.rms[k], 2);
  });

  it('excludes masked and NaN pixels', () => {
    const pixels = noisy(256, 256, () => 500, 10);
    const clean = measureBackground(imageOf(256, 256, pixels));
    const mask = new Uint8Array(pixels.length);
    const spoilt = pixels.slice();
    for (let k = 0; k < pixels.length; k += 3) {
      spoilt[k] = k % 2 === 0 ? NaN : 40_000;
      mask[k] = k % 2 === 0 ? 0 : PixelFlag.bad;
    }
    const sky = measureBackground(imageOf(256, 256, spoilt, mask));
    expect(Math.abs(sky.globalBackground - clean.globalBackground)).toBeLessThan(0.5);
    expect(sky.background.every(Number.isFinite)).toBe(true);
  });

  it('fills a mesh without usable pixels with the value of the nearest mesh', () => {
    const pixels = noisy(256, 256, x => (x < 128 ? 100 : 900), 1);
    for (let y = 64; y < 128; y++) for (let x = 0; x < 64; x++) pixels[y * 256 + x] = NaN;
    const { background } = measureBackground(imageOf(256, 256, pixels), { filterSize: 1 });
    expect(Math.abs(background[96 * 256 + 32] - 100)).toBeLessThan(60);
  });

  it('equals the constant of a constant image, with zero noise', () => {
    const sky = measureBackground(imageOf(100, 90, new Float32Array(9000).fill(42)));
    expect(sky.globalBackground).toBe(42);
    expect(sky.globalRms).toBe(0);
    expect(sky.background.every(value => value === 42)).toBe(true);
  });

  it('is NaN if no pixel is a number', () => {
    const sky = measureBackground(imageOf(100, 90, new Float32Array(9000).fill(NaN)));
    expect(sky.globalBackground).toBeNaN();
    expect(sky.background.every(Number.isNaN)).toBe(true);
  });

  it('supports images smaller than a mesh and images of one row or column', () => {
    expect(
      Math.abs(
        measureBackground(
          imageOf(
            20,
            30,
            noisy(20, 30, () => 50, 1),
          ),
        ).globalBackground - 50,
      ),
    ).toBeLessThan(0.3);
    expect(
      Math.abs(
        measureBackground(
          imageOf(
            500,
            1,
            noisy(500, 1, () => 50, 1),
          ),
        ).globalBackground - 50,
      ),
    ).toBeLessThan(1);
    expect(
      Math.abs(
        measureBackground(
          imageOf(
            1,
            500,
            noisy(1, 500, () => 50, 1),
          ),
        ).globalBackground - 50,
      ),
    ).toBeLessThan(1);
  });

  it('has the element type of the image and does not modify its pixels', () => {
    const pixels = new Float32Array(noisy(128, 128, () => 50, 1));
    const before = pixels.slice();
    const { background } = measureBackground(imageOf(128, 128, pixels));
    expect(background).toBeInstanceOf(Float32Array);
    const rest = subtractBackground(pixels, background);
    expect(rest[1000]).toBeCloseTo(pixels[1000] - background[1000], 5);
    expect(pixels).toEqual(before);
  });

  it('rejects an invalid box or filter', () => {
    const image = imageOf(10, 10, new Float32Array(100));
    expect(() => measureBackground(image, { boxSize: 1 })).toThrow(
      /boxSize must be a whole number of pixels from 2, got 1/,
    );
    expect(() => measureBackground(image, { boxSize: 10.5 })).toThrow(/got 10.5/);
    expect(() => measureBackground(image, { filterSize: 2 })).toThrow(
      /filterSize must be an odd number of meshes from 1, got 2/,
    );
  });
});

interface Maps {
  readonly globalback: number;
  readonly globalrms: number;
  readonly back: readonly (readonly number[])[];
  readonly rms: readonly (readonly number[])[];
}

interface Detection {
  readonly cases: readonly {
    readonly file: string;
    readonly grid_x: readonly number[];
    readonly grid_y: readonly number[];
    readonly background: { readonly 64: Maps; readonly 32: Maps };
  }[];
}

describeShared('the background map against sep', () => {
  const files = [
    'detection/sep/image.fits',
    'detection/sdss/reprojected_sdss_g.fits.bz2',
    'detection/sdss/reprojected_sdss_r.fits.bz2',
    'detection/misc/gc_2mass_j.fits',
    'detection/misc/M6707HH.fits',
    'raw/m13-orion/M13_blue_0001.fits',
    'catalogs/glimpse/spitzer_example_image.fits',
    'reduced:raw/arcsat-xo1/science/XO1-b_z_20250602_041008.fits',
  ];

  it('covers every file of the reference', () => {
    expect(
      referenceValues<Detection>('detection')
        .cases.map(({ file }) => file)
        .sort(),
    ).toEqual([...files].sort());
  });

  it.each(files)('agrees to within 1e-5 of the noise in %s', async file => {
    const reference = referenceValues<Detection>('detection').cases.find(entry => entry.file === file)!;
    const image = await readPixels(file);
    for (const boxSize of [64, 32] as const) {
      const expected = reference.background[boxSize];
      const sky = measureBackground(image, { boxSize });
      const limit = 1e-5 * expected.globalrms;
      expect(Math.abs(sky.globalBackground - expected.globalback)).toBeLessThan(limit);
      expect(Math.abs(sky.globalRms - expected.globalrms)).toBeLessThan(limit);
      reference.grid_y.forEach((y, j) => {
        reference.grid_x.forEach((x, i) => {
          expect(Math.abs(sky.background[y * image.width + x] - expected.back[j][i])).toBeLessThan(limit);
          expect(Math.abs(sky.rms[y * image.width + x] - expected.rms[j][i])).toBeLessThan(limit);
        });
      });
    }
  });
});
