import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { headerTable, openFrame, openSeries } from '../../../lib/index.js';
import { temporaryFolder } from '../../helpers/sample-nights.js';
import { describeShared, shared } from '../../helpers/shared.js';
import { fileOf, greyFileOf, mosaicPixels, RESPONSES, SKY, scatteredStars } from './mosaic-field.js';

const folder = temporaryFolder();
const [width, height] = [301, 280];
const stars = scatteredStars(width, height);
const flat = (x: number, y: number) => 1 - 4e-6 * ((x - 150) ** 2 + (y - 140) ** 2);
const BIAS = 300;

const at = (minute: number): string => `2025-03-14T05:${String(minute).padStart(2, '0')}:00`;
const dither = (k: number) => ({ x: 2.7 * k, y: -3.4 * k });

beforeAll(() => {
  const write = (name: string, minute: number, cards: object, field: object): void => {
    const pixels = mosaicPixels({ width, height, bias: BIAS, seed: 50 + minute, ...field });
    const header = { 'DATE-OBS': at(minute), SATURATE: 60000, XPIXSZ: 3.76, FOCALLEN: 500, ...cards };
    writeFileSync(join(folder, name), fileOf(Float32Array.from(pixels), width, height, header));
  };
  for (const k of [0, 1, 2]) {
    write(`bias-${k}.fits`, k, { IMAGETYP: 'bias', EXPTIME: 0 }, { sky: 0 });
    // a lamp that is bluer than the sky
    write(
      `flat-${k}.fits`,
      10 + k,
      { IMAGETYP: 'flat', EXPTIME: 5 },
      { sky: 3e4, flat, responses: { R: 0.3, G: 1, B: 0.9 } },
    );
    const moved = stars.map(star => ({ ...star, x: star.x + dither(k).x, y: star.y + dither(k).y }));
    write(`light-${k}.fits`, 20 + k, { IMAGETYP: 'light', EXPTIME: 60 }, { stars: moved, flat });
  }
});

describe('a series of one channel', () => {
  it('has a header table of that channel', async () => {
    const rows = (await headerTable(join(folder, '*.fits'), { channel: 'G' })).toObjects();
    const whole = (await headerTable(join(folder, '*.fits'))).toObjects();
    expect(rows.length).toBe(9);
    for (const [k, row] of rows.entries()) {
      expect(row).toMatchObject({ width: 150, height: 140, filter: 'G', gain: 3, binning: '1x1', saturation: 60000 });
      expect(row.readNoise).toBeCloseTo(6 * Math.SQRT2, 12);
      expect(row.pixelScale / whole[k].pixelScale).toBeCloseTo(2, 12);
      expect(whole[k]).toMatchObject({ width, height, filter: '', gain: 1.5 });
      expect([row.path, row.jdUtcMid, row.exptime]).toEqual([whole[k].path, whole[k].jdUtcMid, whole[k].exptime]);
    }
  });

  it.each([
    ['R', 1, RESPONSES.R],
    ['G', 2, 1],
  ] as const)('%s is reduced, aligned, combined and measured', async (channel, count, response) => {
    const night = await openSeries(join(folder, '*.fits'), { channel, precision: 'float64' });
    expect(String(night)).toContain(`3 flat ${channel}, 3 light ${channel}`);
    const bias = await night.where(h => h.imagetyp === 'bias').combine();
    const master = await night
      .where(h => h.imagetyp === 'flat')
      .reduce({ bias })
      .combine();
    expect(bias.statistics().median).toBeCloseTo(BIAS, 0);
    expect([master.width, master.height]).toEqual([150, 140]);
    expect(master.statistics().mean).toBeCloseTo(1, 1);
    const science = night
      .where(h => h.imagetyp === 'light')
      .reduce({ bias, flat: master })
      .align();
    const alignment = (await science.alignment()).toObjects();
    for (const [k, row] of alignment.entries()) {
      expect(row.shiftX).toBeCloseTo(dither(k).x / 2, 1);
      expect(row.shiftY).toBeCloseTo(dither(k).y / 2, 1);
    }
    const offset = channel === 'R' ? 0 : 0.5;
    const places = stars.map(({ x, y }) => ({ x: (x - offset) / 2, y: (y - offset) / 2 }));
    const measured = await science.measure(places, { radius: 8, annulus: [12, 18] });
    const ratios = measured.toObjects().map(row => {
      const star = stars.reduce((a, b) => (distance(a, row) < distance(b, row) ? a : b));
      return (row.flux * 1.5 * 4) / (star.flux * response);
    });
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    // the flat is normalised to its mean, which is below that of its middle
    expect(ratios.every(ratio => Math.abs(ratio / mean - 1) < 0.02)).toBe(true);
    expect(mean).toBeGreaterThan(0.9);
    expect(mean).toBeLessThan(1.01);
    const field = await science.combine();
    expect([field.width, field.height]).toEqual([150, 140]);
    expect((await night.frame(8)).gain).toBe(1.5 * count);

    function distance(star: { x: number; y: number }, row: { x: number; y: number; file: string }): number {
      const k = Number(/light-(\d)/.exec(row.file)?.[1]);
      return Math.hypot(star.x + dither(k).x - 2 * row.x, star.y + dither(k).y - 2 * row.y);
    }
  });

  it('names a frame that has no channels, or leaves it out', async () => {
    const grey = join(folder, 'grey.fit');
    writeFileSync(grey, greyFileOf(new Float32Array(16), 4, 4));
    const paths = [join(folder, 'bias-0.fits'), grey];
    await expect(openSeries(paths, { channel: 'R' })).rejects.toThrow(/grey\.fit has no channel 'R'.*no BAYERPAT/);
    expect((await openSeries(paths, { channel: 'R', onError: 'skip' })).length).toBe(1);
    await expect(openSeries(paths, { channel: 'X' as 'R', onError: 'skip' })).rejects.toThrow(/channel must be/);
  });

  it('aligns mosaics as they are, and calls their combination mixed', async () => {
    const lights = (await openSeries(join(folder, 'light-*.fits'))).align();
    const alignment = (await lights.alignment()).toObjects();
    expect(alignment.map(({ shiftX }) => shiftX)).toEqual([0, 2.7, 5.4].map(x => expect.closeTo(x, 1)));
    const field = await lights.combine();
    expect(field.header.text('BAYERPAT')).toBe('MIXED');
    const path = join(folder, 'field.fit');
    await field.write(path);
    await expect(openFrame(path, { channel: 'G' })).rejects.toThrow(/BAYERPAT = 'MIXED'/);
    expect(field.detect().length).toBe(stars.length);
  });

  it('takes a plane of cubes', async () => {
    const path = join(folder, 'cube.fit');
    writeFileSync(
      path,
      greyFileOf(
        Float32Array.from({ length: 12 }, (_, k) => k),
        2,
        2,
        SKY,
        3,
      ),
    );
    expect([...(await (await openSeries(path, { plane: 1 })).frame(0)).pixels]).toEqual([4, 5, 6, 7]);
  });
});

describeShared('the cubes of case K2', () => {
  it('combine to the level of their second plane', async () => {
    const green = await openSeries(shared('cases/files/colour-*.fits'), { channel: 'G' });
    expect((await green.combine()).statistics().median).toBe(2000);
  });
});
