import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { offsetBy, positionAngle, separation, skyOffset } from '../../lib/math/sphere.js';
import { describeShared, referenceValues } from '../helpers/shared.js';

const place = fc.tuple(fc.double({ min: 0, max: 360, noNaN: true }), fc.double({ min: -89, max: 89, noNaN: true }));

describe('the sphere', () => {
  it('measures angles between directions', () => {
    expect(separation(10, 0, 10, 1)).toBeCloseTo(1, 12);
    expect(separation(0, 90, 123, -90)).toBeCloseTo(180, 12);
    expect(separation(359.9999999, 0, 0.0000001, 0)).toBeCloseTo(2e-7, 12);
    expect(separation(10, 60, 10 + 1e-9, 60)).toBeCloseTo(5e-10, 14);
    expect(separation(Number.NaN, 0, 0, 0)).toBeNaN();
    expect(positionAngle(Number.NaN, 0, 0, 0)).toBeNaN();
  });

  it('satisfies the triangle inequality, and separations are symmetric', () => {
    fc.assert(
      fc.property(place, place, place, (a, b, c) => {
        const ab = separation(...a, ...b);
        expect(ab).toBeCloseTo(separation(...b, ...a), 10);
        expect(ab).toBeLessThanOrEqual(separation(...a, ...c) + separation(...c, ...b) + 1e-9);
      }),
      { seed: 5 },
    );
  });

  it('reaches the other position from the angle and separation to it', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        const there = offsetBy({ ra: a[0], dec: a[1] }, positionAngle(...a, ...b), separation(...a, ...b));
        expect(separation(there, { ra: b[0], dec: b[1] })).toBeLessThan(1e-9);
        const { east, north } = skyOffset(...a, ...b);
        if (separation(...a, ...b) < 1e-3) expect(Math.hypot(east, north)).toBeCloseTo(separation(...a, ...b), 12);
      }),
      { seed: 6 },
    );
  });

  it('takes positions in degrees or as text, with sexagesimal right ascensions in hours', () => {
    const star = { ra: 240.5492916666667, dec: 28.169611111111113 };
    expect(separation({ ra: '16:02:11.83', dec: '+28:10:10.6' }, star)).toBeCloseTo(0, 12);
    expect(separation({ ra: '16h02m11.83s', dec: '28d10m10.6s' }, star)).toBeCloseTo(0, 12);
    expect(separation({ ra: '240.5492916666667', dec: '28.169611111111113' }, star)).toBeCloseTo(0, 12);
    expect(positionAngle(star, { ra: star.ra, dec: '29' })).toBe(0);
    expect(() => separation({ ra: 'Vega', dec: 0 }, star)).toThrow(/expected an angle such as 16:02:11.83.*"Vega"/);
    expect(() => separation({ ra: null as never, dec: 0 }, star)).toThrow(/ra must be degrees or text/);
  });

  it('measures offsets to the east in true angles', () => {
    const { east, north } = skyOffset({ ra: 10, dec: 60 }, { ra: 10.002, dec: 60 });
    expect(east).toBeCloseTo(0.001, 9);
    expect(north).toBeLessThan(1e-7);
    expect(skyOffset(0.0001, 0, 359.9999, 0).east).toBeCloseTo(-0.0002, 12);
  });
});

interface Reference {
  readonly pairs: { readonly rows: readonly (readonly number[])[] };
  readonly directional_offset: { readonly rows: readonly (readonly number[])[] };
}

describeShared('the sphere against astropy', () => {
  const { pairs, directional_offset } = referenceValues<Reference>('match');

  it.each(pairs.rows)('from %d, %d to %d, %d', (ra1, dec1, ra2, dec2, far, angle, lon, lat) => {
    expect(Math.abs(separation(ra1, dec1, ra2, dec2) - far)).toBeLessThan(1e-9 / 3600 + 1e-11 * far);
    const isConvention = Math.abs(dec1) === 90 || Math.abs(dec2) === 90 || far > 179.9999;
    if (isConvention || far * 3.6e6 < 1) return;
    expect(Math.cos(((positionAngle(ra1, dec1, ra2, dec2) - angle) * Math.PI) / 180)).toBeCloseTo(1, 12);
    expect(skyOffset(ra1, dec1, ra2, dec2).east).toBeCloseTo(lon, 9);
    expect(skyOffset(ra1, dec1, ra2, dec2).north).toBeCloseTo(lat, 9);
  });

  it.each(directional_offset.rows)('%d, %d, offset by %d and %d', (ra, dec, angle, distance, raOut, decOut) => {
    const there = offsetBy({ ra, dec }, angle, distance);
    expect(separation(there, { ra: raOut, dec: decOut })).toBeLessThan(1e-11);
  });
});
