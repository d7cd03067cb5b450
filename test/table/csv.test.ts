import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ByteSource } from '../../lib/platform/types.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import type { CsvReadOptions } from '../../lib/table/csv/csv-reader.js';
import { formatCsv } from '../../lib/table/csv/format-csv.js';
import { parseCsv, readCsv } from '../../lib/table/csv/parse-csv.js';
import { Table } from '../../lib/table/table.js';
import { describeShared, shared } from '../helpers/shared.js';
import { arbitraryTable } from './arbitrary-table.js';

type Any = Record<string, number | string | bigint | boolean | null>;

const read = (text: string, options?: CsvReadOptions) => new Table<Any>(parseCsv(text, options));
const kinds = (table: Table<Any>) => [...table.data.stored.values()].map(column => column.kind);

describe('reading CSV', () => {
  test('infers types from the cells', () => {
    const table = read('i,x,s,b,id\n1,1.5,M 31,true,4611686018427387905\n-2,1e3,x,False,7\n');
    expect(kinds(table)).toEqual(['int32', 'float64', 'string', 'boolean', 'int64']);
    expect(table.toObjects()).toEqual([
      { i: 1, x: 1.5, s: 'M 31', b: true, id: 4611686018427387905n },
      { i: -2, x: 1000, s: 'x', b: false, id: 7n },
    ]);
  });

  test.each([
    ['2147483648', 'float64', 2147483648],
    ['9007199254740991', 'float64', 9007199254740991],
    ['9007199254740992', 'int64', 9007199254740992n],
    ['-9223372036854775808', 'int64', -(2n ** 63n)],
    ['9223372036854775808', 'float64', 2 ** 63],
    ['+5', 'int32', 5],
    ['-0', 'float64', -0],
    ['.5', 'float64', 0.5],
    ['5.', 'float64', 5],
    ['nan', 'float64', NaN],
    ['-inf', 'float64', -Infinity],
    ['Infinity', 'float64', Infinity],
    ['TRUE', 'boolean', true],
    ['0x1F', 'string', '0x1F'],
    ['1e', 'string', '1e'],
    ['12:30:00', 'string', '12:30:00'],
    ['"1"', 'string', '1'],
    ['""', 'string', ''],
  ])('the cell %s is read as %s', (cell, kind, value) => {
    const table = read(`a,b\n${cell},x\n`);
    expect(kinds(table)[0]).toBe(kind);
    expect(table.columns.a[0]).toBe(value);
  });

  test('an empty cell is missing: NaN in float columns, masked in other columns', () => {
    const table = read('x,i,s,b\n1.5,1,a,true\n,,,\n');
    expect(table.toObjects()[1]).toEqual({ x: NaN, i: null, s: null, b: null });
    expect(table.columns.i.valid).toEqual(new Uint8Array([1, 0]));
  });

  test('quotes preserve delimiters, quotes and line breaks', () => {
    expect(read('a,b\n"x,y","say ""no""\r\nnow"\n').toObjects()).toEqual([{ a: 'x,y', b: 'say "no"\r\nnow' }]);
  });

  test('quotes do not affect types if the header is quoted as well', () => {
    expect(read('"a","b"\n"1","x"\n').toObjects()).toEqual([{ a: 1, b: 'x' }]);
  });

  test('accepts LF, CRLF and CR, a byte-order mark, blanks around cells, a missing final line end and empty lines', () => {
    const expected = [
      { a: 1, b: 'x y' },
      { a: 2, b: 'z' },
    ];
    for (const end of ['\n', '\r\n', '\r'])
      expect(read(`\ufeff a , b${end}1, x y ${end}${end}2,z`).toObjects()).toEqual(expected);
  });

  test('an empty line is a missing value in a table of one column', () => {
    expect([...read('a\nx\n\ny\n').columns.a]).toEqual(['x', null, 'y']);
  });

  test('keeps comments above the header, and takes the units from one', () => {
    const table = read('# made by hand\n# units: px,"a,b",\nx,y,z\n1,2,3\n');
    expect([table.unit('x'), table.unit('y'), table.unit('z')]).toEqual(['px', 'a,b', '']);
    expect(table.meta).toEqual({ comments: ['made by hand', 'units: px,"a,b",'] });
  });

  test('accepts names that every JavaScript object has', () => {
    const table = read('constructor,toString\n1,a\n', { schema: { toString: 'string' } });
    expect(Object.entries(table.toObjects()[0])).toEqual([
      ['constructor', 1],
      ['toString', 'a'],
    ]);
  });

  test('a header alone is a table without rows', () => {
    expect([read('a,b\n').length, read('a,b').names]).toEqual([0, ['a', 'b']]);
  });

  test('reads only the requested columns', () => {
    expect(read('a,b,c\n1,2,3\n', { columns: ['c', 'a'] }).names.sort()).toEqual(['a', 'c']);
    expect(() => read('flux\n1\n', { columns: ['flix'] })).toThrow(/No column 'flix'; nearest: flux/);
  });

  test('takes types from a schema before inferring them', () => {
    const table = read('id,name,n,b\n1,007,3,true\n', {
      schema: { id: 'bigint', name: 'string', n: { type: 'number' } },
    });
    expect(kinds(table)).toEqual(['int64', 'string', 'float64', 'boolean']);
    expect(table.columns.name[0]).toBe('007');
    expect([...read('id,b\n1,true\nNaN,nan\n', { schema: { id: 'bigint', b: 'boolean' } }).columns.id]).toEqual([
      1n,
      null,
    ]);
  });

  test.each([
    ['', /no header line/, {}],
    ['a,b\n1,2\n3\n', /stars.csv, line 3: 1 cells, but the header names 2 columns \(a, b\)/, {}],
    ['a,b\n"x\ny",2\n1,2,3\n', /line 4: 3 cells/, {}],
    ['a,b\n1,"x\n2,y\n', /line 2: a quote is opened and never closed/, {}],
    ['a,b\n1,"x"y\n', /line 2, column 2: text follows a closing quote/, {}],
    ['a,b\n1,x\n,2\n', /line 2, column 'b': expected a number, got 'x'/, { schema: { b: 'number' } }],
    ['a\n1.5\n', /line 2, column 'a': expected a whole number of 64 bits, got '1.5'/, { schema: { a: 'bigint' } }],
    ['a\n2\n', /line 2, column 'a': expected true or false, got '2'/, { schema: { a: 'boolean' } }],
  ] as [string, RegExp, CsvReadOptions][])('rejects %j and names the place', (text, message, options) => {
    const parse = () => read(text, { name: 'stars.csv', ...options });
    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ code: 'bad-csv', message: expect.stringContaining('stars.csv') }));
  });

  test('names unnamed columns, and makes duplicate names unique', () => {
    expect(read('a,,a,a_2,a\n1,2,3,4,5\n').toObjects()).toEqual([{ a: 1, col2: 2, a_3: 3, a_2: 4, a_4: 5 }]);
  });

  test.each(['::', '"', '\n', '\u00a7', ''])('rejects the delimiter %j', delimiter => {
    expect(() => read('a\n', { delimiter })).toThrow(/one ASCII character other than a quote/);
    expect(() => formatCsv(Table.fromColumns({ a: [1] }).data, { delimiter })).toThrow(/one ASCII character/);
  });
});

