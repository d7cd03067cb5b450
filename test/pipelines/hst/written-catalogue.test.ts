import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { SOFTWARE } from '../../../lib/core/version.js';
import { arcsec, finalizeHst, openFits, readTable, writeFits, writeTable } from '../../../lib/index.js';
import packageJson from '../../../package.json' with { type: 'json' };

const folder = mkdtempSync(join(tmpdir(), 'skyframe-hst-'));
const rates = await readTable(fileURLToPath(new URL('../../../data-samples/acs/photometry.ecsv', import.meta.url)));
const final = finalizeHst(rates, { instrument: 'ACS/WFC', filter: 'F606W', radii: [4, 6] });
const unmatched = [...final.columns.GAIA_CAT_RA].filter(Number.isNaN).length;

test('the version in files is the package version', () => {
  expect(SOFTWARE).toBe(`${packageJson.name} ${packageJson.version}`);
});

test('has stars with and without Gaia, NaN inside', () => {
  expect(unmatched).toBeGreaterThan(20);
  expect(unmatched).toBeLessThan(final.length - 20);
  expect([...final.columns.GAIA_CAT_RA]).not.toContain(-999);
});

describe.each(['ecsv', 'fits', 'csv', 'vot', 'csv.gz'])('as %s', ending => {
  const path = join(folder, `final.${ending}`);

  test('contains -999 where Gaia has no match, every number and the provenance', async () => {
    await final.write(path);
    const read = await readTable(path);
    expect(read.length).toBe(final.length);
    expect([...read.columns.GAIA_CAT_DEC].filter(value => value === -999)).toHaveLength(unmatched);
    for (const name of ['flux_4_apcor', 'err_6_apcor', 'abmag_4', 'RA_GAIA_WCS'] as const)
      expect([...read.columns[name]]).toEqual([...final.columns[name]]);
    const lines = (ending.startsWith('csv') ? read.meta.comments : read.meta.history) as string[];
    const text = lines.join('');
    expect(text).toContain('photometry.ecsv sha256');
    expect(text).toContain('ACS/WFC encircled energy, STScI 2016');
    expect(text).toContain('"photflam":7.7265435e-20,"photflamFrom":"metadata of the table"');
    expect(text).toContain('"annulusCorrection":false');
    expect(text).toContain(`made with ${SOFTWARE}`);
  });

  test('can be read back and written again', async () => {
    const again = join(folder, `again.${ending}`);
    await (await readTable(path)).write(again);
    const read = await readTable(again);
    expect([...read.columns.GAIA_CAT_DEC].filter(value => value === -999)).toHaveLength(unmatched);
  });
});

test('units and descriptions are written to the formats that support them', async () => {
  const read = await readTable(join(folder, 'final.fits'));
  expect(read.unit('flux_4_apcor')).toBe('erg / (Angstrom s cm2)');
  expect(read.columns.GAIA_CAT_RA.description).toContain('-999 where there is none');
  expect(final.columns.GAIA_CAT_RA.description).not.toContain('-999');
});

test('selected rows and columns are written in the same way', async () => {
  const path = join(folder, 'part.ecsv');
  await final
    .filter(star => star.abmag_4 < 24)
    .select('abmag_4', 'GAIA_CAT_RA')
    .write(path);
  const read = await readTable(path);
  expect([...read.columns.GAIA_CAT_RA]).toContain(-999);
  expect(String((read.meta.history as string[])[0])).toMatch(/^readTable/);
});

test('two matched filters keep the metadata of both and record the match in the provenance', async () => {
  const path = join(folder, 'colours.ecsv');
  const both = final.match(final, { within: arcsec(60), mode: 'nearest', suffix: '_other' });
  await both.write(path);
  const read = await readTable(path);
  for (const name of ['GAIA_CAT_RA', 'GAIA_CAT_DEC_other'])
    expect([...read.column(name)].filter(value => value === -999).length, name).toBeGreaterThan(10);
  expect((read.meta.history as string[]).some(line => /match/.test(line))).toBe(true);
});

test('as one HDU among others, and as text', async () => {
  const path = join(folder, 'hdus.fits');
  await writeFits(path, [{ table: final, name: 'FINAL' }], { checksum: true });
  const table = await (await openFits(path)).table('FINAL');
  expect([...table.columns.GAIA_CAT_RA]).toContain(-999);
  expect(final.toCsv()).toContain(',-999,');
  expect(final.toCsv({ comments: [] })).toMatch(/^x_center,/);
});

test('CSV omits comments on request, and other tables have none', async () => {
  const path = join(folder, 'bare.csv');
  await writeTable(final, path, { comments: [] });
  expect(readFileSync(path, 'utf8')).toMatch(/^x_center,y_center,RA_GAIA_WCS/);
  await rates.write(path);
  expect(readFileSync(path, 'utf8')).toMatch(/^xcenter,/);
});
