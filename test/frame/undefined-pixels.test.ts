/** Pixels that a program left undefined, as huge numbers, count as without data wherever a file is read. */
import { describe, expect, it } from 'vitest';
import { detectSources } from '../../lib/detect/detect-sources.js';
import { Header } from '../../lib/fits/header/header.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { frameStatistics } from '../../lib/frame/frame-statistics.js';
import { PixelFlag } from '../../lib/frame/image.js';
import { readImage } from '../../lib/frame/read-frame.js';
import { drawStars } from '../helpers/star-field.js';

const SIZE = 160;
const STARS = [30, 70, 110].flatMap(x => [40, 90].map(y => ({ x, y, peak: 900 })));

function fileOf(values: readonly number[], Type: typeof Float32Array | typeof Float64Array = Float32Array): Uint8Array {
  const { pixels } = drawStars({ width: SIZE, height: SIZE, stars: STARS, fwhm: 4, sky: 200, noise: 5 });
  const own = Type.from(pixels);
  values.forEach((value, k) => {
    own[SIZE * (41 + k) + 38] = value;
  });
  return encodeFits([
    { header: new Header([{ keyword: 'GAIN', value: 2, comment: '' }]), width: SIZE, height: SIZE, pixels: own },
  ]);
}

describe('undefined pixels of a file', () => {
  it('are NaN with noData, counted in a problem', async () => {
    const { pixels, mask, problems = [] } = await readImage(fileOf([1.6e38, 1.6e38, -3.4e38]));
    const found = problems.filter(({ code }) => code === 'undefined-pixels');
    expect(found.map(({ value }) => value)).toEqual(['3 of 1.6e+38']);
    for (const row of [41, 42, 43]) {
      expect(pixels[SIZE * row + 38]).toBeNaN();
      expect(mask?.[SIZE * row + 38]).toBe(PixelFlag.noData);
    }
  });

  it('of 1.79e308 are found in float64, also where they are read as float32', async () => {
    for (const precision of ['float32', 'float64'] as const) {
      const { pixels, mask } = await readImage(fileOf([1.79e308], Float64Array), { precision });
      expect(Math.abs(pixels[SIZE * 41 + 38])).not.toBeLessThan(1e30);
      expect(mask?.[SIZE * 41 + 38]).toBe(PixelFlag.noData);
    }
  });

  it('change neither statistics nor detected stars', async () => {
    const clean = await readImage(fileOf([]));
    const odd = await readImage(fileOf([1.6e38, 1.6e38, 1.6e38, 1.6e38, 1.6e38, 1.6e38]));
    expect(clean.problems?.some(({ code }) => code === 'undefined-pixels') ?? false).toBe(false);
    const [a, b] = [frameStatistics(clean), frameStatistics(odd)];
    expect(b.count).toBe(a.count - 6);
    expect(b.clippedStd).toBeCloseTo(a.clippedStd, 1);
    expect(b.max).toBe(a.max);
    const places = (image: typeof clean) =>
      detectSources(image)
        .toObjects()
        .map(({ x, y }) => `${x.toFixed(0)},${y.toFixed(0)}`);
    expect(places(odd).sort()).toEqual(places(clean).sort());
    expect(odd.saturation).toEqual(clean.saturation);
  });
});
