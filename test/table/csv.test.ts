import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCsv } from '../../lib/table/csv/format-csv.js';
import { type CsvReadOptions, parseCsv } from '../../lib/table/csv/parse-csv.js';
import { Table } from '../../lib/table/table.js';
import { Vectors } from '../../lib/table/vectors.js';
import { arbitraryTable } from './arbitrary-table.js';

type Any = Record<string, number | string | bigint | boolean | null>;

const read = (text: string, options?: CsvReadOptions) => new Table<Any>(parseCsv(text, options));
const kinds = (table: Table<Any>) => [...table.data.stored.values()].map(column => column.kind);

describe('reading CSV', () => {
  test('takes types from the cells', () => {
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
  ])('the cell %s is %s', (cell, kind, value) => {
    const table = read(`a,b\n${cell},x\n`);
    expect(kinds(table)[0]).toBe(kind);
    expect(table.columns.a[0]).toBe(value);
  });

  test('an empty cell is missing: NaN among floats, masked in other columns', () => {
    const table = read('x,i,s,b\n1.5,1,a,true\n,,,\n');
    expect(table.toObjects()[1]).toEqual({ x: NaN, i: null, s: null, b: null });
    expect(table.columns.i.valid).toEqual(new Uint8Array([1, 0]));
  });

  test('quotes keep delimiters, quotes and line breaks', () => {
    expect(read('a,b\n"x,y","say ""no""\r\nnow"\n').toObjects()).toEqual([{ a: 'x,y', b: 'say "no"\r\nnow' }]);
  });

  test('quotes say nothing about types where the header is quoted as well', () => {
    expect(read('"a","b"\n"1","x"\n').toObjects()).toEqual([{ a: 1, b: 'x' }]);
  });

  test('takes LF, CRLF and CR, a byte-order mark, blanks around cells, no last line end and empty lines', () => {
    const expected = [
      { a: 1, b: 'x y' },
      { a: 2, b: 'z' },
    ];
    for (const end of ['\n', '\r\n', '\r'])
      expect(read(`\ufeff a , b${end}1, x y ${end}${end}2,z`).toObjects()).toEqual(expected);
  });

  test('an empty line is a missing value where there is one column', () => {
    expect([...read('a\nx\n\ny\n').columns.a]).toEqual(['x', null, 'y']);
  });

  test('keeps comments above the header, and takes the units from one', () => {
    const table = read('# made by hand\n# units: px,"a,b",\nx,y,z\n1,2,3\n');
    expect([table.unit('x'), table.unit('y'), table.unit('z')]).toEqual(['px', 'a,b', '']);
    expect(table.meta).toEqual({ comments: ['made by hand', 'units: px,"a,b",'] });
  });

  test('takes names that every object in JavaScript has', () => {
    const table = read('constructor,toString\n1,a\n', { schema: { toString: 'string' } });
    expect(Object.entries(table.toObjects()[0])).toEqual([
      ['constructor', 1],
      ['toString', 'a'],
    ]);
  });

  test('a header alone is a table without rows', () => {
    expect([read('a,b\n').length, read('a,b').names]).toEqual([0, ['a', 'b']]);
  });

  test('keeps only the columns asked for', () => {
    expect(read('a,b,c\n1,2,3\n', { columns: ['c', 'a'] }).names.sort()).toEqual(['a', 'c']);
    expect(() => read('flux\n1\n', { columns: ['flix'] })).toThrow(/No column 'flix'; nearest: flux/);
  });

  test('takes types from a schema before it guesses', () => {
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
  ] as [string, RegExp, CsvReadOptions][])('refuses %j and names the place', (text, message, options) => {
    const parse = () => read(text, { name: 'stars.csv', ...options });
    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ code: 'bad-csv', message: expect.stringContaining('stars.csv') }));
  });

  test('refuses two columns of one name, and a delimiter of two characters', () => {
    expect(() => read('a,b,a\n1,2,3\n')).toThrow(expect.objectContaining({ code: 'duplicate-column' }));
    expect(() => read('a\n', { delimiter: '::' })).toThrow(/one character other than a quote, got '::'/);
  });
});

describe('writing CSV', () => {
  test('writes names, then rows; NaN as such, missing values as empty cells', () => {
    const table = Table.fromColumns({
      x: [1, NaN, -0, 1e300],
      s: ['a', null, '', ' b'],
      id: [2n ** 60n, null, 1n, 2n],
      ok: [true, false, null, true],
    });
    expect(table.toCsv()).toBe('x,s,id,ok\n1,a,1152921504606846976,true\nNaN,,,false\n-0,"",1,\n1e+300," b",2,true\n');
  });

  test('writes units on request, and tabs for commas', () => {
    const table = Table.fromColumns({ x: [1], 'a,b': ['t\tu'] }, { units: { x: 'px' } });
    expect(table.toCsv({ units: true })).toBe('# units: px,\nx,"a,b"\n1,t\tu\n');
    expect(table.toCsv({ delimiter: '\t' })).toBe('x\ta,b\n1\t"t\tu"\n');
  });

  test('refuses vectors', () => {
    const table = Table.fromColumns({ v: new Vectors(new Float64Array(2), 2) });
    expect(() => table.toCsv()).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});

describe('written CSV', () => {
  // a column of which all cells are empty does not tell its type
  const plain = (table: Table<Any>) =>
    table
      .toObjects()
      .map(row =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number.isNaN(value) ? null : value])),
      );

  test.each([',', '\t', ';'])('reads back as it was: every number, text and missing value, with %j', delimiter => {
    fc.assert(
      fc.property(arbitraryTable(8), table => {
        const schema = { i64: 'bigint' } as const; // small ones alone would come back as numbers
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

  test('any text either reads or fails with our error', () => {
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
