import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PixelFlag } from '../../lib/frame/image.js';
import { describeFlags, SourceFlag } from '../../lib/frame/source-flags.js';
import { randomGenerator } from '../../lib/math/random.js';
import { measureApertures } from '../../lib/photometry/measure-apertures.js';
import { circlePixelOverlap } from '../../lib/photometry/overlap.js';
import { gaussianStar, imageOf } from './test-image.js';

/** One star measured at one radius. */
const measure = (image: Parameters<typeof measureApertures>[0], x: number, y: number, radius = 5, extra = {}) =>
  measureApertures(image, { x: [x], y: [y] }, { radius, ...extra }).toObjects()[0];

describe('aperture photometry', () => {
  it('of a flat image is value times pi r squared for any position within the pixel', () => {
    const flat = imageOf(60, 60, () => 7.5);
    const place = fc.double({ min: 20, max: 40, noNaN: true });
    fc.assert(
      fc.property(place, place, fc.double({ min: 0.2, max: 15, noNaN: true }), (x, y, radius) => {
        const star = measure(flat, x, y, radius, { sky: 'none' });
        const area = Math.PI * radius * radius;
        return Math.abs(star.area / area - 1) < 1e-11 && Math.abs(star.flux / (7.5 * area) - 1) < 1e-11;
      }),
      { seed: 1 },
    );
  });

  it('weights each pixel by its area inside the circle', () => {
    const random = randomGenerator(5);
    const image = imageOf(40, 40, () => random.uniform());
    for (const [x, y, radius] of [
      [19.3, 20.8, 6.3],
      [20, 20, 0.4],
      [19.5, 20.5, 1],
      [20.5, 20.5, 7.5],
      [1.2, 38.7, 5],
      [-2, 20, 4.5],
    ]) {
      let sum = 0;
      for (let j = 0; j < 40; j++)
        for (let i = 0; i < 40; i++) sum += circlePixelOverlap(i - x, j - y, radius) * image.pixels[j * 40 + i];
      expect(measure(image, x, y, radius, { sky: 'none' }).flux).toBeCloseTo(sum, 11);
    }
  });

  it('at several radii in one pass matches separate runs', () => {
    const random = randomGenerator(6);
    const image = imageOf(50, 50, () => 100 + random.normal());
    const x = [25.2, 3.1, 48];
    const y = [24.7, 30, 2.2];
    const radii = [3, 1.5, 8.25] as const;
    const all = measureApertures(image, { x, y }, { radii, annulus: [10, 14] });
    for (const radius of radii) {
      const one = measureApertures(image, { x, y }, { radius, annulus: [10, 14] });
      for (let star = 0; star < 3; star++) {
        expect(all.columns[`flux_${radius}`][star]).toBeCloseTo(one.columns.flux[star], 9);
        expect(all.columns[`fluxErr_${radius}`][star]).toBeCloseTo(one.columns.fluxErr[star], 9);
        expect(all.columns[`area_${radius}`][star]).toBeCloseTo(one.columns.area[star], 10);
      }
    }
  });

  it('is invariant when image and star are shifted by whole pixels', () => {
    const random = randomGenerator(7);
    const noise = Float64Array.from({ length: 10000 }, () => random.normal());
    const value = (x: number, y: number): number => noise[(y % 100) * 100 + (x % 100)];
    const here = imageOf(90, 90, value);
    const there = imageOf(90, 90, (x, y) => value(x + 7, y + 11));
    const a = measure(here, 45.3, 47.9, 6);
    const b = measure(there, 38.3, 36.9, 6);
    expect(b.flux).toBeCloseTo(a.flux, 9);
    expect(b.fluxErr).toBeCloseTo(a.fluxErr, 9);
    expect(b.sky).toBe(a.sky);
    expect(b.skyArea).toBe(a.skyArea);
  });

  it('doubles the flux if the light doubles', () => {
    const star = gaussianStar(30.2, 29.6, 3.2);
    const one = imageOf(60, 60, (x, y) => 40 + 1e4 * star(x, y));
    const two = imageOf(60, 60, (x, y) => 2 * (40 + 1e4 * star(x, y)));
    expect(measure(two, 30.2, 29.6).flux).toBeCloseTo(2 * measure(one, 30.2, 29.6).flux, 8);
  });

  it('of a Gaussian star is the light inside the radius for any sky level', () => {
    const fwhm = 4;
    const star = gaussianStar(40.3, 39.8, fwhm);
    for (const sky of [0, 500]) {
      const image = imageOf(81, 81, (x, y) => sky + 2e4 * star(x, y));
      const inside = 1 - Math.exp((-(6 ** 2) / fwhm ** 2) * 4 * Math.LN2);
      expect(measure(image, 40.3, 39.8, 6, { annulus: [15, 25] }).flux / (2e4 * inside)).toBeCloseTo(1, 3);
    }
  });

  it("is the same in float32 and float64 within the pixels' precision", () => {
    const random = randomGenerator(8);
    const image = imageOf(60, 60, () => 1000 + random.normal());
    const single = { ...image, pixels: Float32Array.from(image.pixels) };
    expect(measure(single, 30.1, 30.7).flux).toBeCloseTo(measure(image, 30.1, 30.7).flux, 1);
  });

  it('keeps the order of the stars and returns the same rows when they are shuffled', () => {
    const random = randomGenerator(9);
    const image = imageOf(80, 80, () => random.normal());
    const x = Array.from({ length: 30 }, () => 80 * random.uniform());
    const y = Array.from({ length: 30 }, () => 80 * random.uniform());
    const order = x.map((_, i) => (i * 7) % 30);
    const rows = measureApertures(image, { x, y }, { radius: 4 }).toObjects();
    const shuffled = measureApertures(image, { x: order.map(i => x[i]), y: order.map(i => y[i]) }, { radius: 4 });
    expect(shuffled.toObjects()).toEqual(order.map(i => rows[i]));
  });

  it('has units and provenance', () => {
    const table = measureApertures(
      imageOf(40, 40, () => 1),
      { x: [20], y: [20] },
      { radii: [4, 6] },
    );
    expect(table.names).toEqual([
      'x',
      'y',
      'flux_4',
      'fluxErr_4',
      'area_4',
      'instMag_4',
      'magErr_4',
      'flux_6',
      'fluxErr_6',
      'area_6',
      'instMag_6',
      'magErr_6',
      'sky',
      'skyStd',
      'skyArea',
      'peak',
      'flags',
    ]);
    expect(table.columns.flux_4.unit).toBe('adu');
    expect(table.columns.area_6.unit).toBe('px^2');
    expect(table.columns.x.unit).toBe('px');
    expect(table.provenance.at(-1)?.verb).toBe('measureApertures');
  });

  it('names columns by the label of a radius', () => {
    const radii = [{ label: '1.5fwhm', pixels: 4.8 }] as const;
    const table = measureApertures(
      imageOf(40, 40, () => 1),
      { x: [20], y: [20] },
      { radii, sky: 'none' },
    );
    expect(table.columns['flux_1.5fwhm'][0]).toBeCloseTo(Math.PI * 4.8 ** 2, 10);
  });

  it('of no stars is an empty table', () => {
    expect(
      measureApertures(
        imageOf(40, 40, () => 1),
        { x: [], y: [] },
        { radius: 4 },
      ).length,
    ).toBe(0);
  });
});

