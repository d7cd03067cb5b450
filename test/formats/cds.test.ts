import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTable } from '../../lib/fluent/read-table.js';
import { registerFormats } from '../../lib/formats/all-formats.js';
import { cdsFormat } from '../../lib/formats/cds/cds-format.js';
import { describeShared, shared } from '../helpers/shared.js';
import { cellsOf, readWith } from './table-from-text.js';

const RULE = '-'.repeat(80);

let folder = '';
beforeAll(async () => {
  registerFormats();
  folder = await mkdtemp(join(tmpdir(), 'skyframe-cds-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A byte-by-byte description of a file. */
function description(file: string, columns: readonly string[]): string {
  const heading = '   Bytes Format Units  Label  Explanations';
  return [`Byte-by-byte Description of file: ${file}`, RULE, heading, RULE, ...columns, RULE, ''].join('\n');
}

/** A table with its description at the top. */
function inline(columns: readonly string[], rows: readonly string[]): string {
  return description('table1.dat', columns) + rows.join('\n');
}

async function save(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('a CDS table', () => {
  test('has its columns at the described bytes, with units, formats and descriptions', async () => {
    const text = inline(
      [
        '   1-  4 I4   ---   ID  Running number',
        '   6- 10 F5.2 mag   Vmag  Visual magnitude',
        '      12 A1   ---   Flag  A flag',
      ],
      ['   1 12.34 x', '  22  9.50 y'],
    );
    const data = await readWith(cdsFormat, text);
    expect(cellsOf(data, 'ID')).toEqual([1, 22]);
    expect(cellsOf(data, 'Vmag')).toEqual([12.34, 9.5]);
    expect(cellsOf(data, 'Flag')).toEqual(['x', 'y']);
    expect(data.stored.get('Vmag')).toMatchObject({ unit: 'mag', format: '%5.2f', description: 'Visual magnitude' });
    expect(data.stored.get('ID')).toMatchObject({ unit: '', format: '%4d', kind: 'int32' });
  });

  test('keeps integers of more than nine digits exact', async () => {
    const data = await readWith(cdsFormat, inline(['   1- 19 I19 --- Gaia  Source'], ['4295806720123456789']));
    expect(cellsOf(data, 'Gaia')).toEqual([4295806720123456789n]);
  });

  test('has missing values for blank cells and for the declared null text', async () => {
    const columns = [
      '   1-  5 F5.2 mag Vmag ?=99.99 Magnitude',
      '   7-  9 I3   --- N    ?=-1 Number',
      '  11- 14 F4.1 --- x    ?=- Width',
      '  16- 17 A2   --- Sp   Type',
    ];
    const data = await readWith(
      cdsFormat,
      inline(columns, ['99.99  -1 --   K0', '12.50   3 1.5    ', '99.990      ---']),
    );
    expect(cellsOf(data, 'Vmag')).toEqual([NaN, 12.5, NaN]);
    expect(cellsOf(data, 'N')).toEqual([null, 3, null]);
    expect(cellsOf(data, 'x')).toEqual([NaN, 1.5, NaN]);
    expect(cellsOf(data, 'Sp')).toEqual(['K0', null, null]);
    expect(data.stored.get('Vmag')?.description).toBe('Magnitude');
  });

  test('reports the limits of its columns', async () => {
    const columns = [
      '   1-  4 F4.1 s   s  [0,60[? Seconds',
      '   6-  7 I2   --- n  [1,] Number',
      '   9 A1  --- f [*:] Flag',
    ];
    const { meta } = await readWith(cdsFormat, inline(columns, [' 1.0  1 *']));
    expect(meta['limits']).toEqual({ s: { min: 0, max: 60 }, n: { min: 1, max: null } });
  });

  test('joins the lines of a description', async () => {
    const columns = ['   1-  2 I2 --- n  Number of', '                  stars in the', '                  field'];
    expect((await readWith(cdsFormat, inline(columns, [' 1']))).stored.get('n')?.description).toBe(
      'Number of stars in the field',
    );
  });

  test('accepts Fortran exponents', async () => {
    expect(cellsOf(await readWith(cdsFormat, inline(['  1- 8 D8.1 --- x X'], ['1.50D+03'])), 'x')).toEqual([1500]);
  });

  test('gets positions in degrees in addition to hours, minutes and seconds', async () => {
    const columns = [
      '  1- 2 I2   h      RAh  Hours',
      '  4- 5 I2   min    RAm  Minutes',
      '  7-10 F4.1 s      RAs  ? Seconds',
      '    12 A1   ---    DE-  Sign',
      ' 13-14 I2   deg    DEd  ? Degrees',
      ' 16-17 I2   arcmin DEm  ? Minutes',
      ' 19-20 I2   arcsec DEs  ? Seconds',
    ];
    const data = await readWith(
      cdsFormat,
      inline(columns, ['06 30 30.0 -00 30 36', '12 15      +10      ', '00 00  0.0          ']),
    );
    const [ra, dec] = [cellsOf(data, 'RAdeg') as number[], cellsOf(data, 'DEdeg') as number[]];
    expect(ra[0]).toBeCloseTo(97.625, 12);
    expect(dec[0]).toBeCloseTo(-0.51, 12);
    expect([ra[1], dec[1]]).toEqual([183.75, 10]);
    expect(dec[2]).toBeNaN();
    expect(data.stored.get('RAdeg')).toMatchObject({ unit: 'deg', ucd: 'pos.eq.ra' });
  });

  test('with a ReadMe in the same folder is read by its name, compressed or not', async () => {
    await save(
      'ReadMe',
      `${description('other.dat', ['  1- 3 A3 --- no No'])}\n${description('table?.dat notes.txt', ['  1- 2 I2 --- n Number'])}`,
    );
    const table = await readTable<{ n: number }>(await save('table7.dat', ' 5\n 6\n'));
    expect(table.toObjects()).toEqual([{ n: 5 }, { n: 6 }]);
  });

  test('uses the specified ReadMe', async () => {
    await save('Explained', description('stars.dat', ['  1- 2 I2 --- n Number']));
    const path = await save('stars.dat', ' 5\n');
    expect((await readTable(path, { readme: 'Explained' })).length).toBe(1);
    expect((await readTable(path, { readme: join(folder, 'Explained') })).length).toBe(1);
    await expect(readTable(path, { readme: 'nowhere' })).rejects.toMatchObject({ code: 'no-such-file' });
    const other = await save('moons.dat', ' 5\n');
    await expect(readTable(other, { readme: 'Explained' })).rejects.toThrow(
      'Explained describes stars.dat, not moons.dat',
    );
  });

  test('without a description is read as CSV, or rejected with advice', async () => {
    expect((await readTable(await save('free.dat', 'a,b\n1,2\n'))).names).toEqual(['a', 'b']);
    await expect(readTable(await save('bare.dat', '1 2 3\n'), { format: 'cds' })).rejects.toThrow(
      /no description of its columns was found.*readme/,
    );
  });

  test('is not the ReadMe itself, which names its tables', async () => {
    const path = await save('readme.txt', description('stars.dat', ['  1- 2 I2 --- n Number']));
    await expect(readTable(path)).rejects.toThrow('describes tables but is not one: read one of stars.dat');
  });

  test('has only the requested columns', async () => {
    const path = await save('some.mrt', inline(['  1- 2 I2 --- n Number', '  4- 5 I2 --- m Other'], [' 1  2']));
    expect((await readTable(path, { columns: ['m'] })).names).toEqual(['m']);
    await expect(readTable(path, { columns: ['mm'] })).rejects.toMatchObject({ code: 'missing-column' });
  });
});

describe('an unreadable CDS table', () => {
  test('names line, bytes and column', async () => {
    const error = await readWith(cdsFormat, inline(['   1-  3 I3 --- n Number'], ['  1', ' x2'])).catch(
      reason => reason,
    );
    expect(error).toMatchObject({ code: 'bad-table', details: { line: 8, column: 'n', byte: 1 } });
    expect(error.message).toMatch(/line 8, bytes 1 to 3: 'x2' is not a valid int32 for column 'n'/);
  });

  test.each([
    ['a column that ends before it starts', description('a', ['  9- 3 I3 --- n Number']), 'end before they begin'],
    ['a line that does not describe a column', description('a', ['no column at all']), 'describes no column'],
    ['no columns', description('a', []), 'has no columns'],
  ])('has %s', async (_, text, message) => {
    await expect(readWith(cdsFormat, text)).rejects.toMatchObject({
      code: 'bad-table',
      message: expect.stringContaining(message),
    });
  });
});

describeShared('tables of CDS in ../shared', () => {
  test('provide title, authors and notes', async () => {
    const { meta } = await readTable(shared('data/catalogs/ascii/cds.dat'));
    expect(meta).toMatchObject({
      title: 'Spitzer Observations of NGC 1333: A Study of Structure and Evolution in a Nearby Embedded Cluster',
      description: 'Spitzer-identified YSOs: Addendum',
      notes: [
        expect.stringMatching(/^\(1\): Asterisks mark/),
        expect.anything(),
        expect.stringMatching(/higher values\.$/),
      ],
    });
    const withReadme = await readTable(shared('data/catalogs/ascii/glob/lmxbrefs.dat'));
    expect(withReadme.meta).toMatchObject({ catalogue: 'B/cb', description: 'References for lmxbdata.dat' });
  });

  test('called .dat but written as CSV are read as CSV', async () => {
    const table = await readTable(shared('data/catalogs/lco/test_catalog_subs_UCAC4.dat'));
    expect(table.length).toBe(1607);
    expect(table.names.slice(0, 7)).toEqual(['_RAJ2000', '_DEJ2000', '_r', '_x', '_y', '_p', 'UCAC4']);
  });
});
