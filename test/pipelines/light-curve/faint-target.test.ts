import { describe, expect, test } from 'vitest';
import { differentialCurve } from '../../../lib/pipelines/differential.js';
import { measuredNight } from './measured-night.js';

const target = { x: 150, y: 150 };
const others = [3e5, 2e5, 2.1e5, 2.2e5];

describe('a target without light', () => {
  test.each([1, 2, 3, 4, 5, 6])('keeps the sign of its fluxes, with positive errors (%i)', seed => {
    const { matrices, facts } = measuredNight({ levels: [0, ...others], frames: 20, seed });
    const { curve, problems, comparisons } = differentialCurve(matrices, facts, { target });
    curve.flux.forEach((flux, f) => {
      expect(Math.sign(flux)).toBe(Math.sign(matrices.radii[0].flux[0][f]));
      expect(curve.fluxErr[f]).toBeGreaterThan(0);
      expect(Math.abs(flux)).toBeLessThan(5 * curve.fluxErr[f]);
    });
    expect(comparisons.length).toBe(3);
    expect(problems).toMatchObject([{ where: 'star 0', code: 'target-faint', action: 'refused', file: '' }]);
    expect(problems[0].remedy).toContain('not normalised');
  });

  test('that is negative in all frames has a curve too', () => {
    const { matrices, facts } = measuredNight({ levels: [0, ...others], frames: 6 });
    matrices.radii[0].flux[0].forEach((_, f) => {
      (matrices.radii[0].flux[0] as Float64Array)[f] = -80 - f;
    });
    const { curve } = differentialCurve(matrices, facts, { target });
    for (const flux of curve.flux) expect(flux).toBeLessThan(0);
    for (const error of curve.fluxErr) expect(error).toBeGreaterThan(0);
  });
});

describe('a target that is there in two of 16 frames', () => {
  const gone = { levels: [1e5, ...others], frames: 16, light: (s: number, f: number) => (s === 0 && f > 1 ? 0 : 1) };

  test('is 1 in those', () => {
    const { matrices, facts } = measuredNight(gone);
    const { curve, problems, verdicts } = differentialCurve(matrices, facts, { target });
    for (const f of [0, 1]) expect(Math.abs(curve.flux[f] - 1)).toBeLessThan(4 * curve.fluxErr[f]);
    for (let f = 2; f < 16; f++) expect(Math.abs(curve.flux[f])).toBeLessThan(5 * curve.fluxErr[f]);
    expect(problems).toMatchObject([{ where: 'star 0', code: 'target-faint', action: 'assumed' }]);
    expect(problems[0].remedy).toContain('the 2 fluxes above 5 sigma');
    for (const { star, brightness } of verdicts) expect(brightness).toBeCloseTo([0, 3, 2, 2.1, 2.2][star], 1);
  });

  test('is 1 without a problem if they are the reference', () => {
    const { matrices, facts } = measuredNight(gone);
    const { curve, problems } = differentialCurve(matrices, facts, {
      target,
      reference: row => row.jdUtcMid < 2460000.0015,
    });
    expect((curve.flux[0] + curve.flux[1]) / 2).toBeCloseTo(1, 9);
    expect(problems).toEqual([]);
  });
});
