import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noiseOf } from '../../../lib/fits/compression/quantize.js';
import { Header } from '../../../lib/fits/header/header.js';
import { openFitsSource } from '../../../lib/fits/read/open-fits.js';
import { type CompressImageOptions, compressImage } from '../../../lib/fits/write/compress-image.js';
import { encodeFits } from '../../../lib/fits/write/encode-fits.js';
import type { ImageToWrite } from '../../../lib/fits/write/encode-hdu.js';
import { randomGenerator } from '../../../lib/math/random.js';

async function file(image: ImageToWrite, options: CompressImageOptions = {}) {
  return openFitsSource(encodeFits([await compressImage(image, options)]));
}

async function roundTrip(image: ImageToWrite, options: CompressImageOptions = {}): Promise<number[]> {
  const opened = await file(image, options);
  const pixels: number[] = [];
  for (let plane = 0; plane < (image.planes ?? 1); plane++)
    pixels.push(...(await opened.readImage(1, 'float64', { plane })).pixels);
  return pixels;
}

/** Gaussian noise with a sigma of 1 on a slope, with a few stars. */
function noisy(width: number, height: number, seed = 1): Float32Array {
  const random = randomGenerator(seed);
  return Float32Array.from({ length: width * height }, (_, i) => {
    const star = i % 97 === 0 ? 500 : 0;
    return 100 + 0.01 * i + star + random.normal();
  });
}

const TYPES = [
  ['Uint8Array', Uint8Array, 0, 255],
  ['Int8Array', Int8Array, -128, 127],
  ['Int16Array', Int16Array, -32768, 32767],
  ['Uint16Array', Uint16Array, 0, 65535],
  ['Int32Array', Int32Array, -(2 ** 31), 2 ** 31 - 1],
  ['Uint32Array', Uint32Array, 0, 2 ** 32 - 1],
] as const;

