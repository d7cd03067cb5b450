/**
 * The exact area that a circle and a pixel have in common, in closed form.
 *
 * Pixel (i, j) is the square [i - 0.5, i + 0.5] x [j - 0.5, j + 0.5]. Everything here is relative to
 * the centre of the circle.
 *
 * The area is an integral of chords. Below the height y >= 0 the disc's upper half has, from 0 to x,
 *
 *   U(x, y) = integral of min(y, sqrt(r^2 - t^2)) dt
 *           = x y                         for x <= c, where c = sqrt(r^2 - y^2)
 *           = c y + G(x) - G(c)           for c < x <= r
 *   G(x)    = (x sqrt(r^2 - x^2) + r^2 asin(x / r)) / 2
 *
 * odd in x and in y, and the pixel's share is U(x1, y1) - U(x0, y1) - U(x1, y0) + U(x0, y0). G is
 * needed once per line of the pixel grid, not per pixel, which makes exact apertures cheap.
 *
 * @module
 */

/**
 * G(x): area under the circle of radius `r` between 0 and `x` [px²]. `|x|` beyond `r` counts as `r`.
 *
 * @example areaUnderCircle(2, 2) // Math.PI, a quarter of the disc
 */
export function areaUnderCircle(x: number, r: number): number {
  if (x >= r) return 0.25 * Math.PI * r * r;
  if (x <= -r) return -0.25 * Math.PI * r * r;
  return areaBelowArc(x, Math.sqrt((r - x) * (r + x)), r);
}

/**
 * G(x) where the height `y` of the circle at `x` is known: near a tangent, x alone would lose half the digits.
 *
 * @param y the square root of r^2 - x^2 [px]
 */
export function areaBelowArc(x: number, y: number, r: number): number {
  const angle = y >= Math.abs(x) ? Math.asin(x / r) : Math.sign(x) * (0.5 * Math.PI - Math.asin(y / r));
  return 0.5 * (x * y + r * r * angle);
}

/**
 * The area that a pixel shares with a circle [px²], from 0 (apart) to 1 (inside).
 *
 * @param dx centre of the pixel minus centre of the circle along x [px]
 * @param dy the same along y [px]
 * @param r radius of the circle [px]; 0 or less has no area
 * @example circlePixelOverlap(0, 0, 5) // 1
 * @see Photometry.jl, `overlap.jl`, and photutils, `circular_overlap`, for the same area by cases
 */
export function circlePixelOverlap(dx: number, dy: number, r: number): number {
  if (!(r > 0)) return 0;
  const upper = cornerArea(dx + 0.5, dy + 0.5, r) - cornerArea(dx - 0.5, dy + 0.5, r);
  const lower = cornerArea(dx + 0.5, dy - 0.5, r) - cornerArea(dx - 0.5, dy - 0.5, r);
  return Math.min(1, Math.max(0, upper - lower));
}

/** U(x, y) of the module's text: odd in both. */
function cornerArea(x: number, y: number, r: number): number {
  const height = Math.min(Math.abs(y), r);
  const width = Math.min(Math.abs(x), r);
  const chord = Math.sqrt((r - height) * (r + height));
  const area = width <= chord ? width * height : chord * height + areaUnderCircle(width, r) - areaUnderCircle(chord, r);
  return x < 0 === y < 0 ? area : -area;
}
