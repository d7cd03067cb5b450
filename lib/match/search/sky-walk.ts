/**
 * The search around one position on the sphere: zone by zone, outward from its right ascension.
 *
 * @module
 */
import type { Best } from './neighbours.js';
import { placeOf, type ZoneIndex, zoneOf } from './zone-index.js';

const DEG = Math.PI / 180;

/** A pair at the radius counts, also where rounding puts it just outside. */
const AT_THE_RIM = 1 + 1e-12;

/** Bounds are widened by this, so that rounding leaves nobody out [deg]. */
const SLACK = 1e-11;

/**
 * Haversine of an angle: the square of the sine of its half.
 *
 * @param degrees the angle
 */
export function haversine(degrees: number): number {
  const half = degrees * (DEG / 2);
  if (half > 0.01 || half < -0.01) return Math.sin(half) ** 2;
  const square = half * half; // the series to the ninth power is exact here, and faster
  const sine = half * (1 - (square / 6) * (1 - (square / 20) * (1 - square / 42)));
  return sine * sine;
}

/** The angle of a haversine [deg]. */
export function angleOf(measure: number): number {
  const sine = Math.sqrt(measure);
  if (measure > 1e-4) return (2 * Math.asin(Math.min(1, sine))) / DEG;
  return (2 * sine * (1 + (measure / 6) * (1 + ((9 * measure) / 20) * (1 + (25 * measure) / 42)))) / DEG;
}

/** Haversine of a radius [deg] that pairs may have and still count. */
export function rimOf(radius: number): number {
  return haversine(Math.min(180, radius)) * AT_THE_RIM ** 2;
}

/** How far in declination to look for a radius, with a little to spare [deg]. */
export function reachOf(radius: number): number {
  return radius * AT_THE_RIM + SLACK;
}

/** As many positions around another are looked at one by one, without a search for the first. */
const SHORT_RUN = 16;

/** Visits the indexed positions around others. */
export class SkyWalk {
  readonly #index: ZoneIndex;
  readonly #radius: number;
  readonly #limit: number;
  readonly #fullReach: number;
  /** Whether the circle narrows around the best so far: only worth its cost where it spans many zones. */
  readonly #narrows: boolean;
  #reach = 0;
  #halfWidth = 0;

  /** @param radius how far to look [deg] */
  constructor(index: ZoneIndex, radius: number) {
    this.#index = index;
    this.#radius = radius;
    this.#limit = rimOf(radius);
    this.#fullReach = reachOf(radius);
    this.#narrows = radius > 1.5 * index.zones.height;
  }

