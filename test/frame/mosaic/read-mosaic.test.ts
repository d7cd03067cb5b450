import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Header } from '../../../lib/fits/header/header.js';
import { openFitsSource } from '../../../lib/fits/read/open-fits.js';
import { encodeFits } from '../../../lib/fits/write/encode-fits.js';
import { writeHdus } from '../../../lib/fits/write/write-fits.js';
import { headerTable } from '../../../lib/frame/header-table.js';
import { type Image, PixelFlag } from '../../../lib/frame/image.js';
import { requireImageHdu } from '../../../lib/frame/image-hdu.js';
import { imageOfFile, readImage } from '../../../lib/frame/read-frame.js';
import { writeImage } from '../../../lib/frame/write-frame.js';
import { medianInPlace } from '../../../lib/math/select.js';
import { measureApertures } from '../../../lib/photometry/measure-apertures.js';
import { calibrate } from '../../../lib/reduce/calibrate/calibrate.js';
import { hasStep } from '../../../lib/reduce/state.js';
import { describeShared, shared } from '../../helpers/shared.js';
import {
  type Amp,
  ampHdu,
  detectorSection,
  fileOf,
  normals,
  quadrants,
  readOut,
  type Scene,
  starField,
} from './camera.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skyframe-mosaic-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const codes = (image: Image): string[] => (image.problems ?? []).map(problem => problem.code);

/** The root mean square of (pixel - truth) / sigma, where the image has a variance. */
function scatter(image: Image, scene: Scene): number {
  let sum = 0;
  let n = 0;
  for (let i = 0; i < image.pixels.length; i++) {
    if (image.mask && image.mask[i] !== 0) continue;
    const truth = scene(i % image.width, Math.floor(i / image.width)) / image.gain;
    sum += (image.pixels[i] - truth) ** 2 / image.variance![i];
    n++;
  }
  return Math.sqrt(sum / n);
}

function levelOf(image: Image, x0: number, y0: number, width: number, height: number): number {
  const values: number[] = [];
  for (let y = y0; y < y0 + height; y++)
    for (let x = x0; x < x0 + width; x++) values.push(image.pixels[y * image.width + x]);
  return medianInPlace(Float64Array.from(values));
}

