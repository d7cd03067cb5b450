import { describe, expect, it } from 'vitest';
import { SourceFlag } from '../../lib/frame/source-flags.js';
import { findClouds } from '../../lib/timeseries/clouds.js';
import { makeNight } from './night.js';

const levels = [1e5, 8e4, 5e4, 3e4, 2e4, 9e3];
const indices = (marks: ArrayLike<number>): number[] =>
  Array.from(marks, (mark, f) => (mark ? f : -1)).filter(f => f >= 0);

describe('clouds', () => {
  it('are flagged where the field loses light, and only there', () => {
    const cloud = (f: number): number => (f >= 40 && f < 46 ? 0.3 : 1);
    const { flux } = makeNight({ levels, frames: 100, transparency: cloud });
    const { clouded, transparency, flags } = findClouds(flux);
    expect(indices(clouded)).toEqual([40, 41, 42, 43, 44, 45]);
    expect(indices(flags)).toEqual([40, 41, 42, 43, 44, 45]);
    expect(flags[41]).toBe(SourceFlag.clouded);
    expect(transparency[43]).toBeCloseTo(0.3, 1);
  });

  it('are found when they cover two thirds of the night', () => {
    const { flux } = makeNight({ levels, frames: 60, transparency: f => (f < 40 ? 0.4 : 1) });
    expect(indices(findClouds(flux).clouded)).toEqual(Array.from({ length: 40 }, (_, f) => f));
  });

  it('are not confused with the variation of the target', () => {
    const { flux } = makeNight({ levels, frames: 80, target: f => (f > 30 && f < 50 ? 0.1 : 1) });
    expect(indices(findClouds(flux, { exclude: [0] }).clouded)).toEqual([]);
    expect(indices(findClouds(flux).clouded)).toEqual([]);
  });

  it('are not confused with the extinction of a setting field, whose coefficient is fitted', () => {
    const airmass = Array.from({ length: 90 }, (_, f) => 1 + (2.2 * f * f) / 8100);
    const extinction = (f: number): number => 10 ** (-0.4 * 0.5 * airmass[f]);
    const sky = (f: number): number => extinction(f) * (f >= 60 && f < 70 ? 0.4 : 1);
    const { flux } = makeNight({ levels, frames: 90, transparency: sky, noise: levels.map(() => 0.005) });
    const report = findClouds(flux, { airmass });
    expect(report.extinction).toBeGreaterThan(0.48);
    expect(report.extinction).toBeLessThan(0.52);
    expect(indices(report.clouded)).toEqual([60, 61, 62, 63, 64, 65, 66, 67, 68, 69]);
  });

  it('tolerate the extinction of an ordinary night without airmasses', () => {
    const airmass = Array.from({ length: 90 }, (_, f) => 1 + f / 89);
    const { flux } = makeNight({ levels, frames: 90, transparency: f => 10 ** (-0.4 * 0.2 * airmass[f]) });
    expect(indices(findClouds(flux).clouded)).toEqual([]);
  });

  it('are not derived from implausible airmasses', () => {
    const { flux } = makeNight({ levels, frames: 40 });
    const report = findClouds(flux, { airmass: Array.from({ length: 40 }, (_, f) => (f < 20 ? 1.1 : 13.37)) });
    expect(report.extinction).toBe(0);
    expect(indices(report.clouded)).toEqual([]);
  });

  it('are flagged where the stars disagree, even if the median flux is unchanged', () => {
    const { flux } = makeNight({ levels, frames: 50 });
    [1.2, 0.8, 1.15, 0.9, 1.1, 0.85].forEach((factor, star) => {
      flux[star][17] *= factor;
    });
    const report = findClouds(flux);
    expect(report.transparency[17]).toBeGreaterThan(0.8);
    expect(indices(report.clouded)).toEqual([17]);
  });

  it('include a frame without stars', () => {
    const { flux } = makeNight({ levels, frames: 30 });
    for (const row of flux) row[4] = NaN;
    const { clouded, transparency } = findClouds(flux);
    expect(indices(clouded)).toEqual([4]);
    expect(transparency[4]).toBeNaN();
  });

  it('cannot be found without stars', () => {
    expect(() => findClouds([new Float64Array(5).fill(NaN)])).toThrow(/without a measured star/);
    expect(() => findClouds(makeNight({ levels: [10], frames: 3 }).flux, { exclude: [0] })).toThrow(
      /no-stars|measured star/,
    );
    expect(() => findClouds(makeNight({ levels, frames: 3 }).flux, { minTransparency: 2 })).toThrow(/minTransparency/);
    expect(() => findClouds(makeNight({ levels, frames: 3 }).flux, { airmass: [1, 2] })).toThrow(/3 frames, got 2/);
  });
});
