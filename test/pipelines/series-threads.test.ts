/**
 * Series distributed among threads. vitest cannot start a thread from TypeScript, so this tests the compiled library,
 * loaded by Node itself: vitest would replace the compiled platform modules by their sources.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Frame, FrameSeries, Table } from '../../dist/index.js';
import { fileOf, mosaicPixels, scatteredStars } from '../frame/colour/mosaic-field.js';
import { writeMixedNight } from '../helpers/mixed-night.js';
import { timeLimit } from '../helpers/time-limits.js';

const skyframe = createRequire(import.meta.url)('../../dist/index.js') as typeof import('../../dist/index.js');
const { openSeries, registerTelescope } = skyframe;

const root = fileURLToPath(new URL('../..', import.meta.url));
const SAMPLES = join(root, 'data-samples/rr-lyrae');
const STARS = [
  { x: 60, y: 70 },
  { x: 120.5, y: 90.25 },
  { x: 100, y: 100 },
];
const APERTURE = { radii: [3, 5], annulus: [12, 18] } as const;

let started = 0;
const countThread = (): void => {
  started++;
};

beforeAll(() => {
  process.on('worker', countThread);
});

afterAll(() => {
  process.off('worker', countThread);
});

/** Digest of a long array: comparing a million numbers one by one takes seconds. */
function digest(values: unknown): unknown {
  if (!ArrayBuffer.isView(values)) return values;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return `${values.constructor.name} ${createHash('sha256').update(bytes).digest('hex')}`;
}

/** All public content of an image, with the header as text. */
function contentOf({ image }: Frame): object {
  const { pixels, mask, variance, header } = image;
  return { ...image, pixels: digest(pixels), mask: digest(mask), variance: digest(variance), header: `${header}` };
}

/** All content of a table. */
function tableOf(table: Table<object>): object {
  const names = [...table.names] as never[];
  return { values: names.map(name => [name, digest(table.values(name))]), provenance: table.provenance };
}

async function wholeNight(workers: number): Promise<object> {
  const night = await openSeries(join(SAMPLES, '*.fits'));
  const bias = await night.where(h => h.imagetyp === 'bias').combine({ workers });
  const dark = await night
    .where(h => h.imagetyp === 'dark')
    .subtract(bias)
    .combine({ workers });
  const flat = await night
    .where(h => h.imagetyp === 'flat')
    .reduce({ bias, dark })
    .combine({ workers });
  const lights = night.where(h => h.imagetyp === 'light').reduce({ bias, dark, flat, badPixels: [[3, 4]] });
  const science = lights.align();
  const alignment = await science.alignment({ workers });
  const field = await science.combine({ workers, memoryBudget: 4e6 }); // read again for the second strip of rows
  const unaligned = await lights.combine({ workers, method: 'clip' });
  const raw = night.where(h => h.imagetyp === 'light'); // each with its own sky, brought to one level
  const scaled = await raw.combine({ workers, scale: 'exposure', onWarning: () => {} });
  const measured = await science.measure(STARS, { ...APERTURE, workers });
  return {
    frames: [bias, dark, flat, field, unaligned, scaled].map(contentOf),
    tables: [alignment, measured as unknown as Table<object>].map(tableOf),
  };
}

