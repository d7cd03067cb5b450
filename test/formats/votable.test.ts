import { describe, expect, test } from 'vitest';
import { PhotometryError } from '../../lib/core/errors.js';
import { votableFormat } from '../../lib/formats/votable/votable-format.js';
import type { TableData } from '../../lib/table/column/table-data.js';
import type { ReadTableOptions } from '../../lib/table/files/formats.js';
import { cellsOf, readWith } from './table-from-text.js';

const read = (text: string, options?: ReadTableOptions): Promise<TableData> => readWith(votableFormat, text, options);

/** A VOTable of one table. */
function votable(fields: string, rows: string, version = '1.4'): string {
  return `<?xml version="1.0"?>\n<VOTABLE version="${version}"><RESOURCE><TABLE>${fields}<DATA><TABLEDATA>\n${rows}\n</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>`;
}

/** A VOTable of one column with one row per cell. */
function column(attributes: string, cells: readonly string[], inside = ''): string {
  const rows = cells.map(cell => `<TR><TD>${cell}</TD></TR>`).join('\n');
  return votable(`<FIELD name="a" ${attributes}>${inside}</FIELD>`, rows);
}

const nullText = (text: string): string => `<VALUES null="${text}"/>`;

/** The bytes of big-endian numbers as base64. */
function base64(...parts: readonly (readonly number[])[]): string {
  return Buffer.from(parts.flat()).toString('base64');
}

function binary(form: string, field: string, stream: string): string {
  return `<VOTABLE version="1.4"><RESOURCE><TABLE>${field}<DATA><${form}><STREAM encoding="base64">${stream}</STREAM></${form}></DATA></TABLE></RESOURCE></VOTABLE>`;
}

async function errorOf(text: string, options?: ReadTableOptions): Promise<PhotometryError> {
  const error = await read(text, options).catch(reason => reason);
  expect(error).toBeInstanceOf(PhotometryError);
  return error as PhotometryError;
}

