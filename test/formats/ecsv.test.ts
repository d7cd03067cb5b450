import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { registerFormats } from '../../lib/formats/all-formats.js';
import { ecsvFormat } from '../../lib/formats/ecsv/ecsv-format.js';
import { readEcsv } from '../../lib/formats/ecsv/read-ecsv.js';
import { writeEcsv } from '../../lib/formats/ecsv/write-ecsv.js';
import { Lists } from '../../lib/table/column/lists.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import { readTableData } from '../../lib/table/files/read-table.js';
import { Table } from '../../lib/table/table.js';
import { describeShared, shared } from '../helpers/shared.js';
import { arbitraryTable } from '../table/arbitrary-table.js';
import { expectAsAstropy } from './astropy-answers.js';

registerFormats();

const header = (columns: string, rest = '') => `# %ECSV 1.0\n# ---\n# datatype:\n${columns}${rest}`;
const oneColumn = (description: string, cells: string, name = 'a') =>
  `${header(`# - {name: ${name}, ${description}}\n`)}${name}\n${cells}`;
const rowsOf = async (text: string) => new Table(await readEcsv(text)).toObjects();

describeShared('ECSV files of others hold what astropy reads from them', () => {
  test.each([
    'catalogs/ascii/subtypes.ecsv',
    'catalogs/ey-uma/all_apass_ey_uma.ecsv',
    'catalogs/ey-uma/all_refcat2_ey_uma.ecsv',
    'catalogs/hd219829/2MASS_results.ecsv',
    'catalogs/hd219829/HD_219829_query_results.ecsv',
    'catalogs/misc/test_apass_subset.ecsv',
    'catalogs/misc/test_vsx_table.ecsv',
    'lightcurves/XO1b_photometry_master.ecsv',
  ])('%s', async path => {
    expectAsAstropy(await readTableData(shared(`data/${path}`)), path);
  });

  test('a SkyCoord of a newer astropy than the peer is read as plain columns, with its description kept', async () => {
    const data = await readTableData(shared('data/catalogs/misc/TIC-402828941-source-list-input.ecsv.gz'));
    expect(data.length).toBe(154);
    expect([...data.stored.keys()].slice(-2)).toEqual(['coords.ra', 'coords.dec']);
    expect(data.stored.get('ra')).toMatchObject({ kind: 'float64', unit: 'deg' });
    expect(data.meta.has_ra_dec).toBe(true);
    expect(data.meta.__serialized_columns__).toMatchObject({
      coords: { frame: 'icrs', ra: { yamlTag: '!astropy.table.SerializedColumn' } },
      ra: { unit: { yamlTag: '!astropy.units.Unit', unit: 'deg' } },
    });
  });

  test('UCD, format, name and the rest of the meta are kept', async () => {
    const { stored, meta } = await readTableData(shared('data/catalogs/hd219829/2MASS_results.ecsv'));
    expect(stored.get('RAJ2000')).toMatchObject({ ucd: 'POS_EQ_RA_MAIN', format: '%10.6f', unit: 'deg' });
    expect(meta.columnMeta).toMatchObject({ RAJ2000: { width: 10, precision: '6' } });
    expect(meta.ID).toBe('II_246_out');
  });
});

