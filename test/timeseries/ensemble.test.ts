import { describe, expect, it } from 'vitest';
import { SourceFlag } from '../../lib/frame/source-flags.js';
import { ensemblePhotometry } from '../../lib/timeseries/ensemble/ensemble.js';
import { magnitudesOf } from '../../lib/timeseries/magnitudes.js';
import { robustScatter } from '../../lib/timeseries/scatter.js';
import { makeNight } from './night.js';

const transit = (frame: number): number => (frame > 30 && frame < 60 ? 0.98 : 1);
const wobbly = (frame: number): number => 1 - 0.2 * Math.sin(frame / 9) ** 2;

describe('a differential light curve', () => {
  it('is independent of the transparency of the sky', () => {
    const { flux, fluxErr } = makeNight({
      levels: [1e5, 8e4, 2e5],
      frames: 90,
      transparency: wobbly,
      target: transit,
      noise: [1e-9, 1e-9, 1e-9],
    });
    for (const weights of ['sum', 'scatter'] as const) {
      const curve = ensemblePhotometry(flux, fluxErr, { target: 0, comparisons: [1, 2], weights });
      for (let f = 0; f < 90; f++) expect(curve.flux[f]).toBeCloseTo(transit(f), 6);
    }
  });

  it('with one comparison is the plain ratio', () => {
    const { flux, fluxErr } = makeNight({ levels: [1e5, 8e4], frames: 9 });
    const curve = ensemblePhotometry(flux, fluxErr, { target: 0, comparisons: [1] });
    const first = flux[0][0] / flux[1][0];
    expect(curve.flux[5] / curve.flux[0]).toBeCloseTo(flux[0][5] / flux[1][5] / first, 12);
    expect(curve.comparisons[0].weight).toBe(1);
    expect(curve.comparisons[0].scatter).toBeNaN();
  });

  it('has the median of the reference frames at 1', () => {
    const { flux, fluxErr } = makeNight({ levels: [1e5, 8e4, 9e4], frames: 90, target: transit });
    const reference = flux[0].map((_, f) => (f > 30 && f < 60 ? 1 : 0));
    const curve = ensemblePhotometry(flux, fluxErr, { target: 0, comparisons: [1, 2], reference });
    const inside = curve.flux.filter((_, f) => reference[f] === 1).sort();
    expect(inside[(inside.length - 1) / 2]).toBeCloseTo(1, 12);
    expect(curve.flux[0]).toBeGreaterThan(1.01);
  });

  it('has errors as large as its scatter', () => {
    const { flux, fluxErr } = makeNight({
      levels: [1e5, 8e4, 2e5, 3e4],
      frames: 4000,
      noise: [0.003, 0.004, 0.002, 0.009],
    });
    for (const weights of ['sum', 'scatter'] as const) {
      const curve = ensemblePhotometry(flux, fluxErr, { target: 0, comparisons: [1, 2, 3], weights });
      const squares = curve.flux.map((value, f) => ((value - 1) / curve.fluxErr[f]) ** 2);
      const width = Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length);
      expect(width).toBeGreaterThan(0.97);
      expect(width).toBeLessThan(1.03);
    }
  });

  it('has no step where a comparison is missing, and flags the frames', () => {
    const noise = [0.0005, 0.0005, 0.0005, 0.0005];
    const { flux, fluxErr } = makeNight({ levels: [1e5, 2e5, 5e4, 6e4], frames: 60, transparency: wobbly, noise });
    for (let f = 20; f < 60; f++) flux[1][f] = NaN; // the brightest is missing for most of the night
    for (const weights of ['sum', 'scatter'] as const) {
      const curve = ensemblePhotometry(flux, fluxErr, { target: 0, comparisons: [1, 2, 3], weights });
      const mean = (from: number, to: number) =>
        curve.flux.subarray(from, to).reduce((sum, value) => sum + value, 0) / (to - from);
      expect(Math.abs(mean(0, 20) - mean(20, 60))).toBeLessThan(0.0007);
      expect(curve.flags[10]).toBe(0);
      expect(curve.flags[30]).toBe(SourceFlag.missingComparison);
    }
  });

  it('drops such frames on request, and all frames without a comparison', () => {
    const { flux, fluxErr } = makeNight({ levels: [1e5, 2e5, 5e4], frames: 10 });
    flux[1][3] = NaN;
    flux[1][4] = -5;
    flux[2][4] = 0;
    const dropped = ensemblePhotometry(flux, fluxErr, { target: 0, comparisons: [1, 2], missing: 'drop' });
    expect(dropped.flux[3]).toBeNaN();
    const rescaled = ensemblePhotometry(flux, fluxErr, { target: 0, comparisons: [1, 2] });
    expect(rescaled.flux[3]).toBeCloseTo(1, 1);
    expect(rescaled.flux[4]).toBeNaN();
    expect(rescaled.flags[4]).toBe(SourceFlag.missingComparison);
  });

  it('keeps a negative target flux, with a NaN magnitude', () => {
    const { flux, fluxErr } = makeNight({ levels: [1e5, 2e5], frames: 10 });
    flux[0][2] = -500;
    const curve = ensemblePhotometry(flux, fluxErr, { target: 0, comparisons: [1] });
    expect(curve.flux[2]).toBeLessThan(0);
    expect(curve.fluxErr[2]).toBeGreaterThan(0);
    const { mag, magErr } = magnitudesOf(curve.flux, curve.fluxErr);
    expect(mag[2]).toBeNaN();
    expect(magErr[2]).toBeNaN();
    expect(mag[3]).toBeCloseTo(-2.5 * Math.log10(curve.flux[3]), 12);
  });

  it('does not modify its input', () => {
    const { flux, fluxErr } = makeNight({ levels: [1e5, 8e4, 2e5], frames: 12 });
    const before = flux.map(row => [...row]);
    ensemblePhotometry(flux, fluxErr, { target: 0, comparisons: [1, 2], weights: 'scatter' });
    expect(flux.map(row => [...row])).toEqual(before);
  });

  it('does not depend on the order of the comparisons', () => {
    const { flux, fluxErr } = makeNight({
      levels: [1e5, 8e4, 2e5, 4e4],
      frames: 40,
      noise: [0.002, 0.004, 0.001, 0.01],
    });
    const one = ensemblePhotometry(flux, fluxErr, { target: 0, comparisons: [1, 2, 3], weights: 'scatter' });
    const other = ensemblePhotometry(flux, fluxErr, { target: 0, comparisons: [3, 1, 2], weights: 'scatter' });
    for (let f = 0; f < 40; f++) expect(other.flux[f]).toBeCloseTo(one.flux[f], 10);
    expect(other.comparisons.map(c => c.star)).toEqual([3, 1, 2]);
  });
});

