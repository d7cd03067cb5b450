/** Tables written by us and read by Debian's astropy: the same cells, units and types. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fitsTableFormat } from '../../lib/fits/fits-table-format.js';
import { registerFormats } from '../../lib/formats/all-formats.js';
import { Lists } from '../../lib/table/column/lists.js';
import { Vectors } from '../../lib/table/column/vectors.js';
import { registerFormat } from '../../lib/table/files/formats.js';
import { Table } from '../../lib/table/table.js';

registerFormats();
registerFormat(fitsTableFormat);

/** Prints columns as astropy reads them: `{ name: { dtype, unit, cells } }`; masked and NaN are null. */
const READER = `
import json, sys, warnings
import numpy as np
from astropy.table import QTable, Table
warnings.simplefilter('ignore')
def plain(v):
    if v is np.ma.masked or v is None: return None
    if type(v).__name__ == 'Quantity': v = v.value
    if isinstance(v, (np.ndarray, list)): return [plain(x) for x in v]
    if isinstance(v, (bool, np.bool_)): return bool(v)
    if isinstance(v, (int, np.integer)): return str(int(v)) if abs(int(v)) > 2**53 else int(v)
    if isinstance(v, (float, np.floating)): return None if v != v else float(v) if abs(v) < 1e999 else str(v)
    if hasattr(v, 'isot'): return None if np.any(v.mask) else str(v.isot)
    return v.decode() if isinstance(v, bytes) else str(v)
t = (QTable if sys.argv[3:] == ['q'] else Table).read(sys.argv[1], format=sys.argv[2])
print(json.dumps({n: {'type': type(t[n]).__name__, 'dtype': str(getattr(t[n], 'dtype', '')), 'unit': str(t[n].unit or '') if hasattr(t[n], 'unit') else '',
  'cells': [plain(x) for x in t[n]]} for n in t.colnames}))
`;

interface PeerColumn {
  readonly type: string;
  readonly dtype: string;
  readonly unit: string;
  readonly cells: readonly unknown[];
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skyframe-astropy-'));
});
afterAll(() => rm(folder, { recursive: true }));

function inAstropy(path: string, format: string, ...more: string[]): Record<string, PeerColumn> {
  return JSON.parse(execFileSync('/usr/bin/python3', ['-c', READER, path, format, ...more], { encoding: 'utf8' }));
}

const flat = Table.fromColumns(
  {
    id: [2n ** 60n + 1n, -1n, null],
    mag: [15.25, NaN, -0.1],
    err: new Float32Array([0.1, NaN, 3e-5]),
    n: new Int32Array([7, -(2 ** 31), 2 ** 31 - 1]),
    name: ['NGC 1', null, 'a "b", c#d'],
  },
  { units: { mag: 'mag' }, meta: { OBJECT: 'M 31', comments: ['made by a test'] } },
);
const full = flat.derive({ seen: row => row.n > 0 });

/** What astropy is expected to read. */
const CELLS: Readonly<Record<string, readonly unknown[]>> = {
  id: [String(2n ** 60n + 1n), -1, null],
  mag: [15.25, null, -0.1],
  err: [Math.fround(0.1), null, Math.fround(3e-5)],
  n: [7, -(2 ** 31), 2 ** 31 - 1],
  name: ['NGC 1', null, 'a "b", c#d'],
  seen: [true, false, true],
};

/** FITS stores missing text as empty text; text formats write a float32 with its shortest decimal digits. */
function comparable(cells: readonly unknown[], column: string): unknown[] {
  if (column === 'name') return cells.map(cell => cell ?? '');
  return column === 'err' ? cells.map(cell => (cell === null ? null : Math.fround(Number(cell)))) : [...cells];
}

describe('astropy reads our tables', () => {
  test.each([
    ['x.ecsv', 'ascii.ecsv', full, {}],
    ['comma.ecsv', 'ascii.ecsv', full, { delimiter: ',' }],
    ['x.tbl', 'ascii.ipac', flat, {}],
    ['x.fits', 'fits', full, {}],
    ['x.vot', 'votable', full, {}],
    ['x.csv', 'ascii.csv', flat, {}],
  ] as const)('%s', async (name, format, table, options) => {
    const path = join(folder, name);
    await table.write(path, options);
    const read = inAstropy(path, format);
    expect(Object.keys(read)).toEqual(table.names);
    for (const [column, { cells }] of Object.entries(read)) {
      expect(comparable(cells, column), column).toEqual(comparable(CELLS[column], column));
    }
    if (format !== 'ascii.csv') expect(read.mag.unit).toBe('mag');
  });

  test('vectors and lists in ECSV with numpy shapes and dtypes', async () => {
    const path = join(folder, 'arrays.ecsv');
    await Table.fromColumns({
      grid: new Vectors(
        Int32Array.from({ length: 12 }, (_, i) => i),
        6,
        { shape: [3, 2] },
      ),
      f: new Vectors(new Float64Array([1, Infinity, 3, 4]), 2),
      list: new Lists(new BigInt64Array([2n ** 60n, 1n, 2n]), [0, 1, 3]),
      words: new Vectors<string[]>(['a "b"', 'c,d', 'e', ' f'], 2),
    }).write(path);
    const { grid, f, list, words } = inAstropy(path, 'ascii.ecsv');
    expect(grid).toMatchObject({
      dtype: 'int32',
      cells: [
        [
          [0, 1, 2],
          [3, 4, 5],
        ],
        [
          [6, 7, 8],
          [9, 10, 11],
        ],
      ],
    });
    expect(f.cells).toEqual([
      [1, 'inf'],
      [3, 4],
    ]);
    expect(list.cells).toEqual([[String(2n ** 60n)], [1, 2]]);
    expect(words.cells).toEqual([
      ['a "b"', 'c,d'],
      ['e', ' f'],
    ]);
  });

  test('dates in ECSV as UTC Times, and quantities with their units', async () => {
    const path = join(folder, 'dates.ecsv');
    const meta = {
      __serialized_columns__: {
        d: {
          __class__: 'astropy.units.quantity.Quantity',
          unit: { yamlTag: '!astropy.units.Unit', unit: 'pc' },
          value: { yamlTag: '!astropy.table.SerializedColumn', name: 'd' },
        },
      },
    };
    await Table.fromColumns(
      { t: [new Date('2020-02-29T23:59:59.999Z'), null], d: [10, 20] },
      { units: { d: 'pc' }, meta },
    ).write(path);
    const { t, d } = inAstropy(path, 'ascii.ecsv', 'q');
    expect(t).toMatchObject({ type: 'Time', cells: ['2020-02-29T23:59:59.999', null] });
    expect(d).toMatchObject({ type: 'Quantity', unit: 'pc' });
  });
});
