/**
 * Matches two lists of positions in an image.
 *
 * @module
 */
import { type MatchOptions, matchPairs } from '../search/match-modes.js';
import { Best, type NeighbourSearch, PairCollector, type Pairs } from '../search/neighbours.js';
import { placeOf, planZones, type ZoneIndex, zoneIndex, zoneOf } from '../search/zone-index.js';
import { assertPaired, assertRadius } from './match-sky.js';

/**
 * Pairs of positions within `radius` of each other, in the order of list 1.
 *
 * A pair at the radius counts. Positions with a NaN match nothing; of equally near positions the first in its list
 * is taken.
 *
 * @param x1 first coordinates of list 1 [px, or any other unit that all share]
 * @param radius how far apart a pair may be, in the same unit
 * @param options `mode` (default `nearest`), `nth`
 * @returns numbers in list 1 and 2, and separations in the same unit
 * @throws PhotometryError `length-mismatch`; `bad-argument` for an invalid radius
 * @example
 * const { index1, index2 } = matchPixel(
 *   Float64Array.of(10, 50), Float64Array.of(20, 80),
 *   Float64Array.of(50.4), Float64Array.of(80.2),
 *   1.5,
 * );
 * index1; // [1]
 */
export function matchPixel(
  x1: Float64Array,
  y1: Float64Array,
  x2: Float64Array,
  y2: Float64Array,
  radius: number,
  options: MatchOptions = {},
): Pairs {
  assertRadius(radius, 'pixels');
  const list1 = planeList(x1, y1, 1);
  const list2 = planeList(x2, y2, 2);
  return matchPairs(
    () => planeSearch(list1, list2, radius),
    () => planeSearch(list2, list1, radius),
    options,
  );
}

/** Positions in a plane; those in `rows` are finite. */
interface PlaneList {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly rows: Uint32Array;
}

function planeList(x: Float64Array, y: Float64Array, list: number): PlaneList {
  assertPaired(x, y, list);
  const rows = Uint32Array.from(x.keys()).filter(i => Number.isFinite(x[i]) && Number.isFinite(y[i]));
  return { x, y, rows };
}

/** A pair at the radius counts, also where rounding puts it just outside. */
const AT_THE_RIM = 1 + 1e-12;

function planeSearch(from: PlaneList, to: PlaneList, radius: number): NeighbourSearch {
  const index = zoneIndex(planZones(to.x, to.y, to.rows, radius), to.x, to.y, to.rows);
  const order = zoneIndex(index.zones, from.x, from.y, from.rows).rows;
  const limit = (radius * AT_THE_RIM) ** 2;
  return {
    nearest(nth) {
      const n = from.x.length;
      const found = { index: new Int32Array(n).fill(-1), separation: new Float64Array(n).fill(NaN) };
      const best = new Best(nth);
      for (let i = 0; i < order.length; i++) {
        const row = order[i];
        best.reset(limit);
        nearestInPlane(index, from.x[row], from.y[row], best);
        if (best.rows[nth - 1] < 0) continue;
        found.index[row] = best.rows[nth - 1];
        found.separation[row] = Math.sqrt(best.limit);
      }
      return found;
    },
    all() {
      const pairs = new PairCollector();
      for (let i = 0; i < order.length; i++) {
        const row = order[i];
        allInPlane(index, from.x[row], from.y[row], limit, (other, square) => pairs.add(row, other, Math.sqrt(square)));
      }
      return pairs.pairs();
    },
  };
}

/** Zones outward from the own one, until they are farther away than the best so far. */
function nearestInPlane({ x, y, rows, starts, zones }: ZoneIndex, x0: number, y0: number, best: Best): void {
  const own = zoneOf(zones, y0);
  const inZone = (zone: number): void => {
    const [start, end] = [starts[zone], starts[zone + 1]];
    const middle = placeOf(x, x0, start, end);
    for (let at = middle; at < end && (x[at] - x0) ** 2 <= best.limit; at++)
      best.offer((x[at] - x0) ** 2 + (y[at] - y0) ** 2, rows[at]);
    for (let at = middle - 1; at >= start && (x[at] - x0) ** 2 <= best.limit; at--)
      best.offer((x[at] - x0) ** 2 + (y[at] - y0) ** 2, rows[at]);
  };
  const slack = 1e-12 * (Math.abs(y0) + Math.abs(zones.lowest) + zones.height);
  const edge = y0 - zones.lowest - own * zones.height;
  inZone(own);
  for (let step = 1; ; step++) {
    const gapBelow = edge + (step - 1) * zones.height - slack;
    const gapAbove = step * zones.height - edge - slack;
    const below = own - step >= 0 && (gapBelow <= 0 || gapBelow ** 2 <= best.limit);
    const above = own + step < zones.count && (gapAbove <= 0 || gapAbove ** 2 <= best.limit);
    if (!below && !above) return;
    if (below) inZone(own - step);
    if (above) inZone(own + step);
  }
}

function allInPlane(
  { x, y, rows, starts, zones }: ZoneIndex,
  x0: number,
  y0: number,
  limit: number,
  found: (row: number, square: number) => void,
): void {
  const reach = Math.sqrt(limit);
  const last = zoneOf(zones, y0 + reach);
  for (let zone = zoneOf(zones, y0 - reach); zone <= last; zone++) {
    const end = starts[zone + 1];
    for (let at = placeOf(x, x0 - reach, starts[zone], end); at < end && x[at] <= x0 + reach; at++) {
      const square = (x[at] - x0) ** 2 + (y[at] - y0) ** 2;
      if (square <= limit) found(rows[at], square);
    }
  }
}
