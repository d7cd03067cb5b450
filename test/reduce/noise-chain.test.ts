import { beforeAll, describe, expect, it } from 'vitest';
import { type Image, isUsable } from '../../lib/frame/image.js';
import { medianVarianceFactor } from '../../lib/math/median-efficiency.js';
import { randomGenerator } from '../../lib/math/random.js';
import { calibrate } from '../../lib/reduce/calibrate/calibrate.js';
import { type CombineOptions, combineImages } from '../../lib/reduce/combine/combine.js';
import { photonTransfer } from '../../lib/reduce/photon-transfer.js';
import { type Camera, exposure, imageOf, sourceOf } from '../helpers/reduce-image.js';

/** Checks each predicted error against the scatter of many pixels whose true values are known. */
const SIZE = [256, 256] as const;
const combine = (images: readonly Image[], options?: CombineOptions): Promise<Image> =>
  combineImages(images.map(sourceOf), options);

/** Standard deviation of (value - truth) / sqrt(variance): 1 if the variance is right. */
function pullWidth(image: Image, truth: number | ((i: number) => number)): number {
  let sum = 0;
  let n = 0;
  for (let i = 0; i < image.pixels.length; i++) {
    if (!isUsable(image.mask, i)) continue;
    const expected = typeof truth === 'number' ? truth : truth(i);
    sum += (image.pixels[i] - expected) ** 2 / image.variance![i];
    n++;
  }
  return Math.sqrt(sum / n);
}

describe('variance of a combination, by Monte Carlo', () => {
  const frames = (n: number): Image[] => {
    const random = randomGenerator(100 + n);
    const variance = new Float64Array(SIZE[0] * SIZE[1]).fill(49);
    return Array.from({ length: n }, () => imageOf(...SIZE, () => 500 + 7 * random.normal(), { variance }));
  };

  it.each([2, 3, 5, 8, 15, 24])('median of %i', async n => {
    expect(Math.abs(pullWidth(await combine(frames(n)), 500) - 1)).toBeLessThan(0.015);
  });

  it('mean', async () => {
    expect(Math.abs(pullWidth(await combine(frames(5), { method: 'mean' }), 500) - 1)).toBeLessThan(0.015);
  });

  it('clipped mean at 5 robust scatters and trimmed mean, of ten: to 8 %', async () => {
    expect(Math.abs(pullWidth(await combine(frames(10), { method: 'clip' }), 500) - 1)).toBeLessThan(0.08);
    expect(Math.abs(pullWidth(await combine(frames(10), { method: 'minmax' }), 500) - 1)).toBeLessThan(0.08);
  });

  it('uses the scatter where frames have no variance', async () => {
    const bare = frames(10).map(({ variance: _variance, ...image }) => image);
    const combined = await combine(bare, { method: 'mean' });
    const mean = combined.variance!.reduce((sum, value) => sum + value, 0) / combined.variance!.length;
    expect(Math.abs(mean / 4.9 - 1)).toBeLessThan(0.02);
  });
});

describe('medianVarianceFactor()', () => {
  it('increases from 1 to pi/2', () => {
    expect([1, 2, 3].map(medianVarianceFactor)).toEqual([1, 1, 1.346013]);
    expect(medianVarianceFactor(21)).toBeCloseTo(1.538455, 3);
    expect(medianVarianceFactor(40)).toBeCloseTo(1.517366, 2);
    expect(medianVarianceFactor(100001)).toBeCloseTo(Math.PI / 2, 4);
  });
});

