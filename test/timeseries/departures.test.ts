import { describe, expect, it } from 'vitest';
import { chooseComparisons } from '../../lib/timeseries/ensemble/choose-comparisons.js';
import { type Departure, describeDeparture, voteOnStars } from '../../lib/timeseries/ensemble/vote/departures.js';
import { makeNight } from './night.js';

const levels = [2e5, 4e5, 1.7e5, 1.8e5, 1.9e5, 2e5, 2.1e5];
const findDepartures = (...args: Parameters<typeof voteOnStars>): readonly Departure[] =>
  voteOnStars(...args).departures;
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

  it('by drifts that all stars have, however small the errors', () => {
    const drift = (s: number) => (f: number) => 1 + 0.004 * (s - 3) * (f / 100) ** (1 + s / 6);
    const variable = Object.fromEntries(levels.map((_, s) => [s, drift(s)]));
    const { flux, fluxErr } = makeNight({ levels, frames: 100, variable, noise: levels.map(() => 0.0005) });
    expect(voteOnStars(flux, fluxErr)).toEqual({ departures: [], contradictions: [] });
  });

  it('where all change by a little, as after a meridian flip', () => {
    const variable = Object.fromEntries(levels.map((_, s) => [s, (f: number) => (f < 70 ? 1 : 1 + 0.005 * (s - 3))]));
    const { flux, fluxErr } = makeNight({ levels, frames: 100, variable, noise: levels.map(() => 0.0005) });
    expect(findDepartures(flux, fluxErr)).toEqual([]);
  });
});

describe('stars that contradict each other', () => {
  it.each([
    [[1e5, 1e5], { 1: eclipse }, [[1], [0]]],
    [
      [1e5, 1.2e5, 9e4, 1e5],
      { 1: eclipse, 2: eclipse },
      [
        [1, 2],
        [0, 3],
      ],
    ],
    [
      [1e5, 1.2e5, 9e4, 1e5],
      { 1: (f: number) => eclipse(f) ** 3, 2: (f: number) => eclipse(f) ** 3 },
      [
        [1, 2],
        [0, 3],
      ],
    ],
  ])('are as many as the others: nobody can tell which (%#)', (some, variable, sides) => {
    const { flux, fluxErr } = makeNight({ levels: some, frames: 40, variable });
    const { departures, contradictions } = voteOnStars(flux, fluxErr);
    expect(departures).toEqual([]);
    expect(contradictions).toMatchObject([{ frames: [15, 16, 17, 18, 19] }]);
    const found = [contradictions[0].stars, contradictions[0].others].map(stars => [...stars].sort());
    expect(found.sort()).toEqual(sides.sort());
  });

  it('are outvoted by three, and by faint stars together', () => {
    const five = makeNight({ levels: levels.slice(0, 5), frames: 40, variable: { 1: eclipse, 2: eclipse } });
    expect(voteOnStars(five.flux, five.fluxErr)).toMatchObject({
      departures: [{ star: 1 }, { star: 2 }],
      contradictions: [],
    });
    const variable = { 1: (f: number) => (eclipse(f) < 1 ? 0.95 : 1) };
    const noise = [0.003, 0.003, 0.03, 0.03, 0.03, 0.03];
    const faint = makeNight({ levels: levels.slice(0, 6), frames: 40, variable, noise });
    expect(voteOnStars(faint.flux, faint.fluxErr)).toMatchObject({ departures: [{ star: 1 }], contradictions: [] });
  });
});

describe('a star that varies by little', () => {
  it.each([
    ['drifts', (f: number) => 1 + 0.03 * (f / 60)],
    ['swings slowly', (f: number) => 1 + 0.05 * Math.sin(f / 9)],
    ['swings from frame to frame', (f: number) => 1 + 0.05 * Math.sin(2.1 * f)],
    ['is brighter by 5 % in each fourth frame', (f: number) => (f % 4 === 1 ? 1.05 : 1)],
  ])('and %s is found among three', (_, shape) => {
    for (let seed = 1; seed <= 4; seed++) {
      const { flux, fluxErr } = makeNight({
        levels: levels.slice(0, 3),
        frames: 60,
        variable: { 1: shape },
        noise: [0.004, 0.004, 0.004],
        seed,
      });
      expect(voteOnStars(flux, fluxErr).departures.map(({ star }) => star)).toEqual([1]);
    }
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
