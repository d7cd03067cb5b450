/** Places given frame by frame: one row a frame for what moves, and the same table without `file` for every place in every frame. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Header } from '../../lib/fits/header/header.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { type FrameSeries, openSeries, Table } from '../../lib/index.js';
import { temporaryFolder } from '../helpers/sample-nights.js';
import { drawStars } from '../helpers/star-field.js';

const SIZE = 150;
const FRAMES = 6;
const STARS = [
  { x: 30, y: 30, peak: 3000 },
  { x: 115, y: 32, peak: 2500 },
  { x: 34, y: 118, peak: 2000 },
  { x: 118, y: 112, peak: 2800 },
];
const drift = (i: number) => ({ x: 2 * i, y: -i });
const mover = (i: number) => ({ x: 55 + 6 * i, y: 75 });
const PEAK = 2200;
const track = Array.from({ length: FRAMES }, (_, i) => {
  const { x, y } = mover(i);
  return {
    file: `f${i}.fits`,
    x,
    y,
    ra: 150 - (x - 75 - drift(i).x) / 3600 / Math.cos(Math.PI / 9),
    dec: 20 + (y - 75 - drift(i).y) / 3600,
  };
});
const places = STARS.map(({ x, y }) => ({ x, y }));
const options = { radius: 6, annulus: [11, 17], recentre: 0 } as const;

const folder = temporaryFolder();
let series: FrameSeries;

beforeAll(async () => {
  for (let i = 0; i < FRAMES; i++) {
    const at = drift(i);
    const stars = [...STARS.map(({ x, y, peak }) => ({ x: x + at.x, y: y + at.y, peak })), { ...mover(i), peak: PEAK }];
    const { pixels } = drawStars({ width: SIZE, height: SIZE, stars, fwhm: 4, sky: 100, noise: 3, seed: i + 1 });
    const cards = {
      IMAGETYP: 'light',
      EXPTIME: 30,
      GAIN: 1.5,
      SATURATE: 60000,
      'DATE-OBS': `2025-03-14T05:0${i}:00`,
      CTYPE1: 'RA---TAN',
      CTYPE2: 'DEC--TAN',
      CRVAL1: 150,
      CRVAL2: 20,
      CRPIX1: 76 + at.x,
      CRPIX2: 76 + at.y,
      CD1_1: -1 / 3600,
      CD1_2: 0,
      CD2_1: 0,
      CD2_2: 1 / 3600,
    };
    const header = new Header(Object.entries(cards).map(([keyword, value]) => ({ keyword, value, comment: '' })));
    writeFileSync(
      join(folder, `f${i}.fits`),
      encodeFits([{ header, width: SIZE, height: SIZE, pixels: Float32Array.from(pixels) }]),
    );
  }
  series = await openSeries(join(folder, '*.fits'));
});

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

/** Light within 6 px of a Gaussian of FWHM 4 px. */
const FLUX = ((PEAK * Math.PI * 16) / (4 * Math.LN2)) * (1 - 2 ** -9);
const codes = (table: { problems(): { columns: { code: Iterable<string> } } }) => [
  ...new Set(table.problems().columns.code),
];

describe('a table with file and positions', () => {
  it.each<[string, () => object[]]>([
    ['ra and dec', () => track.map(({ file, ra, dec }) => ({ file, ra, dec }))],
    ['x and y of each frame', () => track.map(({ file, x, y }) => ({ file, x, y }))],
    ['paths', () => track.map(({ file, x, y }) => ({ file: join(folder, file), x, y }))],
    ['rows in another order', () => track.map(({ file, ra, dec }) => ({ file, ra, dec })).reverse()],
  ])('gives one row a frame, by %s', async (_, rows) => {
    for (const frames of [series, series.align()]) {
      const measured = await frames.measure(Table.from(rows()), options);
      expect([...measured.columns.file]).toEqual(track.map(({ file }) => file));
      for (const flux of measured.columns.flux) expect(Math.abs(flux / FLUX - 1)).toBeLessThan(0.01);
      expect(codes(measured)).not.toContain('frame-without-position');
    }
  });

  it('may be a list', async () => {
    expect(
      (
        await series.measure(
          track.map(({ file, x, y }) => ({ file, x, y })),
          options,
        )
      ).length,
    ).toBe(FRAMES);
  });

  it('without file means every place in every frame', async () => {
    const measured = await series.measure(Table.from(track.map(({ x, y }) => ({ x, y }))), options);
    expect(measured.length).toBe(FRAMES * FRAMES);
  });

  it('names the frames without a row and the rows without a frame', async () => {
    const rows = [...track.slice(0, 4), { ...track[0], file: 'other.fits' }].map(({ file, ra, dec }) => ({
      file,
      ra,
      dec,
    }));
    const measured = await series.measure(Table.from(rows), options);
    expect(measured.length).toBe(4);
    expect(
      measured
        .problems()
        .toObjects()
        .filter(({ code }) => code === 'frame-without-position').length,
    ).toBe(2);
    expect(
      measured
        .problems()
        .toObjects()
        .find(({ code }) => code === 'file-not-in-series')?.file,
    ).toBe('other.fits');
  });

  it('of which no file is in the series is refused, saying what file means', async () => {
    const rows = Table.from(track.map(({ x, y }) => ({ file: 'catalogue.csv', x, y })));
    await expect(series.measure(rows, options)).rejects.toThrow(/catalogue\.csv.*drop\('file'\)/);
  });

  it('keeps a row whose place is unknown', async () => {
    const rows = track.map(({ file, x, y }, i) => ({ file, x: i === 2 ? Number.NaN : x, y }));
    const measured = await series.measure(Table.from(rows), options);
    expect(measured.length).toBe(FRAMES);
    expect(measured.columns.flux[2]).toBeNaN();
  });
});

describe('several objects in a table with file', () => {
  const rows = track.flatMap(({ file, x, y }, i) => [
    { file, name: 'Ceres', x, y },
    ...(i === 3 ? [] : [{ file, name: 'star 0', x: STARS[0].x + drift(i).x, y: STARS[0].y + drift(i).y }]),
  ]);

  it('are told apart by name, which the result keeps', async () => {
    const measured = await series.measure(Table.from(rows), options);
    expect(measured.length).toBe(rows.length);
    const names = [...(measured.columns as unknown as Record<string, Iterable<string>>).name];
    expect(names).toEqual(rows.map(({ name }) => name));
    expect([...measured.columns.star]).toEqual(rows.map(({ name }) => (name === 'Ceres' ? 0 : 1)));
  });

  it('may have one row for an object and frame', async () => {
    await expect(series.measure(Table.from([...rows, rows[0]]), options)).rejects.toThrow(
      /two rows for name Ceres in f0/,
    );
  });

  it('make a light curve of what moves against fixed stars', async () => {
    const all = track.flatMap(({ file, x, y }, i) => [
      { file, id: 'mover', x, y },
      ...places.map((star, k) => ({ file, id: `star ${k}`, x: star.x + drift(i).x, y: star.y + drift(i).y })),
    ]);
    const measured = await series.align().measure(Table.from(all), options);
    const curve = measured.differential({ target: mover(0), comparisons: [1, 2, 3, 4] });
    for (const flux of curve.columns.flux) expect(Math.abs(flux - 1)).toBeLessThan(0.01);
  });

  it('measured before are measured again at the same places', async () => {
    const first = await series.align().measure(places, options);
    const again = await series.measure(first, options);
    expect(again.length).toBe(first.length);
    expect([...again.columns.x]).toEqual([...first.columns.x]);
    expect([...again.columns.flux]).toEqual([...first.columns.flux]);
  });
});
