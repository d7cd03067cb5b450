/** Options that a verb does not have are errors that name the nearest one; in TypeScript they do not compile. */
import { describe, expect, it } from 'vitest';
import { openFrame } from '../../lib/fluent/frame.js';
import { openSeries } from '../../lib/fluent/frame-series.js';

const PATTERN = 'data-samples/rr-lyrae/*light.fits';

describe('an unknown option is refused with the nearest name', () => {
  const frame = async () => openFrame((await openSeries(PATTERN)).table.columns.path[0]);
  const STAR = [{ x: 60, y: 70 }];
  it.each<[string, string, () => unknown]>([
    ['openFrame', 'section', () => openFrame('a.fits', { sektion: 1 } as object)],
    ['openSeries', 'telescope', () => openSeries(PATTERN, { telscope: 'X' } as object)],
    ['detect', 'threshold', async () => (await frame()).detect({ treshold: 50 } as object)],
    ['background', 'boxSize', async () => (await frame()).background({ boxsize: 50 } as object)],
    ['measure', 'annulus', async () => (await frame()).measure(STAR, { radius: 4, anulus: [12, 18] } as never)],
    ['growthCurve', 'radii', async () => (await frame()).growthCurve(STAR, { radi: [4] } as object)],
    ['reduce', 'dark', async () => (await openSeries(PATTERN)).reduce({ drak: undefined } as object)],
    ['masters', 'method', async () => (await openSeries(PATTERN)).masters({ methd: 'mean' } as object)],
    ['calibrate', 'masters', async () => (await openSeries(PATTERN)).calibrate({ mastres: undefined } as object)],
    ['align', 'reference', async () => (await openSeries(PATTERN)).align({ refrence: 0 } as object)],
    ['combine', 'method', async () => (await openSeries(PATTERN)).combine({ methd: 'mean' } as object)],
    [
      'measure',
      'annulus',
      async () => (await openSeries(PATTERN)).measure(STAR, { radius: 4, anulus: [1, 2] } as never),
    ],
  ])('%s: %s', async (verb, nearest, call) => {
    const error = await Promise.resolve()
      .then(call)
      .catch(e => e);
    expect(error).toMatchObject({ code: 'bad-argument' });
    expect(error.message).toMatch(new RegExp(`^${verb}\\(\\) has no option .*nearest: .*${nearest}`));
  });

  it('options that are no object', async () => {
    const night = await openSeries(PATTERN);
    await expect(night.combine('mean' as never)).rejects.toThrow(/takes its options as an object.*got "mean"/);
  });
});

it('a curve of growth follows its target', async () => {
  const first = (await openSeries(PATTERN)).table.columns.path[0];
  const frame = await openFrame(first);
  const stars = frame.detect({ sigma: 10 }).head(6);
  const growth = frame.growthCurve(stars, { target: 3 });
  expect(growth.table.columns.targetFraction.values.at(-1)).toBe(1);
  expect(growth.starCount).toBeLessThanOrEqual(5);
  expect(growth.rule).toMatch(/target/);
  expect(() => frame.growthCurve(stars, { target: 99 })).toThrow(/target must be the row of one of the 6 stars/);
});
