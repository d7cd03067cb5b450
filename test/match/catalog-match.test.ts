import { expect, test } from 'vitest';
import type { Catalog } from '../../lib/fluent/catalog.js';
import { readTable } from '../../lib/fluent/read-table.js';
import '../../lib/index.js';
import { arcsec } from '../../lib/match/columns/degrees.js';
import type { MatchTablesOptions } from '../../lib/match/columns/match-options.js';
import { describeShared, referenceValues, shared } from '../helpers/shared.js';

interface Counts {
  readonly a_to_b: number;
  readonly b_to_a: number;
  readonly mutual: number;
  readonly distinct_b_used: number;
  readonly median_sep_arcsec: number;
  readonly sum_of_b_index: number;
  readonly all_pairs: number;
}

type Sample = readonly [number, number, number, number, boolean];

interface Case {
  readonly name: string;
  readonly n_a: number;
  readonly n_b: number;
  readonly radii: Readonly<Record<string, Counts>>;
  readonly sample: { readonly rows: readonly Sample[] };
  readonly n?: number;
  readonly within_2_arcsec: number;
  readonly within_5_arcsec: number;
  readonly median_arcsec: number;
}

/** The files of a case, and the properties that its name encodes. */
async function tablesOf(name: string): Promise<[Catalog, Catalog]> {
  const hst = /ACS parallel (\w+)/.exec(name);
  const folder = shared('data/catalogs');
  const [a, b] = hst
    ? [`hst/acs-parallels/${hst[1]}_F475W_phot_tab.csv`, `hst/acs-parallels/${hst[1]}_F775W_phot_tab.csv`].map(path =>
        shared(`data/${path}`),
      )
    : name.startsWith('EY UMa')
      ? [`${folder}/ey-uma/2014-12-29-ey-uma-9.fits`, `${folder}/ey-uma/all_apass_ey_uma.ecsv`]
      : [`${folder}/hd219829/gaia_results.fits`, `${folder}/hd219829/2MASS_results.ecsv`];
  const numbered = async (path: string): Promise<Catalog> => {
    const table = await readTable(path);
    return table.derive({ row: Int32Array.from({ length: table.length }, (_, row) => row) }) as unknown as Catalog;
  };
  return [await numbered(a), await numbered(b)];
}

describeShared('catalogues matched as astropy matches them', () => {
  const cases = referenceValues<{ cases: Case[] }>('match').cases;

  test.each(cases.filter(({ n }) => n === undefined))('$name', async ({ name, n_a, n_b, radii, sample }) => {
    const [a, b] = await tablesOf(name);
    expect([a.length, b.length]).toEqual([n_a, n_b]);
    const moved = name.includes('moved to 1999.8');
    const forth = moved ? { epoch: 1999.8, left: { epoch: 2015.5 } } : {};
    const back = moved ? { epoch: 1999.8, right: { epoch: 2015.5 } } : {};
    const count = (options: Partial<MatchTablesOptions>, within: number): number =>
      a.match(b, { within, ...forth, ...options } as never).length;
    for (const [radius, counts] of Object.entries(radii)) {
      const within = arcsec(Number(radius));
      const found = a.match(b, { within, ...forth } as never) as unknown as Catalog;
      expect(found.length).toBe(counts.a_to_b);
      expect(b.match(a, { within, ...back } as never).length).toBe(counts.b_to_a);
      expect(count({ mode: 'mutual' }, within)).toBe(counts.mutual);
      expect(count({ mode: 'all' }, within)).toBe(counts.all_pairs);
      expect(count({ unmatched: 'keep' }, within)).toBe(n_a);
      expect(new Set(found.columns.row_right).size).toBe(counts.distinct_b_used);
      expect(found.columns.row_right.sum()).toBe(counts.sum_of_b_index);
      // the reference moves stars by the first-order formula; this library includes parallax and radial velocity
      expect(found.columns.separation.median()).toBeCloseTo(counts.median_sep_arcsec, moved ? 5 : 9);
    }
    const widest = Math.max(...Object.keys(radii).map(Number));
    const found = a.match(b, { within: arcsec(widest), ...forth } as never) as unknown as Catalog;
    const mutual = a.match(b, { within: arcsec(widest), mode: 'mutual', ...forth } as never) as unknown as Catalog;
    const rowOf = new Map(Array.from(found.columns.row, (row, k) => [row, k]));
    const mutualRows = new Set(mutual.columns.row);
    for (const [row, other, separation, angle, isMutual] of sample.rows) {
      const k = rowOf.get(row) ?? -1;
      expect(found.columns.row_right[k]).toBe(other);
      // the reference is printed to nine digits
      expect(Math.abs(found.columns.separation[k] - separation)).toBeLessThan(moved ? 1e-4 : 1e-9 + 5e-9 * separation);
      if (!moved && separation > 1e-3) expect(Math.abs(found.columns.positionAngle[k] - angle)).toBeLessThan(1e-6);
      expect(mutualRows.has(row)).toBe(isMutual);
      const { offsetRa, offsetDec } = found.columns;
      expect(Math.hypot(offsetRa[k], offsetDec[k])).toBeCloseTo(found.columns.separation[k], 9);
    }
  });

  test('a list matched with itself returns the nearest other row', async () => {
    const own = cases.find(({ n }) => n !== undefined) as Case & {
      sample: { rows: readonly (readonly [number, number, number])[] };
    };
    const path = shared('data/catalogs/banzai/cpt1m012-fa06-20200113-0102-matched-cat.fits');
    const read = await readTable(path);
    const stars = read.derive({ row: Int32Array.from({ length: read.length }, (_, row) => row) });
    expect(stars.length).toBe(own.n);
    const names = { ra: 'ra', dec: 'dec' } as const;
    const within = (radius: number) => stars.match(stars, { within: arcsec(radius), left: names });
    expect(within(2).length).toBe(own.within_2_arcsec);
    expect(within(5).length).toBe(own.within_5_arcsec);
    const all = within(3600);
    expect(all.length).toBe(own.n);
    expect(all.columns.separation.median()).toBeCloseTo(own.median_arcsec, 7);
    for (const [row, other, separation] of own.sample.rows) {
      expect((all as unknown as Catalog).columns.row_right[row]).toBe(other);
      expect(all.columns.separation[row]).toBeCloseTo(separation, 6);
    }
  });
});
