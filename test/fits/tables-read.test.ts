/** What the fields of FITS tables mean: types, scaling, missing values, text, variable-length arrays, parts of tables. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PhotometryError } from '../../lib/core/errors.js';
import type { CardValue } from '../../lib/fits/card.js';
import { encodeFits } from '../../lib/fits/encode-fits.js';
import { Header } from '../../lib/fits/header.js';
import { openFitsSource } from '../../lib/fits/open-fits.js';
import { readHdus } from '../../lib/fits/read-hdus.js';
import { fortranNumber } from '../../lib/fits/tables/ascii-columns.js';
import { displayOf, printfOf } from '../../lib/fits/tables/display-format.js';
import { encodeTable } from '../../lib/fits/tables/encode-table.js';
import { fitsTableFormat } from '../../lib/fits/tables/fits-table-format.js';
import { type ReadTableHduOptions, readTableHdu } from '../../lib/fits/tables/read-table-hdu.js';
import { tableOfFile } from '../../lib/fits/tables/table-of-file.js';
import { bytesSource } from '../../lib/platform/byte-sources.js';
import type { ByteSource } from '../../lib/platform/types.js';
import { Lists } from '../../lib/table/lists.js';
import { type StoredColumn, stored, valueAt } from '../../lib/table/stored-column.js';
import type { TableData } from '../../lib/table/table-data.js';
import { Vectors } from '../../lib/table/vectors.js';
import { describeShared, shared } from '../helpers/shared.js';

/** A file with one table: the bytes of its rows and heap, and its cards beside the structural ones. */
function tableFile(
  cards: Record<string, CardValue>,
  data: Uint8Array,
  {
    rowLength = 0,
    rows = 1,
    heap = 0,
    kind = 'BINTABLE',
  }: { rowLength?: number; rows?: number; heap?: number; kind?: string },
): Uint8Array {
  const fields = Object.keys(cards).filter(keyword => keyword.startsWith('TFORM')).length;
  const structure = { XTENSION: kind, BITPIX: 8, NAXIS: 2, NAXIS1: rowLength, NAXIS2: rows, PCOUNT: heap, GCOUNT: 1 };
  return encodeFits([{ header: Header.fromObject({ ...structure, TFIELDS: fields, ...cards }), data }]);
}

async function readFile(bytes: Uint8Array, options?: ReadTableHduOptions, source?: ByteSource): Promise<TableData> {
  const hdus = await readHdus(bytesSource(bytes, 'a.fits'), bytes, 'a.fits');
  return readTableHdu(source ?? bytesSource(bytes, 'a.fits'), hdus[1], 'a.fits', options);
}

/** A table of one column of one row for every `rowLength` bytes. */
async function column(
  form: string,
  bytes: readonly number[],
  cards: Record<string, CardValue> = {},
  options: ReadTableHduOptions & { rows1?: number } = {},
): Promise<StoredColumn> {
  const { rows1: rows = 1, ...read } = options;
  const file = tableFile({ TTYPE1: 'c', TFORM1: form, ...cards }, Uint8Array.from(bytes), {
    rowLength: bytes.length / rows,
    rows,
  });
  return (await readFile(file, read)).stored.get('c')!;
}

function cells({ kind, values, valid }: StoredColumn): unknown[] {
  const plain = { kind, values, valid } as StoredColumn;
  return Array.from({ length: values.length }, (_, row) => {
    const value = valueAt(plain, row);
    return ArrayBuffer.isView(value) ? [...(value as unknown as Iterable<unknown>)] : value;
  });
}

