/** Tables written to FITS read back the same; values that FITS cannot store are refused by name. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Header } from '../../lib/fits/header/header.js';
import { encodeTable, streamTable } from '../../lib/fits/tables/write/encode-table.js';
import { Lists } from '../../lib/table/column/lists.js';
import { type StoredColumn, stored } from '../../lib/table/column/stored-column.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import { contents } from '../helpers/every-kind.js';
import { cells, cellsBack, readBack, tableOf } from './table-file.js';

const asciiText = fc.string({
  unit: fc.integer({ min: 32, max: 126 }).map(code => String.fromCharCode(code)),
  maxLength: 20,
});
/** Trailing blanks of a text are not significant in FITS. */
const text = asciiText.map(letters => letters.trimEnd());
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const int = fc.integer();
const byte = fc.integer({ min: 0, max: 255 });
const bit = fc.integer({ min: 0, max: 1 });
/** Dates to the microsecond, over several centuries. */
const date = fc.integer({ min: -5e12, max: 5e12 }).map(milliseconds => milliseconds + 0.125);

const repeat = <T>(value: fc.Arbitrary<T>, length: number) => fc.array(value, { minLength: length, maxLength: length });

/** Columns of every kind that FITS stores unchanged, with `rows` rows. */
function anyColumns(rows: number): fc.Arbitrary<Record<string, StoredColumn>> {
  const mask = fc.option(
    repeat(bit, rows).map(bits => (bits.includes(0) ? Uint8Array.from(bits) : null)),
    { nil: null },
  );
  const perRow = fc.integer({ min: 1, max: 4 });
  const lists = <T>(value: fc.Arbitrary<T>) => repeat(fc.array(value, { maxLength: 4 }), rows);
  const offsetsOf = (all: readonly unknown[][], each: number) =>
    Float64Array.from(
      { length: rows + 1 },
      (_, row) => each * all.slice(0, row).reduce((sum, one) => sum + one.length, 0),
    );
  return fc.record({
    float64: repeat(fc.double(), rows).map(values => stored('float64', Float64Array.from(values))),
    float32: repeat(fc.float(), rows).map(values => stored('float32', Float32Array.from(values))),
    int32: fc.tuple(repeat(int, rows), mask).map(([values, valid]) => stored('int32', Int32Array.from(values), valid)),
    uint8: fc.tuple(repeat(byte, rows), mask).map(([values, valid]) => stored('uint8', Uint8Array.from(values), valid)),
    int64: fc
      .tuple(repeat(long, rows), mask)
      .map(([values, valid]) => stored('int64', BigInt64Array.from(values), valid)),
    boolean: fc
      .tuple(repeat(bit, rows), mask)
      .map(([values, valid]) => stored('boolean', Uint8Array.from(values), valid)),
    string: repeat(text, rows).map(values => stored('string', values)),
    date: fc.tuple(repeat(date, rows), mask).map(([values, valid]) =>
      stored(
        'date',
        Float64Array.from(values, (value, row) => (valid?.[row] === 0 ? NaN : value)),
        valid,
      ),
    ),
    floats: perRow.chain(width =>
      repeat(fc.double(), rows * width).map(values =>
        stored('vector', new Vectors<unknown>(Float64Array.from(values), width)),
      ),
    ),
    plane: repeat(int, rows * 6).map(values =>
      stored('vector', new Vectors<unknown>(Int32Array.from(values), 6, { shape: [3, 2] })),
    ),
    bits: repeat(bit, rows * 3).map(values =>
      stored('vector', new Vectors<unknown>(Uint8Array.from(values), 3, { element: 'boolean' })),
    ),
    ids: repeat(long, rows * 2).map(values => stored('vector', new Vectors<unknown>(BigInt64Array.from(values), 2))),
    complex: repeat(fc.float(), rows * 4).map(values =>
      stored('vector', new Vectors<unknown>(Float32Array.from(values), 4, { element: 'complex64' })),
    ),
    words: perRow.chain(width =>
      repeat(text, rows * width).map(values =>
        stored('vector', new Vectors<unknown>(values, width, { element: 'string' })),
      ),
    ),
    spectrum: lists(fc.float()).map(all =>
      stored('list', new Lists<unknown>(Float32Array.from(all.flat()), offsetsOf(all, 1))),
    ),
    members: lists(long).map(all =>
      stored('list', new Lists<unknown>(BigInt64Array.from(all.flat()), offsetsOf(all, 1))),
    ),
    flags: lists(bit).map(all =>
      stored('list', new Lists<unknown>(Uint8Array.from(all.flat()), offsetsOf(all, 1), { element: 'boolean' })),
    ),
    visibilities: lists(fc.tuple(fc.double(), fc.double())).map(all =>
      stored('list', new Lists<unknown>(Float64Array.from(all.flat(2)), offsetsOf(all, 2), { element: 'complex128' })),
    ),
  });
}

