/**
 * A list of stars made ready for matching: finite, brightest first, close doubles as one.
 *
 * @module
 */

/** Detected stars of one frame, in any order. */
export interface Stars {
  /** Along a row [px]. */
  readonly x: ArrayLike<number>;
  /** Along a column [px]. */
  readonly y: ArrayLike<number>;
  /** Brightness in any unit that grows with light; only its order counts. NaN counts as faintest. */
  readonly flux: ArrayLike<number>;
}

/** Stars brightest first. */
export interface StarList {
  readonly length: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Place of each in the list it came from. */
  readonly index: Int32Array;
}

/** The rectangle of sky that a list covers. */
export interface Footprint {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Area of the rectangle [px^2]. */
  readonly area: number;
}

/**
 * Sorts by flux, leaves out positions that are not finite, and keeps the brighter of two stars nearer than `apart`.
 *
 * Of equal fluxes the earlier comes first.
 *
 * @param apart least distance of two stars [px]
 * @param most maximum number of stars to keep
 */
export function listStars({ x, y, flux }: Stars, apart: number, most: number): StarList {
  const order: number[] = [];
  for (let i = 0; i < x.length; i++) if (Number.isFinite(x[i]) && Number.isFinite(y[i])) order.push(i);
  const brightness = (i: number): number => (Number.isNaN(flux[i]) ? Number.NEGATIVE_INFINITY : flux[i]);
  order.sort((i, j) => {
    const [fi, fj] = [brightness(i), brightness(j)];
    return fi === fj ? i - j : fj > fi ? 1 : -1;
  });
  const kept = new Int32Array(Math.min(order.length, most));
  let n = 0;
  for (let k = 0; k < order.length && n < kept.length; k++) {
    const i = order[k];
    let alone = true;
    for (let m = 0; m < n && alone; m++) {
      const dx = x[i] - x[kept[m]];
      const dy = y[i] - y[kept[m]];
      alone = dx * dx + dy * dy >= apart * apart;
    }
    if (alone) kept[n++] = i;
  }
  const index = kept.slice(0, n);
  return {
    length: n,
    x: Float64Array.from(index, i => x[i]),
    y: Float64Array.from(index, i => y[i]),
    index,
  };
}

/** The same list with y mirrored. */
export function mirrorList(list: StarList): StarList {
  return { ...list, y: list.y.map(y => -y) };
}

/**
 * The rectangle that holds the stars, widened by (n + 1)/(n - 1): the best guess of the frame that
 * n evenly strewn stars came from.
 *
 * @param least no side is taken as shorter than this [px]
 */
export function footprintOf({ x, y, length }: StarList, least: number): Footprint {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < length; i++) {
    left = Math.min(left, x[i]);
    right = Math.max(right, x[i]);
    top = Math.min(top, y[i]);
    bottom = Math.max(bottom, y[i]);
  }
  const wide = length > 1 ? (length + 1) / (length - 1) : 1;
  const halfWidth = (Math.max(right - left, least) * wide) / 2;
  const halfHeight = (Math.max(bottom - top, least) * wide) / 2;
  const [cx, cy] = [(left + right) / 2, (top + bottom) / 2];
  return {
    left: cx - halfWidth,
    right: cx + halfWidth,
    top: cy - halfHeight,
    bottom: cy + halfHeight,
    area: 4 * halfWidth * halfHeight,
  };
}
