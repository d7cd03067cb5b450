import { describe, expect, test } from 'vitest';
import { differentialCurve } from '../../../lib/pipelines/differential.js';
import { atCommonExposure } from '../../../lib/pipelines/light-curve/common-exposure.js';
import { measuredNight } from './measured-night.js';

const levels = [1.2e5, 1.6e5, 2.4e5, 1.1e5, 1.9e5];
const exptime = (f: number): number => (f % 3 === 2 ? 120 : 60);
const mixed = { levels, frames: 12, exptime, light: (_: number, f: number) => exptime(f) / 60 };
const target = { x: 150, y: 150 };

describe('frames of mixed exposures', () => {
  test('are not clouded where they are short', () => {
    const { matrices, facts } = measuredNight(mixed);
    const { clouds, curve } = differentialCurve(matrices, facts, { target });
    expect(Array.from(clouds.clouded)).toEqual(new Array(12).fill(0));
    for (const transparency of clouds.transparency) expect(Math.abs(transparency - 1)).toBeLessThan(0.01);
    curve.flux.forEach((flux, f) => {
      expect(Math.abs(flux - 1)).toBeLessThan(5 * curve.fluxErr[f]);
    });
  });

  test('are clouded where they lose light', () => {
    const light = (_: number, f: number): number => (exptime(f) / 60) * (f === 5 || f === 6 ? 0.4 : 1);
    const { matrices, facts } = measuredNight({ ...mixed, light });
    const { clouds } = differentialCurve(matrices, facts, { target });
    expect(Array.from(clouds.clouded)).toEqual([0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]);
  });

  test('have the curve of the unscaled fluxes', () => {
    const { matrices, facts } = measuredNight(mixed);
    const options = { target, comparisons: [1, 2, 3, 4] };
    const scaled = differentialCurve(matrices, facts, options).curve;
    const plain = differentialCurve(matrices, { ...facts, unit: 'adu/s' }, options).curve;
    scaled.flux.forEach((flux, f) => {
      expect(flux / plain.flux[f]).toBeCloseTo(scaled.flux[0] / plain.flux[0], 3);
      expect(scaled.fluxErr[f] / flux).toBeCloseTo(plain.fluxErr[f] / plain.flux[f], 6);
    });
  });
});

describe('fluxes are as measured', () => {
  test.each([
    ['with one exposure', { ...mixed, exptime: () => 60 }],
    ['where an exposure is unknown', { ...mixed, exptime: (f: number) => (f === 4 ? Number.NaN : 60 + f) }],
    ['where they are rates', { ...mixed, unit: 'electron/s' }],
  ])('%s', (_, night) => {
    const measured = measuredNight(night);
    expect(atCommonExposure(measured)).toBe(measured.matrices);
  });
});
