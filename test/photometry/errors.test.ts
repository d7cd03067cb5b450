/** Errors by injection: many stars of known flux in known noise, measured at their true positions. */
import { describe, expect, it } from 'vitest';
import type { Image } from '../../lib/frame/image.js';
import { randomGenerator } from '../../lib/math/random.js';
import { measureApertures } from '../../lib/photometry/measure-apertures.js';
import { gaussianStar, imageOf } from './test-image.js';

const SIDE = 28;
const COUNT = 400;

interface Field {
  /** Flux of each star [electron]. */
  readonly flux: number;
  readonly sky: number;
  readonly readNoise: number;
  readonly gain: number;
  readonly fwhm: number;
  readonly seed: number;
  /** Whether the image has a pixel variance. */
  readonly variance?: boolean;
}

/** A square grid of stars with photon and read-out noise; without noise it is the truth. */
function makeField(field: Field): { image: Image; truth: Image; x: number[]; y: number[] } {
  const random = randomGenerator(field.seed);
  const cells = Math.sqrt(COUNT);
  const width = cells * SIDE;
  const truth = new Float64Array(width * width).fill(field.sky);
  const x: number[] = [];
  const y: number[] = [];
  for (let cell = 0; cell < COUNT; cell++) {
    const cx = (cell % cells) * SIDE + SIDE / 2 + random.uniform() - 0.5;
    const cy = Math.floor(cell / cells) * SIDE + SIDE / 2 + random.uniform() - 0.5;
    const star = gaussianStar(cx, cy, field.fwhm);
    for (let j = Math.round(cy) - 12; j <= Math.round(cy) + 12; j++)
      for (let i = Math.round(cx) - 12; i <= Math.round(cx) + 12; i++) truth[j * width + i] += field.flux * star(i, j);
    x.push(cx);
    y.push(cy);
  }
  const noisy = truth.map(mean => (random.poisson(mean) + field.readNoise * random.normal()) / field.gain);
  const extra = {
    gain: field.gain,
    readNoise: field.readNoise,
    variance: field.variance
      ? noisy.map(value => Math.max(0, value) / field.gain + (field.readNoise / field.gain) ** 2)
      : undefined,
  };
  return {
    image: imageOf(width, width, (i, j) => noisy[j * width + i], extra),
    truth: imageOf(width, width, (i, j) => (truth[j * width + i] - field.sky) / field.gain),
    x,
    y,
  };
}

/** Mean and standard deviation of (measured - true) / error. */
function pulls(field: Field, radius: number, options: object): { mean: number; width: number } {
  const { image, truth, x, y } = makeField(field);
  const measured = measureApertures(image, { x, y }, { radius, annulus: [9, 13], ...options });
  const exact = measureApertures(truth, { x, y }, { radius, sky: 'none' });
  const values = Float64Array.from(
    x,
    (_, star) => (measured.columns.flux[star] - exact.columns.flux[star]) / measured.columns.fluxErr[star],
  );
  const mean = values.reduce((sum, value) => sum + value, 0) / COUNT;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / COUNT;
  return { mean, width: Math.sqrt(variance) };
}

/** Pools three fields, so that the width is known to 2 %. */
function pooled(field: Omit<Field, 'seed'>, radius: number, options: object = {}): { mean: number; width: number } {
  const seeds = [1, 2, 3];
  const each = seeds.map(seed => pulls({ ...field, seed }, radius, options));
  const mean = each.reduce((sum, pull) => sum + pull.mean, 0) / seeds.length;
  const width = Math.sqrt(each.reduce((sum, pull) => sum + pull.width ** 2, 0) / seeds.length);
  return { mean, width };
}

