import { expect, test } from 'vitest';
import { errorColumns } from '../../lib/table/display/error-columns.js';
import { Table } from '../../lib/table/table.js';

/** The errors found for each column of a table with these names. */
function pairsOf(...names: string[]): Record<string, string> {
  const { stored } = Table.fromEntries(names.map(name => [name, new Float64Array(1)] as const)).data;
  const nameOf = new Map([...stored].map(([name, column]) => [column, name]));
  return Object.fromEntries([...errorColumns(stored)].map(([name, column]) => [name, nameOf.get(column) ?? '']));
}

test('error columns are recognised by the suffixes and prefixes that surveys use', () => {
  expect(pairsOf('mag', 'magErr', 'Vmag', 'e_Vmag', 'MAG_AUTO', 'MAGERR_AUTO', 'flux_4', 'fluxErr_4')).toEqual({
    mag: 'magErr',
    Vmag: 'e_Vmag',
    MAG_AUTO: 'MAGERR_AUTO',
    flux_4: 'fluxErr_4',
  });
});

test('those of Hubble catalogues have the radius at the end', () => {
  expect(pairsOf('flux_4_apcor', 'err_4_apcor', 'countrate_6', 'err_6', 'abmag_4', 'stmag_4', 'mag_err_4')).toEqual({
    flux_4_apcor: 'err_4_apcor',
    countrate_6: 'err_6',
    abmag_4: 'mag_err_4',
    stmag_4: 'mag_err_4',
  });
  expect(pairsOf('rate_4_apcor', 'rate_err_4_apcor')).toEqual({ rate_4_apcor: 'rate_err_4_apcor' });
});
