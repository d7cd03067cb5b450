import { beforeAll, describe, expect, test } from 'vitest';
import type { NightTruth } from '../../data-samples/simulator/truth.js';
import {
  DOUBTFUL,
  type FrameSeries,
  LightCurve,
  Measurements,
  type MultiRadiusColumns,
  SourceFlag,
  Table,
} from '../../lib/index.js';
import { openNight, smallNight, temporaryFolder, writeNight } from '../helpers/sample-nights.js';

const folder = temporaryFolder();

let truth: NightTruth;
let science: FrameSeries;
let stars: { x: number; y: number }[];
let measured: Measurements<MultiRadiusColumns<readonly [3, 4.5, 6]>>;
let comparisons: number[];

beforeAll(async () => {
  truth = writeNight(folder, { ...smallNight, lights: 9 }).truth;
  const { lights, bias, dark, flat } = await openNight(folder);
  science = lights.reduce({ bias, dark, flat }).align();
  stars = [0, ...truth.comparisons].map(id => truth.stars[id]);
  comparisons = truth.comparisons.map((_, k) => k + 1);
  measured = await science.measure(stars, { radii: [3, 4.5, 6], annulus: [10, 15] });
});

describe('a measured series', () => {
  test('has a row for each star and frame, in this order, with columns for each radius', () => {
    expect(measured.length).toBe(9 * stars.length);
    expect(Array.from(measured.values('star').slice(0, stars.length + 1))).toEqual([...stars.keys(), 0]);
    expect(measured.columns.file[stars.length]).toBe(truth.lights[1].file);
    expect(measured.names).toEqual(expect.arrayContaining(['flux_3', 'fluxErr_4.5', 'area_6', 'sky', 'flags', 'fwhm']));
    expect(measured.columns['flux_4.5'][0]).toBeGreaterThan(measured.columns.flux_3[0]);
  });

  test('columns have units', () => {
    expect(measured.unit('flux_3')).toBe('adu');
    expect(measured.unit('jdUtcMid')).toBe('d');
    expect(measured.unit('x')).toBe('px');
    expect(measured.unit('skyArea')).toBe('px^2');
    expect(measured.column('scintillation').description).toContain('scintillation');
  });

  test('one radius makes plain column names', async () => {
    const one = await science.measure(stars, { radius: 4.5, annulus: [10, 15] });
    expect(Array.from(one.columns.flux.values)).toEqual(Array.from(measured.columns['flux_4.5'].values));
    expect(one.names).not.toContain('flux_4.5');
  });

  test('radii in units of the FWHM follow each frame', async () => {
    const scaled = await science.measure(stars, { radii: [1, 1.5], annulus: [3, 5], radiusUnit: 'fwhm' });
    expect(scaled.names).toEqual(expect.arrayContaining(['flux_1fwhm', 'flux_1.5fwhm', 'area_1.5fwhm']));
    for (const row of scaled.head(20).toObjects())
      expect(row['area_1.5fwhm']).toBeCloseTo(Math.PI * (1.5 * row.fwhm) ** 2, 6);
    const curve = scaled.differential({ target: truth.target, radius: 1.5, comparisons });
    expect(curve.radius).toBe('1.5fwhm');
  });

  test('without an alignment, every frame is measured at the same positions', async () => {
    const { lights, bias, dark, flat } = await openNight(folder);
    const fixed = await lights.reduce({ bias, dark, flat }).measure(stars, { radius: 4, recentre: 0 });
    for (const row of fixed.toObjects()) expect([row.x, row.y]).toEqual([stars[row.star].x, stars[row.star].y]);
  });

  test('a position without a star is measured in place, and that alone is no flag', async () => {
    const empty = { x: 12, y: 100 };
    const table = await science.measure([empty], { radius: 4, annulus: [8, 12] });
    const first = table.toObjects()[0];
    expect(first.flags & (DOUBTFUL | SourceFlag.faded)).toBe(0);
    expect([first.x, first.y]).toEqual([empty.x, empty.y]);
    expect(Math.abs(first.flux)).toBeLessThan(5 * first.fluxErr);
  });

  test('a position outside the frame is a row with NaN and a flag', async () => {
    const table = await science.measure([{ x: -300, y: 5 }], { radius: 4 });
    expect(table.length).toBe(9);
    expect(table.columns.flux.values.every(Number.isNaN)).toBe(true);
    expect(table.columns.flags.values.every(bits => (bits & SourceFlag.offImage) !== 0)).toBe(true);
  });

  test.each([
    [{}, /radius: 6 or radii/],
    [{ radius: 3, radii: [3] }, /radius: 6 or radii/],
    [{ radius: 0 }, /positive number, got 0/],
    [{ radii: [4, Number.NaN] }, /positive number, got NaN/],
    [{ radii: [] }, /at least one radius/],
  ])('options %j are rejected', async (options, message) => {
    await expect(science.measure(stars, options as { radius: number })).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringMatching(message),
    });
  });
});

