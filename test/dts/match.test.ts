import { describe, expect, test } from 'vitest';
import { compilers, typeChecker } from './type-checker.js';

const uses = `
import { Catalog } from '../../lib/fluent/catalog.js';
import { readTable } from '../../lib/fluent/read-table.js';
import { arcmin, arcsec } from '../../lib/match/columns/degrees.js';
import { separation } from '../../lib/math/sphere.js';
import type { Column } from '../../lib/table/column/column.js';
import type { Quantity } from '../../lib/table/column/quantity.js';
import { Table } from '../../lib/table/table.js';

interface StarColumns {
  /** The star's number. */
  id: number;
  ra: Quantity<'deg'>;
  dec: Quantity<'deg'>;
  flux: Quantity<'adu'>;
}
declare const stars: Catalog<StarColumns>;
declare const detected: Table<StarColumns>;
const gaia = await readTable('gaia.fits', {
  schema: { source_id: 'bigint', ra: 'number', dec: 'number', g: { type: 'number', unit: 'mag' }, name: 'string' },
});

const pairs = stars.match(gaia, { within: arcsec(1), mode: 'mutual' });
// @pairs
export const id: bigint = pairs.columns.source_id[0];
export const mag: Column<number, 'mag'> = pairs.columns.g;
export const flux: Column<number, 'adu'> = pairs.columns.flux;
export const theirs: Column<number> = pairs.columns.ra_right;
export const far: Column<number, 'arcsec'> = pairs.columns.separation;
export const angle: Column<number, 'deg'> = pairs.columns.positionAngle;
const kept = stars.match(gaia, { within: arcsec(1), unmatched: 'keep', suffix: '_gaia', right: { ra: 'ra', dec: 'dec' } });
export const maybe: string | null = kept.columns.name[0];
export const renamed: Column<number> = kept.columns.dec_gaia;
// @ts-expect-error: may be missing
export const wrong: string = kept.columns.name[0];
// @ts-expect-error: no such column on the right
stars.match(gaia, { within: arcsec(1), right: { ra: 'raj', dec: 'dec' } });
// @ts-expect-error: no such column on the left
stars.match(gaia, { within: arcsec(1), magnitude: { left: 'mag', right: 'g', within: 1 } });
// @ts-expect-error: no such mode
stars.match(gaia, { within: arcsec(1), mode: 'best' });
// @ts-expect-error: a distance in pixels
stars.match(gaia, { within: 1 as Quantity<'px'> });
const each = stars.matchEach({ gaia, again: detected }, { within: { gaia: arcsec(1), again: arcsec(2) } });
// @each
export const inGaia: Column<number, 'mag'> = each.columns.g_gaia;
export const farAgain: Column<number, 'arcsec'> = each.columns.separation_again;
// @ts-expect-error: of another catalogue
each.columns.flux_gaia;
const chain = Catalog.of(detected)
  .near({ ra: '16:02:11.8', dec: '+28:10:10', within: arcmin(5) })
  .filter(star => star.separation < 100)
  .match(gaia, { within: arcsec(1) })
  .derive({ colour: star => star.g - star.flux })
  .sortBy('separation_right')
  .duplicates({ within: arcsec(1) });
export const groups: Column<number> = chain.columns.duplicateGroup;
export const colour: Column<number> = chain.columns.colour;
export const shift: number = stars.offsetTo(gaia, { within: arcsec(5), epoch: 2025.4 }).raErr;
const loose = await readTable('any.csv');
export const untyped: Column<bigint> = loose.match(gaia, { within: arcsec(1) }).select('source_id').columns.source_id;
export const degrees: number = separation({ ra: '1h', dec: 3 }, { ra: 15, dec: 3 });
`;

describe.each(compilers)('matched catalogues under $name', ({ ts }) => {
  const checker = typeChecker(ts, 'match-uses.ts', uses);

  test('have the columns of both, with units, and reject unknown ones', () => {
    expect(checker.errors()).toEqual([]);
  });

  test('offer completion of the columns of both sides and of the match', () => {
    expect(checker.completions('pairs', 'pairs.columns.')).toEqual(
      expect.arrayContaining(['id', 'flux', 'source_id', 'g', 'ra_right', 'separation', 'offsetRa']),
    );
    expect(checker.completions('each', 'each.columns.')).toEqual(
      expect.arrayContaining(['flux', 'g_gaia', 'flux_again', 'positionAngle_gaia']),
    );
  });
});
