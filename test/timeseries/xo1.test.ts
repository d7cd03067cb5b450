/** Differential photometry against the reference values of the real XO-1 b ingress (values/series.json). */
import { expect, it } from 'vitest';
import { findClouds } from '../../lib/timeseries/clouds.js';
import { chooseComparisons } from '../../lib/timeseries/ensemble/choose-comparisons.js';
import { type EnsembleCurve, ensemblePhotometry } from '../../lib/timeseries/ensemble/ensemble.js';
import { pointToPointScatter } from '../../lib/timeseries/scatter.js';
import { describeShared, referenceValues } from '../helpers/shared.js';

interface Curve {
  relative_flux: number[];
  error: number[];
  normalisation: number;
}
interface Series {
  frames: { bjd_tdb_mid: number; stars: (number[] | null)[] }[];
  light_curve: { normalisation: number; rows: [number, number, number, number, number][] };
  light_curve_C1_only: Curve;
  light_curve_C1_C2: Curve;
  light_curve_C1_C2_C3: Curve;
  comparison_scatter: Record<string, { std: number; robust: number }>;
}

describeShared('the XO-1 b ingress', () => {
  const series = referenceValues<{ series: Series[] }>('series').series[0];
  const column = (index: number): Float64Array[] =>
    [0, 1, 2, 3, 4, 5].map(star => Float64Array.from(series.frames, frame => frame.stars[star]?.[index] ?? NaN));
  const flux = column(6);
  const fluxErr = column(7);
  const time = series.frames.map(frame => frame.bjd_tdb_mid);
  const reference = time.map(t => t < 2460828.695);
  const against = (comparisons: number[], weights: 'sum' | 'scatter' = 'sum'): EnsembleCurve =>
    ensemblePhotometry(flux, fluxErr, { target: 0, comparisons, weights, reference });

  /** Precision of the file: nine digits for fluxes and errors, seven decimals for the relative flux, five for its error. */
  const expectCurve = (curve: EnsembleCurve, relative: number[], error: number[], normalisation: number) => {
    expect(curve.normalisation / normalisation).toBeCloseTo(1, 7);
    relative.forEach((value, f) => {
      expect(Math.abs(curve.flux[f] - value)).toBeLessThan(6e-8);
      expect(Math.abs(curve.fluxErr[f] / error[f] - 1)).toBeLessThan(2e-3);
    });
  };

  it('is the ratio to the sum of the named comparisons, as published', () => {
    const { light_curve: five } = series;
    const rows = five.rows;
    expectCurve(
      against([1, 2, 3, 4, 5]),
      rows.map(row => row[2]),
      rows.map(row => row[3]),
      five.normalisation,
    );
    for (const [comparisons, curve] of [
      [[1], series.light_curve_C1_only],
      [[1, 2], series.light_curve_C1_C2],
      [[1, 2, 3], series.light_curve_C1_C2_C3],
    ] as const)
      expectCurve(against([...comparisons]), curve.relative_flux, curve.error, curve.normalisation);
  });

  it('has the sum of the comparisons as its ensemble, to the last digits', () => {
    const { ensemble } = against([1, 2, 3]);
    for (let f = 0; f < 24; f++) expect(ensemble[f] / (flux[1][f] + flux[2][f] + flux[3][f])).toBeCloseTo(1, 12);
  });

  it('shows a depth of 0.0193 +- 0.003 against C1 alone', () => {
    const { flux: relative } = against([1]);
    const before = relative.filter((_, f) => reference[f]);
    const inside = [...relative.filter((_, f) => time[f] > 2460828.735 && time[f] < 2460828.758)].sort((a, b) => a - b);
    const mean = before.reduce((sum, value) => sum + value, 0) / before.length;
    const depth = mean - 0.5 * (inside[2] + inside[3]);
    expect(inside.length).toBe(6);
    expect(Math.abs(depth - 0.0193)).toBeLessThan(0.003);
  });

  it('reports the scatter of each comparison against the others', () => {
    for (const comparison of against([1, 2, 3, 4, 5]).comparisons) {
      const peer = series.comparison_scatter[String(comparison.star)];
      expect(comparison.scatter / peer.robust).toBeCloseTo(1, 4);
      const mean = comparison.flux.reduce((sum, value) => sum + value, 0) / comparison.flux.length;
      const variance = comparison.flux.reduce((sum, value) => sum + (value - mean) ** 2, 0) / comparison.flux.length;
      expect(Math.sqrt(variance) / peer.std).toBeCloseTo(1, 4);
    }
  });

  it('assigns most of the weight to the star of the same brightness and little to the faint ones', () => {
    const weights = against([1, 2, 3, 4, 5], 'scatter').comparisons.map(comparison => comparison.weight);
    expect(weights[0]).toBeGreaterThan(0.5);
    for (const faint of weights.slice(2)) expect(faint).toBeLessThan(0.1);
  });

  it('is quieter with weights by scatter than with equal weights', () => {
    const trusted = findClouds(flux, { exclude: [0] }).clouded.map(cloud => 1 - cloud);
    const spread = (curve: Float64Array) => pointToPointScatter(curve.filter((_, f) => trusted[f] === 1));
    const equal = ensemblePhotometry(
      flux.map(row => row.map(value => value / row[4])),
      fluxErr.map((row, star) => row.map(value => value / flux[star][4])),
      { target: 0, comparisons: [1, 2, 3, 4, 5], weights: 'sum', reference },
    );
    expect(spread(against([1, 2, 3, 4, 5], 'scatter').flux)).toBeLessThan(0.8 * spread(equal.flux));
  });

  it('flags the cloudy frames at the jump and at the end', () => {
    const { clouded, transparency } = findClouds(flux, { exclude: [0] });
    expect(clouded[22]).toBe(1);
    expect(clouded[23]).toBe(1);
    expect([...clouded.slice(0, 9)]).toEqual(new Array(9).fill(0));
    expect([...clouded.slice(14, 21)]).toEqual(new Array(7).fill(0));
    expect(transparency[9]).toBeLessThan(0.65);
  });

  it('finds the star of the same brightness among the comparisons', () => {
    const trusted = findClouds(flux, { exclude: [0] }).clouded.map(cloud => 1 - cloud);
    const choice = chooseComparisons({ flux, fluxErr }, { target: 0, trusted });
    expect(choice.comparisons[0]).toBe(1);
    expect(choice.verdicts.map(verdict => verdict.star)).toEqual([1, 2, 3, 4, 5]);
    const { flux: curve } = against([...choice.comparisons], 'scatter');
    const before = curve.filter((_, f) => reference[f]);
    const mean = before.reduce((sum, value) => sum + value, 0) / before.length;
    const variance = before.reduce((sum, value) => sum + (value - mean) ** 2, 0) / before.length;
    expect(Math.sqrt(variance)).toBeLessThan(0.0045); // photon noise is 0.003, five frames
  });
});
