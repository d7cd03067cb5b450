import { describe, expect, it } from 'vitest';
import { curveLevel } from '../../lib/timeseries/ensemble/curve-level.js';
import { makeNight } from './night.js';

/** A target of the given flux and an error of 0.01 in each frame. */
function ratioOf(frames: number, flux: (frame: number) => number, seed = 5): [Float64Array, Float64Array] {
  const { random } = makeNight({ levels: [1], frames: 1, seed });
  return [
    Float64Array.from({ length: frames }, (_, f) => flux(f) + 0.01 * random.normal()),
    new Float64Array(frames).fill(0.01),
  ];
}

describe('the level of a curve', () => {
  it('is the median of the frames, for a target that is seen', () => {
    const [ratio, err] = ratioOf(15, () => 0.7);
    expect(curveLevel(ratio, err, {})).toMatchObject({ level: [...ratio].sort()[7], scale: 'median', frames: 15 });
  });

  it('is the median for a target that only all frames together show', () => {
    const [ratio, err] = ratioOf(400, () => 0.004);
    expect(curveLevel(ratio, err, {}).scale).toBe('median');
  });

  it('is the median of the significant fluxes, for a target that is in a few frames', () => {
    const [ratio, err] = ratioOf(16, f => (f < 2 ? 0.5 : 0));
    const { level, scale, frames } = curveLevel(ratio, err, {});
    expect([scale, frames]).toEqual(['significant', 2]);
    expect(level).toBeCloseTo((ratio[0] + ratio[1]) / 2, 12);
  });

  it('is 1 where there is no light, whatever the sign of the median', () => {
    const signs = new Set<number>();
    for (let seed = 1; seed <= 12; seed++) {
      const [ratio, err] = ratioOf(20, () => 0, seed);
      const { level, scale, significance } = curveLevel(ratio, err, {});
      expect([level, scale]).toEqual([1, 'none']);
      signs.add(Math.sign(significance));
    }
    expect(signs).toEqual(new Set([1, -1]));
  });

  it('is 1 for a flux that is significantly negative', () => {
    const [ratio, err] = ratioOf(20, () => -0.5);
    expect(curveLevel(ratio, err, {})).toMatchObject({ level: 1, scale: 'none' });
  });

  it('is judged by the scatter where errors are unknown', () => {
    const unknown = new Float64Array(16).fill(Number.NaN);
    const [present] = ratioOf(16, () => 0.5);
    const [absent] = ratioOf(16, () => 0);
    const [gone] = ratioOf(16, f => (f < 2 ? 0.5 : 0));
    expect(curveLevel(present, unknown, {}).scale).toBe('median');
    expect(curveLevel(absent, unknown, {}).scale).toBe('none');
    expect(curveLevel(gone, unknown, {})).toMatchObject({ scale: 'significant', frames: 2 });
    expect(curveLevel(Float64Array.of(0.3), Float64Array.of(Number.NaN), {})).toMatchObject({ level: 0.3 });
  });

  it('is set by the frames of the reference, else by the trusted ones, else by all', () => {
    const [ratio, err] = ratioOf(16, f => (f < 2 ? 0.5 : 0));
    const first = ratio.map((_, f) => (f < 2 ? 1 : 0));
    expect(curveLevel(ratio, err, { reference: first })).toMatchObject({ scale: 'median', frames: 2 });
    expect(curveLevel(ratio, err, { trusted: first })).toMatchObject({ scale: 'median', frames: 2 });
    expect(curveLevel(ratio, err, { trusted: new Uint8Array(16) })).toMatchObject({ scale: 'significant' });
    expect(() => curveLevel(ratio, err, { reference: new Uint8Array(16) })).toThrow(/reference must select a frame/);
  });

  it('is NaN where nothing was measured', () => {
    const none = new Float64Array(3).fill(Number.NaN);
    expect(curveLevel(none, none, {}).level).toBeNaN();
  });
});
