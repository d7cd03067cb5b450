import { describe, expect, it } from 'vitest';
import { PixelFlag } from '../../lib/frame/image.js';
import { withRawFlags } from '../../lib/frame/raw-flags.js';

describe('withRawFlags', () => {
  const raw = Float32Array.from({ length: 3000 }, (_, i) => i);
  raw[10] = Number.NaN;
  raw[20] = -Infinity;
  raw[30] = Infinity;

  it('flags saturated and non-finite pixels', () => {
    const mask = withRawFlags(raw, 2990, undefined)!;
    expect([10, 20, 30, 2989, 2990, 2999].map(i => mask[i])).toEqual([
      PixelFlag.noData,
      PixelFlag.noData,
      PixelFlag.noData | PixelFlag.saturated,
      0,
      PixelFlag.saturated,
      PixelFlag.saturated,
    ]);
    expect(mask.filter(bits => bits !== 0)).toHaveLength(13);
  });

  it('extends a mask without modifying it', () => {
    const given = new Uint8Array(3000).fill(PixelFlag.hot);
    const mask = withRawFlags(raw, 2999, given)!;
    expect(given.every(bits => bits === PixelFlag.hot)).toBe(true);
    expect(mask[2999]).toBe(PixelFlag.hot | PixelFlag.saturated);
  });

  it('creates no mask if all pixels are good, or the saturation level is unknown', () => {
    const sound = Float64Array.of(1, 2, 3);
    expect(withRawFlags(sound, 10, undefined)).toBeUndefined();
    expect(withRawFlags(sound, Number.NaN, undefined)).toBeUndefined();
  });

  it('returns a mask that it made unchanged, and recomputes it for another saturation level', () => {
    const pixels = Float32Array.of(1, 5, 9);
    const mask = withRawFlags(pixels, 9, undefined);
    expect(withRawFlags(pixels, 9, mask)).toBe(mask);
    expect([...withRawFlags(pixels, 5, mask)!]).toEqual([0, PixelFlag.saturated, PixelFlag.saturated]);
  });
});
