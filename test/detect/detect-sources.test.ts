import { describe, expect, it } from 'vitest';
import { detectSources } from '../../lib/detect/detect-sources.js';
import { PixelFlag } from '../../lib/frame/image.js';
import { SourceFlag } from '../../lib/frame/source-flags.js';
import { randomGenerator } from '../../lib/math/random.js';
import { describeShared } from '../helpers/shared.js';
import { type DrawnStar, drawStars, imageOf, scatterStars } from '../helpers/star-field.js';
import { readPixels } from './read-pixels.js';

const width = 420;
const height = 360;
const noise = 10;
const stars = (options: Partial<Parameters<typeof scatterStars>[0]> = {}) =>
  scatterStars({ width, height, count: 50, apart: 20, margin: 12, faint: 120, bright: 20_000, seed: 3, ...options });
const field = (drawn: readonly DrawnStar[], fwhm = 3, beta = Infinity) =>
  drawStars({ width, height, stars: drawn, fwhm, beta, noise, sky: 300, seed: 4 });

/** Index of the found source nearest to a star, and its distance. */
function nearest(found: ReturnType<typeof detectSources>, star: { x: number; y: number }) {
  const distances = Array.from(found.values('x'), (x, k) => Math.hypot(x - star.x, found.values('y')[k] - star.y));
  const distance = Math.min(...distances);
  return { distance, index: distances.indexOf(distance) };
}

