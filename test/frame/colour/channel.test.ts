import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PixelFlag } from '../../../lib/frame/image.js';
import { type Channel, type Frame, openFrame, readImage } from '../../../lib/index.js';
import { randomGenerator } from '../../../lib/math/random.js';
import { temporaryFolder } from '../../helpers/sample-nights.js';
import { fileOf, greyFileOf, mosaicPixels, RESPONSES, SKY, scatteredStars } from './mosaic-field.js';

const folder = temporaryFolder();
const CHANNELS: readonly Channel[] = ['R', 'G', 'B', 'L'];
const COUNT = { R: 1, G: 2, B: 1, L: 4 };
const LIGHT = { R: RESPONSES.R, G: 1, B: RESPONSES.B, L: (RESPONSES.R + 2 + RESPONSES.B) / 4 };

describe('a channel of a mosaic', () => {
  const [width, height] = [301, 281];
  const stars = scatteredStars(width, height);

  it.each(CHANNELS)('%s has every star at its place on the sky, with the light of its own pixels', async channel => {
    const bytes = fileOf(mosaicPixels({ width, height, stars }), width, height, SKY);
    const sky = (await openFrame(bytes)).wcs;
    const frame = await openFrame(bytes, { channel, precision: 'float64' });
    expect([frame.width, frame.height]).toEqual([150, 140]);
    const found = frame.detect({ sigma: 5, threshold: 100 }).toObjects();
    const flux = frame.measure(found, { radius: 9, annulus: [12, 16] }).columns.flux.values;
    expect(found.length).toBe(stars.length);
    for (const star of stars) {
      const { ra, dec } = sky.pixelToSky(star.x, star.y);
      const at = frame.wcs.skyToPixel(ra, dec);
      const distances = found.map(({ x, y }) => Math.hypot(x - at.x, y - at.y));
      const k = distances.indexOf(Math.min(...distances));
      expect(distances[k]).toBeLessThan(0.02);
      // one pixel in four, or the mean of several, sees a quarter of the light through the filter
      expect((flux[k] * 1.5 * 4) / (star.flux * LIGHT[channel])).toBeCloseTo(1, 2);
    }
  });

  it.each(CHANNELS)('%s has the noise that its gain and read-out noise tell', async channel => {
    const [w, h] = [500, 400];
    const bytes = fileOf(mosaicPixels({ width: w, height: h, sky: 150, seed: 11, gain: 1.5, readNoise: 6 }), w, h);
    const { image } = await openFrame(bytes, { channel, precision: 'float64' });
    expect(image.gain).toBe(1.5 * COUNT[channel]);
    expect(image.readNoise).toBeCloseTo(6 * Math.sqrt(COUNT[channel]), 12);
    const level = (150 * LIGHT[channel]) / 1.5;
    const variance = level / image.gain + (image.readNoise / image.gain) ** 2;
    const pulls = image.pixels.map(value => (value - level) / Math.sqrt(variance));
    const width = Math.sqrt(pulls.reduce((sum, pull) => sum + pull * pull, 0) / pulls.length);
    expect(width).toBeGreaterThan(0.95);
    expect(width).toBeLessThan(1.05);
  });

  it('measures stars with errors that are true', async () => {
    const errors: number[] = [];
    for (let seed = 0; seed < 8; seed++) {
      const bytes = fileOf(mosaicPixels({ width, height, stars, seed: 100 + seed }), width, height);
      const frame = await openFrame(bytes, { channel: 'G', precision: 'float64' });
      const at = stars.map(({ x, y }) => ({ x: (x - 0.5) / 2, y: (y - 0.5) / 2 }));
      const { flux, fluxErr } = frame.measure(at, { radius: 9, annulus: [12, 20] }).columns;
      for (const [k, star] of stars.entries()) errors.push((flux.values[k] - star.flux / 1.5 / 4) / fluxErr.values[k]);
    }
    const width1 = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    expect(errors.length).toBeGreaterThan(150);
    expect(width1).toBeGreaterThan(0.85);
    expect(width1).toBeLessThan(1.15);
  });

  it('is saturated or without data where one of its pixels is', async () => {
    //  R G | R G      G of the first cell is saturated, B of the second is no number
    //  G B | G B
    const pixels = new Float64Array([1, 50, 3, 4, 5, 6, 7, Number.NaN]);
    const flags = async (channel: Channel) => [
      ...((await readImage(fileOf(pixels, 4, 2, { SATURATE: 50 }), { channel })).mask ?? []),
    ];
    expect(await flags('R')).toEqual([]);
    expect(await flags('G')).toEqual([PixelFlag.saturated, 0]);
    expect(await flags('B')).toEqual([0, PixelFlag.noData]);
    expect(await flags('L')).toEqual([PixelFlag.saturated, PixelFlag.noData]);
    expect([...(await readImage(fileOf(pixels, 4, 2), { channel: 'G' })).pixels]).toEqual([27.5, 5.5]);
    const full = await readImage(fileOf(new Uint16Array([1, 2, 65535, 4]), 2, 2), { channel: 'L' });
    expect([...(full.mask ?? [])]).toEqual([PixelFlag.saturated]);
  });

  it('averages the variance and the mask that the mosaic was written with', async () => {
    const image = await readImage(fileOf(new Float64Array([10, 20, 30, 40]), 2, 2), { precision: 'float64' });
    const { Frame } = await import('../../../lib/index.js');
    const path = join(folder, 'variance.fits');
    await new Frame({
      ...image,
      variance: new Float64Array([1, 2, 4, 8]),
      mask: new Uint8Array([0, PixelFlag.hot, PixelFlag.bad, 0]),
    }).write(path);
    const of = async (channel: Channel) => {
      const { variance, mask } = await readImage(path, { channel });
      return [variance?.[0], mask?.[0] ?? 0];
    };
    expect(await of('R')).toEqual([1, 0]);
    expect(await of('G')).toEqual([6 / 4, PixelFlag.hot | PixelFlag.bad]);
    expect(await of('B')).toEqual([8, 0]);
    expect(await of('L')).toEqual([15 / 16, PixelFlag.hot | PixelFlag.bad]);
  });

  it('survives being written and read', async () => {
    const bytes = fileOf(mosaicPixels({ width: 40, height: 30, seed: 3 }), 40, 30, SKY);
    const green = await openFrame(bytes, { channel: 'G' });
    const path = join(folder, 'green.fits');
    await green.write(path);
    const facts = ({ image, wcs }: Frame) => {
      const { width, height, pixels, gain, readNoise, unit } = image;
      return { width, height, pixels, gain, readNoise, unit, wcs: wcs.plane, channel: image.header.text('CHANNEL') };
    };
    for (const again of [await openFrame(path), await openFrame(path, { channel: 'G' })]) {
      expect(facts(again)).toEqual(facts(green));
      expect(again.header.text('FILTER')).toBe('G');
      expect(again.problems().length).toBe(0);
    }
    await expect(openFrame(path, { channel: 'R' })).rejects.toThrow(/no channel 'R'.*the channel 'G' already/);
  });

  it('keeps the filter that the header names, and says in its provenance what it is', async () => {
    const pixels = new Float64Array(4);
    const named = await openFrame(fileOf(pixels, 2, 2, { FILTER: 'L-eXtreme' }), { channel: 'R' });
    expect(named.header.text('FILTER')).toBe('L-eXtreme');
    expect(named.header.text('CHANNEL')).toBe('R');
    expect(named.header.has('BAYERPAT')).toBe(false);
    expect(named.provenance[0].options).toMatchObject({ plane: 0, channel: 'R' });
  });
});

