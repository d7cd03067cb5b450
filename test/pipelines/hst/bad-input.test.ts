import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PhotometryError } from '../../../lib/core/errors.js';
import { Header } from '../../../lib/fits/header/header.js';
import { correctAperture } from '../../../lib/pipelines/hst/correct-aperture.js';
import { finalizeHst } from '../../../lib/pipelines/hst/finalize-hst.js';
import { subtractSky } from '../../../lib/pipelines/hst/subtract-sky.js';
import { toFlux } from '../../../lib/pipelines/hst/to-flux.js';
import { toMagnitudes } from '../../../lib/pipelines/hst/to-magnitudes.js';
import { acs, F606W, numbers, ratesTable } from './rates-table.js';

const columns = { countrate_4: [8, 3], err_4: [0.3, 0.2], back: [0.02, 0.03], back_std: [0.01, 0.01] };
const plain = ratesTable(columns);
const options = { ...acs, radii: [4] };

describe('rejects tables that are not count rates, with advice', () => {
  test('missing columns, with the nearest names', () => {
    const misnamed = ratesTable({ count_rate_4: [1], err_4: [1], back: [0] });
    expect(() => finalizeHst(misnamed, options)).toThrow(/no 'countrate_4'.*nearest: count_rate_4.*names/);
    expect(() => finalizeHst(plain, { ...options, radii: [4, 6, 8] })).toThrow(/no 'countrate_6', 'countrate_8'/);
    const { back: _, ...skyless } = columns;
    expect(() => finalizeHst(ratesTable(skyless), options)).toThrow(/No column 'back'/);
    const { err_4: __, ...errorless } = columns;
    expect(() => finalizeHst(ratesTable(errorless), options)).toThrow(/No column 'err_4'/);
  });

  test('a catalogue that is already final', () => {
    expect(() => finalizeHst(ratesTable({ flux_4_apcor: [1e-17], back: [0] }), options)).toThrow(
      /final catalogue already/,
    );
    const final = finalizeHst(plain, options);
    expect(() => finalizeHst(final, options)).toThrow(/final catalogue already/);
  });

  test.each(['erg / (Angstrom s cm2)', 'uJy', 'erg s-1 cm-2 A-1', 'W/m2/um'])('rates in %s', unit => {
    expect(() => finalizeHst(ratesTable(columns, { countrate_4: unit }), options)).toThrow(
      /Column 'countrate_4' is in .*: that is a flux already.*electron\/s/,
    );
  });

  test('fluxes without a unit, by their values; a sky or an error may be that small', () => {
    const fluxes = ratesTable({ ...columns, countrate_4: [1e-17, 3e-18] });
    expect(() => finalizeHst(fluxes, options)).toThrow(/'countrate_4' has no unit.*looks like fluxes/);
    expect(finalizeHst(ratesTable({ ...columns, back: [1e-14, 0] }), options).length).toBe(2);
    expect(finalizeHst(ratesTable({ ...columns, countrate_4: [0, Number.NaN] }), options).length).toBe(2);
  });

  test.each(['electron', 'electrons', 'counts', 'adu', 'DN', 'e-'])('counts in %s', unit => {
    expect(() => finalizeHst(ratesTable(columns, { countrate_4: unit }), options)).toThrow(
      /those are counts, not a rate. Divide it by the exposure time/,
    );
    expect(() => finalizeHst(ratesTable(columns, {}, { ...F606W, BUNIT: unit.toUpperCase() }), options)).toThrow(
      /counts/,
    );
  });

  test.each(['electron/s', 'electrons/s', 'electron s-1', 'e-/s', 'ct / s', 'count s^-1'])(
    'accepts rates in %s',
    unit => {
      expect(finalizeHst(ratesTable(columns, { countrate_4: unit, back: unit }), options).length).toBe(2);
    },
  );

  test('several filters, or a different filter from the one requested', () => {
    const mixed = ratesTable({ ...columns, filter: ['F606W', 'F814W'] });
    expect(() => finalizeHst(mixed, options)).toThrow(/'filter' has rows of F606W, F814W.*one filter at a time/);
    const other = ratesTable({ ...columns, FILTER1: ['F775W', 'F775W'], FILTER2: ['CLEAR2L', 'CLEAR2L'] });
    expect(() => finalizeHst(other, options)).toThrow(/rows of F775W.*F606W/);
    expect(() => finalizeHst(ratesTable(columns, {}, { ...F606W, FILTER1: 'F814W' }), options)).toThrow(
      /FILTER1 = F814W.*F606W/,
    );
    const right = ratesTable({ ...columns, FILTER1: ['CLEAR1L', 'CLEAR1L'], FILTER2: ['F606W', 'f606w'] });
    expect(finalizeHst(right, options).length).toBe(2);
  });

  test('a filter, instrument or radius missing from the encircled-energy table', () => {
    expect(() => finalizeHst(plain, { ...options, filter: 'F602W' })).toThrow(/'F602W'.*F606W.*F850LP/);
    expect(() => finalizeHst(plain, { ...options, instrument: 'WFC3/UVIS' })).toThrow(/'WFC3\/UVIS'.*ACS\/WFC/);
    const wide = ratesTable({ countrate_41: [1], err_41: [1], back: [0] });
    expect(() => finalizeHst(wide, { ...options, radii: [41] })).toThrow(/from 0 to 2 arcsec.*2.05 arcsec/);
    expect(finalizeHst(wide, { ...options, radii: [41], pixelScale: 0.03 }).length).toBe(1);
  });

  test('a missing or invalid PHOTFLAM', () => {
    const bare = ratesTable(columns, {}, {});
    expect(() => finalizeHst(bare, options)).toThrow(/needs PHOTFLAM.*Give \{ photflam \}.*header: frame.header/);
    expect(() => finalizeHst(bare, { ...options, photflam: 0 })).toThrow(/photflam: expected a positive number, got 0/);
    expect(() => finalizeHst(ratesTable(columns, {}, { PHOTFLM: 1e-19 }), options)).toThrow(/PHOTFLM/);
    expect(() => finalizeHst(ratesTable(columns, {}, { PHOTFLAM: 'unknown' }), options)).toThrow(/needs PHOTFLAM/);
  });

  test('positions in hours or radians, or out of range, naming column and row', () => {
    const at = (ra: number[], unit = ''): ReturnType<typeof ratesTable> =>
      ratesTable({ ...columns, RA_GAIA_WCS: ra, DEC_GAIA_WCS: [0, 1] }, { RA_GAIA_WCS: unit });
    expect(() => finalizeHst(at([2, 3], 'h'), options)).toThrow(/'RA_GAIA_WCS' is in h, expected deg/);
    expect(() => finalizeHst(at([2, 3], 'rad'), options)).toThrow(/is in rad, expected deg/);
    expect(() => finalizeHst(at([2, 361]), options)).toThrow(/'RA_GAIA_WCS', row 1: 361 is not an angle/);
    expect(() => finalizeHst(ratesTable({ ...columns, dec: [0, -91] }), options)).toThrow(/'dec', row 1: -91/);
    expect(finalizeHst(at([-999, Number.NaN], 'degrees'), options).length).toBe(2);
  });

  test('invalid options, each by name', () => {
    const refused = (more: object): void => {
      finalizeHst(plain, { ...options, ...more } as never);
    };
    expect(() => refused({ radii: [] })).toThrow(/radii: expected one or more/);
    expect(() => refused({ radii: [4, 4] })).toThrow(/radii: expected each radius once/);
    expect(() => refused({ radii: [-4] })).toThrow(/radii/);
    expect(() => refused({ annulus: [15, 10] })).toThrow(/annulus/);
    expect(() => refused({ pixelScale: 0 })).toThrow(/pixelScale/);
    expect(() => refused({ errors: 'poisson' })).toThrow(
      /errors: expected 'rates', 'daophot' or 'as-published', got "poisson"/,
    );
    expect(() => refused({ apertureCorrection: 'tabel' })).toThrow(/apertureCorrection/);
    expect(() => refused({ apertureCorrection: { 6: 0.8 } })).toThrow(/no fraction of the light for radius 4/);
    expect(() => refused({ vega: { zeroPoint: 26.4, date: 'lately', citation: '' } })).toThrow(/changes with the date/);
    expect(() => refused({ errors: 'daophot' })).not.toThrow();
  });

  test('steps out of order, each naming the required previous step', () => {
    expect(() => correctAperture(plain, options)).toThrow(/No column 'rate_4': subtractSky makes it/);
    expect(() => toFlux(subtractSky(plain, options), options)).toThrow(/'rate_4_apcor': correctAperture makes it/);
    expect(() => toMagnitudes(plain, options)).toThrow(/'rate_4_apcor': correctAperture makes it/);
  });

  test('any option value yields a catalogue or a PhotometryError', () => {
    const names = ['radii', 'annulus', 'pixelScale', 'errors', 'apertureCorrection', 'photflam', 'photplam', 'exptime'];
    const others = ['vega', 'rateUnit', 'filter', 'instrument', 'annulusCorrection', 'header', 'names', 'systematics'];
    const junk = fc.oneof(
      fc.anything(),
      fc.constantFrom(null, [], [4], [4, 6], 0, -1, Number.NaN, '', 'table', 'daophot', { 4: 0.8 }, { get: () => 1 }),
    );
    let made = 0;
    fc.assert(
      fc.property(fc.constantFrom(...names, ...others), junk, (name, value) => {
        try {
          expect(finalizeHst(plain, { ...options, [name]: value } as never).length).toBe(2);
          made++;
        } catch (error) {
          expect(error, `${name}: ${String(error)}`).toBeInstanceOf(PhotometryError);
        }
      }),
      { seed: 8, numRuns: 1500 },
    );
    expect(made).toBeGreaterThan(10);
  });

  test('a column of strings', () => {
    expect(() => finalizeHst(ratesTable({ ...columns, back: ['low', 'high'] }), options)).toThrow(
      /'back' holds strings, expected numbers/,
    );
  });
});