describe('the cells of a VOTable', () => {
  test('keep 64-bit integers exact', async () => {
    const data = await read(column('datatype="long"', ['9223372036854775807', '-1', '']));
    expect(cellsOf(data, 'a')).toEqual([9223372036854775807n, -1n, null]);
  });

  test('are missing where they are empty or hold the null text', async () => {
    expect(cellsOf(await read(column('datatype="int"', ['1', '', '-9'], nullText('-9'))), 'a')).toEqual([
      1,
      null,
      null,
    ]);
    expect(cellsOf(await read(column('datatype="double"', ['1.5', '', '-99', 'null'], nullText('-99'))), 'a')).toEqual([
      1.5,
      NaN,
      NaN,
      NaN,
    ]);
    expect(cellsOf(await read(column('datatype="char" arraysize="*"', ['x', '', ' y '])), 'a')).toEqual([
      'x',
      null,
      'y',
    ]);
    expect(cellsOf(await read(column('datatype="boolean"', ['T', 'false', '?', ''])), 'a')).toEqual([
      true,
      false,
      null,
      null,
    ]);
  });

  test('may contain infinities in any case and hexadecimal integers', async () => {
    expect(cellsOf(await read(column('datatype="double"', ['+InF', '-inf', 'Infinity', 'nan'])), 'a')).toEqual([
      Infinity,
      -Infinity,
      Infinity,
      NaN,
    ]);
    expect(cellsOf(await read(column('datatype="short"', ['0xff', '+7'])), 'a')).toEqual([255, 7]);
  });

  test('are rounded to the nearest number of the type, as in astropy', async () => {
    expect(cellsOf(await read(column('datatype="unsignedByte"', ['256', '-1'])), 'a')).toEqual([255, 0]);
  });

  test('are float32 if the file says float', async () => {
    const data = await read(column('datatype="float"', ['0.1']));
    expect(data.stored.get('a')?.values).toEqual(Float32Array.of(0.1));
  });

  test('become vectors with their shape', async () => {
    const values = (await read(column('datatype="double" arraysize="3x2"', ['1 2 3 4,5, 6']))).stored.get('a')?.values;
    expect(values).toMatchObject({ width: 6, shape: [3, 2], element: 'float64' });
  });

  test('become lists if their lengths differ', async () => {
    const data = await read(column('datatype="int" arraysize="*"', ['1 2 3', '', '4']));
    expect(cellsOf(data, 'a')).toEqual([[1, 2, 3], null, [4]]);
  });

  test('with a missing element convert an integer vector to float64', async () => {
    const data = await read(column('datatype="short" arraysize="2"', ['1 2', '-9 4', '-9 -9'], nullText('-9')));
    expect(cellsOf(data, 'a')).toEqual([[1, 2], [NaN, 4], null]);
    expect(data.stored.get('a')?.values).toMatchObject({ element: 'float64' });
  });

  test('hold complex numbers as pairs', async () => {
    const data = await read(column('datatype="doubleComplex"', ['1 -2', '']));
    expect(cellsOf(data, 'a')).toEqual([
      [1, -2],
      [NaN, NaN],
    ]);
    expect(data.stored.get('a')?.values).toMatchObject({ element: 'complex128', shape: [1] });
  });

  test('hold bits with or without blanks between them', async () => {
    expect(cellsOf(await read(column('datatype="bit" arraysize="4"', ['1010', '0 1 1 0'])), 'a')).toEqual([
      [1, 0, 1, 0],
      [0, 1, 1, 0],
    ]);
  });

  test('hold arrays of strings of equal length', async () => {
    expect(cellsOf(await read(column('datatype="char" arraysize="3x2"', ['abcde '])), 'a')).toEqual([['abc', 'de']]);
  });

  test('become dates if they are timestamps', async () => {
    const data = await read(column('datatype="char" arraysize="*" xtype="timestamp"', ['2020-01-31T12:00:00.5', '']));
    expect(cellsOf(data, 'a')).toEqual([new Date('2020-01-31T12:00:00.500Z'), null]);
  });

  test('keep entities, CDATA and text beyond the basic plane', async () => {
    const data = await read(
      column('datatype="unicodeChar" arraysize="*"', ['a &lt; b &amp; c', '<![CDATA[<&amp;>]]>', '🔭 ★']),
    );
    expect(cellsOf(data, 'a')).toEqual(['a < b & c', '<&amp;>', '🔭 ★']);
  });

  test('may span the pieces in which a file is read', async () => {
    const start = column('datatype="unicodeChar" arraysize="*"', ['X']).indexOf('X');
    for (let shift = 0; shift < 5; shift++) {
      const filler = 'x'.repeat(2 ** 20 - start - shift);
      const data = await read(column('datatype="unicodeChar" arraysize="*"', [`${filler}🔭★`]));
      expect((cellsOf(data, 'a')[0] as string).slice(-4)).toBe('x🔭★');
    }
  });

  test('of an element with base64 encoding are decoded to bytes', async () => {
    const rows = `<TR><TD encoding="base64">${base64([0x3f, 0x80, 0, 0])}</TD></TR>`;
    expect(cellsOf(await read(votable('<FIELD name="a" datatype="float"/>', rows)), 'a')).toEqual([1]);
  });
});

describe('the columns of a VOTable', () => {
  test('carry unit, UCD, description and format', async () => {
    const data = await read(
      column(
        'datatype="double" unit="mag" ucd="phot.mag" width="8" precision="3"',
        ['1'],
        '<DESCRIPTION>V\n band</DESCRIPTION>',
      ),
    );
    expect(data.stored.get('a')).toMatchObject({
      unit: 'mag',
      ucd: 'phot.mag',
      description: 'V band',
      format: '%8.3f',
    });
  });

  test('read E precision as significant digits', async () => {
    expect((await read(column('datatype="float" precision="E5"', ['1']))).stored.get('a')?.format).toBe('%.5g');
  });

  test('with duplicate names are made unique, and without a name are called by their ID', async () => {
    const fields = '<FIELD name="a" datatype="int"/><FIELD name="a" datatype="int"/><FIELD ID="z" datatype="int"/>';
    const data = await read(votable(fields, '<TR><TD>1</TD><TD>2</TD><TD>3</TD></TR>'));
    expect([...data.stored.keys()]).toEqual(['a', 'a_2', 'z']);
  });

  test('are not read unless requested', async () => {
    const fields = '<FIELD name="a" datatype="int"/><FIELD name="b" datatype="int"/>';
    const text = votable(fields, '<TR><TD>no number</TD><TD>2</TD></TR>');
    expect(cellsOf(await read(text, { columns: ['b'] }), 'b')).toEqual([2]);
    expect((await errorOf(text, { columns: ['bb'] })).message).toMatch(/No column 'bb'.*nearest: b/);
  });

  test('may have misspelt types, as written by some services', async () => {
    const data = await read(column('datatype="int64"', ['5']));
    expect(cellsOf(data, 'a')).toEqual([5n]);
  });
});