describe('a channel of a cube of three images', () => {
  const random = randomGenerator(8);
  const n = 200 * 100;
  const pixels = Float64Array.from({ length: 3 * n }, (_, k) => 100 * (1 + Math.floor(k / n)) + 4 * random.normal());
  pixels[5] = Number.NaN;
  const bytes = greyFileOf(pixels, 200, 100, { GAIN: 2, RDNOISE: 8, ...SKY }, 3);

  it('is a plane, or the mean of all', async () => {
    for (const [channel, level] of [
      ['R', 100],
      ['G', 200],
      ['B', 300],
      ['L', 200],
    ] as const) {
      const frame = await openFrame(bytes, { channel });
      const { median, std } = frame.statistics();
      const count = channel === 'L' ? 3 : 1;
      expect([frame.width, frame.height]).toEqual([200, 100]);
      expect(median).toBeCloseTo(level, 0);
      expect(std / (4 / Math.sqrt(count))).toBeCloseTo(1, 1);
      expect(frame.gain).toBe(2 * count);
      expect(frame.readNoise).toBeCloseTo(8 * Math.sqrt(count), 12);
      expect(frame.mask?.[5] ?? 0).toBe(channel === 'R' || channel === 'L' ? PixelFlag.noData : 0);
      expect(frame.header.text('CHANNEL')).toBe(channel);
      expect(frame.wcs.plane).toEqual((await openFrame(bytes, { plane: 0 })).wcs.plane);
    }
  });

  it('is asked for, or a plane is', async () => {
    expect((await openFrame(bytes, { plane: 2 })).statistics().median).toBeCloseTo(300, 0);
    await expect(openFrame(bytes)).rejects.toThrow(/cube of 3 images.*\{ plane: 0 \}.*\{ channel: 'G' \}/);
    await expect(openFrame(bytes, { plane: 1, channel: 'G' })).rejects.toThrow(/either channel \('G'\) or plane \(1\)/);
  });
});

describe('a channel that there is not', () => {
  const refused = (bytes: Uint8Array, channel: string, message: RegExp) =>
    expect(openFrame(bytes, { channel: channel as Channel, path: 'x.fits' })).rejects.toMatchObject({
      code: 'bad-argument',
      message: expect.stringMatching(message),
    });

  it('is refused with the reason', async () => {
    const four = new Float64Array(4);
    await refused(fileOf(four, 2, 2), 'g', /channel must be 'R', 'G', 'B' or 'L', got "g"/);
    await refused(greyFileOf(four, 2, 2), 'G', /x\.fits has no channel 'G'.*no BAYERPAT, and NAXIS3 is not 3/);
    await refused(greyFileOf(new Float64Array(8), 2, 2, {}, 2), 'G', /cube of 2 images, not of 3/);
    await refused(fileOf(four, 2, 2, { BAYERPAT: 'TRUE' }), 'G', /BAYERPAT = 'TRUE' does not tell/);
    await refused(fileOf(four, 4, 1), 'G', /less than one cell/);
  });

  it('is named where a mosaic is read as it is', async () => {
    const problemsOf = async (cards: Record<string, string>) =>
      (await openFrame(fileOf(new Float64Array(4), 2, 2, cards), { path: 'x.fits' })).problems().toObjects();
    expect(await problemsOf({})).toEqual([
      {
        file: 'x.fits',
        where: 'card BAYERPAT',
        value: 'RGGB',
        code: 'colour-mosaic',
        action: 'assumed',
        remedy: expect.stringMatching(/measured as one grey image.*\{ channel: 'G' \}/),
      },
    ]);
    expect(await problemsOf({ BAYERPAT: 'TRUE' })).toMatchObject([
      { value: 'TRUE', code: 'colour-mosaic', remedy: expect.stringMatching(/no channel can be taken/) },
    ]);
    expect((await openFrame(greyFileOf(new Float64Array(4), 2, 2))).problems().length).toBe(0);
  });
});
