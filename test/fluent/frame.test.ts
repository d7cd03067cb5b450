import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { idealDetector } from '../../data-samples/simulator/detector.js';
import { simulateFrame } from '../../data-samples/simulator/frame.js';
import {
  type CardValue,
  encodeFits,
  Figure,
  Frame,
  GrowthCurve,
  Header,
  openFrame,
  PixelFlag,
  SourceFlag,
  writeFits,
} from '../../lib/index.js';
import { temporaryFolder } from '../helpers/sample-nights.js';

const STARS = [
  { x: 40.3, y: 50.7, flux: 90_000 },
  { x: 90.1, y: 30.2, flux: 60_000 },
  { x: 65.5, y: 80.9, flux: 40_000 },
  { x: 25.2, y: 20.4, flux: 70_000 },
];

/** The cards of a tangent projection with its reference pixel in the centre. */
const WCS = {
  CTYPE1: 'RA---TAN',
  CTYPE2: 'DEC--TAN',
  CRVAL1: 150,
  CRVAL2: 20,
  CRPIX1: 61,
  CRPIX2: 51,
  CD1_1: -3e-4,
  CD1_2: 0,
  CD2_1: 0,
  CD2_2: 3e-4,
};

/** A frame of four stars as read from a file, with these cards. */
function starFrame(cards: Readonly<Record<string, CardValue>> = {}, hostile = ''): Promise<Frame> {
  const detector = idealDetector({ width: 120, height: 100, gain: 2, readNoise: 5 });
  const { width, height, pixels } = simulateFrame({ detector, sky: 400, stars: STARS, seed: 3 });
  const header = Header.fromObject({ OBJECT: hostile || 'four stars', EXPTIME: 30, ...cards });
  return openFrame(encodeFits([{ header, width, height, pixels: Uint16Array.from(pixels) }]), { path: 'stars.fits' });
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a frame opened from a file', () => {
  test('has size, pixels row by row, unit, gain, read-out noise, header and WCS', async () => {
    const pixels = Float32Array.from({ length: 12 }, (_, i) => i);
    const header = Header.fromObject({ GAIN: 1.5, RDNOISE: 7, EXPTIME: 12, OBJECT: 'ramp', SATURATE: 60000, ...WCS });
    const frame = await openFrame(encodeFits([{ header, width: 4, height: 3, pixels }]));
    expect([frame.width, frame.height]).toEqual([4, 3]);
    expect(frame.pixels).toBeInstanceOf(Float32Array);
    expect(frame.pixels[2 * 4 + 1]).toBe(9);
    expect([frame.unit, frame.gain, frame.readNoise, frame.exptime]).toEqual(['adu', 1.5, 7, 12]);
    expect([frame.gainSource, frame.readNoiseSource, frame.saturation]).toEqual(['header', 'header', 60000]);
    expect(frame.header.get('OBJECT')).toBe('ramp');
    expect(frame.header.get('NOSUCH')).toBeNull();
    expect(frame.header.cards.some(card => card.keyword === 'GAIN' && card.value === 1.5)).toBe(true);
    expect(frame.hasWcs).toBe(true);
    expect(frame.wcs.skyToPixel(150, 20).x).toBeCloseTo(60, 9);
    expect(frame.variance).toBeNull();
    expect(frame.mask).toBeNull();
    expect(String(frame)).toMatch(/4 x 3 px.*adu.*ramp.*gain 1\.5/);
  });

  test('returns float64 pixels on request without loss of precision', async () => {
    const bytes = encodeFits([{ width: 2, height: 1, pixels: new Float64Array([Math.PI, 1e-30]) }]);
    expect((await openFrame(bytes, { precision: 'float64' })).pixels).toEqual(new Float64Array([Math.PI, 1e-30]));
    expect((await openFrame(bytes)).pixels).toEqual(new Float32Array([Math.PI, 1e-30]));
  });

  test('returns the requested HDU, by number or by name', async () => {
    const hdu = (name: string, value: number) => ({
      header: Header.fromObject({ EXTNAME: name }),
      width: 1,
      height: 1,
      pixels: new Float32Array([value]),
    });
    const bytes = encodeFits([{}, hdu('SCI', 1), hdu('ERR', 2)]);
    expect((await openFrame(bytes)).pixels[0]).toBe(1);
    expect((await openFrame(bytes, { hdu: 2 })).pixels[0]).toBe(2);
    expect((await openFrame(bytes, { hdu: 'ERR' })).pixels[0]).toBe(2);
    await expect(openFrame(bytes, { hdu: 'DQ' })).rejects.toMatchObject({ code: 'no-such-hdu' });
  });

  test('explains why it has no WCS', async () => {
    const frame = await starFrame();
    expect(frame.hasWcs).toBe(false);
    expect(() => frame.wcs).toThrow(
      expect.objectContaining({ code: 'no-wcs', message: expect.stringContaining('stars.fits') }),
    );
  });

  test('rejects a missing source, naming the argument', async () => {
    await expect(openFrame(undefined as never)).rejects.toMatchObject({ code: 'bad-argument' });
  });
});

