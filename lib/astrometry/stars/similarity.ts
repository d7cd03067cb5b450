/**
 * Similarity transforms of the plane: shift, rotation, one scale, and on request a mirror.
 *
 * They say where the stars of one frame are in another. Data, not objects: apply one with
 * {@link transformX} and {@link transformY}, which a hot loop may call.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';

/**
 * A similarity transform: `x' = a x - b y + tx`, `y' = b x + a y + ty`.
 *
 * With `flipped` the y axis is mirrored first: `y` means `-y` on the right-hand sides.
 *
 * @example
 * const t = 0.1;
 * const turned: Similarity = { a: Math.cos(t), b: Math.sin(t), tx: 0, ty: 0 }; // by t about (0, 0), from +x to +y
 */
export interface Similarity {
  /** Scale times the cosine of the rotation. */
  readonly a: number;
  /** Scale times the sine of the rotation, measured from +x to +y. */
  readonly b: number;
  /** Where (0, 0) goes, along x [px]. */
  readonly tx: number;
  /** Where (0, 0) goes, along y [px]. */
  readonly ty: number;
  /** Whether y is mirrored before the rest; absent is false. */
  readonly flipped?: boolean;
}

/** Points of the plane as two columns of the same length. */
interface Points {
  /** Along a row [px]. */
  readonly x: ArrayLike<number>;
  /** Along a column [px]. */
  readonly y: ArrayLike<number>;
}

/** Settings of {@link fitSimilarity}. */
interface FitSimilarityOptions {
  /** Weight of each pair, in proportion to 1/sigma^2; pairs whose weight is not positive are left out. Default: all equal. */
  readonly weights?: ArrayLike<number>;
  /** Whether a mirrored transform may be the answer, where it fits better. Default false. */
  readonly allowFlip?: boolean;
}

/** The transform that leaves every point where it is. */
export const IDENTITY: Similarity = Object.freeze({ a: 1, b: 0, tx: 0, ty: 0 });

/**
 * x of the transformed point [px]; NaN if a coordinate is.
 *
 * @example transformX({ a: 0, b: 1, tx: 10, ty: 0 }, 2, 3) // 7
 */
export function transformX(t: Similarity, x: number, y: number): number {
  return t.flipped === true ? t.a * x + t.b * y + t.tx : t.a * x - t.b * y + t.tx;
}

/**
 * y of the transformed point [px]; NaN if a coordinate is.
 *
 * @example transformY({ a: 0, b: 1, tx: 10, ty: 0 }, 2, 3) // 2
 */
export function transformY(t: Similarity, x: number, y: number): number {
  return t.flipped === true ? t.b * x - t.a * y + t.ty : t.b * x + t.a * y + t.ty;
}

/**
 * The transform that undoes this one.
 *
 * A transform of scale 0 has no inverse: the result is all NaN.
 *
 * @example invertTransform({ a: 2, b: 0, tx: 4, ty: 0 }) // { a: 0.5, b: 0, tx: -2, ty: 0 }
 */
export function invertTransform(t: Similarity): Similarity {
  const size = t.a * t.a + t.b * t.b;
  if (!(size > 0)) return { a: Number.NaN, b: Number.NaN, tx: Number.NaN, ty: Number.NaN };
  const flipped = t.flipped === true;
  const a = t.a / size;
  // a mirrored rotation is its own inverse
  const b = (flipped ? t.b : -t.b) / size;
  const linear = similarity(a, b, 0, 0, flipped);
  return similarity(a, b, -transformX(linear, t.tx, t.ty), -transformY(linear, t.tx, t.ty), flipped);
}

/**
 * The transform that does `first`, then `second`.
 *
 * @example composeTransforms(toFrame, invertTransform(toFrame)) // the identity, to rounding
 */
