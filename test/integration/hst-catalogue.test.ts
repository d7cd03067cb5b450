/** A final Hubble catalogue read by other software: ECSV and FITS by astropy, CSV by pandas. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { acsRates, finalizeHst, readTable } from '../../lib/index.js';

/**
 * Prints for each file: the number of rows, stars without a Gaia match, the first magnitude, whether the flux unit is
 * correct, and whether the history mentions the encircled-energy table.
 */
const READ = `
import json, sys, warnings
warnings.simplefilter('ignore')
import pandas as pd
from astropy import units as u
from astropy.io import fits
from astropy.table import Table
folder = sys.argv[1]
wanted = u.erg / u.s / u.cm**2 / u.AA
for ending in ['ecsv', 'fits']:
    path = folder + '/final.' + ending
    if ending == 'fits':
        with fits.open(path) as file:
            file.verify('exception')
    table = Table.read(path)
    story = str(table.meta.get('history', table.meta.get('HISTORY')))
    print(json.dumps([len(table), int((table['GAIA_CAT_RA'] == -999).sum()), float(table['abmag_4'][0]), table['flux_4_apcor'].unit == wanted, 'STScI 2016' in story.replace('\\\\n', '')]))
frame = pd.read_csv(folder + '/final.csv', comment='#')
text = open(folder + '/final.csv').read()
print(json.dumps([len(frame), int((frame.GAIA_CAT_RA == -999).sum()), float(frame.abmag_4[0]), True, 'STScI 2016' in text]))
`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skyframe-hst-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('has the same values, units, missing-value markers and history in every format', async () => {
  const path = fileURLToPath(new URL('../../data-samples/acs/photometry.ecsv', import.meta.url));
  const rates = await readTable(path, { schema: acsRates });
  const final = finalizeHst(rates, { instrument: 'ACS/WFC', filter: 'F606W', radii: [4, 6] });
  for (const ending of ['ecsv', 'fits', 'csv']) await final.write(join(folder, `final.${ending}`));
  const unmatched = [...final.columns.GAIA_CAT_RA].filter(Number.isNaN).length;
  const printed = execFileSync('/usr/bin/python3', ['-c', READ, folder], { encoding: 'utf8' });
  const read = printed
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(read).toHaveLength(3);
  for (const one of read) expect(one).toEqual([final.length, unmatched, final.columns.abmag_4[0], true, true]);
});