describe('a bad star is a row with flags', () => {
  const flat = imageOf(60, 60, () => 10);
  const withPixel = (bits: number, value = 10) => {
    const mask = new Uint8Array(3600);
    mask[30 * 60 + 32] = bits;
    const pixels = Float64Array.from(flat.pixels);
    pixels[30 * 60 + 32] = value;
    return { ...flat, pixels, mask };
  };

  it('at the edge: the sum and area of the part inside the image', () => {
    const star = measure(flat, -0.5, 30, 5, { annulus: [8, 12] });
    expect(star.flags).toBe(SourceFlag.truncated);
    expect(star.area).toBeCloseTo((Math.PI * 25) / 2, 10);
    expect(star.flux).toBeCloseTo(0, 9);
    expect(measure(flat, -0.5, 30, 5, { sky: 'none' }).flux).toBeCloseTo(10 * star.area, 9);
  });

  it('outside the image: NaN with area 0', () => {
    for (const [x, y] of [
      [-30, 5],
      [5, 200],
      [NaN, 5],
      [5, Infinity],
    ]) {
      const star = measure(flat, x, y, 5);
      expect(star.flux).toBeNaN();
      expect(star.fluxErr).toBeNaN();
      expect(star.area).toBe(0);
      expect(star.flags & SourceFlag.offImage).toBe(SourceFlag.offImage);
    }
  });

  it('an unusable pixel makes the flux NaN, or is excluded if allowed', () => {
    for (const bits of [PixelFlag.bad, PixelFlag.cosmicRay, PixelFlag.hotScaled, PixelFlag.noData]) {
      const image = withPixel(bits, 1e6);
      const refused = measure(image, 30, 30, 5, { sky: 'none' });
      expect(refused.flux).toBeNaN();
      expect(describeFlags(refused.flags)).toEqual(['masked']);
      const allowed = measure(image, 30, 30, 5, { sky: 'none', allowMasked: true });
      expect(allowed.area).toBeCloseTo(Math.PI * 25 - 1, 10);
      expect(allowed.flux).toBeCloseTo(10 * allowed.area, 8);
      expect(allowed.peak).toBe(10);
      expect(describeFlags(allowed.flags)).toEqual(['masked']);
    }
  });

  it('a saturated pixel has its own flag, and a pixel outside the circle is ignored', () => {
    expect(describeFlags(measure(withPixel(PixelFlag.saturated), 30, 30, 5).flags)).toEqual(['saturated']);
    const far = measure(withPixel(PixelFlag.saturated), 30, 20, 5);
    expect(far.flags).toBe(0);
    expect(far.flux).toBeCloseTo(0, 8);
  });

  it('only radii that include the pixel lose their flux', () => {
    const table = measureApertures(withPixel(PixelFlag.bad), { x: [30], y: [30] }, { radii: [1, 4] });
    expect(table.columns.flux_1[0]).toBeCloseTo(0, 9);
    expect(table.columns.flux_4[0]).toBeNaN();
  });

  it('a pixel cut by the aperture edge is excluded in proportion to its area', () => {
    const image = withPixel(PixelFlag.bad, NaN);
    const part = circlePixelOverlap(2, 0.3, 2.2);
    const star = measure(image, 30, 29.7, 2.2, { sky: 'none', allowMasked: true });
    expect(part).toBeGreaterThan(0.2);
    expect(part).toBeLessThan(0.9);
    expect(star.area).toBeCloseTo(Math.PI * 2.2 ** 2 - part, 10);
    expect(star.flux).toBeCloseTo(10 * star.area, 9);
  });

  it('NaN and infinite pixels count as masked even without a mask', () => {
    for (const value of [NaN, Infinity]) {
      const pixels = Float64Array.from(flat.pixels);
      pixels[30 * 60 + 32] = value;
      const star = measure({ ...flat, pixels }, 30, 30, 5);
      expect(star.flux).toBeNaN();
      expect(star.flags).toBe(SourceFlag.masked);
      expect(star.sky).toBe(10);
    }
  });

  it('a hot pixel is flagged and summed', () => {
    const star = measure(withPixel(PixelFlag.hot, 15), 30, 30, 5, { sky: 'none' });
    expect(star.flags).toBe(SourceFlag.hotPixel);
    expect(star.flux).toBeCloseTo(10 * Math.PI * 25 + 5, 9);
    expect(star.peak).toBe(15);
  });

  it('too few sky pixels make sky and flux NaN but keep the flux without sky subtraction', () => {
    const mask = new Uint8Array(3600);
    for (let y = 0; y < 60; y++)
      for (let x = 0; x < 60; x++) if (Math.hypot(x - 30, y - 30) > 7) mask[y * 60 + x] = PixelFlag.bad;
    const star = measure({ ...flat, mask }, 30, 30, 5, { annulus: [8, 12] });
    expect(star.flux).toBeNaN();
    expect(star.sky).toBeNaN();
    expect(star.flags).toBe(SourceFlag.noSky);
    const bare = measure({ ...flat, mask }, 30, 30, 5, { annulus: [8, 12], sky: 'none' });
    expect(bare.flux).toBeCloseTo(10 * Math.PI * 25, 8);
  });

  it('masked pixels are excluded from the sky', () => {
    const bright = imageOf(60, 60, x => (x > 40 ? 1e5 : 10), { mask: new Uint8Array(3600) });
    for (let y = 0; y < 60; y++) bright.mask?.fill(PixelFlag.saturated, y * 60 + 41, y * 60 + 60);
    expect(measure(bright, 30, 30, 5, { annulus: [8, 20], skyEstimator: 'mean' }).sky).toBe(10);
  });

  it('an unknown gain keeps the flux and makes its error NaN', () => {
    const star = measure({ ...flat, gain: NaN }, 30, 30);
    expect(star.flux).toBeCloseTo(0, 8);
    expect(star.fluxErr).toBeNaN();
    expect(star.flags).toBe(SourceFlag.unknownGain);
    const carried = { ...flat, gain: NaN, variance: new Float64Array(3600).fill(4) };
    expect(measure(carried, 30, 30).flags).toBe(0);
    expect(measure(carried, 30, 30).fluxErr).toBeGreaterThan(0);
  });

  it('positions near each other are crowded', () => {
    const stars = measureApertures(flat, { x: [20, 24, 45], y: [20, 20, 45] }, { radius: 4 });
    expect([...stars.values('flags')]).toEqual([SourceFlag.crowded, SourceFlag.crowded, 0]);
    const apart = measureApertures(flat, { x: [20, 24], y: [20, 20] }, { radius: 4, crowdedWithin: 3 });
    expect([...apart.values('flags')]).toEqual([0, 0]);
  });

  it('the input is not modified', () => {
    const image = withPixel(PixelFlag.bad, NaN);
    const before = [...image.pixels];
    measure(image, 30, 30);
    expect([...image.pixels]).toEqual(before);
  });
});

