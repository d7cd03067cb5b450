import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PhotometryError } from '../../lib/core/errors.js';
import { votableFormat } from '../../lib/formats/votable/votable-format.js';
import { stored } from '../../lib/table/column/stored-column.js';
import type { TableData } from '../../lib/table/column/table-data.js';
import { Table } from '../../lib/table/table.js';
import { contents, everyKind } from '../helpers/every-kind.js';
import { arbitraryTable } from '../table/arbitrary-table.js';
import { cellsOf, readWith } from './table-from-text.js';

const FORMS = ['TABLEDATA', 'BINARY2'] as const;

async function written(data: TableData, compress: string): Promise<Uint8Array> {
  return (await votableFormat.write?.(data, 'table.vot', { compress })) as Uint8Array;
}

async function throughFile(data: TableData, compress: string): Promise<TableData> {
  return readWith(votableFormat, await written(data, compress));
}

const textOf = async (data: TableData, compress = 'TABLEDATA'): Promise<string> =>
  new TextDecoder().decode(await written(data, compress));

/** The expected round trip of a TABLEDATA cell: blanks around texts do not count and an empty cell is missing. */
const asCell = (cell: unknown): unknown => (typeof cell === 'string' ? cell.trim() || null : cell);

/** The contents of a table, except for the values behind missing cells. */
const comparable = (data: TableData): unknown =>
  [...data.stored].map(([name, { kind, valid, unit, description, ucd, format, values }]) => {
    const nested = kind === 'vector' ? { shape: values.shape, element: values.element } : {};
    return { name, kind, valid, unit, description, ucd, format, cells: cellsOf(data, name), ...nested };
  });