describe('rows of a VOTable', () => {
  test('can be read in part', async () => {
    const text = column('datatype="int"', ['1', '2', '3', '4']);
    const data = await read(text, { rows: [1, 3] });
    expect(data.length).toBe(2);
    expect(cellsOf(data, 'a')).toEqual([2, 3]);
  });

  test('after the requested ones are not read at all', async () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => String(i));
    const broken = `${column('datatype="int"', rows)}<broken`;
    expect(cellsOf(await read(broken, { rows: [0, 2] }), 'a')).toEqual([0, 1]);
    expect((await errorOf(broken)).code).toBe('bad-table');
  });

  test('in part of a binary stream are skipped', async () => {
    const stream = base64([0, 0, 0, 1, 65], [0, 0, 0, 2, 66, 67], [0, 0, 0, 0]);
    const data = await read(binary('BINARY', '<FIELD name="a" datatype="char" arraysize="*"/>', stream), {
      rows: [1, 2],
    });
    expect(cellsOf(data, 'a')).toEqual(['BC']);
  });

  test('in BINARY are missing by their null value, in BINARY2 by their flags', async () => {
    const field = `<FIELD name="a" datatype="short">${nullText('-1')}</FIELD>`;
    expect(cellsOf(await read(binary('BINARY', field, base64([0, 5], [0xff, 0xff]))), 'a')).toEqual([5, null]);
    expect(cellsOf(await read(binary('BINARY2', field, base64([0, 0, 5], [0x80, 0, 7]))), 'a')).toEqual([5, null]);
  });

  test('in BINARY2 distinguish an empty text from a missing one', async () => {
    const field = '<FIELD name="a" datatype="char" arraysize="*"/>';
    expect(cellsOf(await read(binary('BINARY2', field, base64([0, 0, 0, 0, 0], [0x80, 0, 0, 0, 0]))), 'a')).toEqual([
      '',
      null,
    ]);
  });

  test('with lists of complex numbers are read as astropy and as TOPCAT write them', async () => {
    const field = '<FIELD name="a" datatype="floatComplex" arraysize="*"/>';
    const number = [0x3f, 0x80, 0, 0, 0x40, 0, 0, 0];
    expect(cellsOf(await read(binary('BINARY', field, base64([0, 0, 0, 1], number))), 'a')).toEqual([[1, 2]]);
    expect(cellsOf(await read(binary('BINARY', field, base64([0, 0, 0, 2], number))), 'a')).toEqual([[1, 2]]);
  });
});

describe('a VOTable of several tables', () => {
  const table = (name: string, id: string, cell: string): string =>
    `<TABLE name="${name}" ID="${id}"><FIELD name="a" datatype="int"/><DATA><TABLEDATA>${cell}</TABLEDATA></DATA></TABLE>`;
  const text = `<VOTABLE version="1.4"><RESOURCE>${table('empty', 't0', '')}${table('first', 't1', '<TR><TD>1</TD></TR>')}</RESOURCE><RESOURCE>${table('second', 't2', '<TR><TD>2</TD></TR>')}</RESOURCE></VOTABLE>`;

  test('returns the first one that has rows', async () => {
    const data = await read(text);
    expect(data.meta['name']).toBe('first');
    expect(data.meta['votable']).toMatchObject({ tables: ['empty', 'first', 'second'] });
  });

  test('returns the requested one by name, ID or number', async () => {
    expect(cellsOf(await read(text, { table: 'second' }), 'a')).toEqual([2]);
    expect(cellsOf(await read(text, { table: 't1' }), 'a')).toEqual([1]);
    expect((await read(text, { table: 0 })).length).toBe(0);
  });

  test('lists its tables when an unknown one is requested', async () => {
    expect((await errorOf(text, { table: 'third' })).message).toContain(
      'no table third; those it has: 0 (empty), 1 (first), 2 (second)',
    );
  });
});