describe('filtering a measured series', () => {
  test('returns a measured series, and so do derive and select', () => {
    const clean = measured.filter(row => row.flags === 0);
    expect(clean).toBeInstanceOf(Measurements);
    expect(measured.sortBy('airmass').head(3)).toBeInstanceOf(Measurements);
    expect(measured.select('file', 'flux_3').derive({ a: row => row.flux_3 })).toBeInstanceOf(Measurements);
  });

  test('the curve uses the remaining rows', () => {
    const dropped = truth.lights[4].file;
    const whole = measured.differential({ target: truth.target, radius: 4.5, comparisons });
    const part = measured
      .filter(row => row.file !== dropped || row.star !== 0)
      .differential({ target: truth.target, radius: 4.5, comparisons });
    expect(part.columns.flux[4]).toBeNaN();
    expect(Number.isFinite(whole.columns.flux[4])).toBe(true);
    expect(part.columns.flux[2] / part.columns.flux[7]).toBeCloseTo(whole.columns.flux[2] / whole.columns.flux[7], 9);
  });

  test('the order of the rows does not matter', () => {
    const options = { target: truth.target, radius: 4.5, comparisons };
    const sorted = measured.sortBy(['star', 'flux_3'], 'descending');
    expect(sorted.differential(options).toCsv()).toBe(measured.differential(options).toCsv());
  });

  test('reports that no row of the target is left', () => {
    const without = measured.filter(row => row.star !== 0);
    expect(() => without.differential({ target: truth.target })).toThrow(
      expect.objectContaining({ code: 'target-not-found', message: expect.stringContaining('none of the 9 frames') }),
    );
  });
});

describe('differential', () => {
  test('returns a light curve of all frames, normalised to the reference frames', () => {
    const curve = measured.differential({
      target: truth.target,
      radius: 6,
      comparisons,
      reference: row => row.file === truth.lights[3].file,
    });
    expect(curve).toBeInstanceOf(LightCurve);
    expect(curve.length).toBe(9);
    expect(curve.columns.flux[3]).toBe(1);
    expect(curve.radius).toBe('6');
  });

  test('the best radius is that with the least scatter', () => {
    const curve = measured.differential({ target: truth.target, comparisons });
    expect(curve.radii.map(({ label }) => label)).toEqual(['3', '4.5', '6']);
    const least = Math.min(...curve.radii.map(({ scatter }) => scatter));
    expect(curve.radii.find(({ label }) => label === curve.radius)!.scatter).toBe(least);
    expect(curve.toCsv()).toBe(measured.differential({ target: truth.target, comparisons, radius: 'best' }).toCsv());
  });

  test('an unknown radius is rejected, listing the measured ones', () => {
    expect(() => measured.differential({ target: truth.target, radius: 5 })).toThrow(
      expect.objectContaining({ code: 'bad-argument', message: expect.stringMatching(/radius 5 .*3, 4\.5, 6/) }),
    );
  });

  test('comparisons may be star numbers, pixels or sky positions', () => {
    const options = { target: truth.target, radius: 4.5 };
    const places = truth.comparisons.map(id => truth.stars[id]);
    const byNumber = measured.differential({ ...options, comparisons });
    const byPixel = measured.differential({ ...options, comparisons: places.map(({ x, y }) => ({ x, y })) });
    const bySky = measured.differential({ ...options, comparisons: places.map(({ ra, dec }) => ({ ra, dec })) });
    const byTable = measured.differential({
      ...options,
      comparisons: Table.fromColumns({
        x: Float64Array.from(places, ({ x }) => x),
        y: Float64Array.from(places, ({ y }) => y),
      }),
    });
    for (const curve of [byPixel, bySky, byTable])
      expect(Array.from(curve.columns.flux.values)).toEqual(Array.from(byNumber.columns.flux.values));
  });

  test.each([
    [{ x: 1, y: 110 }, 'target-not-found', /nearest is star/],
    [{ x: -500, y: 30 }, 'target-not-found', /outside the reference frame.*positions given to measure/],
    [{ ra: 10, dec: 10 }, 'target-not-found', /outside the reference frame|RA 10/],
    [{ x: Number.NaN, y: 3 }, 'bad-argument', /target: \{ x, y \}/],
    [undefined, 'bad-argument', /target: \{ x, y \}/],
  ])('a target %j is rejected', (target, code, message) => {
    expect(() => measured.differential({ target: target as never })).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  test.each([
    [[], 'no-stars', /empty list/],
    [[{ x: 3, y: 3 }], 'no-stars', /comparison 0 .*not a measured star/],
    [[99], 'bad-argument', /99/],
    [[0], 'bad-argument', /target/],
    [[1, 1], 'bad-argument', /once/],
  ])('comparisons %j are rejected', (given, code, message) => {
    expect(() => measured.differential({ target: truth.target, comparisons: given as number[] })).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  test('a reference that selects no frame is rejected', () => {
    expect(() => measured.differential({ target: truth.target, comparisons, reference: () => false })).toThrow(
      expect.objectContaining({ code: 'bad-argument', message: expect.stringContaining('reference') }),
    );
  });

  test('a comparison missing in a frame leaves no step, or drops the frame on request', () => {
    const gap = measured.filter(row => !(row.star === 1 && row.frame === 5));
    const options = { target: truth.target, radius: 4.5, comparisons };
    const [whole, rescaled, dropped] = [
      measured.differential(options),
      gap.differential(options),
      gap.differential({ ...options, missing: 'drop' }),
    ];
    expect(rescaled.columns.flags[5] & SourceFlag.missingComparison).not.toBe(0);
    expect(Math.abs(rescaled.columns.flux[5] / whole.columns.flux[5] - 1)).toBeLessThan(0.01);
    expect(dropped.columns.flux[5]).toBeNaN();
  });
});
