import { describe, expect, it } from 'vitest';
import { chooseComparisons } from '../../lib/timeseries/ensemble/choose-comparisons.js';
import { describeDeparture, findDepartures } from '../../lib/timeseries/ensemble/departures.js';
import { makeNight } from './night.js';

const levels = [2e5, 4e5, 1.7e5, 1.8e5, 1.9e5, 2e5, 2.1e5];
const eclipse = (f: number): number => (f >= 15 && f < 20 ? 0.5 : 1);

describe('a star that leaves the others', () => {
  it('is found with its frames, the greatest departure, and that it lasts', () => {
    const { flux, fluxErr } = makeNight({ levels, frames: 40, variable: { 1: eclipse } });
    const found = findDepartures(flux, fluxErr);
    expect(found).toMatchObject([{ star: 1, frames: [15, 16, 17, 18, 19], lasting: true }]);
    expect(found[0].most).toBeCloseTo(-0.5, 2);
    expect(found[0].significance).toBeGreaterThan(50);
    expect(describeDeparture(found[0])).toMatch(/^departs from the others by up to -(49|5\d) % in 5 frames$/);
  });

  it('for one frame, as after a cosmic ray, does not last', () => {
    const { flux, fluxErr } = makeNight({ levels, frames: 40, variable: { 2: f => (f === 7 || f === 20 ? 1.3 : 1) } });
    expect(findDepartures(flux, fluxErr)).toMatchObject([{ star: 2, frames: [7, 20], lasting: false }]);
  });

  it('is found behind a star that departs more', () => {
    const variable = { 1: eclipse, 3: (f: number) => (f === 30 ? 1.05 : 1) };
    const { flux, fluxErr } = makeNight({ levels, frames: 40, variable });
    expect(findDepartures(flux, fluxErr).map(({ star, frames }) => [star, frames.length])).toEqual([
      [1, 5],
      [3, 1],
    ]);
  });

  it('is found among three, and where its light is gone almost entirely', () => {
    const { flux, fluxErr } = makeNight({
      levels: levels.slice(0, 3),
      frames: 40,
      variable: { 1: f => eclipse(f) ** 6 },
    });
    fluxErr[1].fill(800);
    expect(findDepartures(flux, fluxErr)).toMatchObject([{ star: 1, frames: [15, 16, 17, 18, 19] }]);
  });

  it('does not count in frames that are not trusted', () => {
    const { flux, fluxErr } = makeNight({ levels, frames: 40, variable: { 1: eclipse } });
    expect(
      findDepartures(
        flux,
        fluxErr,
        flux[0].map((_, f) => (eclipse(f) === 1 ? 1 : 0)),
      ),
    ).toEqual([]);
  });
});

describe('no star leaves the others', () => {
  it('in noise', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const noise = [0.002, 0.001, 0.01, 0.02, 0.003, 0.005, 0.004];
      const { flux, fluxErr } = makeNight({ levels, frames: 300, noise, seed });
      expect(findDepartures(flux, fluxErr)).toEqual([]);
    }
  });

  it('by a slow drift, however small the errors', () => {
    const variable = { 1: (f: number) => 1 + 0.02 * (f / 100), 4: (f: number) => 1 - 0.03 * (f / 100) ** 2 };
    const { flux, fluxErr } = makeNight({ levels, frames: 100, variable, noise: levels.map(() => 0.0005) });
    expect(findDepartures(flux, fluxErr)).toEqual([]);
  });

  it('where all change by a little, as after a meridian flip', () => {
    const variable = Object.fromEntries(levels.map((_, s) => [s, (f: number) => (f < 70 ? 1 : 1 + 0.005 * (s - 3))]));
    const { flux, fluxErr } = makeNight({ levels, frames: 100, variable, noise: levels.map(() => 0.0005) });
    expect(findDepartures(flux, fluxErr)).toEqual([]);
  });

  it('of two, or two of four: it is unknown which ones change', () => {
    const two = makeNight({ levels: [1e5, 1e5], frames: 40, variable: { 1: eclipse } });
    expect(findDepartures(two.flux, two.fluxErr)).toEqual([]);
    const four = makeNight({ levels: [1e5, 1e5, 1e5, 1e5], frames: 40, variable: { 1: eclipse, 2: eclipse } });
    expect(findDepartures(four.flux, four.fluxErr)).toEqual([]);
  });
});

describe('the choice of comparisons', () => {
  it('does without a star that leaves the others for longer, quiet as it is elsewhere', () => {
    const { flux, fluxErr } = makeNight({ levels, frames: 40, variable: { 1: eclipse } });
    const { comparisons, check, verdicts, departures } = chooseComparisons({ flux, fluxErr }, { target: 0 });
    expect([...comparisons, check]).not.toContain(1);
    expect(verdicts.find(({ star }) => star === 1)?.reason).toMatch(/^variable: departs from the others by up to -5/);
    expect(departures).toMatchObject([{ star: 1, frames: [15, 16, 17, 18, 19] }]);
  });

  it('keeps a star that a cosmic ray hit, and names the frame', () => {
    const { flux, fluxErr } = makeNight({
      levels: levels.slice(0, 4),
      frames: 40,
      variable: { 1: f => (f === 7 ? 1.3 : 1) },
    });
    const { comparisons, check, departures } = chooseComparisons({ flux, fluxErr }, { target: 0 });
    expect([...comparisons, check]).toContain(1);
    if (comparisons.includes(1)) expect(departures).toMatchObject([{ star: 1, frames: [7], lasting: false }]);
  });

  it('keeps two of three, even if both vary', () => {
    const variable = { 1: eclipse, 2: (f: number) => (f > 30 ? 0.7 : 1), 3: (f: number) => (f < 5 ? 0.6 : 1) };
    const { flux, fluxErr } = makeNight({ levels: levels.slice(0, 4), frames: 40, variable });
    expect(chooseComparisons({ flux, fluxErr }, { target: 0 }).comparisons.length).toBeGreaterThanOrEqual(1);
  });
});
