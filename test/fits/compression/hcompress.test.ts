import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhotometryError } from '../../../lib/core/errors.js';
import { encodeHcompress } from '../../../lib/fits/compression/codecs/encode-hcompress.js';
import { hTransform, invertHTransform } from '../../../lib/fits/compression/codecs/h-transform.js';
import { decodeHcompress } from '../../../lib/fits/compression/codecs/hcompress.js';
import { openFitsSource } from '../../../lib/fits/read/open-fits.js';

const bytes = new Uint8Array(
  gunzipSync(readFileSync(new URL('../../fixtures/compression/tiles.fits.gz', import.meta.url))),
);
const file = await openFitsSource(bytes);

/** The only tile of an image of the fixture. */
function tileOf(name: string) {
  const hdu = file.hdu(name);
  const view = new DataView(bytes.buffer, bytes.byteOffset + hdu.dataStart);
  const start = hdu.dataStart + hdu.storedHeader.number('NAXIS1') * hdu.storedHeader.number('NAXIS2');
  const packed = bytes.slice(start + view.getInt32(4), start + view.getInt32(4) + view.getInt32(0));
  const [columns, rows] = hdu.shape;
  const form = { count: rows * columns, size: [columns, rows], bitpix: 16, parameters: new Map(), place: 'x, tile 1' };
  return { packed, form };
}

describe('HCOMPRESS tiles', () => {
  const { packed, form } = tileOf('HC_ODD');

  it('truncated anywhere throw an error that names the tile, or lack only the signs at their end', () => {
    expect(decodeHcompress(packed, form)).toHaveLength(19 * 23);
    for (let length = 0; length < packed.length - 8; length += 3)
      expect(() => decodeHcompress(packed.subarray(0, length), form)).toThrow(
        /x, tile 1: the compressed tile is damaged/,
      );
  });

  it('of another size, another kind or with too many bit planes are refused before memory is allocated', () => {
    const changed = (at: number, value: number) => {
      const copy = Uint8Array.from(packed);
      copy[at] = value;
      return copy;
    };
    expect(() => decodeHcompress(changed(5, 99), form)).toThrow('19 x 99 pixels, expected 19 x 23');
    expect(() => decodeHcompress(changed(0, 1), form)).toThrow('it does not begin with DD 99');
    expect(() => decodeHcompress(changed(22, 200), form)).toThrow('it claims 200');
  });

  it('with bytes overwritten are read or refused, and never hang', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 22, max: packed.length - 1 }),
        fc.uint8Array({ minLength: 1, maxLength: 6 }),
        (at, noise) => {
          const copy = Uint8Array.from(packed);
          copy.set(noise.subarray(0, copy.length - at), at);
          try {
            expect(decodeHcompress(copy, form)).toHaveLength(19 * 23);
          } catch (error) {
            expect(error).toBeInstanceOf(PhotometryError);
          }
        },
      ),
      { seed: 12, numRuns: 300 },
    );
  });
});

describe('the H-transform', () => {
  it('is lossless for any size and any numbers', () => {
    const values = fc.oneof(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), fc.integer({ min: -3, max: 9 }));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 13 }),
        fc.array(values, { minLength: 13 * 11, maxLength: 13 * 11 }),
        fc.integer({ min: 1, max: 11 }),
        (rows, numbers, columns) => {
          const pixels = numbers.slice(0, rows * columns);
          const copy = Float64Array.from(pixels);
          hTransform(copy, rows, columns);
          invertHTransform(copy, rows, columns, 0);
          expect([...copy]).toEqual(pixels);
          if (rows < 4 || columns < 4) return;
          const form = { count: pixels.length, size: [columns, rows], bitpix: 32, parameters: new Map(), place: 'x' };
          expect([...decodeHcompress(encodeHcompress(pixels, rows, columns), form)]).toEqual(pixels);
        },
      ),
      { seed: 13, numRuns: 300 },
    );
  });

  it('of a sum alone is a uniform image', () => {
    // the sum of 2^n x 2^n pixels, times 2^n
    const coefficients = new Float64Array(64);
    coefficients[0] = (5 * 64) / 2;
    invertHTransform(coefficients, 8, 8, 0);
    expect(new Set(coefficients)).toEqual(new Set([coefficients[0]]));
  });

  it('of one pixel is that pixel', () => {
    const one = Float64Array.of(-17);
    invertHTransform(one, 1, 1, 0);
    expect([...one]).toEqual([-17]);
  });
});
