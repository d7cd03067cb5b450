import { describe, expect, it, vi } from 'vitest';
import { PhotometryError } from '../../lib/core/errors.js';
import { type Image, PixelFlag } from '../../lib/frame/image.js';
import { clippedStatistics } from '../../lib/math/clip.js';
import { medianVarianceFactor } from '../../lib/math/median-efficiency.js';
import { randomGenerator } from '../../lib/math/random.js';
import { type CombineOptions, combineImages } from '../../lib/reduce/combine/combine.js';
import { imageOf } from '../helpers/reduce-image.js';

const METHODS = ['median', 'mean', 'clip', 'minmax'] as const;

const combine = (images: readonly Image[], options: CombineOptions = {}): Promise<Image> =>
  combineImages(
    images.map((image, k) => ({ path: image.path || `frame-${k}.fits`, load: async () => image })),
    options,
  );

/** `n` frames of Gaussian noise about 1000, 40 x 30. */
function noisyFrames(n: number, seed: number, fields: Parameters<typeof imageOf>[3] = {}): Image[] {
  const random = randomGenerator(seed);
  return Array.from({ length: n }, () => imageOf(40, 30, () => 1000 + 10 * random.normal(), fields));
}

const column = (images: readonly Image[], i: number): number[] => images.map(image => image.pixels[i]);

describe('combineImages()', () => {
  it.each(METHODS)('constant frames combine to the constant (%s)', async method => {
    const combined = await combine(
      [1, 2, 3, 4, 5].map(() => imageOf(7, 5, 42.5)),
      { method },
    );
    expect([...combined.pixels]).toEqual(new Array(35).fill(42.5));
  });

  it('the median is exact for every number of frames, odd and even, by network and by selection', async () => {
    for (let n = 1; n <= 40; n++) {
      const images = noisyFrames(n, n);
      const combined = await combine(images);
      for (let i = 0; i < 1200; i += 97) {
        const sorted = column(images, i).sort((a, b) => a - b);
        const middle = n % 2 === 1 ? sorted[n >> 1] : 0.5 * (sorted[(n >> 1) - 1] + sorted[n >> 1]);
        expect(combined.pixels[i], `n = ${n}`).toBe(middle);
      }
    }
  });

  it.each([
    { kappa: 3, center: 'median', spread: 'mad', iterations: 1 },
    { kappa: 2, center: 'mean', spread: 'std', iterations: 1 },
    { kappa: 2, center: 'median', spread: 'std', iterations: 3 },
    { kappa: 1.5, center: 'median', spread: 'mad', iterations: 2 },
  ] as const)('clipping agrees with clippedStatistics, $kappa $center $spread $iterations', async clip => {
    for (const n of [6, 11, 35]) {
      const images = noisyFrames(n, n);
      const combined = await combine(images, { method: 'clip', clip, onWarning: () => {} });
      for (let i = 0; i < 1200; i += 31) {
        const expected = clippedStatistics(column(images, i), { ...clip, maxIterations: clip.iterations }).mean;
        expect(combined.pixels[i]).toBeCloseTo(expected, 9);
      }
    }
  });

  it('clip, minmax and median reject one outlier among five; the mean does not', async () => {
    const images = noisyFrames(5, 3);
    images[2] = imageOf(40, 30, 60000);
    const clean = 1000;
    for (const method of ['median', 'clip', 'minmax'] as const)
      for (const value of (await combine(images, { method })).pixels) expect(Math.abs(value - clean)).toBeLessThan(40);
    expect((await combine(images, { method: 'mean' })).pixels[0]).toBeGreaterThan(10000);
  });

  it.each(METHODS)('the order of the frames does not matter (%s)', async method => {
    const images = noisyFrames(9, 5);
    const forth = await combine(images, { method });
    const back = await combine([...images].reverse(), { method });
    forth.pixels.forEach((value, i) => {
      expect(value).toBeCloseTo(back.pixels[i], 9);
    });
  });

  it.each(METHODS)('doubling the values doubles the result and quadruples its variance (%s)', async method => {
    const images = noisyFrames(7, 8, { variance: new Float64Array(1200).fill(100) });
    const doubled = images.map(image => ({
      ...image,
      pixels: image.pixels.map(value => 2 * value),
      variance: image.variance?.map(value => 4 * value),
    }));
    const [once, twice] = [await combine(images, { method }), await combine(doubled, { method })];
    for (let i = 0; i < 1200; i += 13) {
      expect(twice.pixels[i]).toBeCloseTo(2 * once.pixels[i], 9);
      expect(twice.variance![i]).toBeCloseTo(4 * once.variance![i], 9);
    }
  });

  it('does not modify its input', async () => {
    const images = noisyFrames(5, 9);
    const before = images.map(image => [...image.pixels]);
    await combine(images, { normalize: 'each' });
    expect(images.map(image => [...image.pixels])).toEqual(before);
  });
});