describe('a table in a FITS file', () => {
  it('round-trips, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 8 }).chain(rows => anyColumns(rows)),
        async columns => {
          const data = tableOf(columns);
          expect(contents({ data: await readBack(data) })).toEqual(contents({ data }));
        },
      ),
      { seed: 20260, numRuns: 150 },
    );
  });

  it('keeps units, descriptions, UCDs and formats', async () => {
    const facts = { unit: 'mag', description: 'brightness in V', ucd: 'phot.mag;em.opt.V', format: '%8.3f' };
    const back = await readBack(tableOf({ mag: stored('float64', Float64Array.of(1), null, facts) }));
    expect(back.stored.get('mag')).toMatchObject(facts);
  });

  it('converts units and descriptions that are not ASCII to the characters that headers allow', async () => {
    const meta = { unit: 'µm Å⁻¹', description: 'Größe ★' };
    const back = await readBack(tableOf({ size: stored('float64', Float64Array.of(1), null, meta) }));
    expect(back.stored.get('size')).toMatchObject({ unit: 'um Angstrom-1', description: 'Grosse ?' });
  });

  it('keeps the plain values of meta as cards, comments and history as lines', async () => {
    const meta = { name: 'STARS', OBJECT: 'XO-1', EXPTIME: 45.5, BIG: 2n ** 60n, FLAG: true, UNKNOWN: null };
    const data = tableOf(
      { x: stored('int32', Int32Array.of(1)) },
      { ...meta, comments: ['a', 'b'], history: ['made'] },
    );
    const back = await readBack(data);
    expect(back.meta).toEqual({ ...meta, comments: ['a', 'b'], history: ['made'] });
  });

  it('omits from the header what a card cannot hold, and cards of another table', async () => {
    const meta = { list: [1, 2], nested: { a: 1 }, tall: Infinity, 'bad=key': 1, TTYPE7: 'x', NAXIS1: 3, ok: 'é' };
    const back = await readBack(tableOf({ x: stored('int32', Int32Array.of(1)) }, meta));
    expect(back.meta).toEqual({});
    expect([...back.stored.keys()]).toEqual(['x']);
  });

  it('takes the name and the cards of a given header, but not its columns', async () => {
    const header = Header.fromObject({ EXTNAME: 'OLD', TTYPE1: 'other', TELESCOP: 'T100' }).with('GAIN', 2, 'e/adu');
    const { header: made } = encodeTable(tableOf({ x: stored('int32', Int32Array.of(1)) }, { IGNORED: 1 }), { header });
    expect(made.text('EXTNAME')).toBe('OLD');
    expect(made.text('TTYPE1')).toBe('x');
    expect(made.comment('GAIN')).toBe('e/adu');
    expect(made.has('IGNORED')).toBe(false);
    expect(encodeTable(tableOf({}), { header, name: 'NEW' }).header.text('EXTNAME')).toBe('NEW');
  });

  it('finds an unused integer for missing values', async () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    const without = Uint8Array.from({ length: 256 }, (_, i) => (i === 255 ? 0 : 1));
    expect((await cellsBack(stored('uint8', all, without)))[255]).toBe(null);
    const lowest = stored('int32', Int32Array.of(-(2 ** 31), 0, -(2 ** 31) + 1), Uint8Array.of(1, 0, 1));
    expect(await cellsBack(lowest)).toEqual([-(2 ** 31), null, -(2 ** 31) + 1]);
    const long = stored('int64', BigInt64Array.of(-(2n ** 63n), 5n), Uint8Array.of(1, 0));
    expect(await cellsBack(long)).toEqual([-(2n ** 63n), null]);
  });

  it('writes bytes as wider integers if all 256 values are used and one is missing', async () => {
    const values = Uint8Array.from({ length: 257 }, (_, i) => i % 256);
    const valid = Uint8Array.from(values, (_, i) => (i === 256 ? 0 : 1));
    const back = await readBack(tableOf({ c: stored('uint8', values, valid) }));
    const column = back.stored.get('c')!;
    expect(column.kind).toBe('int32');
    expect(cells(column)).toEqual([...values.slice(0, 256), null]);
  });

  it('writes the elements of a missing vector as NaN, and a missing text or list as empty', async () => {
    const valid = Uint8Array.of(1, 0);
    expect(await cellsBack(stored('vector', new Vectors<unknown>(Float32Array.of(1, 2, 3, 4), 2), valid))).toEqual([
      [1, 2],
      [NaN, NaN],
    ]);
    expect(await cellsBack(stored('vector', new Vectors<unknown>(Int32Array.of(1, 2, 3, 4), 2), valid))).toEqual([
      [1, 2],
      [NaN, NaN],
    ]);
    expect(await cellsBack(stored('vector', new Vectors<unknown>(Float64Array.of(1, 2), 1), valid))).toEqual([
      [1],
      [NaN],
    ]);
    expect(await cellsBack(stored('list', new Lists<unknown>(Int32Array.of(1, 2), [0, 1, 2]), valid))).toEqual([
      [1],
      [],
    ]);
    expect(await cellsBack(stored('string', ['a', 'b'], valid))).toEqual(['a', '']);
    expect(await cellsBack(stored('list', new Lists<unknown>(Int32Array.of(1), [0, 1, 1]), valid))).toEqual([[1], []]);
  });

  it('is the same in blocks as all at once', () => {
    const rows = 70_000;
    const data = tableOf({
      x: stored(
        'float64',
        Float64Array.from({ length: rows }, (_, i) => i / 7),
      ),
      n: stored(
        'string',
        Array.from({ length: rows }, (_, i) => `star ${i}`),
      ),
      l: stored(
        'list',
        new Lists<unknown>(
          new Int32Array(rows).fill(3),
          Float64Array.from({ length: rows + 1 }, (_, i) => i),
        ),
      ),
    });
    const { data: whole } = encodeTable(data);
    const { dataLength, blocks } = streamTable(data);
    const parts = [...blocks()];
    expect(parts.length).toBeGreaterThan(2);
    expect(dataLength).toBe(whole.length);
    expect(Buffer.compare(Buffer.concat(parts), whole)).toBe(0);
  });

  it('may have no rows, or no columns', async () => {
    const empty = await readBack(tableOf({ x: stored('float64', new Float64Array(0)), s: stored('string', []) }));
    expect(empty.length).toBe(0);
    expect([...empty.stored.keys()]).toEqual(['x', 's']);
    expect((await readBack(tableOf({}))).stored.size).toBe(0);
  });

  it('writes the lists of a slice from its first row', async () => {
    const lists = new Lists<unknown>(Int32Array.of(9, 9, 1, 2), [2, 3, 4]);
    expect(await cellsBack(stored('list', lists))).toEqual([[1], [2]]);
  });

  it('refuses what FITS cannot store, by column and row', () => {
    const write = (column: StoredColumn, name = 'c') => encodeTable(tableOf({ [name]: column }));
    expect(() => write(stored('string', ['fine', 'π Men']))).toThrow(/'c', row 1.*"π Men" has the character "π"/);
    expect(() => write(stored('string', ['two\nlines']))).toThrow(/row 0.*printable ASCII/);
    expect(() => write(stored('list', new Lists<unknown>(['a'], [0, 1])))).toThrow(/lists of strings/);
    expect(() => write(stored('int32', Int32Array.of(1)), 'α')).toThrow(/column name "α" is not ASCII/);
    expect(() => write(stored('date', Float64Array.of(9e15)))).toThrow(/outside the range of dates/);
    const many = Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [`c${i}`, stored('uint8', Uint8Array.of(1))]),
    );
    expect(() => encodeTable(tableOf(many))).toThrow(/at most 999 columns, but this one has 1000/);
  });

  it('round-trips dates before the year 0 and after 9999, with five-digit years as in FITS', async () => {
    const days = [-100_000_000_000_000, 300_000_000_000_000, -62_167_219_200_000];
    const column = stored('date', Float64Array.from(days), null);
    expect(await cellsBack(column)).toEqual(days.map(day => new Date(day)));
    const { data } = encodeTable(tableOf({ c: column }), {});
    expect(new TextDecoder().decode(data)).toMatch(/^-01199-02-15T.*\+11476-/);
  });
});
