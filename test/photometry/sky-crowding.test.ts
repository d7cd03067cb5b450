import { describe, expect, it } from 'vitest';
import { detectSources } from '../../lib/detect/detect-sources.js';
import { openFrame } from '../../lib/fluent/frame.js';
import { DOUBTFUL, describeFlags, SourceFlag } from '../../lib/frame/source-flags.js';
import { randomGenerator } from '../../lib/math/random.js';
import { measureApertures } from '../../lib/photometry/measure-apertures.js';
import { describeShared, shared } from '../helpers/shared.js';
import { drawStars, scatterStars } from '../helpers/star-field.js';

const SIZE = 600;
const scattered = (count: number, apart: number, seed: number, bright = 5000) =>
  scatterStars({ width: SIZE, height: SIZE, count, apart, margin: 25, faint: 60, bright, seed });
const measure = (image: ReturnType<typeof drawStars>, stars: readonly { x: number; y: number }[]) =>
  measureApertures(image, { x: stars.map(({ x }) => x), y: stars.map(({ y }) => y) }, { radius: 5, annulus: [10, 16] });
const crowdedRows = (flags: Iterable<number>) => [...flags].filter(bits => (bits & SourceFlag.skyCrowded) !== 0).length;

describe('an annulus full of stars', () => {
  it('is flagged in the middle of a cluster and not outside', () => {
    const random = randomGenerator(3);
    const cluster = Array.from({ length: 4000 }, () => {
      const r = 45 * Math.sqrt(1 / (1 - 0.985 * random.uniform()) - 1);
      const angle = 2 * Math.PI * random.uniform();
      return {
        x: 300 + r * Math.cos(angle),
        y: 300 + r * Math.sin(angle),
        peak: 12 * 300 ** (random.uniform() ** 2.2),
      };
    }).filter(({ x, y }) => Math.min(x, y) > 20 && Math.max(x, y) < 580);
    const image = drawStars({ width: SIZE, height: SIZE, stars: cluster, fwhm: 3.5, noise: 10 });
    const within = (low: number, high: number) =>
      cluster.filter(({ x, y }) => Math.hypot(x - 300, y - 300) >= low && Math.hypot(x - 300, y - 300) < high);
    const middle = within(0, 60);
    const outside = within(190, 400);
    expect(crowdedRows(measure(image, middle).columns.flags)).toBeGreaterThan(0.9 * middle.length);
    expect(crowdedRows(measure(image, outside).columns.flags)).toBeLessThan(0.02 * outside.length);
  });

  it('is hardly ever one in a sparse field, on a slope or beside a single star', () => {
    let rows = 0;
    let crowded = 0;
    for (const seed of [1, 2, 3]) {
      const stars = scattered(110, seed === 3 ? 8 : 22, seed);
      const image = drawStars({ width: SIZE, height: SIZE, stars, fwhm: 3.5, noise: 10, seed });
      if (seed === 2)
        image.pixels.forEach((_, k) => {
          image.pixels[k] += 0.4 * (k % SIZE);
        });
      rows += stars.length;
      crowded += crowdedRows(measure(image, stars).columns.flags);
    }
    expect(crowded).toBeLessThan(0.01 * rows);
  });

  it('has a name, keeps the flux and does not make it doubtful', () => {
    expect(describeFlags(SourceFlag.skyCrowded)).toEqual(['skyCrowded']);
    expect(DOUBTFUL & SourceFlag.skyCrowded).toBe(0);
    const stars = [{ x: 300, y: 300, peak: 3000 }, ...scattered(4000, 3, 5, 2000)];
    const measured = measure(drawStars({ width: SIZE, height: SIZE, stars, fwhm: 3.5, noise: 10 }), [stars[0]]);
    expect(measured.columns.flags[0] & SourceFlag.skyCrowded).not.toBe(0);
    expect(measured.columns.flux[0]).toBeGreaterThan(0);
  });
});

describeShared('real frames', () => {
  it('are crowded in a globular cluster, not in a sparse field', async () => {
    const share = async (file: string): Promise<number> => {
      const { image } = await openFrame(shared(`data/${file}`));
      const { x, y } = detectSources(image).columns;
      const { flags } = measureApertures(image, { x: x.values, y: y.values }, { radius: 6, annulus: [14, 21] }).columns;
      return crowdedRows(flags) / flags.length;
    };
    expect(await share('fits/compressed/m13.fits')).toBeGreaterThan(0.4);
    expect(await share('raw/arcsat-xo1/science/XO1-b_z_20250602_041008.fits')).toBeLessThan(0.01);
  });
});