describe('masked pixels in a combination', () => {
  const withMask = (image: Image, i: number, flag: number): Image => {
    const mask = new Uint8Array(image.pixels.length);
    mask[i] = flag;
    return { ...image, mask };
  };
  const values = [10, 20, 30, 40, 90];
  const images = values.map(value => imageOf(3, 3, value));

  it('are excluded: the other values are combined and the pixel stays good', async () => {
    const masked = images.map((image, k) => (k === 4 ? withMask(image, 4, PixelFlag.cosmicRay) : image));
    const combined = await combine(masked);
    expect(combined.pixels[4]).toBe(25);
    expect(combined.pixels[3]).toBe(30);
    expect(combined.mask).toBeUndefined();
  });

  it('NaN counts as masked, flagged or not', async () => {
    const holed = images.map((image, k) =>
      k < 2 ? { ...image, pixels: image.pixels.map((v, i) => (i === 0 ? Number.NaN : v)) } : image,
    );
    for (const method of METHODS)
      expect((await combine(holed, { method })).pixels[0]).toBeCloseTo(
        method === 'median' || method === 'minmax' ? 40 : 160 / 3,
        9,
      );
  });

  it('masked in every frame: keeps the plain combination, flagged', async () => {
    const combined = await combine(images.map(image => withMask(image, 4, PixelFlag.bad)));
    expect(combined.pixels[4]).toBe(30);
    expect(combined.mask![4]).toBe(PixelFlag.bad);
    expect(combined.mask![0]).toBe(0);
  });

  it('without a finite value are NaN with noData', async () => {
    const combined = await combine(
      images.map(image => ({ ...image, pixels: image.pixels.map((v, i) => (i === 7 ? Number.NaN : v)) })),
    );
    expect(combined.pixels[7]).toBeNaN();
    expect(combined.mask![7]).toBe(PixelFlag.noData);
  });

  it('saturated in most frames: stay saturated, since the remaining values are too low', async () => {
    const saturated = images.map((image, k) => (k >= 2 ? withMask(image, 4, PixelFlag.saturated) : image));
    const combined = await combine(saturated);
    expect(combined.mask![4]).toBe(PixelFlag.saturated);
    expect(combined.pixels[4]).toBe(30);
    const once = await combine(images.map((image, k) => (k === 4 ? withMask(image, 4, PixelFlag.saturated) : image)));
    expect(once.mask).toBeUndefined();
  });

  it('hot pixels are used and keep their flag', async () => {
    const combined = await combine(images.map((image, k) => (k === 0 ? withMask(image, 4, PixelFlag.hot) : image)));
    expect(combined.pixels[4]).toBe(30);
    expect(combined.mask![4]).toBe(PixelFlag.hot);
  });
});