describe('detection', () => {
  it.each([
    { fwhm: 2, beta: Infinity },
    { fwhm: 3, beta: 3 },
    { fwhm: 5, beta: Infinity },
    { fwhm: 7, beta: 3 },
  ])('finds every star of FWHM $fwhm px, beta $beta, above the limit and almost nothing else', ({ fwhm, beta }) => {
    const drawn = stars({ apart: 6 * fwhm, count: 40 });
    const found = detectSources(field(drawn, fwhm, beta));
    for (const star of drawn) expect(nearest(found, star).distance).toBeLessThan(0.12 * fwhm);
    expect(found.length).toBeLessThanOrEqual(drawn.length + 1);
    expect(Math.abs(found.columns.fwhm.median() / fwhm - 1)).toBeLessThan(0.03);
  });

  it('has at most one false detection in a field of noise', () => {
    const counts = [1, 2, 3, 4].map(
      seed => detectSources(drawStars({ width, height, stars: [], fwhm: 3, noise, seed })).length,
    );
    expect(Math.max(...counts)).toBeLessThanOrEqual(1);
  });

  it('returns the brightest first, numbered from 1, with units', () => {
    const found = detectSources(field(stars()));
    const flux = [...found.values('flux')];
    expect(flux).toEqual([...flux].sort((a, b) => b - a));
    expect([...found.values('id')]).toEqual(flux.map((_, k) => k + 1));
    expect(found.columns.x.unit).toBe('px');
    expect(found.columns.flux.unit).toBe('adu');
    expect(found.columns.fwhm.description).toMatch(/full width/);
    expect(found.provenance.at(-1)?.verb).toBe('detect');
  });

  it('estimates the flux and the peak of a star', () => {
    const drawn = [
      { x: 200, y: 180, peak: 5000 },
      { x: 100, y: 100, peak: 800 },
    ];
    const found = detectSources(field(drawn, 4));
    drawn.forEach(({ peak }, k) => {
      const light = (peak * Math.PI * 4 * 4) / (4 * Math.LN2);
      expect(found.values('flux')[k] / light).toBeCloseTo(1, 1);
      expect(Math.abs(found.values('peak')[k] - peak)).toBeLessThan(5 * noise);
    });
  });

  it('does not depend on the element type of the pixels and does not modify them', () => {
    const image = field(stars());
    const before = image.pixels.slice();
    const single = detectSources(imageOf(width, height, Float32Array.from(image.pixels)));
    const double = detectSources(image);
    expect(single.length).toBe(double.length);
    for (let k = 0; k < single.length; k++) expect(single.values('x')[k]).toBeCloseTo(double.values('x')[k], 3);
    expect(image.pixels).toEqual(before);
  });

  it('finds the same sources in electrons', () => {
    const image = field(stars());
    const found = detectSources(image);
    const scaled = detectSources({ ...image, pixels: image.pixels.map(value => 2 * value), unit: 'electron' });
    expect(scaled.length).toBe(found.length);
    expect(scaled.values('flux')[0] / found.values('flux')[0]).toBeCloseTo(2, 4);
    expect(scaled.columns.peak.unit).toBe('electron');
  });

  it('finds more with a lower limit and also accepts the limit in pixel units', () => {
    const image = field(stars({ faint: 25 }));
    const strict = detectSources(image, { sigma: 10 });
    const easy = detectSources(image, { sigma: 4 });
    expect(easy.length).toBeGreaterThan(strict.length);
    expect(detectSources(image, { threshold: 10 * noise }).length / strict.length).toBeCloseTo(1, 1);
  });

  it('returns at most the requested number and none near the border', () => {
    const image = field(stars());
    const all = detectSources(image);
    const some = detectSources(image, { maxSources: 7 });
    expect([...some.values('x')]).toEqual([...all.values('x')].slice(0, 7));
    const inner = detectSources(image, { edge: 60 });
    expect(inner.length).toBeLessThan(all.length);
    expect(inner.values('x').every(x => x >= 60 && x <= width - 61)).toBe(true);
  });

  it('excludes hot pixels', () => {
    const drawn = stars();
    const image = field(drawn);
    const random = randomGenerator(12);
    const pixels = image.pixels.slice();
    for (let k = 0; k < 300; k++) pixels[Math.floor(random.uniform() * pixels.length)] += 100 + 5000 * random.uniform();
    const found = detectSources({ ...image, pixels });
    const spurious = Array.from(found.values('x'), (x, k) => ({ x, y: found.values('y')[k] })).filter(source =>
      drawn.every(star => Math.hypot(star.x - source.x, star.y - source.y) > 3),
    );
    expect(spurious.length).toBeLessThanOrEqual(2);
    // A star with a hot pixel in its core may be mistaken for a hot pixel.
    expect(found.length - spurious.length).toBeGreaterThanOrEqual(45);
  });

  it('returns a saturated star once, flagged, at its position', () => {
    const drawn = [
      { x: 200.3, y: 180.2, peak: 90_000 },
      { x: 100, y: 100, peak: 3000 },
      { x: 300, y: 80, peak: 900 },
    ];
    const image = field(drawn, 4);
    const pixels = image.pixels.map(value => Math.min(value, 20_000));
    const mask = Uint8Array.from(pixels, value => (value >= 20_000 ? PixelFlag.saturated : 0));
    const found = detectSources({ ...image, pixels, mask });
    expect(found.length).toBe(3);
    expect(found.values('flags')[0]).toBe(SourceFlag.saturated);
    expect(Math.hypot(found.values('x')[0] - 200.3, found.values('y')[0] - 180.2)).toBeLessThan(0.1);
    expect([...found.values('flags')].slice(1)).toEqual([0, 0]);
  });

  it('never detects a pixel without data as a star', () => {
    const image = drawStars({ width, height, stars: [], fwhm: 3, noise, sky: 300 });
    const pixels = image.pixels.slice();
    const mask = new Uint8Array(pixels.length);
    const random = randomGenerator(7);
    for (let k = 0; k < 400; k++) {
      const at = Math.floor(random.uniform() * pixels.length);
      pixels[at] = [65_535, NaN, -1e6, Infinity][k % 4];
      mask[at] = [PixelFlag.cosmicRay, 0, PixelFlag.bad, PixelFlag.noData][k % 4];
    }
    expect(detectSources({ ...image, pixels, mask }).length).toBeLessThanOrEqual(1);
  });

  it('finds a star with a dead pixel, flagged masked', () => {
    const image = field([{ x: 200, y: 180, peak: 5000 }], 4);
    const pixels = image.pixels.slice();
    pixels[181 * width + 201] = NaN;
    const found = detectSources({ ...image, pixels });
    expect(found.length).toBe(1);
    expect(found.values('flags')[0]).toBe(SourceFlag.masked);
    expect(Math.hypot(found.values('x')[0] - 200, found.values('y')[0] - 180)).toBeLessThan(0.1);
  });

  it('flags stars at the border and close pairs', () => {
    const drawn = [
      { x: 1.2, y: 180, peak: 3000 },
      { x: 200, y: 100, peak: 3000 },
      { x: 205.5, y: 101, peak: 2000 },
      { x: 300, y: 300, peak: 2500 },
    ];
    const found = detectSources(field(drawn, 3));
    const flags = drawn.map(star => found.values('flags')[nearest(found, star).index]);
    expect(flags).toEqual([SourceFlag.truncated, SourceFlag.crowded, SourceFlag.crowded, 0]);
  });

  it('separates a pair 1.3 FWHM apart', () => {
    const found = detectSources(
      field(
        [
          { x: 200, y: 100, peak: 3000 },
          { x: 203.9, y: 100, peak: 2000 },
        ],
        3,
      ),
    );
    expect(found.length).toBe(2);
  });

  it('returns an empty table for images that are constant or all NaN', () => {
    expect(detectSources(imageOf(80, 70, new Float32Array(5600).fill(12))).length).toBe(0);
    expect(detectSources(imageOf(80, 70, new Float32Array(5600).fill(NaN))).length).toBe(0);
    expect(detectSources(imageOf(1, 1, new Float32Array(1))).length).toBe(0);
    expect(detectSources(imageOf(80, 70, new Float32Array(5600))).names).toContain('roundness');
  });

  it('finds stars in an image without any noise', () => {
    const image = drawStars({ width: 100, height: 100, stars: [{ x: 40.3, y: 60.7, peak: 500 }], fwhm: 3, noise: 0 });
    const found = detectSources(image);
    expect(found.length).toBe(1);
    expect(found.values('fwhm')[0]).toBeCloseTo(3, 2);
  });

  it('rejects an invalid option', () => {
    const image = imageOf(10, 10, new Float32Array(100));
    expect(() => detectSources(image, { sigma: 0 })).toThrow(/sigma must be a positive number, got 0/);
    expect(() => detectSources(image, { threshold: NaN })).toThrow(/threshold must be a positive number, got NaN/);
    expect(() => detectSources(image, { fwhm: -2 })).toThrow(/fwhm must be a positive number, got -2/);
    expect(() => detectSources(image, { edge: -1 })).toThrow(/edge must be 0 or more pixels, got -1/);
    expect(() => detectSources(image, { maxSources: 0 })).toThrow(/maxSources must be 1 or more, got 0/);
  });
});

