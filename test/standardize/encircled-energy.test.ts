import { describe, expect, test } from 'vitest';
import { ACS_WFC_ENCIRCLED_ENERGY } from '../../lib/standardize/acs-wfc-encircled-energy.js';
import { apertureCorrection, encircledEnergy, radiusOfEnergy } from '../../lib/standardize/encircled-energy.js';
import { zeroPoint } from '../../lib/standardize/zero-point.js';
import { describeShared, referenceValues } from '../helpers/shared.js';

const acs = { instrument: 'ACS/WFC', filter: 'F606W' };
const filters = Object.keys(ACS_WFC_ENCIRCLED_ENERGY.fractions);

describe('encircled energy', () => {
  test('equals the table at its radii, in pixels and in arcsec', () => {
    expect(encircledEnergy({ ...acs, radius: { pixels: 4 } })).toBe(0.839);
    expect(encircledEnergy({ ...acs, radius: 0.5 })).toBeCloseTo(0.916, 12);
    expect(encircledEnergy({ ...acs, radius: 2 })).toBeCloseTo(0.975, 12);
    expect(encircledEnergy({ ...acs, radius: { pixels: 10, pixelScale: 0.03 } })).toBeCloseTo(0.885, 12);
  });

  test('is linear between the radii, starting at 0 in the centre', () => {
    expect(encircledEnergy({ ...acs, radius: 0 })).toBe(0);
    expect(encircledEnergy({ ...acs, radius: { pixels: 0.5 } })).toBeCloseTo(0.164, 12);
    expect(encircledEnergy({ ...acs, radius: { pixels: 15 } })).toBeCloseTo((0.916 + 0.947) / 2, 12);
  });

  test.each(filters)('increases with the radius in %s and can be inverted', filter => {
    let before = -1;
    for (let pixels = 0; pixels <= 40; pixels += 0.25) {
      const share = encircledEnergy({ instrument: 'ACS/WFC', filter, radius: { pixels } });
      expect(share).toBeGreaterThan(before);
      expect(radiusOfEnergy({ instrument: 'ACS/WFC', filter, fraction: share })).toBeCloseTo(pixels * 0.05, 9);
      before = share;
    }
  });

  test('as a magnitude is negative: the light outside is added', () => {
    expect(apertureCorrection({ ...acs, radius: 0.5 })).toBeCloseTo(2.5 * Math.log10(0.916), 12);
    expect(() => apertureCorrection({ ...acs, radius: 0 })).toThrow(/radius of 0 contains no light/);
  });

  test('lists the available entries if one is missing', () => {
    expect(() => encircledEnergy({ ...acs, filter: 'F606' })).toThrow(/filter 'F606'.*F606W/);
    expect(() => encircledEnergy({ ...acs, instrument: 'WFPC2' })).toThrow(/'WFPC2'.*ACS\/WFC/);
    expect(() => encircledEnergy({ ...acs, radius: 2.01 })).toThrow(
      /from 0 to 2 arcsec \(40 pixels of 0.05\), got a radius of 2.01 arcsec/,
    );
    expect(() => encircledEnergy({ ...acs, radius: -1 })).toThrow(/got a radius of -1/);
    expect(() => encircledEnergy({ ...acs, radius: NaN })).toThrow(/NaN/);
    for (const radius of [null, undefined, 'wide', {}])
      expect(() => encircledEnergy({ ...acs, radius } as never)).toThrow(/got a radius of NaN/);
    expect(() => encircledEnergy({ ...acs, radius: { pixels: 4, pixelScale: 0 } })).toThrow(/pixel scale/);
    expect(() => radiusOfEnergy({ ...acs, fraction: 0.99 })).toThrow(/0 to 0.975, got 0.99/);
  });
});

describe('zero points', () => {
  test('require their keywords and a known system', () => {
    expect(() => zeroPoint({ photflam: 1e-19 }, 'AB')).toThrow(/need PHOTPLAM.*got undefined/);
    expect(() => zeroPoint({ photflam: 0 }, 'ST')).toThrow(/PHOTFLAM must be a positive number, got 0/);
    expect(() => zeroPoint({ photflam: 1e-19 }, 'Vega' as never)).toThrow(/'ST' or 'AB', got "Vega"/);
  });
});

interface HstReference {
  readonly meta: {
    readonly parameters: { readonly 'ee_radii_0.05arcsec_px': number[]; readonly ee_table: Record<string, number[]> };
  };
  readonly zero_points: readonly {
    readonly PHOTFLAM: number;
    readonly PHOTPLAM: number | null;
    readonly stmag_zp: number;
    readonly abmag_zp: number | null;
  }[];
}

describeShared('against the reference', () => {
  const { meta, zero_points } = referenceValues<HstReference>('hst');

  test('the table equals the reference, value by value', () => {
    expect(ACS_WFC_ENCIRCLED_ENERGY.radii).toEqual(meta.parameters['ee_radii_0.05arcsec_px']);
    expect(ACS_WFC_ENCIRCLED_ENERGY.fractions).toEqual(meta.parameters.ee_table);
  });

  test('zero points agree to 1e-9 mag', () => {
    expect(zero_points.length).toBeGreaterThan(5);
    for (const { PHOTFLAM: photflam, PHOTPLAM: photplam, stmag_zp, abmag_zp } of zero_points) {
      expect(Math.abs(zeroPoint({ photflam }, 'ST') - stmag_zp)).toBeLessThan(1e-9);
      if (photplam === null || abmag_zp === null) continue;
      expect(Math.abs(zeroPoint({ photflam, photplam }, 'AB') - abmag_zp)).toBeLessThan(1e-9);
    }
  });
});