describe('four amplifiers of a chip', () => {
  const [w, h] = [60, 50];
  const stars = [
    { x: 30, y: 20, flux: 40000 },
    { x: w - 0.5, y: 25, flux: 40000 },
    { x: 25, y: h - 0.5, flux: 40000 },
    { x: w - 0.5, y: h - 0.5, flux: 40000 },
    { x: 90, y: 80, flux: 40000 },
  ];
  const scene = starField(400, stars);
  const amps = quadrants(w, h);
  const bytes = fileOf(amps.map((amp, k) => ampHdu(scene, amp, 10 + k, { EXTNAME: 'SCI', EXTVER: k + 1 })));

  it('come back as the scene, within the noise of each', async () => {
    const image = await readImage(bytes);
    expect(image).toMatchObject({ width: 2 * w, height: 2 * h, unit: 'adu', exptime: 30, gainSource: 'header' });
    expect(image.gain).toBeCloseTo((1.5 + 2.1 + 1.1 + 1.7) / 4, 12);
    expect(image.readNoise).toBeCloseTo(Math.sqrt((16 + 36 + 64 + 25) / 4), 12);
    expect(image.problems ?? []).toEqual([]);
    expect(scatter(image, scene)).toBeGreaterThan(0.97);
    expect(scatter(image, scene)).toBeLessThan(1.03);
    const sky = 400 / image.gain;
    for (const [x, y] of [
      [2, 2],
      [w + 40, 2],
      [2, h + 30],
      [w + 45, h + 5],
    ])
      expect(levelOf(image, x, y, 12, 12)).toBeCloseTo(sky, -1);
  });

  it('have each its own read-out noise in the variance', async () => {
    const dark = await readImage(
      fileOf(amps.map((amp, k) => ampHdu(() => 0, { ...amp, noise: [2, 10, 20, 30][k] }, 70 + k, { SATURATE: 60000 }))),
    );
    const at = (x: number, y: number): number => levelOf({ ...dark, pixels: dark.variance! }, x, y, 20, 20);
    const noises = [at(20, 20), at(w + 20, 20), at(20, h + 20), at(w + 20, h + 20)].map(v => Math.sqrt(v) * dark.gain);
    [2, 10, 20, 30].forEach((noise, k) => {
      expect(noises[k] / noise).toBeGreaterThan(0.95);
      expect(noises[k] / noise).toBeLessThan(1.3); // the positive half of the noise counts as light
    });
  });

  it('measure a star across the borders like one inside', async () => {
    const image = await readImage(bytes);
    const positions = { x: stars.map(star => star.x), y: stars.map(star => star.y) };
    const { flux } = measureApertures(image, positions, { radius: 7, annulus: [10, 14] }).columns;
    stars.forEach((star, k) => {
      expect((flux[k] * image.gain) / star.flux).toBeGreaterThan(0.98);
      expect((flux[k] * image.gain) / star.flux).toBeLessThan(1.02);
    });
  });

  it('say in header and provenance what was done', async () => {
    const { header, provenance } = await readImage(bytes);
    expect(header.number('NPARTS')).toBe(4);
    expect([header.number('NAXIS1'), header.number('NAXIS2')]).toEqual([2 * w, 2 * h]);
    expect(header.text('DETSEC')).toBe(`[1:${2 * w},1:${2 * h}]`);
    expect(header.text('OBJECT')).toBe('M13');
    for (const keyword of ['DATASEC', 'BIASSEC', 'EXTNAME', 'EXTVER']) expect(header.has(keyword)).toBe(false);
    expect(hasStep({ header }, 'overscan')).toBe(true);
    expect(hasStep({ header }, 'trim')).toBe(true);
    const levels = [1, 2, 3, 4].map(k => header.number(`OVLEV${k}`));
    amps.forEach(({ level }, k) => {
      expect(Math.abs(levels[k] - level)).toBeLessThanOrEqual(1);
    });
    expect(provenance[0].options).toEqual({
      parts: ['HDU 1', 'HDU 2', 'HDU 3', 'HDU 4'],
      overscan: levels,
      precision: 'float32',
    });
  });

  it('are described by the header table without their pixels', async () => {
    const path = join(folder, 'quad.fits');
    writeFileSync(path, bytes);
    const [image, table] = await Promise.all([readImage(path), headerTable(path)]);
    const [row] = table.toObjects();
    expect(row).toMatchObject({ width: 2 * w, height: 2 * h, object: 'M13', exptime: 30, binning: '1x1' });
    expect(row.gain).toBe(image.gain);
    expect(row.readNoise).toBe(image.readNoise);
    expect((await headerTable(path, { hdu: 2 })).toObjects()[0]).toMatchObject({ gain: 2.1, width: w + 12 });
  });

  it('are read one by one, as they are, with hdu', async () => {
    const file = await openFitsSource(bytes);
    for (const hdu of [1, 2, 3, 4]) {
      const [image, data] = await Promise.all([imageOfFile(file, { hdu }), file.readImage(hdu)]);
      expect(image.pixels).toEqual(data.pixels);
      expect(image.gain).toBe(amps[hdu - 1].gain);
      expect(image.header.text('DATASEC')).not.toBe('');
      expect(image.variance).toBeUndefined();
      expect(image.problems).toBeUndefined();
    }
    expect((await imageOfFile(file, { hdu: 'SCI,3' })).gain).toBe(1.1);
  });

  it('give the same pixels from compressed tiles', async () => {
    const hdus = amps.map((amp, k) => ampHdu(scene, amp, 10 + k, { EXTNAME: 'SCI', EXTVER: k + 1 }));
    const path = join(folder, 'quad.fits.fz');
    await writeHdus(path, [{ header: Header.fromObject({ OBJECT: 'M13', EXPTIME: 30 }) }, ...hdus], {
      compress: 'RICE_1',
    });
    const [image, plain] = await Promise.all([readImage(path), readImage(bytes)]);
    expect(image.pixels).toEqual(plain.pixels);
    expect((await headerTable(path)).toObjects()[0]).toMatchObject({ width: 2 * w, height: 2 * h });
  });

  it('in electrons are placed as they are', async () => {
    const hdus = amps.map((amp, k) => ampHdu(scene, amp, 10 + k, { BUNIT: 'electron' }));
    const image = await readImage(fileOf(hdus));
    expect([image.unit, image.gain, image.variance]).toEqual(['electron', 1, undefined]);
    expect(levelOf(image, 2, 2, 12, 12)).toBeCloseTo(1000 + 400 / 1.5, -1);
  });

  it('give the same pixels in a section and in float64', async () => {
    const whole = await readImage(bytes);
    const section = { x: w - 9, y: h - 4, width: 21, height: 11 };
    const part = await readImage(bytes, { section });
    const exact = await readImage(bytes, { precision: 'float64' });
    for (let y = 0; y < section.height; y++)
      for (let x = 0; x < section.width; x++) {
        const i = (y + section.y) * whole.width + x + section.x;
        expect(part.pixels[y * section.width + x]).toBe(whole.pixels[i]);
        expect(exact.pixels[i]).toBeCloseTo(whole.pixels[i], 3);
      }
    expect(part.header.number('NAXIS1')).toBe(21);
    await expect(readImage(bytes, { section: { ...section, x: 2 * w } })).rejects.toMatchObject({
      code: 'bad-argument',
    });
    const corner = await readImage(bytes, { section: { x: 0, y: 0, width: 10, height: 10 } });
    expect(corner.header.number('OVLEV1')).toBe(whole.header.number('OVLEV1'));
    expect(corner.header.has('OVLEV2')).toBe(false);
  });

  it('can be reduced, written and read again', async () => {
    const image = await readImage(bytes);
    const flat = await readImage(fileOf(amps.map((amp, k) => ampHdu(() => 20000, amp, 40 + k))));
    const reduced = calibrate(image, { flat, overscan: true, trim: true }); // both are done
    expect(reduced.variance).toBeDefined();
    expect(levelOf(reduced, 5, 5, 12, 12)).toBeCloseTo(400 / image.gain, -1);
    const path = join(folder, 'reduced.fits');
    await writeImage(path, reduced);
    const again = await readImage(path);
    expect(again.pixels).toEqual(reduced.pixels);
    expect(again.gain).toBeCloseTo(image.gain, 12);
    expect(again.problems).toBeUndefined();
  });
});

