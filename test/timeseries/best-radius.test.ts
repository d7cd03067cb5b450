import { describe, expect, it } from 'vitest';
import { bestRadius } from '../../lib/timeseries/ensemble/best-radius.js';
import { makeNight } from './night.js';

const levels = [1e5, 9e4, 7e4, 8e4];
const nightOf = (noise: number, seed: number, target?: (f: number) => number) =>
  makeNight({ levels, frames: 120, noise: levels.map(() => noise), seed, target });

describe('the best radius', () => {
  it('is the one with the least scatter of the comparisons', () => {
    const radii = [0.01, 0.004, 0.007].map((noise, k) => ({ label: String(4 + 2 * k), ...nightOf(noise, k + 1) }));
    const best = bestRadius(radii, { target: 0, comparisons: [1, 2, 3], weights: 'scatter' });
    expect(best.label).toBe('6');
    expect(best.index).toBe(1);
    expect(best.radii.map(r => r.label)).toEqual(['4', '6', '8']);
    expect(best.radii[1].scatter).toBeLessThan(best.radii[2].scatter);
  });

  it('does not suppress the variation of the target', () => {
    const flat = nightOf(0.01, 1);
    const deep = nightOf(0.004, 2, f => 1 + 0.3 * Math.sin(2 * f));
    const radii = [
      { label: '4', ...flat },
      { label: '6', ...deep },
    ];
    expect(bestRadius(radii, { target: 0, comparisons: [1, 2, 3] }).label).toBe('6');
  });

  it('with one comparison, uses the point-to-point scatter of the target', () => {
    const radii = [0.01, 0.004].map((noise, k) => ({ label: String(k), ...nightOf(noise, k + 1, f => 1 + f / 100) }));
    expect(bestRadius(radii, { target: 0, comparisons: [1] }).label).toBe('1');
  });

  it('with two frames, is the one with the best signal-to-noise ratio', () => {
    const radii = [0.01, 0.004].map((noise, k) => ({
      label: String(k),
      ...makeNight({ levels, frames: 2, noise: levels.map(() => noise) }),
    }));
    expect(bestRadius(radii, { target: 0, comparisons: [1, 2] }).label).toBe('1');
  });

  it('skips a radius at which a comparison was never measured', () => {
    const spoilt = nightOf(0.001, 1);
    spoilt.flux[2].fill(NaN);
    const radii = [
      { label: '4', ...nightOf(0.01, 2) },
      { label: '12', ...spoilt },
    ];
    const best = bestRadius(radii, { target: 0, comparisons: [1, 2] });
    expect(best.label).toBe('4');
    expect(best.radii[1].scatter).toBeNaN();
  });

  it('needs a radius', () => {
    expect(() => bestRadius([], { target: 0, comparisons: [1] })).toThrow(/at least one radius/);
  });
});
