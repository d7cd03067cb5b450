import { describe, expect, it } from 'vitest';
import { scintillationError } from '../../lib/photometry/scintillation.js';

describe('scintillation', () => {
  const site = { apertureDiameter: 1, height: 0, exptime: 1, airmass: 1 };

  it('for a 1 m telescope and a 1 s exposure at sea level is 1.5 times 0.00316', () => {
    expect(scintillationError(site)).toBeCloseTo(1.5 * Math.sqrt(1e-5), 12);
  });

  it('agrees within 7 % with Young at the zenith for a coefficient of 1', () => {
    const young = (0.09 * 100 ** (-2 / 3)) / Math.sqrt(2);
    expect(Math.abs(scintillationError({ ...site, siteCoefficient: 1 }) / young - 1)).toBeLessThan(0.075);
  });

  it('scales with diameter, time, airmass and altitude as in the equation', () => {
    const base = scintillationError(site);
    expect(scintillationError({ ...site, exptime: 4 }) / base).toBeCloseTo(1 / 2, 12);
    expect(scintillationError({ ...site, apertureDiameter: 8 }) / base).toBeCloseTo(1 / 4, 12);
    expect(scintillationError({ ...site, airmass: 4 }) / base).toBeCloseTo(8, 12);
    expect(scintillationError({ ...site, height: 8000 }) / base).toBeCloseTo(1 / Math.E, 12);
  });

  it('is NaN if airmass or exposure is unknown', () => {
    expect(scintillationError({ ...site, airmass: NaN })).toBeNaN();
    expect(scintillationError({ ...site, exptime: NaN })).toBeNaN();
    expect(scintillationError({ ...site, exptime: 0 })).toBeNaN();
  });

  it('rejects a telescope without a diameter', () => {
    expect(() => scintillationError({ ...site, apertureDiameter: 0 })).toThrow(
      /diameter in metres, more than 0, got 0/,
    );
    expect(() => scintillationError({ ...site, height: NaN })).toThrow(/height/);
  });
});