describe('where PHOTFLAM comes from', () => {
  const bare = ratesTable(columns, {}, {});
  const header = new Header([
    { keyword: 'PHOTFLAM', value: 2e-19, comment: '' },
    { keyword: 'PHOTPLAM', value: 6000, comment: '' },
  ]);
  const sourceOf = (data: ReturnType<typeof finalizeHst>): unknown =>
    data.provenance.find(({ verb }) => verb === 'toFlux')?.options.photflamFrom;

  test('an option overrides the metadata, neither contradicts a header, and the result records the source', () => {
    const option = finalizeHst(plain, { ...options, photflam: 3e-19 });
    expect([option.meta.PHOTFLAM, option.meta.photflamFrom, sourceOf(option)]).toEqual([3e-19, 'option', 'option']);
    expect(() => finalizeHst(plain, { ...options, photflam: 3e-19, header })).toThrow(/photflam is 3e-19.*2e-19/);
    expect(() => finalizeHst(plain, { ...options, header })).toThrow(/metadata of the table is 7.7265435e-20.*2e-19/);
    const fromHeader = finalizeHst(bare, { ...options, header });
    expect([fromHeader.meta.PHOTFLAM, sourceOf(fromHeader)]).toEqual([2e-19, 'header of the image']);
    expect(sourceOf(finalizeHst(plain, options))).toBe('metadata of the table');
    expect(sourceOf(finalizeHst(ratesTable(columns, {}, { photflam: '1e-19' }), options))).toBe(
      'metadata of the table',
    );
  });

  test('AB magnitudes also need PHOTPLAM; without it they are NaN', () => {
    expect(numbers(finalizeHst(bare, { ...options, header }), 'abmag_4')[0]).toBeGreaterThan(20);
    const without = finalizeHst(bare, { ...options, photflam: 1e-19 });
    expect(numbers(without, 'abmag_4')).toEqual([Number.NaN, Number.NaN]);
    expect(without.stored.get('abmag_4')?.description).toContain('PHOTPLAM is unknown');
    expect(numbers(without, 'stmag_4')[0]).toBeGreaterThan(20);
  });

  test('Vega magnitudes record the date and source of their zero point', () => {
    const vega = { zeroPoint: 26.407, date: '2012-05-01', citation: 'zero-point calculator of STScI' };
    const final = finalizeHst(plain, { ...options, vega });
    const rate = (8 - 0.02 * Math.PI * 16) / 0.839;
    expect(numbers(final, 'vegamag_4')[0]).toBeCloseTo(26.407 - 2.5 * Math.log10(rate), 10);
    expect(final.provenance.at(-1)).toMatchObject({ options: { vegaDate: '2012-05-01' } });
    expect(final.provenance.at(-1)?.citation).toContain('zero-point calculator of STScI');
    expect(finalizeHst(plain, options).stored.has('vegamag_4')).toBe(false);
  });
});