  /** Puts the nearest positions into `best`, measured by haversine. */
  nearest(ra: number, dec: number, best: Best): void {
    best.reset(this.#limit);
    const cosDec = Math.cos(dec * DEG);
    const { zones, starts } = this.#index;
    const start = starts[zoneOf(zones, dec - this.#fullReach)];
    const end = starts[zoneOf(zones, dec + this.#fullReach) + 1];
    if (end - start <= SHORT_RUN) this.#nearestInRun(start, end, ra, dec, cosDec, best);
    else this.#nearestInZones(ra, dec, cosDec, best);
  }

  /** Looks at every position of a few neighbouring zones. */
  #nearestInRun(start: number, end: number, ra: number, dec: number, cosDec: number, best: Best): void {
    const { x, y, rows } = this.#index;
    const reach = this.#fullReach;
    for (let at = start; at < end; at++) {
      const dDec = y[at] - dec;
      if (dDec > reach || dDec < -reach) continue;
      const dRa = Math.abs(x[at] - ra);
      const across = dRa > 180 ? 360 - dRa : dRa;
      // most that are near in declination are far in right ascension: sin(separation) >= cos(dec) sin(dRa) up to
      // 90 degrees, and sin(dRa) >= 2/pi dRa; beyond, the pole is nearer
      if (across < 90 ? across * cosDec * 0.63 > reach : 90 - Math.abs(dec) > reach) continue;
      const measure = haversine(dDec) + cosDec * Math.cos(y[at] * DEG) * haversine(across);
      if (measure <= best.limit) best.offer(measure, rows[at]);
    }
  }

  /** Goes from zone to zone, away from the position, until they are farther than the best so far. */
  #nearestInZones(ra: number, dec: number, cosDec: number, best: Best): void {
    this.#narrow(dec, this.#radius);
    const { zones } = this.#index;
    const own = zoneOf(zones, dec);
    this.#nearestInZone(own, ra, dec, cosDec, best);
    const edge = dec - zones.lowest - own * zones.height; // above the lower edge of the own zone
    for (let step = 1; ; step++) {
      const below = own - step >= 0 && edge + (step - 1) * zones.height <= this.#reach;
      const above = own + step < zones.count && step * zones.height - edge <= this.#reach;
      if (!below && !above) return;
      if (below) this.#nearestInZone(own - step, ra, dec, cosDec, best);
      if (above) this.#nearestInZone(own + step, ra, dec, cosDec, best);
    }
  }

  /** Calls `found` for every position within the radius, with its row and the haversine between. */
  all(ra: number, dec: number, found: (row: number, haversine: number) => void): void {
    const cosDec = Math.cos(dec * DEG);
    this.#narrow(dec, this.#radius);
    const { y, rows, zones } = this.#index;
    const last = zoneOf(zones, dec + this.#reach);
    for (let zone = zoneOf(zones, dec - this.#reach); zone <= last; zone++)
      this.#visitZone(zone, ra, (at, dRa) => {
        const measure = haversine(y[at] - dec) + cosDec * Math.cos(y[at] * DEG) * haversine(dRa);
        if (measure <= this.#limit) found(rows[at], measure);
      });
  }

  /** Sets the circle: its reach in declination, and in right ascension. */
  #narrow(dec: number, radius: number): void {
    this.#reach = reachOf(radius);
    this.#halfWidth = widthAt(Math.abs(dec), this.#reach);
  }

  #nearestInZone(zone: number, ra: number, dec: number, cosDec: number, best: Best): void {
    const { y, rows } = this.#index;
    this.#visitZone(zone, ra, (at, dRa) => {
      const dDec = y[at] - dec;
      if (dDec > this.#reach || dDec < -this.#reach) return;
      const measure = haversine(dDec) + cosDec * Math.cos(y[at] * DEG) * haversine(dRa);
      if (measure <= best.limit && best.offer(measure, rows[at]) && this.#narrows)
        this.#narrow(dec, Math.min(this.#radius, angleOf(best.limit)));
    });
  }

  /** Calls `visit` for the places of a zone within the circle's width, going right from `ra` and then left. */
  #visitZone(zone: number, ra: number, visit: (at: number, dRa: number) => void): void {
    const { x, starts } = this.#index;
    const [start, end] = [starts[zone], starts[zone + 1]];
    if (start === end) return;
    const middle = placeOf(x, ra, start, end);
    for (let side = 1; side >= -1; side -= 2) {
      let at = side > 0 ? middle : middle - 1;
      for (let count = end - start; count > 0; count--, at += side) {
        if (at === end) at = start;
        else if (at < start) at = end - 1;
        let dRa = side * (x[at] - ra);
        if (dRa < 0 || (dRa === 0 && side < 0)) dRa += 360; // the same place is met going right
        if (dRa > this.#halfWidth) break; // `visit` may have made it smaller
        visit(at, dRa);
      }
      if (this.#halfWidth >= 360) return; // one way round was the whole circle
    }
  }
}

/**
 * Half of the range of right ascension that a circle covers [deg]; 360, the whole circle, where it holds a pole.
 *
 * @param dec distance of its centre from the equator
 */
export function widthAt(dec: number, radius: number): number {
  if (dec + radius >= 90) return 360;
  const cosDec = Math.cos(dec * DEG);
  // the arc sine of a small x is below x (1 + x^2 / 5)
  const small = (radius * DEG) / cosDec;
  if (small < 0.1) return (small / DEG) * 1.002 + SLACK;
  return Math.asin(Math.min(1, Math.sin(radius * DEG) / cosDec)) / DEG + 1e-6;
}