describe('toElectrons', () => {
  test('multiplies by the gain once: a second call changes nothing', async () => {
    const frame = await starFrame({ GAIN: 2, RDNOISE: 5 });
    const electrons = frame.toElectrons();
    expect(electrons.unit).toBe('electron');
    expect(electrons.gain).toBe(1);
    expect(electrons.pixels[100]).toBe(2 * frame.pixels[100]);
    expect(electrons.toElectrons().pixels).toBe(electrons.pixels);
    expect(frame.unit).toBe('adu');
  });

  test('changes neither the signal-to-noise ratio nor the flux in electrons', async () => {
    const frame = await starFrame({ GAIN: 2, RDNOISE: 5 });
    const options = { radius: 6, annulus: [12, 18] } as const;
    const adu = frame.measure(STARS, options);
    const electron = frame.toElectrons().measure(STARS, options);
    expect(electron.columns.flux.unit).toBe('electron');
    for (let star = 0; star < STARS.length; star++) {
      expect(electron.columns.flux[star] / adu.columns.flux[star]).toBeCloseTo(2, 5);
      expect(electron.columns.fluxErr[star] / adu.columns.fluxErr[star]).toBeCloseTo(2, 5);
      // a Moffat of beta 3.5 has 97 % of its light within 6 px at a FWHM of 3.5 px
      expect(electron.columns.flux[star] / STARS[star].flux).toBeGreaterThan(0.93);
      expect(electron.columns.flux[star] / STARS[star].flux).toBeLessThan(1.01);
    }
  });

  test('rejects a normalised flat, which is dimensionless', async () => {
    const { image } = await starFrame({ GAIN: 2 });
    expect(() => new Frame({ ...image, unit: '' }).toElectrons()).toThrow(
      expect.objectContaining({ code: 'unknown-gain', message: expect.stringContaining('pure number') }),
    );
  });

  test('rejects a frame without a gain, naming the file and a remedy', async () => {
    const frame = await starFrame({ GAIN: 0 });
    expect(() => frame.toElectrons()).toThrow(
      expect.objectContaining({ code: 'unknown-gain', message: expect.stringMatching(/stars\.fits.*reduce/) }),
    );
  });
});

describe('sky positions', () => {
  const TAN = {
    CTYPE1: 'RA---TAN',
    CTYPE2: 'DEC--TAN',
    CRVAL1: 359.9999,
    CRVAL2: 30,
    CRPIX1: 40,
    CRPIX2: 40,
    CD1_1: -1 / 3600,
    CD1_2: 0,
    CD2_1: 0,
    CD2_2: 1 / 3600,
  };

  test('are added to detected or measured stars and match a catalogue of the same stars', async () => {
    const frame = await starFrame({ GAIN: 2, RDNOISE: 5, ...TAN });
    const measured = frame.measure(STARS, { radius: 4, annulus: [12, 18] });
    for (const { x, y, ra, dec } of measured) {
      const pixel = frame.wcs.skyToPixel(ra, dec);
      expect(pixel.x).toBeCloseTo(x, 6);
      expect(pixel.y).toBeCloseTo(y, 6);
    }
    const matched = frame.detect().match(measured, { within: 1 / 3600 });
    expect(matched.length).toBe(STARS.length);
    expect(matched.columns.separation.max()).toBeLessThan(0.3);
  });

  test('are NaN in a frame without a WCS', async () => {
    const stars = (await starFrame({ GAIN: 2 })).detect();
    expect(stars.length).toBeGreaterThan(0);
    expect(stars.columns.ra.count()).toBe(0);
    expect(stars.unit('dec')).toBe('deg');
  });
});

