/**
 * SIP: the distortion of an optical system as polynomials in pixels.
 *
 * @see Shupe, D. L. et al. 2005, ASP Conf. Ser. 347, 491
 * @module
 */

/** One polynomial: the sum of `coefficients[k] * u ** powersU[k] * v ** powersV[k]`. */
export interface Polynomial {
  /** Power of u in each term. */
  readonly powersU: readonly number[];
  /** Power of v in each term. */
  readonly powersV: readonly number[];
  /** Factor of each term [px^(1 - power)]. */
  readonly coefficients: readonly number[];
}

/** The SIP polynomials of an image, in pixels from CRPIX. */
export interface SipTerms {
  /** A: what is added to u on the way to the sky [px]. */
  readonly a: Polynomial;
  /** B: what is added to v on the way to the sky [px]. */
  readonly b: Polynomial;
}

/** Settles when a step is below this [px]. */
const TOLERANCE = 1e-11;
const MAX_STEPS = 30;

/** Value and both slopes of a polynomial at one place. */
interface Slope {
  value: number;
  byU: number;
  byV: number;
}

/** Pixels from CRPIX, as measured, to the undistorted ones that the CD matrix takes [px]. */
export function undistort(sip: SipTerms, u: number, v: number): { u: number; v: number } {
  return { u: u + evaluate(sip.a, u, v).value, v: v + evaluate(sip.b, u, v).value };
}

/**
 * The inverse of {@link undistort}, by Newton's method on the forward polynomials, to 1e-11 px.
 *
 * The polynomials AP and BP of a header are fits of the same inverse, a thousand times coarser, and
 * are not used. NaN if there is no solution nearby: far outside the image the polynomials are
 * meaningless.
 */
export function distort(sip: SipTerms, u0: number, v0: number): { u: number; v: number } {
  const reach = 50 + 0.25 * Math.hypot(u0, v0);
  let [u, v] = [u0, v0];
  for (let i = 0; i < MAX_STEPS; i++) {
    const a = evaluate(sip.a, u, v);
    const b = evaluate(sip.b, u, v);
    const [offU, offV] = [u + a.value - u0, v + b.value - v0];
    const determinant = (1 + a.byU) * (1 + b.byV) - a.byV * b.byU;
    const stepU = (offU * (1 + b.byV) - offV * a.byV) / determinant;
    const stepV = (offV * (1 + a.byU) - offU * b.byU) / determinant;
    u -= stepU;
    v -= stepV;
    if (!(Math.hypot(u - u0, v - v0) <= reach)) break;
    // Rounding of large pixel numbers may keep a step above the tolerance for ever.
    if (Math.hypot(stepU, stepV) <= TOLERANCE * Math.max(1, Math.hypot(u, v) / 100)) return { u, v };
  }
  return { u: Number.NaN, v: Number.NaN };
}

function evaluate({ powersU, powersV, coefficients }: Polynomial, u: number, v: number): Slope {
  const sum: Slope = { value: 0, byU: 0, byV: 0 };
  for (let k = 0; k < coefficients.length; k++) {
    const [p, q, c] = [powersU[k], powersV[k], coefficients[k]];
    const [up, vq] = [u ** p, v ** q];
    sum.value += c * up * vq;
    if (p > 0) sum.byU += c * p * u ** (p - 1) * vq;
    if (q > 0) sum.byV += c * q * up * v ** (q - 1);
  }
  return sum;
}