describe('a night in several threads', () => {
  test('produces the same bytes as a single thread, including the provenance', async () => {
    const alone = await wholeNight(1);
    expect(started).toBe(0);
    expect(await wholeNight(2)).toStrictEqual(alone);
    expect(started).toBe(2);
    expect(await wholeNight(3)).toStrictEqual(alone);
    expect(started).toBe(3);
  });

  test('is the same in float64', async () => {
    const measure = async (workers: number): Promise<object> => {
      const night = await openSeries(join(SAMPLES, '*.fits'), { precision: 'float64' });
      const lights = night.where(h => h.imagetyp === 'light').align();
      return tableOf((await lights.measure(STARS, { ...APERTURE, workers })) as unknown as Table<object>);
    };
    expect(await measure(2)).toStrictEqual(await measure(1));
  });

  test('is the same where each light has masters of its own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'skyframe-masters-'));
    writeMixedNight(folder, [
      { kind: 'bias', count: 3 },
      { kind: 'bias', count: 3, gain: 100 },
      { kind: 'dark', count: 3, exptime: 30 },
      { kind: 'dark', count: 3, exptime: 90 },
      { kind: 'flat', count: 3, exptime: 2, filter: 'V' },
      { kind: 'flat', count: 3, exptime: 2, filter: 'R' },
      { kind: 'light', count: 2, exptime: 30, filter: 'V' },
      { kind: 'light', count: 2, exptime: 60, filter: 'R' },
      { kind: 'light', exptime: 60, filter: 'R', gain: 100 },
    ]);
    const reduce = async (workers: number): Promise<object> => {
      const night = await openSeries(join(folder, '*.fits'));
      const { bias, dark, flat } = await night.masters({ workers });
      const lights = night.calibrate();
      const at = [{ x: 20, y: 20 }];
      const measured = await lights.measure(at, { radius: 3, annulus: [5, 8], workers });
      const field = await lights.where(h => h.filter === 'R' && h.gainSetting === 0).combine({ workers });
      const frames = await Promise.all([0, 1, 2, 3, 4].map(k => lights.frame(k)));
      return {
        frames: [...bias, ...dark, ...flat, ...frames, field].map(contentOf),
        measured: tableOf(measured as unknown as Table<object>),
        problems: (await lights.problems()).toObjects(),
      };
    };
    const alone = await reduce(1);
    expect(await reduce(2)).toStrictEqual(alone);
    rmSync(folder, { recursive: true });
  });

  test('is the same for one channel of a colour camera', async () => {
    const [width, height] = [260, 240];
    const stars = scatteredStars(width, height);
    const folder = mkdtempSync(join(tmpdir(), 'skyframe-colour-'));
    for (const k of [0, 1]) {
      const pixels = mosaicPixels({ width, height, stars, seed: k });
      writeFileSync(join(folder, `${k}.fits`), fileOf(Float32Array.from(pixels), width, height));
    }
    const measure = async (workers: number): Promise<object> => {
      const night = await openSeries(join(folder, '*.fits'), { channel: 'G' });
      const at = stars.map(({ x, y }) => ({ x: x / 2, y: y / 2 }));
      return tableOf((await night.measure(at, { ...APERTURE, workers })) as unknown as Table<object>);
    };
    const alone = await measure(1);
    expect(await measure(2)).toStrictEqual(alone);
    rmSync(folder, { recursive: true });
  });

  test('is the same with darks of two exposures', async () => {
    const night = await openSeries(join(SAMPLES, '*.fits'));
    const bias = await night.where(h => h.imagetyp === 'bias').combine();
    const dark = await night
      .where(h => h.imagetyp === 'dark')
      .subtract(bias)
      .combine();
    const other = new skyframe.Frame({ ...dark.image, exptime: 0.4 * dark.exptime });
    const lights = night.where(h => h.imagetyp === 'light').reduce({ bias, dark: [dark, other] });
    const alone = await lights.combine({ workers: 1, method: 'mean' });
    expect(contentOf(await lights.combine({ workers: 2, method: 'mean' }))).toStrictEqual(contentOf(alone));
  });

  test('reports each finished frame once', async () => {
    const science = await lightsOf(SAMPLES);
    const reports: string[] = [];
    await science.measure(STARS, {
      ...APERTURE,
      workers: 2,
      progress: ({ step, done, total }) => reports.push(`${step} ${done}/${total}`),
    });
    expect(reports).toEqual(Array.from({ length: science.length }, (_, k) => `measure ${k + 1}/${science.length}`));
  });

  test('rejects an invalid number of threads', async () => {
    const science = await lightsOf(SAMPLES);
    for (const workers of [0, -1, 1.5, Number.NaN])
      await expect(science.measure(STARS, { ...APERTURE, workers })).rejects.toMatchObject({ code: 'bad-argument' });
  });

  test('does not start threads for small frames by default', async () => {
    const before = started;
    const science = await lightsOf(SAMPLES);
    await science.measure(STARS, APERTURE);
    expect(started).toBe(before);
  });
});

async function lightsOf(folder: string): Promise<FrameSeries> {
  return (await openSeries(join(folder, '*.fits'))).where(h => h.imagetyp === 'light') as FrameSeries;
}

