/** Text of JPL Horizons, made in its layout: with commas, in columns, as vectors. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSeries, readTable } from '../../lib/index.js';
import { temporaryFolder } from '../helpers/sample-nights.js';

const fixture = (name: string) => new URL(`../fixtures/formats/horizons/${name}`, import.meta.url).pathname;
const folder = temporaryFolder();
const changed = (name: string, from: string | RegExp, to: string) => {
  const path = join(folder, `changed-${name}`);
  writeFileSync(path, readFileSync(fixture(name), 'utf8').replace(from, to));
  return path;
};

it.each(['observer.csv.txt', 'observer.txt'])('the observer table %s has times, positions and units', async name => {
  const table = await readTable(fixture(name));
  expect([...table.number('jd')]).toEqual([2460676.5, 2460677]);
  expect(table.unit('jd')).toBe('d');
  expect(table.data.stored.get('jd')?.description).toBe('Julian date, UT');
  expect([...table.text('date')]).toEqual(['2025-Jan-01 00:00', '2025-Jan-01 12:00']);
  expect(table.number('ra')[0]).toBeCloseTo(312.50125, 5);
  expect(table.number('dec')[0]).toBeCloseTo(-24.12345, 4);
  expect(['ra', 'dec', 'APmag', 'delta', 'deldot', 'S-O-T'].map(column => table.unit(column))).toEqual([
    'deg',
    'deg',
    'mag',
    'AU',
    'km/s',
    'deg',
  ]);
  expect([...table.number('APmag')]).toEqual([9.193, NaN]);
  expect([...table.text('solar')]).toEqual(['', '*']);
  expect([...table.text('lunar')]).toEqual(['m', '']);
  expect([...table.text('/r')]).toEqual(['/T', '/T']);
  expect(table.meta['Target body name']).toBe('1 Ceres (A801 AA)');
});

it('vectors of several lines a date have a column each', async () => {
  const table = await readTable(fixture('vectors.txt'));
  expect(table.length).toBe(2);
  expect([...table.number('X')]).toEqual([2.1, 2.1061]);
  expect([...table.number('RR')]).toEqual([-1.2e-4, -1.19e-4]);
  expect(['jd', 'X', 'VX', 'LT', 'RG', 'RR'].map(column => table.unit(column))).toEqual([
    'd',
    'AU',
    'AU/d',
    'd',
    'AU',
    'AU/d',
  ]);
  expect([...table.number('jd')]).toEqual([2460676.5, 2460677.5]);
  expect(table.data.stored.get('jd')?.description).toContain('TDB');
});

it('vectors with commas, too, in the units of the file', async () => {
  const table = await readTable(fixture('vectors.csv.txt'));
  expect(table.number('X')[0]).toBe(3.141592653589793e8);
  expect(table.unit('X')).toBe('km');
  expect(table.number('jd')[0]).toBe(2460676.5);
});

it('an ephemeris is a list of places to look at', async () => {
  expect((await readTable(fixture('observer.txt'))).select('ra', 'dec').length).toBe(2);
  expect(typeof openSeries).toBe('function');
});

it('what is damaged names its line', async () => {
  await expect(readTable(changed('observer.txt', '20 50 48.30', '20 50'))).rejects.toThrow(
    /line 16: \d+ words for the \d+ names/,
  );
  await expect(readTable(changed('observer.csv.txt', '2025-Jan-01 12:00', '2025-Jam-01 12:00'))).rejects.toThrow(
    /line 16: .*no date/,
  );
  await expect(readTable(changed('observer.csv.txt', '31.8234,/T,', '31.8234'))).rejects.toThrow(/line 16: \d+ cells/);
  await expect(readTable(changed('observer.csv.txt', '$$EOE', ''))).rejects.toThrow(/\$\$SOE and \$\$EOE/);
  await expect(readTable(changed('vectors.txt', 'RG= 2.859800000000000E+00', ''))).rejects.toThrow(
    /2460677\.500000000 has \d+ values/,
  );
});
