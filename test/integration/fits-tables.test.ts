/** FITS tables and astropy: compares every cell of every table in ../shared, and reads our tables in astropy and CFITSIO. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFitsSource } from '../../lib/fits/read/open-fits.js';
import { tableOfFile } from '../../lib/fits/read/table-of-file.js';
import { encodeTable } from '../../lib/fits/tables/write/encode-table.js';
import { encodeFits } from '../../lib/fits/write/encode-fits.js';
import { type StoredColumn, stored } from '../../lib/table/column/stored-column.js';
import type { TableData } from '../../lib/table/column/table-data.js';
import { everyKind } from '../helpers/every-kind.js';
import { describeShared, shared } from '../helpers/shared.js';

/**
 * For each file named on stdin, prints a line with its table cells by HDU and column. Numbers are hexadecimal floats, to
 * avoid rounding.
 */
const CELLS = `
import json, sys, warnings
import numpy as np
from astropy.io import fits
warnings.simplefilter('ignore')
def plain(v):
    v = np.asarray(v)
    if v.dtype.kind in 'SU': return [str(x).rstrip() for x in np.ravel(np.char.asarray(v))]
    if v.dtype.kind == 'c': return [p for x in np.ravel(v) for p in (float(x.real).hex(), float(x.imag).hex())]
    if v.dtype.kind == 'f': return [float(x).hex() for x in np.ravel(v)]
    return [str(int(x)) for x in np.ravel(v)]
def cells(hdu):
    try:
        data = hdu.data
        return {c.name: None if data[c.name].dtype == object or 'X' in c.format else plain(data[c.name]) for c in hdu.columns}
    except (ValueError, IndexError, TypeError):
        return None
for line in sys.stdin:
    with fits.open(line.strip()) as file:
        tables = {i: cells(hdu) for i, hdu in enumerate(file) if type(hdu) in (fits.BinTableHDU, fits.TableHDU)}
        print(json.dumps(tables))
`;

/** Prints the cells of the first table of a file, row by row, as read by the given program. */
const READ_OURS = `
import json, sys, warnings
import numpy as np
warnings.simplefilter('ignore')
def plain(v):
    if isinstance(v, (np.ndarray, list, tuple)): return [plain(x) for x in v]
    if isinstance(v, bytes): v = v.decode()
    if isinstance(v, str): return v.rstrip()
    if isinstance(v, (bool, np.bool_)): return bool(v)
    if isinstance(v, (complex, np.complexfloating)): return [v.real, v.imag]
    if isinstance(v, (int, np.integer)): return str(int(v))
    return 'nan' if v != v else float(v)
path, names = sys.argv[2], sys.argv[3].split(',')
if sys.argv[1] == 'astropy':
    from astropy.io import fits
    with fits.open(path, checksum=True) as file:
        file.verify('exception')
        print(json.dumps({n: [plain(x) for x in file[1].data[n]] for n in names}))
else:
    import fitsio
    with fitsio.FITS(path) as file:
        print(json.dumps({n: [plain(x) for x in file[1].read_column(n)] for n in names}))
`;

