/** ASCII tables: numbers and text at fixed positions of a line. */
import { describe, expect, it } from 'vitest';
import type { CardValue } from '../../lib/fits/header/card.js';
import { fortranNumber } from '../../lib/fits/tables/read/ascii-columns.js';
import { ascii, cells, failing, readFile, tableFile } from './table-file.js';

describe('an ASCII table', () => {
  const lines = (rows: readonly string[], cards: Record<string, CardValue>) =>
    tableFile(cards, Uint8Array.from(ascii(rows.join(''))), {
      rowLength: rows[0].length,
      rows: rows.length,
      kind: 'TABLE',
    });

  it('has integers, numbers and text at their positions', async () => {
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

  it('keeps integers exact: beyond 32 bits as float64, in long fields as bigints', async () => {
    const wide = (await readFile(lines([' 4294967295'], { TTYPE1: 'c', TFORM1: 'I11', TBCOL1: 1 }))).stored.get('c')!;
    expect([wide.kind, cells(wide)]).toEqual(['float64', [4294967295]]);
    const long = lines([' 9223372036854775807'], { TTYPE1: 'c', TFORM1: 'I20', TBCOL1: 1 });
    expect(cells((await readFile(long)).stored.get('c')!)).toEqual([2n ** 63n - 1n]);
    const letters = lines(['9223372036854775a'], { TTYPE1: 'c', TFORM1: 'I17', TBCOL1: 1 });
    expect((await failing(readFile(letters))).message).toMatch(/expected a whole number/);
    const beyond = lines([' 9223372036854775808'], { TTYPE1: 'c', TFORM1: 'I20', TBCOL1: 1 });
    expect((await failing(readFile(beyond))).message).toMatch(/9223372036854775808 is beyond the range of 64-bit/);
  });

  it('says where text is not a number', async () => {
    const error = await failing(readFile(lines(['1.5', 'a.b'], { TTYPE1: 'c', TFORM1: 'F3.1', TBCOL1: 1 })));
    expect(error.code).toBe('bad-table');
    expect(error.message).toMatch(/a\.fits, HDU 1, row 1, column 'c': expected a number, got 'a\.b' \(byte 5763 /);
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