describe('columns whose type changes', () => {
  const rows = (...cells: string[]) => `a,b\n${cells.map(cell => `${cell},x`).join('\n')}\n`;
  const column = (...cells: string[]) => read(rows(...cells)).data.stored.get('a')!;

  test.each([
    ['small, then large', ['1', '', '3000000000'], 'float64', [1, NaN, 3e9]],
    ['small, then beyond 2^53', ['-1', '', '9007199254740993'], 'int64', [-1n, null, 9007199254740993n]],
    ['beyond 2^53, then a fraction', ['9007199254740993', '', '0.5'], 'float64', [9007199254740992, NaN, 0.5]],
    [
      'beyond 2^53, then beyond 64 bits',
      ['9007199254740993', '1e0', '99999999999999999999'],
      'float64',
      [2 ** 53, 1, 1e20],
    ],
    ['integers, then NaN', ['7', 'nan'], 'float64', [7, NaN]],
    ['integers, then -0', ['7', '-0'], 'float64', [7, -0]],
    ['integers with many leading zeros', ['7', '00000000000000000008'], 'float64', [7, 8]],
    ['numbers, then text', ['007', '', '1.50', 'x'], 'string', ['007', null, '1.50', 'x']],
    ['quoted text after numbers', ['1', '"2"'], 'string', ['1', '2']],
    ['booleans, then numbers', ['TRUE', '', '1'], 'string', ['TRUE', null, '1']],
    ['empty cells, then booleans', ['', '', 'true'], 'boolean', [null, null, true]],
    ['empty cells, then text', ['', 'x'], 'string', [null, 'x']],
    ['only empty cells', ['', ''], 'float64', [NaN, NaN]],
  ])('%s', (_, cells, kind, values) => {
    expect(column(...cells).kind).toBe(kind);
    expect([...read(rows(...cells)).columns.a]).toEqual(values);
  });

  test('an empty quoted text is missing among numbers and a text among texts, if all cells are quoted', () => {
    const quoted = (...cells: string[]) =>
      read(`"a","b"\n${cells.map(cell => `"${cell}","1"`).join('\n')}\n`).columns.a;
    expect([...quoted('', '2')]).toEqual([null, 2]);
    expect([...quoted('', 'x')]).toEqual(['', 'x']);
    expect([...quoted('', '')]).toEqual(['', '']);
    expect([...quoted('1', '', 'x')]).toEqual(['1', '', 'x']);
  });

  test('the change may occur a hundred thousand rows later', () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `${i},${i}`);
    const table = read(`a,b\n${lines.join('\n')}\nx,0.5\n`);
    expect(kinds(table)).toEqual(['string', 'float64']);
    expect([table.columns.a[99_999], table.columns.a[100_000], table.columns.b[99_999], table.length]).toEqual([
      '99999',
      'x',
      99_999,
      100_001,
    ]);
  });
});