const python = (script: string, ...args: string[]): string =>
  execFileSync('/usr/bin/python3', ['-c', script, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skyframe-fits-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The elements of a column and which of them are missing. */
function elements(column: StoredColumn): { data: ArrayLike<unknown>; isMissing: (i: number) => boolean } {
  const { valid } = column;
  const data = column.kind === 'vector' || column.kind === 'list' ? column.values.data : column.values;
  const each = data.length / column.values.length;
  return { data, isMissing: i => valid !== null && valid[Math.floor(i / each)] === 0 };
}

/** Parses a Python hexadecimal float. */
function fromHex(text: string): number {
  const found = /^(-?)0x([01])\.([0-9a-f]+)p([+-]\d+)$/.exec(text);
  if (found === null) return Number(text.replace('inf', 'Infinity'));
  const [, sign, whole, digits, exponent] = found;
  const scaled = Number(BigInt(`0x${whole}${digits}`)) * 2 ** (Number(exponent) - 4 * digits.length + 60);
  return (sign === '-' ? -scaled : scaled) * 2 ** -60;
}

describeShared('every cell of the tables in ../shared', async () => {
  const all = await readdir(shared('data'), { recursive: true });
  const files = all.filter(name => /\.(fits?|cat|fz|std)$/.test(name)).sort();

  it('matches astropy, except for missing values', { timeout: 600_000 }, async () => {
    const counts = { cells: 0, tables: 0, missing: 0 };
    const opened = await Promise.all(files.map(name => openFitsSource(shared(`data/${name}`)).catch(() => null)));
    const withTables = opened.filter(file => file?.hdus.some(({ kind }) => kind === 'bintable' || kind === 'table'));
    const paths = withTables.map(file => file?.path).join('\n');
    const answers = execFileSync('/usr/bin/python3', ['-c', CELLS], {
      input: paths,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    for (const [k, line] of answers.trim().split('\n').entries())
      for (const [hdu, columns] of Object.entries(JSON.parse(line) as Record<string, Answers>)) {
        if (columns === null) continue;
        counts.tables++;
        const { data } = await tableOfFile(withTables[k]!, Number(hdu));
        for (const [name, expected] of Object.entries(columns))
          if (expected !== null)
            compare(data.stored.get(name)!, expected, `${withTables[k]?.path}, HDU ${hdu}, ${name}`, counts);
      }
    for (const file of opened) await file?.close();
    expect(counts.tables).toBeGreaterThan(38);
    expect(counts.cells).toBeGreaterThan(500_000);
    expect(counts.missing).toBeLessThan(3000);
  });
});

/** The cells of each column of a table. Null for types that astropy cannot read, lists and bits. */
type Answers = Record<string, string[] | null> | null;

function compare(
  column: StoredColumn,
  expected: readonly string[],
  where: string,
  counts: { cells: number; missing: number },
): void {
  const { data, isMissing } = elements(column);
  expect(data.length, where).toBe(expected.length);
  for (const [i, text] of expected.entries()) {
    const value = data[i];
    counts.cells++;
    // astropy returns the stored value for a missing integer, and 0 for a missing number in an ASCII table
    if (isMissing(i) || (Number.isNaN(value) && !Number.isNaN(fromHex(text)))) counts.missing++;
    else if (!isSame(value, text)) expect.fail(`${where}[${i}]: ${value}, astropy ${text}`);
  }
}

function isSame(value: unknown, text: string): boolean {
  if (typeof value === 'string') return value === text.replace(/\0.*$/s, '').trimEnd();
  if (typeof value === 'bigint') return String(value) === text;
  return Object.is(value, /^-?\d+$/.test(text) ? Number(text) : fromHex(text)) || (value === 0 && fromHex(text) === 0);
}

describe('a table written by us', () => {
  const { stored: kinds, length } = everyKind().data;
  const columns = new Map([...kinds].filter(([name]) => name !== 'texts'));
  columns.set('name', stored('string', ['a', '', 'bcd ef']));
  columns.set('ids', stored('list', columns.get('ids')!.values as never));
  const data: TableData = { stored: columns, length, meta: { name: 'KINDS', OBJECT: 'XO-1' }, provenance: [] };
  const expected: Record<string, unknown[]> = {
    f64: [1.5, 'nan', 0],
    f32: [1.5, 'nan', Math.fround(0.1)],
    i32: ['-1', String(-(2 ** 31)), String(2 ** 31 - 1)],
    u8: ['0', '255', '7'],
    i64: [String(2n ** 62n), String(-(2n ** 63n)), '-1'],
    flag: [true, false, false],
    name: ['a', '', 'bcd ef'],
    flux: [
      [1, 2],
      ['nan', 'nan'],
      [5, 6],
    ],
    cube: [0, 4, 8].map(i => [
      [`${i}`, `${i + 1}`],
      [`${i + 2}`, `${i + 3}`],
    ]),
    vis: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    bits: [
      [true, false],
      [false, true],
      [true, true],
    ],
    words: [
      ['a', 'b'],
      ['c', 'd'],
      ['', 'f'],
    ],
  };

  it.each(['astropy', 'fitsio'])('is read by %s', async reader => {
    const path = join(folder, `${reader}.fits`);
    await writeFile(path, encodeFits([encodeTable(data)], { checksum: true }));
    const read = JSON.parse(python(READ_OURS, reader, path, Object.keys(expected).join())) as typeof expected;
    for (const [name, cells] of Object.entries(expected)) expect(read[name].map(minusZero), name).toEqual(cells);
  });

  it('has variable-length arrays that astropy can read', async () => {
    const path = join(folder, 'lists.fits');
    await writeFile(path, encodeFits([encodeTable(data)]));
    expect(JSON.parse(python(READ_OURS, 'astropy', path, 'ids'))).toEqual({ ids: [['1'], [], [String(2n ** 60n)]] });
  });

  it('is read by both when written as an ASCII table', async () => {
    const simple = new Map([...columns].filter(([name]) => ['f64', 'i32', 'name'].includes(name)));
    const path = join(folder, 'ascii.fits');
    await writeFile(path, encodeFits([encodeTable({ ...data, stored: simple }, { ascii: true })], { checksum: true }));
    for (const reader of ['astropy', 'fitsio']) {
      const read = JSON.parse(python(READ_OURS, reader, path, 'f64,i32,name'));
      // a missing number is read as 0 there
      expect(read.f64).toEqual([1.5, 0, expect.closeTo(0, 300)]);
      expect(read.i32).toEqual(['-1', '0', String(2 ** 31 - 1)]);
      expect(read.name).toEqual(['a', '', 'bcd ef']);
    }
  });
});

function minusZero(value: unknown): unknown {
  return value === 0 ? 0 : value;
}
