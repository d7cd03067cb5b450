/** Series and open files whose frames are in parts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFits } from '../../../lib/fluent/fits-file.js';
import { openSeries } from '../../../lib/fluent/frame-series.js';
import { ampHdu, fileOf, quadrants, type Scene, starField } from './camera.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skyframe-mosaic-series-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const stars = [
  { x: 30, y: 25, flux: 60000 },
  { x: 59.5, y: 50, flux: 50000 },
  { x: 90, y: 30, flux: 70000 },
  { x: 35, y: 75, flux: 40000 },
  { x: 85, y: 49.5, flux: 80000 },
];

const save = (name: string, scene: Scene, seed: number, cards: Record<string, string>): string => {
  const path = join(folder, name);
  const hdus = quadrants(60, 50).map((amp, k) => ampHdu(scene, amp, seed * 10 + k));
  writeFileSync(path, fileOf(hdus, { IMAGETYP: 'light', FILTER: 'V', ...cards }));
  return path;
};

describe('a series of frames in parts', () => {
  it('is described, combined, reduced and measured as one of whole frames', async () => {
    const flats = [1, 2, 3].map(k =>
      save(`flat-${k}.fits`, () => 30000, k, { IMAGETYP: 'flat', 'DATE-OBS': `2024-03-01T18:0${k}:00` }),
    );
    const lights = [4, 5, 6].map(k =>
      save(`light-${k}.fits`, starField(500, stars), k, { 'DATE-OBS': `2024-03-01T20:0${k}:00` }),
    );
    const night = await openSeries([...flats, ...lights]);
    expect([...night.table.columns.width]).toEqual([120, 120, 120, 120, 120, 120]);
    expect(night.table.columns.gain[0]).toBeCloseTo(1.6, 12);
    const flat = await night.where(frame => frame.imagetyp === 'flat').combine();
    const science = night.where(frame => frame.imagetyp === 'light').reduce({ flat });
    const stack = await science.combine();
    expect([stack.width, stack.height]).toEqual([120, 100]);
    expect(stack.image.header.number('NPARTS')).toBe(4);
    const measured = await science.measure(
      { x: stars.map(star => star.x), y: stars.map(star => star.y) },
      { radius: 6, annulus: [9, 13] },
    );
    expect(measured.length).toBe(15);
  });

  it('is read part by part with hdu', async () => {
    const path = save('one.fits', starField(500, stars), 8, {});
    const series = await openSeries([path], { hdu: 3 });
    expect(series.table.columns.width[0]).toBe(72);
  });
});

describe('an open file with a frame in parts', () => {
  it('makes the frame, or one part', async () => {
    const file = await openFits(save('open.fits', starField(500, stars), 9, {}));
    expect((await file.image()).width).toBe(120);
    expect((await file.image(2)).width).toBe(72);
    const part = await file.image(undefined, { section: { x: 50, y: 40, width: 20, height: 10 } });
    expect([part.width, part.height]).toEqual([20, 10]);
    await file.close();
  });
});
