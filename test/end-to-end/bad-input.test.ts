/**
 * Typical user mistakes through the public API: each message names the file and says what to do.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { NightTruth } from '../../data-samples/simulator/truth.js';
import {
  type CardValue,
  encodeFits,
  type FrameSeries,
  Header,
  headerTable,
  openFrame,
  openSeries,
  PhotometryError,
  writeFits,
} from '../../lib/index.js';
import { mastersOf, type NightMasters, smallNight, temporaryFolder, writeNight } from '../helpers/sample-nights.js';

const folder = temporaryFolder();
const bad = temporaryFolder();

let truth: NightTruth;
let night: FrameSeries;
let masters: NightMasters;
let lights: FrameSeries;
let lightFile: string;

beforeAll(async () => {
  truth = writeNight(folder, smallNight).truth;
  night = await openSeries(join(folder, '*.fits'));
  masters = await mastersOf(night);
  lights = night.where(h => h.imagetyp === 'light');
  lightFile = join(folder, truth.lights[0].file);
});

/** Writes a constant frame and returns its path. */
async function levelFrame(
  name: string,
  level: number,
  cards: Readonly<Record<string, CardValue>>,
  size: readonly [number, number] = [128, 120],
): Promise<string> {
  const [width, height] = size;
  const path = join(bad, name);
  const header = Header.fromObject({ 'DATE-OBS': '2025-07-20T20:00:00', ...cards });
  const pixels = Uint16Array.from({ length: width * height }, (_, i) => level + ((i * 7919) % 13));
  await writeFits(path, [{ header, width, height, pixels }]);
  return path;
}

/** Asserts that a call fails with a code and a message that contains all of these. */
async function expectRefused(call: () => unknown, code: string, ...parts: (string | RegExp)[]): Promise<void> {
  const error = await (async () => call())().then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PhotometryError);
  const { code: came, message } = error as PhotometryError;
  expect(came, message).toBe(code);
  for (const part of parts) expect(message).toMatch(part);
}

describe('a file that cannot be read', () => {
  test('that is not FITS is named, with its actual type', async () => {
    const path = join(bad, 'notes.txt');
    writeFileSync(path, 'seeing 2", clouds after midnight\n');
    await expectRefused(() => openFrame(path), 'not-fits', 'notes.txt', 'not a FITS file', 'seeing 2');
    await expectRefused(() => openSeries(path), 'not-fits', 'notes.txt', 'onError');
    const page = join(bad, 'download.fits');
    writeFileSync(page, '<!DOCTYPE html><html>404</html>');
    await expectRefused(() => openFrame(page), 'not-fits', 'download.fits', 'web page', 'fetch the file again');
    const empty = join(bad, 'empty.fits');
    writeFileSync(empty, '');
    await expectRefused(() => openFrame(empty), 'not-fits', 'empty.fits', 'it is empty');
  });

  test('among good ones stops the series, or is skipped on request and listed', async () => {
    const path = join(bad, 'stray.fits');
    writeFileSync(path, 'not an image');
    await expectRefused(() => openSeries([lightFile, path]), 'not-fits', 'stray.fits');
    const table = await headerTable([lightFile, path], { onError: 'skip' });
    expect(table.length).toBe(1);
    expect(table.meta.skipped).toMatchObject([{ path }]);
  });

  test('that is truncated is named, with the number of missing bytes; its header can be read', async () => {
    const path = join(bad, 'half.fits');
    const bytes = readFileSync(lightFile);
    writeFileSync(path, bytes.subarray(0, bytes.length / 2));
    await expectRefused(() => openFrame(path), 'truncated-file', 'half.fits');
    const series = await openSeries(path).catch((error: unknown) => error);
    if (series instanceof Error) expect(series.message).toContain('half.fits');
    else await expectRefused(() => (series as FrameSeries).combine(), 'truncated-file', 'half.fits');
  });

  test('whose header has no END card is named', async () => {
    const path = join(bad, 'endless.fits');
    const bytes = encodeFits([{ width: 64, height: 64, pixels: new Int16Array(64 * 64) }]);
    const text = Buffer.from(bytes).toString('latin1');
    const end = text.search(/END {77}/);
    bytes.set(Buffer.from('COMMENT '), end);
    writeFileSync(path, bytes);
    const error = await openFrame(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PhotometryError);
    expect((error as PhotometryError).message).toMatch(/endless\.fits.*END/);
  });

  test('that does not exist is named, with the closest existing one', async () => {
    await expectRefused(() => openFrame(`${lightFile}x`), 'no-such-file', `${truth.lights[0].file}x`, 'nearest');
  });

  test('in a directory that does not exist is rejected with the missing part of the path', async () => {
    const path = join(folder, 'no-such-night', '*.fits');
    await expectRefused(() => openSeries(path), 'no-such-file', 'no-such-night', 'does not exist');
    await expectRefused(() => headerTable(join(folder, 'no-such-night')), 'no-such-file', 'no-such-night');
  });

  test('a pattern without matches is rejected with the searched directory', async () => {
    await expectRefused(() => openSeries(join(folder, '*.fit')), 'no-such-file', /\.fit/);
    const none = join(bad, 'empty-folder');
    await mkdir(none);
    await expectRefused(() => openSeries(none), 'no-such-file', 'empty-folder');
  });
});