describeShared('detection on real frames', () => {
  it('finds the stars of the reduced XO-1 frame, and almost no hot pixels', async () => {
    const image = await readPixels('reduced:raw/arcsat-xo1/science/XO1-b_z_20250602_041008.fits');
    const found = detectSources(imageOf(image.width, image.height, image.pixels));
    // Target and comparisons of series.json, first frame.
    for (const [x, y] of [
      [525.8233, 570.8137],
      [404.473, 269.9224],
      [500.078, 676.3437],
    ]) {
      const { distance, index } = nearest(found, { x, y });
      expect(distance).toBeLessThan(0.05);
      expect(index).toBeLessThan(8);
    }
    expect(found.length).toBeGreaterThan(20);
    expect(found.length).toBeLessThan(45);
    expect(found.values('fwhm').filter(fwhm => fwhm < 2).length).toBeLessThanOrEqual(2);
  });

  it('finds few additional sources in the raw frame despite hundreds of hot pixels', async () => {
    const reduced = await readPixels('reduced:raw/arcsat-xo1/science/XO1-b_z_20250602_060822.fits');
    const raw = await readPixels('raw/arcsat-xo1/science/XO1-b_z_20250602_060822.fits');
    const stars = detectSources(imageOf(reduced.width, reduced.height, reduced.pixels));
    const found = detectSources(imageOf(raw.width, raw.height, raw.pixels));
    expect(found.length).toBeLessThan(stars.length + 8);
    // The reduced pixels have no mask here, so a hot pixel may be among them.
    const sound = stars.filter(star => star.fwhm > 2.5).head(6);
    expect(sound.length).toBe(6);
    for (const { x, y } of sound.toObjects()) expect(nearest(found, { x, y }).distance).toBeLessThan(0.5);
  });
});