describe('binning', () => {
  const scene = starField(300, [{ x: 40, y: 30, flux: 20000 }]);

  it.each([
    ['2 2', 2],
    ['1 1', 1],
    ['3 3', 3],
  ])('CCDSUM %s: DETSEC is of the unbinned detector, DATASEC of the image', async (_, binning) => {
    const image = await readImage(fileOf(quadrants(40, 30).map((amp, k) => ampHdu(scene, amp, k + 1, {}, binning))));
    expect([image.width, image.height]).toEqual([80, 60]);
    expect(scatter(image, scene)).toBeLessThan(1.04);
    expect(image.header.text('DETSEC')).toBe(`[1:${80 * binning},1:${60 * binning}]`);
  });

  it('accepts a DETSEC in binned pixels', async () => {
    const hdus = quadrants(40, 30).map((amp, k) => ampHdu(scene, amp, k + 1, { DETSEC: detectorSection(amp) }, 2));
    const image = await readImage(fileOf(hdus));
    expect([image.width, image.height]).toEqual([80, 60]);
    expect(image.header.text('CCDSUM')).toBe('2 2');
  });
});

describe('other ways to say where the parts are', () => {
  const scene = starField(300, [{ x: 40, y: 30, flux: 20000 }]);
  const amps = quadrants(40, 30);

  it('CCDSEC of one chip', async () => {
    const hdus = amps.map((amp, k) =>
      ampHdu(scene, amp, k + 1, { DETSEC: null, CCDSEC: detectorSection(amp), CCDNAME: 'T7' }),
    );
    const image = await readImage(fileOf(hdus));
    expect(scatter(image, scene)).toBeLessThan(1.04);
    expect(image.header.text('CCDSEC')).toBe('[1:80,1:60]');
  });

  it('not CCDSEC of several chips: that one is read alone, with a problem', async () => {
    const hdus = amps.map((amp, k) =>
      ampHdu(scene, amp, k + 1, { DETSEC: null, CCDSEC: detectorSection(amp), CCDNAME: `T${k % 2}` }),
    );
    const image = await readImage(fileOf(hdus));
    expect(image.width).toBe(52);
    expect(codes(image)).toEqual(['several-images']);
    expect(image.problems?.[0]).toMatchObject({ where: 'HDU 1', value: '3 images', action: 'assumed' });
    expect(image.problems?.[0].remedy).toMatch(/\{ hdu: 2 \}.*\{ chip: 'T0' \}/);
    const chip = await readImage(fileOf(hdus), { chip: 'T1' });
    expect([chip.width, chip.height, chip.header.number('NPARTS')]).toEqual([40, 60, 2]);
    await expect(readImage(fileOf(hdus), { chip: 'X' })).rejects.toThrow(/no chip 'X'; it has T0, T1/);
  });

  it('LTV and LTM', async () => {
    for (const binning of [1, 2]) {
      const hdus = amps.map((amp, k) => {
        const axis = (low: number, count: number, pre: number, flip?: boolean): readonly [number, number] => {
          // image pixel i (from 1) = LTM x detector pixel + LTV
          const scale = (flip ? -1 : 1) / binning;
          const edge = flip ? (low + count) * binning + 0.5 : low * binning + 0.5;
          return [scale, pre + 0.5 - scale * edge];
        };
        const [ltm1, ltv1] = axis(amp.x, amp.width, amp.prescan ?? 0, amp.flipX);
        const [ltm2, ltv2] = axis(amp.y, amp.height, 0, amp.flipY);
        const cards = { DETSEC: null, LTM1_1: ltm1, LTM2_2: ltm2, LTV1: ltv1, LTV2: ltv2 };
        return ampHdu(scene, amp, k + 1, cards, binning);
      });
      const image = await readImage(fileOf(hdus));
      expect([image.width, image.height]).toEqual([80, 60]);
      expect(scatter(image, scene)).toBeLessThan(1.04);
    }
  });

  it('a cube with an amplifier in each plane', async () => {
    const same = amps.map(amp => ({ ...amp, prescan: 0 }));
    const planes = same.map((amp, k) => readOut(scene, amp, normals(k + 1)));
    const pixels = new Uint16Array(planes.flatMap(plane => [...plane.pixels]));
    const cards = Object.fromEntries(
      same.flatMap((amp, k) => [
        [`DETSEC${k + 1}`, detectorSection(amp)],
        [`DATASEC${k + 1}`, '[1:40,1:30]'],
        [`BIASSEC${k + 1}`, '[41:52,1:30]'],
      ]),
    );
    const header = Header.fromObject({ ...cards, GAIN: '[1.5, 2.1, 1.1, 1.7]', RDNOISE: 6 });
    const bytes = encodeFits([{ header, width: 52, height: 30, planes: 4, pixels }]);
    const image = await readImage(bytes);
    expect([image.width, image.height, image.gain]).toEqual([80, 60, 1.6]);
    expect(levelOf(image, 5, 5, 10, 10)).toBeCloseTo(300 / 1.6, -1);
    expect(levelOf(image, 65, 45, 10, 10)).toBeCloseTo(300 / 1.6, -1);
    expect((await readImage(bytes, { plane: 1 })).width).toBe(52);
  });
});

