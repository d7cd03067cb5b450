/** CSV and TSV as other programs write them: VizieR's, with delimiters at line ends, with decimal commas, with words for missing. */
import { describe, expect, it } from 'vitest';
import { readTable } from '../../lib/index.js';
import { parseCsv } from '../../lib/table/csv/parse-csv.js';
import { Table } from '../../lib/table/table.js';
import { describeShared, shared } from '../helpers/shared.js';

const read = (text: string, options: Parameters<typeof parseCsv>[1] = {}) =>
  new Table<Record<string, unknown>>(parseCsv(text, options));
const tsv = (text: string) => read(text, { delimiter: '\t' });
const codes = (table: Table<Record<string, unknown>>) => [...table.problems().columns.code];

describe('a TSV of VizieR', () => {
  const HEAD = '#\n#Table\tI_1_stars:\nrecno\tRA\tVmag\tName\n \tdeg\tmag\t \n-----\t---------\t------\t----\n';

  it('has units below the names, and a line of dashes', () => {
    const table = tsv(`${HEAD}1\t132.84\t10.512\tF1  \n2\t132.91\t      \tF2\n`);
    expect(table.toObjects()).toEqual([
      { recno: 1, RA: 132.84, Vmag: 10.512, Name: 'F1' },
      { recno: 2, RA: 132.91, Vmag: NaN, Name: 'F2' },
    ]);
    expect(table.names.map(name => table.unit(name as never))).toEqual(['', 'deg', 'mag', '']);
    expect(codes(table)).toEqual([]);
  });

  it('may have other delimiters, sexagesimal columns and no units', () => {
    expect(read('RA;Vmag\n"h:m:s";mag\n--------;----\n12 30 01;10.5\n', { delimiter: ';' }).toObjects()).toEqual([
      { RA: '12 30 01', Vmag: 10.5 },
    ]);
    expect(read('RA|Vmag\n---|---\n12.5|10.5\n', { delimiter: '|' }).columns.RA[0]).toBe(12.5);
  });

  it('of several tables is read up to the second, which is named', () => {
    const more = '#\n#Table\tII_2_others:\nid\tmag\n--\t------\n7\t9.5\n';
    const table = tsv(`${HEAD}1\t132.84\t10.512\tF1\n\n${more}`);
    expect(table.length).toBe(1);
    expect(codes(table)).toEqual(['several-tables']);
    expect(table.problems().columns.value[0]).toContain('II_2_others');
  });

  it('may end with a comment, or have no rows', () => {
    expect(tsv(`${HEAD}1\t132.84\t10.512\tF1\n#END#\n`).length).toBe(1);
    expect(tsv(HEAD).length).toBe(0);
  });

  it('is told from a table in which dashes mean missing', () => {
    expect(read('a,b\n-,-\n1,2\n').length).toBe(2);
    expect(read('a,b\n1,2\n---,3\n').length).toBe(2);
    expect(read('a\n---\n1\n').length).toBe(2);
  });
});

describeShared('VizieR', () => {
  it('V1: gives three rows of numbers with units, a blank one missing', async () => {
    const table = await readTable(shared('cases/files/vizier.tsv'));
    expect(table.length).toBe(3);
    expect([table.unit('RAJ2000'), table.unit('DEJ2000'), table.unit('Vmag')]).toEqual(['deg', 'deg', 'mag']);
    expect([...table.number('Vmag')]).toEqual([10.512, NaN, 13.245]);
    expect([...table.number('RAJ2000')]).toEqual([132.84, 132.91, 132.78]);
    expect(table.problems().length).toBe(0);
  });
});

describe('a delimiter at the end of lines', () => {
  it.each([
    ['of the header', 'a,b,c,\n1,2,3\n4,5,6\n'],
    ['of the rows', 'a,b,c\n1,2,3,\n4,5,6,\n'],
    ['of both', 'a,b,c,\n1,2,3,\n4,5,6,\n'],
    ['of some rows', 'a,b,c\n1,2,3,\n4,5,6\n'],
    ['several times', 'a,b,c,,\n1,2,3,,\n4,5,6,,,\n'],
  ])('%s moves no column', (_, text) => {
    expect(read(text).toObjects()).toEqual([
      { a: 1, b: 2, c: 3 },
      { a: 4, b: 5, c: 6 },
    ]);
  });

  it('is no licence for cells without a column', () => {
    expect(() => read('a,b,c\n1,2,3,\n4,5,6,7\n')).toThrow(/line 3: 4 cells/);
    expect(() => read('a,b,c,\n1,2,3\n4,5,6,7\n')).toThrow(/line 3: 4 cells/);
    expect(() => read('a,b,c\n1,2\n')).toThrow(/line 2: 2 cells/);
    expect(read('a,b,\n1,2,3\n').names).toEqual(['a', 'b', 'col3']);
  });
});

