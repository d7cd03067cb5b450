import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correctAperture } from '../../../lib/pipelines/hst/correct-aperture.js';
import { finalizeHst } from '../../../lib/pipelines/hst/finalize-hst.js';
import { subtractSky } from '../../../lib/pipelines/hst/subtract-sky.js';
import { toFlux } from '../../../lib/pipelines/hst/to-flux.js';
import { toMagnitudes } from '../../../lib/pipelines/hst/to-magnitudes.js';
import { encircledEnergy } from '../../../lib/standardize/encircled-energy.js';
import { describeShared, referenceValues } from '../../helpers/shared.js';
import { acs, F606W, numbers, ratesTable } from './rates-table.js';

const table = ratesTable({
  x: [10, 20, 30],
  y: [11, 21, 31],
  RA_GAIA_WCS: [36.9, 36.91, 36.92],
  DEC_GAIA_WCS: [-8.4, -8.41, -8.42],
  GAIA_CAT_RA: [36.90000001, -999, Number.NaN],
  GAIA_CAT_DEC: [-8.40000001, -999, Number.NaN],
  fwhm: [2.1, 2.2, 2.3],
  countrate_4: [8, 2, Number.NaN],
  err_4: [0.3, 0.4, 0.5],
  countrate_6: [9.5, 4, 7],
  err_6: [0.4, 0.5, 0.6],
  back: [0.02, 0.05, 0.03],
  back_std: [0.005, 0.006, 0.007],
});

describe('the flux of a point source', () => {
  const final = finalizeHst(table, { ...acs, radii: [4, 6] });

  test('is the rate minus sky, divided by the enclosed fraction, times PHOTFLAM; no sky is subtracted from its error', () => {
    const ee = encircledEnergy({ ...acs, radius: { pixels: 4 } });
    expect(numbers(final, 'flux_4_apcor')[0]).toBeCloseTo(((8 - 0.02 * Math.PI * 16) / ee) * F606W.PHOTFLAM, 30);
    expect(numbers(final, 'err_4_apcor')[0]).toBeCloseTo((0.3 / ee) * F606W.PHOTFLAM, 30);
    expect(numbers(final, 'flux_4')[0]).toBeCloseTo((8 - 0.02 * Math.PI * 16) * F606W.PHOTFLAM, 30);
    expect(numbers(final, 'flux_4_err')[0]).toBeCloseTo(0.3 * F606W.PHOTFLAM, 30);
  });

  test('is kept if negative, with a NaN magnitude; NaN stays NaN', () => {
    expect(numbers(final, 'flux_4_apcor')[1]).toBeLessThan(0);
    for (const name of ['stmag_4', 'abmag_4', 'mag_err_4']) expect(numbers(final, name)[1]).toBeNaN();
    expect(numbers(final, 'err_4_apcor')[1]).toBeGreaterThan(0);
    expect(numbers(final, 'flux_4_apcor')[2]).toBeNaN();
    expect(numbers(final, 'abmag_6')[2]).toBeGreaterThan(20);
  });

  test('has its systematic errors in separate columns', () => {
    const flux = numbers(final, 'flux_6_apcor')[0];
    expect(numbers(final, 'err_ee_6')[0]).toBeCloseTo(0.01 * flux, 30);
    expect(numbers(final, 'err_photflam_6')[0]).toBeCloseTo(0.01 * flux, 30);
    const small = finalizeHst(ratesTable({ countrate_2: [5], err_2: [1], back: [0] }), { ...acs, radii: [2] });
    expect(numbers(small, 'err_ee_2')[0] / numbers(small, 'flux_2_apcor')[0]).toBeCloseTo(0.03, 12);
    const own = { ...acs, radii: [4], systematics: { encircledEnergy: 0.02, photflam: 0 } } as const;
    expect(numbers(finalizeHst(table, own), 'err_ee_4')[0]).toBeCloseTo(0.02 * numbers(final, 'flux_4_apcor')[0], 30);
    expect(numbers(finalizeHst(table, own), 'err_photflam_4')[0]).toBe(0);
  });

  test('follows the positions and precedes other columns; the rates are removed', () => {
    expect([...final.stored.keys()]).toEqual([
      ...['x_center', 'y_center', 'RA_GAIA_WCS', 'DEC_GAIA_WCS', 'GAIA_CAT_RA', 'GAIA_CAT_DEC'],
      ...[4, 6].flatMap(r => [
        ...[`flux_${r}_apcor`, `err_${r}_apcor`, `err_ee_${r}`, `err_photflam_${r}`, `flux_${r}`, `flux_${r}_err`],
        ...[`stmag_${r}`, `abmag_${r}`, `mag_err_${r}`],
      ]),
      'fwhm',
    ]);
  });

  test('has a unit and a description for every new column', () => {
    for (const [name, column] of final.stored)
      if (name !== 'fwhm') expect([name, column.unit, column.description]).not.toContain('');
    expect(final.stored.get('flux_4_apcor')?.unit).toBe('erg / (Angstrom s cm2)');
  });

  test('converts -999 in Gaia columns of the input to NaN', () => {
    expect(numbers(final, 'GAIA_CAT_RA')).toEqual([36.90000001, Number.NaN, Number.NaN]);
    const bare = finalizeHst(ratesTable({ countrate_4: [1], err_4: [1], back: [0] }), { ...acs, radii: [4] });
    expect(numbers(bare, 'GAIA_CAT_DEC')).toEqual([Number.NaN]);
  });

  test('equals the result of the four separate steps, with the same provenance', () => {
    const options = { ...acs, radii: [4, 6] };
    const steps = toMagnitudes(toFlux(correctAperture(subtractSky(table, options), options), options), options);
    for (const name of ['flux_4_apcor', 'err_6_apcor', 'abmag_6'])
      expect(numbers(steps, name)).toEqual(numbers(final, name));
    expect(final.provenance).toEqual(steps.provenance);
    expect(final.provenance.map(({ verb }) => verb)).toEqual([
      'subtractSky',
      'correctAperture',
      'toFlux',
      'toMagnitudes',
    ]);
    const [, corrected, fluxes] = final.provenance;
    expect(corrected.options).toMatchObject({ table: 'ACS/WFC encircled energy, STScI 2016', shares: { 4: 0.839 } });
    expect(corrected.citation).toContain('Bohlin 2016');
    expect(fluxes.options).toMatchObject({ photflam: F606W.PHOTFLAM, photflamFrom: 'metadata of the table' });
  });
});