describe('errors', () => {
  const net = 8 - 0.02 * Math.PI * 16;
  const [area, sky] = [Math.PI * 16, Math.PI * 125];
  const errorOf = (more: object): number =>
    (numbers(finalizeHst(plain, { ...options, ...more }), 'err_4_apcor')[0] / F606W.PHOTFLAM) * 0.839;

  test('are those of the table unless computed errors are requested', () => {
    expect(errorOf({})).toBeCloseTo(0.3, 12);
    expect(errorOf({ errors: 'rates' })).toBeCloseTo(0.3, 12);
  });

  test('daophot: photons, noise of the pixels and of the sky level, in electrons', () => {
    const sigma = 0.01 * 1200;
    const variance = net * 1200 + area * sigma ** 2 + (area * sigma) ** 2 / sky;
    expect(errorOf({ errors: 'daophot' })).toBeCloseTo(Math.sqrt(variance) / 1200, 12);
    expect(errorOf({ errors: 'daophot', exptime: 600 })).toBeGreaterThan(errorOf({ errors: 'daophot' }));
    expect(() => finalizeHst(ratesTable(columns, {}, { PHOTFLAM: 1e-19 }), { ...options, errors: 'daophot' })).toThrow(
      /needs EXPTIME/,
    );
  });

  test('as published: the same formula applied to the rates, without the exposure time', () => {
    const variance = net + area * 0.01 ** 2 + (area * 0.01) ** 2 / sky;
    expect(errorOf({ errors: 'as-published' })).toBeCloseTo(Math.sqrt(variance), 12);
  });

  test('need no error column if they are computed', () => {
    const { err_4: _, ...errorless } = columns;
    expect(
      numbers(finalizeHst(ratesTable(errorless), { ...options, errors: 'daophot' }), 'err_4_apcor')[0],
    ).toBeGreaterThan(0);
  });
});