describe('round trips through ECSV', () => {
  test('numbers, texts and booleans of any table, delimited by blanks or commas', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTable(), fc.constantFrom(' ', ','), async (table, delimiter) => {
        const back = new Table(await readEcsv(writeEcsv(table.data, { delimiter })));
        const expected = table.toObjects().map(row => ({ ...row, text: row.text === '' ? null : row.text }));
        expect(back.toObjects()).toEqual(expected);
        expect([...back.data.stored.values()].map(column => column.kind)).toEqual(
          [...table.data.stored.values()].map(column => column.kind),
        );
      }),
      { seed: 20260101, numRuns: 60 },
    );
  });

  test('any names and meta', async () => {
    const name = fc
      .string({ minLength: 1 })
      .filter(text => text.trim() === text && text !== '' && !/[\r\n]/.test(text));
    const meta = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.array(fc.string())), {
      maxKeys: 4,
    });
    await fc.assert(
      fc.asyncProperty(name, meta, fc.string(), async (column, facts, unit) => {
        fc.pre(!['columnMeta', '__serialized_columns__', '__proto__'].some(key => key in facts || key === column));
        const table = Table.fromColumns({ [column]: [1.5] }, { units: { [column]: unit }, meta: facts });
        const back = await readEcsv(writeEcsv(table.data));
        expect([...back.stored.keys()]).toEqual([column]);
        expect(back.stored.get(column)?.unit).toBe(unit);
        expect(back.meta).toEqual({ ...facts });
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  test('vectors and lists of every element type, missing rows and shapes', async () => {
    const table = Table.fromColumns({
      f: new Vectors(new Float64Array([1, NaN, Infinity, -0, 5, 6]), 3),
      grid: new Vectors(
        Int32Array.from({ length: 12 }, (_, i) => i),
        6,
        { shape: [3, 2] },
      ),
      big: new Vectors(new BigInt64Array([2n ** 62n, 1n]), 1),
      bits: new Vectors(new Uint8Array([1, 0, 0, 1]), 2, { element: 'boolean' }),
      words: new Vectors<string[]>(['a "b"', 'c,d', '', ' e'], 2),
      lists: new Lists(new Float32Array([0.1, 0.2, 0.3]), new Float64Array([0, 3, 3])),
      ids: new Lists(new BigInt64Array([1n, 2n]), new Float64Array([0, 0, 2])),
    });
    const text = writeEcsv(table.data, { delimiter: ',' });
    expect(text).toContain('subtype: "int32[2,3]"');
    const back = await readEcsv(text);
    for (const [name, column] of table.data.stored) expect(back.stored.get(name), name).toEqual(column);
  });

  test('dates, as astropy Time, to the microsecond', async () => {
    const dates = [new Date('2020-02-29T23:59:59.999Z'), null, new Date(0)];
    const text = writeEcsv(Table.fromColumns({ t: dates }).data);
    expect(text).toContain('{t: {__class__: astropy.time.core.Time, format: isot,');
    expect(text).toContain('\n2020-02-29T23:59:59.999\n""\n1970-01-01T00:00:00.000\n');
    expect(await rowsOf(text)).toEqual(dates.map(t => ({ t })));
    const fine = Table.fromColumns({ t: dates }).data.stored.get('t')!;
    const shifted = { ...fine, values: Float64Array.from([1577836800000.123, NaN, 0.5]), valid: fine.valid };
    const data = { ...Table.fromColumns({ t: dates }).data, stored: new Map([['t', shifted as typeof fine]]) };
    expect((await readEcsv(writeEcsv(data))).stored.get('t')?.values).toEqual(shifted.values);
  });

  test('unit, UCD, format and description, whatever characters they contain', async () => {
    const columns = [...Table.fromColumns({ x: [1] }).data.stored];
    const facts = { unit: 'erg / (s cm2)', ucd: 'phot.flux;em.opt', format: '%.3f', description: 'a: "b", {c} # d' };
    const stored = new Map(columns.map(([name, column]) => [name, { ...column, ...facts }]));
    const back = await readEcsv(writeEcsv({ ...Table.fromColumns({ x: [1] }).data, stored }));
    expect(back.stored.get('x')).toMatchObject(facts);
  });

  test('a table without rows keeps its columns', async () => {
    const empty = Table.fromColumns({ id: new BigInt64Array(0), flux: new Float64Array(0) }, { units: { flux: 'Jy' } });
    const back = await readEcsv(writeEcsv(empty.data));
    expect([back.length, back.stored.get('id')?.kind, back.stored.get('flux')?.unit]).toEqual([0, 'int64', 'Jy']);
  });

  test('a single column with a missing value in a comma file', async () => {
    const back = await rowsOf(writeEcsv(Table.fromColumns({ s: ['a', null, 'b'] }).data, { delimiter: ',' }));
    expect(back).toEqual([{ s: 'a' }, { s: null }, { s: 'b' }]);
  });

  test('descriptions of objects are kept while their columns are', async () => {
    const described = (name: string) => ({
      __class__: 'astropy.units.quantity.Quantity',
      unit: { yamlTag: '!astropy.units.Unit', unit: 'm' },
      value: { yamlTag: '!astropy.table.SerializedColumn', name },
    });
    const meta = { __serialized_columns__: { a: described('a'), b: described('b'), c: described('c') } };
    const table = Table.fromColumns({ a: [1], c: [2] }, { units: { a: 'm', c: 'km' }, meta });
    const back = await readEcsv(writeEcsv(table.data));
    expect(back.meta.__serialized_columns__).toEqual({ a: described('a') });
  });
});

describe('ECSV', () => {
  test('is recognised by its first line, whatever the name', () => {
    const recognizes = (text: string) => ecsvFormat.recognizes?.(new TextEncoder().encode(text), 'x.dat');
    expect(recognizes('# %ECSV 0.9\n# ---\n')).toBe(true);
    expect(recognizes('#%ECSV 1.0\n')).toBe(true);
    expect(recognizes('# a comment on %ECSV\n')).toBe(false);
    expect(recognizes('a,b\n')).toBe(false);
  });

  test('with requested columns reads no others, not even invalid ones', async () => {
    const text = `${header('# - {name: a, datatype: int32}\n# - {name: b, datatype: int32}\n')}a b\n1 x\n`;
    expect([...(await readEcsv(text, { columns: ['a'] })).stored.keys()]).toEqual(['a']);
  });

  test('numbers stay exact: 2^53 + 1 as bigint, float64 to the nearest', async () => {
    expect(await rowsOf(oneColumn('datatype: int64', '9007199254740993\n-1\n'))).toEqual([
      { a: 9007199254740993n },
      { a: -1n },
    ]);
    expect(await rowsOf(oneColumn('datatype: float64', '0.1\n1e400\nnan\n-inf\n1.7976931348623157e308\n'))).toEqual(
      [0.1, Infinity, NaN, -Infinity, Number.MAX_VALUE].map(a => ({ a })),
    );
  });

  test('small and unsigned integers have kinds that hold them, and limits', async () => {
    const kind = async (type: string, cell: string) =>
      (await readEcsv(oneColumn(`datatype: ${type}`, `${cell}\n`))).stored.get('a')?.kind;
    expect(await kind('int8', '-128')).toBe('int32');
    expect(await kind('uint16', '65535')).toBe('int32');
    expect(await kind('uint32', '4294967295')).toBe('float64');
    expect(await kind('uint64', '9223372036854775807')).toBe('int64');
    expect(await kind('float16', '1.5')).toBe('float32');
    for (const [type, cell] of [
      ['int8', '128'],
      ['uint8', '-1'],
      ['uint32', '4294967296'],
      ['uint64', '9223372036854775808'],
      ['int64', '1.0'],
    ])
      await expect(kind(type, cell)).rejects.toThrow(`line 6, column 'a': expected ${type}, got '${cell}'`);
  });

  test('comments and empty lines between the rows are not rows; a quoted # is text', async () => {
    expect(await rowsOf(oneColumn('datatype: string', '\n# no row\n"# row"\n   \nend\n'))).toEqual([
      { a: '# row' },
      { a: 'end' },
    ]);
  });

  test('quoted text keeps blanks, quotes and line ends; Windows line ends are accepted', async () => {
    const text = oneColumn('datatype: string', '" x ""y""\nz "\n').replaceAll('\n', '\r\n');
    expect(await rowsOf(text)).toEqual([{ a: ' x "y"\r\nz ' }]);
  });

  test('complex numbers are vectors of real and imaginary parts', async () => {
    const { stored } = await readEcsv(oneColumn('datatype: complex128', '(1+2j)\n-0.5e-1j\n""\n(nan-infj)\n'));
    const column = stored.get('a')!;
    expect(column).toMatchObject({ kind: 'vector', valid: new Uint8Array([1, 1, 0, 1]) });
    expect(column.kind === 'vector' && column.values.data).toEqual(
      new Float64Array([1, 2, 0, -0.05, NaN, NaN, NaN, -Infinity]),
    );
    expect(() => writeEcsv({ stored, length: 4, meta: {}, provenance: [] })).toThrow(
      /cannot hold the complex vectors of column 'a'/,
    );
  });

  test('JSON cells are parsed to their values', async () => {
    const json = (...cells: string[]) =>
      readEcsv(
        oneColumn('datatype: string, subtype: json', cells.map(cell => `"${cell.replaceAll('"', '""')}"\n`).join('')),
      );
    expect((await json('"x"', 'null', '"y"')).stored.get('a')).toMatchObject({
      kind: 'string',
      values: ['x', '', 'y'],
    });
    expect((await json('[1, 2]', '[3, 4]')).stored.get('a')).toMatchObject({ kind: 'vector' });
    expect((await json('{"b": 12345678901234567890}', '3')).stored.get('a')?.values).toEqual([
      '{"b":12345678901234567890}',
      '3',
    ]);
  });

  test('a missing element converts integers to float64; a missing row does not', async () => {
    const element = await readEcsv(oneColumn('datatype: string, subtype: "int32[2]"', '"[1,null]"\n"[3,4]"\n'));
    expect(element.stored.get('a')).toMatchObject({
      valid: null,
      values: { element: 'float64', data: new Float64Array([1, NaN, 3, 4]) },
    });
    const row = await readEcsv(oneColumn('datatype: string, subtype: "int32[2]"', '""\n"[3,4]"\n'));
    expect(row.stored.get('a')).toMatchObject({ valid: new Uint8Array([0, 1]), values: { element: 'int32' } });
  });

  test('an empty text is read back as missing, as in astropy', async () => {
    expect(await rowsOf(writeEcsv(Table.fromColumns({ s: ['', 'a'] }).data))).toEqual([{ s: null }, { s: 'a' }]);
  });

  test('null is missing as in the files of the Gaia archive, but a text in a text column', async () => {
    const columns = ['a, datatype: float64', 'b, datatype: int64', 'c, datatype: bool', 's, datatype: string'];
    const vector = '# - {name: v, datatype: string, subtype: "float64[2]"}\n';
    const text = `${header(columns.map(column => `# - {name: ${column}}\n`).join('') + vector)}a b c s v\n`;
    expect(await rowsOf(`${text}null null null null null\n1 2 True x "[1,2]"\n`)).toEqual([
      { a: NaN, b: null, c: null, s: 'null', v: null },
      { a: 1, b: 2n, c: true, s: 'x', v: new Float64Array([1, 2]) },
    ]);
  });

  test('duplicate column names get a number', async () => {
    const text = `${header('# - {name: a, datatype: int32}\n# - {name: a, datatype: int32}\n')}a a\n1 2\n`;
    expect(await rowsOf(text)).toEqual([{ a: 1, a_2: 2 }]);
  });

  test('a mask in a separate column is applied to its column', async () => {
    // as astropy 5.2 writes it with serialize_method='data_mask'
    const column = (name: string) => `!astropy.table.SerializedColumn {name: ${name}}`;
    const masked = (name: string) => `data: ${column(name)}, mask: ${column(`${name}.mask`)}`;
    const names = ['a', 's', 'f'];
    const types = { a: 'int64', s: 'string', f: 'float64' };
    const described = names.flatMap(name => [
      `# - {name: ${name}, datatype: ${types[name as 'a']}}\n`,
      `# - {name: ${name}.mask, datatype: bool}\n`,
    ]);
    const text = `${header(
      described.join(''),
      `# meta: !!omap\n# - __serialized_columns__:\n#     a: {__class__: astropy.table.column.MaskedColumn, ${masked('a')}}\n` +
        `#     s: {__class__: astropy.table.column.MaskedColumn, ${masked('s')}}\n` +
        `#     f: {__class__: astropy.units.quantity.Quantity, value: !astropy.table.SerializedColumn {__class__: astropy.utils.masked.core.MaskedNDArray, ${masked('f')}}}\n`,
    )}a a.mask s s.mask f f.mask\n1 False x True 1.5 False\n2 True "" False 2.5 True\n`;
    const data = await readEcsv(text);
    expect(new Table(data).toObjects()).toEqual([
      { a: 1n, s: null, f: 1.5 },
      { a: null, s: '', f: NaN },
    ]);
    expect(Object.keys(data.meta.__serialized_columns__ as object)).toEqual(['f']);
    expect(JSON.stringify(data.meta)).not.toContain('mask"');
    const part = await readEcsv(text, { columns: ['a'] });
    expect(new Table(part).toObjects()).toEqual([{ a: 1n }, { a: null }]);
    expect((await readEcsv(writeEcsv(data))).stored.get('f')?.values).toEqual(new Float64Array([1.5, NaN]));
  });

  test('a Time that a date cannot represent stays text', async () => {
    const described = (scale: string) =>
      `# meta: !!omap\n# - __serialized_columns__:\n#     a: {__class__: astropy.time.core.Time, format: isot, scale: ${scale}, value: !astropy.table.SerializedColumn {name: a}}\n`;
    const kind = async (cell: string, scale = 'utc') =>
      (await readEcsv(`${header('# - {name: a, datatype: string}\n', described(scale))}a\n${cell}\n`)).stored.get('a')
        ?.kind;
    expect(await kind('2020-01-01T00:00:00.123456')).toBe('date');
    expect(await kind('2020-01-01T00:00:00.1234567')).toBe('string');
    expect(await kind('2016-12-31T23:59:60.000')).toBe('string');
    expect(await kind('2020-01-01T00:00:00.000', 'tdb')).toBe('string');
  });
});

