import { describe, expect, it } from 'vitest';
import { findDisagreements } from '../../lib/timeseries/ensemble/agreement.js';
import { chooseComparisons } from '../../lib/timeseries/ensemble/choose-comparisons.js';
import { makeNight } from './night.js';

const noise = [0.0027, 0.0009, 0.0009, 0.001, 0.0025, 0.0028, 0.0027];
const levels = [1.5e5, 1.3e6, 1.2e6, 1e6, 1.75e5, 1.25e5, 1.4e5];
const width = (f: number): number => 3.6 + 1.2 * Math.sin(f / 5);
/** A star whose light above a limit is lost, the more the sharper the image. */
const clipped =
  (level: number) =>
  (f: number): number =>
    Math.min(1, 0.35 + 0.05 * width(f) ** 2 * (1e6 / level));
const bright = { 1: clipped(1.3e6), 2: clipped(1.2e6), 3: clipped(1e6) };

describe('stars that do not agree with those that agree with each other', () => {
  it('are clipped stars, though they have most of the light and are half of the stars', () => {
    const { flux, fluxErr } = makeNight({ levels, frames: 30, noise, variable: bright });
    const found = findDisagreements(flux.slice(1), fluxErr.slice(1));
    expect(found.map(({ star }) => star)).toEqual([0, 1, 2]);
    for (const { scatter, excess } of found) {
      expect(scatter).toBeGreaterThan(0.05);
      expect(excess).toBeGreaterThan(20);
    }
  });

  it('are variables', () => {
    const variable = { 5: (f: number) => 1 + 0.1 * Math.sin(f / 4) };
    const { flux, fluxErr } = makeNight({ levels, frames: 60, noise, variable });
    expect(findDisagreements(flux, fluxErr).map(({ star }) => star)).toEqual([5]);
  });

  it('are none in noise, nor where a star was hit once, nor where it varies by little', () => {
    const variable = { 2: (f: number) => (f === 9 ? 1.4 : 1), 4: (f: number) => 1 + 0.015 * Math.sin(f / 4) };
    for (let seed = 1; seed <= 10; seed++) {
      const { flux, fluxErr } = makeNight({ levels, frames: 60, noise, variable, seed });
      expect(findDisagreements(flux, fluxErr)).toEqual([]);
    }
  });

  it('are none where no three agree: it is unknown which are right', () => {
    const variable = { ...bright, 4: (f: number) => 1 + 0.1 * Math.sin(f / 4) };
    const { flux, fluxErr } = makeNight({ levels: levels.slice(0, 6), frames: 30, noise, variable });
    expect(findDisagreements(flux.slice(1), fluxErr.slice(1))).toEqual([]);
  });

  it('are none where errors are unknown', () => {
    const { flux } = makeNight({ levels, frames: 30, noise, variable: bright });
    expect(
      findDisagreements(
        flux,
        flux.map(row => row.map(() => Number.NaN)),
      ),
    ).toEqual([]);
  });
});

it('the choice of comparisons does without clipped stars', () => {
  const { flux, fluxErr } = makeNight({ levels, frames: 30, noise, variable: bright });
  const { comparisons, check, verdicts, variables } = chooseComparisons({ flux, fluxErr }, { target: 0 });
  expect([...comparisons, check].sort()).toEqual([4, 5, 6]);
  expect(variables).toEqual([1, 2, 3]);
  expect(verdicts[0]).toMatchObject({ star: 1, chosen: false, reason: expect.stringMatching(/^variable: scatters/) });
  expect(verdicts[0].scatter).toBeGreaterThan(0.05);
});