describe('by properties', () => {
  // in realistic steps: no denormal numbers
  const number = (min: number, max: number) =>
    fc.integer({ min: Math.round(min * 1e4), max: Math.round(max * 1e4) }).map(whole => whole / 1e4);
  const row = fc.record({ rate: number(-5, 1e4), err: number(0.001, 10), back: number(-0.1, 1) });
  const made = (rows: readonly { rate: number; err: number; back: number }[]) =>
    ratesTable(
      {
        countrate_5: rows.map(one => one.rate),
        err_5: rows.map(one => one.err),
        back: rows.map(one => one.back),
      },
      { countrate_5: 'electron/s' },
    );
  const options = { ...acs, radii: [5] };

  test('doubling light and sky doubles the flux, and reordering rows only changes their order', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), rows => {
        const flux = numbers(finalizeHst(made(rows), options), 'flux_5_apcor');
        const twice = numbers(
          finalizeHst(made(rows.map(one => ({ ...one, rate: 2 * one.rate, back: 2 * one.back }))), options),
          'flux_5_apcor',
        );
        const turned = numbers(finalizeHst(made([...rows].reverse()), options), 'flux_5_apcor').reverse();
        expect(turned).toEqual(flux);
        for (const [k, value] of twice.entries())
          expect(Math.abs(value - 2 * flux[k])).toBeLessThanOrEqual(1e-12 * Math.abs(value));
      }),
      { seed: 5 },
    );
  });

  test('a constant added to every pixel changes no flux and no error', () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 9 }), number(0, 1), (rows, sky) => {
        const before = finalizeHst(made(rows), options);
        const after = finalizeHst(
          made(rows.map(one => ({ ...one, rate: one.rate + sky * Math.PI * 25, back: one.back + sky }))),
          options,
        );
        const scale = 1e4 * F606W.PHOTFLAM;
        for (const [k, value] of numbers(before, 'flux_5_apcor').entries())
          expect(Math.abs(numbers(after, 'flux_5_apcor')[k] - value)).toBeLessThan(1e-11 * scale);
        expect(numbers(after, 'err_5_apcor')).toEqual(numbers(before, 'err_5_apcor'));
      }),
      { seed: 6 },
    );
  });

  test('a magnitude is the zero point minus 2.5 log of the rate wherever the flux is positive', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 9 }), rows => {
        const final = finalizeHst(made(rows), options);
        const [flux, mags] = [numbers(final, 'flux_5_apcor'), numbers(final, 'stmag_5')];
        for (const [k, value] of flux.entries())
          if (value > 0) expect(mags[k]).toBeCloseTo(-2.5 * Math.log10(value) - 21.1, 9);
          else expect(mags[k]).toBeNaN();
      }),
      { seed: 7 },
    );
  });

  test('an empty table makes an empty catalogue with all columns', () => {
    const final = finalizeHst(made([]), options);
    expect(final.length).toBe(0);
    expect(final.stored.has('abmag_5')).toBe(true);
  });
});

