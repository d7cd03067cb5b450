/**
 * Frames of a simulated colour camera with known truth. Shares no code with lib/frame/colour.
 *
 * @module
 */
import { type CardValue, Header } from '../../../lib/fits/header/header.js';
import { encodeFits } from '../../../lib/fits/write/encode-fits.js';
import { randomGenerator } from '../../../lib/math/random.js';

/** A star: its light [electron] before the colour filters. */
export interface ColouredStar {
  readonly x: number;
  readonly y: number;
  readonly flux: number;
}

/** The input of {@link mosaicPixels}. */
export interface MosaicField {
  readonly width: number;
  readonly height: number;
  /** Rows of the pattern, the first stored row first. Default `['RG', 'GB']`. */
  readonly rows?: readonly [string, string];
  /** Part of the light that a filter lets through. Default 0.5, 1, 0.35. */
  readonly responses?: Readonly<Record<string, number>>;
  readonly stars?: readonly ColouredStar[];
  readonly fwhm?: number;
  /** Sky before the filters [electron]. Default 200. */
  readonly sky?: number;
  readonly gain?: number;
  readonly readNoise?: number;
  /** Added to each pixel [adu]. Default 0. */
  readonly bias?: number;
  /** Omitted: no noise at all. */
  readonly seed?: number;
  /** Sensitivity of a pixel. Default 1. */
  readonly flat?: (x: number, y: number) => number;
}

export const RESPONSES: Readonly<Record<string, number>> = { R: 0.5, G: 1, B: 0.35 };

/** The pixels of a mosaic [adu]. */
export function mosaicPixels(field: MosaicField): Float64Array {
  const { width, height, rows = ['RG', 'GB'], responses = RESPONSES, stars = [], fwhm = 6, sky = 200 } = field;
  const { gain = 1.5, readNoise = 6, bias = 0, seed, flat = () => 1 } = field;
  const light = new Float64Array(width * height).fill(sky);
  for (const star of stars) addStar(light, width, height, star, fwhm);
  const random = randomGenerator(seed ?? 0);
  return light.map((electrons, k) => {
    const [x, y] = [k % width, Math.floor(k / width)];
    const mean = electrons * responses[rows[y % 2][x % 2]] * flat(x, y);
    const counted = seed === undefined ? mean : random.poisson(mean) + readNoise * random.normal();
    return counted / gain + bias;
  });
}

/** Adds a Gaussian star, integrated over each pixel. */
function addStar(light: Float64Array, width: number, height: number, { x, y, flux }: ColouredStar, fwhm: number): void {
  const unit = (Math.SQRT2 * fwhm) / 2.354820045;
  const reach = Math.ceil(3.5 * fwhm);
  const part = (i: number, centre: number): number =>
    0.5 * (erf((i + 0.5 - centre) / unit) - erf((i - 0.5 - centre) / unit));
  for (let j = Math.max(0, Math.round(y) - reach); j <= Math.min(height - 1, Math.round(y) + reach); j++)
    for (let i = Math.max(0, Math.round(x) - reach); i <= Math.min(width - 1, Math.round(x) + reach); i++)
      light[j * width + i] += flux * part(i, x) * part(j, y);
}

/** Abramowitz and Stegun 7.1.26, to 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(x) * (1 - tail * Math.exp(-x * x));
}

/** Stars on a loose grid, each elsewhere in its cell of colours. */
export function scatteredStars(width: number, height: number, seed = 5, apart = 50): ColouredStar[] {
  const random = randomGenerator(seed);
  const stars: ColouredStar[] = [];
  for (let y = 40; y < height - 35; y += apart)
    for (let x = 40; x < width - 35; x += apart)
      stars.push({ x: x + 5 * random.uniform(), y: y + 5 * random.uniform(), flux: 4e5 * (1 + random.uniform()) });
  return stars;
}

/** Header of a frame of 1.2 arcsec/px, a little rotated. */
export const SKY: Readonly<Record<string, CardValue>> = {
  CTYPE1: 'RA---TAN',
  CTYPE2: 'DEC--TAN',
  CRVAL1: 150,
  CRVAL2: 20,
  CRPIX1: 140.3,
  CRPIX2: 151.8,
  CD1_1: -3.3e-4,
  CD1_2: 2e-5,
  CD2_1: 2.1e-5,
  CD2_2: 3.3e-4,
};

/** The bytes of a file: floats, unless other pixels are given. */
export function fileOf(
  pixels: Float64Array | Float32Array | Uint16Array,
  width: number,
  height: number,
  cards: Readonly<Record<string, CardValue>> = {},
  planes = 1,
): Uint8Array {
  const header = Header.fromObject({
    BAYERPAT: 'RGGB',
    EGAIN: 1.5,
    RDNOISE: 6,
    EXPTIME: 60,
    IMAGETYP: 'light',
    ...cards,
  });
  return encodeFits([{ header, width, height, planes, pixels }]);
}

/** As {@link fileOf}, without BAYERPAT. */
export function greyFileOf(
  pixels: Float64Array | Float32Array,
  width: number,
  height: number,
  cards: Readonly<Record<string, CardValue>> = {},
  planes = 1,
): Uint8Array {
  return encodeFits([{ header: Header.fromObject(cards), width, height, planes, pixels }]);
}
