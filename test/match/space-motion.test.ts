import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atEpoch } from '../../lib/match/columns/space-motion.js';
import { separation } from '../../lib/math/sphere.js';
import { describeShared, referenceValues } from '../helpers/shared.js';

interface Reference {
  readonly proper_motion: readonly {
    readonly star: string;
    readonly ra: number;
    readonly dec: number;
    readonly pmra_cosdec_masyr: number;
    readonly pmdec_masyr: number;
    readonly parallax_mas: number;
    readonly rv_kms: number;
    readonly epoch0: number;
    readonly epoch1: number;
    readonly full: readonly [number, number];
    readonly linear: readonly [number, number];
  }[];
}

describeShared('space motion against astropy', () => {
  const stars = referenceValues<Reference>('time').proper_motion;

  test.each(stars)('$star from $epoch0 to $epoch1', star => {
    const moving = { ra: star.ra, dec: star.dec, pmRa: star.pmra_cosdec_masyr, pmDec: star.pmdec_masyr };
    const full = atEpoch(
      { ...moving, parallax: star.parallax_mas, radialVelocity: star.rv_kms },
      star.epoch0,
      star.epoch1,
    );
    // the reference is printed to ten or eleven decimals of a degree
    expect(separation(full.ra, full.dec, ...star.full)).toBeLessThan(1e-10);
    const years = Math.abs(star.epoch1 - star.epoch0);
    const travelled = (Math.hypot(moving.pmRa, moving.pmDec) * years) / 3.6e6;
    const plain = atEpoch(moving, star.epoch0, star.epoch1);
    // the first-order formula differs by the curvature of the meridians
    const curvature = (travelled ** 2 * Math.PI) / 180 / Math.cos((star.dec * Math.PI) / 180);
    expect(separation(plain.ra, plain.dec, ...star.linear)).toBeLessThan(curvature + 1e-10);
  });
});

describe('space motion', () => {
  const star = { ra: 10, dec: 40, pmRa: 100, pmDec: -50 };

  test('moves a star by its proper motion in true angles', () => {
    const moved = atEpoch(star, 2016, 2026);
    expect((moved.dec - 40) * 3600).toBeCloseTo(-0.5, 5);
    expect((moved.ra - 10) * 3600 * Math.cos((40 * Math.PI) / 180)).toBeCloseTo(1, 5);
  });

  test('is reversible, over the pole and across RA 0', () => {
    const coordinates = fc.record({
      ra: fc.double({ min: 0, max: 360, noNaN: true }),
      dec: fc.double({ min: -90, max: 90, noNaN: true }),
    });
    fc.assert(
      fc.property(coordinates, fc.double({ min: -5000, max: 5000, noNaN: true }), ({ ra, dec }, pm) => {
        const there = atEpoch({ ra, dec, pmRa: pm, pmDec: 300 }, 2000, 2010);
        const run = (Math.hypot(pm, 300) * 10) / 3.6e6;
        expect(separation(ra, dec, there.ra, there.dec)).toBeCloseTo(run, 9);
        expect(there.ra).toBeGreaterThanOrEqual(0);
        expect(there.ra).toBeLessThan(360);
      }),
      { seed: 3 },
    );
  });

  test('leaves a star without proper motion where it is', () => {
    expect(atEpoch({ ra: 10, dec: 40, pmRa: NaN, pmDec: NaN }, 2016, 2026)).toEqual({ ra: 10, dec: 40 });
    expect(atEpoch({ ...star, ra: NaN }, 2016, 2026).ra).toBeNaN();
  });

  test('ignores a parallax that would make the star impossibly fast', () => {
    const plain = atEpoch(star, 2016, 2100);
    expect(atEpoch({ ...star, parallax: 1e-6, radialVelocity: 20 }, 2016, 2100)).toEqual(plain);
    expect(atEpoch({ ...star, parallax: -0.3, radialVelocity: 20 }, 2016, 2100)).toEqual(plain);
    expect(atEpoch({ ...star, parallax: 5 }, 2016, 2100)).toEqual(plain);
    expect(atEpoch({ ...star, parallax: 100, radialVelocity: 200 }, 2016, 2100)).not.toEqual(plain);
  });
});
