/**
 * Arrow files and streams: compared with pyarrow, round-tripped, and damaged.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PhotometryError } from '../../../lib/core/errors.js';
import { readTable } from '../../../lib/fluent/read-table.js';
import { registerFormats } from '../../../lib/formats/all-formats.js';
import { arrowFormat } from '../../../lib/formats/arrow/arrow-format.js';
import { Table } from '../../../lib/table/table.js';
import { contents, everyKind } from '../../helpers/every-kind.js';
import { asPeerColumns, fixture, peerColumns } from '../peer-answers.js';

let folder = '';
beforeAll(() => {
  registerFormats();
  folder = mkdtempSync(join(tmpdir(), 'skyframe-arrow-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function readBytes(bytes: Uint8Array, name = 'damaged.arrow'): Promise<Table<Record<string, number>>> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return readTable(path);
}

describe('Arrow files', () => {
  it.each(['kinds.arrow', 'kinds.arrows', 'kinds-lz4.feather', 'kinds-zstd.feather'])(
    'reads from %s what pyarrow reads, kind by kind',
    async name => {
      const table = await readTable(fixture(name));
      expect(asPeerColumns(table.data)).toEqual(peerColumns());
    },
  );

  it('reads units, descriptions and UCDs from the field metadata, and meta from the schema', async () => {
    const table = await readTable(fixture('kinds.arrow'));
    const { f64, f32, time, span } = table.columns;
    expect([f64.unit, f64.description, f64.ucd]).toEqual(['mag', 'Brightness, V', 'phot.mag']);
    expect([f32.unit, time.unit, span.unit]).toEqual(['electron / s', 'ms', 's']);
    expect(table.meta).toEqual({ survey: 'none' });
  });

  it('reads only the requested columns, in their order', async () => {
    const table = await readTable(fixture('kinds.arrow'), { columns: ['f64', 'id'] });
    expect(table.names).toEqual(['f64', 'id']);
    await expect(readTable(fixture('kinds.arrow'), { columns: ['f46'] })).rejects.toThrow(
      /No column 'f46'; nearest: f16/,
    );
  });

  it('reads only the requested rows', async () => {
    const table = await readTable(fixture('kinds.arrow'), { rows: [1, 3] });
    expect([...table.columns.i16]).toEqual([32767, null]);
  });

  it('recognises the format by content, whatever the name', async () => {
    for (const name of ['kinds.arrow', 'kinds.arrows']) {
      const table = await readBytes(readFileSync(fixture(name)), `no-hint-${name}.dat`);
      expect(table.length).toBe(5);
    }
    expect(arrowFormat.recognizes?.(new Uint8Array(0), '')).toBe(false);
    expect(arrowFormat.recognizes?.(new Uint8Array(100).fill(255), '')).toBe(false);
  });

  it('flattens structs and keeps maps and deeper nesting as JSON', async () => {
    const table = await readTable(fixture('nested.arrow'));
    expect(asPeerColumns(table.data)).toEqual([
      { name: 'position.ra', kind: 'float64', values: [1.5, 3] },
      { name: 'position.dec', kind: 'float64', values: [-2, 4] },
      { name: 'tags', kind: 'string', values: ['[["a",1]]', '[["b",2],["c",3]]'] },
      { name: 'maybe', kind: 'string', values: ['{"x":1}', null] },
      { name: 'deep', kind: 'string', values: ['[[1],[2,3]]', '[]'] },
    ]);
  });

  it('rejects the first version of Feather, and uint64 beyond 2^63, stating what to do', async () => {
    await expect(readTable(fixture('feather1.feather'))).rejects.toThrow(/Feather version 1/);
    const arrow = join(folder, 'unknown.arrow');
    writeFileSync(arrow, 'ARROW1 and then nothing');
    await expect(readTable(arrow)).rejects.toMatchObject({ code: 'bad-table' });
  });

  it.each(['all.arrow', 'all.feather', 'all.arrows', 'all.arrow.gz'])(
    'round-trips every kind through %s',
    async name => {
      const table = everyKind();
      await table.write(join(folder, name));
      const again = await readTable(join(folder, name));
      expect(contents(again)).toEqual(contents(table));
      expect(again.meta).toEqual(table.meta);
    },
  );

  it('writes and reads tables without rows, and without columns', async () => {
    const empty = everyKind().slice(0, 0);
    await empty.write(join(folder, 'empty.arrow'));
    expect(contents(await readTable(join(folder, 'empty.arrow')))).toEqual(contents(empty));
    await Table.fromColumns({}).write(join(folder, 'none.arrow'));
    expect((await readTable(join(folder, 'none.arrow'))).names).toEqual([]);
  });

  it('writes a file with the Arrow file signature, and a stream with that of streams', async () => {
    const table = Table.fromColumns({ a: [1] });
    await table.write(join(folder, 'a.arrow'));
    await table.write(join(folder, 'a.arrows'));
    expect(readFileSync(join(folder, 'a.arrow')).subarray(0, 6).toString()).toBe('ARROW1');
    expect([...readFileSync(join(folder, 'a.arrows')).subarray(0, 4)]).toEqual([255, 255, 255, 255]);
  });
});

describe('damaged Arrow files', () => {
  it.each(['kinds.arrow', 'kinds.arrows', 'kinds-lz4.feather'])('reports where %s is truncated', async name => {
    const whole = readFileSync(fixture(name));
    for (const part of [8, 20, 300, whole.length / 2, whole.length - 9].map(Math.floor)) {
      const cut = readBytes(whole.subarray(0, part), name);
      await expect(cut).rejects.toThrow(PhotometryError);
      await expect(cut).rejects.toThrow(name);
    }
  });

  it.each(['kinds.arrow', 'kinds.arrows', 'kinds-lz4.feather', 'kinds-zstd.feather'])(
    'reads %s with any byte changed, or throws a library error',
    async name => {
      const whole = readFileSync(fixture(name));
      const change = fc.tuple(fc.nat(whole.length - 1), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, 0x55));
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async changes => {
          const bytes = Uint8Array.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          try {
            const table = await readBytes(bytes, name);
            expect(table.length).toBeLessThan(1e8);
          } catch (error) {
            expect(error).toBeInstanceOf(PhotometryError);
          }
        }),
        { seed: 7, numRuns: 100 },
      );
    },
  );

  it('rejects a batch that claims more rows than its bytes can hold, without allocating memory for them', async () => {
    await Table.fromColumns({ flag: [true, false] }).write(join(folder, 'flag.arrows'));
    const bytes = Uint8Array.from(readFileSync(join(folder, 'flag.arrows')));
    const view = new DataView(bytes.buffer);
    let changed = 0;
    // the row count of the batch and of its column, both two, wherever they are
    for (let at = 0; at + 8 <= bytes.length; at += 8)
      if (view.getBigInt64(at, true) === 2n) {
        view.setBigInt64(at, 10n ** 12n, true);
        changed++;
      }
    expect(changed).toBeGreaterThan(0);
    await expect(readBytes(bytes, 'claims.arrows')).rejects.toThrow(/claims 1000000000000 rows in a batch/);
  });
});
