/**
 * A seeded star field as plain numbers, the same in every run for our side and the peers.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Uniform numbers from 0 to 1 (mulberry32). */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A frame of `size` x `size` pixels: sky of 800 with a gradient, Gaussian stars (FWHM 3.5 px), noise. */
export function starFrame(size, stars, seed) {
  const random = randomNumbers(seed);
  const x = Float64Array.from({ length: stars }, () => 20 + random() * (size - 40));
  const y = Float64Array.from({ length: stars }, () => 20 + random() * (size - 40));
  const pixels = new Float32Array(size * size);
  for (let i = 0; i < pixels.length; i++) {
    const gauss = random() + random() + random() + random() - 2; // scatter 0.577
    pixels[i] = 800 + (200 * (i % size)) / size + 52 * gauss;
  }
  for (let k = 0; k < stars; k++) {
    const peak = Math.min(30_000, 100 / random());
    for (let j = Math.round(y[k]) - 9; j <= Math.round(y[k]) + 9; j++)
      for (let i = Math.round(x[k]) - 9; i <= Math.round(x[k]) + 9; i++)
        pixels[j * size + i] += peak * Math.exp(-((i - x[k]) ** 2 + (j - y[k]) ** 2) / (2 * 1.486 ** 2));
  }
  return { size, pixels, x, y };
}

/** The frame as an `Image` of the library. */
export function imageOf({ size, pixels }, Header) {
  return {
    width: size,
    height: size,
    pixels,
    unit: 'adu',
    gain: 1.5,
    readNoise: 10,
    gainSource: 'given',
    readNoiseSource: 'given',
    saturation: 60_000,
    exptime: 60,
    header: Header.parse(new Uint8Array()),
    path: '',
    provenance: [],
  };
}

/** Writes arrays as raw binary numbers for numpy.fromfile. */
export function writeNumbers(folder, arrays) {
  for (const [name, values] of Object.entries(arrays)) writeFileSync(join(folder, name), values);
}
