import { describe, expect, it } from 'vitest';
import { PhotometryError } from '../../lib/core/errors.js';
import { SourceFlag } from '../../lib/frame/source-flags.js';
import { type ComparisonChoice, chooseComparisons } from '../../lib/timeseries/ensemble/choose-comparisons.js';
import { makeNight } from './night.js';

const reason = (choice: ComparisonChoice, star: number): string =>
  choice.verdicts.find(verdict => verdict.star === star)?.reason ?? 'no verdict';

describe('the automatic choice of comparison stars', () => {
  const levels = [1e5, 9e4, 1.2e5, 6e4, 3e4, 8e4, 1.1e5, 2e3];
  const noise = [0.003, 0.003, 0.003, 0.004, 0.006, 0.003, 0.003, 0.05];

  it('accepts constant stars of similar brightness and rejects a variable and a faint one, with the reason', () => {
    const variable = { 5: (f: number) => 1 + 0.05 * Math.sin(f / 10) };
    const { flux, fluxErr } = makeNight({ levels, frames: 80, noise, variable });
    const choice = chooseComparisons({ flux, fluxErr }, { target: 0 });
    expect(choice.comparisons).not.toContain(0);
    expect(choice.comparisons).not.toContain(5);
    expect(choice.comparisons).not.toContain(7);
    expect(reason(choice, 5)).toMatch(/^variable: scatters \d/);
    expect(reason(choice, 7)).toMatch(/of the target's brightness, below 0.05; signal to noise 20, below 30/);
    expect(choice.comparisons.length).toBeGreaterThanOrEqual(3);
    expect(choice.verdicts.filter(verdict => verdict.chosen).map(verdict => verdict.star)).toEqual(
      [...choice.comparisons].sort((a, b) => a - b),
    );
  });

  it('has a check star that is not in the ensemble', () => {
    const { flux, fluxErr } = makeNight({ levels, frames: 60, noise });
    const choice = chooseComparisons({ flux, fluxErr }, { target: 0 });
    expect(choice.check).not.toBeNull();
    expect(choice.comparisons).not.toContain(choice.check);
    expect(reason(choice, choice.check ?? -1)).toBe('check star');
  });

  it('chooses at most the allowed number, those with the least scatter', () => {
    const { flux, fluxErr } = makeNight({ levels, frames: 200, noise });
    const choice = chooseComparisons({ flux, fluxErr }, { target: 0, maxComparisons: 2 });
    expect(choice.comparisons.length).toBeLessThanOrEqual(2);
    for (const star of choice.comparisons) expect([1, 2, 5, 6]).toContain(star);
  });

  it('always excludes saturated, incomplete and blended stars', () => {
    const { flux, fluxErr } = makeNight({ levels: [1e5, 9e4, 1.2e5, 6e4, 8e4, 7e4], frames: 40 });
    const flags = flux.map(row => new Int32Array(row.length));
    flags[1].fill(SourceFlag.saturated, 0, 12);
    flux[2].fill(NaN, 5, 20);
    const x = [100, 300, 300, 300, 103, 500];
    const y = [100, 300, 400, 500, 100, 500];
    const choice = chooseComparisons({ flux, fluxErr, flags, x, y }, { target: 0 });
    expect([...choice.comparisons].sort()).toEqual([3, 5]);
    expect(reason(choice, 1)).toBe('saturated in 12 frames');
    expect(reason(choice, 2)).toBe("measured in 25 of the target's 40 frames");
    expect(reason(choice, 4)).toMatch(/3.0 px from the target/);
  });

  it('prefers stars away from the edge and of similar colour, but readmits others if few remain', () => {
    const { flux, fluxErr } = makeNight({ levels: new Array(6).fill(1e5), frames: 40 });
    const x = [500, 5, 600, 700, 800, 900];
    const y = [500, 500, 600, 700, 800, 900];
    const colour = [0.6, 0.6, 2.4, 0.7, 0.5, NaN];
    const field = { flux, fluxErr, x, y, width: 1000, height: 1000, colour };
    const choice = chooseComparisons(field, { target: 0 });
    expect(reason(choice, 1)).toBe('6 px from an edge, below 20');
    expect(reason(choice, 2)).toBe('colour differs by 1.80 mag, more than 0.5');
    const strict = chooseComparisons(field, { target: 0, edgeDistance: 350 });
    expect(strict.verdicts.filter(verdict => /in spite of/.test(verdict.reason)).length).toBe(3);
  });

  it('works with a single candidate', () => {
    const { flux, fluxErr } = makeNight({ levels: [1e5, 700], frames: 20, noise: [0.002, 0.2] });
    const choice = chooseComparisons({ flux, fluxErr }, { target: 0 });
    expect(choice.comparisons).toEqual([1]);
    expect(choice.check).toBeNull();
    expect(reason(choice, 1)).toMatch(/chosen, as few stars are better, in spite of/);
  });

  it('works without errors, and with two frames', () => {
    const { flux } = makeNight({ levels, frames: 30, noise });
    const unknown = flux.map(row => row.map(() => NaN));
    expect(chooseComparisons({ flux, fluxErr: unknown }, { target: 0 }).comparisons.length).toBeGreaterThan(0);
    const short = makeNight({ levels, frames: 2, noise });
    expect(chooseComparisons(short, { target: 0 }).comparisons.length).toBeGreaterThan(0);
  });

  it('uses only trusted frames', () => {
    const { flux, fluxErr } = makeNight({ levels: [1e5, 9e4, 1.2e5, 6e4, 8e4], frames: 60, noise });
    const trusted = flux[0].map((_, f) => (f % 3 === 0 ? 0 : 1));
    for (let f = 0; f < 60; f += 3) flux[1][f] *= f % 2 === 0 ? 0.7 : 1.4;
    expect(chooseComparisons({ flux, fluxErr }, { target: 0, trusted }).comparisons).toContain(1);
  });

  it('explains why no star is suitable', () => {
    const { flux, fluxErr } = makeNight({ levels: [1e5, 9e4], frames: 20 });
    const flags = flux.map(row => new Int32Array(row.length).fill(SourceFlag.saturated));
    const failing = () => chooseComparisons({ flux, fluxErr, flags }, { target: 0 });
    expect(failing).toThrow(PhotometryError);
    expect(failing).toThrow(/No star can serve as comparison: star 1: saturated in 20 frames/);
    expect(() => chooseComparisons({ flux: [flux[0]], fluxErr: [fluxErr[0]] }, { target: 0 })).toThrow(
      /there is no star other than the target/,
    );
  });
});
