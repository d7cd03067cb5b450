/**
 * The full width at half maximum of a star, from a Moffat fit to its pixels.
 *
 * @module
 * @see Moffat, A. F. J. 1969, A&A 3, 455
 */
import { medianInPlace } from '../math/select.js';
import { type Image, PixelFlag, UNUSABLE_PIXEL } from './image.js';
import { fitMoffat, NO_PROFILE, type ProfileGuess, type ProfileSample, type StarProfile } from './moffat-fit.js';

/** Settings of {@link measureFwhm}. */
export interface ProfileOptions {
  /** Pixels within this distance are fitted [px]. Default: twice a first estimate of the FWHM, at least 4, at most 30. */
  readonly radius?: number;
  /** `true` fits the pixels of the square of side 2 radius + 1 instead of the circle. Default `false`. */
  readonly square?: boolean;
}

/** What is read of an {@link Image}. */
export type ProfileInput = Pick<Image, 'width' | 'height' | 'pixels' | 'mask'>;

/** Widest half-light region that counts as a star [px]. */
const MAX_RADIUS = 30;
/** Beyond this radius every other pixel is fitted, in a chessboard pattern [px]. */
const WIDE_RADIUS = 10;
/** Pixels without a sound value; saturated ones have a value but not the star's. */
const MISSING = UNUSABLE_PIXEL;

/**
 * The FWHM of the star at (x, y) [px]; NaN if there is none.
 *
 * Give the centroid: an error of 0.3 px changes the width of a star of 2 px by 3 %.
 * See {@link fitProfile} for the method.
 *
 * @example measureFwhm(image, 142.99, 63.37) // 3.25
 */
export function measureFwhm(image: ProfileInput, x: number, y: number, options: ProfileOptions = {}): number {
  return fitProfile(image, x, y, options).fwhm;
}

/**
 * Fits sky + A (1 + (2^(1/beta) - 1) (2 r / FWHM)^2)^-beta, a Moffat profile written with its FWHM, to
 * the pixels about (x, y) by unweighted least squares (Levenberg and Marquardt).
 *
 * FWHM hardly depends on beta in this form, so it is sound even where noise leaves beta open. The
 * profile is that of the pixels: a pixel's own width is in it. Unusable and saturated pixels are left
 * out. NaN if nothing stands out of the sky, or if the fit does not converge.
 *
 * @example fitProfile(image, 142.99, 63.37).beta // 3.6
 */
export function fitProfile(image: ProfileInput, x: number, y: number, options: ProfileOptions = {}): StarProfile {
  if (!(x > -0.5 && y > -0.5 && x < image.width - 0.5 && y < image.height - 0.5)) return NO_PROFILE;
  const guess = guessWidth(image, x, y, options.radius);
  if (guess === null) return NO_PROFILE;
  const radius = options.radius ?? Math.min(MAX_RADIUS, Math.max(4, 2 * guess.fwhm));
  const sample = gatherPixels(image, x, y, radius, options.square ?? false);
  return sample.n > 6 ? fitMoffat(sample, guess) : NO_PROFILE;
}

/**
 * A first estimate: the sky from the border of a box around the star, the width from the number of
 * pixels connected to the peak that are above half its height. The box grows until its
 * border is clear of the star, unless the radius of the fit is given.
 */
function guessWidth(image: ProfileInput, x: number, y: number, radius: number | undefined): ProfileGuess | null {
  const { width, height, pixels, mask } = image;
  let box = radius === undefined ? 10 : Math.max(3, Math.round(radius));
  for (;;) {
    const x0 = Math.max(0, Math.round(x) - box);
    const x1 = Math.min(width - 1, Math.round(x) + box);
    const y0 = Math.max(0, Math.round(y) - box);
    const y1 = Math.min(height - 1, Math.round(y) + box);
    const border = new Float64Array(2 * (x1 - x0 + y1 - y0) + 4);
    let n = 0;
    let peak = -Infinity;
    for (let j = y0; j <= y1; j++) {
      for (let i = x0; i <= x1; i++) {
        const k = j * width + i;
        const pixel = pixels[k];
        if (pixel - pixel !== 0 || (mask !== undefined && (mask[k] & MISSING & ~PixelFlag.saturated) !== 0)) continue;
        if (j === y0 || j === y1 || i === x0 || i === x1) border[n++] = pixel;
        else if (Math.abs(i - x) <= 1.5 && Math.abs(j - y) <= 1.5 && pixel > peak) peak = pixel;
      }
    }
    const sky = medianInPlace(border, n);
    if (!(peak > sky)) return null;
    const area = areaAbove(image, x, y, box, sky + 0.5 * (peak - sky));
    const fwhm = 2 * Math.sqrt(Math.max(1, area) / Math.PI);
    // Clear of the star is beyond 2.5 half widths.
    if (radius !== undefined || fwhm * 1.25 <= box) return { fwhm, amplitude: peak - sky, sky };
    if (box >= 2 * MAX_RADIUS) return null;
    box *= 2;
  }
}

/** Number of pixels above `level` connected to those next to (x, y), within `box` [px]. */
function areaAbove({ width, height, pixels }: ProfileInput, x: number, y: number, box: number, level: number): number {
  const cx = Math.round(x);
  const cy = Math.round(y);
  const side = 2 * box + 1;
  const seen = new Uint8Array(side * side);
  const stack: number[] = [];
  let area = 0;
  const visit = (i: number, j: number): void => {
    if (Math.abs(i - cx) > box || Math.abs(j - cy) > box || i < 0 || j < 0 || i >= width || j >= height) return;
    const at = (j - cy + box) * side + (i - cx + box);
    if (seen[at] === 1 || !(pixels[j * width + i] > level)) return;
    seen[at] = 1;
    area++;
    stack.push(i, j);
  };
  for (let j = cy - 1; j <= cy + 1; j++) for (let i = cx - 1; i <= cx + 1; i++) visit(i, j);
  while (stack.length > 0) {
    const j = stack.pop()!;
    const i = stack.pop()!;
    visit(i - 1, j);
    visit(i + 1, j);
    visit(i, j - 1);
    visit(i, j + 1);
  }
  return area;
}

function gatherPixels(image: ProfileInput, x: number, y: number, radius: number, square: boolean): ProfileSample {
  const { width, height, pixels, mask } = image;
  const cx = square ? Math.round(x) : x;
  const cy = square ? Math.round(y) : y;
  const x0 = Math.max(0, Math.ceil(cx - radius));
  const x1 = Math.min(width - 1, Math.floor(cx + radius));
  const y0 = Math.max(0, Math.ceil(cy - radius));
  const y1 = Math.min(height - 1, Math.floor(cy + radius));
  const most = Math.max(0, (x1 - x0 + 1) * (y1 - y0 + 1));
  // A wide star has pixels to spare.
  const step = !square && radius > WIDE_RADIUS ? 2 : 1;
  const r2 = new Float64Array(most);
  const value = new Float64Array(most);
  let n = 0;
  for (let j = y0; j <= y1; j++) {
    for (let i = x0 + (step === 2 ? j % 2 : 0); i <= x1; i += step) {
      const k = j * width + i;
      const pixel = pixels[k];
      const d2 = (i - x) * (i - x) + (j - y) * (j - y);
      if (!square && d2 > radius * radius) continue;
      if (pixel - pixel !== 0 || (mask !== undefined && (mask[k] & MISSING) !== 0)) continue;
      r2[n] = d2;
      value[n++] = pixel;
    }
  }
  return { n, r2, value };
}
