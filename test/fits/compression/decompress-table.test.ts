import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhotometryError } from '../../../lib/core/errors.js';
import { decompressTable, isCompressedTable } from '../../../lib/fits/compression/decompress-table.js';
import type { Header } from '../../../lib/fits/header/header.js';
import { openFitsSource } from '../../../lib/fits/read/open-fits.js';
import { encodeFits } from '../../../lib/fits/write/encode-fits.js';
import { describeShared, shared } from '../../helpers/shared.js';
import { type ColumnToPack, packTable } from './table-packer.js';

/** Bytes that rise and fall, `width` per number. */
function numbers(count: number, width: 1 | 2 | 4 | 8, seed: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(count * width));
  for (let i = 0; i < count; i++) {
    const value = 100 + ((i * 7 + seed * 13) % 50);
    if (width === 1) view.setUint8(i, value);
    else if (width === 2) view.setInt16(2 * i, -value);
    else if (width === 4) view.setInt32(4 * i, value * 1000);
    else view.setFloat64(8 * i, value / 3);
  }
  return new Uint8Array(view.buffer);
}

const rows = 23;
const cells = (width: 1 | 2 | 4 | 8, count: (row: number) => number) =>
  Array.from({ length: rows }, (_, row) => numbers(count(row), width, row));

const columns: ColumnToPack[] = [
  { form: '1J', compression: 'RICE_1', width: 4, cells: cells(4, () => 1) },
  { form: '3I', compression: 'RICE_1', width: 2, cells: cells(2, () => 3) },
  { form: '2D', compression: 'GZIP_2', width: 8, cells: cells(8, () => 2) },
  { form: '12A', compression: 'GZIP_1', width: 1, cells: cells(1, () => 12) },
  { form: '1PJ(90)', compression: 'RICE_1', width: 4, cells: cells(4, row => (row * 5) % 91) },
  { form: '1PD(9)', compression: 'GZIP_2', width: 8, cells: cells(8, row => row % 10) },
  { form: '1B', compression: 'RICE_1', width: 1, cells: cells(1, () => 1) },
];

async function unpack(header: Header, data: Uint8Array) {
  const file = await openFitsSource(encodeFits([{ header, data }]), { path: 'stars.fits.fz' });
  return decompressTable(file.bytes, file.hdus[1], 'stars.fits.fz');
}

describe('tables in compressed tiles', () => {
  it.each([1, 10, 23, 100])('of %i rows are decompressed byte for byte', async tileLength => {
    const { header, data, plain } = packTable(columns, tileLength);
    expect((await unpack(header, data)).data).toEqual(plain);
  });

  it('are decompressed with the header of the uncompressed table', async () => {
    const { header, data } = packTable(columns, 10);
    const { header: plain } = await unpack(header.append({ keyword: 'OBSERVER', value: 'Leavitt', comment: '' }), data);
    expect(plain.cards.slice(0, 8).map(card => [card.keyword, card.value])).toEqual([
      ['XTENSION', 'BINTABLE'],
      ['BITPIX', 8],
      ['NAXIS', 2],
      ['NAXIS1', header.get('ZNAXIS1')],
      ['NAXIS2', 23],
      ['PCOUNT', header.get('ZPCOUNT')],
      ['GCOUNT', 1],
      ['TFIELDS', 7],
    ]);
    expect([plain.get('TFORM5'), plain.get('EXTNAME'), plain.get('OBSERVER')]).toEqual(['1PJ(90)', 'STARS', 'Leavitt']);
    expect(plain.cards.filter(card => card.keyword.startsWith('Z'))).toEqual([]);
  });

  it.each<[string, (header: Header) => Header, RegExp]>([
    [
      'as many tiles as the rows need',
      header => header.with('ZNAXIS2', 50),
      /50 rows in tiles of 10 need 5 tiles, not 3/,
    ],
    ['columns that fill the rows', header => header.with('ZFORM1', '2J'), /ZFORMn add up to \d+ bytes per row/],
    ['a size that fits the data', header => header.with('ZNAXIS2', 1e12), /ZNAXIS2 is 1000000000000 for \d+ bytes/],
    [
      'a compression that supports the column type',
      header => header.with('ZCTYP3', 'RICE_1'),
      /column 3 \(D\) is compressed by RICE_1/,
    ],
    ['a known compression', header => header.with('ZCTYP1', 'LZMA_9'), /LZMA_9, which is not supported/],
  ])('without %s are refused', async (_, change, message) => {
    const { header, data } = packTable(columns, 10);
    await expect(unpack(change(header), data)).rejects.toThrow(message);
    await expect(unpack(change(header), data)).rejects.toThrow('stars.fits.fz');
  });

  it('with bytes overwritten anywhere are decompressed or refused', async () => {
    const { header, data, plain } = packTable(columns, 10);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: data.length - 1 }),
        fc.uint8Array({ minLength: 1, maxLength: 9 }),
        async (at, noise) => {
          const bytes = Uint8Array.from(data);
          bytes.set(noise.subarray(0, bytes.length - at), at);
          try {
            expect((await unpack(header, bytes)).data).toHaveLength(plain.length);
          } catch (error) {
            expect(error).toBeInstanceOf(PhotometryError);
          }
        },
      ),
      { seed: 31, numRuns: 200 },
    );
  });
});

describeShared('a table compressed by another library', () => {
  it('holds the letters and numbers that were written to it', async () => {
    const file = await openFitsSource(shared('data/fits/nom-tam/bt12.fits.fz'));
    const hdu = file.hdus[1];
    expect(isCompressedTable(hdu)).toBe(true);
    const { header, data } = await decompressTable(file.bytes, hdu, file.path);
    expect([header.get('NAXIS1'), header.get('NAXIS2'), header.get('TFORM3'), data.length]).toEqual([
      134,
      50,
      '16E',
      6700,
    ]);
    const text = new TextDecoder('latin1').decode(data);
    expect(text.slice(0, 26)).toBe('abcdefghijklmnopqrstuvwxyz');
    const view = new DataView(data.buffer, data.byteOffset);
    for (const row of [0, 1, 2, 49]) {
      const start = 134 * row;
      expect([26, 28, 30].map(at => view.getInt16(start + at))).toEqual([2 * row, 3 * row, 4 * row]);
      expect(view.getFloat32(start + 32)).toBe(row);
      expect(view.getFloat64(start + 96)).toBeCloseTo(3 * Math.sin(row), 14);
    }
  });
});
