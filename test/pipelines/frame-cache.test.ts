import { describe, expect, test } from 'vitest';
import { FrameCache } from '../../lib/pipelines/frames/frame-cache.js';
import { loadFrame } from '../../lib/pipelines/frames/series-plan.js';
import { imageOf } from '../helpers/star-field.js';
import { planOf } from './plans.js';

/** An image of `n` float32 pixels: 4 n bytes. */
const imageOfLength = (n: number) => imageOf(n, 1, new Float32Array(n));

describe('the frame cache', () => {
  test('keeps the first frames that fit and never evicts them', () => {
    const cache = new FrameCache(1000);
    const keys = [{}, {}, {}, {}];
    const images = [100, 100, 100, 25].map(imageOfLength);
    keys.forEach((key, k) => void cache.offer(key, images[k]));
    expect(keys.map(key => cache.get(key))).toEqual([images[0], images[1], null, images[3]]);
  });

  test('counts the bytes of variance and mask', () => {
    const key = {};
    const image = { ...imageOfLength(100), variance: new Float32Array(100), mask: new Uint8Array(100) };
    const [tight, wide] = [new FrameCache(899), new FrameCache(900)];
    tight.offer(key, image);
    wide.offer(key, image);
    expect(tight.get(key)).toBeNull();
    expect(wide.get(key)).toBe(image);
  });

  test('counts an image offered twice once', () => {
    const cache = new FrameCache(800);
    const [first, second] = [{}, {}];
    cache.offer(first, imageOfLength(100));
    cache.offer(first, imageOfLength(100));
    cache.offer(second, imageOfLength(100));
    expect(cache.get(second)).not.toBeNull();
  });

  test('a plan with a cache reads each frame once; without one it reads them each time', async () => {
    for (const cache of [new FrameCache(), null]) {
      let reads = 0;
      const plan = planOf([], [{}, {}]);
      const counted = {
        ...plan,
        cache,
        frames: plan.frames.map(frame => ({
          ...frame,
          load: () => {
            reads++;
            return frame.load('float64');
          },
        })),
      };
      const [first] = [await loadFrame(counted, 0), await loadFrame(counted, 1)];
      expect((await loadFrame(counted, 0)).pixels).toEqual(first.pixels);
      expect(reads).toBe(cache ? 2 : 3);
    }
  });
});
