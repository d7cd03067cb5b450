/** The simulated count rates, whose truth is known: recovered without bias, or with exactly the documented bias. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type AcsTruth, acsFiles } from '../../../data-samples/simulator/acs.js';
import {
  acsRates,
  empiricalCorrection,
  encircledEnergy,
  finalizeHst,
  matchPixel,
  PhotometryError,
  readTable,
} from '../../../lib/index.js';

const folder = fileURLToPath(new URL('../../../data-samples/acs/', import.meta.url));
const truth: AcsTruth = JSON.parse(readFileSync(`${folder}truth.json`, 'utf8'));
const radii = [2, 4, 6, 8, 10] as const;
const bands = [
  { filter: 'F606W', file: 'photometry.ecsv' },
  { filter: 'F814W', file: 'photometry-f814w.ecsv' },
] as const;

type Rates = Awaited<ReturnType<typeof load>>;
const load = (file: string, noisy = true) =>
  noisy
    ? readTable(`${folder}${file}`, { schema: acsRates })
    : readTable(new Uint8Array(acsFiles({ noise: false }).get(file)!), { schema: acsRates, format: 'ecsv' });

/** The true star of each row. */
function starsOf(rates: Rates): AcsTruth['stars'] {
  const { index1, index2 } = matchPixel(
    rates.values('xcenter') as Float64Array,
    rates.values('ycenter') as Float64Array,
    Float64Array.from(truth.stars, star => star.x),
    Float64Array.from(truth.stars, star => star.y),
    1,
  );
  expect(index1.length).toBe(rates.length);
  return Array.from(index2, k => truth.stars[k]);
}

/** Rows whose star has no other within 60 px: its apertures contain only its own light and the sky. */
const lonely = (rates: Rates): number[] => starsOf(rates).flatMap((star, row) => (star.nearest > 60 ? [row] : []));

/** Fraction of a star's light lost by the plain formula at a radius. */
function documentedLoss(filter: string, r: number): number {
  const ee = (pixels: number): number => encircledEnergy({ instrument: 'ACS/WFC', filter, radius: { pixels } });
  return ((r * r) / (15 * 15 - 10 * 10)) * ((ee(15) - ee(10)) / ee(r));
}

