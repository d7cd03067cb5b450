/**
 * The matrix of table formats: each cell is a test, and the whole matrix is printed at the end.
 *
 * The files were written by astropy, stilts, pyarrow and sqlite3 from one table (test/fixtures/formats/matrix).
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fitsTableFormat } from '../../lib/fits/fits-table-format.js';
import { registerFormats } from '../../lib/formats/all-formats.js';
import { valueAt } from '../../lib/table/column/stored-column.js';
import type { TableData } from '../../lib/table/column/table-data.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import { formatOf, knownFormats, registerFormat, writeTable } from '../../lib/table/files/formats.js';
import { readTableData } from '../../lib/table/files/read-table.js';
import { Table } from '../../lib/table/table.js';
import { select } from '../../lib/table/verbs/select.js';
import { slice } from '../../lib/table/verbs/slice.js';
import { CELLS, MATRIX, type MatrixRow } from './matrix-rows.js';

registerFormats();
registerFormat(fitsTableFormat);

/** Formats whose columns a program or an agency lays down: the stars do not fit, and each has a test of its own. */
const FIXED_LAYOUTS = ['astroimagej', 'horizons', 'mpc'];

const BIG = 2n ** 60n + 1n;

/** The table that the peers wrote. */
const STARS: TableData = Table.fromColumns(
  {
    id: [1n, BIG, null],
    mag: [15.25, NaN, -0.1],
    n: [7, 0, -3],
    name: ['NGC 1', null, 'M31'],
    seen: [true, false, true],
    flux: new Vectors(new Float64Array([1, 2.5, 3, 4, 5, -6e10]), 2),
  },
  { units: { mag: 'mag', flux: 'Jy' } },
).data;
const N = {
  ...STARS.stored.get('n')!,
  kind: 'int32',
  values: new Int32Array([7, 0, -3]),
  valid: new Uint8Array([1, 0, 1]),
};
const stars: TableData = { ...STARS, stored: new Map([...STARS.stored, ['n', N as never]]) };

/** The cells expected after a round trip through a format; an empty text where it has no missing text. */
function expectedCells({ columns, marks }: MatrixRow): Record<string, unknown[]> {
  const cells = cellsOf(stars, columns);
  return marks.nulls === 'but text' ? { ...cells, name: cells.name.map(text => text ?? '') } : cells;
}

/** Cells by column, as plain values: NaN and null as missing, integers alike whatever their kind. */
function cellsOf(data: TableData, columns: readonly string[]): Record<string, unknown[]> {
  return Object.fromEntries(
    columns.map(name => {
      const column = data.stored.get(name);
      if (column === undefined) return [name, ['no such column']];
      return [name, Array.from({ length: data.length }, (_, row) => plain(valueAt(column, row)))];
    }),
  );
}

function plain(value: unknown): unknown {
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as unknown as ArrayLike<unknown>, plain);
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  return Number.isNaN(value) ? null : value;
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skyframe-matrix-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  const width = Math.max(...MATRIX.map(({ name }) => name.length));
  const lines = MATRIX.map(
    ({ name, marks }) => `${name.padEnd(width)}  ${CELLS.map(cell => marks[cell].padEnd(8)).join(' ')}`,
  );
  console.log(['', `${''.padEnd(width)}  ${CELLS.map(cell => cell.padEnd(8)).join(' ')}`, ...lines, ''].join('\n'));
});

const peerFile = ({ file }: MatrixRow) => fileURLToPath(new URL(`../fixtures/formats/matrix/${file}`, import.meta.url));
const readPeers = (row: MatrixRow) => readTableData(peerFile(row));

/** Writes columns of a table with the options of the matrix line, and reads them back. */
async function throughFile(row: MatrixRow, data: TableData): Promise<TableData> {
  const path = join(folder, `${row.name.replace(/\W/g, '')}-${row.file}`);
  await writeTable({ data }, path, { ...row.options, format: row.format });
  return readTableData(path);
}

/** Reads the peer's file with its content changed. */
async function readSpoilt(row: MatrixRow, bytes: Uint8Array): Promise<TableData> {
  const path = join(folder, `spoilt-${row.file}`);
  await writeFile(path, bytes);
  return readTableData(path, { format: row.format });
}

/** Formats with fixed columns are tested in a section of their own below. */
const GENERAL = MATRIX.filter(({ columns }) => columns.length > 0);
const withMark = (cell: (typeof CELLS)[number], mark: string) =>
  GENERAL.filter(({ marks }) => marks[cell] === mark).map(row => [row.name, row] as const);
const written = withMark('write', 'yes');
const ours = (row: MatrixRow) => select(stars, [...(row.writes ?? row.columns)]);