describe('compressed images of integers', () => {
  it.each(TYPES)('of %s round-trip exactly', async (_, type, min, max) => {
    const value = fc.oneof(fc.integer({ min, max }), fc.integer({ min: 60, max: 70 }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(value, { minLength: 1, maxLength: 150 }),
        fc.constantFrom('RICE_1', 'GZIP_1', 'GZIP_2'),
        fc.constantFrom(undefined, [7], [5, 2]),
        async (values, compress, tile) => {
          const pixels = type.from(values);
          const width = values.length % 3 === 0 ? values.length / 3 : values.length;
          const image = { pixels, width, height: values.length / width };
          expect(await roundTrip(image, { compress, tile })).toEqual(values);
        },
      ),
      { seed: 21, numRuns: 60 },
    );
  });

  it.each(TYPES)('of %s round-trip exactly in HCOMPRESS tiles', async (_, type, min, max) => {
    const random = randomGenerator(6);
    const pixels = type.from({ length: 3 * 37 * 29 }, () => Math.floor(min + (max - min) * random.uniform() ** 4));
    const image = { pixels, width: 37, height: 29, planes: 3 };
    const opened = await file(image, { compress: 'HCOMPRESS_1' });
    expect(opened.hdus[1].storedHeader.get('ZCMPTYPE')).toBe('HCOMPRESS_1');
    expect(await roundTrip(image, { compress: 'HCOMPRESS_1' })).toEqual([...pixels]);
  });

  it('too small for HCOMPRESS are stored as GZIP_2', async () => {
    const opened = await file(
      { pixels: Int16Array.of(1, 2, 3, 4, 5, 6), width: 3, height: 2 },
      { compress: 'HCOMPRESS_1' },
    );
    expect(opened.hdus[1].storedHeader.get('ZCMPTYPE')).toBe('GZIP_2');
    expect([...(await opened.readImage(1)).pixels]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('of 64 bits are stored as GZIP_2, which Rice cannot hold', async () => {
    const pixels = BigInt64Array.of(5n, -(2n ** 40n), 2n ** 52n);
    const opened = await file({ pixels, width: 3 });
    expect(opened.hdus[1].storedHeader.get('ZCMPTYPE')).toBe('GZIP_2');
    expect([...(await opened.readImage(1, 'float64')).pixels]).toEqual([5, -(2 ** 40), 2 ** 52]);
  });

  it('with unsigned 64-bit values remain exact, though they are stored beyond 2^53', async () => {
    const pixels = BigUint64Array.of(5n, 2n ** 52n + 1n, 2n ** 63n + 2n ** 20n, 0n);
    for (const compress of ['RICE_1', 'GZIP_1'] as const)
      expect(await roundTrip({ pixels, width: 4 }, { compress })).toEqual([5, 2 ** 52 + 1, 2 ** 63 + 2 ** 20, 0]);
  });

  it('keep missing pixels as BLANK', async () => {
    const pixels = Float64Array.of(1, Number.NaN, 3);
    const opened = await file({ pixels, width: 3, bitpix: 16, blank: -32768 });
    const image = await opened.readImage(1);
    expect([...image.pixels]).toEqual([1, Number.NaN, 3]);
    expect(image.mask?.[1]).toBeGreaterThan(0);
  });

  it('keep the header of the image, and cubes', async () => {
    const header = Header.fromObject({ OBJECT: 'M 13', EXTNAME: 'SCI' }).append({
      keyword: 'HISTORY',
      value: 'flat divided',
      comment: '',
    });
    const pixels = Uint16Array.from({ length: 60 }, (_, i) => 1000 + i);
    const opened = await file({ header, pixels, width: 5, height: 4, planes: 3 });
    const hdu = opened.hdu('SCI');
    expect([hdu.kind, hdu.bitpix, hdu.shape]).toEqual(['compressed-image', 16, [5, 4, 3]]);
    expect(hdu.header.get('OBJECT')).toBe('M 13');
    expect(hdu.header.all('HISTORY')).toEqual(['flat divided']);
    expect(hdu.header.cards.some(({ keyword }) => /^(Z|T(TYPE|FORM))/.test(keyword))).toBe(false);
    expect([...(await opened.readImage('SCI', 'float64', { plane: 2 })).pixels]).toEqual([...pixels.subarray(40)]);
  });
});

describe('compressed images of floating point', () => {
  const pixels = noisy(200, 40);
  const image = { pixels, width: 200, height: 40 };

  it.each(['NO_DITHER', 'SUBTRACTIVE_DITHER_1', 'SUBTRACTIVE_DITHER_2'] as const)(
    'quantised with %s change by no more than half a step',
    async dither => {
      const opened = await file(image, { quantize: 4, dither, seed: 9_999 });
      const values = (await opened.readImage(1, 'float64')).pixels;
      const worst = values.reduce((most, value, i) => Math.max(most, Math.abs(value - pixels[i])), 0);
      expect(worst).toBeGreaterThan(0.05);
      expect(worst).toBeLessThan(0.5 / 4 + 0.06); // each row has its own estimate of the noise, which is 1
      const bias = values.reduce((sum, value, i) => sum + value - pixels[i], 0) / values.length;
      expect(Math.abs(bias)).toBeLessThan(0.005);
    },
  );

  it.each(['RICE_1', 'HCOMPRESS_1'] as const)('take up less than half the bytes in %s tiles', async compress => {
    const { data } = await compressImage(image, { compress });
    expect(data.length).toBeLessThan(0.4 * 4 * pixels.length);
    const values = await roundTrip(image, { compress });
    expect(values.every((value, i) => Math.abs(value - pixels[i]) < 0.2)).toBe(true);
  });

  it('keep exact zeros', async () => {
    const withZeros = Float32Array.from(pixels, (value, i) => (i % 11 === 0 ? 0 : value));
    const values = await roundTrip({ ...image, pixels: withZeros });
    for (let i = 0; i < values.length; i += 11) expect(values[i]).toBe(0);
  });

  it.each<[string, CompressImageOptions]>([
    ['requested', { quantize: 'lossless' }],
    ['compressed with gzip', { compress: 'GZIP_1' }],
  ])('are lossless if %s', async (_, options) => {
    const exact = Float32Array.of(1e-40, -0, Number.NaN, Number.POSITIVE_INFINITY, 1.1, ...pixels.subarray(5));
    expect(await roundTrip({ ...image, pixels: exact }, options)).toEqual([...exact]);
    const doubles = Float64Array.from(exact, value => value / 3);
    expect(await roundTrip({ ...image, pixels: doubles }, options)).toEqual([...doubles]);
  });

  it('are lossless in tiles with NaN or infinity, with a uniform sky, or with too wide a range', async () => {
    const hard = Float32Array.from(pixels);
    hard[3] = Number.NaN;
    hard[203] = Number.NEGATIVE_INFINITY;
    hard.fill(7.7, 400, 600);
    hard[603] = 1e30;
    const values = await roundTrip({ ...image, pixels: hard });
    expect(values.slice(0, 800)).toEqual([...hard.subarray(0, 800)]);
    expect(values.slice(800)).not.toEqual([...hard.subarray(800)]);
  });

  it('make the same file from the same pixels', async () => {
    const first = await compressImage(image);
    const second = await compressImage(image);
    expect(second.header.toString()).toBe(first.header.toString());
    expect(second.data).toEqual(first.data);
  });

  it('measure their noise under stars and on a slope', () => {
    const values = Float64Array.from(noisy(2000, 5, 3));
    expect(noiseOf(values, 2000)).toBeGreaterThan(0.95);
    expect(noiseOf(values, 2000)).toBeLessThan(1.05);
    expect(noiseOf(new Float64Array(50).fill(3), 50)).toBe(0);
  });
});

describe('compressing', () => {
  const pixels = new Float32Array(6);
  it.each<[string, ImageToWrite, CompressImageOptions, RegExp]>([
    ['no pixels', {}, {}, /without pixels/],
    ['an invalid size', { pixels, width: 4 }, {}, /does not match the 6 pixels/],
    ['an invalid number of steps', { pixels, width: 6 }, { quantize: -1 }, /quantize must be a positive number/],
    ['an unknown compression', { pixels, width: 6 }, { compress: 'RICE' as never }, /compress must be one of RICE_1/],
    ['an unknown dither', { pixels, width: 6 }, { dither: 'DITHER_1' as never }, /dither must be one of NO_DITHER/],
    ['an invalid seed', { pixels, width: 6 }, { seed: 0 }, /seed must be a whole number from 1 to 10000, got 0/],
    [
      'an HCOMPRESS tile that leaves too few rows',
      { pixels: new Int16Array(36), width: 6, height: 6 },
      { compress: 'HCOMPRESS_1', tile: [6, 5] },
      /leave no tile of fewer than 4 rows/,
    ],
    ['an invalid tile', { pixels, width: 6 }, { tile: [0] }, /tile must be up to 2 whole positive numbers/],
  ])('refuses %s', async (_, image, options, message) => {
    await expect(compressImage(image, options)).rejects.toThrow(message);
  });
});
