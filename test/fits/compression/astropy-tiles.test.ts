/**
 * Tiles written by astropy, compared with what astropy and fitsio read from them; see
 * test/fixtures/compression/make-tiles.py.
 */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { planeCount } from '../../../lib/fits/hdu/hdu.js';
import { openFitsSource } from '../../../lib/fits/read/open-fits.js';

const path = fileURLToPath(new URL('../../fixtures/compression/tiles.fits.gz', import.meta.url));
const file = await openFitsSource(path);
const images = file.hdus.filter(hdu => hdu.kind === 'compressed-image');

async function cube(hdu: number): Promise<number[]> {
  const pixels: number[] = [];
  for (let plane = 0; plane < planeCount(file.hdus[hdu]); plane++)
    pixels.push(...(await file.readImage(hdu, 'float64', { plane })).pixels);
  return pixels;
}

describe('tiles written by astropy', () => {
  it('cover every compression', () => {
    const names = images.map(hdu => hdu.storedHeader.text('ZCMPTYPE'));
    expect(names).toHaveLength(17);
    expect(new Set(names)).toEqual(new Set(['HCOMPRESS_1', 'PLIO_1', 'RICE_1', 'GZIP_2']));
  });

  it.each(images.map(({ name, index }) => [name, index] as const))('%s is read bit for bit', async (_, index) => {
    const expected = await cube(index + 1);
    expect(expected.length).toBeGreaterThan(300);
    expect(await cube(index)).toEqual(expected);
  });

  it.each(images.map(({ name, index }) => [name, index] as const))(
    '%s is read in sections, without reading other tiles',
    async (_, index) => {
      const whole = await file.readImage(index, 'float64');
      for (const section of [
        { x: 3, y: 2, width: 9, height: 7 },
        { x: 0, y: 5, width: whole.width, height: 1 },
        { x: whole.width - 1, y: 0, width: 1, height: whole.height },
      ]) {
        const part = await file.readImage(index, 'float64', { section });
        expect([part.width, part.height]).toEqual([section.width, section.height]);
        const expected = Array.from(
          { length: section.width * section.height },
          (__, i) =>
            whole.pixels[(section.y + Math.floor(i / section.width)) * whole.width + section.x + (i % section.width)],
        );
        expect([...part.pixels]).toEqual(expected);
      }
    },
  );
});