describe('measure on a frame', () => {
  test('one radius makes a flux column, several make one column each, with the same values', async () => {
    const frame = await starFrame({ GAIN: 2, RDNOISE: 5 });
    const one = frame.measure(STARS, { radius: 4, annulus: [12, 18] });
    const several = frame.measure(STARS, { radii: [2.5, 4], annulus: [12, 18] });
    expect(one.names).toEqual(expect.arrayContaining(['x', 'y', 'flux', 'fluxErr', 'area', 'sky', 'skyStd', 'flags']));
    expect(several.names).toEqual(
      expect.arrayContaining(['flux_2.5', 'fluxErr_2.5', 'area_2.5', 'flux_4', 'fluxErr_4', 'area_4']),
    );
    expect(Array.from(several.columns.flux_4.values)).toEqual(Array.from(one.columns.flux.values));
    expect(several.columns['flux_2.5'][0]).toBeLessThan(several.columns.flux_4[0]);
    expect(one.columns.area[0]).toBeCloseTo(Math.PI * 16, 9);
  });

  test('sky "none" leaves the sky in', async () => {
    const frame = await starFrame({ GAIN: 2, RDNOISE: 5 });
    const net = frame.measure(STARS, { radius: 4, annulus: [12, 18] });
    const sum = frame.measure(STARS, { radius: 4, annulus: [12, 18], sky: 'none' });
    for (let k = 0; k < STARS.length; k++)
      expect(sum.columns.flux[k] - net.columns.sky[k] * net.columns.area[k]).toBeCloseTo(net.columns.flux[k], 4);
  });

  test('an unknown gain makes errors NaN, with a flag and one warning', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const frame = await starFrame({ GAIN: 0, OBJECT: 'no gain' });
    for (let times = 0; times < 2; times++) {
      const table = frame.measure(STARS, { radius: 5, annulus: [12, 18] });
      expect(Array.from(table.columns.fluxErr.values).every(Number.isNaN)).toBe(true);
      expect(Array.from(table.columns.flux.values).every(flux => flux > 0)).toBe(true);
      expect(Array.from(table.columns.flags.values).every(bits => (bits & SourceFlag.unknownGain) !== 0)).toBe(true);
    }
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0][0]).toMatch(/gain of stars\.fits is unknown.*reduce\(\{ gain/);
  });

  test('sky positions are converted by the WCS', async () => {
    const frame = await starFrame({ GAIN: 2, RDNOISE: 5, ...WCS });
    const sky = STARS.map(({ x, y }) => frame.wcs.pixelToSky(x, y));
    const table = frame.measure(sky, { radius: 5, annulus: [12, 18] });
    table.toObjects().forEach(({ x, y }, k) => {
      expect(Math.hypot(x - STARS[k].x, y - STARS[k].y)).toBeLessThan(1e-6);
    });
    const without = await starFrame({ GAIN: 2 });
    expect(() => without.measure(sky, { radius: 5 })).toThrow(expect.objectContaining({ code: 'no-wcs' }));
  });

  test('detected stars can be measured; every simulated star is found', async () => {
    const frame = await starFrame({ GAIN: 2, RDNOISE: 5 });
    const found = frame.detect({ sigma: 8 });
    expect(found.length).toBe(STARS.length);
    for (const { x, y } of STARS)
      expect(Math.min(...found.toObjects().map(star => Math.hypot(star.x - x, star.y - y)))).toBeLessThan(0.1);
    expect(frame.measure(found, { radius: 5 }).length).toBe(STARS.length);
    expect(Array.from(found.columns.flux.values)).toEqual([...found.columns.flux.values].sort((a, b) => b - a));
  });
});

describe('cutout', () => {
  test('keeps sky positions, mask and variance of its pixels', async () => {
    const frame = await starFrame({ GAIN: 2, SATURATE: 3000, ...WCS });
    const part = frame.cutout(20, 30, 50, 40);
    expect([part.width, part.height]).toEqual([50, 40]);
    for (const [x, y] of [
      [0, 0],
      [49, 39],
      [20, 21],
    ]) {
      expect(part.pixels[y * 50 + x]).toBe(frame.pixels[(y + 30) * 120 + x + 20]);
      expect(part.mask?.[y * 50 + x]).toBe(frame.mask?.[(y + 30) * 120 + x + 20]);
      const [whole, here] = [frame.wcs.pixelToSky(x + 20, y + 30), part.wcs.pixelToSky(x, y)];
      expect(here.ra).toBeCloseTo(whole.ra, 10);
      expect(here.dec).toBeCloseTo(whole.dec, 10);
    }
    expect(part.mask).not.toBeNull();
    expect(part.pixels.buffer).not.toBe(frame.pixels.buffer);
  });

  test.each([
    [-1, 0, 5, 5],
    [0, 0, 0, 5],
    [100, 0, 21, 5],
    [0.5, 0, 5, 5],
    [Number.NaN, 0, 5, 5],
  ])('(%d, %d, %d, %d) is not inside the frame and is rejected with both sizes', async (x, y, width, height) => {
    const frame = await starFrame();
    expect(() => frame.cutout(x, y, width, height)).toThrow(
      expect.objectContaining({ code: 'bad-argument', message: expect.stringContaining('120 x 100') }),
    );
  });
});

