import { describe, expect, test } from 'vitest';
import { addStar, centralIntensity, enclosedFraction, type Psf } from '../../data-samples/simulator/psf.js';

const moffat: Psf = { shape: 'moffat', fwhm: 3.2, beta: 3.5 };
const gaussian: Psf = { shape: 'gaussian', fwhm: 2.6, beta: Number.NaN };

/** A star of unit light in an image large enough to hold it. */
function draw(psf: Psf, x: number, y: number, size = 101): Float64Array {
  const image = new Float64Array(size * size);
  addStar(image, size, size, { x, y, flux: 1 }, psf);
  return image;
}

const total = (image: Float64Array): number => image.reduce((sum, value) => sum + value, 0);

describe('images of stars', () => {
  test.each([moffat, gaussian])('all the light is in the frame for any position within the pixel: $shape', psf => {
    for (const [dx, dy] of [
      [0, 0],
      [0.5, 0.5],
      [0.13, -0.41],
      [-0.27, 0.33],
    ]) {
      expect(Math.abs(total(draw(psf, 50 + dx, 50 + dy)) - 1)).toBeLessThan(1e-5);
    }
  });

  test.each([moffat, gaussian])('a pixel holds the integral of the profile over its area: $shape', psf => {
    const x = 50.31;
    const y = 49.78;
    const image = draw(psf, x, y);
    const peak = centralIntensity(psf);
    const sigma = psf.fwhm / 2.3548200450309493;
    const alpha = psf.fwhm / (2 * Math.sqrt(2 ** (1 / psf.beta) - 1));
    for (const [i, j] of [
      [50, 50],
      [51, 49],
      [53, 50],
      [47, 52],
      [58, 50],
      [50, 40],
    ]) {
      let sum = 0;
      const cells = 200;
      for (let v = 0; v < cells; v++) {
        for (let u = 0; u < cells; u++) {
          const r2 = (i - 0.5 + (u + 0.5) / cells - x) ** 2 + (j - 0.5 + (v + 0.5) / cells - y) ** 2;
          sum += psf.shape === 'gaussian' ? Math.exp(-r2 / (2 * sigma * sigma)) : (1 + r2 / alpha ** 2) ** -psf.beta;
        }
      }
      // The reference is a midpoint sum, itself good to about 2e-6 of the pixel.
      expect(image[j * 101 + i]).toBeCloseTo((peak * sum) / cells ** 2, 6);
    }
  });

  test.each([moffat, gaussian])('the profile falls to half at half the FWHM: $shape', psf => {
    // dF/dr = 2 pi r I(r), taken from the enclosed light.
    const step = 1e-4;
    const radius = psf.fwhm / 2;
    const slope = (enclosedFraction(psf, radius + step) - enclosedFraction(psf, radius - step)) / (2 * step);
    expect(slope / (2 * Math.PI * radius) / centralIntensity(psf)).toBeCloseTo(0.5, 6);
  });

  test('the centroid is the requested centre', () => {
    const image = draw(moffat, 50.37, 49.62);
    let x = 0;
    let y = 0;
    for (let p = 0; p < image.length; p++) {
      x += image[p] * (p % 101);
      y += image[p] * Math.floor(p / 101);
    }
    expect(x / total(image)).toBeCloseTo(50.37, 3);
    expect(y / total(image)).toBeCloseTo(49.62, 3);
  });

  test('a star outside the frame contributes only the light inside it', () => {
    const image = new Float64Array(40 * 30);
    addStar(image, 40, 30, { x: -0.5, y: 15, flux: 2 }, gaussian);
    expect(total(image)).toBeCloseTo(1, 5);
    addStar(image, 40, 30, { x: 400, y: 15, flux: 2 }, gaussian);
    expect(total(image)).toBeCloseTo(1, 5);
  });
});
