/** A comparison that eclipses while a cloud passes is left out there; patchy cloud, in which many stars differ, is no eclipse. */
import { expect, it } from 'vitest';
import { SourceFlag } from '../../../lib/frame/source-flags.js';
import { randomGenerator } from '../../../lib/math/random.js';
import { differentialCurve } from '../../../lib/pipelines/differential.js';
import { measuredNight } from './measured-night.js';

const target = { x: 150, y: 150 };
const LEVELS = [2e5, 4e5, 1.7e5, 1.8e5, 1.9e5, 2e5, 2.1e5, 2.2e5, 2.3e5];
const isCloudy = (f: number) => f >= 16 && f < 24;
const isEclipsed = (f: number) => f >= 18 && f < 22;

it.each([1, 2, 3, 4, 5, 6])('an eclipse under cloud costs the star alone (seed %d)', seed => {
  const light = (star: number, f: number) => (isCloudy(f) ? 0.55 : 1) * (star === 1 && isEclipsed(f) ? 0.5 : 1);
  const { matrices, facts } = measuredNight({ levels: LEVELS, frames: 40, light, seed });
  const { curve, flags, verdicts } = differentialCurve(matrices, facts, { target });
  for (let f = 18; f < 22; f++) {
    expect(Math.abs(curve.flux[f] - 1)).toBeLessThan(4.5 * curve.fluxErr[f]);
    expect(flags[f] & SourceFlag.comparisonsDisagree).toBe(0);
  }
  const verdict = verdicts.find(({ star }) => star === 1)!;
  if (verdict.chosen) expect(verdict.leftOut).toEqual([18, 19, 20, 21]);
});

it('patchy cloud stays doubtful', () => {
  const random = randomGenerator(5);
  const patches = LEVELS.map(() => 0.3 + 0.4 * random.uniform());
  const { matrices, facts } = measuredNight({
    levels: LEVELS,
    frames: 40,
    light: (star, f) => (f === 20 ? patches[star] : 1),
  });
  const { flags } = differentialCurve(matrices, facts, { target });
  expect(flags[20] & SourceFlag.comparisonsDisagree).toBe(SourceFlag.comparisonsDisagree);
});