describe("the annulus's own starlight", () => {
  const flux = 100;
  const sky = 0.05;
  const radii = [2, 4, 6, 8, 10];
  const ee = (pixels: number): number => encircledEnergy({ ...acs, radius: { pixels } });
  const back = sky + (flux * (ee(15) - ee(10))) / (Math.PI * (225 - 100));
  const star = ratesTable({
    ...Object.fromEntries(radii.map(r => [`countrate_${r}`, [flux * ee(r) + sky * Math.PI * r * r]])),
    ...Object.fromEntries(radii.map(r => [`err_${r}`, [1]])),
    back: [back],
  });

  test('is lost by the plain formula: 0.5 % at 6 px, 0.9 % at 8, 1.4 % at 10', () => {
    const final = finalizeHst(star, { ...acs, radii });
    const loss = (r: number): number => 1 - numbers(final, `flux_${r}_apcor`)[0] / (flux * F606W.PHOTFLAM);
    expect(loss(6)).toBeCloseTo(0.00504, 5);
    expect(loss(8)).toBeCloseTo(0.00878, 5);
    expect(loss(10)).toBeCloseTo(0.01354, 5);
  });

  test('is restored by annulusCorrection at every radius', () => {
    const final = finalizeHst(star, { ...acs, radii, annulusCorrection: true });
    for (const r of radii) expect(numbers(final, `flux_${r}_apcor`)[0] / F606W.PHOTFLAM).toBeCloseTo(flux, 10);
    for (const r of radii) expect(numbers(final, `err_${r}_apcor`)[0] / F606W.PHOTFLAM).toBeGreaterThan(1 / ee(r));
  });
});

interface HstReference {
  readonly photometry: readonly {
    readonly filter: string;
    readonly pixel_scale_arcsec: number;
    readonly PHOTFLAM: number;
    readonly PHOTPLAM: number;
    readonly sources: readonly {
      readonly annulus_16_22: { readonly median: number };
      readonly radii: readonly {
        readonly r_px: number;
        readonly countrate: number;
        readonly sky_subtracted: number;
        readonly flux_cgs: number;
        readonly stmag: number | string | null;
        readonly abmag: number | string | null;
      }[];
    }[];
  }[];
}

describeShared('against the reference', () => {
  test.each(referenceValues<HstReference>('hst').photometry)('fluxes and magnitudes in $filter agree to 1e-9', band => {
    const radii = band.sources[0].radii.map(({ r_px }) => r_px);
    const data = ratesTable(
      {
        ...Object.fromEntries(radii.map((r, k) => [`countrate_${r}`, band.sources.map(one => one.radii[k].countrate)])),
        ...Object.fromEntries(radii.map(r => [`err_${r}`, band.sources.map(() => 1)])),
        back: band.sources.map(one => one.annulus_16_22.median),
      },
      {},
      {},
    );
    const final = finalizeHst(data, {
      instrument: 'ACS/WFC',
      filter: band.filter,
      photflam: band.PHOTFLAM,
      photplam: band.PHOTPLAM,
      pixelScale: band.pixel_scale_arcsec,
      annulus: [16, 22],
      radii,
    });
    let compared = 0;
    radii.forEach((r, k) => {
      band.sources.forEach(({ radii: expected }, row) => {
        const { flux_cgs, stmag, abmag } = expected[k];
        expect(Math.abs(numbers(final, `flux_${r}_apcor`)[row] / flux_cgs - 1)).toBeLessThan(1e-9);
        if (typeof stmag !== 'number') expect(numbers(final, `stmag_${r}`)[row]).toBeNaN();
        else {
          expect(numbers(final, `stmag_${r}`)[row]).toBeCloseTo(stmag, 8);
          expect(numbers(final, `abmag_${r}`)[row]).toBeCloseTo(Number(abmag), 8);
        }
        compared++;
      });
    });
    expect(compared).toBe(radii.length * band.sources.length);
  });
});