describe('VOTable metadata outside the columns', () => {
  test('is kept in meta', async () => {
    const text = `<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><INFO name="QUERY_STATUS" value="OK">fine</INFO>
      <RESOURCE><COOSYS ID="sys" system="ICRS" epoch="J2016.0"/><TIMESYS ID="tt" timescale="TT" refposition="GEOCENTER"/>
      <TABLE name="stars"><DESCRIPTION>Stars</DESCRIPTION><PARAM name="limit" datatype="float" value="21.5" unit="mag"/>
      <FIELD name="ra" ID="col_ra" datatype="double" ref="sys" utype="pos:ra"/><GROUP name="place"><FIELDref ref="col_ra"/></GROUP>
      <DATA><TABLEDATA><TR><TD>1</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>`;
    const { meta } = await read(text);
    expect(meta).toMatchObject({ name: 'stars', description: 'Stars', limit: 21.5 });
    expect(meta['votable']).toMatchObject({
      version: '1.4',
      infos: [{ name: 'QUERY_STATUS', value: 'OK', text: 'fine' }],
      params: [{ name: 'limit', value: 21.5, attributes: { unit: 'mag' } }],
      coosys: [{ ID: 'sys', system: 'ICRS', epoch: 'J2016.0' }],
      timesys: [{ ID: 'tt', timescale: 'TT' }],
      groups: [{ attributes: { name: 'place' }, refs: ['col_ra'] }],
      fields: { ra: { id: 'col_ra', utype: 'pos:ra', ref: 'sys' } },
    });
  });

  test('does not use the keys that have a common meaning in every format', async () => {
    const text = votable('<PARAM name="comments" datatype="int" value="1"/><FIELD name="a" datatype="int"/>', '');
    expect((await read(text)).meta['comments']).toBeUndefined();
  });

  test('may have a namespace prefix', async () => {
    const text =
      '<v:VOTABLE version="1.3" xmlns:v="http://www.ivoa.net/xml/VOTable/v1.3"><v:RESOURCE><v:TABLE><v:FIELD name="a" datatype="int"/><v:DATA><v:TABLEDATA><v:TR><v:TD>3</v:TD></v:TR></v:TABLEDATA></v:DATA></v:TABLE></v:RESOURCE></v:VOTABLE>';
    expect(cellsOf(await read(text), 'a')).toEqual([3]);
  });

  test('may be written in Latin-1, declared or not, or in UTF-16', async () => {
    const text = column('datatype="char" arraysize="*"', ['Ångström']);
    const undeclared = Buffer.from(text, 'latin1');
    const declared = Buffer.from(text.replace('version="1.0"?', 'version="1.0" encoding="ISO-8859-1"?'), 'latin1');
    const wide = Buffer.from(`\ufeff${text}`, 'utf16le');
    for (const bytes of [undeclared, declared, wide])
      expect(cellsOf(await readWith(votableFormat, new Uint8Array(bytes)), 'a')).toEqual(['Ångström']);
  });
});