describe('several chips', () => {
  const scene = starField(300, [{ x: 20, y: 30, flux: 20000 }]);
  const left: Amp = { x: 0, y: 0, width: 40, height: 60, gain: 2, level: 500 };
  const right: Amp = { x: 47, y: 0, width: 40, height: 60, flipX: true, gain: 1, level: 900 };
  const hdus = [left, right].map((amp, k) => ampHdu(scene, amp, k + 1, { EXTNAME: `CCD${k}`, CCDNAME: `chip ${k}` }));

  it('have a gap without data between them', async () => {
    const image = await readImage(fileOf(hdus));
    expect([image.width, image.height]).toEqual([87, 60]);
    expect(scatter(image, scene)).toBeLessThan(1.04);
    for (let x = 0; x < 87; x++) {
      const gap = x >= 40 && x < 47;
      expect(Number.isNaN(image.pixels[30 * 87 + x])).toBe(gap);
      expect(image.mask?.[30 * 87 + x]).toBe(gap ? PixelFlag.noData : 0);
    }
    expect(image.header.has('CCDNAME')).toBe(false);
  });

  it('are read one by one with chip', async () => {
    const image = await readImage(fileOf(hdus), { chip: 'chip 1' });
    expect([image.width, image.height, image.gain]).toEqual([40, 60, 1]);
    expect(image.header.text('CCDNAME')).toBe('chip 1');
    expect(levelOf(image, 0, 0, 40, 60)).toBeCloseTo(300, -1);
  });

  it('are too many for the limit of pixels', async () => {
    const far = ampHdu(scene, { ...right, x: 20000, y: 20000 }, 3);
    const error = await readImage(fileOf([hdus[0], far])).catch(e => e);
    expect(error).toMatchObject({ code: 'unsupported' });
    expect(error.message).toMatch(/20040 x 20060.*\{ hdu: 1 \}.*chip/);
    const part = await readImage(fileOf([hdus[0], far]), { section: { x: 0, y: 0, width: 40, height: 60 } });
    expect(levelOf(part, 0, 0, 10, 10)).toBeCloseTo(200, -1); // 300 electrons at a gain of 1.5
    await expect(readImage(fileOf(hdus), { maxPixels: 5000 })).rejects.toMatchObject({ code: 'unsupported' });
  });
});

