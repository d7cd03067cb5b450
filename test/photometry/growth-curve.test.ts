import { describe, expect, it } from 'vitest';
import { growthCurve } from '../../lib/photometry/growth-curve.js';
import { measureApertures } from '../../lib/photometry/measure-apertures.js';
import { gaussianStar, imageOf } from './test-image.js';

const radii = [1, 2, 3, 4, 5, 6, 8, 10, 12];
/** Light of a Gaussian star inside r. */
const inside = (r: number, fwhm: number): number => 1 - Math.exp((-4 * Math.LN2 * r * r) / (fwhm * fwhm));

/** Fluxes of stars with the given total fluxes and FWHMs, with sky noise of `sky` per pixel. */
function field(totals: readonly number[], fwhms: readonly number[], sky = 8) {
  const flux = radii.map(r => totals.map((total, s) => total * inside(r, fwhms[s])));
  const fluxErr = flux.map((row, k) => row.map(f => Math.sqrt(f + Math.PI * radii[k] ** 2 * sky * sky)));
  return { radii, flux, fluxErr };
}

describe('the curve of growth', () => {
  it('matches the profile', () => {
    const { table, starCount } = growthCurve(field([1e5, 3e4, 2e5], [4, 4, 4]));
    radii.forEach((r, k) => {
      expect(table.columns.fraction[k]).toBeCloseTo(inside(r, 4) / inside(12, 4), 10);
    });
    expect(table.columns.fractionErr[3]).toBeCloseTo(0, 10);
    expect(starCount).toBe(3);
    expect(Math.max(...table.values('relativeSnr'))).toBeLessThanOrEqual(1);
  });

  it('chooses the radius with the best signal-to-noise ratio that encloses enough light', () => {
    const faint = field([3e3, 4e3, 2.5e3], [4, 4, 4], 12);
    const { chosenRadius, chosenIndex, table, rule } = growthCurve(faint);
    expect(radii[chosenIndex]).toBe(chosenRadius);
    expect(table.columns.fraction[chosenIndex]).toBeGreaterThanOrEqual(0.7);
    expect(chosenRadius).toBe(3);
    expect(rule).toMatch(/best signal to noise of 3 stars/);
    expect(growthCurve(faint, { minFraction: 0.95 }).chosenRadius).toBe(5);
  });

  it('with a target, chooses the smallest radius at which target and stars lose the same fraction', () => {
    const trailed = field([1e5, 1e5, 1e5, 1e5], [7, 4, 4, 4]);
    const { chosenRadius, table } = growthCurve(trailed, { target: 0 });
    expect(chosenRadius).toBe(8);
    expect(table.columns.targetFraction[3]).toBeCloseTo(inside(4, 7) / inside(12, 7), 8);
    expect(growthCurve(trailed).chosenRadius).toBeLessThan(8);
    expect(growthCurve(trailed, { target: 0, maxDifference: 0 }).rule).toMatch(/differ least/);
  });

  it('is not affected by one blended star', () => {
    const stars = field([1e5, 1e5, 1e5, 1e5, 1e5], [4, 4, 4, 4, 20]);
    expect(growthCurve(stars).table.columns.fraction[4]).toBeCloseTo(inside(5, 4) / inside(12, 4), 8);
  });

  it('excludes stars with a missing radius or no flux', () => {
    const stars = field([1e5, 1e5, 1e5], [4, 4, 4]);
    stars.flux[2][0] = NaN;
    stars.flux[radii.length - 1][1] = -10;
    const { starCount, table } = growthCurve(stars);
    expect(starCount).toBe(1);
    expect(table.columns.fractionErr[0]).toBeNaN();
    expect(table.columns.fraction[8]).toBe(1);
  });

  it('without errors, chooses the smallest radius with enough light', () => {
    const stars = field([1e5, 1e5], [4, 4]);
    const unknown = { ...stars, fluxErr: stars.fluxErr.map(row => row.map(() => NaN)) };
    expect(growthCurve(unknown).chosenRadius).toBe(3);
    expect(growthCurve(unknown).rule).toMatch(/errors are unknown/);
  });

  it('is computed from measured stars', () => {
    const star = gaussianStar(40.2, 40.7, 4);
    const image = imageOf(81, 81, (x, y) => 20 + 5e4 * star(x, y));
    const table = measureApertures(image, { x: [40.2], y: [40.7] }, { radii, annulus: [20, 30] });
    const values = table.toObjects()[0] as unknown as Record<string, number>;
    const growth = growthCurve({
      radii,
      flux: radii.map(r => [values[`flux_${r}`]]),
      fluxErr: radii.map(r => [values[`fluxErr_${r}`]]),
    });
    expect(growth.table.columns.fraction[4]).toBeCloseTo(inside(5, 4), 2);
  });

  it('reports missing input', () => {
    const stars = field([1e5], [4]);
    expect(() => growthCurve({ radii: [3], flux: [[1]], fluxErr: [[1]] })).toThrow(/at least two radii/);
    expect(() => growthCurve({ radii: [3, 2], flux: [[1], [1]], fluxErr: [[1], [1]] })).toThrow(
      /radii must rise, got 3 before 2/,
    );
    expect(() => growthCurve({ ...stars, fluxErr: [] })).toThrow(/one row for each of 9 radii/);
    expect(() => growthCurve(stars, { target: 5 })).toThrow(/target must be the index of a star, 0 to 0, got 5/);
    expect(() => growthCurve(field([-1], [4]))).toThrow(/No star has a curve of growth/);
  });
});