describe('reading options', () => {
  test('rows are read from the first to before the last, and nothing after them is parsed', () => {
    const text = `a\n${Array.from({ length: 100_000 }, (_, i) => i).join('\n')}\n"never closed`;
    const table = read(text, { rows: [70_000, 70_003] });
    expect([...table.columns.a]).toEqual([70_000, 70_001, 70_002]);
    expect(read('a,b\n1,2\n3,4\n', { rows: [1, 9] }).toObjects()).toEqual([{ a: 3, b: 4 }]);
    expect(read('a\n1\n', { rows: [5, 9] }).length).toBe(0);
  });

  test('texts that mean a missing value', () => {
    const table = read('x,s,i\nNA,NA,--\n1,"NA",2\n', { missing: ['NA', '--'] });
    expect(table.toObjects()).toEqual([
      { x: null, s: null, i: null },
      { x: 1, s: 'NA', i: 2 },
    ]);
  });

  test('a word for a missing value among numbers: the message explains how to declare it', () => {
    expect(() => read('x\n1\nNA\n', { schema: { x: 'number' } })).toThrow(
      /line 3, column 'x': expected a number, got 'NA'; if that means missing, give \{ missing: \['NA'\] \}/,
    );
  });

  test('dates with a schema, and texts without one', () => {
    const text = 't\n2025-06-02\n\n2025-06-02T04:10:14.2885Z\n2025-06-02 04:10:14+02:00\n';
    const dates = read(text, { schema: { t: 'date' } }).data.stored.get('t')!;
    const day = Date.UTC(2025, 5, 2);
    expect([...(dates.values as Float64Array)]).toEqual([day, NaN, day + 15_014_288.5, day + 7_814_000]);
    expect([dates.kind, dates.valid]).toEqual(['date', new Uint8Array([1, 0, 1, 1])]);
    expect(kinds(read(text))).toEqual(['string']);
    expect(() => read('t\n2025-02-30\n', { schema: { t: 'date' } })).toThrow(
      /expected a date such as .*, got '2025-02-30'/,
    );
  });

  test('texts that are not UTF-8 are read as Latin-1, each separately', () => {
    const bytes = Uint8Array.of(97, 10, 0xe9, 10, 0xc3, 0xa9, 10, 98, 10);
    expect([...new Table<Any>(parseCsv(bytes)).columns.a]).toEqual(['\u00e9', '\u00e9', 'b']);
  });
});

