import { describe, expect, test } from 'vitest';
import { makeDetector } from '../../data-samples/simulator/detector.js';
import { simulateFrame, withoutNoise } from '../../data-samples/simulator/frame.js';

const width = 160;
const height = 120;
const detector = makeDetector({ width, height, seed: 5, gain: 1.6, readNoise: 7, darkCurrent: 0.5 });

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values: Float64Array): number => {
  const centre = mean(values);
  return Math.sqrt(mean(values.map(value => (value - centre) ** 2)));
};
const minus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, p) => value - b[p]);

describe('simulateFrame', () => {
  test('the same options produce the same pixels, a different seed other ones', () => {
    const options = { detector, sky: 200, exptime: 30, cosmicRays: 4 };
    expect(simulateFrame({ ...options, seed: 3 })).toEqual(simulateFrame({ ...options, seed: 3 }));
    expect(simulateFrame({ ...options, seed: 3 }).pixels).not.toEqual(simulateFrame({ ...options, seed: 4 }).pixels);
  });

  test('without noise, each pixel follows the CCD equation', () => {
    const { pixels } = simulateFrame({
      detector,
      sky: 250,
      exptime: 40,
      effects: { ...withoutNoise, saturation: false },
    });
    for (const p of [0, 17, 4321, pixels.length - 1]) {
      const electrons = 250 * detector.response[p] + 40 * detector.darkRate[p];
      expect(pixels[p]).toBeCloseTo(detector.bias[p] + electrons / 1.6, 9);
    }
  });

  test('a star adds its light divided by the gain', () => {
    const stars = [{ x: 71.3, y: 58.6, flux: 5e5 }];
    const effects = { ...withoutNoise, response: false, saturation: false };
    const light = minus(
      simulateFrame({ detector, stars, effects }).pixels,
      simulateFrame({ detector, effects }).pixels,
    );
    expect(light.reduce((sum, value) => sum + value, 0) / (5e5 / 1.6)).toBeCloseTo(1, 4);
  });

  test('the difference of two biases measures the read noise, that of two flats the gain', () => {
    const bias = [1, 2].map(seed => simulateFrame({ detector, seed }).pixels);
    const flats = [3, 4].map(seed => simulateFrame({ detector, seed, sky: 30000 }).pixels);
    const biasSpread = spread(minus(bias[0], bias[1]));
    // Rounding to whole adu adds 1/12 adu^2 to each frame.
    expect(Math.sqrt(biasSpread ** 2 / 2 - 1 / 12) * 1.6).toBeCloseTo(7, 0);
    const signal = mean(flats[0]) + mean(flats[1]) - mean(bias[0]) - mean(bias[1]);
    const gain = signal / (spread(minus(flats[0], flats[1])) ** 2 - biasSpread ** 2);
    expect(Math.abs(gain / 1.6 - 1)).toBeLessThan(0.03);
  });

  test('disabling an effect does not change the others', () => {
    const options = { detector, sky: 400, exptime: 60, seed: 9, effects: { rounding: false } };
    const all = simulateFrame(options).pixels;
    const quiet = simulateFrame({ ...options, effects: { ...options.effects, readNoise: false } }).pixels;
    const noise = minus(all, quiet);
    expect(spread(noise) * 1.6).toBeCloseTo(7, 0);
    expect(Math.abs(mean(noise) * 1.6)).toBeLessThan(0.2);
    const level = simulateFrame({ detector, effects: { ...withoutNoise, biasStructure: false } }).pixels;
    expect(spread(level)).toBeLessThan(1e-9);
  });

  test('hot pixels are where the detector lists them, and scale with the exposure', () => {
    const { x, y, rate } = detector.hotPixels[0];
    const at = y * width + x;
    const effects = { ...withoutNoise, saturation: false };
    const [short, long] = [10, 30].map(exptime => simulateFrame({ detector, exptime, effects }).pixels[at]);
    expect((long - short) * 1.6).toBeCloseTo(20 * rate, 6);
    expect(detector.hotPixels.length).toBeGreaterThan(5);
  });

  test('light beyond the range of the converter is clipped and counted', () => {
    const frame = simulateFrame({ detector, stars: [{ x: 80, y: 60, flux: 2e7 }] });
    expect(Math.max(...frame.pixels)).toBe(65535);
    expect(frame.saturatedPixels).toBe(frame.pixels.filter(value => value === 65535).length);
    expect(frame.saturatedPixels).toBeGreaterThan(20);
  });

  test('cosmic rays are listed where their charge is', () => {
    const options = { detector, seed: 11, cosmicRays: 12, effects: { ...withoutNoise, saturation: false } };
    const clean = simulateFrame(options);
    const hit = simulateFrame({ ...options, effects: { ...options.effects, cosmicRays: true } });
    expect(clean.cosmicRays).toEqual([]);
    expect(hit.cosmicRays.length).toBeGreaterThan(3);
    const charge = minus(hit.pixels, clean.pixels);
    for (const { x, y } of hit.cosmicRays) expect(charge[Math.round(y) * width + Math.round(x)]).toBeGreaterThan(5);
    const inside = charge.reduce((sum, value) => sum + value * 1.6, 0);
    const made = hit.cosmicRays.reduce((sum, ray) => sum + ray.electrons, 0);
    expect(inside).toBeLessThanOrEqual(made * (1 + 1e-12));
    expect(inside).toBeGreaterThan(0.7 * made);
  });

  test('the response has a median of 1, vignetting and dust', () => {
    const sorted = Float64Array.from(detector.response).sort();
    expect(sorted[sorted.length >> 1]).toBe(1);
    const patch = (x: number, y: number): number => {
      let sum = 0;
      for (let j = y; j < y + 8; j++) for (let i = x; i < x + 8; i++) sum += detector.response[j * width + i];
      return sum / 64;
    };
    expect(patch(0, height - 8)).toBeLessThan(patch(0.5 * width, 0.46 * height) - 0.03);
    const clean = makeDetector({ width, height, seed: 5, dustRings: 0 }).response;
    const shadow = clean.map((value, p) => detector.response[p] / value);
    expect(Math.min(...shadow) / Math.max(...shadow)).toBeLessThan(0.975);
  });
});
