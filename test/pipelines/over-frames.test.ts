/** What only the other frames of a star tell: errors that are far larger than usual, and stars that faded. */
import { describe, expect, test } from 'vitest';
import { SourceFlag } from '../../lib/frame/source-flags.js';
import { impreciseFlags } from '../../lib/pipelines/frames/imprecise-rows.js';
import { flagsOverFrames } from '../../lib/pipelines/frames/over-frames.js';

const { imprecise, faded, hotPixel } = SourceFlag;
const N = 12;
const row = (value: (f: number) => number): Float64Array => Float64Array.from({ length: N }, (_, f) => value(f));
const marked = (flags: ArrayLike<number>, bit: number): number[] =>
  Array.from(flags, (bits, f) => ((bits & bit) !== 0 ? f : -1)).filter(f => f >= 0);

describe('an error of more than 10 times the median of the star', () => {
  test.each([
    ['of a bright star', 1e5, 300],
    ['of a faint star', 200, 120],
    ['of no star', 0, 120],
    ['of a star below the sky', -300, 120],
  ])('%s is imprecise', (_, flux, error) => {
    const fluxErr = row(f => (f === 5 ? 10.5 * error : f === 7 ? 9.5 * error : error));
    expect(marked(impreciseFlags({ flux: row(() => flux), fluxErr }), imprecise)).toEqual([5]);
    const wild = row(f => (f === 5 ? 1546 : flux));
    const gone = row(f => (f === 5 ? 153505 : error));
    expect(marked(impreciseFlags({ flux: wild, fluxErr: gone }), imprecise)).toEqual([5]);
  });

  test('is none where the star brightened, by its signal to noise', () => {
    const flux = row(f => (f === 5 ? 4e6 : 2e4));
    const fluxErr = flux.map(value => Math.sqrt(value));
    expect(marked(impreciseFlags({ flux, fluxErr }), imprecise)).toEqual([]);
  });

  test('is none where errors are unknown, nor by a longer or a shorter exposure', () => {
    expect(marked(impreciseFlags({ flux: row(() => 5), fluxErr: row(() => Number.NaN) }), imprecise)).toEqual([]);
    const exptime = row(f => (f === 3 ? 900 : f === 8 ? 0.05 : 5));
    const flux = exptime.map(t => 50 * t);
    const fluxErr = exptime.map(t => Math.sqrt(50 * t + 9));
    expect(marked(impreciseFlags({ flux, fluxErr, exptime }), imprecise)).toEqual([]);
  });
});

describe('the measurements of a series', () => {
  /** Three stars: one bright that fades in frame 4, one that is always faint, one constant. */
  const series = (fluxErr: (s: number, f: number) => number) => {
    const place = (value: (s: number, f: number) => number): Float64Array =>
      Float64Array.from({ length: 3 * N }, (_, k) => value(k % 3, Math.floor(k / 3)));
    const flux = place((s, f) => (s === 0 ? (f === 4 ? 50 : 2e4) : s === 1 ? 90 * (f % 3) : 1e5));
    const flags = Int32Array.from(
      place((s, f) => ((s === 1 && f !== 2) || (s === 0 && f === 4) ? faded : s === 2 ? hotPixel : 0)),
    );
    return { starCount: 3, flux: [flux, flux], fluxErr: [place(() => 120), place(fluxErr)], flags };
  };

  test('keep that a star faded only where it is seen in other frames; faint flux alone is no flag', () => {
    const flags = flagsOverFrames(series(() => 120));
    expect(marked(flags, faded)).toEqual([12]);
    expect([...flags].filter(bits => bits !== 0 && bits !== hotPixel)).toEqual([faded]);
  });

  test('are imprecise where the error of one radius is', () => {
    const flags = flagsOverFrames(series((s, f) => (s === 1 && f === 6 ? 5000 : 120)));
    expect(marked(flags, imprecise)).toEqual([19]);
  });

  test('of one frame, or of none, have no such flags', () => {
    const one = { starCount: 2, flux: [Float64Array.of(5, 1e5)], fluxErr: [Float64Array.of(90, 300)] };
    expect([...flagsOverFrames({ ...one, flags: Int32Array.of(faded, 0) })]).toEqual([0, 0]);
    expect(flagsOverFrames({ starCount: 0, flux: [], fluxErr: [], flags: new Int32Array(0) }).length).toBe(0);
  });
});