describe('misleading files', () => {
  test('a file of commas is rejected before it uses much memory', () => {
    expect(() => read(','.repeat(200_000))).toThrow(/line 1: the header names 200,001 columns/);
  });

  test('a thousand text columns with unique values are read', () => {
    const line = Array.from({ length: 1000 }, (_, i) => `t${i}`).join(',');
    expect(read(`${line}\n${line}\n`).columns.t999[0]).toBe('t999');
  });

  test('short rows followed by long ones: capacity grows as rows are read', () => {
    const table = read(`a\n${'1\n'.repeat(70_000)}${'x'.repeat(1_000_000)}\n`);
    expect([table.length, kinds(table)]).toEqual([70_001, ['string']]);
  });

  test('repeated texts share one string, others keep their own bytes', () => {
    const texts = Array.from({ length: 30_000 }, (_, i) => (i % 3 === 0 ? `star ${i}` : `filter ${i % 700}`));
    expect([...read(`a\n${texts.join('\n')}\n`).columns.a]).toEqual(texts);
  });
});

describe('reading in pieces', () => {
  const source = (bytes: Uint8Array): ByteSource => ({
    name: 'pieces',
    byteLength: bytes.length,
    read: async (start, end) => bytes.slice(start, end),
    close: async () => {},
  });

  test('returns the same table as reading at once, wherever the pieces end', async () => {
    const text = '# units: px,\r\n"a b",c\r\n1,"x,""y""\r\nz"\r\n\r\n,\u00e9t\u00e9\r3.5,\n';
    const bytes = new TextEncoder().encode(text);
    const whole = new Table<Any>(parseCsv(bytes));
    expect(whole.length).toBe(3);
    for (let length = 1; length <= bytes.length; length++) {
      const pieces = new Table<Any>(await readCsv(source(bytes), {}, length));
      expect(pieces.toObjects()).toEqual(whole.toObjects());
      expect(pieces.unit('a b')).toBe('px');
    }
  });

  test('reports its progress and stops when the cell is interrupted', async () => {
    const bytes = new TextEncoder().encode(`a\n${'1\n'.repeat(100_000)}`);
    const signal = { aborted: false };
    const reports: string[] = [];
    const progress = ({ step, done, total }: { step: string; done: number; total: number }) => {
      reports.push(`${step} ${done} of ${total}`);
      if (reports.length === 3) signal.aborted = true;
    };
    Object.assign(globalThis, { [Symbol.for('skyframe.ambient')]: { signal, progress } });
    try {
      await expect(readCsv(source(bytes), {}, 1000)).rejects.toMatchObject({ code: 'aborted' });
      expect(reports).toEqual(Array(3).fill('read CSV (MB) 1 of 1'));
    } finally {
      Reflect.deleteProperty(globalThis, Symbol.for('skyframe.ambient'));
    }
  });

  test('names the line of an error beyond the first piece', async () => {
    const bytes = new TextEncoder().encode(`a,b\n${'1,"x\ny"\n'.repeat(1000)}1\n`);
    await expect(readCsv(source(bytes), {}, 500)).rejects.toThrow(/line 2002: 1 cells/);
  });
});

