/** Observations and orbits of the Minor Planet Center, made in its columns. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unpackedEpoch, unpackedNumber, unpackedProvisional } from '../../lib/formats/mpc/packed.js';
import { readTable } from '../../lib/index.js';
import { temporaryFolder } from '../helpers/sample-nights.js';

const fixture = (name: string) => new URL(`../fixtures/formats/mpc/${name}`, import.meta.url).pathname;
const folder = temporaryFolder();
const written = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const observations = readFileSync(fixture('observations.txt'), 'utf8');

describe('packed texts', () => {
  it.each([
    ['03202', '3202'],
    ['A0345', '100345'],
    ['z9999', '619999'],
    ['~0000', '620000'],
    ['~000z', '620061'],
    ['abc', ''],
  ])('number %s is %s', (packed, number) => {
    expect(unpackedNumber(packed)).toBe(number);
  });

  it.each([
    ['J95X00A', '1995 XA'],
    ['J95X01L', '1995 XL1'],
    ['J95F13B', '1995 FB13'],
    ['J98SA8Q', '1998 SQ108'],
    ['K08Aa0A', '2008 AA360'],
    ['K07Tf8A', '2007 TA418'],
    ['PLS2040', '2040 P-L'],
    ['T1S3138', '3138 T-1'],
  ])('designation %s is %s', (packed, designation) => {
    expect(unpackedProvisional(packed)).toBe(designation);
  });

  it.each([
    ['J95A010', '1995 A1'],
    ['J94P01b', '1994 P1-B'],
    ['K88AA30', '2088 A103'],
  ])('of a comet, %s is %s', (packed, designation) => {
    expect(unpackedProvisional(packed, true)).toBe(designation);
  });

  it('epochs are days in TT', () => {
    expect(unpackedEpoch('K239D')).toBe(2460200.5);
    expect(unpackedEpoch('J9611')).toBe(2450083.5);
    expect(unpackedEpoch('K2X01')).toBeNaN();
  });
});

describe('observations of 80 columns', () => {
  it('have designations, times, places and magnitudes', async () => {
    const table = await readTable(fixture('observations.txt'));
    expect([...table.text('number')]).toEqual(['1', '100345', '', '']);
    expect([...table.text('designation')]).toEqual(['', '', '2008 AA360', 'C/1994 P1-B']);
    expect(table.number('jd')[0]).toBe(2460677);
    expect(table.number('jd')[1]).toBeCloseTo(2460677.623456, 8);
    expect(table.number('ra')[0]).toBeCloseTo(312.50125, 8);
    expect(table.number('dec')[1]).toBeCloseTo(-(24 + 7 / 60 + 24.45 / 3600), 10);
    expect([...table.number('mag')]).toEqual([9.2, NaN, 19.5, NaN]);
    expect([...table.text('band')]).toEqual(['V', '', 'R', '']);
    expect([...table.text('observatory')]).toEqual(['568', 'W84', '703', '691']);
    expect([...table.text('discovery')]).toEqual(['', '', '*', '']);
    expect(['jd', 'ra', 'dec', 'mag'].map(name => table.unit(name))).toEqual(['d', 'deg', 'deg', 'mag']);
    expect(table.problems().length).toBe(0);
  });

  it('may have a header of a report above, and second lines, which are told', async () => {
    const [first, ...others] = observations.split('\n');
    const second =
      `${first.slice(0, 14)}s${first.slice(15, 32)}1 + 1234.5678 - 1234.5678 +  123.4567          ${first.slice(77)}`.padEnd(
        80,
      );
    const report = ['COD 568', 'OBS A. Nonymous', first, second, ...others].join('\n');
    const table = await readTable(written('report.txt', report), { format: 'mpc' });
    expect(table.length).toBe(4);
    expect([...table.problems().columns.code]).toEqual(['lines-skipped']);
  });

  it('that are damaged are refused with the line', async () => {
    const path = written('odd.txt', observations.replace('2008 01 05.25', '2008 13 05.25'));
    await expect(readTable(path)).rejects.toThrow(/line 3: expected an observation of 80 columns/);
    await expect(readTable(written('none.txt', 'nothing\n'), { format: 'mpc' })).rejects.toThrow(
      /no line is an observation/,
    );
  });
});

describe('orbits of MPCORB', () => {
  it('have elements with units', async () => {
    const table = await readTable(fixture('orbits.dat'));
    expect([...table.text('designation')]).toEqual(['1', '2007 TA418']);
    expect([...table.text('name')]).toEqual(['(1) Ceres', '2007 TA418']);
    expect([...table.number('epoch')]).toEqual([2460200.5, 2460200.5]);
    expect([...table.number('a')]).toEqual([2.7672543, 2.7672543]);
    expect([...table.number('e')]).toEqual([0.0789126, 0.1789126]);
    expect([...table.number('G')]).toEqual([0.15, NaN]);
    expect([...table.number('observations')]).toEqual([7283, 83]);
    expect([...table.text('uncertainty')]).toEqual(['0', 'E']);
    expect(['epoch', 'H', 'meanAnomaly', 'meanMotion', 'a', 'rms'].map(name => table.unit(name))).toEqual([
      'd',
      'mag',
      'deg',
      'deg/d',
      'AU',
      'arcsec',
    ]);
  });

  it('that are damaged are refused with the line', async () => {
    const text = readFileSync(fixture('orbits.dat'), 'utf8').replace('0.1789126', '0.17x9126');
    await expect(readTable(written('odd.dat', text))).rejects.toThrow(/line 9: expected an orbit of MPCORB/);
  });
});
