import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CardValue, Header } from '../../lib/fits/header/header.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import type { ImageToWrite } from '../../lib/fits/write/encode-hdu.js';
import { PixelFlag } from '../../lib/frame/image.js';
import { pixelUnit } from '../../lib/frame/pixel-unit.js';
import { readImage } from '../../lib/frame/read-frame.js';
import { describeShared, shared } from '../helpers/shared.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skyframe-frames-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const bytesOf = (cards: Record<string, CardValue>, image: Partial<ImageToWrite> = {}): Uint8Array =>
  encodeFits([
    { header: Header.fromObject(cards), width: 3, height: 1, pixels: new Uint16Array([0, 40000, 65535]), ...image },
  ]);

describe('a frame read from a file', () => {
  it('carries its path, exposure, checksum and every card', async () => {
    const path = join(folder, 'a.fits');
    const bytes = bytesOf({ EXPTIME: 12.5, GAIN: 1.5, RDNOISE: 7, OBSERVER: 'Leavitt' });
    writeFileSync(path, bytes);
    const image = await readImage(path);
    expect(image).toMatchObject({
      width: 3,
      height: 1,
      unit: 'adu',
      gain: 1.5,
      gainSource: 'header',
      readNoise: 7,
      readNoiseSource: 'header',
      exptime: 12.5,
      path,
    });
    expect(image.header.text('OBSERVER')).toBe('Leavitt');
    expect(image.pixels).toEqual(new Float32Array([0, 40000, 65535]));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(image.provenance).toEqual([
      { verb: 'readImage', options: { hdu: 0, plane: 0, precision: 'float32' }, files: [{ path, sha256 }] },
    ]);
  });

  it('keeps the pixels at the requested precision', async () => {
    const image = await readImage(bytesOf({}), { precision: 'float64' });
    expect(image.pixels).toBeInstanceOf(Float64Array);
    await expect(readImage(bytesOf({}), { precision: 'int16' as 'float32' })).rejects.toThrow(/float32.*float64/);
  });

  it('flags saturated pixels: by the header, else at the end of the integer range', async () => {
    const [byHeader, byType] = await Promise.all([
      readImage(bytesOf({ SATURATE: 40000 })),
      readImage(bytesOf({ SATURATE: 0 })),
    ]);
    expect([...(byHeader.mask ?? [])]).toEqual([0, PixelFlag.saturated, PixelFlag.saturated]);
    expect(byHeader.saturation).toBe(40000);
    expect([...(byType.mask ?? [])]).toEqual([0, 0, PixelFlag.saturated]);
    expect(byType.saturation).toBe(65535);
    const unsaturated = await readImage(bytesOf({}, { pixels: new Uint16Array([1, 2, 3]) }));
    expect(unsaturated.mask).toBeUndefined();
  });

  it('flags pixels without data, also next to saturated ones', async () => {
    const image = await readImage(bytesOf({ SATURATE: 10 }, { pixels: new Float32Array([Number.NaN, 9, 10]) }));
    expect([...(image.mask ?? [])]).toEqual([PixelFlag.noData, 0, PixelFlag.saturated]);
  });

  it.each<[Record<string, CardValue>, object]>([
    [
      { BUNIT: 'adu', GAIN: 2 },
      { unit: 'adu', gain: 2, gainSource: 'header' },
    ],
    [
      { GAIN: 0 },
      { unit: 'adu', gain: Number.NaN, gainSource: 'unknown', readNoise: Number.NaN, readNoiseSource: 'unknown' },
    ],
    [
      { BUNIT: 'ELECTRONS', GAIN: 2 },
      { unit: 'electron', gain: 1, gainSource: 'header', saturation: Number.NaN },
    ],
    [
      { BUNIT: 'ELECTRONS/S', EXPTIME: 300 },
      { unit: 'electron/s', gain: 300, gainSource: 'header' },
    ],
    [{ BUNIT: 'ELECTRONS/S' }, { unit: 'electron/s', gain: Number.NaN, gainSource: 'unknown' }],
    [
      { BUNIT: 'counts/s', GAIN: 2, EXPTIME: 10 },
      { unit: 'adu/s', gain: 20 },
    ],
    [
      { BUNIT: 'Jy/beam', GAIN: 2 },
      { unit: 'Jy/beam', gain: Number.NaN, gainSource: 'unknown' },
    ],
  ])('has electrons as its unit: %o', async (cards, expected) => {
    expect(await readImage(bytesOf(cards))).toMatchObject(expected);
  });

  it('takes the first HDU with pixels, or the requested one, with the primary keywords', async () => {
    const bytes = encodeFits([
      { header: Header.fromObject({ OBJECT: 'M13', EXPTIME: 30, BUNIT: 'nonsense' }) },
      {
        header: Header.fromObject({ EXTNAME: 'SCI', BUNIT: 'ELECTRONS' }),
        width: 2,
        height: 1,
        pixels: new Float32Array([1, 2]),
      },
      { header: Header.fromObject({ EXTNAME: 'DQ' }), width: 2, height: 1, pixels: new Int16Array([3, 4]) },
    ]);
    const sci = await readImage(bytes, { path: 'm13.fits' });
    expect(sci).toMatchObject({ unit: 'electron', exptime: 30, path: 'm13.fits' });
    expect(sci.header.text('OBJECT')).toBe('M13');
    expect([...(await readImage(bytes, { hdu: 'DQ' })).pixels]).toEqual([3, 4]);
    await expect(readImage(bytes, { hdu: 0, path: 'm13.fits' })).rejects.toThrow(
      /m13\.fits has no image in HDU 0.*1 SCI/,
    );
    await expect(readImage(bytes, { hdu: 'SCY', path: 'm13.fits' })).rejects.toMatchObject({ code: 'no-such-hdu' });
  });

  it('asks which image of a cube is meant', async () => {
    const bytes = encodeFits([{ width: 2, height: 1, planes: 2, pixels: new Float32Array([1, 2, 3, 4]) }]);
    await expect(readImage(bytes, { path: 'cube.fits' })).rejects.toThrow(/cube\.fits holds a cube of 2 images/);
    expect([...(await readImage(bytes, { plane: 1 })).pixels]).toEqual([3, 4]);
  });

  it('reads gzipped files, and names a file that cannot be read', async () => {
    const packed = new Uint8Array(gzipSync(bytesOf({ EXPTIME: 3 })));
    expect((await readImage(packed)).exptime).toBe(3);
    await expect(readImage(join(folder, 'nowhere.fits'))).rejects.toMatchObject({ code: 'no-such-file' });
    const notes = join(folder, 'notes.fits');
    writeFileSync(notes, 'hello');
    await expect(readImage(notes)).rejects.toMatchObject({ code: 'not-fits', message: expect.stringContaining(notes) });
    const cut = join(folder, 'cut.fits');
    writeFileSync(cut, bytesOf({}, { width: 100, height: 100, pixels: new Uint16Array(10000) }).subarray(0, 5760));
    await expect(readImage(cut)).rejects.toMatchObject({
      code: 'truncated-file',
      message: expect.stringContaining(cut),
    });
  });

  it.each([
    ['', 'adu'],
    ['ADU', 'adu'],
    ['DU/PIXEL', 'adu'],
    ['counts', 'adu'],
    ['electrons', 'electron'],
    ['e-', 'electron'],
    ['ELECTRONS/S', 'electron/s'],
    ['electron s-1', 'electron/s'],
    ['electron / sec', 'electron/s'],
    ['counts/sec', 'adu/s'],
    ['DN/s', 'adu/s'],
    ['MJy/sr', 'MJy/sr'],
  ])('maps BUNIT "%s" to its unit', (bunit, unit) => {
    expect(pixelUnit(bunit)).toBe(unit);
  });
});

describeShared('real frames', () => {
  it('reads an ARCSAT frame: unknown gain, saturation at 65535', async () => {
    const path = shared('data/raw/arcsat-xo1/science/XO1-b_z_20250602_041008.fits');
    const image = await readImage(path);
    expect(image).toMatchObject({
      width: 1024,
      height: 1024,
      unit: 'adu',
      gain: Number.NaN,
      gainSource: 'unknown',
      saturation: 65535,
      exptime: 60,
    });
    const [step] = image.provenance;
    expect(step.files?.[0].sha256).toBe(createHash('sha256').update(readFileSync(path)).digest('hex'));
  });

  it('reads an HST frame in electrons', async () => {
    const image = await readImage(shared('data/hst/sample_ipppssoot_flc.fits'));
    expect(image).toMatchObject({ unit: 'electron', gain: 1, exptime: 1 });
    expect(image.readNoise).toBeCloseTo(3.105, 3);
  });

  it('reads compressed tiles like uncompressed ones', async () => {
    const image = await readImage(shared('data/fits/nom-tam/m13real_rice.fits'));
    expect(image.width).toBe(300);
    expect(Number.isFinite(image.pixels[1000])).toBe(true);
  });
});
