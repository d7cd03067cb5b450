import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { registerFormats } from '../../lib/formats/all-formats.js';
import { ipacFormat } from '../../lib/formats/ipac/ipac-format.js';
import { readIpac } from '../../lib/formats/ipac/read-ipac.js';
import { writeIpac } from '../../lib/formats/ipac/write-ipac.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import { readTableData } from '../../lib/table/files/read-table.js';
import { Table } from '../../lib/table/table.js';
import { describeShared, shared } from '../helpers/shared.js';
import { arbitraryTable } from '../table/arbitrary-table.js';
import { expectAsAstropy } from './astropy-answers.js';

registerFormats();

/** Cells as wide as the columns of the sample. */
const row = (...cells: readonly string[]) =>
  ` ${cells.map((cell, i) => cell.padStart([9, 6, 20, 8, 12][i])).join(' ')}`;

const SAMPLE = [
  '\\catalog = "sao"',
  '\\epoch = 2000.0',
  "\\note = 'one '",
  "\\note = 'and two'",
  '\\ A comment',
  '\\ ra (deg)',
  '\\ ___ Right ascension',
  '|   ra    |  n   | id                 |  name  |   day      |',
  '| double  | i    | long               |  char  |   date     |',
  '|  deg    |      |                    |        |            |',
  '|  null   | -999 |                    |  none  |   null     |',
  row('165.466', '5', '9007199254740993', 'a b', '2020-02-29'),
  row('null', '-999', '', 'none', 'null'),
  row('1.5D+01', '7', '-3', '', '1970-01-01'),
  '',
].join('\n');

describe('an IPAC table', () => {
  const { stored, meta, length } = readIpac(SAMPLE);

  test('has its cells between the bars, each of the type in the header', () => {
    expect(length).toBe(3);
    expect(new Table({ stored, meta, length, provenance: [] }).toObjects()).toEqual([
      { ra: 165.466, n: 5, id: 9007199254740993n, name: 'a b', day: new Date('2020-02-29') },
      { ra: NaN, n: null, id: null, name: null, day: null },
      { ra: 15, n: 7, id: -3n, name: '', day: new Date('1970-01-01') },
    ]);
    expect([...stored.values()].map(column => column.kind)).toEqual(['float64', 'int32', 'int64', 'string', 'date']);
  });

  test('has units, keywords, comments, and descriptions from comments', () => {
    expect(stored.get('ra')).toMatchObject({ unit: 'deg', description: 'Right ascension' });
    expect(meta).toEqual({
      catalog: 'sao',
      epoch: 2000,
      note: 'one and two',
      comments: ['A comment', 'ra (deg)', '___ Right ascension'],
    });
  });

  test('with names only takes the types from the cells, and removes dashes from the names', () => {
    const { stored } = readIpac(
      '|--a--|-b--|--c--|--d-----------|\n  1     2.5   x     5000000000  \n  2     3     y     1  \n',
    );
    expect([...stored].map(([name, { kind }]) => `${name} ${kind}`)).toEqual([
      'a int32',
      'b float64',
      'c string',
      'd int64',
    ]);
  });

  test('widens int to bigint where a value requires it', () => {
    expect(readIpac('| a           |\n| int         |\n  5000000000\n').stored.get('a')?.kind).toBe('int64');
  });

  test('is recognised by bars and types, whatever its name', () => {
    const recognizes = (text: string) => ipacFormat.recognizes?.(new TextEncoder().encode(text), 'x.dat');
    expect(recognizes(SAMPLE)).toBe(true);
    expect(recognizes('|a|b|\n|r|c|\n')).toBe(true);
    expect(recognizes('| a | b |\n|---|---|\n| 1 | 2 |\n')).toBe(false);
    expect(recognizes('\\documentclass{article}\n')).toBe(false);
  });

  test.each<[string, string, RegExp]>([
    ['empty content', '', /one to four header lines between bars/],
    ['no bars', '\\a = 1\n 1 2\n', /line 2: an IPAC table has one to four header lines/],
    ['five header lines', '|a|\n'.repeat(5), /got 5/],
    ['an unknown type', '| a |\n| b |\n', /line 2, column 'a': unknown type 'b'/],
    ['misaligned bars', '| a | b |\n| int |\n', /line 2: 1 entries between bars, but 2 column names/],
    ['a header line without a closing bar', '| a | b\n', /line 1: a header line must end with a bar/],
    ['an invalid number', '| a   |\n| int |\n  1.5\n', /line 3, column 'a': expected int, got '1.5'/],
    [
      'a number out of range',
      '| a                    |\n| long                 |\n  9223372036854775808\n',
      /expected long, got '9223372036854775808'/,
    ],
  ])('with %s reports the problem', (_, text, message) => {
    expect(() => readIpac(text, { path: 'x.tbl' })).toThrow(expect.objectContaining({ code: 'bad-table' }));
    expect(() => readIpac(text, { path: 'x.tbl' })).toThrow(message);
  });

  test('truncated or with any byte changed is either read or reports what is wrong', () => {
    fc.assert(
      fc.property(fc.nat(SAMPLE.length - 1), fc.nat(127), fc.boolean(), (at, code, cut) => {
        const sign = cut ? '' : String.fromCharCode(code) + SAMPLE.slice(at + 1);
        try {
          readIpac(SAMPLE.slice(0, at) + sign);
        } catch (error) {
          expect(error).toMatchObject({ name: 'PhotometryError' });
        }
      }),
      { seed: 6, numRuns: 400 },
    );
  });
});

