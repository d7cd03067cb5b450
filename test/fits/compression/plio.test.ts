import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhotometryError } from '../../../lib/core/errors.js';
import { decodePlio } from '../../../lib/fits/compression/codecs/plio.js';
import { openFitsSource } from '../../../lib/fits/read/open-fits.js';

/** A list in the current form, with a header of seven words. */
function list(...words: readonly number[]): Uint8Array {
  return bigEndian([0, 7, -100, (7 + words.length) % 32768, 0, 0, 0, ...words]);
}

function bigEndian(words: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * words.length));
  for (let i = 0; i < words.length; i++) view.setInt16(2 * i, words[i]);
  return new Uint8Array(view.buffer);
}

const tile = (count: number) => ({ count, size: [count], bitpix: 16, parameters: new Map(), place: 'x, tile 1' });

const [SKIP, SET, UP, DOWN, RUN, LAST, UP_PIXEL, DOWN_PIXEL] = [0, 1, 2, 3, 4, 5, 6, 7].map(code => code << 12);

describe('pixel lists', () => {
  it('hold runs, gaps, steps and single pixels', () => {
    expect([...decodePlio(list(SKIP | 2, UP | 4, RUN | 3, DOWN_PIXEL | 1, UP_PIXEL | 2, LAST | 2), tile(10))]).toEqual([
      0, 0, 5, 5, 5, 4, 6, 0, 6, 0,
    ]);
    expect([...decodePlio(list(SET | 5, 3, DOWN | 1, RUN | 2), tile(2))]).toEqual([3 * 4096 + 4, 3 * 4096 + 4]);
  });

  it('in the older form have their length in the third word', () => {
    expect([...decodePlio(bigEndian([0, 0, 5, UP | 1, RUN | 2]), tile(3))]).toEqual([2, 2, 0]);
  });

  it('hold unsigned 16-bit pixels unchanged, as cfitsio writes them, whatever BZERO is', async () => {
    const path = fileURLToPath(new URL('../../fixtures/compression/plio-uint16.fits.gz', import.meta.url));
    const { width, height, pixels } = await (await openFitsSource(path)).readImage(1, 'float64');
    expect([width, height]).toEqual([40, 30]);
    expect([...pixels]).toEqual(Array.from({ length: 1200 }, (_, i) => 1600 * (i % 40) + Math.floor(i / 40)));
  });

  it('longer than the tile are truncated at its end', () => {
    expect([...decodePlio(list(RUN | 4000, UP_PIXEL | 1), tile(3))]).toEqual([1, 1, 1]);
  });

  it.each([
    ['no header', new Uint8Array(4), /a list of 2 words has no header/],
    ['a length beyond the data', bigEndian([0, 7, -100, 99, 0, 0, 0]), /claims words 7 to 99 of 7/],
    ['a truncated number', list(SET | 1), /ends within a number/],
    ['an undefined word', list(-1), /word 7 of its list is 65535/],
  ])('with %s are refused', (_, bytes, message) => {
    expect(() => decodePlio(bytes, tile(5))).toThrow(message);
  });

  it('of random bytes are read or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
        try {
          expect(decodePlio(bytes, tile(50))).toHaveLength(50);
        } catch (error) {
          expect(error).toBeInstanceOf(PhotometryError);
        }
      }),
      { seed: 14, numRuns: 500 },
    );
  });
});
