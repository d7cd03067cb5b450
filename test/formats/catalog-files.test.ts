/** Every file of ../shared/data/catalogs: read as astropy reads it, or refused as astropy refuses it. */
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

/** Rows and columns that astropy reads, null where it reads no table: test/fixtures/formats/text/catalog-rows.py. */
const ASTROPY: Readonly<Record<string, readonly [number, number] | null>> = JSON.parse(
  readFileSync(fileURLToPath(new URL('../fixtures/formats/text/catalog-rows.json', import.meta.url)), 'utf8'),
);

/** Where we differ from astropy 5.2, and why. */
const DIFFERENCES: Readonly<Record<string, readonly [number, number] | null>> = {
  'ascii/cds.dat': [1, 14], // RAdeg and DEdeg from the sexagesimal columns
  'ey-uma/variables.fits': [1, 22], // the two columns of a SkyCoord, which astropy makes one
  'misc/TIC-402828941-source-list-input.ecsv.gz': [154, 8], // classes of a newer astropy
  'votable/parquet_binary.xml': null, // the rows are in another file: astropy gives none, we say so
  'votable/regression.bin.tabledata.truth.1.1.xml': [5, 29], // several tables: the first
  'votable/regression.xml': [5, 29],
  'votable/vizier_b2_votable.xml': [20, 12], // text that is not ASCII
};

/** The files, as the shared folder has them. */
function files(): string[] {
  return readdirSync(shared('data/catalogs'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => `${entry.parentPath}/${entry.name}`.slice(shared('data/catalogs/').length))
    .sort();
}

describeShared('the catalogues of the shared data', () => {
  test('are those that astropy was asked for', () => {
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

  test('are each known by their content as one format at most', () => {
    for (const path of files()) {
      const head = new Uint8Array(readFileSync(shared(`data/catalogs/${path}`))).slice(0, 11520);
      const claims = knownFormats().filter(format => format.recognizes?.(head, path));
      expect(claims.length, path).toBeLessThanOrEqual(1);
    }
  });
});