describe('two amplifiers in one HDU, as of DECam', () => {
  const scene = starField(400, [{ x: 39.5, y: 30, flux: 30000 }]);
  // overscan and data of B at the left, of A at the right
  const cards = (x0: number): Record<string, string | number> => ({
    DATASECB: '[11:50,1:60]',
    DATASECA: '[51:90,1:60]',
    BIASSECB: '[1:10,1:60]',
    BIASSECA: '[91:100,1:60]',
    DATASEC: '[11:90,1:60]',
    DETSEC: `[${x0 + 1}:${x0 + 80},1:60]`,
    GAINA: 1.3,
    GAINB: 1.9,
    RDNOISEA: 6,
    RDNOISEB: 9,
    SATURATA: 40000,
    SATURATB: 50000,
  });
  const chip = (x0: number, more: Record<string, string | number> = {}) => {
    const half = (x: number, gain: number, level: number, noise: number, flip: boolean, seed: number) =>
      readOut(
        scene,
        {
          x: x0 + x,
          y: 0,
          width: 40,
          height: 60,
          gain,
          level,
          noise,
          ...(flip ? { overscan: 0, prescan: 10 } : { overscan: 10 }),
        },
        normals(seed),
      ).pixels;
    const [b, a] = [half(0, 1.9, 1500, 9, true, 5), half(40, 1.3, 1100, 6, false, 6)];
    const pixels = new Uint16Array(100 * 60);
    for (let y = 0; y < 60; y++) {
      pixels.set(b.subarray(y * 50, y * 50 + 50), y * 100);
      pixels.set(a.subarray(y * 50, y * 50 + 50), y * 100 + 50);
    }
    return { header: Header.fromObject({ ...cards(x0), ...more }), width: 100, height: 60, pixels };
  };

  it.each([
    ['by their places in the image', {}],
    ['by DETSECA and DETSECB', { DETSECA: '[41:80,1:60]', DETSECB: '[1:40,1:60]' }],
    ['by CCDSECA and CCDSECB', { CCDSECA: '[41:80,1:60]', CCDSECB: '[1:40,1:60]' }],
  ])('make the chip when its HDU is chosen: %s', async (_, more) => {
    const bytes = fileOf([chip(0, { EXTNAME: 'N1', ...more }), chip(100, { EXTNAME: 'N2' })]);
    const image = await readImage(bytes, { hdu: 'N1' });
    expect([image.width, image.height]).toEqual([80, 60]);
    expect(image.gain).toBeCloseTo(1.6, 12);
    expect(scatter(image, scene)).toBeLessThan(1.04);
    for (const keyword of ['DATASECA', 'BIASSECB', 'GAINA', 'RDNOISEB', 'SATURATA'])
      expect(image.header.has(keyword)).toBe(false);
  });

  it('make a mosaic of several chips', async () => {
    const image = await readImage(fileOf([chip(0, { EXTNAME: 'N1' }), chip(90, { EXTNAME: 'N2' })]));
    expect([image.width, image.height, image.header.number('NPARTS')]).toEqual([170, 60, 4]);
    expect(scatter(image, scene)).toBeLessThan(1.04);
    const one = await readImage(fileOf([chip(0, { EXTNAME: 'N1' }), chip(90, { EXTNAME: 'N2' })]), { chip: 'N2' });
    expect([one.width, one.header.number('NPARTS')]).toEqual([80, 2]);
  });

  it('judge saturation each by its own level', async () => {
    const { pixels, ...rest } = chip(0);
    pixels[20 * 100 + 30] = 45000; // of B: below 50000
    pixels[20 * 100 + 31] = 50000;
    pixels[20 * 100 + 60] = 40000; // of A
    const image = await readImage(fileOf([{ ...rest, pixels }]));
    const flagged = [...(image.mask ?? [])].flatMap((flags, i) => (flags === PixelFlag.saturated ? [i] : []));
    expect(flagged).toEqual([20 * 80 + 21, 20 * 80 + 50]);
  });

  it('make the chip of a file with one HDU', async () => {
    const image = await readImage(encodeFits([chip(0)]));
    expect([image.width, image.height]).toEqual([80, 60]);
  });
});

