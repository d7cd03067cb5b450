/**
 * The full width at half maximum of a star, from a Moffat fit to its pixels.
 *
 * @module
 * @see Moffat, A. F. J. 1969, A&A 3, 455
 */
import { medianInPlace } from '../math/select.js';
import { solveInPlace } from '../math/solve.js';
import { type Image, PixelFlag, UNUSABLE_PIXEL } from './image.js';

/** Settings of {@link measureFwhm}. */
export interface ProfileOptions {
  /** Pixels within this distance are fitted [px]. Default: twice a first estimate of the FWHM, at least 4, at most 30. */
  readonly radius?: number;
  /** `true` fits the pixels of the square of side 2 radius + 1 instead of the circle. Default `false`. */
  readonly square?: boolean;
}

/** A star's profile as {@link fitProfile} finds it. */
export interface StarProfile {
  /** Full width at half maximum [px]; NaN where no star could be fitted. */
  readonly fwhm: number;
  /** Moffat's exponent; large for a Gaussian profile, 2.5 to 4 for seeing. NaN where not fitted. */
  readonly beta: number;
  /** Height above the sky [image unit]. */
  readonly amplitude: number;
  /** Sky level under the star [image unit]. */
  readonly sky: number;
}

/** What is read of an {@link Image}. */
export type ProfileInput = Pick<Image, 'width' | 'height' | 'pixels' | 'mask'>;

/** Widest half-light region that counts as a star [px]. */
const LARGEST_RADIUS = 30;
/** Pixels without a sound value; saturated ones have a value but not the star's. */
const MISSING = UNUSABLE_PIXEL;
const MOST_ITERATIONS = 30;
/** The fit has settled when FWHM changes by less than this part. */
const SETTLED = 1e-5;
/** Limits of q = 1 / beta: from practically a Gaussian to wings that hold no finite light. */
const LEAST_Q = 1e-3;
const LARGEST_Q = 0.95;
const NOTHING: StarProfile = Object.freeze({ fwhm: NaN, beta: NaN, amplitude: NaN, sky: NaN });

/**
 * The FWHM of the star at (x, y) [px]; NaN where there is none.
 *
 * Give the centroid: an error of the centre of 0.3 px widens a star of 2 px by 6 %.
 * See {@link fitProfile} for the method.
 *
 * @example measureFwhm(image, 102.31, 57.84) // 3.42
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
 * out. NaN where nothing stands out of the sky, or where the fit does not settle.
 *
 * @example fitProfile(image, 102.31, 57.84).beta // 3.1
 */
export function fitProfile(image: ProfileInput, x: number, y: number, options: ProfileOptions = {}): StarProfile {
  if (!(x > -0.5 && y > -0.5 && x < image.width - 0.5 && y < image.height - 0.5)) return NOTHING;
  const guess = guessWidth(image, x, y);
  if (guess === null) return NOTHING;
  const radius = options.radius ?? Math.min(LARGEST_RADIUS, Math.max(4, 2 * guess.fwhm));
  const sample = gatherPixels(image, x, y, radius, options.square ?? false);
  return sample.n > 6 ? fitMoffat(sample, guess) : NOTHING;
}

interface Guess {
  readonly fwhm: number;
  readonly amplitude: number;
  readonly sky: number;
}

interface Sample {
  readonly n: number;
  /** Distance squared from the centre [px^2]. */
  readonly r2: Float64Array;
  readonly value: Float64Array;
}

/**
 * A first estimate: the sky from a ring of pixels outside the star, the width from the number of
 * pixels that hang together with the peak and stand above half its height.
 */
function guessWidth(image: ProfileInput, x: number, y: number): Guess | null {
  const { width, height, pixels, mask } = image;
  let box = 10;
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
    // The ring must be clear of the star: beyond 2.5 half widths.
    if (fwhm * 1.25 <= box) return { fwhm, amplitude: peak - sky, sky };
    if (box >= 2 * LARGEST_RADIUS) return null;
    box *= 2;
  }
}

/** How many pixels above `level` hang together with those next to (x, y), within `box` [px]. */
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

