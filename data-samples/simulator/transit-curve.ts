/**
 * The light of a star with a planet before it.
 *
 * @module
 */

/** A transit on a straight path across the star. */
export interface TransitOptions {
  /** Middle of the transit [JD, UTC, at the telescope]. */
  readonly middle: number;
  /** From first to last contact [d]. */
  readonly duration: number;
  /** Radius of the planet in those of the star. */
  readonly radiusRatio: number;
  /** Least distance of the centres in radii of the star, default 0.3. */
  readonly impact?: number;
  /** Limb darkening I = 1 - u1 (1 - mu) - u2 (1 - mu)^2, default [0.4, 0.25]: a Sun in red light. */
  readonly limbDarkening?: readonly [number, number];
}

/** Rings into which the star's disc is cut: the light is right to 1e-6. */
const RINGS = 2000;

/** Light of the star against that outside the transit, as a function of time [JD]. */
export function transitCurve(options: TransitOptions): (jd: number) => number {
  const { middle, duration, radiusRatio, impact = 0.3, limbDarkening = [0.4, 0.25] } = options;
  const halfPath = Math.sqrt((1 + radiusRatio) ** 2 - impact * impact);
  return jd => {
    const along = (2 * halfPath * (jd - middle)) / duration;
    return 1 - hiddenFraction(Math.hypot(along, impact), radiusRatio, limbDarkening);
  };
}

/**
 * The part of the star's light behind the planet: the sum over rings of the star of their brightness times the part
 * of the ring that the planet covers, acos((r^2 + z^2 - p^2) / 2 r z) / pi.
 */
function hiddenFraction(z: number, p: number, [u1, u2]: readonly [number, number]): number {
  if (z >= 1 + p) return 0;
  let hidden = 0;
  let total = 0;
  for (let k = 0; k < RINGS; k++) {
    const r = (k + 0.5) / RINGS;
    const edge = 1 - Math.sqrt(1 - r * r);
    const light = (1 - u1 * edge - u2 * edge * edge) * r;
    total += light;
    const cosine = (r * r + z * z - p * p) / (2 * r * z);
    if (cosine < 1) hidden += cosine <= -1 ? light : (light * Math.acos(cosine)) / Math.PI;
  }
  return hidden / total;
}
