import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { NightTruth } from '../../data-samples/simulator/truth.js';
import {
  Frame,
  type FrameSeries,
  openFrame,
  openSeries,
  PhotometryError,
  type ProgressReport,
} from '../../lib/index.js';
import { mastersOf, type NightMasters, smallNight, temporaryFolder, writeNight } from '../helpers/sample-nights.js';

const folder = temporaryFolder();
const pattern = join(folder, '*.fits');
const APERTURE = { radius: 5, annulus: [10, 15] } as const;

let truth: NightTruth;
let night: FrameSeries;
let masters: NightMasters;
let lights: FrameSeries;
let stars: { x: number; y: number }[];

beforeAll(async () => {
  truth = writeNight(folder, smallNight).truth;
  night = await openSeries(pattern);
  masters = await mastersOf(night);
  lights = night.where(h => h.imagetyp === 'light');
  stars = [0, ...truth.comparisons].map(id => truth.stars[id]);
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** A listener that stops its own call after `count` reports. */
function stopAfter(count: number) {
  const controller = new AbortController();
  const reports: ProgressReport[] = [];
  const progress = (report: ProgressReport): void => {
    if (reports.push(report) === count) controller.abort(new Error('enough'));
  };
  return { signal: controller.signal, progress, reports };
}

describe('opening a series', () => {
  test('returns the frames in time order, the headers as a table and a one-line summary', () => {
    expect(night.length).toBe(14);
    const times = Array.from(night.table.values('jdUtcMid'));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(String(night)).toMatch(/14 frames: 3 bias, 3 dark, 3 flat V, 5 light V$/);
    expect(String(lights.align())).toMatch(/aligned$/);
    expect(night.table.groupBy('imagetyp', 'exptime').count().length).toBe(4);
  });

  test('the order does not depend on the file listing', async () => {
    const paths = Array.from(night.table.values('path')).reverse();
    const again = await openSeries(paths);
    expect(again.table.values('file')).toEqual(night.table.values('file'));
  });

  test('requested keywords become typed columns', async () => {
    const asked = await openSeries(pattern, { keywords: ['CCD-TEMP', 'NOSUCH', 'IMAGETYP'] });
    const { columns } = asked.table;
    expect(columns.NOSUCH.values).toEqual(new Float64Array(14).fill(Number.NaN));
    expect(typeof columns['CCD-TEMP'][0]).toBe('number');
    expect(typeof columns.IMAGETYP[0]).toBe('string');
    expect(asked.where(h => h.IMAGETYP === columns.IMAGETYP[13]).length).toBe(5);
  });

  test('precision is that of its frames', async () => {
    const exact = await openSeries(pattern, { precision: 'float64' });
    expect((await exact.frame(0)).pixels).toBeInstanceOf(Float64Array);
    expect((await night.frame(0)).pixels).toBeInstanceOf(Float32Array);
    expect((await lights.reduce({ precision: 'float64' }).frame(0)).pixels).toBeInstanceOf(Float64Array);
    const master = await exact.where(h => h.imagetyp === 'bias').combine();
    expect(master.pixels).toBeInstanceOf(Float64Array);
  });

  test('a misspelt telescope is rejected', async () => {
    await expect(openSeries(pattern, { telescope: 'NOSUCH' })).rejects.toBeInstanceOf(PhotometryError);
  });
});

describe('a plan', () => {
  test('where, subtract, reduce and align read nothing and do not modify the series', async () => {
    const own = join(folder, 'vanishing');
    mkdirSync(own);
    const paths = Array.from(night.table.values('path')).map((path, k) => {
      const copy = join(own, `${k}.fits`);
      copyFileSync(path, copy);
      return copy;
    });
    const series = await openSeries(paths);
    rmSync(own, { recursive: true });
    const plan = series
      .where(h => h.imagetyp === 'light')
      .subtract(masters.bias)
      .reduce({ dark: masters.dark, flat: masters.flat })
      .align({ sigma: 6 });
    expect(plan.length).toBe(5);
    expect(series.length).toBe(14);
    await expect(plan.frame(0)).rejects.toMatchObject({ code: 'no-such-file' });
  });

  test('where receives the row and its index, and may be chained', () => {
    expect(lights.where((_, index) => index % 2 === 0).table.values('file')).toEqual(
      [0, 2, 4].map(k => truth.lights[k].file),
    );
    const narrowed = lights.where(h => h.airmass < 10).where(h => h.file === truth.lights[3].file);
    expect(narrowed.length).toBe(1);
    expect(narrowed.table.length).toBe(1);
  });

  test('reducing in two steps equals reducing in one', async () => {
    const { bias, dark, flat } = masters;
    const once = await lights.reduce({ bias, dark, flat, precision: 'float64' }).frame(2);
    const twice = await lights.subtract(bias).reduce({ dark, flat, precision: 'float64' }).frame(2);
    for (const i of [0, 1000, 7777]) expect(twice.pixels[i]).toBeCloseTo(once.pixels[i], 3);
  });

  test('where after align keeps the pending alignment for the remaining frames', async () => {
    const { bias, dark, flat } = masters;
    const some = lights
      .reduce({ bias, dark, flat })
      .align()
      .where((_, index) => index > 1);
    const alignment = await some.alignment();
    expect(Array.from(alignment.values('file'))).toEqual(truth.lights.slice(2).map(({ file }) => file));
    expect(alignment.columns.shiftX[0]).toBe(0);
  });

  test('pipe passes the series to a user function', () => {
    expect(lights.pipe(series => series.length)).toBe(5);
  });
});

describe('combine', () => {
  test('one frame combined is that frame', async () => {
    const single = night.where(h => h.imagetyp === 'bias').where((_, index) => index === 1);
    const raw = await single.frame(0);
    expect((await single.combine()).pixels).toEqual(raw.pixels);
    expect((await single.combine({ method: 'mean' })).pixels).toEqual(raw.pixels);
  });

  test('the median of three lies between them, the mean is their mean', async () => {
    const biases = night.where(h => h.imagetyp === 'bias');
    const frames = await Promise.all([0, 1, 2].map(k => biases.frame(k)));
    const [median, mean] = [await biases.combine(), await biases.combine({ method: 'mean' })];
    for (let i = 0; i < median.pixels.length; i += 97) {
      const values = frames.map(frame => frame.pixels[i]).sort((a, b) => a - b);
      expect(median.pixels[i]).toBe(values[1]);
      expect(mean.pixels[i]).toBeCloseTo((values[0] + values[1] + values[2]) / 3, 3);
    }
  });

  test('flats are normalised by default', async () => {
    const { bias, dark } = masters;
    const flats = night.where(h => h.imagetyp === 'flat').reduce({ bias, dark });
    const flat = await flats.combine();
    expect(flat.unit).toBe('');
    expect(flat.statistics().median).toBeCloseTo(1, 6);
    expect(flat.pixels).toEqual(masters.flat.pixels);
  });

  test('mixed frames are rejected, listing the groups', async () => {
    await expect(night.combine()).rejects.toMatchObject({
      code: 'mixed-frames',
      message: expect.stringMatching(/3 x bias.*3 x dark.*3 x flat.*5 x light.*where\(/),
    });
  });

  test('an empty series is rejected with a hint of what to check', async () => {
    const none = night.where(h => h.imagetyp === 'other');
    expect(none.length).toBe(0);
    for (const verb of [() => none.combine(), () => none.align().alignment(), () => none.measure(stars, { radius: 5 })])
      await expect(verb()).rejects.toMatchObject({
        code: 'no-frames',
        message: expect.stringMatching(/empty.*where\(\).*imagetyp/),
      });
  });

  test('a nonexistent frame is rejected by number', async () => {
    await expect(lights.frame(5)).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringContaining('5'),
    });
    await expect(lights.frame(-1)).rejects.toMatchObject({ code: 'bad-argument' });
  });
});

describe('masters', () => {
  test('a promise instead of a master is rejected with a hint about await', () => {
    const promised = night.where(h => h.imagetyp === 'bias').combine();
    expect(() => lights.reduce({ bias: promised as never })).toThrow(
      expect.objectContaining({
        code: 'missing-calibration',
        message: expect.stringMatching(/bias.*put await before/),
      }),
    );
    return promised;
  });

  test('written to files and opened again reduce a light to the same pixels, gain and read-out noise', async () => {
    const own = join(folder, 'masters');
    const [bias, dark, flat] = await Promise.all(
      (['bias', 'dark', 'flat'] as const).map(async kind => {
        await masters[kind].write(join(own, `${kind}.fits`));
        return openFrame(join(own, `${kind}.fits`));
      }),
    );
    const [made, opened] = [
      await lights.reduce({ ...masters }).frame(1),
      await lights.reduce({ bias, dark, flat }).frame(1),
    ];
    expect(opened.pixels).toEqual(made.pixels);
    expect([opened.gain, opened.readNoise]).toEqual([made.gain, made.readNoise]);
    expect(opened.mask).toEqual(made.mask);
  });

  test('null, or a path instead of a master, is rejected with the correct code', () => {
    for (const wrong of [null, 'bias.fits'])
      expect(() => lights.reduce({ dark: wrong as never })).toThrow(
        expect.objectContaining({
          code: 'missing-calibration',
          message: expect.stringMatching(/dark must be a frame.*combine/),
        }),
      );
  });

  test('darks of several exposures are given as a list; an empty one or one with another thing in it is rejected', async () => {
    const { bias, dark } = masters;
    const other = new Frame({ ...dark.image, exptime: 2 * dark.exptime });
    const one = await lights.reduce({ bias, dark }).frame(0);
    const several = await lights.reduce({ bias, dark: [other, dark] }).frame(0);
    expect(several.exptime).toBe(dark.exptime);
    expect(several.image.pixels).toEqual(one.image.pixels);
    for (const wrong of [[], [dark, null]])
      expect(() => lights.reduce({ bias, dark: wrong as never })).toThrow(
        expect.objectContaining({ code: 'missing-calibration' }),
      );
  });

  test('a dark that is scaled far up is warned of once and listed with the frame', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const { bias, dark } = masters;
    const short = new Frame({ ...dark.image, exptime: dark.exptime / 4 });
    const reduced = lights.reduce({ bias, dark: short });
    lights.reduce({ bias, dark: short });
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0][0]).toMatch(/dark = x 4\.0 \(and 4 more of this kind\).*Take darks of/);
    const problems = (await reduced.frame(0)).problems();
    expect(problems.filter(({ code }) => code === 'dark-scaled-far').length).toBe(1);
  });
});

