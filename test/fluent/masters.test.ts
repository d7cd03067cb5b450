/** Masters by group, and lights reduced with those that fit them. */
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Frame, type FrameSeries, type Masters, openFrame, openSeries } from '../../lib/index.js';
import { type MixedFrame, writeMixedNight } from '../helpers/mixed-night.js';
import { openSample, temporaryFolder } from '../helpers/sample-nights.js';

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

/** Gain 0: two filters, darks of two exposures, flat-darks. Gain 100: one filter. Binning 2: no flats. */
const NIGHT: readonly MixedFrame[] = [
  { kind: 'bias', count: 5 },
  { kind: 'bias', count: 3, gain: 100 },
  { kind: 'bias', count: 3, binning: 2 },
  { kind: 'bias', count: 3, gain: 200 }, // no light needs these
  { kind: 'dark', count: 3, exptime: 60 },
  { kind: 'dark', count: 3, exptime: 240 },
  { kind: 'dark', count: 3, exptime: 2 }, // for the flats in V
  { kind: 'dark', count: 3, exptime: 60, gain: 100 },
  { kind: 'dark', count: 3, exptime: 60, binning: 2 },
  { kind: 'dark', count: 3, exptime: 60, temperature: 15 }, // no light needs these
  { kind: 'flat', count: 3, exptime: 2, filter: 'V' },
  { kind: 'flat', count: 3, exptime: 4, filter: 'R' },
  { kind: 'flat', count: 3, exptime: 3, filter: 'V', gain: 100 },
  { kind: 'flat', count: 3, exptime: 3, filter: 'B' }, // no light needs these
  { kind: 'light', count: 2, exptime: 60, filter: 'V' },
  { kind: 'light', exptime: 120, filter: 'R' },
  { kind: 'light', exptime: 60, filter: 'V', gain: 100 },
  { kind: 'light', exptime: 60, filter: 'R', gain: 100 }, // without flats
  { kind: 'light', exptime: 60, filter: 'V', binning: 2 }, // without flats
];

const folder = temporaryFolder();
let night: FrameSeries;
let masters: Masters;

beforeAll(async () => {
  writeMixedNight(folder, NIGHT);
  night = await openSeries(join(folder, '*.fits'));
  masters = await night.masters();
});

type Row = Parameters<Parameters<FrameSeries['where']>[0]>[0];

/** The masters of one gain and binning, made as a user would. */
async function explicitMasters(gain: number, binning: string) {
  const own = night.where(h => h.gainSetting === gain && h.binning === binning);
  const of = (test: (h: Row) => boolean): FrameSeries => own.where(h => test(h));
  const bias = await of(h => h.imagetyp === 'bias').combine();
  const dark = (exptime: number): Promise<Frame> =>
    of(h => h.imagetyp === 'dark' && h.exptime === exptime && h.ccdTemp < 0)
      .subtract(bias)
      .combine();
  const flat = (filter: string, darks: Frame | Frame[]): Promise<Frame> =>
    of(h => h.imagetyp === 'flat' && h.filter === filter)
      .reduce({ bias, dark: darks })
      .combine({ normalize: 'each' });
  return { own, bias, dark, flat, lights: (test: (h: Row) => boolean) => of(h => h.imagetyp === 'light' && test(h)) };
}

function expectSame(frame: Frame, wanted: Frame): void {
  expect(frame.pixels).toEqual(wanted.pixels);
  expect(frame.variance).toEqual(wanted.variance);
  expect(frame.mask).toEqual(wanted.mask);
  expect(frame.header.toString()).toBe(wanted.header.toString());
  expect(frame.provenance).toEqual(wanted.provenance);
}