export function composeTransforms(first: Similarity, second: Similarity): Similarity {
  const tx = transformX(second, first.tx, first.ty);
  const ty = transformY(second, first.tx, first.ty);
  const a = transformX(second, first.a, first.b) - second.tx;
  const b = transformY(second, first.a, first.b) - second.ty;
  return similarity(a, b, tx, ty, (first.flipped === true) !== (second.flipped === true));
}

/**
 * The similarity that maps `from` closest to `to`: weighted least squares of the distances, in closed form.
 *
 * With z = x + iy about the weighted centres, the factor a + ib is sum(w conj(z) z') / sum(w |z|^2)
 * (Umeyama 1991, IEEE PAMI 13, 376, in two dimensions). Pairs with a coordinate that is not finite are left out.
 *
 * @returns null for fewer than two pairs, or where all points of a side coincide
 * @throws PhotometryError `bad-argument` if the columns differ in length
 * @example fitSimilarity({ x: [0, 1], y: [0, 0] }, { x: [5, 5], y: [5, 6] }) // a quarter turn and a shift: { a: 0, b: 1, tx: 5, ty: 5 }
 */
export function fitSimilarity(from: Points, to: Points, options: FitSimilarityOptions = {}): Similarity | null {
  const { weights, allowFlip = false } = options;
  const n = from.x.length;
  if (from.y.length !== n || to.x.length !== n || to.y.length !== n || (weights && weights.length !== n))
    throw new PhotometryError(
      'bad-argument',
      `fitSimilarity expects columns of one length, got from ${n} and ${from.y.length}, to ${to.x.length} and ${to.y.length}` +
        (weights ? `, weights ${weights.length}` : ''),
      {},
    );
  const weightOf = (i: number): number => {
    const weight = weights ? weights[i] : 1;
    // infinite minus itself, and NaN, are not 0
    const usable = weight > 0 && weight - weight + from.x[i] * 0 + from.y[i] * 0 + to.x[i] * 0 + to.y[i] * 0 === 0;
    return usable ? weight : 0;
  };

  let used = 0;
  let total = 0;
  let [cx, cy, dx, dy] = [0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const w = weightOf(i);
    if (w === 0) continue;
    used++;
    total += w;
    cx += w * from.x[i];
    cy += w * from.y[i];
    dx += w * to.x[i];
    dy += w * to.y[i];
  }
  if (used < 2) return null;
  cx /= total;
  cy /= total;
  dx /= total;
  dy /= total;

  // sums of u u', v v', u v', v u' about the centres, and of the squared sizes
  let [uu, vv, uv, vu, fromSize, toSize] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const w = weightOf(i);
    if (w === 0) continue;
    const u = from.x[i] - cx;
    const v = from.y[i] - cy;
    const p = to.x[i] - dx;
    const q = to.y[i] - dy;
    uu += w * u * p;
    vv += w * v * q;
    uv += w * u * q;
    vu += w * v * p;
    fromSize += w * (u * u + v * v);
    toSize += w * (p * p + q * q);
  }
  const rounding = 1e-24 * total;
  if (!(fromSize > rounding * (1 + cx * cx + cy * cy)) || !(toSize > rounding * (1 + dx * dx + dy * dy))) return null;

  // the larger correlation leaves the smaller residual
  const flipped = allowFlip && Math.hypot(uu - vv, uv + vu) > Math.hypot(uu + vv, uv - vu) * (1 + 1e-12);
  const a = (flipped ? uu - vv : uu + vv) / fromSize;
  const b = (flipped ? uv + vu : uv - vu) / fromSize;
  if (!(a * a + b * b > 0)) return null;
  const linear = similarity(a, b, 0, 0, flipped);
  return similarity(a, b, dx - transformX(linear, cx, cy), dy - transformY(linear, cx, cy), flipped);
}

function similarity(a: number, b: number, tx: number, ty: number, flipped: boolean): Similarity {
  return flipped ? { a, b, tx, ty, flipped } : { a, b, tx, ty };
}