describe('statistics and background', () => {
  test('return the sky and its noise', async () => {
    const frame = await starFrame({ GAIN: 2, RDNOISE: 5 });
    const statistics = frame.statistics();
    const noise = Math.sqrt(400 + 25) / 2;
    const sky = statistics.clippedMedian;
    expect(statistics.count).toBe(12_000);
    expect(Math.abs(statistics.clippedStd / noise - 1)).toBeLessThan(0.1);
    expect(statistics.max).toBeGreaterThan(statistics.mean);
    const background = frame.background({ boxSize: 50 });
    expect(Math.abs(background.globalLevel - sky)).toBeLessThan(2);
    expect(Math.abs(background.globalRms / noise - 1)).toBeLessThan(0.15);
    expect(background.level.width).toBe(120);
    expect(background.rms.variance).toBeNull();
  });

  test('exclude unusable pixels and return NaN if none is left', async () => {
    const pixels = new Float32Array([1, 2, 3, Number.NaN]);
    const some = await openFrame(encodeFits([{ width: 2, height: 2, pixels }]));
    expect(some.statistics()).toMatchObject({ count: 3, mean: 2, median: 2, min: 1, max: 3 });
    const none = await openFrame(encodeFits([{ width: 2, height: 2, pixels: new Float32Array(4).fill(Number.NaN) }]));
    expect(none.statistics()).toMatchObject({ count: 0, mean: Number.NaN, min: Number.NaN, max: Number.NaN });
  });
});

describe('pictures of a frame', () => {
  const hostile = '<script>alert("x")</script>';

  test('picture and histogram are SVG with the title in it, escaped', async () => {
    const frame = await starFrame({}, hostile);
    for (const figure of [
      frame.picture(),
      frame.picture({ title: hostile, stretch: 'asinh', stars: STARS }),
      frame.histogram({ title: hostile }),
    ]) {
      expect(figure).toBeInstanceOf(Figure);
      const svg = figure.toSvg();
      expect(svg.startsWith('<svg')).toBe(true);
      expect(svg.endsWith('</svg>')).toBe(true);
      expect(svg).not.toContain('<script');
      expect(svg).toContain('&lt;script&gt;');
    }
  });

  test('the display of a frame is its picture and a text that begins with its summary line', async () => {
    const frame = await starFrame();
    const bundle = (frame as unknown as { [key: symbol]: () => Record<string, string> })[
      Symbol.for('Jupyter.display')
    ]();
    expect(bundle['image/svg+xml']).toContain('<svg');
    expect(bundle['text/plain'].split('\n')[0]).toBe(String(frame));
    expect(bundle['text/plain']).toContain('median');
  });

  test('show() displays the picture and returns the frame', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const frame = await starFrame();
    expect(frame.show({ title: 'shown' })).toBe(frame);
    expect(log.mock.calls[0][0]).toContain('shown');
  });
});

describe('the growth curve of a frame', () => {
  test('rises to 1, chooses a radius near the FWHM and shows itself', async () => {
    const frame = await starFrame({ GAIN: 2, RDNOISE: 5 });
    const growth = frame.growthCurve(STARS);
    const { fraction, radius } = growth.table.columns;
    expect(growth).toBeInstanceOf(GrowthCurve);
    expect(growth.starCount).toBe(4);
    expect(fraction[fraction.length - 1]).toBeCloseTo(1, 9);
    for (let k = 1; k < 8; k++) expect(fraction[k]).toBeGreaterThan(fraction[k - 1]);
    expect(growth.radius).toBeGreaterThan(2);
    expect(growth.radius).toBeLessThan(7);
    expect(Array.from(radius.values)).toContain(growth.radius);
    expect(growth.plot().toSvg()).toContain('aperture radius [px]');
    expect(String(growth)).toContain(growth.rule);
  });

  test('is rejected if no usable star is left', async () => {
    const frame = await starFrame({ GAIN: 2 });
    expect(() => frame.growthCurve([{ x: -50, y: -50 }])).toThrow(
      expect.objectContaining({ code: 'no-stars', message: expect.stringContaining('stars.fits') }),
    );
  });
});