describe('masters()', () => {
  test('makes one for each group that a light needs, and no other', () => {
    const { kind, filter, exptime, binning, gainSetting, frames, lights, files, ccdTemp } = masters.table.columns;
    const rows = Array.from(kind, (k, i) =>
      [k, filter[i], exptime[i], binning[i], gainSetting[i], frames[i], lights[i]].join(' '),
    );
    expect(rows).toEqual([
      'bias  0 1x1 0 5 3',
      'bias  0 1x1 100 3 2',
      'bias  0 2x2 0 3 1',
      'dark  60 1x1 0 3 3',
      'dark  240 1x1 0 3 1',
      'dark  2 1x1 0 3 3',
      'dark  60 1x1 100 3 2',
      'dark  60 2x2 0 3 1',
      'flat V 2 1x1 0 3 2',
      'flat R 4 1x1 0 3 1',
      'flat V 3 1x1 100 3 1',
    ]);
    expect([...files]).toEqual([...frames]);
    expect([...ccdTemp].every(degrees => degrees === -10)).toBe(true);
    expect([masters.bias.length, masters.dark.length, masters.flat.length]).toEqual([3, 5, 3]);
  });

  test('are those that a user would make', async () => {
    const { bias, dark, flat } = await explicitMasters(0, '1x1');
    const [d60, d240, d2] = await Promise.all([dark(60), dark(240), dark(2)]);
    expectSame(masters.bias[0], bias);
    expectSame(masters.dark[0], d60);
    expectSame(masters.dark[1], d240);
    expectSame(masters.dark[2], d2);
    expectSame(masters.flat[0], await flat('V', [d2, d60, d240]));
    expectSame(masters.flat[0], await flat('V', d2));
    expectSame(masters.flat[1], await flat('R', [d2, d60, d240]));
    const other = await explicitMasters(100, '1x1');
    expectSame(masters.flat[2], await other.flat('V', await other.dark(60)));
  });

  test('for() gives those that fit a row or a frame', async () => {
    const rows = night.table.toObjects().filter(row => row.imagetyp === 'light');
    const [v] = rows;
    expect(masters.for(v)).toEqual({
      bias: masters.bias[0],
      dark: [masters.dark[2], masters.dark[0], masters.dark[1]],
      flat: masters.flat[0],
    });
    expect(masters.for(await openFrame(v.path))).toEqual(masters.for(v));
    expect(masters.for(rows.at(-1)!)).toEqual({ bias: masters.bias[2], dark: masters.dark[4] });
  });

  test('lists what is missing, with the nearest and why it does not fit', () => {
    const problems = masters.problems().toObjects();
    expect(problems.map(({ where, value, code, action }) => [where, value, code, action])).toEqual([
      ['flat', 'R', 'no-master', 'dropped'],
      ['flat', 'V', 'no-master', 'dropped'],
    ]);
    expect(problems[0].remedy).toMatch(
      /no flat fits this frame, which is reduced without. The nearest, 3 flat frames \(\d+-flat.fits ...\), and the frame differ in (filter: V and R|gain setting: 0 and 100)/,
    );
    expect(problems[1].remedy).toMatch(
      /differ in size: 48 x 40 and 24 x 20 pixels; they differ in binning: 1x1 and 2x2. Take flats of filter V with its settings$/,
    );
  });

  test('are shown as their table', () => {
    expect(`${masters}`).toBe('Masters: 3 bias, 5 dark, 3 flat, 2 problems: see problems()');
    const bundle = (masters as unknown as { [key: symbol]: () => Record<string, string> })[
      Symbol.for('Jupyter.display')
    ]();
    expect(bundle['text/html']).toMatch(/gainSetting/);
    expect(bundle['text/plain']).toMatch(/^Masters: 3 bias.*\n[\s\S]*gainSetting/);
  });

  test('takes the options of combine', async () => {
    const clipped = await night.masters({ method: 'mean' });
    expectSame(
      clipped.bias[0],
      await (await explicitMasters(0, '1x1')).own.where(h => h.imagetyp === 'bias').combine({ method: 'mean' }),
    );
    await expect(night.masters({ metod: 'mean' } as object)).rejects.toThrow(/masters\(\) has no option.*method/);
    const controller = new AbortController();
    controller.abort();
    await expect(night.masters({ signal: controller.signal })).rejects.toMatchObject({ code: 'aborted' });
  });

  test('of calibration frames alone are all made', async () => {
    const all = await night.where(h => h.imagetyp !== 'light').masters();
    expect([all.bias.length, all.dark.length, all.flat.length]).toEqual([4, 6, 4]);
    expect(all.problems().length).toBe(0);
  });
});

