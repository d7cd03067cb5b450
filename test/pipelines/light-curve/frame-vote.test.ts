/** Comparison stars vote frame by frame: the curve of a constant target over many seeded nights in which stars vary. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { SourceFlag } from '../../../lib/frame/source-flags.js';
import {
  type DifferentialCurve,
  type DifferentialOptions,
  differentialCurve,
} from '../../../lib/pipelines/differential.js';
import { measuredNight } from './measured-night.js';

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

const target = { x: 150, y: 150 };
const SEEDS = 8;

/** The pulls of all scenes together: those of one are too few for a width. */
const allPulls: number[] = [];
let scenes = 0;
const between =
  (from: number, to: number) =>
  (f: number): boolean =>
    f >= from && f < to;

/** A night in which the stars of `bad` vary. */
interface Scene {
  readonly stars: number;
  readonly bad?: Readonly<Record<number, (frame: number) => number>>;
  readonly affected: (frame: number) => boolean;
  readonly frames?: number;
  readonly options?: Partial<DifferentialOptions>;
  readonly brightest?: number;
}

/** What many such nights have in common. */
interface Outcome {
  /** Mean deviation of the affected frames from the truth over its standard error, night by night. */
  readonly means: number[];
  /** Pulls of the affected frames. */
  readonly pulls: number[];
  /** The same against the other frames: a step at the borders. */
  readonly steps: number[];
  readonly curves: DifferentialCurve[];
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const rms = (values: readonly number[]): number => Math.sqrt(average(values.map(value => value * value)));

function nights({ stars, bad = {}, affected, frames = 40, options, brightest = 1 }: Scene): Outcome {
  const levels = [2e5, ...Array.from({ length: stars }, (_, k) => 2e5 + 1.5e4 * k)];
  levels[1] *= brightest;
  const pulls: number[] = [];
  scenes++;
  const curves = Array.from({ length: SEEDS }, (_, k) => {
    const { matrices, facts } = measuredNight({
      levels,
      frames,
      light: (s, f) => bad[s]?.(f) ?? 1,
      seed: 1000 * scenes + k,
    });
    return differentialCurve(matrices, facts, { target, ...options });
  });
  const mean = ({ flux, fluxErr }: DifferentialCurve['curve'], of: (f: number) => boolean) => {
    const rows = Array.from(flux, (_, f) => f).filter(f => of(f) && Number.isFinite(flux[f]));
    return {
      by: average(rows.map(f => flux[f] - 1)),
      error: rms(rows.map(f => fluxErr[f])) / Math.sqrt(rows.length),
      rows,
    };
  };
  const means: number[] = [];
  const steps: number[] = [];
  for (const { curve } of curves) {
    const inside = mean(curve, affected);
    const outside = mean(curve, f => !affected(f));
    pulls.push(...inside.rows.map(f => (curve.flux[f] - 1) / curve.fluxErr[f]));
    means.push(inside.by / inside.error);
    steps.push((inside.by - outside.by) / Math.hypot(inside.error, outside.error));
  }
  return { means, pulls, steps, curves };
}

/** Each night deviates as chance has it. */
function expectRight({ means, pulls, steps }: Outcome): void {
  expect(Math.abs(average(means))).toBeLessThan(1.2);
  expect(Math.abs(average(steps))).toBeLessThan(1.2);
  expect(rms(means)).toBeLessThan(1.7);
  expect(rms(pulls)).toBeLessThan(1.35);
  allPulls.push(...pulls);
}

/** The star is told in the verdicts of each night, and counts in none of the frames. */
function expectTold({ curves }: Outcome, star: number, affected: (f: number) => boolean): void {
  for (const { verdicts } of curves) {
    const verdict = verdicts.find(one => one.star === star);
    if (/^variable/.test(verdict?.reason ?? '')) continue;
    for (let f = 0; f < 40; f++) if (affected(f)) expect(verdict?.leftOut).toContain(f);
  }
}

const half = (from: number, to: number) => (f: number) => (between(from, to)(f) ? 0.5 : 1);
const little = (from: number, to: number) => (f: number) => (between(from, to)(f) ? 0.95 : 1);

describe('a comparison that varies does not count, and the target is right', () => {
  test.each([3, 4, 8])('eclipses by half in 5 of 40 frames, of %i', stars => {
    const outcome = nights({ stars, bad: { 1: half(15, 20) }, affected: between(15, 20) });
    expectRight(outcome);
    expectTold(outcome, 1, between(15, 20));
  });

  test.each([3, 4, 8])('is fainter by 0.05 in a quarter of the frames, of %i', stars => {
    const outcome = nights({ stars, bad: { 1: little(10, 20) }, affected: between(10, 20) });
    expectRight(outcome);
    expectTold(outcome, 1, between(10, 20));
  });

  test('flares once, of 4', () => {
    const outcome = nights({ stars: 4, bad: { 2: f => (f === 11 ? 1.3 : 1) }, affected: f => f === 11 });
    expectRight(outcome);
    expectTold(outcome, 2, f => f === 11);
  });

  test.each([
    ['sum', 4, half(15, 20)],
    ['scatter', 3, half(15, 20)],
    ['sum', 3, little(15, 20)],
    ['scatter', 4, little(15, 20)],
  ] as const)('given by the user, with weights %s, of %i', (weights, stars, light) => {
    const comparisons = Array.from({ length: stars }, (_, k) => k + 1);
    const options = { comparisons, weights };
    const outcome = nights({ stars, bad: { 1: light }, affected: between(15, 20), options });
    expectRight(outcome);
    expectTold(outcome, 1, between(15, 20));
  });

  test('has most of the light', () => {
    const outcome = nights({ stars: 4, brightest: 6, bad: { 1: little(10, 20) }, affected: between(10, 20) });
    expectRight(outcome);
    expectTold(outcome, 1, between(10, 20));
  });

  test('are two, at different times and by different amounts', () => {
    const bad = { 1: half(5, 12), 3: little(9, 20) };
    const outcome = nights({ stars: 5, bad, affected: between(5, 20) });
    expectRight(outcome);
    expectTold(outcome, 1, between(5, 12));
  });

  test('and one given comparison alone is judged by the field', () => {
    const { curves } = nights({
      stars: 6,
      bad: { 1: half(15, 20) },
      affected: between(0, 15),
      options: { comparisons: [1] },
    });
    for (const { curve } of curves)
      for (let f = 0; f < 40; f++) expect(Number.isNaN(curve.flux[f])).toBe(f >= 15 && f < 20);
  });
});

test.each([
  [3, 12],
  [4, 40],
  [8, 40],
])('where none of %i stars is bad in %i frames, one star-frame of 100 at most is rejected', (stars, frames) => {
  const outcome = nights({ stars, frames, affected: () => true });
  const verdicts = outcome.curves.flatMap(curve => curve.verdicts);
  const rejected = verdicts.map(({ reason, leftOut }) => (/^variable/.test(reason) ? frames : leftOut.length));
  expect(average(rejected) / frames).toBeLessThan(0.01);
  expect(outcome.curves.flatMap(({ problems }) => problems)).toEqual([]);
  expect(rms(outcome.pulls)).toBeGreaterThan(0.85);
  expect(rms(outcome.pulls)).toBeLessThan(1.15);
});

test('the pulls of the affected frames have a width of 1 and no bias', () => {
  expect(allPulls.length).toBeGreaterThan(700);
  expect(rms(allPulls)).toBeGreaterThan(0.92);
  expect(rms(allPulls)).toBeLessThan(1.08);
  expect(Math.abs(average(allPulls))).toBeLessThan(0.12);
});

describe('two comparisons that vary alike', () => {
  test.each([
    ['eclipse', half(15, 25)],
    ['lose 90 %', (f: number) => (between(15, 25)(f) ? 0.1 : 1)],
    ['are fainter by 5 %', little(15, 25)],
  ])('and %s cannot be told from the two others of four', (_, light) => {
    const { curves } = nights({ stars: 4, bad: { 1: light, 2: light }, affected: between(15, 25) });
    for (const { problems, verdicts, flags } of curves) {
      expect(problems.map(({ code }) => code)).toContain('comparison-undecided');
      for (const { undecided, reason } of verdicts) {
        expect(undecided).toEqual(expect.arrayContaining([15, 20, 24]));
        expect(reason).toMatch(/contradicts stars \d, \d in \d+ frames, and it is unknown which of them vary$/);
      }
      for (let f = 15; f < 25; f++) expect(flags[f] & SourceFlag.comparisonsDisagree).not.toBe(0);
      expect(flags[5] & SourceFlag.comparisonsDisagree).toBe(0);
    }
  });

  test('are outvoted by three', () => {
    const outcome = nights({ stars: 5, bad: { 1: half(15, 25), 2: half(15, 25) }, affected: between(15, 25) });
    expectRight(outcome);
    for (const star of [1, 2]) expectTold(outcome, star, between(15, 25));
  });

  test('in most of the frames make the whole curve doubtful', () => {
    const slow = (f: number): number => 1 + 0.05 * Math.sin(f / 6);
    const { curves } = nights({ stars: 4, bad: { 1: slow, 2: slow }, affected: () => true });
    for (const { flags } of curves)
      expect([...flags].every(bits => (bits & SourceFlag.comparisonsDisagree) !== 0)).toBe(true);
  });
});
