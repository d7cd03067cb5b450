import { describe, expect, it } from 'vitest';
import { PixelFlag } from '../../lib/frame/image.js';
import { badPixelMask } from '../../lib/reduce/calibrate/bad-pixels.js';
import { judgeHotPixels } from '../../lib/reduce/combine/flat-response.js';
import { imageOf } from '../helpers/reduce-image.js';

const size = { width: 9, height: 7 };
const flagged = (mask: Uint8Array): number[] => [...mask.keys()].filter(i => mask[i] !== 0);

describe('badPixelMask()', () => {
  it('reads a list, bytes and an image alike; NaN is bad', () => {
    const bytes = new Uint8Array(63);
    bytes[20] = 200;
    const image = imageOf(9, 7, i => (i === 20 ? Number.NaN : 0));
    for (const given of [[[2, 2]] as const, bytes, image]) {
      const mask = badPixelMask(given, size);
      expect(flagged(mask)).toEqual([20]);
      expect(mask[20]).toBe(PixelFlag.bad);
    }
  });

  it('rejects a mask of a different size and a pixel outside the image', () => {
    expect(() => badPixelMask(new Uint8Array(10), size)).toThrow(/9 x 7 pixels.*10 bytes/);
    expect(() => badPixelMask(imageOf(7, 9, 0), size)).toThrow(/7 x 9/);
    expect(() => badPixelMask([[9, 0]], size)).toThrow(/\[9, 0\] is not in the image/);
    expect(() => badPixelMask([[1.5, 0]], size)).toThrow(/counted from 0/);
  });
});

describe('judgeHotPixels()', () => {
  it('keeps only hot pixels whose flat response matches their neighbours', () => {
    const image = imageOf(9, 7, i => (i === 20 ? 1.04 : i === 40 ? 0.7 : 1));
    const mask = new Uint8Array(63);
    mask[20] = mask[40] = PixelFlag.hotScaled;
    mask[5] = PixelFlag.bad | PixelFlag.hotScaled;
    const judged = judgeHotPixels({ ...image, mask });
    expect([judged[20], judged[40], judged[5]]).toEqual([
      PixelFlag.hot,
      PixelFlag.hotScaled,
      PixelFlag.bad | PixelFlag.hotScaled,
    ]);
  });
});