describe('calibrate()', () => {
  test('reduces each light as with the right masters', async () => {
    const lights = night.calibrate();
    expect(lights.length).toBe(6);
    const { bias, dark, flat, lights: ofGain } = await explicitMasters(0, '1x1');
    const darks = await Promise.all([dark(2), dark(60), dark(240)]);
    const inV = ofGain(h => h.filter === 'V').reduce({ bias, dark: darks, flat: await flat('V', darks) });
    expectSame(await lights.frame(0), await inV.frame(0));
    expectSame(await lights.frame(1), await inV.frame(1));
    const inR = ofGain(h => h.filter === 'R').reduce({ bias, dark: darks, flat: await flat('R', darks) });
    expectSame(await lights.frame(2), await inR.frame(0));
    const other = await explicitMasters(100, '1x1');
    const dark100 = await other.dark(60);
    const at100 = other.lights(() => true);
    const flat100 = await other.flat('V', dark100);
    expectSame(await lights.frame(3), await at100.reduce({ bias: other.bias, dark: dark100, flat: flat100 }).frame(0));
    expectSame(await lights.frame(4), await at100.reduce({ bias: other.bias, dark: dark100 }).frame(1));
  });

  test('tells what each got', async () => {
    const rows = (await night.calibrate({ masters }).calibration()).toObjects();
    expect(rows.map(({ bias, dark, flat, darkScale }) => [bias, dark, flat, darkScale])).toEqual([
      ['bias of 5 frames', 'dark of 3 frames, 60 s', 'flat of 3 frames', 1],
      ['bias of 5 frames', 'dark of 3 frames, 60 s', 'flat of 3 frames', 1],
      ['bias of 5 frames', 'between dark of 3 frames, 60 s and dark of 3 frames, 240 s', 'flat of 3 frames', 1],
      ['bias of 3 frames', 'dark of 3 frames, 60 s', 'flat of 3 frames', 1],
      ['bias of 3 frames', 'dark of 3 frames, 60 s', '', 1],
      ['bias of 3 frames', 'dark of 3 frames, 60 s', '', 1],
    ]);
    const explicit = night.where(h => h.imagetyp === 'light').reduce({ dark: masters.dark[0], bias: masters.bias[0] });
    expect([...(await explicit.calibration()).columns.darkScale].slice(0, 3)).toEqual([1, 1, 2]);
  });

  test('lists what is missing in the series and in its frames', async () => {
    const lights = night.calibrate({ masters });
    expect((await lights.problems()).toObjects()).toEqual(masters.problems().toObjects());
    expect(`${lights}`).toMatch(/2 problems: see problems\(\)/);
    expect((await lights.frame(0)).problems().length).toBe(0);
    expect((await lights.frame(5)).problems().columns.code.values).toContain('no-master');
    const whole = lights.where(h => h.binning === '1x1' && h.filter === 'V');
    expect((await whole.problems()).length).toBe(0);
  });

  test('shares its masters with derived series, and makes them once', async () => {
    const steps: string[] = [];
    const lights = night.calibrate({ progress: ({ step, done, total }) => steps.push(`${step} ${done}/${total}`) });
    await lights.frame(0);
    const { length } = steps;
    expect(length).toBeGreaterThan(20);
    const both = lights.where(h => h.filter === 'V' && h.gainSetting === 0 && h.binning === '1x1');
    const later = both.reduce({ badPixels: [[3, 4]] });
    const frame = await later.frame(0);
    expect(frame.mask?.[4 * 48 + 3]).toBeGreaterThan(0);
    expect(frame.pixels).toEqual((await both.frame(0)).pixels);
    await both.combine();
    expect(steps.length).toBe(length);
  });

  test('takes masters of another night', async () => {
    const [first] = night.calibrate({ masters }).table.toObjects();
    const only = (await openSeries(first.path)).calibrate({ masters });
    expectSame(await only.frame(0), await night.calibrate().frame(0));
  });

  test('refuses options that it does not have', () => {
    expect(() => night.calibrate({ bias: masters.bias[0] } as object)).toThrow(/calibrate\(\) has no option 'bias'/);
    expect(() => night.calibrate({ masters, method: 'mean' })).toThrow(/give them to masters\(\)/);
    expect(() => night.calibrate({ masters: night.masters() } as object)).toThrow(/put await before it/);
  });
});

describe('masters on disk', () => {
  test('are used as they are, unless there are raw frames', async () => {
    const second = temporaryFolder();
    const of = { gain: 0 } as const;
    writeMixedNight(second, [
      { kind: 'light', count: 2, exptime: 60, filter: 'V', ...of },
      { kind: 'light', exptime: 60, filter: 'V', gain: 100 },
      { kind: 'bias', count: 3, gain: 100 },
    ]);
    await masters.bias[0].write(join(second, 'master-bias.fits'));
    await masters.bias[1].write(join(second, 'master-bias-100.fits'));
    await masters.dark[0].write(join(second, 'master-dark.fits'));
    await masters.flat[0].write(join(second, 'master-flat.fits'));
    const later = await openSeries(join(second, '*.fits'));
    const found = await later.masters();
    const { kind, frames, files, file } = found.table.columns;
    expect(Array.from(kind, (k, i) => [k, frames[i], files[i], file[i]])).toEqual([
      ['bias', 5, 1, 'master-bias.fits'],
      ['bias', 3, 3, '003-bias.fits'],
      ['dark', 3, 1, 'master-dark.fits'],
      ['flat', 3, 1, 'master-flat.fits'],
    ]);
    const [bias, dark, flat] = await Promise.all(
      ['bias', 'dark', 'flat'].map(name => openFrame(join(second, `master-${name}.fits`))),
    );
    const lights = later.calibrate();
    const explicit = later.where(h => h.imagetyp === 'light').reduce({ bias, dark, flat });
    expectSame(await lights.frame(0), await explicit.frame(0));
    const [row] = (await lights.calibration()).toObjects();
    expect([row.bias, row.dark, row.flat]).toEqual(['master-bias.fits', 'master-dark.fits', 'master-flat.fits']);
  });
});