describe('what the headers do not say', () => {
  const scene = starField(300, []);
  const amps = quadrants(40, 30);
  const withCards = (cards: readonly Record<string, string | number | null>[]) =>
    readImage(fileOf(amps.map((amp, k) => ampHdu(scene, amp, k + 1, cards[k] ?? {}))));

  it('a gain: the parts are not scaled', async () => {
    const image = await withCards([{}, {}, { GAIN: null }]);
    expect(codes(image)).toEqual(['part-gain-unknown']);
    expect(image.problems?.[0]).toMatchObject({ where: 'HDU 3', action: 'noted' });
    expect([image.gain, image.gainSource, image.variance]).toEqual([Number.NaN, 'unknown', undefined]);
    expect(image.header.has('GAIN')).toBe(false);
    expect(levelOf(image, 5, 5, 20, 20)).toBeCloseTo(300 / 1.5, -1);
    expect(levelOf(image, 45, 5, 20, 20)).toBeCloseTo(300 / 2.1, -1);
  });

  it('a read-out noise: there is no variance', async () => {
    const image = await withCards([{}, { RDNOISE: null }]);
    expect(codes(image)).toEqual(['part-noise-unknown']);
    expect(image.variance).toBeUndefined();
    expect(image.readNoise).toBeNaN();
    expect(levelOf(image, 45, 5, 20, 20)).toBeCloseTo(300 / 1.6, -1);
  });

  it('a BIASSEC: that part keeps its level', async () => {
    for (const BIASSEC of [null, 'UNKNOWN', '[500:510,1:30]']) {
      const image = await withCards([{ BIASSEC }]);
      expect(codes(image)).toEqual(['part-no-overscan']);
      expect(levelOf(image, 5, 5, 20, 20)).toBeCloseTo(((1000 + 200) * 1.5) / 1.6, -1);
      expect(levelOf(image, 45, 5, 20, 20)).toBeCloseTo(300 / 1.6, -1);
      expect(image.variance).toBeUndefined();
    }
  });

  it('any BIASSEC: all keep their level, and a bias frame is subtracted', async () => {
    const none = amps.map(() => ({ BIASSEC: null }));
    const image = await withCards(none);
    expect(codes(image)).toEqual([]);
    expect(hasStep(image, 'overscan')).toBe(false);
    const bias = await readImage(fileOf(amps.map((amp, k) => ampHdu(() => 0, amp, 20 + k, none[k]))));
    const reduced = calibrate(image, { bias });
    for (const [x, y] of [
      [5, 5],
      [45, 5],
      [5, 35],
      [45, 35],
    ])
      expect(levelOf(reduced, x, y, 20, 20)).toBeCloseTo(300 / 1.6, -1);
  });

  it('a DETSEC of one part: that part is left out', async () => {
    const image = await withCards([{}, {}, {}, { DETSEC: 'UNKNOWN' }]);
    expect(codes(image)).toContain('part-not-placed');
    expect(image.header.number('NPARTS')).toBe(3);
    expect(image.mask?.[35 * 80 + 45]).toBe(PixelFlag.noData);
  });
});

describe('sections that contradict each other', () => {
  const scene = starField(300, []);
  const amps = quadrants(40, 30);
  const file = (cards: Record<string, string | number | null>, which = 1): Uint8Array =>
    fileOf(amps.map((amp, k) => ampHdu(scene, amp, k + 1, k === which ? cards : {})));

  it.each([
    [
      'DATASEC beyond the image',
      { DATASEC: '[30:69,1:30]' },
      /HDU 2: DATASEC \[30:69,1:30\] is not inside its 52 x 30/,
    ],
    ['DATASEC of another size', { DATASEC: '[1:37,1:30]' }, /HDU 2: DATASEC has 37 x 30 pixels.*40 x 30/],
    ['another binning', { DETSEC: '[160:81,1:60]', CCDSUM: '2 2' }, /binning 1 x 1, HDU 2 2 x 2/],
  ])('%s', async (_, cards, message) => {
    const error = await readImage(file(cards)).catch(e => e);
    expect(error).toMatchObject({ code: 'bad-header' });
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/\{ hdu: 2 \}/);
    expect((await readImage(file(cards), { hdu: 2 })).width).toBe(52);
    const path = join(folder, 'contradiction.fits');
    writeFileSync(path, file(cards));
    expect((await headerTable(path)).toObjects()[0].width).toBe(52); // a night is listed nevertheless
  });

  it('a few pixels in two parts: the first wins', async () => {
    const image = await readImage(file({ DETSEC: '[78:39,1:30]' }));
    expect(codes(image)).toEqual(['parts-overlap']);
    expect(image.problems?.[0]).toMatchObject({ where: 'HDU 2', value: '60 pixels' });
    const alone = await readImage(file({}));
    expect([...image.pixels.subarray(0, 40)]).toEqual([...alone.pixels.subarray(0, 40)]);
  });

  it('all parts at one place: the first is read, with a problem', async () => {
    const hdus = amps.map((amp, k) => ampHdu(scene, amp, k + 1, { DETSEC: '[1:40,1:30]' }));
    const image = await readImage(fileOf(hdus));
    expect(codes(image)).toEqual(['several-images']);
    expect(image.problems?.[0].remedy).toMatch(/of the same pixels by DETSEC/);
    expect(image.width).toBe(52);
  });
});

