/**
 * SQLite databases: written by Python's sqlite3, round-tripped, and damaged.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PhotometryError } from '../../../lib/core/errors.js';
import { readTable } from '../../../lib/fluent/read-table.js';
import { registerFormats } from '../../../lib/formats/all-formats.js';
import { Table } from '../../../lib/table/table.js';
import { contents, everyKind } from '../../helpers/every-kind.js';
import { asPeerColumns, fixture } from '../peer-answers.js';

const stars = fixture('stars.sqlite');
let folder = '';
beforeAll(() => {
  registerFormats();
  folder = mkdtempSync(join(tmpdir(), 'skyframe-sqlite-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('SQLite databases', () => {
  it('reads the first table, with kinds from declaration and content', async () => {
    const table = await readTable(stars);
    expect(asPeerColumns(table.data)).toEqual([
      { name: 'id', kind: 'int32', values: [1, 2, 3] },
      { name: 'gaia', kind: 'int64', values: [`${2n ** 62n}n`, null, `${-(2n ** 63n)}n`] },
      { name: 'mag', kind: 'float64', values: [12.5, null, 1e300] },
      { name: 'n', kind: 'int32', values: [3, null, -7] },
      { name: 'name', kind: 'string', values: ['a', null, 'ünïcode ★'] },
      { name: 'good', kind: 'boolean', values: [true, null, false] },
      { name: 'seen', kind: 'date', values: [Date.UTC(2020, 0, 31, 1, 2, 3, 500), null, Date.UTC(1858, 10, 17)] },
      { name: 'raw', kind: 'list', values: [[0, 1], null, []] },
      { name: 'any', kind: 'string', values: ['1', null, 'two'] },
      { name: 'quo"ted', kind: 'string', values: ['x', null, ''] },
    ]);
    expect(table.meta).toEqual({ name: 'the stars' });
  });

  it('reads the requested table, by name or number, and views by name', async () => {
    expect((await readTable(stars, { table: 'other' })).toObjects()).toEqual([{ x: 1, y: 2.5 }]);
    expect((await readTable(stars, { table: 1 })).names).toEqual(['x', 'y']);
    expect((await readTable(stars, { table: 'bright' })).toObjects()).toEqual([{ id: 1, mag: 12.5 }]);
    const empty = await readTable(stars, { table: 'no rows' });
    expect(asPeerColumns(empty.data)).toEqual([
      { name: 'a', kind: 'int32', values: [] },
      { name: 'b', kind: 'string', values: [] },
    ]);
  });

  it('lists the tables when the requested one does not exist', async () => {
    const missing = readTable(stars, { table: 'galaxies' });
    await expect(missing).rejects.toMatchObject({ code: 'bad-argument' });
    await expect(missing).rejects.toThrow(/no table "galaxies"; there are: the stars, other, no rows, bright/);
    await expect(readTable(stars, { table: 7 })).rejects.toThrow(/no table 7/);
  });

  it('reads the requested columns and rows', async () => {
    const table = await readTable(stars, { columns: ['name', 'id'], rows: [1, 3] });
    expect(table.toObjects()).toEqual([
      { name: null, id: 2 },
      { name: 'ünïcode ★', id: 3 },
    ]);
    await expect(readTable(stars, { columns: ['nmae'] })).rejects.toThrow(/No column 'nmae'; nearest: .*name/);
  });

  it('recognises the format by content, whatever the name', async () => {
    writeFileSync(join(folder, 'table.dat'), readFileSync(stars));
    expect((await readTable(join(folder, 'table.dat'))).length).toBe(3);
  });

  it('round-trips every kind, with units and meta', async () => {
    const table = everyKind().derive({ f64: Float64Array.of(1.5, NaN, 0) }); // SQLite does not store -0
    const path = join(folder, 'all.sqlite');
    await table.write(path);
    const again = await readTable(path);
    const before = contents(table.withMeta({})) as { name: string }[];
    expect(contents(again.select(...table.names))).toEqual(before);
    expect(again.meta).toEqual(table.meta);
  });

  it('writes and reads tables without rows, keeping every kind', async () => {
    const empty = everyKind().slice(0, 0);
    await empty.write(join(folder, 'empty.db'));
    expect(contents(await readTable(join(folder, 'empty.db')))).toEqual(contents(empty));
  });

  it('names the table by the option, its meta, or the file', async () => {
    const table = Table.fromColumns({ a: [1] });
    await table.write(join(folder, 'field.sqlite'));
    expect((await readTable(join(folder, 'field.sqlite'), { table: 'field' })).length).toBe(1);
    await table.write(join(folder, 'field.sqlite'), { name: 'stars; drop' });
    expect((await readTable(join(folder, 'field.sqlite'), { table: 'stars; drop' })).length).toBe(1);
  });

  it('keeps columns whose names differ only in case, which SQLite does not distinguish', async () => {
    const table = Table.fromColumns({ V: [1], v: [2], R: [3] });
    await table.write(join(folder, 'bands.sqlite'));
    expect((await readTable(join(folder, 'bands.sqlite'))).toObjects()).toEqual([{ V: 1, v: 2, R: 3 }]);
  });

  it('reports when SQLite cannot hold a table', async () => {
    const wide = Table.fromEntries(Array.from({ length: 2500 }, (_, i) => [`c${i}`, [i]] as const));
    await expect(wide.write(join(folder, 'wide.sqlite'))).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('keeps the contents of a table, for any numbers, texts and missing values', async () => {
    const double = fc.double().map(value => (value === 0 ? 0 : value));
    const cell = fc.option(
      fc.record({ n: double, i: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), s: fc.string(), b: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(cell), async cells => {
        const table = Table.from<Record<string, number>>({
          n: cells.map(c => c?.n ?? null),
          i: cells.map(c => c?.i ?? null),
          s: cells.map(c => c?.s.replaceAll('\0', '') ?? null),
          b: cells.map(c => c?.b ?? null),
        });
        await table.write(join(folder, 'any.sqlite'));
        expect(contents(await readTable(join(folder, 'any.sqlite')))).toEqual(contents(table));
      }),
      { seed: 4, numRuns: 40 },
    );
  });
});

describe('damaged SQLite databases', () => {
  it('reports a file that is not a database after its first bytes', async () => {
    const path = join(folder, 'damaged.sqlite');
    writeFileSync(path, 'SQLite format 3\0 and nothing more');
    await expect(readTable(path)).rejects.toMatchObject({ code: 'bad-table' });
    await expect(readTable(path)).rejects.toThrow(/damaged.sqlite.*not a database/);
  });

  it('reads a database with any byte changed or truncated, or throws a library error', async () => {
    const whole = readFileSync(stars);
    const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 100, max: whole.length }),
        async (changes, length) => {
          const bytes = Uint8Array.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          const path = join(folder, 'changed.sqlite');
          writeFileSync(path, bytes.subarray(0, length));
          try {
            expect((await readTable(path, { format: 'sqlite' })).length).toBeLessThan(1e6);
          } catch (error) {
            expect(error).toBeInstanceOf(PhotometryError);
          }
        },
      ),
      { seed: 7, numRuns: 300 },
    );
    expect((await readTable(stars)).length).toBe(3); // the engine still works after all that
  });
});