describe('a frame written and read again', () => {
  const folder = temporaryFolder();

  test('has the same pixels, unit, gain, read-out noise, exposure and WCS', async () => {
    const frame = (await starFrame({ GAIN: 2, RDNOISE: 5, ...WCS })).toElectrons();
    const path = join(folder, 'electrons.fits');
    await frame.write(path);
    const again = await openFrame(path);
    expect(again.pixels).toEqual(frame.pixels);
    expect([again.unit, again.gain, again.readNoise, again.exptime]).toEqual(['electron', 1, 5, 30]);
    expect(again.wcs.pixelToSky(3, 4)).toEqual(frame.wcs.pixelToSky(3, 4));
    expect(again.header.all('HISTORY').join('\n')).toContain('toElectrons');
    expect(again.toElectrons().pixels).toBe(again.pixels);
  });

  test('keeps a gain that differs from the original header, in whichever keyword it was stored', async () => {
    const frame = await starFrame({ EGAIN: 1.1, READNOIS: 9 });
    const measured = new Frame({ ...frame.image, gain: 2, readNoise: 5, gainSource: 'photon-transfer' });
    const path = join(folder, 'gain.fits');
    await measured.write(path);
    const again = await openFrame(path);
    expect([again.gain, again.readNoise]).toEqual([2, 5]);
  });

  test('a normalised flat is dimensionless again and keeps the gain of its camera', async () => {
    const frame = await starFrame({ GAIN: 2, RDNOISE: 5, IMAGETYP: 'flat' });
    const flat = new Frame({ ...frame.image, unit: '' });
    const path = join(folder, 'flat.fits');
    await flat.write(path);
    const again = await openFrame(path);
    expect([again.unit, again.gain]).toEqual(['', 2]);
  });

  test('as integers on request; mask and variance are written to extensions', async () => {
    const frame = await starFrame({ GAIN: 2, SATURATE: 3000 });
    const path = join(folder, 'integers.fits');
    await frame.write(path, { bitpix: 32 });
    expect((await openFrame(path)).header.get('BITPIX')).toBe(32);
    expect((await openFrame(path)).pixels).toEqual(frame.pixels);
    const mask = await openFrame(path, { hdu: 'MASK' });
    expect(mask.pixels.some(bits => bits === PixelFlag.saturated)).toBe(true);
  });

  test('restores its own variance and mask only', async () => {
    const plain = await starFrame({ GAIN: 2, SATURATE: 3000 });
    const variance = plain.pixels.map(value => Math.max(value, 0) / 2 + 4);
    const mask = plain.mask!.slice();
    mask[7] |= PixelFlag.hot;
    const path = join(folder, 'companions.fits');
    await new Frame({ ...plain.image, variance, mask }).write(path);
    const again = await openFrame(path);
    expect(again.variance).toEqual(variance);
    expect(again.mask).toEqual(mask);
    expect(again.header.has('SKYPLANE')).toBe(false);
    expect((await openFrame(path, { hdu: 'VARIANCE' })).variance).toBeNull();
    const others = join(folder, 'others.fits');
    await writeFits(others, [
      { width: 2, height: 2, pixels: Float32Array.of(1, 2, 3, 4) },
      { header: Header.fromObject({ EXTNAME: 'VARIANCE' }), width: 2, height: 2, pixels: Float32Array.of(9, 9, 9, 9) },
    ]);
    expect((await openFrame(others)).variance).toBeNull();
  });

  test('as a rate restores the gain of the rate', async () => {
    const frame = await starFrame({ GAIN: 2, BUNIT: 'adu/s' });
    expect(frame.gain).toBe(60);
    const path = join(folder, 'rate.fits');
    await frame.write(path);
    expect(await openFrame(path)).toMatchObject({ unit: 'adu/s', gain: 60 });
  });

  test('into a folder that is a file is an error that names it', async () => {
    const frame = await starFrame();
    writeFileSync(join(folder, 'notes'), 'no folder');
    const path = join(folder, 'notes', 'frame.fits');
    await expect(frame.write(path)).rejects.toMatchObject({ message: expect.stringContaining('notes') });
  });
});

test('pipe passes the frame to a user function', async () => {
  const frame = await starFrame();
  expect(frame.pipe(given => given.width + given.height)).toBe(220);
});

test('a FITS file of tables only has no image, and the error lists its contents', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'empty.fits');
  await writeFits(path, [{}]);
  await expect(openFrame(path)).rejects.toMatchObject({ message: expect.stringContaining('empty.fits') });
});