const ascii = (text: string): number[] => [...text].map(letter => letter.charCodeAt(0));
const tableWith = (name: string, one: StoredColumn, extname: string): TableData => ({
  stored: new Map([[name, one]]),
  length: one.values.length,
  meta: { name: extname },
  provenance: [],
});
const failing = (work: Promise<unknown>): Promise<PhotometryError> =>
  work.then(
    () => {
      throw new Error('no error came');
    },
    (error: unknown) => {
      expect(error).toBeInstanceOf(PhotometryError);
      return error as PhotometryError;
    },
  );

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
    expect(cells(await column('L', ascii('TF\0x'), {}, { rows1: 4 }))).toEqual([true, false, null, false]);
    expect(cells(await column('3L', ascii('TF\0')))).toEqual([[1, 0, NaN]]);
  });

  it('keep integers where TZERO makes them unsigned or signed bytes', async () => {
    const bytes = await column('B', [0, 128, 255], { TZERO1: -128 }, { rows1: 3 });
    expect([bytes.kind, cells(bytes)]).toEqual(['int32', [-128, 0, 127]]);
    const words = await column('I', [128, 0, 127, 255], { TZERO1: 32768, TSCAL1: 1 }, { rows1: 2 });
    expect([words.kind, cells(words)]).toEqual(['int32', [0, 65535]]);
    const longs = await column('J', [128, 0, 0, 0, 127, 255, 255, 255], { TZERO1: 2 ** 31 }, { rows1: 2 });
    expect([longs.kind, cells(longs)]).toEqual(['float64', [0, 2 ** 32 - 1]]);
    const pair = await column('2I', [128, 0, 127, 255], { TZERO1: 32768 });
    expect(cells(pair)).toEqual([[0, 65535]]);
  });

  it('keep unsigned 64-bit integers exact as far as a bigint column holds them', async () => {
    const small = [128, 0, 0, 0, 0, 0, 0, 7];
    const exact = await column('K', small, { TZERO1: 2n ** 63n });
    expect([exact.kind, cells(exact)]).toEqual(['int64', [7n]]);
    const large = [...small, 127, 255, 255, 255, 255, 255, 255, 255];
    const error = await failing(column('K', large, { TZERO1: 2n ** 63n }, { rows1: 2 }));
    expect(error.code).toBe('unsupported');
    expect(error.message).toMatch(/18446744073709551615.*largeIntegers: 'float64'/);
    const rounded = await column('K', large, { TZERO1: 2n ** 63n }, { rows1: 2, largeIntegers: 'float64' });
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
    expect(cells(await column('B', [9, 10], { TNULL1: 9 }, { rows1: 2 }))).toEqual([null, 10]);
    expect(cells(await column('I', [255, 255, 0, 1], { TNULL1: -1 }, { rows1: 2 }))).toEqual([null, 1]);
    const lowest = [128, 0, 0, 0, 0, 0, 0, 0];
    expect(cells(await column('K', lowest, { TNULL1: -(2n ** 63n) }))).toEqual([null]);
    // TNULL is the stored number: 32768 in the unsigned column
    expect(cells(await column('I', [0, 0, 0, 1], { TNULL1: 0, TZERO1: 32768 }, { rows1: 2 }))).toEqual([null, 32769]);
    expect(cells(await column('I', [0, 0, 0, 1], { TNULL1: 0, TSCAL1: 3 }, { rows1: 2 }))).toEqual([NaN, 3]);
    // inside a vector there is no mask
    const vector = await column('2B', [9, 10], { TNULL1: 9 });
    expect(vector.values).toMatchObject({ element: 'float64' });
    expect(cells(vector)).toEqual([[NaN, 10]]);
    expect((await column('2B', [8, 10], { TNULL1: 9 })).values).toMatchObject({ element: 'uint8' });
    // a TNULL that the type cannot hold, or on floats, means nothing
    expect(cells(await column('B', [9], { TNULL1: 999999 }))).toEqual([9]);
    expect(cells(await column('E', [0x3f, 0x80, 0, 0], { TNULL1: 1 }))).toEqual([1]);
  });

  it('have the shape of TDIM, where it is true', async () => {
    const shapeOf = async (dim: string) =>
      ((await column('6B', [1, 2, 3, 4, 5, 6], { TDIM1: dim })).values as Vectors<unknown>).shape;
    expect(await shapeOf('(3,2)')).toEqual([3, 2]);
    expect(await shapeOf('( 2 , 3 )')).toEqual([2, 3]);
    expect(await shapeOf('(2,2)')).toEqual([2, 2]); // the last two bytes are not used
    expect(await shapeOf('(4,2)')).toEqual([6]);
    expect(await shapeOf('nonsense')).toEqual([6]);
    expect(await shapeOf('(0,6)')).toEqual([6]);
  });

  it('are text: trailing blanks and what follows a zero byte do not count', async () => {
    expect(cells(await column('5A', ascii('ab   cd\0xy  ef \0\0\0\0\0     '), {}, { rows1: 5 }))).toEqual([
      'ab',
      'cd',
      '  ef',
      '',
      '',
    ]);
    expect(cells(await column('A4', ascii('abcd')))).toEqual(['abcd']);
  });

  it('are several texts, by TDIM or by the forms of substrings', async () => {
    const expected = [['ab', 'c', 'de']];
    expect(cells(await column('6A', ascii('abc de'), { TDIM1: '(2,3)' }))).toEqual(expected);
    expect(cells(await column('6A2', ascii('abc de')))).toEqual(expected);
    expect(cells(await column('6A:SSTR2', ascii('abc de')))).toEqual(expected);
    expect(cells(await column('6A', ascii('abc de'), { TDIM1: '(6)' }))).toEqual(['abc de']);
  });

  it('are read as UTF-8 or Latin-1 where they are not ASCII, though they should be', async () => {
    expect(cells(await column('6A', [0xcf, 0x80, 32, 77, 101, 110]))).toEqual(['π Men']);
    expect(cells(await column('3A', [0xe9, 0x74, 0xe9]))).toEqual(['été']);
  });

  it('are the same text, however many they are and whatever stands between', async () => {
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

  it('are dates where TCTYP says UTC and all of them can be read', async () => {
    const text = ascii('2025-06-02T04:10:14');
    expect(cells(await column('19A', text, { TCTYP1: 'UTC' }))).toEqual([new Date('2025-06-02T04:10:14Z')]);
    expect(cells(await column('19A', text))).toEqual(['2025-06-02T04:10:14']);
    expect(cells(await column('19A', text, { TCTYP1: 'TDB' }))).toEqual(['2025-06-02T04:10:14']);
    expect(cells(await column('3A', ascii('now'), { TCTYP1: 'UTC' }))).toEqual(['now']);
  });

  it('are empty where they have no bytes', async () => {
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

describe('variable-length arrays', () => {
  /** Two rows of descriptors, then the heap. */
  const arrays = (
    form: string,
    descriptors: readonly number[],
    heap: readonly number[],
    cards: Record<string, CardValue> = {},
  ) => {
    const rows = Int32Array.from(descriptors);
    const bytes = new Uint8Array(4 * rows.length + heap.length);
    const view = new DataView(bytes.buffer);
    for (const [i, value] of rows.entries()) view.setInt32(4 * i, value);
    bytes.set(heap, 4 * rows.length);
    const rowLength = form.includes('Q') ? 16 : 8;
    return tableFile({ TTYPE1: 'c', TFORM1: form, ...cards }, bytes, {
      rowLength,
      rows: (4 * rows.length) / rowLength,
      heap: heap.length,
    });
  };
  const read = async (file: Uint8Array) => (await readFile(file)).stored.get('c')!;

  it('are lists, whatever order the heap has', async () => {
    const lists = await read(arrays('PI(3)', [1, 4, 2, 0], [0, 1, 0, 2, 0, 3]));
    expect([lists.kind, cells(lists)]).toEqual(['list', [[3], [1, 2]]]);
    expect(cells(await read(arrays('1QB', [0, 2, 0, 1, 0, 0, 0, 9], [7, 8, 9])))).toEqual([[8, 9], []]);
    expect(cells(await read(arrays('PX(10)', [10, 0], [0b10000000, 0b01000000])))).toEqual([
      [1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    ]);
  });

  it('are scaled and have missing elements as columns do', async () => {
    expect(cells(await read(arrays('PB', [2, 0], [9, 10], { TNULL1: 9 })))).toEqual([[NaN, 10]]);
    expect(cells(await read(arrays('PB', [2, 0], [9, 10], { TZERO1: -128 })))).toEqual([[-119, -118]]);
    expect(cells(await read(arrays('PL', [3, 0], ascii('T\0F'))))).toEqual([[1, NaN, 0]]);
  });

  it('of letters are text', async () => {
    const texts = await read(arrays('PA(5)', [2, 0, 3, 2], ascii('abcd ')));
    expect([texts.kind, cells(texts)]).toEqual(['string', ['ab', 'cd']]);
  });

  it('begin at THEAP', async () => {
    const data = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 0, 99, 99, 7);
    const file = tableFile({ TTYPE1: 'c', TFORM1: 'PB(1)', THEAP: 10 }, data, { rowLength: 8, rows: 1, heap: 3 });
    expect(cells((await readFile(file)).stored.get('c')!)).toEqual([[7]]);
  });

  it('that point outside the heap are refused by row and column', async () => {
    for (const descriptor of [
      [4, 0],
      [1, 3],
      [-1, 0],
      [1, -1],
      [2 ** 31 - 1, 0],
    ]) {
      const error = await failing(read(arrays('PB', [1, 0, ...descriptor], [1, 2, 3])));
      expect(error.code).toBe('bad-table');
      expect(error.message).toMatch(/HDU 1, row 1, column 'c': it points to .* of the heap, which has 3 bytes/);
    }
    const huge = await failing(read(arrays('QB', [2 ** 30, 0, 0, 0], [1, 2, 3])));
    expect(huge.code).toBe('bad-table');
  });

  it('may share the heap, but not so that a small file claims a large memory', async () => {
    const rows = 20_000;
    const heap = new Array<number>(10_000).fill(1);
    const shared = arrays(
      'PB',
      new Array(2 * 10).fill(0).flatMap((_, i) => (i % 2 === 0 ? [3] : [0])),
      [1, 2, 3],
    );
    expect(cells(await read(shared))).toEqual(new Array(10).fill([1, 2, 3]));
    const bomb = arrays(
      'PB',
      Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 0 ? heap.length : 0)),
      heap,
    );
    expect((await failing(read(bomb))).message).toMatch(/many times the heap/);
  });
});

describe('an ASCII table', () => {
  const lines = (rows: readonly string[], cards: Record<string, CardValue>) =>
    tableFile(cards, Uint8Array.from(ascii(rows.join(''))), {
      rowLength: rows[0].length,
      rows: rows.length,
      kind: 'TABLE',
    });

  it('has whole numbers, numbers and text in their places', async () => {
    const file = lines(['  1 1.50D0 ab', ' -2-25.+1  cd'], {
      TTYPE1: 'i',
      TFORM1: 'I3',
      TBCOL1: 1,
      TTYPE2: 'x',
      TFORM2: 'D7.2',
      TBCOL2: 4,
      TTYPE3: 's',
      TFORM3: 'A2',
      TBCOL3: 12,
    });
    const { stored: columns } = await readFile(file);
    expect([...columns.values()].map(cells)).toEqual([
      [1, -2],
      [1.5, -250],
      ['ab', 'cd'],
    ]);
    expect([...columns.values()].map(({ kind }) => kind)).toEqual(['int32', 'float64', 'string']);
  });

  it('reads a blank number as 0, and TNULL and asterisks as missing', async () => {
    const cards = { TTYPE1: 'c', TFORM1: 'I4', TBCOL1: 1, TNULL1: 'none' };
    expect(cells((await readFile(lines(['  42', '    ', 'none', '****'], cards))).stored.get('c')!)).toEqual([
      42,
      0,
      null,
      null,
    ]);
    const blank = lines(['  42', '    '], { TTYPE1: 'c', TFORM1: 'F4.0', TBCOL1: 1, TNULL1: '' });
    expect(cells((await readFile(blank)).stored.get('c')!)).toEqual([42, NaN]);
    const text = lines(['ab', '- '], { TTYPE1: 'c', TFORM1: 'A2', TBCOL1: 1, TNULL1: '-' });
    expect(cells((await readFile(text)).stored.get('c')!)).toEqual(['ab', null]);
  });

  it('keeps whole numbers exact: beyond 32 bits as float64, in long fields as bigints', async () => {
    const wide = (await readFile(lines([' 4294967295'], { TTYPE1: 'c', TFORM1: 'I11', TBCOL1: 1 }))).stored.get('c')!;
    expect([wide.kind, cells(wide)]).toEqual(['float64', [4294967295]]);
    const long = lines([' 9223372036854775807'], { TTYPE1: 'c', TFORM1: 'I20', TBCOL1: 1 });
    expect(cells((await readFile(long)).stored.get('c')!)).toEqual([2n ** 63n - 1n]);
    const beyond = lines([' 9223372036854775808'], { TTYPE1: 'c', TFORM1: 'I20', TBCOL1: 1 });
    expect((await failing(readFile(beyond))).message).toMatch(/9223372036854775808 is beyond 64-bit/);
  });

  it('says where something stands that is no number', async () => {
    const error = await failing(readFile(lines(['1.5', 'a.b'], { TTYPE1: 'c', TFORM1: 'F3.1', TBCOL1: 1 })));
    expect(error.code).toBe('bad-table');
    expect(error.message).toMatch(
      /a\.fits, HDU 1, row 1, column 'c': a number was expected, but 'a\.b' stands there \(byte 5763 /,
    );
  });

  it('refuses columns that do not fit into its rows', async () => {
    const error = await failing(readFile(lines(['1.5'], { TTYPE1: 'c', TFORM1: 'F3.1', TBCOL1: 2 })));
    expect(error.code).toBe('bad-header');
    expect(error.message).toMatch(/TBCOL1 puts column 'c', 3 characters, at character 2 of rows of 3/);
    expect((await failing(readFile(lines(['1.5'], { TFORM1: '1E', TBCOL1: 1 })))).message).toMatch(
      /TFORM1 must be the TFORM of an ASCII/,
    );
  });

  it('reads numbers as Fortran does', () => {
    expect(fortranNumber('1.5E3', 2)).toBe(1500);
    expect(fortranNumber('-1.5d-3', 2)).toBe(-0.0015);
    expect(fortranNumber('1.5+3', 2)).toBe(1500);
    expect(fortranNumber('1234', 2)).toBe(12.34);
    expect(fortranNumber('1234E1', 2)).toBe(123.4);
    expect(fortranNumber('.5', 0)).toBe(0.5);
    expect(fortranNumber('NaN', 0)).toBe(NaN);
    expect(fortranNumber('-Infinity', 0)).toBe(-Infinity);
    for (const text of ['1.5.2', '1 5', 'e5', '+', '0x10', '1e', '--1']) expect(fortranNumber(text, 0)).toBe(null);
  });
});

describe('what a header says of columns', () => {
  it('gives names to those without one, and other names to those of one name', async () => {
    const file = tableFile(
      { TFORM1: 'B', TTYPE2: 'x', TFORM2: 'B', TTYPE3: 'x', TFORM3: 'B', TTYPE4: 'x ', TFORM4: 'B' },
      Uint8Array.of(1, 2, 3, 4),
      { rowLength: 4 },
    );
    expect([...(await readFile(file)).stored.keys()]).toEqual(['col1', 'x', 'x_2', 'x_3']);
  });

  it('describes them by TCOMM, or by the comment of TTYPE where it says something', async () => {
    const describe = async (cards: readonly [string, CardValue, string][]) => {
      const file = tableFile({ TFORM1: 'B' }, Uint8Array.of(1), { rowLength: 1 });
      const [, hdu] = await readHdus(bytesSource(file, 'a'), file, 'a');
      const header = cards.reduce((all, card) => all.with(...card), hdu.header);
      const table = await readTableHdu(bytesSource(file, 'a'), { ...hdu, header }, 'a');
      return [...table.stored.values()][0].description;
    };
    expect(await describe([['TTYPE1', 'c', 'label for field   1']])).toBe('');
    expect(await describe([['TTYPE1', 'c', 'name of field 1']])).toBe('');
    expect(await describe([['TTYPE1', 'c', 'column title: time']])).toBe('column title: time');
    expect(
      await describe([
        ['TTYPE1', 'c', 'time'],
        ['TCOMM1', 'mid-exposure', ''],
      ]),
    ).toBe('mid-exposure');
  });

  it('leaves cards of columns and structure out of meta, and what astropy serialized', async () => {
    const file = tableFile({ TFORM1: 'B', TTYPE1: 'c', TLMIN1: 3, EXTNAME: 'S', OBJECT: 'M 13' }, Uint8Array.of(1), {
      rowLength: 1,
    });
    const [, hdu] = await readHdus(bytesSource(file, 'a'), file, 'a');
    const header = [
      'mine',
      '--BEGIN-ASTROPY-SERIALIZED-COLUMNS--',
      'datatype:',
      '--END-ASTROPY-SERIALIZED-COLUMNS--',
      'too',
    ].reduce((all, line) => all.with('COMMENT', line), hdu.header);
    const { meta } = await readTableHdu(bytesSource(file, 'a'), { ...hdu, header }, 'a');
    expect(meta).toEqual({ name: 'S', OBJECT: 'M 13', comments: ['mine', 'too'] });
  });

  it('has formats both ways', () => {
    for (const [display, printf] of [
      ['F9.5', '%9.5f'],
      ['I10', '%10d'],
      ['I5.3', '%5.3d'],
      ['E14.7', '%14.7e'],
      ['G12.4', '%12.4g'],
      ['A8', '%8s'],
      ['Z8', '%8X'],
    ]) {
      expect(printfOf(display)).toBe(printf);
      expect(displayOf(printf)).toBe(display);
    }
    expect([printfOf('D14.7'), printfOf('EN10.3'), printfOf('L1'), printfOf('B16.16'), printfOf('%5d')]).toEqual([
      '%14.7e',
      '%10.3e',
      '',
      '',
      '',
    ]);
    expect([displayOf('%.3f'), displayOf('%d'), displayOf('%s'), displayOf('{:.2f}'), displayOf('')]).toEqual([
      'F15.3',
      'I11',
      '',
      '',
      '',
    ]);
  });
});

describe('a part of a table', () => {
  const rows = 500;
  const table: TableData = {
    stored: new Map<string, StoredColumn>([
      [
        'i',
        stored(
          'int32',
          Int32Array.from({ length: rows }, (_, i) => i),
        ),
      ],
      [
        's',
        stored(
          'string',
          Array.from({ length: rows }, (_, i) => `star ${i}`),
        ),
      ],
      [
        'l',
        stored(
          'list',
          new Lists<unknown>(
            Float64Array.from({ length: 2 * rows }, (_, i) => i),
            Float64Array.from({ length: rows + 1 }, (_, i) => 2 * i),
          ),
        ),
      ],
      ['wide', stored('vector', new Vectors<unknown>(new Float32Array(rows * 20_000), 20_000))],
    ]),
    length: rows,
    meta: {},
    provenance: [],
  };
  const bytes = encodeFits([encodeTable(table)]);

  /** A source that counts the bytes asked for. */
  function counting(): { source: ByteSource; read: () => number } {
    let count = 0;
    const plain = bytesSource(bytes, 'a.fits');
    const source: ByteSource = {
      ...plain,
      read: (start, end) => {
        count += Math.max(0, Math.min(end, bytes.length) - start);
        return plain.read(start, end);
      },
    };
    return { source, read: () => count };
  }

  it('is the rows asked for, and nothing else is read', async () => {
    const { source, read } = counting();
    const part = await readFile(bytes, { rows: [400, 403] }, source);
    expect(part.length).toBe(3);
    expect(cells(part.stored.get('i')!)).toEqual([400, 401, 402]);
    expect(cells(part.stored.get('s')!)).toEqual(['star 400', 'star 401', 'star 402']);
    expect(cells(part.stored.get('l')!)).toEqual([
      [800, 801],
      [802, 803],
      [804, 805],
    ]);
    expect(read()).toBe(3 * (4 + 8 + 8 + 80_000) + 3 * 16);
  });

  it('is the columns asked for, in that order; of long rows nothing else is read', async () => {
    const { source, read } = counting();
    const part = await readFile(bytes, { columns: ['s', 'i'] }, source);
    expect([...part.stored.keys()]).toEqual(['s', 'i']);
    expect(cells(part.stored.get('s')!)[499]).toBe('star 499');
    expect(cells(part.stored.get('i')!)[499]).toBe(499);
    expect(read()).toBe(rows * 12);
  });

  it('ends with the table, and may be empty', async () => {
    expect((await readFile(bytes, { rows: [499, 600], columns: ['i'] })).length).toBe(1);
    expect((await readFile(bytes, { rows: [600, 700] })).length).toBe(0);
    expect(await readFile(bytes, { columns: [] })).toMatchObject({ length: rows });
    expect((await failing(readFile(bytes, { rows: [3, 2] }))).code).toBe('bad-argument');
    expect((await failing(readFile(bytes, { columns: ['I'] }))).message).toMatch(/No column 'I'/);
  });

  it('can be read from a file that is cut off behind it', async () => {
    const cut = bytes.subarray(0, 5760 + 10 * 80_020 + 5);
    const error = await failing(readFile(cut));
    expect(error.code).toBe('truncated-file');
    expect(error.message).toMatch(/Read the 10 rows that are there with \{ rows: \[0, 10\] \}/);
    const part = await readFile(cut, { rows: [0, 10], columns: ['i', 's'] });
    expect(cells(part.stored.get('i')!)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const arrays = await failing(readFile(cut, { rows: [0, 10], columns: ['l'] }));
    expect(arrays.message).toMatch(/variable-length arrays end at byte/);
  });
});

describe('a table whose header lies', () => {
  const read = (cards: Record<string, CardValue>) =>
    failing(readFile(tableFile({ TFORM1: '1D', ...cards }, new Uint8Array(80), { rowLength: 8, rows: 10 })));

  it('is refused before memory is set aside', async () => {
    expect((await read({ NAXIS2: 1e12 })).code).toBe('truncated-file');
    expect((await read({ NAXIS1: 4 })).message).toMatch(/NAXIS1 says that a row has 4 bytes, but the columns need 8/);
    expect((await read({ TFORM1: '99999999999999999999D' })).message).toMatch(/the columns need 80{20}/);
    expect((await read({ TFIELDS: 1000 })).message).toMatch(
      /TFIELDS must be a number of columns from 0 to 999, but is 1000/,
    );
    expect((await read({ TFIELDS: -1 })).code).toBe('bad-header');
    expect((await read({ TFIELDS: 2 })).message).toMatch(
      /TFORM2 must be the TFORM of a binary table.* but it is absent/,
    );
    expect((await read({ TFORM1: 'W7' })).message).toMatch(/TFORM1 must be .* but is 'W7'/);
    expect((await read({ TFORM1: '2PE' })).code).toBe('bad-header');
    expect((await read({ THEAP: 3 })).message).toMatch(/THEAP is 3, but the rows reach to byte 80/);
  });

  it('has no rows where they have no bytes', async () => {
    const file = tableFile({ TFORM1: '0D', TTYPE1: 'c' }, new Uint8Array(0), { rowLength: 0, rows: 1e12 });
    expect((await readFile(file)).length).toBe(0);
  });

  it('either is read or refused with our error, whatever byte is changed or cut off', async () => {
    const every = encodeFits([
      encodeTable({
        stored: new Map<string, StoredColumn>([
          ['a', stored('float64', Float64Array.of(1, 2, 3))],
          ['b', stored('int32', Int32Array.of(1, 2, 3), Uint8Array.of(1, 0, 1))],
          ['c', stored('string', ['x', 'yy', 'zzz'])],
          ['d', stored('list', new Lists<unknown>(Int32Array.of(1, 2, 3), [0, 1, 2, 3]))],
          ['e', stored('vector', new Vectors<unknown>(new Float32Array(18), 6, { shape: [3, 2] }))],
        ]),
        length: 3,
        meta: {},
        provenance: [],
      }),
    ]);
    const change = fc.record({
      at: fc.oneof(fc.nat(every.length - 1), fc.integer({ min: 2880, max: 2880 + 80 * 30 })),
      byte: fc.oneof(fc.constantFrom(...ascii("0123456789 -.'PQJDAXE()")), fc.nat(255)),
    });
    const outcomes = { read: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.option(fc.nat(every.length)),
        async (changes, cut) => {
          const bytes = every.slice(0, cut ?? every.length);
          for (const { at, byte } of changes) if (at < bytes.length) bytes[at] = byte;
          try {
            const file = await openFitsSource(bytes);
            const { data } = await tableOfFile(file, undefined);
            for (const one of data.stored.values()) expect(one.values.length).toBe(data.length);
            outcomes.read++;
          } catch (error) {
            expect(error).toBeInstanceOf(PhotometryError);
            outcomes.refused++;
          }
        },
      ),
      { seed: 5, numRuns: 1500 },
    );
    expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(150);
  });
});

describe('a FITS_LDAC file', () => {
  it('gives the header of the image beside the table of objects', async () => {
    const image = Header.fromObject({ SIMPLE: true, NAXIS: 2, NAXIS1: 100, EXPTIME: 30, FILTER: 'V' }).with(
      'HISTORY',
      'made',
    );
    const text = image.toBytes();
    const imageHead = {
      EXTNAME: 'LDAC_IMHEAD',
      TTYPE1: 'Field Header Card',
      TFORM1: `${text.length}A`,
      TDIM1: '(80,36)',
    };
    const structure = {
      XTENSION: 'BINTABLE',
      BITPIX: 8,
      NAXIS: 2,
      NAXIS1: text.length,
      NAXIS2: 1,
      PCOUNT: 0,
      GCOUNT: 1,
    };
    const objects = tableWith('NUMBER', stored('int32', Int32Array.of(1, 2)), 'LDAC_OBJECTS');
    const bytes = encodeFits([
      { header: Header.fromObject({ ...structure, TFIELDS: 1, ...imageHead }), data: text },
      encodeTable(objects),
    ]);
    const file = await openFitsSource(bytes);
    const { hdu, data } = await tableOfFile(file, undefined);
    expect([hdu.index, data.length]).toEqual([2, 2]);
    expect(data.meta.imageHeader).toEqual({ EXPTIME: 30, FILTER: 'V', history: ['made'] });
    expect((await tableOfFile(file, 'LDAC_IMHEAD')).data.length).toBe(1);
  });
});

describe('the format', () => {
  const one = tableWith('x', stored('int32', Int32Array.of(1, 2)), 'T');
  const fileOf = (bytes: Uint8Array) => ({
    path: 'a.fits',
    source: bytesSource(bytes, 'a.fits'),
    bytes: async () => bytes,
    text: async () => '',
    companion: async () => null,
  });
  const write = (options = {}) => fitsTableFormat.write?.(one, 'a.fits', options) as Uint8Array;

  it('recognises FITS files and no other', () => {
    const recognizes = (text: string) => fitsTableFormat.recognizes?.(Uint8Array.from(ascii(text)), 'x');
    expect(recognizes('SIMPLE  =                    T')).toBe(true);
    expect(recognizes('SIMPLE,OTHER\n1,2')).toBe(false);
    expect(recognizes('')).toBe(false);
  });

  it('writes the same bytes as encodeFits, and checksums where asked', async () => {
    expect(Buffer.compare(write(), encodeFits([encodeTable(one)]))).toBe(0);
    expect(Buffer.from(write({ checksum: true })).toString('latin1')).toContain('DATASUM');
    expect((await fitsTableFormat.read?.(fileOf(write({ name: 'OTHER' })), {}))?.meta.name).toBe('OTHER');
  });

  it('reads the first table with rows, or the HDU asked for, or says that there is none', async () => {
    const empty: TableData = { ...one, stored: new Map([['y', stored('int32', new Int32Array(0))]]), length: 0 };
    const file = encodeFits([encodeTable(empty, { name: 'EMPTY' }), encodeTable(one)]);
    expect((await fitsTableFormat.read?.(fileOf(file), {}))?.meta.name).toBe('T');
    expect((await fitsTableFormat.read?.(fileOf(file), { hdu: 'empty' }))?.length).toBe(0);
    expect((await fitsTableFormat.read?.(fileOf(file), { rows: [1, 2], columns: ['x'] }))?.length).toBe(1);
    const images = fitsTableFormat.read?.(fileOf(encodeFits([{}])), {}) as Promise<unknown>;
    expect((await failing(images)).message).toMatch(/has no table; its HDUs: 0 PRIMARY \(image\)/);
    const primary = fitsTableFormat.read?.(fileOf(file), { hdu: 0 }) as Promise<unknown>;
    expect((await failing(primary)).message).toMatch(/HDU 0 is not a table: it is an image/);
  });
});

describeShared('real catalogues', () => {
  it('is the table of objects in a FITS_LDAC file', async () => {
    const file = await openFitsSource(shared('data/catalogs/lco/GAIA-DR2.cat'));
    const { hdu, data } = await tableOfFile(file, undefined);
    expect([hdu.index, data.length]).toEqual([2, 249]);
    // what stands for the image's header is a note
    expect(data.meta).toEqual({ name: 'LDAC_OBJECTS' });
    expect(cells((await tableOfFile(file, 1)).data.stored.get('Field Header Card')!)).toEqual([
      'obtained through Vizier',
    ]);
    await file.close();
  });

  it('has the descriptions of Kepler', async () => {
    const file = await openFitsSource(shared('data/lightcurves/kplr010666592-2009131110544_slc.fits'));
    const { data } = await tableOfFile(file, undefined);
    expect(data.stored.get('TIME')).toMatchObject({ unit: 'BJD - 2454833', format: '%14.7e' });
    expect(data.stored.get('SAP_FLUX')?.description).not.toBe('');
    await file.close();
  });

  it('unpacks a table in compressed tiles', async () => {
    const file = await openFitsSource(shared('data/fits/nom-tam/bt12.fits.fz'));
    const { data } = await tableOfFile(file, undefined);
    expect(data.length).toBe(50);
    expect(cells(data.stored.get('col1')!)[0]).toBe('abcdefghijklmnopqrstuvwxyz');
    expect(cells(data.stored.get('col2')!)[49]).toEqual([98, 147, 196]);
    expect(cells(data.stored.get('col5')!)[0]).toEqual(['0 xxxxxx 0', '0 xxxxx 1', '0 xxxx 2']);
    await file.close();
  });
});