describe('writing CSV', () => {
  test('writes names, then rows; NaN as NaN, missing values as empty cells', () => {
    const table = Table.fromColumns({
      x: [1, NaN, -0, 1e300],
      s: ['a', null, '', ' b'],
      id: [2n ** 60n, null, 1n, 2n],
      ok: [true, false, null, true],
    });
    expect(table.toCsv()).toBe('x,s,id,ok\n1,a,1152921504606846976,true\nNaN,,,false\n-0,"",1,\n1e+300," b",2,true\n');
  });

  test('writes units on request, and tabs instead of commas', () => {
    const table = Table.fromColumns({ x: [1], 'a,b': ['t\tu'] }, { units: { x: 'px' } });
    expect(table.toCsv({ units: true })).toBe('# units: px,\nx,"a,b"\n1,t\tu\n');
    expect(table.toCsv({ delimiter: '\t' })).toBe('x\ta,b\n1\t"t\tu"\n');
  });

  test('rejects vectors', () => {
    const table = Table.fromColumns({ v: new Vectors(new Float64Array(2), 2) });
    expect(() => table.toCsv()).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});

describe('written CSV', () => {
  // a column in which all cells are empty does not show its type
  const plain = (table: Table<Any>) =>
    table
      .toObjects()
      .map(row =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number.isNaN(value) ? null : value])),
      );

  test.each([',', '\t', ';'])('round-trips every number, text and missing value, with %j', delimiter => {
    fc.assert(
      fc.property(arbitraryTable(8), table => {
        const schema = { i64: 'bigint' } as const; // small ones alone would be read back as numbers
        const back = read(formatCsv(table.data, { delimiter }), { delimiter, schema });
        expect(plain(back)).toEqual(plain(table as unknown as Table<Any>));
      }),
      { numRuns: 150, seed: 11 },
    );
  });

  test('keeps every float64 to the last bit', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1 }), values => {
        const column = read(Table.fromColumns({ x: values }).toCsv()).columns.x;
        expect([...column].every((value, i) => Object.is(value, values[i]))).toBe(true);
      }),
      { numRuns: 200, seed: 12 },
    );
  });

  test('keeps units', () => {
    const table = Table.fromColumns({ x: [1], y: [2] }, { units: { y: 'erg s-1, cm-2' } });
    expect(read(table.toCsv({ units: true })).unit('y')).toBe('erg s-1, cm-2');
  });

  test('any text is either read or fails with a library error', () => {
    const pieces = fc.constantFrom('a', '1', ',', '"', '\n', '\r', '#', ' ', 'nan', '.', '\t', '-', '""', '\ufeff');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), parts => {
        try {
          const table = read(parts.join(''));
          expect(table.toObjects().length).toBe(table.length);
        } catch (error) {
          expect(error).toMatchObject({ name: 'PhotometryError' });
        }
      }),
      { numRuns: 1000, seed: 13 },
    );
  });
});

describeShared('CSV files of others', () => {
  const parse = (path: string) => new Table<Any>(parseCsv(readFileSync(shared(path)), { name: path }));

  test('a cross-match from VizieR: floats, integers, texts, and empty cells as pandas reads them', () => {
    const table = parse('data/services/xmatch/query_res.csv');
    expect([table.length, table.names.length]).toEqual([11, 20]);
    const byKind = Object.fromEntries([...table.data.stored].map(([name, { kind }]) => [name, kind]));
    expect(byKind).toMatchObject({
      angDist: 'float64',
      my_id: 'int32',
      '2MASS': 'string',
      Qfl: 'string',
      Rfl: 'int32',
    });
    expect(table.columns.MeasureJD[0]).toBe(2450950.8609);
    expect(table.columns.e_Kmag[0]).toBeNaN();
  });

  test('a spreadsheet with its names in the second line is all text, and 34 columns wide', () => {
    const table = parse('data/catalogs/misc/Young-Objects-Compilation.csv');
    expect([table.length, table.names.length]).toEqual([65, 34]);
    expect(table.names.slice(0, 5)).toEqual(['col1', 'col2', 'col3', 'col4', '2MASS Photometry']);
    expect(table.columns.col1[0]).toBe('Name');
  });

  test('photometry with 17 digits round-trips to the last bit, apart from units and comments', () => {
    const path = 'data/hst/acs-parallels/dgq_01_F475W_phot_tab.csv';
    const table = parse(path);
    const lines = readFileSync(shared(path), 'utf8').trim().split(/\r?\n/);
    expect([table.length, table.names]).toEqual([lines.length - 1, lines[0].split(',')]);
    lines.slice(1).forEach((line, row) => {
      line.split(',').forEach((cell, k) => {
        expect(table.columns[table.names[k]][row]).toBe(cell === '' ? NaN : Number(cell));
      });
    });
    expect(parse('data/hst/acs_wfc_encircled_energy_05_10.csv').names).toEqual([
      'filter',
      'ee_0p5arcsec',
      'ee_1p0arcsec',
    ]);
  });
});