describe('world coordinates', () => {
  const scene = starField(300, []);
  const wcs = { ra: 150, dec: 20, x: 45.25, y: 28.5, scale: 2e-4 };
  // the same sky, as each part has it; places counted from 1
  const cardsOf = (amp: Amp, shift = 0): Record<string, string | number> => {
    const [sx, sy] = [amp.flipX ? -1 : 1, amp.flipY ? -1 : 1];
    const own = (at: number, low: number, count: number, pre: number, sign: number): number =>
      pre + (sign > 0 ? at - low : low + count - 1 - at) + 1;
    return {
      CTYPE1: 'RA---TAN',
      CTYPE2: 'DEC--TAN',
      CRVAL1: wcs.ra,
      CRVAL2: wcs.dec,
      CRPIX1: own(wcs.x, amp.x, amp.width, amp.prescan ?? 0, sx) + shift,
      CRPIX2: own(wcs.y, amp.y, amp.height, 0, sy),
      CD1_1: -wcs.scale * sx,
      CD1_2: 1e-5 * sy,
      CD2_1: 1e-5 * sx,
      CD2_2: wcs.scale * sy,
    };
  };
  const amps = quadrants(40, 30);

  it.each([0, 1, 2, 3])('are those of the first part that has any: HDU %i', async first => {
    const hdus = amps.map((amp, k) => ampHdu(scene, amp, k + 1, k >= first ? cardsOf(amp) : {}));
    const { header, problems } = await readImage(fileOf(hdus));
    expect(problems ?? []).toEqual([]);
    expect(header.number('CRPIX1')).toBeCloseTo(wcs.x + 1, 9);
    expect(header.number('CRPIX2')).toBeCloseTo(wcs.y + 1, 9);
    expect(header.number('CD1_1')).toBeCloseTo(-wcs.scale, 12);
    expect(header.number('CD1_2')).toBeCloseTo(1e-5, 12);
    expect(header.number('CD2_2')).toBeCloseTo(wcs.scale, 12);
  });

  it('are moved in a section', async () => {
    const bytes = fileOf(amps.map((amp, k) => ampHdu(scene, amp, k + 1, cardsOf(amp))));
    const { header } = await readImage(bytes, { section: { x: 10, y: 20, width: 30, height: 20 } });
    expect(header.number('CRPIX1')).toBeCloseTo(wcs.x + 1 - 10, 9);
    expect(header.number('CRPIX2')).toBeCloseTo(wcs.y + 1 - 20, 9);
  });

  it('that differ are a problem', async () => {
    const hdus = amps.map((amp, k) => ampHdu(scene, amp, k + 1, cardsOf(amp, k === 2 ? 3 : k === 3 ? 0.5 : 0)));
    const image = await readImage(fileOf(hdus));
    expect(image.problems).toHaveLength(1);
    expect(image.problems?.[0]).toMatchObject({ code: 'part-wcs-differs', where: 'HDU 3', value: '3.00 px' });
    expect(image.header.number('CRPIX1')).toBeCloseTo(wcs.x + 1, 9);
  });

  it('with a SIP distortion are flipped too', async () => {
    const sip = { A_ORDER: 2, B_ORDER: 2, A_2_0: 1e-4, A_1_1: 2e-4, B_0_2: 3e-4, B_2_0: -1e-4 };
    const types = { CTYPE1: 'RA---TAN-SIP', CTYPE2: 'DEC--TAN-SIP' };
    const flipped = { ...sip, A_2_0: -1e-4, B_0_2: -3e-4, A_1_1: -2e-4, B_2_0: 1e-4 };
    const hdus = amps.map((amp, k) =>
      ampHdu(
        scene,
        amp,
        k + 1,
        k === 0 ? { ...cardsOf(amp), ...types, ...sip } : k === 3 ? { ...cardsOf(amp), ...types, ...flipped } : {},
      ),
    );
    const image = await readImage(fileOf(hdus));
    expect(image.problems ?? []).toEqual([]);
  });

  it('of the primary header are taken if no part has any', async () => {
    const primary = cardsOf({ ...amps[0], width: 80, height: 60 });
    const image = await readImage(
      fileOf(
        amps.map((amp, k) => ampHdu(scene, amp, k + 1)),
        primary,
      ),
    );
    expect(codes(image)).toEqual(['primary-wcs']);
    expect(image.header.number('CRPIX1')).toBeCloseTo(wcs.x + 1, 9);
  });
});

