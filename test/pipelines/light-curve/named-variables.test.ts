/** Comparisons that were named and all vary: used, because there are no others, and said to vary. */
import { expect, it } from 'vitest';
import { differentialCurve } from '../../../lib/pipelines/differential.js';
import { measuredNight } from './measured-night.js';

const target = { x: 150, y: 150 };
// stars 1 and 2 drift by 30 % over the night, each its own way; the others are constant
const { matrices, facts } = measuredNight({
  levels: [2e5, 3e5, 2.5e5, 2.2e5, 1.9e5, 2.4e5, 2e5],
  frames: 40,
  light: (star, f) => (star === 1 ? 1 + 0.3 * Math.sin(f / 6) : star === 2 ? 1 - 0.25 * Math.sin(f / 4) : 1),
});

it('are told in problems and verdicts', () => {
  const curve = differentialCurve(matrices, facts, { target, comparisons: [1, 2] });
  expect(curve.comparisons).toEqual([1, 2]);
  const told = curve.problems.filter(({ code }) => code === 'comparison-varies');
  expect(told.map(({ where }) => where)).toEqual(['star 1', 'star 2']);
  for (const { remedy } of told) expect(remedy).toContain('every comparison that was named varies');
  for (const { chosen, reason } of curve.verdicts) {
    expect(chosen).toBe(true);
    expect(reason).toMatch(/^variable: .*used, as all that are named vary/);
  }
});

it('of which one is constant are left to it', () => {
  const curve = differentialCurve(matrices, facts, { target, comparisons: [1, 2, 4] });
  expect(curve.comparisons).toEqual([4]);
  expect(curve.problems.every(({ remedy }) => !remedy.includes('all the same'))).toBe(true);
});
