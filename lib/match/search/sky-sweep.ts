/**
 * The nearest neighbour on the sphere, for radii that are small compared with the zones: both lists, in the
 * order of zones and right ascension, are scanned in parallel. Memory is read in order, which makes it fast.
 *
 * @module
 */
import { Best, type Neighbours } from './neighbours.js';
import { haversine, reachOf, rimOf, type SkyWalk, widthAt } from './sky-walk.js';
import { type ZoneIndex, zoneIndex } from './zone-index.js';

const DEG = Math.PI / 180;

/** Points of list 1 that are put into order at a time, so that memory stays bounded. */
const CHUNK = 2 ** 20;

/** Circles wider than this in right ascension [deg], near the poles, are left to the walk. */
const WIDEST = 10;

/** Positions on the sky [deg]: RA from 0 to below 360, Dec from -90 to 90; those in `rows` are finite. */
export interface SkyList {
  readonly ra: Float64Array;
  readonly dec: Float64Array;
  /** The positions to search; others are skipped. */
  readonly rows: Uint32Array;
}

/** Distance of a pair [deg] from its haversine. */
export type Distance = (row: number, other: number, haversine: number) => number;

/**
 * The nearest of the indexed positions to each of `from`.
 *
 * @param to positions indexed in zones at least two radii high
 * @param walk the same positions, for circles that cross RA 0 or hold a pole
 */
export function sweepNearest(
  from: SkyList,
  to: ZoneIndex,
  walk: SkyWalk,
  radius: number,
  distance: Distance,
): Neighbours {
  const n = from.ra.length;
  const found = { index: new Int32Array(n).fill(-1), separation: new Float64Array(n).fill(NaN) };
  for (let start = 0; start < from.rows.length; start += CHUNK) {
    const chunk = zoneIndex(to.zones, from.ra, from.dec, from.rows.subarray(start, start + CHUNK));
    const sweep = new Sweep(chunk, to, walk, radius);
    for (let zone = 0; zone < to.zones.count; zone++) sweep.zone(zone);
    for (let i = 0; i < chunk.rows.length; i++) {
      if (sweep.nearest[i] < 0) continue;
      found.index[chunk.rows[i]] = sweep.nearest[i];
      found.separation[chunk.rows[i]] = distance(chunk.rows[i], sweep.nearest[i], sweep.measures[i]);
    }
  }
  return found;
}

/** Scans two lists in the same zones. */
class Sweep {
  /** Row of the nearest to each position of the first list; -1 for none. */
  readonly nearest: Int32Array;
  /** Haversine of its distance. */
  readonly measures: Float64Array;
  readonly #from: ZoneIndex;
  readonly #to: ZoneIndex;
  readonly #walk: SkyWalk;
  readonly #reach: number;
  readonly #best = new Best(1);

  constructor(from: ZoneIndex, to: ZoneIndex, walk: SkyWalk, radius: number) {
    this.#from = from;
    this.#to = to;
    this.#walk = walk;
    this.#reach = reachOf(radius);
    this.nearest = new Int32Array(from.rows.length).fill(-1);
    this.measures = new Float64Array(from.rows.length).fill(rimOf(radius));
  }

  /** Finds the neighbours of all positions in one zone. */
  zone(zone: number): void {
    const { starts, x, y } = this.#from;
    const [start, end] = [starts[zone], starts[zone + 1]];
    if (start === end) return;
    let farthest = 0; // from the equator
    for (let i = start; i < end; i++) farthest = Math.max(farthest, Math.abs(y[i]));
    const width = widthAt(farthest, this.#reach);
    let [first, last] = [start, end];
    if (width > WIDEST) first = end;
    else {
      while (first < end && x[first] < width) first++;
      while (last > first && x[last - 1] > 360 - width) last--;
    }
    for (let i = start; i < first; i++) this.#byWalk(i);
    for (let i = last; i < end && first < end; i++) this.#byWalk(i);
    if (first >= last) return;
    for (let other = Math.max(0, zone - 1); other <= Math.min(zone + 1, this.#to.zones.count - 1); other++)
      this.#beside(other, first, last, width);
  }

  #byWalk(i: number): void {
    this.#walk.nearest(this.#from.x[i], this.#from.y[i], this.#best);
    this.nearest[i] = this.#best.rows[0];
    this.measures[i] = this.#best.limit;
  }

  /** Positions `first` to `last` of one list against one zone of the other. */
  #beside(zone: number, first: number, last: number, width: number): void {
    const { nearest, measures } = this;
    const { x: ra, y: dec } = this.#from;
    const { x, y, rows, starts, zones } = this.#to;
    const reach = this.#reach;
    const end = starts[zone + 1];
    const bottom = zone === 0 ? -Infinity : zones.lowest + zone * zones.height - reach;
    const top = zone === zones.count - 1 ? Infinity : zones.lowest + (zone + 1) * zones.height + reach;
    let from = starts[zone];
    for (let i = first; i < last; i++) {
      const dec1 = dec[i];
      if (dec1 < bottom || dec1 > top) continue;
      const left = ra[i] - width;
      const right = ra[i] + width;
      while (from < end && x[from] < left) from++;
      for (let at = from; at < end && x[at] <= right; at++) {
        const dDec = y[at] - dec1;
        if (dDec > reach || dDec < -reach) continue;
        const measure = haversine(dDec) + Math.cos(dec1 * DEG) * Math.cos(y[at] * DEG) * haversine(x[at] - ra[i]);
        if (measure > measures[i] || (measure === measures[i] && nearest[i] >= 0 && nearest[i] < rows[at])) continue;
        measures[i] = measure;
        nearest[i] = rows[at];
      }
    }
  }
}
