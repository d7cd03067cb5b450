/**
 * The image of a star: a Moffat or Gaussian profile, integrated over each pixel.
 *
 * The integral over a pixel is a Gauss-Legendre product rule (4 x 4 nodes in the core, 2 x 2 in the
 * wings), so the light in the frame is right to better than 1e-5 of the star wherever it lies in its
 * pixel. Pixel (0, 0) has its centre at x = 0, y = 0.
 *
 * @module
 */

/** Shape of a star's image. */
export interface Psf {
  /** `moffat`: I ~ (1 + r^2/alpha^2)^-beta, the wings of real seeing; `gaussian`: I ~ exp(-r^2/2 sigma^2). */
  readonly shape: 'moffat' | 'gaussian';
  /** Full width at half maximum, before integration over the pixel [px]. */
  readonly fwhm: number;
  /** Moffat's exponent, above 1; 2.5 to 4.5 in practice. Not used by a Gaussian. */
  readonly beta: number;
}

/** Nodes and weights of the Gauss-Legendre rules on [-1/2, 1/2]. */
const FOUR_POINTS: Rule = {
  nodes: [-0.4305681557970263, -0.16999052179242816, 0.16999052179242816, 0.4305681557970263],
  weights: [0.17392742256872692, 0.32607257743127305, 0.32607257743127305, 0.17392742256872692],
};
const TWO_POINTS: Rule = { nodes: [-0.28867513459481287, 0.28867513459481287], weights: [0.5, 0.5] };

interface Rule {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/** Core and edge of what is drawn, in FWHM: a Moffat of beta 3.5 has 6e-6 of its light outside 12 FWHM. */
const CORE_RADIUS = 2.5;
const MOFFAT_RADIUS = 12;
const GAUSSIAN_RADIUS = 3;

/**
 * The part of a star's light inside a circle about its centre, before pixels: 1 - (1 + r^2/alpha^2)^(1 - beta) for
 * Moffat, 1 - exp(-r^2 / 2 sigma^2) for Gauss.
 */
export function enclosedFraction(psf: Psf, radius: number): number {
  const scale2 = scaleOf(psf) ** 2;
  if (psf.shape === 'gaussian') return 1 - Math.exp(-(radius * radius) / (2 * scale2));
  return 1 - (1 + (radius * radius) / scale2) ** (1 - psf.beta);
}

/** The highest value of the profile for a star of unit light [1/px^2]. */
export function centralIntensity(psf: Psf): number {
  const scale2 = scaleOf(psf) ** 2;
  return psf.shape === 'gaussian' ? 1 / (2 * Math.PI * scale2) : (psf.beta - 1) / (Math.PI * scale2);
}

/**
 * Adds a star to `out`.
 *
 * @param out image of `width` columns and `height` rows, added to
 * @param flux light of the whole star; its unit is that of `out`
 */
export function addStar(
  out: Float64Array,
  width: number,
  height: number,
  star: { readonly x: number; readonly y: number; readonly flux: number },
  psf: Psf,
): void {
  const { x, y, flux } = star;
  const scale2 = scaleOf(psf) ** 2;
  const gaussian = psf.shape === 'gaussian';
  const edge = psf.fwhm * (gaussian ? GAUSSIAN_RADIUS : MOFFAT_RADIUS);
  const core2 = (psf.fwhm * CORE_RADIUS) ** 2;
  const minusBeta = -psf.beta;
  const peak = flux * centralIntensity(psf);
  const left = Math.max(0, Math.ceil(x - edge));
  const right = Math.min(width - 1, Math.floor(x + edge));
  const bottom = Math.max(0, Math.ceil(y - edge));
  const top = Math.min(height - 1, Math.floor(y + edge));

  for (let j = bottom; j <= top; j++) {
    for (let i = left; i <= right; i++) {
      const dx = i - x;
      const dy = j - y;
      const distance2 = dx * dx + dy * dy;
      if (distance2 > edge * edge) continue;
      const { nodes, weights } = distance2 < core2 ? FOUR_POINTS : TWO_POINTS;
      let sum = 0;
      for (let v = 0; v < nodes.length; v++) {
        const yy = (dy + nodes[v]) ** 2;
        for (let u = 0; u < nodes.length; u++) {
          const r2 = ((dx + nodes[u]) ** 2 + yy) / scale2;
          sum += weights[v] * weights[u] * (gaussian ? Math.exp(-0.5 * r2) : (1 + r2) ** minusBeta);
        }
      }
      out[j * width + i] += peak * sum;
    }
  }
}

/** Gauss's sigma, Moffat's alpha [px]. */
function scaleOf({ shape, fwhm, beta }: Psf): number {
  if (shape === 'gaussian') return fwhm / Math.sqrt(8 * Math.LN2);
  return fwhm / (2 * Math.sqrt(2 ** (1 / beta) - 1));
}