describe('stopping and watching', () => {
  test('combine stops at the signal with code aborted, and a second call works', async () => {
    const biases = night.where(h => h.imagetyp === 'bias');
    const { reports, ...stop } = stopAfter(1);
    await expect(biases.combine(stop)).rejects.toMatchObject({ code: 'aborted' });
    expect(reports.length).toBe(1);
    expect(await biases.combine()).toBeInstanceOf(Frame);
  });

  test.each([2, 7])(
    'measure stops at the signal after %i reports, while aligning or measuring, and a second call works',
    async count => {
      const science = lights.reduce({ ...masters }).align();
      const { reports, ...stop } = stopAfter(count);
      const error = await science.measure(stars, { ...APERTURE, ...stop }).catch(reason => reason);
      expect(error).toMatchObject({ code: 'aborted', cause: expect.objectContaining({ message: 'enough' }) });
      expect(reports.at(-1)?.step).toBe(count < 5 ? 'align' : 'measure');
      expect((await science.measure(stars, APERTURE)).length).toBe(5 * stars.length);
    },
  );

  test('an already aborted signal prevents any work', async () => {
    const controller = new AbortController();
    controller.abort();
    const { signal } = controller;
    await expect(lights.combine({ signal })).rejects.toMatchObject({ code: 'aborted' });
    await expect(lights.align().measure(stars, { ...APERTURE, signal })).rejects.toMatchObject({ code: 'aborted' });
  });

  test('the listener receives each frame of each step', async () => {
    const reports: ProgressReport[] = [];
    const science = lights.reduce({ ...masters }).align();
    await science.measure(stars, { ...APERTURE, progress: report => reports.push(report) });
    expect(reports).toEqual(
      ['align', 'measure'].flatMap(step => [1, 2, 3, 4, 5].map(done => ({ step, done, total: 5 }))),
    );
  });

  test('the alignment is computed only once', async () => {
    const science = lights.reduce({ ...masters }).align();
    const reports: ProgressReport[] = [];
    const progress = (report: ProgressReport) => void reports.push(report);
    await science.alignment({ progress });
    await science.alignment({ progress });
    await science.measure(stars, { ...APERTURE, progress });
    expect(reports.filter(({ step }) => step === 'align').length).toBe(5);
  });
});