describe('an unreadable VOTable', () => {
  test('is written in an unknown encoding', async () => {
    const text = column('datatype="int"', ['1']).replace('version="1.0"?', 'version="1.0" encoding="klingon"?');
    expect((await errorOf(text)).message).toContain("unknown text encoding 'klingon'");
  });

  test('names line and column', async () => {
    const error = await errorOf(column('datatype="int"', ['1', 'abc']));
    expect(error.code).toBe('bad-table');
    expect(error.message).toMatch(/line 4, column \d+: row 1, column 'a': 'abc' is not a whole number/);
    expect(error.details).toMatchObject({ line: 4, row: 1, column: 'a' });
  });

  test.each([
    [
      'too many cells',
      votable('<FIELD name="a" datatype="int"/>', '<TR><TD>1</TD><TD>2</TD></TR>'),
      'more cells than the 1 FIELDs',
    ],
    ['too few cells', votable('<FIELD name="a" datatype="int"/>', '<TR></TR>'), 'row 0 has 0 cells'],
    ['an unknown type', column('datatype="bar"', ['1']), "unknown datatype 'bar'"],
    ['an invalid arraysize', column('datatype="int" arraysize="3y"', ['1']), "arraysize '3y'"],
    ['an invalid precision', column('datatype="float" precision="G3"', ['1']), "precision 'G3'"],
    ['a width below 1', column('datatype="float" width="0"', ['1']), "width '0'"],
    ['an invalid boolean', column('datatype="boolean"', ['maybe']), "'maybe' is not a truth value"],
    ['an incomplete complex number', column('datatype="floatComplex"', ['1']), 'two parts'],
    ['mismatched tags', '<VOTABLE><RESOURCE></VOTABLE>', 'unexpected close tag'],
    ['an unclosed element', '<VOTABLE><RESOURCE>', 'unclosed tag'],
    ['a different root element', '<html></html>', "its root element is 'html'"],
    ['a reference to a missing table', '<VOTABLE><RESOURCE><TABLE ref="x"/></RESOURCE></VOTABLE>', "has the ID 'x'"],
    [
      'an invalid base64 character',
      binary('BINARY', '<FIELD name="a" datatype="int"/>', 'AA*A'),
      'is not a base64 character',
    ],
  ])('has %s', async (_, text, message) => {
    const error = await errorOf(text);
    expect(error.code).toBe('bad-table');
    expect(error.message).toContain(message);
    expect(error.details['line']).toBeGreaterThan(0);
  });

  test('has a stream that ends within a row', async () => {
    const error = await errorOf(binary('BINARY', '<FIELD name="a" datatype="int"/>', base64([0, 0, 0, 1, 0, 0])));
    expect(error.code).toBe('truncated-file');
    expect(error.message).toContain("row 1, column 'a'");
  });

  test('has its rows in another file, or as FITS', async () => {
    const remote =
      '<VOTABLE><RESOURCE><TABLE><FIELD name="a" datatype="int"/><DATA><BINARY><STREAM href="file:///etc/passwd"/></BINARY></DATA></TABLE></RESOURCE></VOTABLE>';
    expect((await errorOf(remote)).message).toContain(
      'another file (BINARY, file:///etc/passwd), which is not followed',
    );
    const fits =
      '<VOTABLE><RESOURCE><TABLE><DATA><FITS><STREAM encoding="base64">AA==</STREAM></FITS></DATA></TABLE></RESOURCE></VOTABLE>';
    expect((await errorOf(fits)).code).toBe('unsupported');
  });

  test("reports the service's message", async () => {
    const text =
      '<VOTABLE><RESOURCE><INFO name="QUERY_STATUS" value="ERROR">No such catalogue</INFO></RESOURCE></VOTABLE>';
    expect((await errorOf(text)).message).toContain('contains no table; it says: No such catalogue');
  });
});

describe('a misleading VOTable', () => {
  test('expands no entities', async () => {
    const text = `<?xml version="1.0"?><!DOCTYPE VOTABLE [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>${column('datatype="char" arraysize="*"', ['&b;']).replace('<?xml version="1.0"?>\n', '')}`;
    expect((await errorOf(text)).message).toContain('undefined entity');
  });

  test('with wrong array sizes is not trusted', async () => {
    expect((await errorOf(column('datatype="double" arraysize="100000000x100000"', ['1', '2']))).message).toContain(
      'claims far more values than the file has bytes',
    );
    const lying = binary(
      'BINARY',
      '<FIELD name="a" datatype="double" arraysize="*"/>',
      base64([0xff, 0xff, 0xff, 0xff]),
    );
    expect((await errorOf(lying)).code).toBe('truncated-file');
  });

  test('with rows of zero width does not loop forever', async () => {
    const text = binary('BINARY', '<FIELD name="a" datatype="double" arraysize="0"/>', base64([1, 2, 3]));
    expect((await errorOf(text)).message).toContain('have no width');
  });

  test('with GROUPs in GROUPs is rejected in time', async () => {
    const text = `<VOTABLE><RESOURCE>${'<GROUP>'.repeat(5000)}${'</GROUP>'.repeat(5000)}</RESOURCE></VOTABLE>`;
    expect((await errorOf(text)).message).toContain('64 deep');
  });

  test('with a column named __proto__ changes nothing else', async () => {
    const text = votable(
      '<PARAM name="__proto__" datatype="int" value="1"/><FIELD name="__proto__" ID="x" datatype="int"/>',
      '<TR><TD>1</TD></TR>',
    );
    const data = await read(text);
    expect(cellsOf(data, '__proto__')).toEqual([1]);
    expect(Object.getPrototypeOf(data.meta)).toBe(Object.prototype);
  });
});

describe('detection', () => {
  const recognizes = (text: string): boolean =>
    votableFormat.recognizes?.(new TextEncoder().encode(text), 'x') ?? false;

  test('recognises a VOTable by its root element alone', () => {
    expect(recognizes('\ufeff<?xml version="1.0"?>\n<!-- made by x -->\n<VOTABLE version="1.4">')).toBe(true);
    expect(recognizes('<vot:VOTABLE version="1.3">')).toBe(true);
    expect(recognizes('<?xml version="1.0"?><results/>')).toBe(false);
    expect(recognizes('a,b\n1,<VOTABLE >')).toBe(false);
  });
});
