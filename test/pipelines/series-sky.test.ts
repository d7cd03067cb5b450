import { describe, expect, test } from 'vitest';
import { alignSeries } from '../../lib/pipelines/series/align-series.js';
import { SeriesSky } from '../../lib/pipelines/series/series-sky.js';
import { scatterStars } from '../helpers/star-field.js';
import { planOf, SCALE, SIDE } from './plans.js';

const field = scatterStars({
  width: 220,
  height: SIDE,
  count: 45,
  apart: 12,
  margin: 6,
  faint: 120,
  bright: 3000,
  seed: 31,
});

describe('the sky of a series', () => {
  test('uses the WCS of the reference frame if it has one', async () => {
    const plan = planOf(field, [
      { x: 20, wcsError: 0 },
      { x: 30, wcsError: 7 },
    ]);
    const sky = await SeriesSky.of(plan, await alignSeries(plan));
    const { x, y } = sky.requireWcs().skyToPixel(150, 20);
    expect(sky.known).toBe(true);
    expect(x).toBeCloseTo(-20, 6);
    expect(y).toBeCloseTo(0, 6);
  });

  test('is taken from another frame through the alignment if the reference frame has no WCS', async () => {
    const plan = planOf(field, [{ x: 20, y: 3 }, { x: 25 }, { x: 30, wcsError: 0 }]);
    const sky = await SeriesSky.of(plan, await alignSeries(plan));
    const { x, y } = sky.requireWcs().skyToPixel(150, 20);
    expect(Math.hypot(x + 20, y + 3)).toBeLessThan(0.3);
    const { ra, dec } = sky.pixelToSky(x, y);
    expect(Math.abs(ra - 150) + Math.abs(dec - 20)).toBeLessThan(1e-9);
    // one pixel up is one pixel north
    expect(sky.pixelToSky(x, y + 1).dec - dec).toBeCloseTo(SCALE, 6);
  });

  test('ignores the WCS of a frame that could not be aligned', async () => {
    const plan = planOf(field, [{ x: 20 }, { x: 25 }, { x: 30, stars: [], wcsError: 0 }]);
    const sky = await SeriesSky.of(plan, await alignSeries(plan));
    expect(sky.known).toBe(false);
    expect(sky.pixelToSky(5, 5)).toEqual({ ra: Number.NaN, dec: Number.NaN });
    expect(() => sky.requireWcs()).toThrow(
      expect.objectContaining({ code: 'no-wcs', message: expect.stringMatching(/frame-0\.fits.*\{ x, y \}/) }),
    );
  });

  test('uses the WCS of the first frame without an alignment', async () => {
    const plan = planOf(field, [{ x: 20, wcsError: 0 }, { x: 30 }]);
    expect((await SeriesSky.of(plan, null)).requireWcs().skyToPixel(150, 20).x).toBeCloseTo(-20, 6);
    const none = planOf(field, [{ x: 20 }, { x: 30, wcsError: 0 }]);
    const unaligned = await SeriesSky.of(none, null);
    expect(unaligned.known).toBe(false);
    expect(() => unaligned.requireWcs()).toThrow(
      expect.objectContaining({
        code: 'no-wcs',
        message: expect.stringMatching(/first frame.*frame-0\.fits.*align\(\)/),
      }),
    );
  });
});
