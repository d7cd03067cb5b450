/**
 * Parquet files: compared with pyarrow and astropy, round-tripped, and damaged.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PhotometryError } from '../../../lib/core/errors.js';
import { readTable } from '../../../lib/fluent/read-table.js';
import { registerFormats } from '../../../lib/formats/all-formats.js';
import { parquetFormat } from '../../../lib/formats/parquet/parquet-format.js';
import type { TableFile } from '../../../lib/table/files/formats.js';
import { Table } from '../../../lib/table/table.js';
import { contents, everyKind } from '../../helpers/every-kind.js';
import { asPeerColumns, fixture, peerColumns } from '../peer-answers.js';

let folder = '';
beforeAll(() => {
  registerFormats();
  folder = mkdtempSync(join(tmpdir(), 'skyframe-parquet-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function readBytes(bytes: Uint8Array, name = 'damaged.parquet'): Promise<Table<Record<string, number>>> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return readTable(path);
}

/** What pyarrow reads; Parquet has no half floats in these files. */
const expected = () => peerColumns().filter(column => column.name !== 'f16');

describe('Parquet files', () => {
  it.each(['none', 'snappy', 'gzip', 'brotli', 'lz4', 'zstd', 'v2'])(
    'reads from kinds-%s.parquet what pyarrow reads, kind by kind',
    async name => {
      const table = await readTable(fixture(`kinds-${name}.parquet`));
      expect(asPeerColumns(table.data)).toEqual(expected());
    },
  );

  it('reads files of version 1 with 96-bit times', async () => {
    const table = await readTable(fixture('kinds-v1.parquet'));
    // version 1 has no unsigned integers
    expect(asPeerColumns(table.data)).toEqual(
      expected().map(column => (column.name === 'u32' ? { ...column, kind: 'int64' } : column)),
    );
  });

  it('reads units, descriptions and UCDs from the field metadata, as LSST writes them', async () => {
    const table = await readTable(fixture('kinds-snappy.parquet'));
    const { f64, f32, time } = table.columns;
    expect([f64.unit, f64.description, f64.ucd]).toEqual(['mag', 'Brightness, V', 'phot.mag']);
    expect([f32.unit, time.unit]).toEqual(['electron / s', 'ms']);
    expect(table.meta).toEqual({ survey: 'none' });
  });

  it('reads what astropy wrote: units, formats, meta, and masked columns as single columns', async () => {
    const table = await readTable(fixture('astropy.parquet'));
    expect(table.names).toEqual(['id', 'mag', 'n', 'name', 'flux']);
    expect([...table.columns.mag]).toEqual([12.5, NaN, 14]);
    expect([...table.columns.n]).toEqual([4, 5, null]);
    const { mag, flux } = table.columns;
    expect([mag.unit, mag.format, mag.description, flux.unit]).toEqual(['mag', '%.2f', 'V magnitude', 'electron / s']);
    expect(table.meta).toEqual({ OBSERVER: 'nobody', EXPTIME: 30.5 });
  });

  it('reads units, UCDs and descriptions from the VOTable in VOParquet files', async () => {
    const { parquetWriteBuffer } = await import('hyparquet-writer');
    const votable = `<VOTABLE version="1.4"><RESOURCE><TABLE>
      <FIELD name="ra" datatype="double" unit="deg" ucd="pos.eq.ra"><DESCRIPTION>Right ascension</DESCRIPTION></FIELD>
      <FIELD name="id" datatype="long"/></TABLE></RESOURCE></VOTABLE>`;
    const kvMetadata = [
      { key: 'IVOA.VOTable-Parquet.version', value: '1.0' },
      { key: 'IVOA.VOTable-Parquet.content', value: votable },
    ];
    const columnData = [
      { name: 'ra', data: [1.5, 2.25], type: 'DOUBLE' as const },
      { name: 'id', data: [1n, 2n], type: 'INT64' as const },
    ];
    const table = await readBytes(new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata })), 'vo.parquet');
    const { ra, id } = table.columns;
    expect([ra.unit, ra.ucd, ra.description, id.unit]).toEqual(['deg', 'pos.eq.ra', 'Right ascension', '']);
    expect([...ra]).toEqual([1.5, 2.25]);
    expect(table.meta).toEqual({});
    kvMetadata[1].value = '<VOTABLE>&damaged;';
    const other = await readBytes(new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata })), 'vo.parquet');
    expect([...other.columns.ra]).toEqual([1.5, 2.25]);
  });

  it('reads what pandas wrote, with its index as a column', async () => {
    const table = await readTable(fixture('pandas.parquet'));
    expect(asPeerColumns(table.data)).toEqual([
      { name: 'mag', kind: 'float64', values: [1.5, null] },
      { name: 'n', kind: 'int64', values: [1, null] },
      { name: 't', kind: 'date', values: [Date.UTC(2020, 0, 31, 1, 2, 3, 500), null] },
      { name: 'star', kind: 'string', values: ['a', 'b'] },
    ]);
  });

  it('reads a table without rows, with the kinds of its columns', async () => {
    const table = await readTable(fixture('empty.parquet'));
    expect(asPeerColumns(table.data)).toEqual([
      { name: 'mag', kind: 'float64', values: [] },
      { name: 'name', kind: 'string', values: [] },
    ]);
  });

  it('flattens structs and keeps maps and deeper nesting as JSON', async () => {
    const table = await readTable(fixture('nested.parquet'));
    expect(asPeerColumns(table.data)).toEqual([
      { name: 'position.ra', kind: 'float64', values: [1.5, 3] },
      { name: 'position.dec', kind: 'float64', values: [-2, 4] },
      { name: 'tags', kind: 'string', values: ['{"a":1}', '{"b":2,"c":3}'] },
      { name: 'maybe', kind: 'string', values: ['{"x":1}', null] },
      { name: 'deep', kind: 'string', values: ['[[1],[2,3]]', '[]'] },
    ]);
  });

  it.each([
    [0, 5],
    [1, 2],
    [2, 4],
    [3, 100],
    [4, 4],
  ])('reads rows %d to %d, across row groups', async (start, end) => {
    for (const name of ['kinds-snappy.parquet', 'kinds-v2.parquet']) {
      const table = await readTable(fixture(name), { rows: [start, end] });
      expect(asPeerColumns(table.data)).toEqual(
        expected().map(column => ({ ...column, values: column.values.slice(start, end) })),
      );
    }
  });

  it('reads no more of the file than the requested columns and rows require', async () => {
    const path = join(folder, 'wide.parquet');
    const numbers = Float64Array.from({ length: 300_000 }, (_, i) => Math.sin(i));
    await Table.fromColumns({ a: numbers, b: numbers.map(Math.cos), c: numbers.map(Math.abs) }).write(path);
    const bytes = readFileSync(path);
    let read = 0;
    const source = {
      name: path,
      byteLength: bytes.length,
      read: async (start: number, end: number) => {
        read += end - start;
        return Uint8Array.from(bytes.subarray(start, end));
      },
      close: async () => {},
    };
    const file = { path, source } as unknown as TableFile;
    const data = await parquetFormat.read?.(file, { columns: ['b'], rows: [150_000, 150_010] });
    expect(data?.stored.get('b')?.values).toEqual(numbers.map(Math.cos).subarray(150_000, 150_010));
    expect(read).toBeLessThan(bytes.length / 3);
  });

  it('reports which column is missing, with the nearest names', async () => {
    await expect(readTable(fixture('kinds-none.parquet'), { columns: ['f65'] })).rejects.toMatchObject({
      code: 'missing-column',
    });
  });

  it('rejects a uint64 of 2^63, by name and row, and reads the file without it', async () => {
    const path = fixture('uint64.parquet');
    await expect(readTable(path)).rejects.toMatchObject({ code: 'unsupported' });
    await expect(readTable(path)).rejects.toThrow(/Column 'hash' holds 9223372036854775808 in row 1/);
    expect([...(await readTable(path, { columns: ['id'] })).columns.id]).toEqual([1n, 2n]);
  });

  it.each(['snappy', 'none'])('round-trips every kind compressed with %s', async compress => {
    const table = everyKind();
    const path = join(folder, `all-${compress}.parquet`);
    await table.write(path, { compress });
    const again = await readTable(path);
    expect(contents(again)).toEqual(contents(table));
    expect(again.meta).toEqual(table.meta);
  });

  it('keeps texts of any script, including byte-order marks', async () => {
    const texts = ['\ufeffmark', '★', '', 'plain', null];
    await Table.from({ s: texts }).write(join(folder, 'texts.parquet'));
    expect([...(await readTable(join(folder, 'texts.parquet'))).columns.s]).toEqual(texts);
  });

  it('rejects a compression that it cannot write', async () => {
    await expect(everyKind().write(join(folder, 'x.parquet'), { compress: 'lzo' })).rejects.toThrow(
      /'snappy' or 'none'/,
    );
  });

  it('writes and reads tables without rows', async () => {
    const empty = everyKind().slice(0, 0);
    await empty.write(join(folder, 'empty.parquet'));
    expect(contents(await readTable(join(folder, 'empty.parquet')))).toEqual(contents(empty));
  });

  it('recognises the format by content, whatever the name', async () => {
    expect((await readBytes(readFileSync(fixture('empty.parquet')), 'table.dat')).names).toEqual(['mag', 'name']);
  });

  it('keeps the contents of a table, for any numbers, texts and missing values, over several row groups', async () => {
    const cell = fc.option(
      fc.record({ n: fc.double(), i: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), s: fc.string(), b: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1 }), async cells => {
        const table = Table.from<Record<string, number>>({
          n: cells.map(c => c?.n ?? null),
          i: cells.map(c => c?.i ?? null),
          s: cells.map(c => c?.s ?? null),
          b: cells.map(c => c?.b ?? null),
        });
        await table.write(join(folder, 'any.parquet'));
        expect(contents(await readTable(join(folder, 'any.parquet')))).toEqual(contents(table));
      }),
      { seed: 4, numRuns: 50 },
    );
  });
});