describe('incompatible calibration', () => {
  test('a series without flats is rejected with the name of the column to check', async () => {
    await expectRefused(
      () => night.where(h => h.imagetyp === 'flat' && h.filter === 'Ha').combine(),
      'no-frames',
      'combine',
      'where',
      'filter',
    );
    await expectRefused(
      () => lights.reduce({ flat: undefined, bias: null as never }),
      'missing-calibration',
      'bias',
      'await',
    );
  });

  test('a dark that still contains its bias cannot be scaled, and the message says what is missing', async () => {
    const dark = await levelFrame('dark120.fits', 1100, { IMAGETYP: 'DARK', EXPTIME: 120 });
    const master = await (await openSeries(dark)).combine();
    await expectRefused(
      () => lights.reduce({ dark: master }).frame(0),
      'missing-calibration',
      '120 s',
      truth.lights[0].file,
      'bias',
    );
  });

  test('a bias subtracted twice is rejected', async () => {
    const { bias } = masters;
    await expectRefused(
      () => lights.subtract(bias).reduce({ bias }).frame(0),
      'missing-calibration',
      'twice',
      truth.lights[0].file,
    );
  });

  test('a flat of a different size is rejected with both files and both sizes', async () => {
    const path = await levelFrame('small-flat.fits', 30000, { IMAGETYP: 'FLAT', FILTER: 'V', EXPTIME: 2 }, [64, 60]);
    const flat = await openFrame(path);
    await expectRefused(
      () => lights.reduce({ flat }).frame(0),
      'mixed-frames',
      'small-flat.fits',
      truth.lights[0].file,
      '64 x 60',
      '128 x 120',
    );
  });

  test('a flat of a different filter is rejected with the one to use', async () => {
    const path = await levelFrame('red-flat.fits', 30000, { IMAGETYP: 'FLAT', FILTER: 'R', EXPTIME: 2 });
    const flat = await openFrame(path);
    await expectRefused(
      () => lights.reduce({ flat }).frame(0),
      'mixed-frames',
      'red-flat.fits',
      'filter: R and V',
      "h.filter === 'V'",
    );
  });

  test('flats of several filters are not combined: the groups are listed with one file each', async () => {
    const red = await levelFrame('flat-r.fits', 30000, { IMAGETYP: 'FLAT', FILTER: 'R', EXPTIME: 2 });
    const green = await levelFrame('flat-v.fits', 30000, { IMAGETYP: 'FLAT', FILTER: 'V', EXPTIME: 2 });
    const flats = await openSeries([red, green]);
    await expectRefused(
      () => flats.combine(),
      'mixed-frames',
      'filter R',
      'filter V',
      'flat-r.fits',
      'flat-v.fits',
      'where',
    );
  });

  test('darks of mixed exposures are not combined', async () => {
    const [short, long] = [
      await levelFrame('dark-30.fits', 1010, { IMAGETYP: 'DARK', EXPTIME: 30 }),
      await levelFrame('dark-60.fits', 1020, { IMAGETYP: 'DARK', EXPTIME: 60 }),
    ];
    const darks = await openSeries([short, long]);
    await expectRefused(
      () => darks.subtract(masters.bias).combine(),
      'mixed-frames',
      '30 s',
      '60 s',
      'dark-30.fits',
      'h.exptime ===',
    );
  });

  test('a dark taken at a different temperature is rejected with both temperatures', async () => {
    const [cold, warm] = [
      await levelFrame('cold.fits', 1010, { IMAGETYP: 'DARK', EXPTIME: 60, 'CCD-TEMP': -20 }),
      await levelFrame('warm.fits', 1300, { IMAGETYP: 'LIGHT', EXPTIME: 60, 'CCD-TEMP': -5, FILTER: 'V' }),
    ];
    const dark = await openFrame(cold);
    const light = await openSeries(warm);
    await expectRefused(() => light.reduce({ dark }).frame(0), 'mixed-frames', 'cold.fits', 'warm.fits', '15.0 deg C');
  });
});