describe('weights by scatter', () => {
  it('reduce the scatter of the light curve below that of the plain sum if a bright comparison is noisy', () => {
    const { flux, fluxErr } = makeNight({
      levels: [1e5, 3e5, 5e4, 5e4],
      frames: 200,
      noise: [0.0005, 0.02, 0.002, 0.002],
    });
    const options = { target: 0, comparisons: [1, 2, 3] };
    const weighted = ensemblePhotometry(flux, fluxErr, { ...options, weights: 'scatter' });
    const summed = ensemblePhotometry(flux, fluxErr, { ...options, weights: 'sum' });
    expect(robustScatter(weighted.flux)).toBeLessThan(0.2 * robustScatter(summed.flux));
    expect(weighted.comparisons[0].weight).toBeLessThan(0.05);
  });

  it('also reduce the weight of a slowly variable comparison', () => {
    const { flux, fluxErr } = makeNight({
      levels: [1e5, 1e5, 1e5, 1e5],
      frames: 120,
      noise: [0.001, 0.001, 0.001, 0.001],
      variable: { 1: f => 1 + 0.03 * Math.sin(f / 15) },
    });
    const curve = ensemblePhotometry(flux, fluxErr, { target: 0, comparisons: [1, 2, 3], weights: 'scatter' });
    expect(curve.comparisons[0].weight).toBeLessThan(0.05);
    expect(robustScatter(curve.flux)).toBeLessThan(0.0025);
  });

  it('are close to the optimum, 1 / noise squared', () => {
    const noise = [0.001, 0.002, 0.004, 0.008];
    const { flux, fluxErr } = makeNight({ levels: [1e5, 1e5, 2e5, 5e4], frames: 2000, noise });
    const { comparisons } = ensemblePhotometry(flux, fluxErr, {
      target: 0,
      comparisons: [1, 2, 3],
      weights: 'scatter',
    });
    const best = [1, 1 / 4, 1 / 16].map(weight => weight / (1 + 1 / 4 + 1 / 16));
    for (let c = 0; c < 3; c++) expect(Math.abs(comparisons[c].weight / best[c] - 1)).toBeLessThan(0.15);
    expect(comparisons.reduce((sum, comparison) => sum + comparison.weight, 0)).toBeCloseTo(1, 12);
  });
});

describe('bad arguments', () => {
  const { flux, fluxErr } = makeNight({ levels: [1e5, 8e4], frames: 5 });
  it.each([
    [{ target: 0, comparisons: [] }, /at least one comparison/],
    [{ target: 0, comparisons: [0] }, /own comparison/],
    [{ target: 0, comparisons: [1, 1] }, /once/],
    [{ target: 0, comparisons: [7] }, /0 to 1, got 7/],
    [{ target: -1, comparisons: [1] }, /target must be the index/],
    [{ target: 0, comparisons: [1], reference: [false, false, false, false, false] }, /reference must select/],
  ])('rejects %o with a clear error', (options, message) => {
    expect(() => ensemblePhotometry(flux, fluxErr, options)).toThrow(message);
  });

  it('names a comparison that was never measured', () => {
    const absent = [flux[0], new Float64Array(5).fill(NaN)];
    expect(() => ensemblePhotometry(absent, fluxErr, { target: 0, comparisons: [1] })).toThrow(
      /Comparison 1 has no positive/,
    );
  });

  it('rejects stars with different numbers of frames', () => {
    expect(() => ensemblePhotometry([flux[0], [1, 2]], fluxErr, { target: 0, comparisons: [1] })).toThrow(
      /star 0 has 5, star 1 has 2/,
    );
  });
});
