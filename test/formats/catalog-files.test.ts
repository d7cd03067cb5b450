/** Every file of ../shared/data/catalogs: read as astropy reads it, or rejected as astropy rejects it. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { fitsTableFormat } from '../../lib/fits/fits-table-format.js';
import { registerFormats } from '../../lib/formats/all-formats.js';
import { knownFormats, registerFormat } from '../../lib/table/files/formats.js';
import { readTableData } from '../../lib/table/files/read-table.js';
import { describeShared, shared } from '../helpers/shared.js';

registerFormats();
registerFormat(fitsTableFormat);

/** Rows and columns that astropy reads, null if it reads no table: test/fixtures/formats/text/catalog-rows.py. */
const ASTROPY: Readonly<Record<string, readonly [number, number] | null>> = JSON.parse(
  readFileSync(fileURLToPath(new URL('../fixtures/formats/text/catalog-rows.json', import.meta.url)), 'utf8'),
);

/** Differences from astropy 5.2, and their reasons. */
const DIFFERENCES: Readonly<Record<string, readonly [number, number] | null>> = {
  'ascii/cds.dat': [1, 14], // RAdeg and DEdeg from the sexagesimal columns
  'ey-uma/variables.fits': [1, 22], // the two columns of a SkyCoord, which astropy combines into one
  'misc/TIC-402828941-source-list-input.ecsv.gz': [154, 8], // classes of a newer astropy
  'votable/parquet_binary.xml': null, // the rows are in another file: astropy returns none, Skyframe reports it
  'votable/regression.bin.tabledata.truth.1.1.xml': [5, 29], // several tables: the first is read
  'votable/regression.xml': [5, 29],
  'votable/vizier_b2_votable.xml': [20, 12], // text that is not ASCII
};

/** The files in the shared folder. */
function files(): string[] {
  return readdirSync(shared('data/catalogs'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => `${entry.parentPath}/${entry.name}`.slice(shared('data/catalogs/').length))
    .sort();
}

describeShared('the catalogues of the shared data', () => {
  test('are those for which astropy answers exist', () => {
    expect(files()).toEqual(Object.keys(ASTROPY).sort());
  });

  test.each(Object.entries({ ...ASTROPY, ...DIFFERENCES }))('%s', async (path, answer) => {
    const from = shared(`data/catalogs/${path}`);
    if (answer === null) {
      const refused = readTableData(from);
      await expect(refused).rejects.toMatchObject({ name: 'PhotometryError' });
      await expect(refused).rejects.toThrow(from);
      return;
    }
    const { length, stored } = await readTableData(from);
    expect([length, stored.size]).toEqual(answer);
  });

  test('are each recognised by content as at most one format', () => {
    for (const path of files()) {
      const head = new Uint8Array(readFileSync(shared(`data/catalogs/${path}`))).slice(0, 11520);
      const claims = knownFormats().filter(format => format.recognizes?.(head, path));
      expect(claims.length, path).toBeLessThanOrEqual(1);
    }
  });
});
