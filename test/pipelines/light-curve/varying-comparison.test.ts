import { describe, expect, test } from 'vitest';
import { SourceFlag } from '../../../lib/frame/source-flags.js';
import { differentialCurve } from '../../../lib/pipelines/differential.js';
import { measuredNight } from './measured-night.js';

const target = { x: 150, y: 150 };
const levels = [2e5, 4e5, 1.7e5, 1.8e5, 1.9e5, 2e5, 2.1e5, 2.2e5, 2.3e5];
const eclipsed = (f: number): boolean => f >= 15 && f < 20;
const night = { levels, frames: 40, light: (s: number, f: number) => (s === 1 && eclipsed(f) ? 0.5 : 1) };

/** The target is 1 in all frames, within its errors. */
function expectConstant(flux: Float64Array, fluxErr: Float64Array): void {
  flux.forEach((value, f) => {
    expect(Math.abs(value - 1)).toBeLessThan(4.5 * fluxErr[f]);
    expect(fluxErr[f]).toBeLessThan(0.005);
  });
}

describe('the brightest comparison loses half of its light in five frames', () => {
  test('it is not chosen, and listed', () => {
    const { matrices, facts } = measuredNight(night);
    const { curve, comparisons, problems } = differentialCurve(matrices, facts, { target });
    expectConstant(curve.flux, curve.fluxErr);
    expect(comparisons).not.toContain(1);
    expect(problems).toMatchObject([
      {
        file: '',
        where: 'star 1',
        code: 'comparison-varies',
        action: 'dropped',
        value: expect.stringMatching(/^-5\d %/),
      },
    ]);
    expect(problems[0].remedy).toMatch(/in 5 frames \(f15.fits to f19.fits\), \d+ times .* not used as a comparison$/);
  });

  test('given as a comparison, it is used in the other frames', () => {
    const { matrices, facts } = measuredNight(night);
    const comparisons = [1, 2, 3, 4];
    const { curve, flags, problems } = differentialCurve(matrices, facts, { target, comparisons });
    expectConstant(curve.flux, curve.fluxErr);
    expect(curve.comparisons.map(({ star }) => star)).toEqual(comparisons);
    flags.forEach((bits, f) => {
      expect((bits & SourceFlag.missingComparison) !== 0).toBe(eclipsed(f));
    });
    expect(problems[0].remedy).toContain('not used as a comparison there');
  });
});

test('a cosmic ray in a comparison does not count at any radius, and the file is named', () => {
  const { matrices, facts } = measuredNight({ ...night, light: (s, f) => (s === 1 && f === 7 ? 1.3 : 1) });
  const radii = ['5', '6', '7'].map(label => ({ ...matrices.radii[0], label }));
  const options = { target, comparisons: [1, 2, 3], radius: 'best' } as const;
  const { curve, problems } = differentialCurve({ ...matrices, radii }, facts, options);
  expectConstant(curve.flux, curve.fluxErr);
  expect(problems).toMatchObject([
    { file: '/night/f7.fits', where: 'star 1', code: 'comparison-varies', action: 'noted' },
  ]);
});

test('constant comparisons have no problem', () => {
  const { matrices, facts } = measuredNight({ levels, frames: 40 });
  expect(differentialCurve(matrices, facts, { target }).problems).toEqual([]);
});

test('clipped stars serve neither as comparisons nor to judge the sky', () => {
  const sharp = (f: number): number => 0.5 - 0.5 * Math.sin(f / 5);
  const clipped = measuredNight({
    levels: [1.5e5, 1.3e6, 1.2e6, 1e6, 1.75e5, 1.25e5, 1.4e5],
    frames: 30,
    light: (s, f) => (s > 0 && s < 4 ? 1 - Math.max(0, sharp(f) - 0.1 * s) * 0.6 : 1),
  });
  const { curve, clouds, comparisons, problems } = differentialCurve(clipped.matrices, clipped.facts, { target });
  expectConstant(curve.flux, curve.fluxErr);
  for (const star of [1, 2, 3]) expect(comparisons).not.toContain(star);
  expect(Array.from(clouds.clouded)).toEqual(new Array(30).fill(0));
  expect(problems.map(({ where, code }) => [where, code])).toEqual(
    [1, 2, 3].map(star => [`star ${star}`, 'comparison-varies']),
  );
  expect(problems[0].remedy).toContain('saturated');
});
