import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhotometryError } from '../../lib/core/errors.js';
import { encodeRice as encodeQuickly } from '../../lib/fits/compression/codecs/encode-rice.js';
import { decodeRice } from '../../lib/fits/compression/codecs/rice.js';
import { ditherNumbers, unquantize } from '../../lib/fits/compression/dither.js';
import { offsetInTile, planePosition, tileAt, tileCount } from '../../lib/fits/compression/tiles.js';
import type { CardValue } from '../../lib/fits/header/card.js';
import { Header } from '../../lib/fits/header/header.js';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { PixelFlag } from '../../lib/frame/image.js';
import { describeShared, shared } from '../helpers/shared.js';
import { encodeRice } from './rice-encoder.js';

function riceTile(count: number, bytesPerPixel: number, blockSize = 32) {
  const parameters = new Map([
    ['BYTEPIX', bytesPerPixel],
    ['BLOCKSIZE', blockSize],
  ]);
  return { count, size: [count], bitpix: 8 * bytesPerPixel, parameters, place: 'x.fits, HDU 1, tile 1' };
}

describe('Rice tiles', () => {
  it.each<[1 | 2 | 4, number, number]>([
    [1, 0, 255],
    [2, -32768, 32767],
    [4, -(2 ** 31), 2 ** 31 - 1],
  ])('of %i bytes per pixel round-trip', (width, min, max) => {
    const anything = fc.integer({ min, max });
    const near = fc.integer({ min: 100, max: 110 });
    const values = fc.oneof(
      fc.array(anything, { minLength: 1, maxLength: 100 }),
      fc.array(near, { minLength: 1, maxLength: 200 }),
    );
    fc.assert(
      fc.property(values, fc.constantFrom(1, 16, 32), (pixels, blockSize) => {
        const packed = encodeRice(pixels, width, blockSize);
        expect([...decodeRice(packed, riceTile(pixels.length, width, blockSize))]).toEqual(pixels);
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('truncated anywhere throw an error that names the tile, and never hang', () => {
    const pixels = Array.from({ length: 64 }, (_, i) => (i * i * 7919) % 1000);
    const packed = encodeRice(pixels, 2);
    for (let length = 0; length < packed.length - 1; length++)
      expect(() => decodeRice(packed.subarray(0, length), riceTile(64, 2))).toThrow(
        /x\.fits, HDU 1, tile 1.*end too early/,
      );
  });

  it('of random bytes never hang or read beyond their end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(1, 2, 4), (bytes, width) => {
        try {
          expect(decodeRice(bytes, riceTile(100, width))).toHaveLength(100);
        } catch (error) {
          expect(error).toMatchObject({ code: 'truncated-file' });
        }
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('with an impossible BYTEPIX or BLOCKSIZE are refused', () => {
    expect(() => decodeRice(new Uint8Array(9), riceTile(4, 3))).toThrow('BYTEPIX 3');
    for (const blockSize of [0, -32, 1.5, Number.NaN])
      expect(() => decodeRice(new Uint8Array(9), riceTile(4, 2, blockSize))).toThrow(`BLOCKSIZE ${blockSize}`);
  });
});

function unquantized(stored: Int32Array, quantization: Parameters<typeof unquantize>[1]): Float64Array {
  const values = new Float64Array(stored.length);
  unquantize(stored, quantization, values);
  return values;
}

describe('large Rice tiles', () => {
  it('are decoded in buffers that are not kept', () => {
    const pixels = Array.from({ length: 5_000_000 }, (_, i) => (i % 7) * 1000);
    const packed = encodeQuickly(Int32Array.from(pixels), 4);
    const first = decodeRice(packed, riceTile(pixels.length, 4));
    const second = decodeRice(packed, riceTile(pixels.length, 4));
    expect(first.buffer).not.toBe(second.buffer);
    expect([first[4_999_999], second[3]]).toEqual([pixels[4_999_999], 3000]);
  });
});

describe('dither', () => {
  it('uses the numbers of the standard: the last seed is 1043618065', () => {
    expect(Math.round((ditherNumbers()[9999] * 2147483647) / 1e3)).toBe(Math.round(1043618065 / 1e3));
    expect(ditherNumbers()).toHaveLength(10_000);
  });

  it('restores exact zeros with method 2 and NaN for the blank, and uses up a random number for each', () => {
    const stored = Int32Array.of(5, -2147483646, -2147483647, 5);
    const quantization = { scale: 2, zero: 10, blank: -2147483647, seed: 0 } as const;
    const second = unquantized(stored, { ...quantization, method: 'SUBTRACTIVE_DITHER_2' });
    expect(second[1]).toBe(0);
    expect(second[2]).toBeNaN();
    const first = unquantized(stored, { ...quantization, method: 'SUBTRACTIVE_DITHER_1' });
    expect([first[0], first[3]]).toEqual([second[0], second[3]]);
    expect(first[1]).not.toBe(0);
    expect([...unquantized(stored, { ...quantization, method: 'NO_DITHER' })].slice(0, 1)).toEqual([20]);
  });

  it('changes no value by more than half a step', () => {
    for (const seed of [0, 9_998, 9_999, 12_345]) {
      const stored = new Int32Array(30_000).fill(7);
      const values = unquantized(stored, {
        method: 'SUBTRACTIVE_DITHER_1',
        scale: 1,
        zero: 0,
        blank: Number.NaN,
        seed,
      });
      expect(values.every(value => Math.abs(value - 7) <= 0.5)).toBe(true);
    }
  });
});

describe('tiles', () => {
  it('cover every pixel of an image once', () => {
    const shape = [7, 5, 3];
    const tileShape = [3, 2, 2];
    const seen = new Map<string, number>();
    const count = tileCount(shape, tileShape);
    for (let row = 0; row < count; row++) {
      const { start, size } = tileAt(row, shape, tileShape);
      for (let z = 0; z < size[2]; z++)
        for (let y = 0; y < size[1]; y++)
          for (let x = 0; x < size[0]; x++) {
            const key = [start[0] + x, start[1] + y, start[2] + z].join();
            seen.set(key, (seen.get(key) ?? 0) + 1);
          }
    }
    expect(seen.size).toBe(105);
    expect([...seen.values()].every(times => times === 1)).toBe(true);
  });

  it('know where a plane of a cube intersects them', () => {
    const shape = [4, 4, 2, 3];
    expect(planePosition(5, shape)).toEqual([1, 2]);
    const tile = tileAt(0, shape, [4, 2, 2, 3]);
    expect(offsetInTile(tile, [1, 2])).toBe(8 * (1 + 2 * 2));
    expect(offsetInTile(tileAt(0, shape, [4, 2, 1, 3]), [1, 2])).toBe(-1);
  });
});

interface TileRow {
  data?: Uint8Array;
  gzip?: Uint8Array;
  plain?: Uint8Array;
}

/** A file with an image in tiles, with one column of variable-length bytes for each way a tile may be stored. */
function compressedFile(rows: readonly TileRow[], cards: Record<string, CardValue>): Uint8Array {
  const columns = ['data', 'gzip', 'plain'] as const;
  const heap: Uint8Array[] = [];
  const table = new DataView(new ArrayBuffer(rows.length * 24));
  let used = 0;
  rows.forEach((row, i) => {
    columns.forEach((column, k) => {
      const bytes = row[column] ?? new Uint8Array(0);
      table.setInt32(24 * i + 8 * k, column === 'plain' ? bytes.length / 2 : bytes.length);
      table.setInt32(24 * i + 8 * k + 4, used);
      heap.push(bytes);
      used += bytes.length;
    });
  });
  const header = Header.fromObject({
    XTENSION: 'BINTABLE',
    BITPIX: 8,
    NAXIS: 2,
    NAXIS1: 24,
    NAXIS2: rows.length,
    PCOUNT: used,
    GCOUNT: 1,
    TFIELDS: 3,
    TTYPE1: 'COMPRESSED_DATA',
    TFORM1: '1PB',
    TTYPE2: 'GZIP_COMPRESSED_DATA',
    TFORM2: '1PB',
    TTYPE3: 'UNCOMPRESSED_DATA',
    TFORM3: '1PI',
    ZIMAGE: true,
    ZCMPTYPE: 'RICE_1',
    ZNAME1: 'BLOCKSIZE',
    ZVAL1: 32,
    ZNAME2: 'BYTEPIX',
    ZVAL2: 2,
    EXTNAME: 'SCI',
    ...cards,
  });
  return encodeFits([{ header, data: Uint8Array.from(Buffer.concat([new Uint8Array(table.buffer), ...heap])) }]);
}

function bigEndian16(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * values.length));
  for (let i = 0; i < values.length; i++) view.setInt16(2 * i, values[i]);
  return new Uint8Array(view.buffer);
}

describe('compressed images', () => {
  const image = { ZBITPIX: 16, ZNAXIS: 2, ZNAXIS1: 4, ZNAXIS2: 3, ZTILE1: 4, ZTILE2: 1, BZERO: 32768, OBJECT: 'M13' };
  const tiles = [
    [1, 2, 3, 4],
    [5, 6, 7, 8],
    [9, 10, -5, 12],
  ];
  const rows = tiles.map(values => ({ data: encodeRice(values, 2) }));

  it('are read like any other image, with the header of the image', async () => {
    const file = await openFitsSource(compressedFile(rows, image));
    const hdu = file.hdu('SCI');
    expect([hdu.kind, hdu.bitpix, hdu.shape]).toEqual(['compressed-image', 16, [4, 3]]);
    expect(hdu.header.cards.map(card => card.keyword)).toEqual([
      'XTENSION',
      'BITPIX',
      'NAXIS',
      'NAXIS1',
      'NAXIS2',
      'EXTNAME',
      'BZERO',
      'OBJECT',
    ]);
    expect(hdu.header.get('NAXIS1')).toBe(4);
    expect(hdu.storedHeader.get('NAXIS1')).toBe(24);
    const { pixels, rawMaximum, mask } = await file.readImage(1);
    expect([...pixels]).toEqual(tiles.flat().map(value => value + 32768));
    expect(rawMaximum).toBe(65535);
    expect(mask).toBeUndefined();
  });

  it('may have gzip and uncompressed tiles among the others', async () => {
    const mixed = [{ gzip: gzipSync(bigEndian16(tiles[0])) }, { plain: bigEndian16(tiles[1]) }, rows[2]];
    const { pixels } = await (await openFitsSource(compressedFile(mixed, image))).readImage(1);
    expect([...pixels]).toEqual(tiles.flat().map(value => value + 32768));
  });

  it.each(['GZIP_1', 'GZIP_2', 'NOCOMPRESS'])('are read with %s', async ZCMPTYPE => {
    const shuffled = (bytes: Uint8Array) =>
      Uint8Array.from([...bytes.filter((_, i) => i % 2 === 0), ...bytes.filter((_, i) => i % 2 === 1)]);
    const pack = {
      GZIP_1: gzipSync,
      GZIP_2: (bytes: Uint8Array) => gzipSync(shuffled(bytes)),
      NOCOMPRESS: (bytes: Uint8Array) => bytes,
    }[ZCMPTYPE];
    const packed = tiles.map(values => ({ data: pack?.(bigEndian16(values)) }));
    const { pixels } = await (await openFitsSource(compressedFile(packed, { ...image, ZCMPTYPE }))).readImage(1);
    expect([...pixels]).toEqual(tiles.flat().map(value => value + 32768));
  });

  it('may have more bytes per pixel in their tiles than in the image', async () => {
    const wide = tiles.map(values => ({ data: encodeRice(values, 4) }));
    const { pixels } = await (await openFitsSource(compressedFile(wide, { ...image, ZVAL2: 4 }))).readImage(1);
    expect([...pixels]).toEqual(tiles.flat().map(value => value + 32768));
  });

  it('mark blank pixels as no data', async () => {
    const { pixels, mask } = await (await openFitsSource(compressedFile(rows, { ...image, ZBLANK: -5 }))).readImage(1);
    expect(pixels[10]).toBeNaN();
    expect([...(mask ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, PixelFlag.noData, 0]);
  });

  it.each<[string, readonly TileRow[], Record<string, CardValue>, RegExp]>([
    [
      'a truncated tile',
      [rows[0], rows[1], { data: rows[2].data.subarray(0, 3) }],
      {},
      /HDU 1, tile 3 of 3.*end too early/,
    ],
    ['a missing tile', rows.slice(1), {}, /needs 3 tiles, but the table has 2 rows/],
    ['an empty tile', [rows[0], {}, rows[2]], {}, /tile 2 of 3.*expected 4 numbers of 2 bytes, got 0/],
    ['broken gzip', [{ gzip: Uint8Array.of(1, 2, 3) }, rows[1], rows[2]], {}, /tile 1 of 3.*not valid gzip/],
    [
      'two tiles damaged differently',
      [{ gzip: Uint8Array.of(1, 2, 3) }, { data: rows[1].data.subarray(0, 3) }, rows[2]],
      {},
      /tile [12] of 3/,
    ],
    ['an unknown codec', rows, { ZCMPTYPE: 'ZSTD_22' }, /compression ZSTD_22 is unknown; RICE_1/],
    [
      'an absurd size in one tile',
      rows.slice(0, 1),
      { ZNAXIS1: 20_000, ZNAXIS2: 20_000, ZTILE1: 20_000, ZTILE2: 20_000 },
      /20000 x 20000.*damaged/,
    ],
    ['tiles with a negative size', rows, { ZTILE1: -4 }, /tiles of -4 x 1/],
    ['more rows than fit in the data', rows, { GCOUNT: 0 }, /3 rows of 24 bytes do not fit into 0 bytes/],
    ['columns wider than the rows', rows, { TFORM1: '9PB' }, /columns need 88 bytes, a row has 24/],
    ['a column with an unknown format', rows, { TFORM2: '1?' }, /TFORM2 is '1\?'/],
  ])('with %s are refused', async (_, someRows, cards, message) => {
    const file = await openFitsSource(compressedFile(someRows, { ...image, ...cards }), { path: 'night.fits.fz' });
    await expect(file.readImage(1)).rejects.toThrow(message);
    await expect(file.readImage(1)).rejects.toThrow('night.fits.fz');
  });

  it('with bytes overwritten anywhere are read or refused', async () => {
    const good = compressedFile(rows, image);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2880, max: good.length - 50 }),
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        async (at, noise) => {
          const bytes = Uint8Array.from(good);
          bytes.set(noise, at);
          try {
            const file = await openFitsSource(bytes);
            for (const hdu of file.hdus.slice(1)) await file.readImage(hdu.index);
          } catch (error) {
            expect(error).toBeInstanceOf(PhotometryError);
          }
        },
      ),
      { seed: 8, numRuns: 300 },
    );
  });

  it('whose tile points outside the heap are refused', async () => {
    const bytes = compressedFile(rows, image);
    const file = await openFitsSource(bytes);
    new DataView(bytes.buffer).setInt32(file.hdus[1].dataStart + 4, 1_000_000);
    await expect(file.readImage(1)).rejects.toThrow(/tile 1: COMPRESSED_DATA points to bytes/);
  });

  it('of floating point round-trip to within half a quantum', async () => {
    const values = [1.25, -3.5, 100, 0.01, 7, 7.1, 7.2, 7.3];
    const scale = 0.5;
    const random = ditherNumbers();
    const first = Math.trunc(random[16] * 500); // ZDITHER0 = 17, first tile
    const quantized = values.map((value, i) => Math.round(value / scale + random[first + i] - 0.5));
    const bytes = compressedFile([{ data: encodeRice(quantized, 4) }], {
      ZBITPIX: -32,
      ZNAXIS: 2,
      ZNAXIS1: 8,
      ZNAXIS2: 1,
      ZTILE1: 8,
      ZTILE2: 1,
      ZVAL2: 4,
      ZSCALE: scale,
      ZZERO: 0,
      ZQUANTIZ: 'SUBTRACTIVE_DITHER_1',
      ZDITHER0: 17,
    });
    const { pixels, rawMaximum } = await (await openFitsSource(bytes)).readImage(1, 'float64');
    const worst = Math.max(...values.map((value, i) => Math.abs(pixels[i] - value)));
    expect(worst).toBeLessThanOrEqual(scale / 2 + 1e-6);
    expect(rawMaximum).toBeNaN();
  });

  it('of floating point are NaN where the scale is NaN, also in gzip tiles', async () => {
    const path = fileURLToPath(new URL('../fixtures/compression/nan-scale.fits.gz', import.meta.url));
    const { pixels, mask } = await (await openFitsSource(path)).readImage(1);
    expect([...pixels]).toEqual(new Array(400).fill(Number.NaN));
    expect(mask?.every(flags => flags === PixelFlag.noData)).toBe(true);
  });
});

describeShared('compressed reference images', () => {
  it('agree with the uncompressed image', async () => {
    const read = async (path: string, hdu: number) =>
      (await (await openFitsSource(shared(`data/fits/${path}`))).readImage(hdu, 'float64')).pixels;
    const dithered = await read('compressed/test_rice_dither2_seed42.fits.fz', 1);
    const original = await read('compressed/test_rice_dither2_seed42.fits', 0);
    const worst = dithered.reduce((most, value, i) => Math.max(most, Math.abs(value - original[i])), 0);
    expect(worst).toBeLessThan(0.14); // the quantum is a quarter of the noise, which is 1
  });
});
