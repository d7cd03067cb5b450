/** Measurement tables of AstroImageJ, made in its layout. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTable } from '../../lib/index.js';
import { temporaryFolder } from '../helpers/sample-nights.js';

const path = new URL('../fixtures/formats/astroimagej/Measurements.tbl', import.meta.url).pathname;
const folder = temporaryFolder();
const written = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const text = readFileSync(path, 'utf8');

it.each([
  ['a .tbl', path],
  ['an .xls', written('Measurements.xls', text)],
  ['a .txt', written('Measurements.txt', text)],
  ['a .csv with commas', written('Measurements.csv', text.replaceAll('\t', ','))],
])('%s has a row for each frame, with the units of the program', async (_, file) => {
  const table = await readTable(file);
  expect(table.length).toBe(2);
  expect(table.names.slice(0, 3)).toEqual(['row', 'Label', 'slice']);
  expect(
    ['JD_UTC', 'EXPTIME', 'RA_T1', 'Source-Sky_C2', 'Source_AMag_T1', 'X(FITS)_T1', 'rel_flux_T1'].map(name =>
      table.unit(name),
    ),
  ).toEqual(['d', 's', 'h', 'adu', 'mag', 'px', '']);
  expect([...table.number('BJD_TDB')]).toEqual([2460842.616012, 2460842.616879]);
  expect(table.number('Source_AMag_T1')[1]).toBeNaN();
  expect([...table.text('Label')]).toEqual(['qatar_001.fits', 'qatar_002.fits']);
});

it('may have decimal commas', async () => {
  const german = text.replaceAll(/(\d)\.(\d)/g, '$1,$2');
  const file = written('German.tbl', german);
  expect([...(await readTable(file, { decimal: ',' })).number('rel_flux_T1')]).toEqual([0.512345, 0.511987]);
  expect([...(await readTable(file)).problems().columns.code]).toContain('decimal-comma');
});

it('heeds columns and rows', async () => {
  const table = await readTable(path, { columns: ['JD_UTC', 'rel_flux_T1'], rows: [1, 2] });
  expect(table.names).toEqual(['JD_UTC', 'rel_flux_T1']);
  expect(table.length).toBe(1);
});

it('with a row cut short names the line', async () => {
  await expect(readTable(written('Cut.tbl', text.slice(0, text.length - 60)))).rejects.toThrow(/line 3: \d+ cells/);
});