describe("read: the peer's file is read with the peer's cells", () => {
  test.each(GENERAL.map(row => [row.name, row] as const))('%s', async (_, row) => {
    const data = await readPeers(row);
    expect(data.length).toBe(3);
    expect([...data.stored.keys()]).toEqual(row.columns);
    expect(cellsOf(data, row.columns)).toEqual(expectedCells(row));
  });
});

describe('write: a written table round-trips, with each column in its kind', () => {
  test.each(written)('%s', async (_, row) => {
    const back = await throughFile(row, ours(row));
    expect(cellsOf(back, row.columns)).toEqual(expectedCells(row));
    const kinds = (data: TableData) => row.columns.map(name => `${name} ${data.stored.get(name)?.kind}`);
    expect(kinds(back)).toEqual(kinds(stars));
  });

  test.each(MATRIX.filter(({ marks }) => marks.write === 'refused').map(row => [row.name, row] as const))(
    '%s is read-only, and the error says so',
    async (_, row) => {
      await expect(throughFile(row, ours(row))).rejects.toMatchObject({ code: 'unsupported' });
      await expect(throughFile(row, ours(row))).rejects.toThrow(`can be read from ${row.format}, not written`);
    },
  );
});

describe('nulls: a missing float is NaN, anything else null', () => {
  test.each([...withMark('nulls', 'yes'), ...withMark('nulls', 'but text')])('%s', async (_, row) => {
    const tables = [await readPeers(row), ...(row.marks.write === 'yes' ? [await throughFile(row, ours(row))] : [])];
    for (const { stored } of tables) {
      expect(valueAt(stored.get('id')!, 2)).toBe(null);
      expect(valueAt(stored.get('mag')!, 1)).toBe(NaN);
      expect(valueAt(stored.get('n')!, 1)).toBe(null);
      expect(valueAt(stored.get('name')!, 1)).toBe(row.marks.nulls === 'but text' ? '' : null);
    }
  });
});

describe('units', () => {
  test.each(withMark('units', 'yes'))('%s', async (_, row) => {
    if (row.marks.write === 'yes') expect((await throughFile(row, ours(row))).stored.get('mag')?.unit).toBe('mag');
    if (row.unitsOfOursAlone !== true) expect((await readPeers(row)).stored.get('mag')?.unit).toBe('mag');
  });

  test.each(withMark('units', 'lost'))('%s has no place for them', async (_, row) => {
    expect((await throughFile(row, ours(row))).stored.get('mag')?.unit).toBe('');
  });
});

describe('int64: 2^60 + 1 stays exact', () => {
  test.each(withMark('int64', 'yes'))('%s', async (_, row) => {
    const tables = [await readPeers(row), ...(row.marks.write === 'yes' ? [await throughFile(row, ours(row))] : [])];
    for (const { stored } of tables) expect(valueAt(stored.get('id')!, 1)).toBe(BIG);
  });
});

describe('vectors', () => {
  test.each(withMark('vectors', 'yes'))('%s', async (_, row) => {
    const peers = row.columns.includes('flux') ? [await readPeers(row)] : [];
    const own = row.marks.write === 'yes' ? [await throughFile(row, ours(row))] : [];
    for (const data of [...peers, ...own]) {
      expect(data.stored.get('flux')?.kind).toBe('vector');
      expect(valueAt(data.stored.get('flux')!, 2)).toEqual(new Float64Array([5, -6e10]));
    }
  });

  test.each(withMark('vectors', 'refused'))('%s does not support them, and names the column', async (_, row) => {
    const data = select(stars, [...row.columns, 'flux']);
    await expect(throughFile(row, data)).rejects.toMatchObject({ code: 'unsupported' });
    await expect(throughFile(row, data)).rejects.toThrow("'flux'");
  });
});

describe('empty: a table without rows keeps its columns', () => {
  test.each(written.filter(([, { marks }]) => marks.empty === 'yes'))('%s', async (_, row) => {
    const back = await throughFile(row, slice(ours(row), 0, 0));
    expect([back.length, [...back.stored.keys()]]).toEqual([0, [...(row.writes ?? row.columns)]]);
  });

  test.each(withMark('empty', 'lost'))('%s keeps none', async (_, row) => {
    const back = await throughFile(row, slice(ours(row), 0, 0));
    expect([back.length, back.stored.size]).toEqual([0, 0]);
  });

  test.each([
    ['cds', 'stars.mrt', (text: string) => text.slice(0, text.lastIndexOf('--\n') + 3)],
    ['daophot', 'stars.mag', (text: string) => text.slice(0, text.indexOf('\n1 ') + 1)],
    ['sextractor', 'stars.cat', (text: string) => text.slice(0, text.indexOf('         1 '))],
    ['aavso', 'stars.aavso', (text: string) => text.slice(0, text.indexOf('SS CYG'))],
  ])('%s', async (format, file, empty) => {
    const row = MATRIX.find(candidate => candidate.file === file)!;
    const whole = await readPeers(row);
    const text = await readFile(peerFile(row), 'utf8');
    const data = await readSpoilt(row, new TextEncoder().encode(empty(text)));
    expect([data.length, [...data.stored.keys()]]).toEqual([0, [...whole.stored.keys()]]);
    expect(row.format).toBe(format);
  });
});