describe.each(bands)('count rates in $filter', ({ filter, file }) => {
  const acs = { instrument: 'ACS/WFC', filter, radii } as const;
  const { photflam, photplam } = truth.filters[filter];

  test('without noise, annulusCorrection recovers the truth to 1e-9', async () => {
    const rates = await load(file, false);
    const final = finalizeHst(rates, { ...acs, annulusCorrection: true });
    const stars = starsOf(rates);
    const rows = lonely(rates);
    expect(rows.length).toBeGreaterThan(60);
    for (const row of rows)
      for (const r of radii)
        expect(Math.abs(final.columns[`flux_${r}_apcor`][row] / (stars[row][filter] * photflam) - 1)).toBeLessThan(
          1e-9,
        );
  });

  test('without noise, the plain formula loses exactly what is documented', async () => {
    const rates = await load(file, false);
    const final = finalizeHst(rates, acs);
    const stars = starsOf(rates);
    for (const row of lonely(rates))
      for (const r of radii) {
        const loss = 1 - final.columns[`flux_${r}_apcor`][row] / (stars[row][filter] * photflam);
        expect(loss).toBeCloseTo(documentedLoss(filter, r), 8);
      }
  });

  test('with noise, pulls have no bias and a width of 1; the plain formula is biased', async () => {
    const rates = await load(file);
    const stars = starsOf(rates);
    const rows = lonely(rates);
    const pulls = (r: (typeof radii)[number], annulusCorrection: boolean): number[] => {
      const final = finalizeHst(rates, { ...acs, annulusCorrection });
      const [flux, err] = [final.columns[`flux_${r}_apcor`], final.columns[`err_${r}_apcor`]];
      return rows.map(row => (flux[row] - stars[row][filter] * photflam) / err[row]);
    };
    for (const r of radii) {
      const all = pulls(r, true);
      const mean = all.reduce((a, b) => a + b, 0) / all.length;
      const width = Math.sqrt(all.reduce((a, b) => a + (b - mean) ** 2, 0) / (all.length - 1));
      expect(Math.abs(mean)).toBeLessThan(3 / Math.sqrt(all.length));
      expect(width).toBeGreaterThan(0.8);
      expect(width).toBeLessThan(1.2);
    }
    const bright = rows.map((row, k) => ({ k, flux: stars[row][filter] })).filter(({ flux }) => flux > 50);
    const biased = pulls(10, false);
    const lost = bright.reduce((sum, { k }) => sum + biased[k], 0) / bright.length;
    expect(lost).toBeLessThan(-1);
  });

  test('of many stars, pulls with annulusCorrection have |mean| < 0.1 and a width of 0.95 to 1.05', async () => {
    const files = acsFiles({ seed: 3, count: 2000, size: 12_000 });
    const many: AcsTruth = JSON.parse(files.get('truth.json')!.toString());
    const rates = await readTable(new Uint8Array(files.get(file)!), { schema: acsRates, format: 'ecsv' });
    const stars = new Map(many.stars.map(star => [Math.round(star.x) * 1e5 + Math.round(star.y), star]));
    const final = finalizeHst(rates, { ...acs, annulusCorrection: true });
    for (const r of radii) {
      const pulls: number[] = [];
      for (const row of final.select('x_center', 'y_center', `flux_${r}_apcor`, `err_${r}_apcor`)) {
        const star = stars.get(Math.round(row.x_center) * 1e5 + Math.round(row.y_center));
        // fainter stars are in the table only if they were detected
        if (star === undefined || star.nearest < 60 || star[filter] < 1) continue;
        pulls.push((row[`flux_${r}_apcor`] - star[filter] * photflam) / row[`err_${r}_apcor`]);
      }
      const mean = pulls.reduce((a, b) => a + b, 0) / pulls.length;
      const width = Math.sqrt(pulls.reduce((a, b) => a + (b - mean) ** 2, 0) / (pulls.length - 1));
      expect(pulls.length).toBeGreaterThan(1000);
      expect(Math.abs(mean), `mean at ${r} px`).toBeLessThan(0.1);
      expect(width, `width at ${r} px`).toBeGreaterThan(0.95);
      expect(width, `width at ${r} px`).toBeLessThan(1.05);
    }
  });

  test('magnitudes are the true ones within their errors', async () => {
    const rates = await load(file);
    const final = finalizeHst(rates, { ...acs, annulusCorrection: true });
    const stars = starsOf(rates);
    const zero = -2.5 * Math.log10(photflam) - 5 * Math.log10(photplam) - 2.408;
    const off = lonely(rates).map(row => {
      const trueMag = zero - 2.5 * Math.log10(stars[row][filter]);
      return Math.abs(final.columns.abmag_6[row] - trueMag) / final.columns.mag_err_6[row];
    });
    expect(off.filter(pull => pull < 2).length / off.length).toBeGreaterThan(0.9);
  });

  test('daophot errors match those of the table, which use the same formula', async () => {
    const rates = await load(file);
    const [given, computed] = (['rates', 'daophot'] as const).map(errors => finalizeHst(rates, { ...acs, errors }));
    for (let row = 0; row < rates.length; row++)
      expect(computed.columns.err_6_apcor[row] / given.columns.err_6_apcor[row]).toBeCloseTo(1, 6);
    const published = finalizeHst(rates, { ...acs, errors: 'as-published' });
    const star = given.columns.flux_6_apcor[0] > 0 ? 0 : 1;
    expect(published.columns.err_6_apcor[star] / given.columns.err_6_apcor[star]).toBeGreaterThan(10);
  });
});

test('finalises a table with a schema, given keywords and radii in column names', async () => {
  const rates = await readTable(`${folder}photometry.ecsv`, { schema: acsRates });
  const { photflam } = truth.filters.F606W;
  const { exptime } = truth;
  const final = finalizeHst(rates, {
    instrument: 'ACS/WFC',
    filter: 'F606W',
    photflam,
    exptime,
    radii: [2, 4, 6, 8, 10],
  });
  expect(final.columns.flux_10_apcor.unit).toBe('erg / (Angstrom s cm2)');
  expect(final.meta.photflamFrom).toBe('option');
  expect([...rates.finalizeHst({ instrument: 'ACS/WFC', filter: 'F606W', radii }).columns.abmag_6]).toEqual([
    ...final.columns.abmag_6,
  ]);
});