describe('decimal commas', () => {
  const TEXT = 'jd;mag;name\n2460000,5;12,345;3,5 m\n2460001,25;-0,5;2 m\n';

  it('are read on request, in numbers alone', () => {
    const table = read(TEXT, { decimal: ',' });
    expect(table.toObjects()).toEqual([
      { jd: 2460000.5, mag: 12.345, name: '3,5 m' },
      { jd: 2460001.25, mag: -0.5, name: '2 m' },
    ]);
    expect(codes(table)).toEqual([]);
  });

  it('without the request are text, with the remedy', () => {
    const table = read(TEXT, { delimiter: ';' });
    expect(table.columns.mag[0]).toBe('12,345');
    expect(codes(table)).toEqual(['decimal-comma', 'decimal-comma']);
    expect(table.problems().columns.remedy[0]).toContain("decimal: ','");
  });

  it('leave the given bytes as they are, and signs between thousands as text', () => {
    const bytes = new TextEncoder().encode('a;b\n1,5;1.234,5\n');
    const before = bytes.slice();
    const table = new Table<Record<string, unknown>>(parseCsv(bytes, { decimal: ',' }));
    expect(table.toObjects()).toEqual([{ a: 1.5, b: '1.234,5' }]);
    expect(bytes).toEqual(before);
  });

  it('are written, and read back to the same numbers', () => {
    const table = Table.fromColumns({ a: [1.5, NaN, -1e-7], b: [1, 2, 3], c: ['x', '1,5', 'a;b'] });
    const text = table.toCsv({ decimal: ',' });
    expect(text.split('\n').slice(0, 3)).toEqual(['a;b;c', '1,5;1;x', 'NaN;2;"1,5"']);
    expect(read(text, { decimal: ',' }).toObjects()).toEqual(table.toObjects());
  });

  it('cannot be what is between cells', () => {
    expect(() => read('a,b\n1,2\n', { decimal: ',', delimiter: ',' })).toThrow(/decimal and delimiter/);
    expect(() => read('a\n1\n', { decimal: ';' as never })).toThrow(/decimal must be/);
  });
});

describe('a column of numbers with other cells', () => {
  const rows = (odd: string, at: number) =>
    `id,mag\n${Array.from({ length: 30 }, (_, k) => `${k},${k === at ? odd : 12 + k / 10}`).join('\n')}\n`;

  it.each(['---', 'n/a', 'INDEF', 'null'])('of %s is text, and says why with the remedy', odd => {
    for (const at of [0, 20]) {
      const table = read(rows(odd, at));
      expect(codes(table)).toEqual(['numbers-as-text']);
      expect(table.problems().columns.where[0]).toBe(`line ${at + 2}, column mag`);
      expect(table.problems().columns.value[0]).toBe(odd);
      expect(table.problems().columns.remedy[0]).toContain(`missing: ["${odd}"]`);
      expect(codes(read(rows(odd, at), { missing: [odd] }))).toEqual([]);
    }
  });

  it('is not said of names', () => {
    expect(codes(read('id\n1\n2a\n3b\n4\n5c\n6d\n'))).toEqual([]);
    expect(codes(read('id\nM 13\n7\n'))).toEqual([]);
    expect(codes(read(rows('x', 3), { schema: { mag: 'string' } }))).toEqual([]);
  });

  it('is said of a cell beyond the first thousand rows', () => {
    const text = `mag\n${Array.from({ length: 3000 }, (_, k) => (k === 2500 ? 'bad' : k)).join('\n')}\n`;
    expect(read(text).problems().columns.where[0]).toBe('line 2502, column mag');
  });
});