describe('a simulated camera whose header gives neither gain nor read-out noise', () => {
  const camera: Camera = {
    gain: 1.6,
    readNoise: 12,
    bias: i => 1000 + 5 * Math.sin(i / 50),
    dark: i => (i % 997 === 0 ? 40 : 0.2),
    response: i => 1 + 0.05 * Math.sin(i / 90),
  };
  let bias: Image;
  let dark: Image;
  let flat: Image;
  const random = randomGenerator(77);
  const LIGHT = 8;

  beforeAll(async () => {
    const shoot = (kind: 'BIAS' | 'DARK' | 'FLAT', n: number, seconds: number, light: number): Image[] =>
      Array.from({ length: n }, () => exposure(camera, kind, seconds, light, random, SIZE));
    bias = await combine(shoot('BIAS', 7, 0, 0));
    dark = await combine(shoot('DARK', 7, 60, 0).map(image => calibrate(image, { bias })));
    const flats = shoot('FLAT', 7, 20, 1500).map(image => calibrate(image, { bias, dark }));
    flat = await combine(flats, { normalize: 'each' });
  });

  it('provides both through its masters', () => {
    const reduced = calibrate(exposure(camera, 'LIGHT', 60, LIGHT, random, SIZE), { bias, dark, flat });
    expect(Math.abs(reduced.gain / camera.gain - 1)).toBeLessThan(0.02);
    expect(Math.abs(reduced.readNoise / camera.readNoise - 1)).toBeLessThan(0.02);
  });

  it('the variance of a reduced frame is the scatter about the truth, photons, read-out and masters together', () => {
    for (const seconds of [60, 90]) {
      const reduced = calibrate(exposure(camera, 'LIGHT', seconds, LIGHT, random, SIZE), { bias, dark, flat });
      expect(Math.abs(pullWidth(reduced, (LIGHT * seconds) / camera.gain) - 1)).toBeLessThan(0.04);
    }
  });

  it('the reduced frame has the mean of the truth: dark scaling and flat leave no offset', () => {
    const seconds = 240;
    const reduced = calibrate(exposure(camera, 'LIGHT', seconds, LIGHT, random, SIZE), { bias, dark, flat });
    const usable = [...reduced.pixels].filter((_, i) => isUsable(reduced.mask, i));
    const mean = usable.reduce((sum, value) => sum + value, 0) / usable.length;
    expect(Math.abs(mean / ((LIGHT * seconds) / camera.gain) - 1)).toBeLessThan(0.004);
  });

  it('the flat matches the response within its error', () => {
    expect(Math.abs(pullWidth(flat, camera.response) - 1)).toBeLessThan(0.1);
  });

  it('the variance of the master bias is its scatter', () => {
    expect(Math.abs(pullWidth(bias, camera.bias) - 1)).toBeLessThan(0.03);
  });

  it('finds the hot pixels and no others', () => {
    const reduced = calibrate(exposure(camera, 'LIGHT', 60, LIGHT, random, SIZE), { bias, dark, flat });
    reduced.mask!.forEach((flags, i) => {
      expect(flags !== 0, `pixel ${i}`).toBe(i % 997 === 0);
    });
  });
});

describe('photonTransfer()', () => {
  const camera: Camera = {
    gain: 2.5,
    readNoise: 9,
    bias: () => 300,
    dark: () => 0,
    response: i => 1 + 0.1 * Math.sin(i),
  };
  const random = randomGenerator(5);
  const size = [400, 400] as const;
  const biases = [1, 2].map(() => exposure(camera, 'BIAS', 0, 0, random, size)) as [Image, Image];
  const flats = [1000, 1300].map(light => exposure(camera, 'FLAT', 30, light, random, size)) as [Image, Image];

  it('recovers gain and read-out noise of a simulated camera for any fixed pattern and lamp level', () => {
    const { gain, readNoise, ratio } = photonTransfer({ flats, biases });
    expect(Math.abs(gain / 2.5 - 1)).toBeLessThan(0.01);
    expect(Math.abs(readNoise / 9 - 1)).toBeLessThan(0.01);
    expect(ratio).toBeCloseTo(10 / 13, 2);
  });

  it('accepts bias-subtracted flats and a numeric read-out noise', () => {
    const reduced = flats.map(image => calibrate(image, { bias: imageOf(...size, 300) })) as [Image, Image];
    expect(Math.abs(photonTransfer({ flats: reduced, readNoiseAdu: 3.6 }).gain / 2.5 - 1)).toBeLessThan(0.01);
  });

  it('rejects flats with an unknown bias level', () => {
    expect(() => photonTransfer({ flats, readNoiseAdu: 3.6 })).toThrow(/still has its bias/);
    expect(() => photonTransfer({ flats })).toThrow(/needs the read-out noise/);
  });

  it('rejects flats without light and reports the measured levels', () => {
    expect(() => photonTransfer({ flats: biases, biases })).toThrow(/cannot be determined.*level/);
  });

  it('rejects frames of different sizes and a region outside the image', () => {
    expect(() => photonTransfer({ flats: [flats[0], imageOf(3, 3, 1)], biases })).toThrow(/3 x 3/);
    expect(() => photonTransfer({ flats, biases, region: { x0: 0, x1: 500, y0: 0, y1: 10 } })).toThrow(
      /inside the image/,
    );
  });
});