describe('custom names and enclosed fractions', () => {
  test('columns may have other names in any case, and the sky may be absent', () => {
    const own = ratesTable({ RATE_4px: [8, 3], ERR_4px: [0.3, 0.2] });
    const names = { countrate: 'rate_<r>px', err: 'err_<r>px', back: null } as const;
    const final = finalizeHst(own, { ...options, names });
    expect(numbers(final, 'flux_4_apcor')[0]).toBeCloseTo((8 / 0.839) * F606W.PHOTFLAM, 30);
    expect([...final.stored.keys()]).not.toContain('RATE_4px');
  });

  test('custom enclosed fractions replace a missing table', () => {
    const wfc3 = { instrument: 'WFC3/UVIS', filter: 'F555W', radii: [4] };
    const own = finalizeHst(plain, { ...wfc3, apertureCorrection: { 4: 0.8 } });
    const net = 8 - 0.02 * Math.PI * 16;
    expect(numbers(own, 'flux_4_apcor')[0]).toBeCloseTo((net / 0.8) * F606W.PHOTFLAM, 30);
    const none = finalizeHst(plain, { ...wfc3, apertureCorrection: 'none' });
    expect(numbers(none, 'flux_4_apcor')).toEqual(numbers(none, 'flux_4'));
    expect(numbers(none, 'err_ee_4')).toEqual([0, 0]);
  });
});
