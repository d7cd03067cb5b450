import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhotometryError } from '../../lib/core/errors.js';
import type { BlobLike } from '../../lib/core/web-types.js';
import type { CardValue } from '../../lib/fits/header/card.js';
import { Header } from '../../lib/fits/header/header.js';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { describeShared, referenceValues, shared } from '../helpers/shared.js';

const PATH = 'night/frame.fits';

function open(bytes: Uint8Array) {
  return openFitsSource(bytes, { path: PATH });
}

/** A file that consists of one header followed by these bytes. */
function fileOf(cards: Record<string, CardValue>, data: Uint8Array = new Uint8Array(0)): Uint8Array {
  return Uint8Array.from([...Header.fromObject(cards).toBytes(), ...data]);
}

const goodFile = encodeFits([
  {
    header: Header.fromObject({ OBJECT: 'M13' }),
    width: 40,
    height: 40,
    pixels: Uint16Array.from({ length: 1600 }, (_, i) => i),
  },
  { header: Header.fromObject({ EXTNAME: 'ERR' }), width: 40, height: 40, pixels: new Float32Array(1600) },
]);

describe('a file that is not FITS', () => {
  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /it is empty/],
    ['text', new TextEncoder().encode('# my notes'), /it begins with '# my notes'/],
    ['a web page', new TextEncoder().encode('\n<!DOCTYPE html><html>'), /a web page/],
    ['zip', Uint8Array.of(0x50, 0x4b, 3, 4), /zip file/],
    ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47), /a picture/],
    ['an extension without a primary HDU', Header.fromObject({ XTENSION: 'IMAGE' }).toBytes(), /without the primary/],
    ['other bytes', Uint8Array.of(0, 255, 7), /<00><FF><07>/],
    ['gzipped text', gzipSync('hello'), /it begins with 'hello'/],
  ])('is refused, and the message says what it is: %s', async (_, bytes, message) => {
    await expect(open(bytes)).rejects.toMatchObject({ code: 'not-fits', message: expect.stringMatching(message) });
    await expect(open(bytes)).rejects.toThrow(PATH);
  });

  it('has its own error for damaged gzip', async () => {
    await expect(open(gzipSync(goodFile).subarray(0, 100))).rejects.toMatchObject({
      code: 'truncated-file',
      message: expect.stringMatching(/night\/frame\.fits.*gzip/),
    });
  });

  it('has its own error for damaged bzip2', async () => {
    await expect(open(new TextEncoder().encode('BZh91AY&SY'))).rejects.toMatchObject({
      code: 'truncated-file',
      message: expect.stringMatching(/night\/frame\.fits.*bzip2/),
    });
  });
});

describe('a header without END', () => {
  const endless = Uint8Array.from(goodFile);
  endless.fill(32, 80 * 7, 2880);

  it('in a truncated file throws an error that names the HDU and the byte', async () => {
    await expect(open(endless.subarray(0, 2880))).rejects.toMatchObject({
      code: 'truncated-file',
      message: expect.stringMatching(/frame\.fits, HDU 0.*byte 0 has no END.*ends at byte 2880/),
    });
  });

  it('is searched only up to a limit', async () => {
    const huge: BlobLike = {
      size: 1e12,
      slice: (start = 0, end = 0) => ({ ...huge, size: end - start, arrayBuffer: async () => header(start, end) }),
      arrayBuffer: async () => new ArrayBuffer(0),
    };
    const header = (start: number, end: number) => {
      const bytes = new Uint8Array(end - start).fill(32);
      if (start === 0) bytes.set(new TextEncoder().encode('SIMPLE  =                    T'));
      return bytes.buffer;
    };
    await expect(openFitsSource(huge)).rejects.toMatchObject({
      code: 'bad-header',
      message: expect.stringMatching(/no END card/),
    });
  });

  it('in an extension throws an error that names the extension', async () => {
    const second = goodFile.length - 2880 - 8640 + 100;
    await expect(open(goodFile.subarray(0, second))).rejects.toThrow(
      /HDU 1: the header that begins at byte \d+ has no END/,
    );
  });
});

