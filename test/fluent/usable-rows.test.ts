/** Which rows of a curve are to be used: a night like an eclipsing binary's, with rows that are flagged and right, and rows that are wrong. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { DOUBTFUL, describeFlags, LightCurve, SourceFlag } from '../../lib/index.js';
import { type DifferentialOptions, differentialCurve } from '../../lib/pipelines/differential.js';
import { type MeasuredNight, measuredNight } from '../pipelines/light-curve/measured-night.js';

beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

const levels = [1.5e5, 2.6e5, 1.7e5, 1.8e5, 1.9e5, 2e5, 2.1e5];
const FRAMES = 80;
/** A primary eclipse of 0.8 mag, in the middle of the night. */
const eclipse = (f: number): number => 1 - 0.52 * Math.exp(-(((f - 40) / 7) ** 2));
const hot = (f: number): boolean => f >= 30 && f < 45;
const thin = (f: number): boolean => f >= 46 && f < 55;

function curveOf(
  night: Omit<MeasuredNight, 'levels' | 'frames'> & { readonly levels?: readonly number[]; readonly frames?: number },
  bits: (star: number, frame: number) => number = () => 0,
  options: Partial<DifferentialOptions> = {},
): LightCurve {
  const { matrices, facts } = measuredNight({ levels, frames: FRAMES, ...night });
  matrices.flags.forEach((row, s) => {
    for (let f = 0; f < row.length; f++) row[f] |= bits(s, f);
  });
  const result = differentialCurve(matrices, facts, { target: { x: 150, y: 150 }, ...options });
  return LightCurve.of(result, matrices, facts, { provenance: [], unit: 'adu' });
}

describe("an eclipsing binary's night", () => {
  const light = (s: number, f: number): number => (s === 0 ? eclipse(f) : 1) * (thin(f) ? 0.5 : 1);
  const spots = (s: number, f: number): number => (s === 0 && hot(f) ? SourceFlag.hotPixel : 0);

  test('keeps rows with a hot pixel and in thin cloud, and its amplitude', () => {
    const curve = curveOf({ light, seed: 5 }, spots);
    const flagged = (bit: number): number => [...curve.columns.flags].filter(bits => (bits & bit) !== 0).length;
    expect([flagged(SourceFlag.hotPixel), flagged(SourceFlag.clouded)]).toEqual([15, 9]);
    expect(curve.usable.length).toBe(FRAMES);
    expect(curve.usable).toBeInstanceOf(LightCurve);
    curve.usable.toObjects().forEach(({ flux, fluxErr }, f) => {
      expect(Math.abs(flux / eclipse(f) - 1) * eclipse(f)).toBeLessThan(4.5 * fluxErr + 0.003);
    });
    const mags = [...curve.usable.columns.mag];
    expect(Math.max(...mags) - Math.min(...mags)).toBeCloseTo(0.8, 1);
  });

  test.each([
    ['saturated', SourceFlag.saturated],
    ['truncated', SourceFlag.truncated],
    ['masked', SourceFlag.masked],
    ['offImage', SourceFlag.offImage],
    ['noSky', SourceFlag.noSky],
    ['notCentred', SourceFlag.notCentred],
    ['notAligned', SourceFlag.notAligned],
  ])('does not use rows that are %s', (_, bit) => {
    const curve = curveOf({ light }, (s, f) => (s === 0 && f % 10 === 3 ? bit : 0));
    expect(curve.usable.length).toBe(FRAMES - 8);
    expect([...curve.usable.columns.flags].every(bits => (bits & DOUBTFUL) === 0)).toBe(true);
    expect(curve.filter(row => row.flux > 0.9).usable.length).toBeLessThan(FRAMES - 8);
  });

  test.each([
    ['crowded', SourceFlag.crowded],
    ['with an unknown gain', SourceFlag.unknownGain],
  ])('uses rows that are %s: all are alike', (_, bit) => {
    expect(curveOf({ light }, s => (s === 0 ? bit : 0)).usable.length).toBe(FRAMES);
  });

  test('does not use patchy cloud, nor cloud that one star alone saw', () => {
    const patchy = (s: number, f: number): number =>
      light(s, f) * (thin(f) ? 1 - 0.25 * Math.abs(Math.sin(7 * s + 3 * f)) : 1);
    const curve = curveOf({ light: patchy });
    const used = curve.usable.columns.jdUtcMid.values.map(jd => Math.round((jd - 2460000) * 1000));
    expect([...used].filter(thin).length).toBeLessThanOrEqual(1);
    expect(curve.usable.length).toBeGreaterThan(FRAMES - 12);
    expect(describeFlags(curve.columns.flags[50])).toContain('comparisonsDisagree');
    const alone = curveOf({ levels: levels.slice(0, 2), light }, undefined, { comparisons: [1] });
    expect(alone.usable.length).toBe(FRAMES - 9);
  });

  test('does not use an error of more than 10 times the median', () => {
    const { matrices, facts } = measuredNight({ levels, frames: FRAMES, light });
    (matrices.radii[0].fluxErr[0] as Float64Array)[12] *= 12;
    (matrices.radii[0].fluxErr[0] as Float64Array)[13] *= 5;
    const result = differentialCurve(matrices, facts, { target: { x: 150, y: 150 } });
    const curve = LightCurve.of(result, matrices, facts, { provenance: [], unit: 'adu' });
    expect(curve.usable.length).toBe(FRAMES - 1);
    expect(describeFlags(curve.columns.flags[12])).toEqual(['imprecise']);
  });
});

describe('the plot and the text of a curve', () => {
  const varying = (s: number, f: number): number => (s === 1 && f >= 15 && f < 20 ? 0.5 : 1);

  test('points that are not usable are hollow', () => {
    const curve = curveOf({}, (s, f) => (s === 0 && f < 3 ? SourceFlag.saturated : hot(f) ? SourceFlag.hotPixel : 0));
    const svg = curve.plot({ comparisons: false }).toSvg();
    expect(svg.match(/<circle[^>]*fill="white"/g)?.length).toBe(3);
  });

  test('the text says how many rows are usable, how many comparisons, and what was left out', () => {
    const curve = curveOf({ light: varying }, (s, f) => (s === 0 && f < 3 ? SourceFlag.saturated : 0));
    expect(String(curve)).toMatch(
      /\n77 of 80 rows usable; \d comparisons and a check star; left out: star 1 \(varies\)$/,
    );
    const given = curveOf({ light: varying }, undefined, { comparisons: [1, 2, 3] });
    expect(String(given)).toMatch(/\n80 of 80 rows usable; 3 comparisons; left out: star 1 in 5 frames$/);
    const html = (curve as unknown as Record<symbol, () => Record<string, string>>)[Symbol.for('Jupyter.display')]();
    expect(html['text/html']).toContain('<p>77 of 80 rows usable');
    expect(html['text/plain']).toBe(String(curve));
  });
});