describe('an aligned series combined', () => {
  test('lies on the reference frame, with its WCS and without its noise', async () => {
    const science = lights.reduce({ ...masters }).align();
    const [field, first] = [await science.combine(), await science.frame(0)];
    const { ra, dec } = truth.target;
    expect([field.width, field.height]).toEqual([first.width, first.height]);
    expect(field.statistics().clippedStd).toBeLessThan(0.75 * first.statistics().clippedStd);
    const at = field.wcs.skyToPixel(ra, dec);
    expect(Math.hypot(at.x - truth.target.x, at.y - truth.target.y)).toBeLessThan(0.5);
    const found = field.detect({ sigma: 5 }).toObjects();
    expect(Math.min(...found.map(({ x, y }) => Math.hypot(x - truth.target.x, y - truth.target.y)))).toBeLessThan(0.2);
    expect(field.provenance.at(-1)).toMatchObject({ verb: 'align', options: { used: 5, leftOut: 0 } });
  });

  test('its display is the table of headers with one line of text', () => {
    const bundle = (night as unknown as { [key: symbol]: () => Record<string, string> })[
      Symbol.for('Jupyter.display')
    ]();
    expect(bundle['text/html']).toContain('<table');
    expect(bundle['text/plain']).toBe(String(night));
  });
});
