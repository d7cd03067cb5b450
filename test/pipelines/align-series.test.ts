import { beforeAll, describe, expect, test } from 'vitest';
import { PhotometryError } from '../../lib/core/errors.js';
import { alignSeries, type SeriesAlignment } from '../../lib/pipelines/series/align-series.js';
import { alignmentTable } from '../../lib/pipelines/series/alignment-table.js';
import { measureSeries } from '../../lib/pipelines/series/measure-series.js';
import { type DrawnStar, scatterStars } from '../helpers/star-field.js';
import { planOf, SIDE } from './plans.js';

/** A field wider than the frames, with most stars in its middle. */
const field: DrawnStar[] = [
  ...scatterStars({ width: 440, height: SIDE, count: 75, apart: 11, margin: 5, faint: 90, bright: 3000, seed: 4 }),
  ...scatterStars({ width: 46, height: SIDE, count: 9, apart: 12, margin: 4, faint: 90, bright: 900, seed: 5 }).map(
    star => ({ ...star, x: star.x + 232 }),
  ),
  ...scatterStars({ width: 40, height: SIDE, count: 7, apart: 12, margin: 4, faint: 90, bright: 900, seed: 6 }).map(
    star => ({ ...star, x: star.x + 160 }),
  ),
];

/** Stars of another part of the sky. */
const elsewhere = scatterStars({
  width: SIDE,
  height: SIDE,
  count: 20,
  apart: 12,
  margin: 8,
  faint: 100,
  bright: 3000,
  seed: 77,
});

/** Shift of frame k against the reference frame. */
const shiftOf = (alignment: SeriesAlignment, k: number): [number, number] | null => {
  const { transform } = alignment.frames[k];
  return transform && [transform.tx, transform.ty];
};

describe('a drift so long that the first and last frames share no star', () => {
  const views = [0, 70, 140, 210, 280].map(x => ({ x, y: x / 20 }));
  let alignment: SeriesAlignment;

  beforeAll(async () => {
    alignment = await alignSeries(planOf(field, views));
  });

  test('is bridged by the stars of the intermediate frames', () => {
    for (let k = 0; k < views.length; k++) {
      const shift = shiftOf(alignment, k);
      expect(shift, `frame ${k}`).not.toBeNull();
      expect(Math.hypot(shift![0] + views[k].x, shift![1] + views[k].y)).toBeLessThan(0.5);
    }
  });

  test('the reference is the first frame, with the identity transform', () => {
    expect(alignment.reference).toBe(0);
    expect(alignment.frames[0].transform).toEqual({ a: 1, b: 0, tx: 0, ty: 0 });
  });
});

describe('the requested reference', () => {
  const views = [{ x: 140 }, { x: 145, y: 3 }, { x: 150, y: -4 }];

  test.each([
    ['a number', 2],
    ['a file name', 'frame-2.fits'],
    ['a path', 'night/frame-2.fits'],
  ])('may be %s', async (_, reference) => {
    const alignment = await alignSeries(planOf(field, views), { reference });
    expect(alignment.reference).toBe(2);
    const [dx, dy] = shiftOf(alignment, 0)!;
    expect(Math.hypot(dx - 10, dy + 4)).toBeLessThan(0.3);
  });

  test.each([3, -1, 0.5, 'nosuch.fits'])('rejects %s, which is not a frame of the series', async reference => {
    await expect(alignSeries(planOf(field, views), { reference })).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('series of 3'),
    });
  });

  test('is rejected and named if it cannot be aligned itself', async () => {
    const plan = planOf(field, [...views, { stars: elsewhere }]);
    await expect(alignSeries(plan, { reference: 3 })).rejects.toMatchObject({
      code: 'not-aligned',
      message: expect.stringContaining('frame-3.fits'),
    });
  });
});