describe('a table written as a VOTable', () => {
  test('of every kind of column round-trips through BINARY2', async () => {
    const table = everyKind();
    const back = await throughFile(table.data, 'BINARY2');
    expect(comparable(back)).toEqual(comparable(table.data));
  });

  test('of every kind of column round-trips through TABLEDATA except for empty lists and texts, which are missing', async () => {
    const table = everyKind();
    const back = await throughFile(table.data, 'TABLEDATA');
    for (const name of table.names) {
      const before = cellsOf(table.data, name).map(cell => (Array.isArray(cell) && cell.length === 0 ? null : cell));
      expect(cellsOf(back, name), name).toEqual(before);
      expect(back.stored.get(name)?.kind).toBe(table.data.stored.get(name)?.kind);
    }
  });

  test('round-trips through BINARY2 whatever it contains', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTable(), async table => {
        expect(contents({ data: await throughFile(table.data, 'BINARY2') })).toEqual(contents(table));
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  test('round-trips through TABLEDATA whatever it contains, except for blanks around texts', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTable(), async table => {
        const back = await throughFile(table.data, 'TABLEDATA');
        for (const name of ['f64', 'f32', 'i32', 'u8', 'i64', 'flag'])
          expect(cellsOf(back, name)).toEqual(cellsOf(table.data, name));
        expect(cellsOf(back, 'text')).toEqual(cellsOf(table.data, 'text').map(asCell));
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  test.each(FORMS)('without rows keeps its columns (%s)', async form => {
    const table = Table.fromColumns({ id: new BigInt64Array(0), mag: new Float32Array(0) });
    const back = await throughFile(table.data, form);
    expect([...back.stored].map(([name, { kind }]) => [name, kind])).toEqual([
      ['id', 'int64'],
      ['mag', 'float32'],
    ]);
    expect(back.length).toBe(0);
  });

  test('keeps units, UCDs, descriptions and formats', async () => {
    const meta = { unit: 'mag/arcsec**2', ucd: 'phot.mag;em.opt.V', description: 'bright & <dark>', format: '%8.3f' };
    const column = stored('float64', Float64Array.of(1), null, meta);
    const data = { stored: new Map([['mag', column]]), length: 1, meta: {}, provenance: [] };
    expect((await throughFile(data, 'TABLEDATA')).stored.get('mag')).toMatchObject(meta);
  });

  test('keeps meta: name, parameters, comments, history, systems and infos', async () => {
    const votable = {
      infos: [{ name: 'QUERY_STATUS', value: 'OVERFLOW', text: 'cut at 10 rows' }],
      coosys: [{ ID: 'icrs', system: 'ICRS' }],
      timesys: [{ ID: 'tcb', timescale: 'TCB', refposition: 'BARYCENTER' }],
      params: [{ name: 'limit', value: 1, attributes: { unit: 'mag', ucd: 'phot.mag' }, description: 'faintest' }],
      fields: { ra: { ref: 'icrs', utype: 'pos:ra', values: { min: '0', max: '360', options: ['0', '90'] } } },
    };
    const meta = {
      name: 'stars',
      limit: 21.25,
      observer: 'A & B',
      good: true,
      seeing: [1, 2.5],
      comments: ['one'],
      history: ['cut'],
      votable,
    };
    const table = Table.fromColumns({ ra: [1] });
    const back = (await throughFile({ ...table.data, meta }, 'TABLEDATA')).meta;
    expect(back).toMatchObject({
      name: 'stars',
      limit: 21.25,
      observer: 'A & B',
      good: true,
      seeing: [1, 2.5],
      comments: ['one'],
      history: ['cut'],
    });
    expect(back['votable']).toMatchObject({
      infos: votable.infos,
      coosys: votable.coosys,
      timesys: votable.timesys,
      fields: votable.fields,
    });
    expect((back['votable'] as typeof votable).params[0]).toMatchObject({
      attributes: { unit: 'mag' },
      description: 'faintest',
    });
  });

  test('keeps GROUPs, with references to the remaining columns', async () => {
    const text = `<VOTABLE version="1.4"><RESOURCE><TABLE><PARAM ID="p" name="limit" datatype="int" value="5"/>
      <FIELD ID="col1" name="ra" datatype="double"/><FIELD name="dec" ID="dec" datatype="double"/><FIELD ID="gone" name="z" datatype="int"/>
      <GROUP name="place" utype="pos"><DESCRIPTION>Where</DESCRIPTION><FIELDref ref="col1"/><FIELDref ref="gone"/><PARAMref ref="p"/>
      <PARAM name="frame" datatype="char" arraysize="*" value="ICRS"/><GROUP name="inner"><FIELDref ref="dec"/></GROUP></GROUP>
      <DATA><TABLEDATA><TR><TD>1</TD><TD>2</TD><TD>3</TD></TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>`;
    const read = await readWith(votableFormat, text);
    const kept = { ...read, stored: new Map([...read.stored].filter(([name]) => name !== 'z')) };
    const back = (await throughFile(kept, 'TABLEDATA')).meta['votable'];
    expect(back).toMatchObject({
      groups: [
        {
          attributes: { name: 'place', utype: 'pos' },
          description: 'Where',
          refs: ['col1', 'p'],
          params: [{ name: 'frame', value: 'ICRS' }],
          groups: [{ attributes: { name: 'inner' }, refs: ['dec'] }],
        },
      ],
      fields: { ra: { id: 'col1' } },
    });
  });

  test('takes its name from the option', async () => {
    const text = (await votableFormat.write?.(everyKind().data, 'x.vot', { name: 'night & day' })) as Uint8Array;
    expect(new TextDecoder().decode(text)).toContain('<TABLE name="night &amp; day" nrows="3">');
  });

  test('declares ASCII as char, other text as unicodeChar, and arrays by their axes', async () => {
    const text = await textOf(everyKind().data);
    expect(text).toContain('<FIELD name="name" datatype="unicodeChar" arraysize="*"/>');
    expect(text).toContain('<FIELD name="cube" datatype="int" arraysize="2x2"/>');
    expect(text).toContain('<FIELD name="when" datatype="char" arraysize="*" xtype="timestamp"/>');
    expect(text).toContain('<FIELD name="vis" datatype="doubleComplex"/>');
  });

  test('rejects text that XML cannot represent, and names the cell', async () => {
    const data = Table.fromColumns({ note: ['fine', 'bell\u0007'] }).data;
    await expect(textOf(data)).rejects.toThrow("column 'note', row 1: XML cannot hold the character U+0007");
    expect(cellsOf(await throughFile(data, 'BINARY2'), 'note')).toEqual(['fine', 'bell\u0007']);
    await expect(textOf(Table.fromColumns({ a: ['\0'] }).data, 'BINARY2')).rejects.toThrow('NUL');
  });

  test('rejects other serialisations', async () => {
    await expect(textOf(everyKind().data, 'ZIP')).rejects.toThrow("compress 'TABLEDATA' or 'BINARY2', not 'ZIP'");
  });
});

describe('a damaged VOTable', () => {
  test.each(FORMS)('returns a table or a library error, whatever is changed or truncated (%s)', async form => {
    const whole = await written(everyKind().data, form);
    const change = fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255), end: fc.nat(whole.length) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), fc.boolean(), async (changes, isCut) => {
        const damaged = whole.slice(0, isCut ? changes[0].end : whole.length);
        for (const { at, byte } of changes) if (at < damaged.length) damaged[at] = byte;
        const read = await readWith(votableFormat, damaged).catch(error => error);
        if (read instanceof Error) expect(read).toBeInstanceOf(PhotometryError);
        else expect(read.length).toBeGreaterThanOrEqual(0);
      }),
      { seed: 5, numRuns: 400 },
    );
  });
});
