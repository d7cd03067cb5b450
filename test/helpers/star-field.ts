/**
 * Images of stars with known positions, widths and fluxes: sampled profiles on a flat sky with Gaussian noise.
 *
 * @module
 */
import { Header } from '../../lib/fits/header/header.js';
import type { Image } from '../../lib/frame/image.js';
import { randomGenerator } from '../../lib/math/random.js';

/** A star to draw. */
export interface DrawnStar {
  readonly x: number;
  readonly y: number;
  /** Peak height above the sky. */
  readonly peak: number;
}

/** The input of {@link drawStars}. */
export interface StarField {
  readonly width: number;
  readonly height: number;
  readonly stars: readonly DrawnStar[];
  /** Full width at half maximum [px]. */
  readonly fwhm: number;
  /** Moffat exponent; infinite, the default, is a Gaussian. */
  readonly beta?: number;
  readonly sky?: number;
  /** Standard deviation of the noise per pixel. */
  readonly noise?: number;
  readonly seed?: number;
}

/** Height of a profile of unit peak at a distance whose square is `r2`. */
export function profileAt(r2: number, fwhm: number, beta: number = Infinity): number {
  const u = (4 * r2) / (fwhm * fwhm);
  return beta === Infinity ? Math.exp(-Math.LN2 * u) : (1 + (2 ** (1 / beta) - 1) * u) ** -beta;
}

/** Draws the stars; float64 pixels, without a mask. */
export function drawStars(field: StarField): Image & { readonly pixels: Float64Array } {
  const { width, height, stars, fwhm, beta = Infinity, sky = 100, noise = 0, seed = 1 } = field;
  const random = randomGenerator(seed);
  const pixels = new Float64Array(width * height);
  for (let k = 0; k < pixels.length; k++) pixels[k] = sky + (noise > 0 ? noise * random.normal() : 0);
  const reach = Math.ceil((beta === Infinity ? 3 : 8) * fwhm);
  for (const { x, y, peak } of stars)
    for (let j = Math.max(0, Math.round(y) - reach); j <= Math.min(height - 1, Math.round(y) + reach); j++)
      for (let i = Math.max(0, Math.round(x) - reach); i <= Math.min(width - 1, Math.round(x) + reach); i++)
        pixels[j * width + i] += peak * profileAt((i - x) ** 2 + (j - y) ** 2, fwhm, beta);
  return imageOf(width, height, pixels);
}

/** An image of pixels without metadata. */
export function imageOf<P extends Float32Array | Float64Array>(
  width: number,
  height: number,
  pixels: P,
  mask?: Uint8Array,
): Image & { readonly pixels: P } {
  return {
    width,
    height,
    pixels,
    ...(mask ? { mask } : {}),
    unit: 'adu',
    gain: NaN,
    readNoise: NaN,
    gainSource: 'unknown',
    readNoiseSource: 'unknown',
    saturation: NaN,
    exptime: NaN,
    header: Header.fromObject({}),
    path: '',
    provenance: [],
  };
}

/** Random stars at least `apart` from each other and `margin` inside, peaks from `faint` to `bright` (log-uniform). */
export function scatterStars(options: {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  readonly apart: number;
  readonly margin: number;
  readonly faint: number;
  readonly bright: number;
  readonly seed: number;
}): DrawnStar[] {
  const { width, height, count, apart, margin, faint, bright, seed } = options;
  const random = randomGenerator(seed);
  const stars: DrawnStar[] = [];
  while (stars.length < count) {
    const x = margin + random.uniform() * (width - 1 - 2 * margin);
    const y = margin + random.uniform() * (height - 1 - 2 * margin);
    if (stars.some(star => Math.hypot(star.x - x, star.y - y) < apart)) continue;
    stars.push({ x, y, peak: faint * (bright / faint) ** random.uniform() });
  }
  return stars;
}