describe('corrupt', () => {
  test.each(MATRIX.map(row => [row.name, row] as const))("%s is rejected with the file's name", async (_, row) => {
    const bytes = new Uint8Array(await readFile(peerFile(row)));
    const spoilt = row.spoil(bytes);
    expect(spoilt).not.toEqual(bytes);
    await expect(readSpoilt(row, spoilt)).rejects.toMatchObject({ name: 'PhotometryError' });
    await expect(readSpoilt(row, spoilt)).rejects.toThrow(`spoilt-${row.file}`);
  });

  test.each(MATRIX.map(row => [row.name, row] as const))(
    '%s with any byte changed is read or reports what is wrong',
    async (_, row) => {
      const bytes = new Uint8Array(await readFile(peerFile(row)));
      let seed = 12345;
      const random = (below: number) => {
        seed = (seed * 1103515245 + 12345) % 2 ** 31;
        return Math.floor((seed / 2 ** 31) * below);
      };
      for (let i = 0; i < 40; i++) {
        const changed =
          i % 4 === 0 ? bytes.slice(0, random(bytes.length)) : bytes.with(random(bytes.length), random(256));
        try {
          await readSpoilt(row, changed);
        } catch (error) {
          expect(error).toMatchObject({ name: 'PhotometryError' });
        }
      }
    },
  );
});

describe('formats with fixed columns', () => {
  const row = (format: string) => MATRIX.find(candidate => candidate.format === format)!;

  test('DAOPHOT: cells, INDEF as missing, units', async () => {
    const data = await readPeers(row('daophot'));
    expect(cellsOf(data, ['ID', 'XCENTER', 'MAG', 'N'])).toEqual({
      ID: [1, 5],
      XCENTER: [10.5, 20.25],
      MAG: [15.25, null],
      N: [7, -3],
    });
    expect([data.stored.get('XCENTER')?.unit, data.stored.get('MAG')?.unit]).toEqual(['pixels', 'magnitudes']);
  });

  test('SExtractor: cells, a vector as columns, as in astropy, units', async () => {
    const data = await readPeers(row('sextractor'));
    expect(cellsOf(data, [...data.stored.keys()])).toEqual({
      NUMBER: [1, 5],
      MAG_AUTO: [15.25, -0.1],
      FLUX_APER: [1.5, 3],
      FLUX_APER_1: [2.5, -6e10],
      FLAGS: [0, 3],
    });
    expect(data.stored.get('FLUX_APER')?.unit).toBe('count');
  });

  test('AAVSO: cells, na as missing, units; written and read back', async () => {
    const data = await readPeers(row('aavso'));
    const columns = [...data.stored.keys()];
    expect(cellsOf(data, ['MAG', 'MERR', 'NOTES'])).toEqual({
      MAG: [15.25, 11.2],
      MERR: [0.003, null],
      NOTES: [null, 'windy'],
    });
    expect(data.stored.get('MAG')?.unit).toBe('mag');
    const back = await throughFile(row('aavso'), data);
    expect(cellsOf(back, columns)).toEqual(cellsOf(data, columns));
  });
});

describe('the matrix', () => {
  test('has exactly one line for every registered format, but those of a fixed layout', () => {
    const lines = new Set([...MATRIX.map(({ format }) => format), ...FIXED_LAYOUTS]);
    expect([...lines].sort()).toEqual(
      knownFormats()
        .map(({ name }) => name)
        .sort(),
    );
  });

  test('every file is recognised by its content, or its name, as one format', async () => {
    for (const row of MATRIX) {
      const head = new Uint8Array(await readFile(peerFile(row))).slice(0, 11520);
      const claims = knownFormats().filter(format => format.recognizes?.(head, 'no-name'));
      expect(claims.length, row.file).toBeLessThanOrEqual(1);
      expect(formatOf(row.file, undefined, head).name, row.file).toBe(row.format);
    }
  });
});
