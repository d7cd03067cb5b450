import { describe, expect, test } from 'vitest';
import { type Image, PixelFlag } from '../../lib/frame/image.js';
import { describeFrame } from '../../lib/frame/telescopes/describe-frame.js';
import { randomGenerator } from '../../lib/math/random.js';
import type { SeriesPlan } from '../../lib/pipelines/frames/series-plan.js';
import { alignSeries } from '../../lib/pipelines/series/align-series.js';
import { combineSeries } from '../../lib/pipelines/series/combine-series.js';
import { scatterStars } from '../helpers/star-field.js';
import { planOf, SIDE } from './plans.js';

/** A frame of twice the exposure: twice the light, and noise in proportion. */
function twiceAsLong(frame: SeriesPlan['frames'][number]): SeriesPlan['frames'][number] {
  const load = async (): Promise<Image> => {
    const image = await frame.load('float64');
    return { ...image, exptime: 60, pixels: image.pixels.map(value => 2 * value) };
  };
  return { ...frame, load };
}

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
    expect(with5.header.number('NCOMBINE')).toBe(4);
    expect(with5.problems).toMatchObject([
      { file: 'night/frame-4.fits', where: 'frame 4', code: 'frame-not-aligned', action: 'dropped' },
    ]);
    expect(with4.problems).toBeUndefined();
  });

  test('warn when less than half of the frames are left', async () => {
    const strangers = [3, 4, 5].map(seed => ({
      stars: scatterStars({
        width: SIDE,
        height: SIDE,
        count: 18,
        apart: 12,
        margin: 8,
        faint: 100,
        bright: 3000,
        seed,
      }),
    }));
    const plan = planOf(field, [...views.slice(0, 2), ...strangers]);
    const warnings: string[] = [];
    const onWarning = (message: string): void => void warnings.push(message);
    const combined = await combineSeries(plan, await alignSeries(plan), { onWarning });
    expect(warnings).toMatchObject([expect.stringMatching(/only 2 of the 5 frames could be aligned/)]);
    expect(combined.problems?.map(({ code }) => code)).toEqual([
      'few-frames-used',
      ...Array(3).fill('frame-not-aligned'),
    ]);
    expect(combined.count).toMatchObject({ given: 5, leftOut: [{}, {}, {}] });
    expect(combined.header.number('NCOMBINE')).toBe(2);
    await combineSeries(planOf(field, views), await alignSeries(planOf(field, views)), { onWarning });
    expect(warnings).toHaveLength(1);
  });

  test('have the place of the reference frame and the time of all', async () => {
    const plan = planOf(
      field,
      views.map((view, k) => ({ ...view, wcsError: 0, cards: { OBJECT: `field ${k}` } })),
    );
    const { header } = await combineSeries(plan, await alignSeries(plan, { reference: 2 }));
    expect(header.text('OBJECT')).toBe('field 2');
    expect(header.number('CRPIX1')).toBe(1 - 50);
    expect(describeFrame(header).jdUtcMid).toBeCloseTo(
      plan.frames.reduce((sum, { facts }) => sum + facts.jdUtcMid, 0) / 4,
      7,
    );
    expect(header.text('DATE-BEG')).toBe('2025-07-20T20:00:00.000');
    expect(header.text('DATE-END')).toBe('2025-07-20T23:00:30.000');
    expect(header.number('NCOMBINE')).toBe(4);
  });

  test('of different exposure are refused, or scaled to one rate and one sky', async () => {
    const long = planOf(
      field,
      views.map((view, k) => ({ ...view, cards: { EXPTIME: k === 3 ? 60 : 30 } })),
    );
    const plan = { ...long, frames: long.frames.map((frame, k) => (k === 3 ? twiceAsLong(frame) : frame)) };
    const alignment = await alignSeries(plan);
    await expect(combineSeries(plan, alignment)).rejects.toMatchObject({ code: 'mixed-frames' });
    const [scaled, equal] = [
      await combineSeries(plan, alignment, { scale: 'exposure', method: 'mean' }),
      await combineSeries(planOf(field, views), alignment, { method: 'mean' }),
    ];
    expect(scaled.exptime).toBe(37.5);
    for (let i = 3 * SIDE + 40; i < equal.pixels.length; i += 1111)
      if (!Number.isNaN(equal.pixels[i])) {
        const rate = scaled.pixels[i] / scaled.exptime;
        expect(Math.abs(rate - equal.pixels[i] / equal.exptime)).toBeLessThan(0.2 + 0.002 * rate);
      }
  });

  test('have the same errors with and without cosmic rays', async () => {
    const nights = [0, 40].map(rays => {
      const plan = planOf(
        field,
        [0, 1, 2, 3, 4, 5, 6].map(k => ({ x: 30 + 2 * k, y: k })),
      );
      const random = randomGenerator(9);
      const hit = async (load: SeriesPlan['frames'][number]['load']): Promise<Image> => {
        const image = await load('float64');
        const pixels = image.pixels.slice();
        for (let k = 0; k < rays; k++)
          pixels[Math.floor(random.uniform() * pixels.length)] += 3000 + 20000 * random.uniform();
        return { ...image, pixels };
      };
      return { plan, frames: plan.frames.map(frame => ({ image: hit(frame.load) })) };
    });
    for (const method of ['median', 'clip'] as const) {
      const [clean, rays] = await Promise.all(
        nights.map(async ({ plan, frames }) => {
          const hit = { ...plan, frames: plan.frames.map((frame, k) => ({ ...frame, load: () => frames[k].image })) };
          return combineSeries(hit, await alignSeries(plan), { method });
        }),
      );
      const ratios: number[] = [];
      for (let y = 14; y + 14 <= SIDE; y += 14)
        for (let x = 14; x + 14 <= SIDE; x += 14) {
          let [a, b] = [0, 0];
          for (let j = y; j < y + 14; j++)
            for (let i = x; i < x + 14; i++) {
              const [u, v] = [clean.variance![j * SIDE + i], rays.variance![j * SIDE + i]];
              if (Number.isNaN(u + v)) continue;
              a += u;
              b += v;
            }
          if (a > 0) ratios.push(Math.sqrt(b / a));
        }
      ratios.sort((a, b) => a - b);
      expect(Math.abs(ratios[ratios.length >> 1] - 1)).toBeLessThan(0.02);
      expect(ratios.at(-1)).toBeLessThan(1.15); // with one value less, and what interpolation leaves below 5 sigma
    }
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