describe('absurd structural cards', () => {
  const base = { SIMPLE: true, BITPIX: 16, NAXIS: 2, NAXIS1: 10, NAXIS2: 10 };

  it.each<[string, Record<string, CardValue>, RegExp]>([
    [
      'an invalid BITPIX',
      { ...base, BITPIX: 12 },
      /HDU 0: BITPIX must be one of 8, 16.*it is 12 \(card 2, near byte 80\)/,
    ],
    ['no BITPIX', { SIMPLE: true, NAXIS: 0 }, /BITPIX must be .*absent/],
    ['a negative NAXIS', { ...base, NAXIS: -1 }, /NAXIS must be a whole number from 0 to 999, but it is -1/],
    ['a million axes', { ...base, NAXIS: 1_000_000 }, /NAXIS must be/],
    ['NAXIS as text', { ...base, NAXIS: 'two' }, /NAXIS must be .*it is two/],
    ['a negative size', { ...base, NAXIS2: -5 }, /NAXIS2 must be a whole number, 0 or more, but it is -5/],
    ['a fractional size', { ...base, NAXIS1: 2.5 }, /NAXIS1 must be .* it is 2\.5/],
    ['a missing size', { SIMPLE: true, BITPIX: 8, NAXIS: 2, NAXIS1: 3 }, /NAXIS2 must be .*absent/],
    ['a size beyond 2^53', { ...base, NAXIS1: 10n ** 30n }, /NAXIS1 must be/],
  ])('are refused by card and byte: %s', async (_, cards, message) => {
    await expect(open(fileOf(cards))).rejects.toMatchObject({
      code: 'bad-header',
      message: expect.stringMatching(message),
    });
    await expect(open(fileOf(cards))).rejects.toThrow(PATH);
  });

  it('of an image of 10^12 pixels are refused before any memory is allocated', async () => {
    const file = await open(fileOf({ ...base, NAXIS1: 1e6, NAXIS2: 1e6 }, new Uint8Array(2880)));
    await expect(file.readImage(0)).rejects.toMatchObject({
      code: 'truncated-file',
      message: expect.stringMatching(/1000000 x 1000000.*ends at byte 5760/),
    });
  });

  it('of an image larger than memory are refused although the file is large enough', async () => {
    const header = Header.fromObject({ ...base, BITPIX: 8, NAXIS1: 1e6, NAXIS2: 1e6 }).toBytes();
    const huge: BlobLike = {
      size: 2e12,
      slice: () => ({ ...huge, arrayBuffer: async () => Uint8Array.from(header).buffer }),
      arrayBuffer: async () => new ArrayBuffer(0),
    };
    await expect((await openFitsSource(huge)).readImage(0)).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('with axes beyond 2^53 but zero groups mean no data', async () => {
    const axes = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`NAXIS${i + 1}`, 9e15]));
    const cards = { XTENSION: 'IMAGE', BITPIX: 8, NAXIS: 40, ...axes, PCOUNT: 0, GCOUNT: 0 };
    const file = await open(encodeFits([{ header: Header.fromObject(cards), data: new Uint8Array(0) }]));
    expect(file.hdus[1].dataLength).toBe(0);
    await expect(file.readImage(1)).rejects.toMatchObject({ code: 'truncated-file' });
  });

  it('of an extension with a negative PCOUNT are refused', async () => {
    const extension = Header.fromObject({ XTENSION: 'IMAGE', BITPIX: 8, NAXIS: 1, NAXIS1: 1, PCOUNT: -1, GCOUNT: 1 });
    const bytes = Uint8Array.from([
      ...Header.fromObject({ SIMPLE: true, BITPIX: 8, NAXIS: 0 }).toBytes(),
      ...extension.toBytes(),
    ]);
    await expect(open(bytes)).rejects.toThrow(/HDU 1: PCOUNT must be/);
  });
});

describe('a truncated file', () => {
  it('returns the complete HDUs, and an error for the rest', async () => {
    const file = await open(goodFile.subarray(0, goodFile.length - 4000));
    expect(file.hdus).toHaveLength(2);
    expect((await file.readImage(0)).pixels[1599]).toBe(1599);
    await expect(file.readImage('ERR')).rejects.toMatchObject({
      code: 'truncated-file',
      message: expect.stringMatching(/frame\.fits, HDU 1: the file is cut off.*6400 bytes of data \(40 x 40\)/),
    });
  });

  it('is complete if only the padding at the end is missing', async () => {
    const file = await open(goodFile.subarray(0, goodFile.length - 2000));
    expect((await file.readImage(1)).pixels).toHaveLength(1600);
  });

  it('is read or refused, wherever it ends, and never hangs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: goodFile.length }), async length => {
        try {
          const file = await open(goodFile.subarray(0, length));
          for (const hdu of file.hdus) await file.readImage(hdu.index);
        } catch (error) {
          expect(error).toBeInstanceOf(PhotometryError);
          expect((error as Error).message).toContain(PATH);
        }
      }),
      { seed: 5, numRuns: 100 },
    );
  });

  it('with bytes overwritten anywhere is read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 2880 }),
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        async (at, noise) => {
          const bytes = Uint8Array.from(goodFile);
          bytes.set(noise, at);
          try {
            const file = await open(bytes);
            for (const hdu of file.hdus) await file.readImage(hdu.index);
          } catch (error) {
            expect(error).toBeInstanceOf(PhotometryError);
          }
        },
      ),
      { seed: 6, numRuns: 300 },
    );
  });
});

