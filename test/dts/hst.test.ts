import { describe, expect, test } from 'vitest';
import { compilers, typeChecker } from './type-checker.js';

const uses = `
import { readTable } from '../../lib/fluent/read-table.js';
import { finalizeHst, subtractSky } from '../../lib/fluent/finalize-hst.js';
import type { Column } from '../../lib/table/column/column.js';

const schema = {
  xcenter: 'number', ra: 'number', dec: 'number', cr_flag: { type: 'number', unit: 'bit' }, object: 'string',
  countrate_4: { type: 'number', unit: 'electron/s' }, err_4: 'number', 'rate_2.5px': 'number', back: 'number',
} as const;
const loose = await readTable('rates.csv');
const typed = await readTable('rates.csv', { schema });
const acs = { instrument: 'ACS/WFC', filter: 'F606W' };
const one = finalizeHst(loose, { ...acs, radii: [4, 2.5] });
// @loose
export const looseFlux: Column<number, 'erg / (Angstrom s cm2)'> = one.columns.flux_4_apcor;
export const looseOther = one.columns['flux_2.5_apcor'];
const two = typed.finalizeHst({ ...acs, radii: [4], vega: { zeroPoint: 26.4, date: '2012-05-01', citation: 'none' } });
// @typed
export const flux: Column<number, 'erg / (Angstrom s cm2)'> = two.columns.flux_4_apcor;
export const error = two.columns.err_4_apcor;
export const vega: Column<number, 'mag'> = two.columns.vegamag_4;
export const kept: Column<number, 'bit'> = two.columns.cr_flag;
export const text: Column<string> = two.columns.object;
export const gaia: Column<number, 'deg'> = two.columns.GAIA_CAT_RA;
const bright = two.filter(star => star.abmag_4 < 25).derive({ colour: star => star.abmag_4 - star.stmag_4 }).finalizeHst({ ...acs, radii: [4] });
export const colour: Column<number> = bright.columns.colour;
// @ts-expect-error: taken up into the results
two.columns.countrate_4;
// @ts-expect-error: no such radius
two.columns.flux_6_apcor;
// @ts-expect-error: no Vega zero point was given
typed.finalizeHst({ ...acs, radii: [4] }).columns.vegamag_4;
const three = finalizeHst(typed, { ...acs, radii: [2.5], names: { countrate: 'rate_<r>px' } });
// @ts-expect-error: taken up into the results under its own name
three.columns['rate_2.5px'];
export const stays: Column<number, 'electron/s'> = three.columns.countrate_4;
// @ts-expect-error: misspelt
finalizeHst(typed, { ...acs, radii: [4], annulusCorection: true });
const steps = subtractSky(typed, { ...acs, radii: [4] }).correctAperture({ ...acs, radii: [4] }).toFlux({ ...acs, radii: [4] }).toMagnitudes({ ...acs, radii: [4] });
export const rate: Column<number, 'electron/s'> = steps.columns.rate_4_apcor;
export const mag: Column<number, 'mag'> = steps.columns.abmag_4;
const chain = finalizeHst(typed, { ...acs, radii: [2, 4, 6, 8, 10] })
  .match(one, { within: 1, suffix: '_red' })
  .derive({ colour: star => star.abmag_4 - star.abmag_4_red })
  .filter(star => star.colour > 0)
  .derive({ bluer: star => star.colour < 1 })
  .sortBy('flux_10_apcor')
  .select('colour', 'abmag_6', 'bluer', 'RA_GAIA_WCS_red')
  .derive({ twice: star => 2 * star.colour })
  .head(3);
export const magnitude: Column<number, 'mag'> = chain.columns.abmag_6;
export const place: Column<number, 'deg'> = chain.columns.RA_GAIA_WCS_red;
export const before: Column<number, 'electron/s'> = steps.columns.countrate_4;
`;

describe.each(compilers)('final Hubble catalogues under $name', ({ ts }) => {
  const checker = typeChecker(ts, 'hst-uses.ts', uses);

  test('have columns for the requested radii, without the consumed input columns', () => {
    expect(checker.errors()).toEqual([]);
  });

  test('offer completion, with units and documentation', () => {
    expect(checker.completions('typed', 'two.columns.')).toEqual(
      expect.arrayContaining([
        'flux_4_apcor',
        'err_4_apcor',
        'err_ee_4',
        'abmag_4',
        'vegamag_4',
        'x_center',
        'cr_flag',
      ]),
    );
    expect(checker.completions('typed', 'two.columns.')).not.toContain('countrate_4');
    expect(checker.completions('loose', 'one.columns.')).toContain('flux_4_apcor');
    expect(checker.hover('typed', 'GAIA_CAT_RA')).toContain('NaN without a match, -999 in files');
    expect(checker.hover('typed', 'flux_4_apcor')).toContain('Column<number, "erg / (Angstrom s cm2)">');
  });
});