function gatherPixels(image: ProfileInput, x: number, y: number, radius: number, square: boolean): Sample {
  const { width, height, pixels, mask } = image;
  const cx = square ? Math.round(x) : x;
  const cy = square ? Math.round(y) : y;
  const x0 = Math.max(0, Math.ceil(cx - radius));
  const x1 = Math.min(width - 1, Math.floor(cx + radius));
  const y0 = Math.max(0, Math.ceil(cy - radius));
  const y1 = Math.min(height - 1, Math.floor(cy + radius));
  const most = Math.max(0, (x1 - x0 + 1) * (y1 - y0 + 1));
  const r2 = new Float64Array(most);
  const value = new Float64Array(most);
  let n = 0;
  for (let j = y0; j <= y1; j++) {
    for (let i = x0; i <= x1; i++) {
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

/** Levenberg and Marquardt's fit of sky, amplitude, FWHM and q = 1 / beta. */
function fitMoffat(sample: Sample, guess: Guess): StarProfile {
  let now = Float64Array.of(guess.sky, guess.amplitude, guess.fwhm, 0.3);
  const normal = new Float64Array(16);
  const right = new Float64Array(4);
  let chi2 = normalEquations(normal, right, sample, now);
  let damping = 1e-3;
  for (let i = 0; i < MOST_ITERATIONS; i++) {
    const matrix = normal.slice();
    const step = right.slice();
    for (let k = 0; k < 4; k++) matrix[5 * k] *= 1 + damping;
    if (!solveInPlace(matrix, step, 4)) return NOTHING;
    const next = Float64Array.from(now, (value, k) => value + step[k]);
    next[2] = Math.min(2 * now[2], Math.max(0.5 * now[2], next[2]));
    next[3] = Math.min(LARGEST_Q, Math.max(LEAST_Q, next[3]));
    const tried = sumOfSquares(sample, next);
    if (!(tried <= chi2)) {
      damping *= 10;
      if (damping > 1e8) break;
      continue;
    }
    const settled = Math.abs(next[2] / now[2] - 1) < SETTLED && Math.abs(next[3] - now[3]) < 1e-3;
    now = next;
    damping = Math.max(1e-9, damping * 0.1);
    if (settled) break;
    chi2 = normalEquations(normal, right, sample, now);
  }
  const [sky, amplitude, fwhm, q] = now;
  const sound = amplitude > 0 && fwhm > 0.3 && fwhm < 4 * LARGEST_RADIUS && Number.isFinite(chi2);
  return sound ? { fwhm, beta: 1 / q, amplitude, sky } : NOTHING;
}

/** Sum of the squared residuals. */
function sumOfSquares({ n, r2, value }: Sample, [sky, amplitude, fwhm, q]: Float64Array): number {
  const scale = (4 * (2 ** q - 1)) / (fwhm * fwhm);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const residual = value[i] - sky - amplitude * Math.exp(-Math.log1p(scale * r2[i]) / q);
    sum += residual * residual;
  }
  return sum;
}

/** Fills the normal equations of the linearised fit; gives the sum of the squared residuals. */
function normalEquations(
  normal: Float64Array,
  right: Float64Array,
  { n, r2, value }: Sample,
  [sky, amplitude, fwhm, q]: Float64Array,
): number {
  normal.fill(0);
  right.fill(0);
  const power = 2 ** q;
  const scale = (4 * (power - 1)) / (fwhm * fwhm);
  const scaleByQ = (4 * power * Math.LN2) / (fwhm * fwhm);
  const slope = Float64Array.of(1, 0, 0, 0);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const u = scale * r2[i];
    const log = Math.log1p(u);
    const f = Math.exp(-log / q);
    const residual = value[i] - sky - amplitude * f;
    slope[1] = f;
    slope[2] = (amplitude * f * 2 * u) / (q * fwhm * (1 + u));
    slope[3] = amplitude * f * (log / (q * q) - (scaleByQ * r2[i]) / (q * (1 + u)));
    sum += residual * residual;
    for (let a = 0; a < 4; a++) {
      right[a] += slope[a] * residual;
      for (let b = 0; b <= a; b++) normal[4 * a + b] += slope[a] * slope[b];
    }
  }
  for (let a = 0; a < 4; a++) for (let b = a + 1; b < 4; b++) normal[4 * a + b] = normal[4 * b + a];
  return sum;
}