describe('frames of one group', () => {
  test('may drift in temperature, and lose the overscan', async () => {
    const drifting = temporaryFolder();
    writeMixedNight(drifting, [
      { kind: 'bias', count: 3 },
      { kind: 'dark', count: 3, exptime: 60, temperature: -10 },
      { kind: 'flat', exptime: 2, filter: 'V', temperature: -8.2 },
      { kind: 'flat', count: 2, exptime: 2, filter: 'V', temperature: -7 },
      { kind: 'light', exptime: 60, filter: 'V', temperature: -10 },
      { kind: 'light', exptime: 60, filter: 'V', temperature: -5 },
    ]);
    const cut = { overscan: { section: '[1:4,1:40]' }, trim: '[5:48,1:40]' };
    const lights = (await openSeries(join(drifting, '*.fits'))).calibrate(cut);
    const [cold, warm] = await Promise.all([lights.frame(0), lights.frame(1)]);
    expect([cold.width, warm.width]).toEqual([44, 44]);
    expect((await lights.calibration()).columns.dark.values).toEqual(['dark of 3 frames, 60 s', '']);
    const [{ where, remedy }] = (await lights.problems()).toObjects();
    expect([where, remedy]).toEqual(['dark', expect.stringMatching(/differ by 5.0 deg C in detector temperature/)]);
    const tolerant = (await openSeries(join(drifting, '*.fits'))).calibrate({ ...cut, maxTemperatureDifference: 6 });
    expect((await tolerant.problems()).length).toBe(0);
    expect((await tolerant.frame(1)).problems().length).toBe(0);
  });
});

describe('without biases', () => {
  test('darks of the exposure take the bias with them; others cannot be scaled', async () => {
    const third = temporaryFolder();
    writeMixedNight(third, [
      { kind: 'dark', count: 3, exptime: 60 },
      { kind: 'dark', count: 3, exptime: 2 },
      { kind: 'flat', count: 3, exptime: 2, filter: 'V' },
      { kind: 'light', exptime: 60, filter: 'V' },
      { kind: 'light', exptime: 300, filter: 'V' },
    ]);
    const later = await openSeries(join(third, '*.fits'));
    const lights = later.calibrate();
    const darks = await Promise.all(
      [2, 60].map(t => later.where(h => h.imagetyp === 'dark' && h.exptime === t).combine()),
    );
    const flat = await later
      .where(h => h.imagetyp === 'flat')
      .reduce({ dark: darks })
      .combine();
    const explicit = later.where(h => h.imagetyp === 'light').reduce({ dark: darks, flat });
    expectSame(await lights.frame(0), await explicit.frame(0));
    const problems = (await lights.problems()).toObjects();
    expect(problems.map(({ where, code }) => [where, code])).toEqual([
      ['bias', 'no-master'],
      ['dark', 'no-master'],
    ]);
    expect(problems[1].remedy).toMatch(/Darks of 2 s, 60 s cannot be scaled to 300 s without a bias/);
    expect((await lights.frame(1)).problems().length).toBeGreaterThan(1);
  });
});

describe('a series without any masters', () => {
  test('is reduced with nothing, and says so', async () => {
    const lights = night.where(h => h.imagetyp === 'light').calibrate();
    expect((await lights.problems()).length).toBe(18);
    expect((await lights.frame(0)).pixels).toEqual((await night.where(h => h.imagetyp === 'light').frame(0)).pixels);
  });
});

describe.each(['rr-lyrae', 'transit'] as const)('%s', name => {
  test('gives the light curve of the explicit chain', async () => {
    const { night: sample, lights, bias, dark, flat } = await openSample(name);
    const APERTURES = { radii: [4, 6, 8], annulus: [12, 18] } as const;
    const science = lights.reduce({ bias, dark, flat }).align();
    const stars = (await science.combine()).detect({ sigma: 5 });
    const { ra, dec } = stars.toObjects()[0] as unknown as { ra: number; dec: number };
    const curveOf = async (series: FrameSeries) =>
      (await series.measure(stars, APERTURES)).differential({ target: { ra, dec } });
    const automatic = await curveOf(sample.calibrate().align());
    const explicit = await curveOf(science);
    expect(automatic.toObjects()).toEqual(explicit.toObjects());
  });
});