describe('a failing run', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'skyframe-threads-'));
    cpSync(SAMPLES, folder, { recursive: true });
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test('throws the error of the first failing frame, like a single thread', async () => {
    const science = await lightsOf(folder);
    const paths = science.table.values('path') as string[];
    writeFileSync(paths[5], 'no FITS any more');
    rmSync(paths[8]);
    const errorOf = async (workers: number): Promise<unknown> =>
      science.measure(STARS, { ...APERTURE, workers }).then(
        () => 'no error',
        error => error,
      );
    const alone = (await errorOf(1)) as Error & { code: string; details: object };
    const shared = (await errorOf(2)) as typeof alone;
    expect(shared).toMatchObject({ name: 'PhotometryError', code: alone.code, details: alone.details });
    expect(shared.message).toBe(alone.message);
    expect(shared.message).toContain(paths[5]);
    expect(shared.constructor).toBe(alone.constructor);
  });

  test('rejects at once when aborted and keeps the threads usable', async () => {
    const science = await lightsOf(folder);
    const expected = tableOf((await science.measure(STARS, { ...APERTURE, workers: 1 })) as unknown as Table<object>);
    const controller = new AbortController();
    const stopped = science.measure(STARS, {
      ...APERTURE,
      workers: 2,
      signal: controller.signal,
      progress: () => controller.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted', details: { step: 'measure' } });
    const again = await science.measure(STARS, { ...APERTURE, workers: 2 });
    expect(tableOf(again as unknown as Table<object>)).toStrictEqual(expected);
  });

  test('obeys a signal that fires no event but reports aborted', async () => {
    const science = await lightsOf(folder);
    const signal = { aborted: false };
    const stopped = science.measure(STARS, {
      ...APERTURE,
      workers: 2,
      signal,
      progress: () => {
        signal.aborted = true;
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
  });

  test('terminates a hanging thread and starts another', async () => {
    const science = await lightsOf(folder);
    const expected = tableOf((await science.measure(STARS, { ...APERTURE, workers: 1 })) as unknown as Table<object>);
    // a rule that never finishes on the header written below
    registerTelescope({ id: 'hangs', name: 'never', recognise: { INSTRUME: '^(a+)+$' } });
    const path = (science.table.values('path') as string[])[1];
    const bytes = readFileSync(path);
    const damaged = Buffer.from(bytes);
    const at = damaged.indexOf('INSTRUME=');
    damaged.write(`INSTRUME= '${'a'.repeat(60)}!'`.padEnd(80), at, 'latin1');
    writeFileSync(path, damaged);
    const controller = new AbortController();
    const before = started;
    // when one thread has measured a frame, the other has long had the one that hangs it
    const progress = (): void => void setTimeout(() => controller.abort(), 500);
    const stopped = science.measure(STARS, { ...APERTURE, workers: 2, signal: controller.signal, progress });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
    writeFileSync(path, bytes);
    const again = await science.measure(STARS, { ...APERTURE, workers: 2 });
    expect(tableOf(again as unknown as Table<object>)).toStrictEqual(expected);
    expect(started).toBeGreaterThan(before);
  });
});

test('threads know telescopes registered by the user', async () => {
  registerTelescope({ id: 'mine', name: 'Mine', gain: 7.5 });
  const gains = async (workers: number): Promise<object> => {
    const night = await openSeries(join(SAMPLES, '*.fits'), { telescope: 'mine' });
    const measured = await night.where(h => h.imagetyp === 'light').measure(STARS, { ...APERTURE, workers });
    return tableOf(measured as unknown as Table<object>);
  };
  expect(await gains(2)).toStrictEqual(await gains(1));
});

test('a script that used threads exits on its own', () => {
  const script = `
    import { openSeries } from 'skyframe';
    const night = await openSeries('data-samples/rr-lyrae/*.fits');
    const lights = night.where(h => h.imagetyp === 'light');
    const measured = await lights.measure([{ x: 60, y: 70 }], { radius: 5, workers: 2 });
    console.log('rows', measured.length);
    setImmediate(() => console.log('held by', process.getActiveResourcesInfo().filter(name => name !== 'PipeWrap').join()));`;
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    encoding: 'utf8',
    timeout: timeLimit(120),
  });
  // Idle threads and their timers are kept for half a minute, but must not hold the process.
  expect(stdout).toMatch(/^rows \d+\nheld by \n$/);
  expect(status).toBe(0);
});