describe('bad arguments', () => {
  const image = imageOf(20, 20, () => 1, { path: 'flat.fits' });
  const at = { x: [10], y: [10] };
  it.each([
    [{ radius: -1 }, /A radius must be a positive number of pixels, got -1/],
    [{ radius: NaN }, /got NaN/],
    [{ radii: [] }, /at least one radius/],
    [{ radii: [4, 4] }, /once in radii/],
    [{ radius: 4, annulus: [12, 8] as const }, /outer > inner, got \[12, 8\]/],
    [{ radius: 4, errorModel: 'variance' as const }, /flat.fits has none: reduce it first/],
    [{ radius: 4, crowdedWithin: -1 }, /crowdedWithin must be 0 or more/],
  ])('rejects %o and reports the value', (options, message) => {
    expect(() => measureApertures(image, at, options as { radius: number })).toThrow(message);
  });

  it('neither or both of radius and radii', () => {
    expect(() => measureApertures(image, at, {} as { radius: number })).toThrow(/either radius: 6 or radii/);
    expect(() => measureApertures(image, at, { radius: 4, radii: [4] } as never)).toThrow(/either radius/);
  });

  it('positions of different length', () => {
    expect(() => measureApertures(image, { x: [1, 2], y: [1] }, { radius: 3 })).toThrow(/got 2 and 1/);
  });

  it('an unknown option value', () => {
    expect(() => measureApertures(image, at, { radius: 3, sky: 'ring' as 'none' })).toThrow(/got 'ring'/);
    expect(() => measureApertures(image, at, { radius: 3, errorModel: 'poisson' as 'ccd' })).toThrow(
      /ccd, variance, daophot/,
    );
  });
});
