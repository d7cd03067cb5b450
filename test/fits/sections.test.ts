/** Sections of images: only the bytes of their rows are read. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlobLike } from '../../lib/core/web-types.js';
import { Header } from '../../lib/fits/header/header.js';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { openFits } from '../../lib/fluent/fits-file.js';
import { temporaryFolder } from '../helpers/sample-nights.js';
import { describeShared, shared } from '../helpers/shared.js';

/** A blob that records which of its bytes are requested. */
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

const WIDTH = 30;
const HEIGHT = 20;
const cube = encodeFits([
  {
    header: Header.fromObject({ CRPIX1: 15.5, CRPIX2: 10.5, GAIN: 2 }),
    width: WIDTH,
    height: HEIGHT,
    planes: 3,
    pixels: Int16Array.from({ length: 3 * WIDTH * HEIGHT }, (_, i) => i),
    blank: -1,
  },
]);

describe('a section', () => {
  it('has the same pixels as that part of the whole image', async () => {
    const file = await openFitsSource(cube);
    const rectangle = fc.tuple(fc.nat(WIDTH - 1), fc.nat(HEIGHT - 1), fc.nat(2)).chain(([x, y, plane]) =>
      fc.record({
        x: fc.constant(x),
        y: fc.constant(y),
        plane: fc.constant(plane),
        width: fc.integer({ min: 1, max: WIDTH - x }),
        height: fc.integer({ min: 1, max: HEIGHT - y }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(rectangle, async ({ plane, ...section }) => {
        const part = await file.readImage(0, 'float32', { plane, section });
        expect([part.width, part.height, part.plane]).toEqual([section.width, section.height, plane]);
        const expected = Array.from({ length: section.width * section.height }, (_, i) => {
          const x = section.x + (i % section.width);
          const y = section.y + Math.floor(i / section.width);
          return (plane * HEIGHT + y) * WIDTH + x;
        });
        expect([...part.pixels]).toEqual(expected);
      }),
      { seed: 8 },
    );
  });

  it('reads the bytes of its rows and no others', async () => {
    const { blob, reads } = watched(cube);
    const file = await openFitsSource(blob);
    reads.length = 0;
    await file.readImage(0, 'float32', { plane: 1, section: { x: 3, y: 5, width: 4, height: 6 } });
    const row = 2 * WIDTH;
    expect(reads).toEqual([[2880 + (HEIGHT + 5) * row, 2880 + (HEIGHT + 11) * row]]);
  });

  it('is found with at most one read per header', async () => {
    const image = { width: 100, height: 100, pixels: new Float32Array(10_000) };
    const large = watched(encodeFits([image, image, image, image]));
    expect((await openFitsSource(large.blob)).hdus).toHaveLength(4);
    expect(large.reads.length).toBeLessThanOrEqual(4);
    const tiny = { width: 1, height: 1, pixels: [1] };
    const small = watched(encodeFits([tiny, tiny, tiny, tiny]));
    expect((await openFitsSource(small.blob)).hdus).toHaveLength(4);
    expect(small.reads.length).toBeLessThanOrEqual(3);
  });

  it('that is not inside the image is refused, with the section given', async () => {
    const file = await openFitsSource(cube, { path: 'cube.fits' });
    for (const section of [
      { x: -1, y: 0, width: 2, height: 2 },
      { x: 0, y: 0, width: WIDTH + 1, height: 2 },
      { x: 0, y: 19, width: 1, height: 2 },
      { x: 0.5, y: 0, width: 1, height: 1 },
      { x: 0, y: 0, width: 0, height: 1 },
    ])
      await expect(file.readImage(0, 'float32', { section })).rejects.toThrow(
        /cube\.fits, HDU 0: a section .* inside 30 x 20, got \{ x: /,
      );
  });

  it('is read from a file that is truncated after it', async () => {
    const file = await openFitsSource(cube.subarray(0, 2880 + 2 * WIDTH * 4));
    const section = { x: 0, y: 0, width: WIDTH, height: 4 };
    expect((await file.readImage(0, 'float32', { section })).pixels.at(-1)).toBe(4 * WIDTH - 1);
    await expect(file.readImage(0, 'float32', { section: { ...section, height: 5 } })).rejects.toMatchObject({
      code: 'truncated-file',
    });
  });

  it('keeps its mask and the world coordinates of a frame', async () => {
    const pixels = Float32Array.from({ length: WIDTH * HEIGHT }, (_, i) => (i === 5 * WIDTH + 7 ? Number.NaN : i));
    const header = Header.fromObject({ CRPIX1: 15.5, CRPIX2: 10.5 });
    const file = await openFits(encodeFits([{ header, width: WIDTH, height: HEIGHT, pixels }]));
    const section = { x: 6, y: 4, width: 3, height: 2 };
    const frame = await file.image(0, { section });
    expect([...(frame.mask ?? [])]).toEqual([0, 0, 0, 0, 4, 0]);
    expect([frame.header.number('CRPIX1'), frame.header.number('CRPIX2')]).toEqual([9.5, 6.5]);
    const whole = (await file.image(0)).cutout(6, 4, 3, 2);
    expect([...frame.pixels]).toEqual([...whole.pixels]);
  });
});

describe('an image in a file of several gigabytes', () => {
  const folder = temporaryFolder();

  it('is read at offsets beyond 4 GB', async () => {
    const path = join(folder, 'huge.fits');
    const size = 70_000; // 9.8 GB of 16-bit pixels, almost all of them in a hole of the sparse file
    const header = Header.fromObject({ SIMPLE: true, BITPIX: 16, NAXIS: 2, NAXIS1: size, NAXIS2: size });
    const extension = encodeFits([
      {},
      { header: Header.fromObject({ EXTNAME: 'LAST' }), width: 2, height: 1, pixels: [7, 8] },
    ]);
    const end = 2880 + Math.ceil((2 * size * size) / 2880) * 2880;
    const descriptor = openSync(path, 'w');
    writeSync(descriptor, header.toBytes(), 0, 2880, 0);
    writeSync(descriptor, Uint8Array.of(0x12, 0x34), 0, 2, 2880 + 2 * ((size - 1) * size + 5));
    writeSync(descriptor, extension, 2880, extension.length - 2880, end);
    ftruncateSync(descriptor, end + extension.length - 2880);
    closeSync(descriptor);
    const file = await openFitsSource(path);
    expect(file.hdus.map(({ name }) => name)).toEqual(['PRIMARY', 'LAST']);
    expect([...(await file.readImage('LAST')).pixels]).toEqual([7, 8]);
    const part = await file.readImage(0, 'float32', { section: { x: 4, y: size - 1, width: 3, height: 1 } });
    expect([...part.pixels]).toEqual([0, 0x1234, 0]);
    // more rows than are read at a time
    const section = { x: size - 2, y: 0, width: 2, height: 1200 };
    const tall = await file.readImage(0, 'float32', { section });
    expect(tall.pixels).toHaveLength(2400);
    await expect(file.readImage(0)).rejects.toThrow(/4900000000|70000 x 70000 pixels are more than .*sections/);
    await file.close();
  });
});

describeShared('sections of compressed images', () => {
  it.each(['nom-tam/m13real_rice.fits', 'compressed/m13.fits', 'compressed/test_rice_dither2_seed42.fits.fz'])(
    'are the same as in the whole image: %s',
    async name => {
      const file = await openFitsSource(shared(`data/fits/${name}`));
      const hdu = file.hdus.find(({ kind, shape }) => kind.endsWith('image') && shape.length > 0);
      const index = hdu?.index ?? -1;
      const whole = await file.readImage(index);
      const section = { x: 3, y: 5, width: whole.width - 9, height: 7 };
      const part = await file.readImage(index, 'float32', { section });
      expect([part.width, part.height]).toEqual([section.width, section.height]);
      for (let i = 0; i < part.pixels.length; i++) {
        const at = (section.y + Math.floor(i / section.width)) * whole.width + section.x + (i % section.width);
        if (!Object.is(part.pixels[i], whole.pixels[at])) expect(part.pixels[i]).toBe(whole.pixels[at]);
      }
      await file.close();
    },
  );
});