describe('memory', () => {
  it('strips give the same result as whole frames, with masks and variances, and read each frame once per strip', async () => {
    const random = randomGenerator(4);
    const images = noisyFrames(6, 4).map(image => ({
      ...image,
      mask: Uint8Array.from(image.pixels, () => (random.uniform() < 0.1 ? PixelFlag.bad : 0)),
      variance: image.pixels.map(() => 50 + random.uniform()),
    }));
    const loads = images.map(() => 0);
    const sources = images.map((image, k) => ({
      path: `${k}.fits`,
      load: async () => {
        loads[k]++;
        return image;
      },
    }));
    const whole = await combineImages(sources, { normalize: 'each' });
    expect(loads).toEqual(images.map(() => 1));
    const bytesOfARow = 6 * 40 * (8 + 8 + 1);
    const strips = await combineImages(sources, { normalize: 'each', memoryBudget: 7 * bytesOfARow });
    expect(loads).toEqual(images.map(() => 1 + Math.ceil(30 / 7)));
    expect(strips.pixels).toEqual(whole.pixels);
    expect(strips.variance).toEqual(whole.variance);
    expect(strips.mask).toEqual(whole.mask);
  });

  it('reports progress for each frame and stops on abort', async () => {
    const done: string[] = [];
    const sources = noisyFrames(3, 1).map((image, k) => ({ path: `${k}`, load: async () => image }));
    await combineImages(
      sources,
      {},
      { progress: report => done.push(`${report.step} ${report.done}/${report.total}`) },
    );
    expect(done).toEqual(['combine 1/3', 'combine 2/3', 'combine 3/3']);
    await expect(combineImages(sources, {}, { signal: { aborted: true } })).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('normalised flats', () => {
  const pattern = (i: number): number => 1 + 0.1 * Math.sin(i);
  const lamp = [10000, 14000, 9000, 20000, 12000];
  const flats = lamp.map(level =>
    imageOf(10, 10, i => level * pattern(i), { cards: { IMAGETYP: 'FLAT', ZEROCOR: 'done' } }),
  );

  it("'each' removes the lamp drift from every frame", async () => {
    const flat = await combine(flats, { normalize: 'each' });
    const middle = [...flat.pixels].sort((a, b) => a - b);
    expect(0.5 * (middle[49] + middle[50])).toBeCloseTo(1, 12);
    const ratio = flat.pixels[0] / pattern(0);
    flat.pixels.forEach((value, i) => {
      expect(value / pattern(i)).toBeCloseTo(ratio, 12);
    });
    expect(flat.unit).toBe('');
  });

  it("'after' divides only the result: in a mean, a brighter flat has more weight", async () => {
    const tilted = [imageOf(3, 1, i => 1000 * (1 + i)), imageOf(3, 1, 9000)];
    const after = await combine(tilted, { method: 'mean', normalize: 'after' });
    const each = await combine(tilted, { method: 'mean', normalize: 'each' });
    expect([...after.pixels]).toEqual([5000 / 5500, 1, 6000 / 5500]);
    expect([...each.pixels]).toEqual([0.75, 1, 1.25]);
  });

  it('warn if their bias was not subtracted', async () => {
    const warnings: string[] = [];
    const onWarning = (message: string): void => void warnings.push(message);
    await combine(flats, { normalize: 'each', onWarning });
    expect(warnings).toEqual([]);
    const raw = flats.map(image => ({ ...image, header: image.header.without('ZEROCOR') }));
    await combine(raw, { normalize: 'each', onWarning });
    expect(warnings[0]).toMatch(/5 flats still contain their bias.*reduce\(\{ bias, dark \}\)/);
  });

  it('a flat without light is rejected and named in the error', async () => {
    const dark = [...flats.slice(0, 2), imageOf(10, 10, -3, { path: 'dark-flat.fits', cards: { ZEROCOR: 'done' } })];
    await expect(combine(dark, { normalize: 'each', kind: 'other' })).rejects.toThrow(
      /dark-flat\.fits cannot be normalised.*-3/,
    );
  });
});

describe('gain and read-out noise of a combination', () => {
  const known = { gain: 2, readNoise: 8, gainSource: 'header', readNoiseSource: 'header' } as const;

  it('a mean of n frames has n times the gain and sqrt(n) times the read-out noise', async () => {
    const combined = await combine(noisyFrames(4, 1, known), { method: 'mean' });
    expect(combined.gain).toBeCloseTo(8, 12);
    expect(combined.readNoise).toBeCloseTo(16, 12);
    expect(combined.gainSource).toBe('header');
  });

  it('a median is noisier by the median variance factor', async () => {
    const combined = await combine(noisyFrames(5, 1, known));
    expect(combined.gain).toBeCloseTo(10 / medianVarianceFactor(5), 12);
  });

  it('a normalised flat keeps the gain and noise of the camera', async () => {
    const flats = noisyFrames(4, 1, known);
    const flat = await combine(flats, { method: 'mean', normalize: 'after' });
    expect(flat.unit).toBe('');
    expect(flat.gain).toBeCloseTo(2, 12);
    expect(flat.readNoise).toBeCloseTo(8, 12);
  });
});

describe('combineImages() rejects', () => {
  const refuse = async (
    images: readonly Image[],
    options: CombineOptions,
    code: string,
    message: RegExp,
  ): Promise<void> => {
    const error = await combine(images, options).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PhotometryError);
    expect((error as PhotometryError).code).toBe(code);
    expect((error as PhotometryError).message).toMatch(message);
  };

  it('no frames', () => refuse([], {}, 'no-frames', /at least one frame/));

  it('frames of different sizes, listing the groups', () =>
    refuse(
      [imageOf(4, 4, 1, { path: 'a.fits' }), imageOf(4, 5, 1, { path: 'b.fits' })],
      {},
      'mixed-frames',
      /4x4.*a\.fits.*4x5.*b\.fits/,
    ));

  it('flats of two filters, suggesting a where() that keeps one', () =>
    refuse(
      ['V', 'V', 'R'].map((FILTER, k) => imageOf(4, 4, 1, { path: `${k}.fits`, cards: { IMAGETYP: 'FLAT', FILTER } })),
      {},
      'mixed-frames',
      /2 x flat, filter V.*1 x flat, filter R.*where\(h => h\.filter === 'V'\)/,
    ));

  it('darks of mixed exposures', () =>
    refuse(
      [60, 60, 120].map(exptime => imageOf(4, 4, 1, { exptime, cards: { IMAGETYP: 'DARK' } })),
      {},
      'mixed-frames',
      /60 s.*120 s.*h\.exptime === 60/,
    ));

  it('kinds mixed together, before any pixel is read', async () => {
    const load = vi.fn(async () => imageOf(4, 4, 1));
    const sources = ['bias', 'flat'].map(imagetyp => ({
      path: `${imagetyp}.fits`,
      load,
      facts: { path: `${imagetyp}.fits`, imagetyp },
    }));
    await expect(combineImages(sources)).rejects.toMatchObject({ code: 'mixed-frames' });
    expect(load).not.toHaveBeenCalled();
  });

  it('a mix of bias-subtracted and unsubtracted frames', () =>
    refuse([imageOf(4, 4, 1, { cards: { ZEROCOR: 'done' } }), imageOf(4, 4, 1)], {}, 'mixed-frames', /bias step/));

  it('frames in different units', () =>
    refuse([imageOf(4, 4, 1), imageOf(4, 4, 1, { unit: 'electron' })], {}, 'mixed-frames', /adu.*electron/));

  it('an unknown method, listing the available ones', () =>
    refuse(
      [imageOf(4, 4, 1)],
      { method: 'average' as 'mean' },
      'bad-argument',
      /median, mean, clip, minmax.*'average'/,
    ));

  it('minmax of two frames, which leaves no values', () =>
    refuse([imageOf(4, 4, 1), imageOf(4, 4, 1)], { method: 'minmax' }, 'bad-argument', /leaves none/));

  it('a kappa that is not positive', () =>
    refuse([imageOf(4, 4, 1)], { method: 'clip', clip: { kappa: 0 } }, 'bad-argument', /kappa/));
});

describe('plain sigma clipping of few frames', () => {
  it('warns only when it cannot reject anything', async () => {
    const warnings: string[] = [];
    const onWarning = (message: string): void => void warnings.push(message);
    await combine(noisyFrames(5, 1), { method: 'clip', clip: { kappa: 3, spread: 'std' }, onWarning });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /cannot leave out anything: among 5 frames no value is farther than 2\.50 from the median/,
    );
    await combine(noisyFrames(12, 1), { method: 'clip', clip: { kappa: 3, spread: 'std' }, onWarning });
    await combine(noisyFrames(5, 1), { method: 'clip', onWarning });
    expect(warnings).toHaveLength(1);
  });
});

describe('provenance', () => {
  it('records method, options and files', async () => {
    const combined = await combine(noisyFrames(3, 1), { method: 'clip' });
    const step = combined.provenance.at(-1)!;
    expect(step.verb).toBe('combine');
    expect(step.options).toMatchObject({
      frames: 3,
      method: 'clip',
      clip: { kappa: 5, center: 'median', spread: 'mad', iterations: 1 },
    });
    expect(step.files?.map(file => file.path)).toEqual(['frame-0.fits', 'frame-1.fits', 'frame-2.fits']);
    expect(combined.header.number('NCOMBINE')).toBe(3);
  });
});