describe('damaged Parquet files', () => {
  it('reports a truncated file', async () => {
    const whole = readFileSync(fixture('kinds-snappy.parquet'));
    for (const part of [4, 8, 100, whole.length / 2, whole.length - 1].map(Math.floor)) {
      const cut = readBytes(whole.subarray(0, part));
      await expect(cut).rejects.toMatchObject({ code: 'bad-table' });
      await expect(cut).rejects.toThrow('damaged.parquet');
    }
  });

  it.each(['kinds-none', 'kinds-lz4', 'kinds-v2', 'astropy'])(
    'reads %s.parquet with any byte changed, or throws a library error',
    async name => {
      const whole = readFileSync(fixture(`${name}.parquet`));
      const change = fc.tuple(fc.nat(whole.length - 1), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, 0x55));
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async changes => {
          const bytes = Uint8Array.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          try {
            expect((await readBytes(bytes)).length).toBeLessThan(1e8);
          } catch (error) {
            expect(error).toBeInstanceOf(PhotometryError);
          }
        }),
        { seed: 7, numRuns: 60 },
      );
    },
  );

  it('rejects a footer that claims 10^12 rows, without allocating memory for them', async () => {
    const footerOf = await import('hyparquet-writer');
    const writer = new footerOf.ByteWriter();
    const parquet = new footerOf.ParquetWriter({
      writer,
      schema: [
        { name: 'schema', num_children: 1 },
        { name: 'a', type: 'DOUBLE', repetition_type: 'REQUIRED' },
      ],
    });
    await parquet.write({ columnData: [{ name: 'a', data: Float64Array.of(1, 2) }] });
    parquet.row_groups[0].num_rows = 10n ** 12n;
    parquet.num_rows = 10n ** 12n;
    parquet.finish();
    await expect(readBytes(writer.getBytes())).rejects.toThrow(/claims 1000000000000 rows/);
  });

  it('rejects rows that the pages do not hold', async () => {
    const footerOf = await import('hyparquet-writer');
    const writer = new footerOf.ByteWriter();
    const schema = [
      { name: 'schema', num_children: 1 },
      { name: 'a', type: 'DOUBLE' as const, repetition_type: 'REQUIRED' as const },
    ];
    const parquet = new footerOf.ParquetWriter({ writer, schema });
    await parquet.write({ columnData: [{ name: 'a', data: Float64Array.of(1, 2) }] });
    parquet.row_groups[0].num_rows = 1000n;
    parquet.num_rows = 1000n;
    parquet.finish();
    await expect(readBytes(writer.getBytes())).rejects.toThrow(/column 'a': 1000 rows expected, 2 found/);
  });
});