describe('errors are as large as the differences from the truth', () => {
  const bright = { flux: 2e5, sky: 60, readNoise: 5, gain: 1.6, fwhm: 3.5 };
  const faint = { flux: 900, sky: 200, readNoise: 8, gain: 2, fwhm: 3 };
  it.each([
    ['a bright star, dominated by photon noise', bright, 6, {}],
    ['a faint star, dominated by sky noise', faint, 3, {}],
    ['a faint star in a large aperture, where the error of the sky level matters', faint, 8, {}],
    ['a faint star with a mean sky', faint, 8, { skyEstimator: 'mean' }],
    ['a small aperture', faint, 2, {}],
    ['a bright star with a propagated variance', { ...bright, variance: true }, 6, {}],
    ['a faint star with a propagated variance', { ...faint, variance: true }, 4, {}],
  ])('%s', (_, field, radius, options) => {
    const { mean, width } = pooled(field, radius, options);
    expect(Math.abs(mean)).toBeLessThan(0.1);
    expect(width).toBeGreaterThan(0.95);
    expect(width).toBeLessThan(1.05);
  });

  it('uses the variance of the image, not only the scatter in the annulus', () => {
    // Half of the chip is noisier under the star but not around it, which only the variance records.
    const random = randomGenerator(3);
    const noisy = (x: number, y: number): boolean => Math.hypot((x % 40) - 20, (y % 40) - 20) < 8;
    const sigma = (x: number, y: number): number => (noisy(x, y) ? 12 : 3);
    const variance = imageOf(400, 400, (x, y) => sigma(x, y) ** 2).pixels;
    const image = imageOf(400, 400, (x, y) => 100 + sigma(x, y) * random.normal(), { variance });
    const x = Array.from({ length: 100 }, (_, cell) => (cell % 10) * 40 + 20);
    const y = Array.from({ length: 100 }, (_, cell) => Math.floor(cell / 10) * 40 + 20);
    const width = (errorModel: 'ccd' | 'variance' | undefined): number => {
      const table = measureApertures(image, { x, y }, { radius: 5, annulus: [10, 18], errorModel });
      return Math.sqrt(
        x.reduce((sum, __, k) => sum + (table.columns.flux[k] / table.columns.fluxErr[k]) ** 2, 0) / 100,
      );
    };
    expect(width('ccd')).toBeGreaterThan(2);
    expect(width('variance')).toBeGreaterThan(0.8);
    expect(width('variance')).toBeLessThan(1.2);
    expect(width(undefined)).toBe(width('variance'));
  });
});

describe('the terms of the error', () => {
  const flat = imageOf(60, 60, () => 50, { gain: 2, readNoise: 6 });
  const error = (image: Image, options: object): number =>
    measureApertures(image, { x: [30], y: [30] }, { radius: 5, ...options }).columns.fluxErr[0];

  it('without a sky are the photon noise of the whole aperture and the read-out noise', () => {
    const pixels = imageOf(60, 60, () => 0, { gain: 2, readNoise: 6 });
    const squared = (error(pixels, { sky: 'none' }) / 3) ** 2; // sum of squared weights
    expect(squared).toBeGreaterThan(0.9 * Math.PI * 25);
    expect(squared).toBeLessThan(Math.PI * 25);
    expect(error(flat, { sky: 'none' }) ** 2).toBeCloseTo(squared * (50 / 2 + 9), 6);
    expect(error({ ...flat, readNoise: NaN }, { sky: 'none' }) ** 2).toBeCloseTo(squared * 25, 6);
  });

  it('a median sky has pi / 2 times the variance of a mean sky', () => {
    const random = randomGenerator(4);
    const noise = imageOf(60, 60, () => random.normal(), { gain: 1e12 });
    const options = { annulus: [10, 16], errorModel: 'ccd' };
    const { skyStd, skyArea, area } = measureApertures(
      noise,
      { x: [30], y: [30] },
      { radius: 5, annulus: [10, 16] },
    ).toObjects()[0];
    const level = (area * area * (skyStd / 0.98484618645) ** 2) / skyArea;
    const none = error(noise, { ...options, sky: 'none' }) ** 2;
    expect(error(noise, options) ** 2 - none).toBeCloseTo((Math.PI / 2) * level, 6);
    expect(error(noise, { ...options, skyEstimator: 'mean' }) ** 2 - none).toBeCloseTo(level, 6);
  });

  it('scale with the unit: electrons instead of ADU', () => {
    const random = randomGenerator(5);
    const adu = imageOf(60, 60, () => 100 + 5 * random.normal(), { gain: 2 });
    const electrons: Image = { ...adu, pixels: adu.pixels.map(value => 2 * value), gain: 1, unit: 'electron' };
    expect(error(electrons, {}) / error(adu, {})).toBeCloseTo(2, 10);
  });
});