describe('a written IPAC table', () => {
  test('round-trips every number, text, unit and keyword', () => {
    const table = Table.fromColumns(
      {
        id: [1n, 2n ** 60n, null],
        mag: [15.25, NaN, 0.1],
        name: ['null', null, 'a | b'],
        t: [new Date(0.5e12), null, new Date(0)],
      },
      {
        units: { mag: 'mag' },
        meta: { OBJECT: "Barnard's star", N: 3, comments: ['x'.repeat(50), `${'word '.repeat(30)}end`], skipped: [1] },
      },
    );
    const text = writeIpac(table.data);
    const back = readIpac(text);
    expect(new Table(back).toObjects()).toEqual(table.toObjects());
    expect(back.stored.get('mag')?.unit).toBe('mag');
    expect(back.meta).toMatchObject({ OBJECT: "Barnard's star", N: 3 });
    expect(text.split('\n').every(line => !line.startsWith('\\ ') || line.length <= 80)).toBe(true);
    expect(text).toContain('|          null|'.slice(0, 5));
  });

  test('of any numbers keeps each of them', () => {
    fc.assert(
      fc.property(arbitraryTable(), table => {
        const numbers = table.select('f64', 'i32', 'u8', 'i64');
        const expected = numbers.toObjects().map(row => ({ ...row, u8: row.u8 }));
        expect(new Table(readIpac(writeIpac(numbers.data))).toObjects()).toEqual(expected);
      }),
      { seed: 9, numRuns: 60 },
    );
  });

  test('keeps a row of empty texts', () => {
    const table = Table.fromColumns({ s: ['x', '', 'y'], t: ['z', '', ''] });
    const back = new Table<{ s: string; t: string }>(readIpac(writeIpac(table.data)));
    expect(back.toObjects()).toEqual([
      { s: 'x', t: 'z' },
      { s: null, t: '' },
      { s: 'y', t: '' },
    ]);
  });

  test('has the columns of an empty table', () => {
    const empty = Table.fromColumns({ a: new Float64Array(0), b: [] as string[] }, { units: { a: 'm' } });
    const back = readIpac(writeIpac(empty.data));
    expect([back.length, [...back.stored.keys()], back.stored.get('a')?.unit]).toEqual([0, ['a', 'b'], 'm']);
  });

  test('rejects vectors, names with invalid characters, and line ends', () => {
    const refused = (columns: Record<string, unknown[]> | Record<string, Vectors>) => () =>
      writeIpac(Table.fromColumns(columns as Record<string, number[]>).data);
    expect(refused({ v: new Vectors(new Float64Array(2), 2) })).toThrow(/cannot hold the vectors of column 'v'/);
    expect(refused({ 'flux_2.5': [1] })).toThrow(/rename 'flux_2.5' first/);
    expect(refused({ s: ['a\nb'] })).toThrow(/neither tabs nor line ends; column 's'/);
    expect(() => writeIpac(Table.fromColumns({}).data)).toThrow(/without columns/);
  });
});

describeShared('IPAC tables of others', () => {
  test.each([
    'catalogs/ascii/ipac.dat',
    'services/exoplanet-archive/toi_expect_0.txt',
    'services/exoplanet-archive/superwasptimeseries_expect_0.txt',
  ])('%s holds what astropy reads from it', async path => {
    expectAsAstropy(await readTableData(shared(`data/${path}`)), path, { descriptions: false });
  });

  test('of the Exoplanet Archive describe their columns in comments', async () => {
    const { stored } = await readTableData(shared('data/services/exoplanet-archive/superwasptimeseries_expect_0.txt'));
    expect(stored.get('wasp_mag')).toMatchObject({ unit: 'mag', description: 'WASP Magnitude' });
  });
});
