import { describe, expect, test } from 'vitest';
import { IDENTITY } from '../../lib/astrometry/stars/similarity.js';
import { PixelFlag } from '../../lib/frame/image.js';
import { randomGenerator } from '../../lib/math/random.js';
import { resampleToReference } from '../../lib/pipelines/frames/resample.js';
import { imageOf } from '../helpers/star-field.js';

const WIDTH = 13;
const HEIGHT = 9;
const random = randomGenerator(8);
const pixels = Float64Array.from({ length: WIDTH * HEIGHT }, () => random.normal());
const image = imageOf(WIDTH, HEIGHT, pixels);

describe('resampling', () => {
  test('by the identity changes nothing, bit for bit', () => {
    expect(resampleToReference(image, IDENTITY, WIDTH, HEIGHT)).toEqual(pixels);
    const single = imageOf(WIDTH, HEIGHT, Float32Array.from(pixels));
    expect(resampleToReference(single, IDENTITY, WIDTH, HEIGHT)).toEqual(single.pixels);
  });

  test.each([
    [3, 2],
    [-4, 1],
    [0, -5],
    [12, 8],
    [40, 0],
  ])('by whole pixels (%i, %i) shifts them, with NaN outside the frame', (dx, dy) => {
    const moved = resampleToReference(image, { a: 1, b: 0, tx: dx, ty: dy }, WIDTH, HEIGHT);
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 0; x < WIDTH; x++) {
        const inside = x + dx >= 0 && x + dx < WIDTH && y + dy >= 0 && y + dy < HEIGHT;
        expect(moved[y * WIDTH + x]).toBe(inside ? pixels[(y + dy) * WIDTH + x + dx] : Number.NaN);
      }
  });

  test('by half a turn reverses the pixel order', () => {
    const turned = resampleToReference(image, { a: -1, b: 0, tx: WIDTH - 1, ty: HEIGHT - 1 }, WIDTH, HEIGHT);
    expect(turned).toEqual(pixels.slice().reverse());
  });

  test('between pixels is linear: a plane stays a plane under any similarity', () => {
    const plane = imageOf(
      WIDTH,
      HEIGHT,
      Float64Array.from(pixels, (_, i) => 2 * (i % WIDTH) - 3 * Math.floor(i / WIDTH) + 1),
    );
    const transform = { a: 0.9, b: 0.3, tx: 2.3, ty: -0.4 };
    const out = resampleToReference(plane, transform, WIDTH, HEIGHT);
    let seen = 0;
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 0; x < WIDTH; x++) {
        if (Number.isNaN(out[y * WIDTH + x])) continue;
        const px = 0.9 * x - 0.3 * y + 2.3;
        const py = 0.3 * x + 0.9 * y - 0.4;
        seen++;
        expect(px >= 0 && px <= WIDTH - 1 && py >= 0 && py <= HEIGHT - 1).toBe(true);
        expect(out[y * WIDTH + x]).toBeCloseTo(2 * px - 3 * py + 1, 9);
      }
    expect(seen).toBeGreaterThan(50);
  });

  test('an unusable pixel invalidates only the output pixels it contributes to', () => {
    const mask = new Uint8Array(WIDTH * HEIGHT);
    mask[4 * WIDTH + 6] = PixelFlag.saturated;
    mask[2 * WIDTH + 2] = PixelFlag.hot;
    const half = resampleToReference({ ...image, mask }, { a: 1, b: 0, tx: 0.5, ty: 0 }, WIDTH, HEIGHT);
    const spoilt = Array.from(half.keys()).filter(i => Number.isNaN(half[i]) && i % WIDTH !== WIDTH - 1);
    expect(spoilt).toEqual([4 * WIDTH + 5, 4 * WIDTH + 6]);
    const whole = resampleToReference({ ...image, mask }, IDENTITY, WIDTH, HEIGHT);
    expect(Array.from(whole.keys()).filter(i => Number.isNaN(whole[i]))).toEqual([4 * WIDTH + 6]);
  });

  test('returns the requested size', () => {
    const larger = resampleToReference(image, IDENTITY, 20, 10);
    expect(larger.length).toBe(200);
    expect(larger[19]).toBeNaN();
    expect(larger[20]).toBe(pixels[WIDTH]);
  });
});