describe('a damaged ECSV file', () => {
  const good = `${header('# - {name: a, datatype: int32}\n# - {name: b, datatype: string, subtype: "float64[2]"}\n')}a b\n1 "[1,2]"\n`;
  const refused = async (text: string, message: RegExp | string) => {
    await expect(readEcsv(text, { path: 'x.ecsv' })).rejects.toMatchObject({ code: 'bad-table' });
    await expect(readEcsv(text, { path: 'x.ecsv' })).rejects.toThrow(message);
  };

  test.each<[string, (text: string) => string, RegExp]>([
    ['no signature', text => text.replace('%ECSV', '%CSV'), /the first line must be '# %ECSV 1.0'/],
    ['empty content', () => '', /the first line must be/],
    ['invalid YAML', text => text.replace('{name: a', '{name: [a'), /x.ecsv, line 4: no YAML/],
    ['no datatype', text => text.replace('datatype:\n', 'datatypes:\n'), /lacks a list 'datatype'/],
    ['an unsupported delimiter', text => text.replace('# ---', "# ---\n# delimiter: ';'"), /blank or a comma, got ';'/],
    [
      'mismatched column names',
      text => text.replace('a b', 'a c'),
      /line 6: the header describes 2 columns \(a, b\), but .* \(a, c\)/,
    ],
    ['no column names', text => text.slice(0, text.indexOf('a b')), /the line with the columns' names is missing/],
    ['an unknown type', text => text.replace('int32', 'int33'), /column 'a': unknown datatype 'int33'/],
    ['an unknown subtype', text => text.replace('float64[2]', 'float65[2]'), /unknown type 'float65' in subtype/],
    [
      'a subtype on a numeric column',
      text => text.replace('datatype: string', 'datatype: int8'),
      /must have datatype string/,
    ],
    ['a malformed subtype', text => text.replace('float64[2]', 'float64[2'), /not of the form 'float64\[2,3\]'/],
    ['an extra cell', text => `${text}1 2 3\n`, /line 8: 3 cells, but the header describes 2 columns/],
    ['a missing cell', text => `${text}1\n`, /line 8: 1 cells/],
    ['an invalid integer', text => text.replace('\n1 ', '\n1.5 '), /line 7, column 'a': expected int32, got '1.5'/],
    [
      'invalid JSON',
      text => text.replace('[1,2]', '[1,2'),
      /line 7, column 'b': expected float64\[2\] in JSON, got '\[1,2'/,
    ],
    ['a wrong array length', text => text.replace('[1,2]', '[1,2,3]'), /expected float64\[2\] in JSON/],
    ['text instead of numbers', text => text.replace('[1,2]', '[1,""x""]'), /expected float64\[2\] in JSON/],
    ['an unclosed quote', text => text.replace('2]"\n', '2]\n'), /line 7: a quote is not closed/],
    [
      'text after a closing quote',
      text => text.replace('2]"\n', '2]"x\n'),
      /line 7: expected the end of a cell after a closing quote, got 'x/,
    ],
  ])('with %s reports the problem', async (_, damage, message) => {
    expect((await readEcsv(good)).length).toBe(1);
    await refused(damage(good), message);
  });

  test('whose shape claims more data than exist allocates nothing for it', async () => {
    await refused(
      oneColumn('datatype: string, subtype: "float64[2000000000]"', '""\n'.repeat(1000)),
      /more than the file can hold/,
    );
    await refused(
      oneColumn('datatype: string, subtype: "float64[99999,99999,99999,99999]"', '""\n'),
      /more than the file can hold/,
    );
  });

  test('whose aliases expand without end is rejected', async () => {
    const bomb = 'bcdefghij'
      .split('')
      .map((key, i) => `#   ${key}: &${key} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(',')}]\n`);
    await refused(
      `${header('# - {name: a, datatype: int32}\n', `# meta:\n#   a: &a [x,x,x,x,x,x,x,x,x]\n${bomb.join('')}`)}a\n1\n`,
      /unfolds to more than 200000 values/,
    );
    await refused(`${header('# - {name: a, datatype: int32}\n', '# meta: &m {a: *m}\n')}a\n1\n`, /unfolds|YAML/);
    await refused(
      `${header('# - {name: a, datatype: int32}\n', `# meta: ${'['.repeat(5000)}${']'.repeat(5000)}\n`)}a\n1\n`,
      /nests more than 100|YAML/,
    );
  });

  test('truncated or with any byte changed is either read or reports what is wrong', async () => {
    const bytes = new TextEncoder().encode(good);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), async (at, byte, cut) => {
        const damaged = cut ? bytes.slice(0, at) : bytes.with(at, byte);
        try {
          await readEcsv(new TextDecoder().decode(damaged));
        } catch (error) {
          expect(error).toMatchObject({ name: 'PhotometryError' });
        }
      }),
      { seed: 4, numRuns: 400 },
    );
  });
});

describe('writing ECSV', () => {
  test('rejects other delimiters, tables without columns, and NUL', () => {
    const { data } = Table.fromColumns({ a: ['x\0'] });
    expect(() => writeEcsv(data, { delimiter: ';' })).toThrow(/blank or a comma/);
    expect(() => writeEcsv({ ...data, stored: new Map() })).toThrow(/without columns/);
    expect(() => writeEcsv(data)).toThrow(/Column 'a', row 0/);
  });

  test('rejects meta that contains itself', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(() => writeEcsv(Table.fromColumns({ a: [1] }, { meta: { loop } }).data)).toThrow(
      /nested more than 100 deep/,
    );
  });
});
