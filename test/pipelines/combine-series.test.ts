import { describe, expect, test } from 'vitest';
import { PixelFlag } from '../../lib/frame/image.js';
import { alignSeries } from '../../lib/pipelines/series/align-series.js';
import { combineSeries } from '../../lib/pipelines/series/combine-series.js';
import { scatterStars } from '../helpers/star-field.js';
import { planOf, SIDE } from './plans.js';

const field = scatterStars({
  width: 240,
  height: SIDE,
  count: 45,
  apart: 12,
  margin: 6,
  faint: 120,
  bright: 3000,
  seed: 21,
});

describe('aligned frames combined', () => {
  const views = [{ x: 30 }, { x: 40 }, { x: 50 }, { x: 60 }].map((view, k) => ({ ...view, y: k }));

  test('show each star once, at its position in the reference frame', async () => {
    const plan = planOf(field, views);
    const alignment = await alignSeries(plan);
    const { pixels, width, height } = await combineSeries(plan, alignment);
    expect([width, height]).toEqual([SIDE, SIDE]);
    for (const { x, y, peak } of field.filter(star => star.x > 70 && star.x < 180 && star.y > 8 && star.y < 150)) {
      const at = Math.round(y) * SIDE + Math.round(x - 30);
      expect(pixels[at], `star at (${x}, ${y})`).toBeGreaterThan(100 + 0.6 * peak);
    }
  });

  test('are NaN and flagged only where fewer than half of the frames cover a pixel', async () => {
    const plan = planOf(field, views);
    const alignment = await alignSeries(plan);
    const { pixels, mask } = await combineSeries(plan, alignment);
    const row = 80 * SIDE;
    // the frames start at 0, 10, 20 and 30: from column 10 on, two of four cover a pixel
    for (let x = 0; x < SIDE; x++) {
      if (x === 9 || x === 10) continue; // the alignment is accurate to a fraction of a pixel
      expect(Number.isNaN(pixels[row + x]), `column ${x}`).toBe(x < 9);
      expect((mask?.[row + x] ?? 0) & PixelFlag.noData, `column ${x}`).toBe(x < 9 ? PixelFlag.noData : 0);
    }
  });

  test('have the sky level of the reference frame', async () => {
    const plan = planOf(field, views);
    const bright = {
      ...plan,
      frames: plan.frames.map((frame, k) => ({
        ...frame,
        load: async () => {
          const image = await frame.load('float64');
          return { ...image, pixels: image.pixels.map(value => value + 500 * k) };
        },
      })),
    };
    const [plain, moonlit] = [
      await combineSeries(plan, await alignSeries(plan)),
      await combineSeries(bright, await alignSeries(bright)),
    ];
    for (let i = 3 * SIDE + 40; i < plain.pixels.length; i += 1111)
      if (!Number.isNaN(plain.pixels[i])) expect(Math.abs(moonlit.pixels[i] - plain.pixels[i])).toBeLessThan(2);
  });

  test('exclude frames that could not be aligned and report how many', async () => {
    const other = scatterStars({
      width: SIDE,
      height: SIDE,
      count: 18,
      apart: 12,
      margin: 8,
      faint: 100,
      bright: 3000,
      seed: 3,
    });
    const plan = planOf(field, [...views, { stars: other }]);
    const [with5, with4] = [
      await combineSeries(plan, await alignSeries(plan)),
      await combineSeries(planOf(field, views), await alignSeries(planOf(field, views))),
    ];
    expect(with5.provenance.at(-1)!.options).toMatchObject({ used: 4, leftOut: 1 });
    expect(with5.pixels).toEqual(with4.pixels);
  });
});

describe('frames combined without an alignment', () => {
  test('are combined pixel by pixel', async () => {
    const plan = planOf(field, [{ x: 30 }, { x: 30 }, { x: 30 }]);
    const frames = await Promise.all(plan.frames.map(frame => frame.load('float64')));
    const { pixels } = await combineSeries(plan, null, { method: 'mean' });
    for (let i = 0; i < pixels.length; i += 501)
      expect(pixels[i]).toBeCloseTo((frames[0].pixels[i] + frames[1].pixels[i] + frames[2].pixels[i]) / 3, 9);
  });

  test('an empty series is an error', async () => {
    await expect(combineSeries(planOf(field, []), null)).rejects.toMatchObject({ code: 'no-frames' });
  });
});
