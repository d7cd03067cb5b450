/** The fields of a binary table: types, scaling, missing values, text and dates. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Vectors } from '../../lib/table/column/vectors.js';
import { ascii, cells, column, failing, readFile, tableFile } from './table-file.js';

describe('the fields of a binary table', () => {
  it('are numbers of every type', async () => {
    expect(cells(await column('1B', [200]))).toEqual([200]);
    expect(cells(await column('I', [255, 254]))).toEqual([-2]);
    expect(cells(await column('1J', [128, 0, 0, 1]))).toEqual([-(2 ** 31) + 1]);
    expect(cells(await column('1K', [127, 255, 255, 255, 255, 255, 255, 255]))).toEqual([2n ** 63n - 1n]);
    expect(cells(await column('1E', [0x3f, 0x80, 0, 0]))).toEqual([1]);
    expect(cells(await column('1D', [0xc0, 0, 0, 0, 0, 0, 0, 0]))).toEqual([-2]);
    const complex = await column('1C', [0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0]);
    expect(complex.values).toMatchObject({ element: 'complex64', shape: [1] });
    expect(cells(complex)).toEqual([[1, -2]]);
  });

  it('are bits, the highest first, and logicals', async () => {
    expect(cells(await column('11X', [0b10100000, 0b01000000]))).toEqual([[1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0]]);
    expect(cells(await column('1X', [0b10000000]))).toEqual([true]);
    expect(cells(await column('L', ascii('TF\0x'), {}, { rowCount: 4 }))).toEqual([true, false, null, false]);
    expect(cells(await column('3L', ascii('TF\0')))).toEqual([[1, 0, NaN]]);
  });

  it('keep integers where TZERO makes them unsigned or signed bytes', async () => {
    const bytes = await column('B', [0, 128, 255], { TZERO1: -128 }, { rowCount: 3 });
    expect([bytes.kind, cells(bytes)]).toEqual(['int32', [-128, 0, 127]]);
    const words = await column('I', [128, 0, 127, 255], { TZERO1: 32768, TSCAL1: 1 }, { rowCount: 2 });
    expect([words.kind, cells(words)]).toEqual(['int32', [0, 65535]]);
    const longs = await column('J', [128, 0, 0, 0, 127, 255, 255, 255], { TZERO1: 2 ** 31 }, { rowCount: 2 });
    expect([longs.kind, cells(longs)]).toEqual(['float64', [0, 2 ** 32 - 1]]);
    const pair = await column('2I', [128, 0, 127, 255], { TZERO1: 32768 });
    expect(cells(pair)).toEqual([[0, 65535]]);
  });

  it('keep unsigned 64-bit integers exact within the range of a bigint column', async () => {
    const small = [128, 0, 0, 0, 0, 0, 0, 7];
    const exact = await column('K', small, { TZERO1: 2n ** 63n });
    expect([exact.kind, cells(exact)]).toEqual(['int64', [7n]]);
    const rounded15 = await column('K', small, { TZERO1: 9.22337203685478e18, TSCAL1: 1 });
    expect([rounded15.kind, cells(rounded15)]).toEqual(['int64', [7n]]);
    const large = [...small, 127, 255, 255, 255, 255, 255, 255, 255];
    const error = await failing(column('K', large, { TZERO1: 2n ** 63n }, { rowCount: 2 }));
    expect(error.code).toBe('unsupported');
    expect(error.message).toMatch(/18446744073709551615.*largeIntegers: 'float64'/);
    const rounded = await column('K', large, { TZERO1: 2n ** 63n }, { rowCount: 2, largeIntegers: 'float64' });
    expect([rounded.kind, cells(rounded)]).toEqual(['float64', [7, 2 ** 64]]);
  });

  it('are scaled in float64', async () => {
    const scaled = await column('I', [0, 5], { TSCAL1: 0.1, TZERO1: 100 });
    expect([scaled.kind, cells(scaled)]).toEqual(['float64', [5 * 0.1 + 100]]);
    expect(cells(await column('E', [0x3f, 0x80, 0, 0], { TSCAL1: 0.1 }))).toEqual([0.1]);
    expect(cells(await column('1C', [0x3f, 0x80, 0, 0, 0x3f, 0x80, 0, 0], { TSCAL1: 2, TZERO1: 10 }))).toEqual([
      [12, 2],
    ]);
    expect(cells(await column('K', [0, 0, 0, 0, 0, 0, 0, 3], { TSCAL1: 0.5, TNULL1: 4 }))).toEqual([1.5]);
  });

  it('are missing where they equal TNULL', async () => {
    expect(cells(await column('B', [9, 10], { TNULL1: 9 }, { rowCount: 2 }))).toEqual([null, 10]);
    expect(cells(await column('I', [255, 255, 0, 1], { TNULL1: -1 }, { rowCount: 2 }))).toEqual([null, 1]);
    const lowest = [128, 0, 0, 0, 0, 0, 0, 0];
    expect(cells(await column('K', lowest, { TNULL1: -(2n ** 63n) }))).toEqual([null]);
    // TNULL is a stored number: 32768 in the unsigned column
    expect(cells(await column('I', [0, 0, 0, 1], { TNULL1: 0, TZERO1: 32768 }, { rowCount: 2 }))).toEqual([
      null,
      32769,
    ]);
    expect(cells(await column('I', [0, 0, 0, 1], { TNULL1: 0, TSCAL1: 3 }, { rowCount: 2 }))).toEqual([NaN, 3]);
    // vectors have no mask
    const vector = await column('2B', [9, 10], { TNULL1: 9 });
    expect(vector.values).toMatchObject({ element: 'float64' });
    expect(cells(vector)).toEqual([[NaN, 10]]);
    expect((await column('2B', [8, 10], { TNULL1: 9 })).values).toMatchObject({ element: 'uint8' });
    // a TNULL that the type cannot hold, or of floats, has no effect
    expect(cells(await column('B', [9], { TNULL1: 999999 }))).toEqual([9]);
    expect(cells(await column('E', [0x3f, 0x80, 0, 0], { TNULL1: 1 }))).toEqual([1]);
  });

  it('have the shape of TDIM, if it is consistent', async () => {
    const shapeOf = async (dim: string) =>
      ((await column('6B', [1, 2, 3, 4, 5, 6], { TDIM1: dim })).values as Vectors<unknown>).shape;
    expect(await shapeOf('(3,2)')).toEqual([3, 2]);
    expect(await shapeOf('( 2 , 3 )')).toEqual([2, 3]);
    expect(await shapeOf('(2,2)')).toEqual([2, 2]); // the last two bytes are not used
    expect(await shapeOf('(4,2)')).toEqual([6]);
    expect(await shapeOf('nonsense')).toEqual([6]);
    expect(await shapeOf('(0,6)')).toEqual([6]);
  });

  it('are text: trailing blanks and everything after a zero byte are ignored', async () => {
    expect(cells(await column('5A', ascii('ab   cd\0xy  ef \0\0\0\0\0     '), {}, { rowCount: 5 }))).toEqual([
      'ab',
      'cd',
      '  ef',
      '',
      '',
    ]);
    expect(cells(await column('A4', ascii('abcd')))).toEqual(['abcd']);
  });

  it('are several texts, according to TDIM or substring forms', async () => {
    const expected = [['ab', 'c', 'de']];
    expect(cells(await column('6A', ascii('abc de'), { TDIM1: '(2,3)' }))).toEqual(expected);
    expect(cells(await column('6A2', ascii('abc de')))).toEqual(expected);
    expect(cells(await column('6A:SSTR2', ascii('abc de')))).toEqual(expected);
    expect(cells(await column('6A', ascii('abc de'), { TDIM1: '(6)' }))).toEqual(['abc de']);
  });

  it('are read as UTF-8 or Latin-1 if they are not ASCII, as they should be', async () => {
    expect(cells(await column('6A', [0xcf, 0x80, 32, 77, 101, 110]))).toEqual(['π Men']);
    expect(cells(await column('3A', [0xe9, 0x74, 0xe9]))).toEqual(['été']);
  });

  it('are the same text, however many there are and whatever is between them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({ unit: 'binary', maxLength: 6 }).map(text => text.replace(/\0/g, '').trimEnd()),
          { maxLength: 30 },
        ),
        async texts => {
          const encoded = texts.map(text => new TextEncoder().encode(text));
          const width = Math.max(1, ...encoded.map(({ length }) => length));
          const bytes = new Uint8Array(texts.length * width);
          for (const [row, text] of encoded.entries()) bytes.set(text, row * width);
          const file = tableFile({ TTYPE1: 'c', TFORM1: `${width}A` }, bytes, { rowLength: width, rows: texts.length });
          expect(cells((await readFile(file)).stored.get('c')!)).toEqual(texts);
        },
      ),
      { seed: 11, numRuns: 200 },
    );
  });

  it('are dates if TCTYP is UTC and all of them can be parsed', async () => {
    const text = ascii('2025-06-02T04:10:14');
    expect(cells(await column('19A', text, { TCTYP1: 'UTC' }))).toEqual([new Date('2025-06-02T04:10:14Z')]);
    expect(cells(await column('19A', text))).toEqual(['2025-06-02T04:10:14']);
    expect(cells(await column('19A', text, { TCTYP1: 'TDB' }))).toEqual(['2025-06-02T04:10:14']);
    expect(cells(await column('3A', ascii('now'), { TCTYP1: 'UTC' }))).toEqual(['now']);
  });

  it('exist in rows without bytes, unless the number of rows is absurd', async () => {
    const empty = (rows: number, cards: Record<string, string>) =>
      readFile(tableFile(cards, new Uint8Array(0), { rowLength: 0, rows }));
    const table = await empty(3, { TTYPE1: 'a', TFORM1: '0A', TTYPE2: 'b', TFORM2: '0J' });
    expect([table.length, ...[...table.stored.values()].map(cells)]).toEqual([3, ['', '', ''], [[], [], []]]);
    expect((await empty(2, {})).length).toBe(2);
    expect((await empty(1e12, { TTYPE1: 'a', TFORM1: '0A' })).length).toBe(0);
  });

  it('are empty if they have no bytes', async () => {
    const file = tableFile(
      { TTYPE1: 'a', TFORM1: '0D', TTYPE2: 'b', TFORM2: '0A', TTYPE3: 'c', TFORM3: 'B' },
      Uint8Array.of(1, 2),
      {
        rowLength: 1,
        rows: 2,
      },
    );
    const { stored: columns } = await readFile(file);
    expect([...columns.values()].map(cells)).toEqual([
      [[], []],
      ['', ''],
      [1, 2],
    ]);
  });
});