describe('a series that cannot be measured', () => {
  test('without stars is rejected with what to check', async () => {
    const paths = await Promise.all(
      ['a', 'b'].map(name => levelFrame(`blank-${name}.fits`, 500, { IMAGETYP: 'LIGHT', EXPTIME: 30, FILTER: 'V' })),
    );
    const blank = (await openSeries(paths)).align();
    await expectRefused(() => blank.alignment(), 'no-stars', '2 frames', 'blank-a.fits', 'sigma: 3');
    await expectRefused(() => blank.measure([{ x: 5, y: 5 }], { radius: 4 }), 'no-stars', 'blank-a.fits');
    const flat = await openFrame(paths[0]);
    expect(flat.detect({ sigma: 5 }).length).toBe(0);
    await expectRefused(() => flat.growthCurve(flat.detect()), 'no-stars', 'blank-a.fits');
  });

  test('an unknown FWHM is an error only if radii depend on it', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const path = await levelFrame('blank-c.fits', 500, { IMAGETYP: 'LIGHT', EXPTIME: 30, FILTER: 'V' });
    const blank = await openSeries(path);
    await expectRefused(
      () => blank.measure([{ x: 50, y: 50 }], { radius: 1.5, radiusUnit: 'fwhm' }),
      'no-stars',
      'blank-c.fits',
      'radii in pixels',
    );
    expect((await blank.measure([{ x: 50, y: 50 }], { radius: 4 })).length).toBe(1);
    warn.mockRestore();
  });

  test('a target outside every frame is rejected with its expected position', async () => {
    const science = lights.reduce({ ...masters }).align();
    const stars = [0, ...truth.comparisons].map(id => truth.stars[id]);
    const away = { x: 4000, y: -900 };
    const measured = await science.measure([...stars, away], { radius: 5, annulus: [10, 15] });
    await expectRefused(
      () => measured.differential({ target: away }),
      'target-not-found',
      '4000',
      'outside the reference frame',
    );
    const { ra, dec } = truth.target;
    await expectRefused(
      () => measured.differential({ target: { ra: ra + 5, dec } }),
      'target-not-found',
      `RA ${ra + 5}`,
      'outside the reference frame',
    );
    expect(measured.differential({ target: { ra, dec } }).length).toBe(5);
  });

  test('a failed save leaves no partial file', async () => {
    const path = join(bad, 'notes.txt', 'frame.fits');
    await expect((await openFrame(lightFile)).write(path)).rejects.toThrow();
    expect(existsSync(path)).toBe(false);
    const target = join(bad, 'whole.fits');
    await (await openFrame(lightFile)).write(target);
    expect(readdirSync(bad).filter(name => name.includes('whole'))).toEqual(['whole.fits']);
  });
});