describe('a request that cannot be met', () => {
  it('for an unknown HDU number or name lists the HDUs of the file', async () => {
    const file = await open(goodFile);
    await expect(file.readImage(7)).rejects.toMatchObject({
      code: 'no-such-hdu',
      message: expect.stringMatching(/has 2 HDUs.*PRIMARY; ERR.*not 7/),
    });
    expect(() => file.hdu('ERRR')).toThrow(/nearest: ERR/);
    expect(() => file.hdu('ERR,2')).toThrow(PhotometryError);
    for (const odd of [null, { index: 1 }, 0.5])
      expect(() => file.hdu(odd as unknown as number)).toThrow(
        /numbered from 0 .*, but not (null|\{ index: 1 \}|0\.5)/,
      );
  });

  it('may be for an HDU whose name has a comma', async () => {
    const named = await open(encodeFits([{}, { name: 'A,B', width: 1, height: 1, pixels: [5] }]));
    expect(named.hdu('a,b').index).toBe(1);
    expect(named.hdu('A,B,1').index).toBe(1);
  });

  it('for an unknown precision is refused', async () => {
    const file = await open(goodFile);
    await expect(file.readImage(0, 'int8' as 'float32')).rejects.toThrow(
      /precision must be 'float32' or 'float64', got "int8"/,
    );
  });

  it('for pixels of an HDU without any is refused', async () => {
    const table = Header.fromObject({
      XTENSION: 'BINTABLE',
      BITPIX: 8,
      NAXIS: 2,
      NAXIS1: 4,
      NAXIS2: 1,
      PCOUNT: 0,
      GCOUNT: 1,
      TFIELDS: 1,
      TFORM1: 'J',
    });
    const file = await open(encodeFits([{}, { header: table, data: new Uint8Array(4) }]));
    await expect(file.readImage(0)).rejects.toThrow(/HDU 0 is not an image: it has no pixels \(NAXIS = 0\)/);
    await expect(file.readImage(1)).rejects.toThrow(/HDU 1 is not an image: it is a binary table/);
    expect(file.hdus[1]).toMatchObject({ kind: 'bintable', dataLength: 4, shape: [4, 1] });
  });
});

describe('data after the last HDU', () => {
  it('are ignored if they are not an extension', async () => {
    const bytes = Uint8Array.from([...goodFile, ...new Uint8Array(2880).fill(7), ...goodFile]);
    expect((await open(bytes)).hdus).toHaveLength(2);
    expect((await open(Uint8Array.from([...goodFile, 1, 2, 3]))).hdus).toHaveLength(2);
  });
});

describe('reading headers', () => {
  /** A blob that counts the bytes requested from it. */
  function watched(bytes: Uint8Array): { blob: BlobLike; reads: [number, number][] } {
    const reads: [number, number][] = [];
    const whole = new Blob([bytes]);
    const blob: BlobLike = {
      size: bytes.length,
      arrayBuffer: () => whole.arrayBuffer(),
      slice: (start = 0, end = bytes.length) => {
        reads.push([start, end]);
        return whole.slice(start, end);
      },
    };
    return { blob, reads };
  }

  it('reads no pixels, however large the images are', async () => {
    const size = 400;
    const image = { width: size, height: size, pixels: new Float32Array(size * size).fill(7) };
    const bytes = encodeFits([{ header: Header.fromObject({ OBJECT: 'A' }), ...image }, image, image]);
    const { blob, reads } = watched(bytes);
    const { hdus } = await openFitsSource(blob);
    expect(hdus.map(hdu => hdu.header.number('NAXIS1'))).toEqual([size, size, size]);
    const read = reads.reduce((sum, [start, end]) => sum + Math.min(end, bytes.length) - start, 0);
    // beyond each header, only what the same small read includes
    expect(read).toBeLessThan(3 * 4 * 2880 + 100);
    expect(bytes.length).toBeGreaterThan(1_900_000);
  });

  it('reads a long header in pieces', async () => {
    const header = Header.fromObject(Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`KEY${i}`, i])));
    const file = await openFitsSource(encodeFits([{ header, width: 1, height: 1, pixels: [1] }]));
    const again = file.hdus[0].header;
    expect(again.number('KEY1999')).toBe(1999);
    expect(again.cards).toHaveLength(2005);
  });

  it('reads only the requested plane of a cube', async () => {
    const bytes = encodeFits([{ width: 100, height: 100, planes: 50, pixels: new Uint8Array(500_000).fill(3) }]);
    const { blob, reads } = watched(bytes);
    const file = await openFitsSource(blob);
    reads.length = 0;
    expect((await file.readImage(0, 'float32', { plane: 49 })).pixels[0]).toBe(3);
    expect(reads).toEqual([[2880 + 490_000, 2880 + 500_000]]);
  });
});

describeShared('damaged real files', () => {
  const { files } = referenceValues<{ files: { file: string; error?: unknown }[] }>('fits');

  it.each(files.filter(({ error }) => error !== undefined).map(({ file }) => file))(
    'that astropy refuses are refused with file, HDU and byte: %s',
    async name => {
      await expect(openFitsSource(shared(`data/${name}`))).rejects.toMatchObject({
        code: expect.stringMatching(/not-fits|truncated-file|bad-header/),
        message: expect.stringMatching(new RegExp(`${name}.*(HDU 0.*byte|begins with)`)),
      });
    },
  );
});