describe('a frame of a different field', () => {
  const views = [{ x: 140 }, { stars: elsewhere }, { x: 150 }];

  test('is reported and excluded without failing the series', async () => {
    const plan = planOf(field, views);
    const alignment = await alignSeries(plan);
    const table = alignmentTable(plan, alignment);
    expect(Array.from(table.columns.aligned)).toEqual([true, false, true]);
    expect(table.columns.method[1]).toBe('none');
    expect(table.columns.shiftX[1]).toBeNaN();
    expect(table.columns.matched[1]).toBe(0);
    expect(table.columns.stars[1]).toBeGreaterThan(10);
    const measured = await measureSeries(plan, alignment, { x: Float64Array.of(60), y: Float64Array.of(60) }, [4]);
    expect(measured.frames.map(({ index }) => index)).toEqual([0, 2]);
  });
});

describe('a frame of two stars', () => {
  // the two brightest stars well inside the frame at 140
  const two = [...field]
    .filter(({ x, y }) => x > 160 && x < 280 && y > 20 && y < 140)
    .sort((a, b) => b.peak - a.peak)
    .slice(0, 2);

  test('is aligned by its WCS if both stars are at the predicted positions', async () => {
    const plan = planOf(field, [{ x: 140, wcsError: 0 }, { x: 143 }, { x: 147, y: 2, stars: two, wcsError: 0 }]);
    const alignment = await alignSeries(plan);
    expect(alignment.frames.map(({ method }) => method)).toEqual(['asterisms', 'asterisms', 'wcs']);
    expect(alignment.frames[2].matched).toBe(2);
    const [dx, dy] = shiftOf(alignment, 2)!;
    expect(Math.hypot(dx + 7, dy + 2)).toBeLessThan(0.3);
  });

  test('is excluded if its WCS is wrong or the others have none', async () => {
    const wrong = planOf(field, [{ x: 140, wcsError: 0 }, { x: 143 }, { x: 147, stars: two, wcsError: 15 }]);
    expect((await alignSeries(wrong)).frames[2]).toMatchObject({ transform: null, method: 'none' });
    const alone = planOf(field, [{ x: 140 }, { x: 143 }, { x: 147, stars: two, wcsError: 0 }]);
    expect((await alignSeries(alone)).frames[2].transform).toBeNull();
  });
});

describe('frames without stars', () => {
  test('one among others is excluded', async () => {
    const alignment = await alignSeries(planOf(field, [{ x: 140, stars: [] }, { x: 140 }, { x: 144 }]));
    expect(alignment.reference).toBe(1);
    expect(alignment.frames[0]).toMatchObject({ transform: null, starCount: 0, fwhm: Number.NaN });
    expect(shiftOf(alignment, 2)![0]).toBeCloseTo(-4, 0);
  });

  test('throughout the series are an error that names a file and a remedy', async () => {
    const error = await alignSeries(planOf([], [{}, {}])).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PhotometryError);
    expect(error).toMatchObject({
      code: 'no-stars',
      message: expect.stringMatching(/none|no stars.*2 frames.*frame-0\.fits.*sigma: 3/),
    });
  });

  test('a series of one frame is its own reference', async () => {
    const alignment = await alignSeries(planOf(field, [{ x: 140 }]));
    expect(alignment.frames[0].transform).toEqual({ a: 1, b: 0, tx: 0, ty: 0 });
  });
});

describe('two fields in one series', () => {
  test.each([
    [
      [0, 0, 1, 1, 1],
      [false, false, true, true, true],
    ],
    [
      [1, 0, 1, 0],
      [true, false, true, false],
    ],
  ])('%j: the larger group wins, of equals that of the first frame', async (fields, used) => {
    const views = fields.map((which, k) => (which === 0 ? { x: 140 + k } : { stars: elsewhere, x: 2 * k, y: -k }));
    const plan = planOf(field, views);
    const table = alignmentTable(plan, await alignSeries(plan));
    expect([...table.columns.used]).toEqual(used);
    expect(table.columns.reason.filter(reason => reason !== '')).toEqual(
      used
        .filter(one => !one)
        .map(() => expect.stringMatching(/^another field: shares no stars with the \d frames used/)),
    );
  });

  test('of which none is shared by two frames: the first frame alone is used, and that is a problem', async () => {
    const strangers = [11, 12, 13].map(seed => ({
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
    const plan = planOf(field, strangers);
    const table = alignmentTable(plan, await alignSeries(plan));
    expect([...table.columns.used]).toEqual([true, false, false]);
    expect(table.problems().columns.code[0]).toBe('few-frames-used');
  });
});