describe('a file with several images that are no mosaic', () => {
  const hdu = (name: string, width = 4): { header: Header; width: number; height: number; pixels: Uint16Array } => ({
    header: Header.fromObject(name ? { EXTNAME: name } : {}),
    width,
    height: 3,
    pixels: new Uint16Array(width * 3),
  });

  it.each([
    ['unnamed', ['', '', ''], '3 images'],
    ['numbered', ['im1', 'im2'], '2 images'],
    ['of one name', ['SCI', 'ERR', 'SCI', 'ERR'], '2 images'],
  ])('%s: the first is read, with a problem', async (_, names, value) => {
    const image = await readImage(fileOf(names.map(name => hdu(name))));
    expect(codes(image)).toEqual(['several-images']);
    expect(image.problems?.[0]).toMatchObject({ where: 'HDU 1', value, action: 'assumed' });
    expect((await readImage(fileOf(names.map(name => hdu(name))), { hdu: 1 })).problems).toBeUndefined();
  });

  it.each([
    ['planes that describe it', ['SCI', 'ERR', 'DQ', 'BPM', 'CAT']],
    ['unlike ones', ['SCI', 'SKYFIT', 'GUIDER']],
  ])('%s: no problem', async (_, names) => {
    expect((await readImage(fileOf(names.map(name => hdu(name))))).problems).toBeUndefined();
  });

  it('of another size, or of HST: no problem', async () => {
    expect((await readImage(fileOf([hdu('SCI'), hdu('SCI', 5)]))).problems).toBeUndefined();
    const hst = fileOf([hdu('SCI'), hdu('SCI')], { TELESCOP: 'HST', INSTRUME: 'ACS' });
    expect((await readImage(hst)).problems).toBeUndefined();
  });
});

describeShared('the raw LCO frame of four amplifiers', () => {
  const path = (): string => shared('data/raw/misc/mef_raw_test_frame.fits');

  it('opens as one frame with an even sky', async () => {
    const image = await readImage(path());
    expect([image.width, image.height, image.unit]).toEqual([1024, 1024, 'adu']);
    expect(image.gain).toBeCloseTo(6.295, 9);
    expect(image.header.text('DETSEC')).toBe('[1025:3072,1025:3072]');
    const levels = [
      levelOf(image, 412, 412, 90, 90),
      levelOf(image, 522, 412, 90, 90),
      levelOf(image, 412, 522, 90, 90),
      levelOf(image, 522, 522, 90, 90),
    ];
    expect(Math.max(...levels) / Math.min(...levels)).toBeLessThan(1.05);
    const [row] = (await headerTable(path())).toObjects();
    expect(row).toMatchObject({ width: 1024, height: 1024, gain: image.gain, hasWcs: true });
  });
});

describeShared('files with several images that are no raw mosaics', () => {
  it.each([
    ['fits/astropy/o4sp040b0_raw.fits', 0],
    ['fits/astropy/test0.fits', 0],
    ['hst/candels_gn_30mas_189.49206_62.20615_100px.fits', 0],
    ['hst/j94f05bgq_flt.fits', 0],
    ['hst/sample_ipppssoot_flc.fits', 0],
    ['hst/sample_ipppssoot_flt.fits', 0],
    ['headers/input_file.fits', 0],
    ['raw/misc/gmos.fits', 0],
    ['raw/misc/flat-mef.fits', 1],
    ['raw/misc/science-mef.fits', 1],
  ])('%s: reads its first image, problems: %i', async (name, problems) => {
    const file = await openFitsSource(shared(`data/${name}`));
    const [image, first] = await Promise.all([
      imageOfFile(file),
      imageOfFile(file, { hdu: requireImageHdu(file).index }),
    ]);
    expect(image.pixels).toEqual(first.pixels);
    expect((image.problems ?? []).filter(({ code }) => code === 'several-images')).toHaveLength(problems);
    await file.close();
  });
});