describe('enclosed fractions from bright isolated stars', () => {
  const acs = { instrument: 'ACS/WFC', filter: 'F606W', radii, annulusCorrection: true } as const;

  test('match the encircled energies of the table within their errors', async () => {
    const growth = empiricalCorrection(await load('photometry.ecsv'), acs);
    expect(growth.starCount).toBeGreaterThan(40);
    for (const { share, share_err, table_share, radius } of growth.table) {
      expect(share_err).toBeLessThan(0.003);
      expect(Math.abs(share - table_share)).toBeLessThan(radius === 10 ? 1e-12 : 4 * share_err + 1e-3);
    }
    expect(growth.toString()).toMatch(
      /EmpiricalCorrection from \d+ stars at 5 radii; at most [+-]0\.00\d+ from the table/,
    );
  });

  test('exclude stars with a bright neighbour, unless isolation is 0', async () => {
    const rates = await load('photometry.ecsv', false);
    const alone = empiricalCorrection(rates, { ...acs, minSignalToNoise: 20 });
    const all = empiricalCorrection(rates, { ...acs, minSignalToNoise: 20, isolation: 0 });
    expect(all.starCount).toBeGreaterThan(alone.starCount + 20);
    const stars = starsOf(rates);
    const near = (row: number): number =>
      truth.stars
        .filter(other => other !== stars[row] && Math.hypot(other.x - stars[row].x, other.y - stars[row].y) < 24)
        .reduce((most, other) => Math.max(most, other.F606W / stars[row].F606W), 0);
    expect(Math.max(...[...alone.rows].map(near))).toBeLessThan(0.02);
    expect(Math.max(...[...all.rows].map(near))).toBeGreaterThan(0.1);
  });

  test('correct the flux in a small aperture to that in the largest for any PSF', async () => {
    const rates = await load('photometry.ecsv');
    // an out-of-focus image: less light within 2 and 4 px
    const blurred = rates.derive({
      countrate_2: star => 0.9 * star.countrate_2 + 0.1 * star.back * Math.PI * 4,
      countrate_4: star => 0.95 * star.countrate_4 + 0.05 * star.back * Math.PI * 16,
    });
    const growth = empiricalCorrection(blurred, acs);
    expect(growth.shares[2] / encircledEnergy({ ...acs, radius: { pixels: 2 } })).toBeCloseTo(0.9, 2);
    const final = finalizeHst(blurred, { ...acs, apertureCorrection: growth.shares });
    const ratios = [...growth.rows]
      .map(row => final.columns.flux_2_apcor[row] / final.columns.flux_10_apcor[row])
      .sort();
    expect(ratios[Math.floor(ratios.length / 2)]).toBeCloseTo(1, 3);
    expect(final.provenance[2].options.apertureCorrection).toEqual(growth.shares);
  });

  test('without annulusCorrection include the loss of the plain formula, that of the reference radius at all radii', async () => {
    const rates = await load('photometry.ecsv', false);
    const plain = { ...acs, annulusCorrection: false };
    const growth = empiricalCorrection(rates, plain);
    const final = finalizeHst(rates, { ...plain, apertureCorrection: growth.shares });
    const [star] = growth.rows;
    for (const r of radii)
      expect(final.columns[`flux_${r}_apcor`][star] / final.columns.flux_10_apcor[star]).toBeCloseTo(1, 2);
  });

  test('are plotted on the curve of the table', async () => {
    const svg = empiricalCorrection(await load('photometry.ecsv'), acs)
      .plot()
      .toSvg();
    expect(svg).toContain('ACS/WFC F606W, STScI 2016');
    expect(svg.match(/<circle/g)).toHaveLength(5);
  });

  test('require stars, positions and an existing radius', async () => {
    const rates = await load('photometry.ecsv');
    expect(() => empiricalCorrection(rates, { ...acs, minSignalToNoise: 1e6 })).toThrow(/Only 0 stars.*Lower/);
    expect(() => empiricalCorrection(rates, { ...acs, referenceRadius: 5 })).toThrow(/one of 2, 4, 6, 8, 10, got 5/);
    expect(() => empiricalCorrection(rates.drop('xcenter', 'ycenter'), acs)).toThrow(/x_center and y_center/);
    expect(() => empiricalCorrection(rates.head(0), acs)).toThrow(PhotometryError);
    expect(empiricalCorrection(rates.drop('xcenter', 'ycenter'), { ...acs, isolation: 0 }).starCount).toBeGreaterThan(
      50,
    );
  });
});
