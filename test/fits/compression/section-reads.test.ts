import { expect, it } from 'vitest';
import { openFitsSource } from '../../../lib/fits/read/open-fits.js';
import { compressImage } from '../../../lib/fits/write/compress-image.js';
import { encodeFits } from '../../../lib/fits/write/encode-fits.js';

/** A blob that counts the bytes read from it. */
function countingBlob(bytes: Uint8Array) {
  const count = { read: 0 };
  const blob = new Blob([Uint8Array.from(bytes)]);
  const slice = (start: number, end: number) => {
    count.read += end - start;
    return blob.slice(start, end);
  };
  return { blob: { size: blob.size, slice, arrayBuffer: () => blob.arrayBuffer() }, count };
}

it.each([undefined, [50, 50]])('a section reads only the rows of the table and its own tiles (%j)', async tile => {
  const [width, height] = [500, 400];
  const pixels = Int32Array.from({ length: width * height }, (_, i) => Math.imul(i, 2654435761) >> 12);
  const bytes = encodeFits([await compressImage({ pixels, width, height }, { tile })]);
  const { blob, count } = countingBlob(bytes);
  const file = await openFitsSource(blob);
  const section = { x: 120, y: 333, width: 40, height: 3 };
  const before = count.read;
  const part = await file.readImage(1, 'float64', { section });
  expect([...part.pixels.subarray(0, 3)]).toEqual([...pixels.subarray(333 * 500 + 120, 333 * 500 + 123)]);
  const needed = tile === undefined ? 3 * 500 : 2 * 50 * 50;
  const table = 8 * (tile === undefined ? 400 : 80);
  expect(count.read - before).toBeLessThan(table + 4 * needed);
  expect(bytes.length).toBeGreaterThan(500_000);
});
