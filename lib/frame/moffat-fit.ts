/**
 * The fit of a Moffat profile, written with its FWHM, to the pixels of a star.
 *
 * @module
 * @see Moffat, A. F. J. 1969, A&A 3, 455; Marquardt, D. W. 1963, SIAM J. 11, 431
 */
import { solveInPlace } from '../math/solve.js';

/** A star's profile: the Moffat function that fits it best. */
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

/** Where the fit begins. */
export interface ProfileGuess {
  readonly fwhm: number;
  readonly amplitude: number;
  readonly sky: number;
}

/** The pixels of a star; the first `n` of each array count. */
export interface ProfileSample {
  readonly n: number;
  /** Distance squared from the centre [px^2]. */
  readonly r2: Float64Array;
  readonly value: Float64Array;
}

const MAX_ITERATIONS = 30;
/** The fit has converged when FWHM and q change by less than this fraction, or chi^2 no longer changes. */
const SETTLED = 1e-4;
const SETTLED_CHI2 = 1e-7;
/** Limits of q = 1 / beta: from practically a Gaussian to wings without finite light. */
const MIN_Q = 1e-3;
const MAX_Q = 0.95;
/** A seeing disk's, to begin with. */
const FIRST_Q = 0.3;
/** Maximum plausible FWHM [px]. */
const WIDEST = 120;
/** The result if there is no star to fit. */
export const NO_PROFILE: StarProfile = Object.freeze({ fwhm: NaN, beta: NaN, amplitude: NaN, sky: NaN });

/** The fit's parameters and the normal equations there. */
interface FitState {
  sky: number;
  amplitude: number;
  fwhm: number;
  q: number;
  /** Sum of the squared residuals. */
  chi2: number;
  /** Normal matrix, 4 x 4, of sky, amplitude, FWHM and q. */
  readonly normal: Float64Array;
  readonly right: Float64Array;
}

function fitState(sky: number, amplitude: number, fwhm: number, q: number): FitState {
  return { sky, amplitude, fwhm, q, chi2: NaN, normal: new Float64Array(16), right: new Float64Array(4) };
}

/**
 * Levenberg and Marquardt's least-squares fit of sky, amplitude, FWHM and q = 1 / beta.
 *
 * @returns {@link NO_PROFILE} where the fit does not lead to a star
 */
export function fitMoffat(sample: ProfileSample, guess: ProfileGuess): StarProfile {
  let now = fitState(guess.sky, guess.amplitude, guess.fwhm, FIRST_Q);
  let next = fitState(0, 0, 0, 0);
  const matrix = new Float64Array(16);
  const step = new Float64Array(4);
  let damping = 1e-3;
  linearise(now, sample);
  for (let i = 0; i < MAX_ITERATIONS; i++) {
    matrix.set(now.normal);
    step.set(now.right);
    for (let k = 0; k < 4; k++) matrix[5 * k] *= 1 + damping;
    if (!solveInPlace(matrix, step, 4)) return NO_PROFILE;
    next.sky = now.sky + step[0];
    next.amplitude = now.amplitude + step[1];
    next.fwhm = Math.min(2 * now.fwhm, Math.max(0.5 * now.fwhm, now.fwhm + step[2]));
    next.q = Math.min(MAX_Q, Math.max(MIN_Q, now.q + step[3]));
    linearise(next, sample);
    if (!(next.chi2 <= now.chi2)) {
      damping *= 10;
      if (damping > 1e8) break;
      continue;
    }
    const settled =
      (Math.abs(next.fwhm / now.fwhm - 1) < SETTLED && Math.abs(next.q - now.q) < 10 * SETTLED) ||
      now.chi2 - next.chi2 < SETTLED_CHI2 * now.chi2;
    [now, next] = [next, now];
    damping = Math.max(1e-9, damping * 0.1);
    if (settled) break;
  }
  const { sky, amplitude, fwhm, q, chi2 } = now;
  const sound = amplitude > 0 && fwhm > 0.3 && fwhm < WIDEST && Number.isFinite(chi2);
  return sound ? { fwhm, beta: 1 / q, amplitude, sky } : NO_PROFILE;
}

/**
 * Fills in chi^2 and the normal equations for the state's parameters. Performance-critical: a logarithm and an
 * exponential a pixel, sums in locals.
 */
function linearise(out: FitState, { n, r2, value }: ProfileSample): void {
  const { sky, amplitude, fwhm, q } = out;
  const power = 2 ** q;
  const scale = (4 * (power - 1)) / (fwhm * fwhm);
  const scaleByQ = (4 * power * Math.LN2) / (fwhm * fwhm);
  let [chi2, r0, r1, r2sum, r3] = [0, 0, 0, 0, 0];
  let [n01, n02, n03, n11, n12, n13, n22, n23, n33] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const u = scale * r2[i];
    const log = Math.log(1 + u);
    const f = Math.exp(-log / q);
    const residual = value[i] - sky - amplitude * f;
    // Derivatives by FWHM and q; those by sky and amplitude are 1 and f.
    const slope = (amplitude * f) / (q * (1 + u));
    const byFwhm = (slope * 2 * u) / fwhm;
    const byQ = slope * ((log * (1 + u)) / q - scaleByQ * r2[i]);
    chi2 += residual * residual;
    r0 += residual;
    r1 += f * residual;
    r2sum += byFwhm * residual;
    r3 += byQ * residual;
    n01 += f;
    n02 += byFwhm;
    n03 += byQ;
    n11 += f * f;
    n12 += f * byFwhm;
    n13 += f * byQ;
    n22 += byFwhm * byFwhm;
    n23 += byFwhm * byQ;
    n33 += byQ * byQ;
  }
  out.chi2 = chi2;
  out.right.set([r0, r1, r2sum, r3]);
  out.normal.set([n, n01, n02, n03, n01, n11, n12, n13, n02, n12, n22, n23, n03, n13, n23, n33]);
}
