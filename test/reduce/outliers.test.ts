import { describe, expect, it } from 'vitest';
import { type Image, PixelFlag } from '../../lib/frame/image.js';
import { shiftedMedianFactor } from '../../lib/math/median-efficiency.js';
import { randomGenerator } from '../../lib/math/random.js';
import { type CombineOptions, combineImages } from '../../lib/reduce/combine/combine.js';
import { imageOf, sourceOf } from '../helpers/reduce-image.js';

/** Errors of a combination count what was kept: cosmic rays in some frames do not change them. */
const WIDTH = 288;
const HEIGHT = 192;
const SKY = 100;
const GAIN = 1.5;
const READ_NOISE = 6;

type Source = 'propagated' | 'scatter' | 'model';

/** Frames of one sky with photon and read-out noise; `rays` pixels of each are hit. */
function frames(n: number, rays: number, source: Source, seed = 11): Image[] {
  const random = randomGenerator(seed);
  const hits = randomGenerator(seed + 1);
  return Array.from({ length: n }, () => {
    const image = imageOf(WIDTH, HEIGHT, () => (SKY + Math.sqrt(SKY + READ_NOISE ** 2) * random.normal()) / GAIN, {
      gain: source === 'scatter' ? Number.NaN : GAIN,
      readNoise: source === 'scatter' ? Number.NaN : READ_NOISE,
      cards: source === 'scatter' ? { IMAGETYP: 'light' } : { IMAGETYP: 'light', ZEROCOR: 'done' },
    });
    for (let k = 0; k < rays; k++)
      image.pixels[Math.floor(hits.uniform() * WIDTH * HEIGHT)] += 3000 + 20000 * hits.uniform();
    if (source !== 'propagated') return image;
    return { ...image, variance: image.pixels.map(value => Math.max(value, 0) / GAIN + (READ_NOISE / GAIN) ** 2) };
  });
}

const combine = (images: readonly Image[], options: CombineOptions): Promise<Image> =>
  combineImages(images.map(sourceOf), options);

/** The quoted error over the scatter about the truth, both in the quadratic mean. */
function errorRatio({ pixels, variance }: Image): number {
  let quoted = 0;
  let real = 0;
  for (let i = 0; i < pixels.length; i++) {
    quoted += variance![i];
    real += (pixels[i] - SKY / GAIN) ** 2;
  }
  return Math.sqrt(quoted / real);
}

describe('the error of a median and of a clipped mean is their scatter about the truth', () => {
  for (const source of ['propagated', 'scatter'] as const)
    for (const method of ['median', 'clip'] as const)
      for (const rays of [0, 85])
        it.each([3, 5, 7, 20])(`${method}, ${source}, ${rays} rays in each of %i frames`, async n => {
          expect(Math.abs(errorRatio(await combine(frames(n, rays, source), { method })) - 1)).toBeLessThan(0.05);
        });
});

describe('cosmic rays do not change the error', () => {
  /** Errors of sums over boxes of 12 x 12 pixels, with rays over without. */
  function boxRatios(hit: Image, clean: Image): number[] {
    const ratios: number[] = [];
    for (let y = 0; y + 12 <= HEIGHT; y += 12)
      for (let x = 0; x + 12 <= WIDTH; x += 12) {
        let [a, b] = [0, 0];
        for (let i = 0; i < 144; i++) {
          const at = (y + Math.floor(i / 12)) * WIDTH + x + (i % 12);
          a += hit.variance![at];
          b += clean.variance![at];
        }
        ratios.push(Math.sqrt(a / b));
      }
    return ratios;
  }

  for (const source of ['propagated', 'model', 'scatter'] as const)
    it.each(['median', 'clip', 'minmax'] as const)(`of a ${source} variance (%s)`, async method => {
      const [hit, clean] = [
        await combine(frames(7, 68, source), { method }),
        await combine(frames(7, 0, source), { method }),
      ];
      const ratios = boxRatios(hit, clean).sort((a, b) => a - b);
      expect(ratios[ratios.length >> 1]).toBeGreaterThan(0.99);
      expect(ratios[ratios.length >> 1]).toBeLessThan(1.01);
      // two rays in one pixel are one more than minmax leaves out: the value is wrong, and its error says so
      const worst = method === 'minmax' ? ratios[Math.floor(0.97 * ratios.length)] : ratios.at(-1);
      expect(worst).toBeLessThan(1.05);
    });

  it('of a mean, where they are masked', async () => {
    for (const source of ['propagated', 'scatter'] as const) {
      const masked = frames(7, 68, source).map(image => ({
        ...image,
        mask: Uint8Array.from(image.pixels, value => (value > 1000 ? PixelFlag.cosmicRay : 0)),
      }));
      const hit = await combine(masked, { method: 'mean' });
      const ratios = boxRatios(hit, await combine(frames(7, 0, source), { method: 'mean' }));
      expect(Math.max(...ratios)).toBeLessThan(1.05);
    }
  });

  it('of a mean without masks they do: they are in its values', async () => {
    const [hit, clean] = [
      await combine(frames(7, 68, 'scatter'), { method: 'mean' }),
      await combine(frames(7, 0, 'scatter'), { method: 'mean' }),
    ];
    expect(Math.max(...boxRatios(hit, clean))).toBeGreaterThan(5);
  });

  it('of a master bias: a hit is not read-out noise, a pixel that flickers is noisier', async () => {
    const biases = frames(9, 68, 'scatter').map((image, k) => ({
      ...image,
      header: image.header.with('IMAGETYP', 'bias'),
      pixels: image.pixels.map((value, i) => (i === 40 ? 300 * (k % 2) : value)),
    }));
    const { variance } = await combine(biases, {});
    const usual = [...variance!].sort((a, b) => a - b)[variance!.length >> 1];
    expect([...variance!].filter(value => value > 10 * usual)).toHaveLength(1);
    expect(variance![40]).toBeGreaterThan(50 * usual);
  });
});

describe('a strip of rows is judged like the whole frame', () => {
  it.each(['median', 'clip', 'minmax'] as const)('%s', async method => {
    const images = frames(6, 190, 'scatter').map((image, k) => ({
      ...image,
      pixels: image.pixels.map((value, i) => ((i * 7 + k) % 31 === 0 ? Number.NaN : value)),
    }));
    const whole = await combine(images, { method });
    const strips = await combine(images, { method, memoryBudget: 6 * WIDTH * 9 * 37 });
    expect(strips.pixels).toEqual(whole.pixels);
    expect(strips.variance).toEqual(whole.variance);
  });
});

describe('shiftedMedianFactor()', () => {
  it('is that of the median of the others where as many are below as above', () => {
    expect(shiftedMedianFactor(7, 1, 1)).toBeCloseTo(1.434168, 6);
    expect(shiftedMedianFactor(7, 0, 0)).toBeCloseTo(1.473128, 6);
  });

  it('agrees with simulated medians: of 3, 5, 7, 20 values, some of them outliers', () => {
    expect(shiftedMedianFactor(3, 0, 1)).toBeCloseTo(2, 2);
    expect(shiftedMedianFactor(5, 2, 0)).toBeCloseTo(3.83, 1);
    expect(shiftedMedianFactor(7, 0, 1)).toBeCloseTo(1.72, 1);
    expect(shiftedMedianFactor(20, 0, 1)).toBeCloseTo(1.54, 1);
  });
});
