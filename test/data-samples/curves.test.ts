import { describe, expect, test } from 'vitest';
import { rrLyraeCurve } from '../../data-samples/simulator/rr-lyrae-curve.js';
import { transitCurve } from '../../data-samples/simulator/transit-curve.js';

const grid = (from: number, to: number, n: number): number[] =>
  Array.from({ length: n }, (_, k) => from + ((to - from) * k) / (n - 1));

describe('the light of an RR Lyrae star', () => {
  const light = rrLyraeCurve({ period: 0.55, epoch: 2460000.3, amplitude: 0.9 });

  test('has the requested amplitude and epoch, and repeats', () => {
    const times = grid(2460000.3, 2460000.85, 4001);
    const magnitudes = times.map(jd => -2.5 * Math.log10(light(jd)));
    expect(Math.max(...magnitudes) - Math.min(...magnitudes)).toBeCloseTo(0.9, 4);
    expect(-2.5 * Math.log10(light(2460000.3))).toBeCloseTo(Math.min(...magnitudes), 4);
    expect(light(2460000.41 + 7 * 0.55)).toBeCloseTo(light(2460000.41), 6);
  });

  test('rises steeply and falls slowly', () => {
    const phases = grid(0, 1, 1001);
    const magnitudes = phases.map(phase => -2.5 * Math.log10(light(2460000.3 + 0.55 * phase)));
    const faintest = phases[magnitudes.indexOf(Math.max(...magnitudes))];
    expect(1 - faintest).toBeGreaterThan(0.1);
    expect(1 - faintest).toBeLessThan(0.25);
  });
});

describe('the light of a transit', () => {
  const transit = { middle: 2460000.5, duration: 0.1, radiusRatio: 0.12 };

  test('without limb darkening the depth is the ratio of the discs', () => {
    const light = transitCurve({ ...transit, limbDarkening: [0, 0] });
    expect(1 - light(2460000.5)).toBeCloseTo(0.0144, 5);
  });

  test('with a linear law the middle of a central transit follows the integral of the law', () => {
    // Light inside r < p is pi p^2 (1 - u) + u (2 pi / 3) (1 - (1 - p^2)^1.5); that of the disc pi (1 - u / 3).
    const u = 0.6;
    const p = 0.12;
    const light = transitCurve({ ...transit, impact: 1e-6, limbDarkening: [u, 0] });
    const hidden = (p * p * (1 - u) + ((2 * u) / 3) * (1 - (1 - p * p) ** 1.5)) / (1 - u / 3);
    expect(1 - light(2460000.5)).toBeCloseTo(hidden, 5);
  });

  test('is symmetric about its middle and starts and ends at the contacts', () => {
    const light = transitCurve(transit);
    for (const dt of [0.01, 0.03, 0.045]) expect(light(2460000.5 - dt)).toBeCloseTo(light(2460000.5 + dt), 9);
    expect([light(2460000.4499), light(2460000.5501)]).toEqual([1, 1]);
    expect(light(2460000.452)).toBeLessThan(1);
    expect(light(2460000.548)).toBeLessThan(1);
  });
});
