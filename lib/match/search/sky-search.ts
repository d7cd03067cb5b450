/**
 * Neighbours on the sphere, exact everywhere: at the poles, across RA 0, and for radii up to 180 degrees.
 *
 * @module
 */
import { separation } from '../../math/sphere.js';
import { Best, type NeighbourSearch, type Neighbours, PairCollector, type Pairs } from './neighbours.js';
import { type Distance, type SkyList, sweepNearest } from './sky-sweep.js';
import { angleOf, SkyWalk } from './sky-walk.js';
import { planZones, zoneIndex } from './zone-index.js';

/** Searches `to` around the positions of `from`, within `radius` [deg]. */
export function skySearch(from: SkyList, to: SkyList, radius: number): NeighbourSearch {
  const zones = planZones(to.ra, to.dec, to.rows, radius);
  const index = zoneIndex(zones, to.ra, to.dec, to.rows);
  const walk = new SkyWalk(index, radius);
  const distance = (row: number, other: number, measure: number): number =>
    measure < 0.25 // 60 degrees; the haversine loses digits towards the antipode
      ? angleOf(measure)
      : separation(from.ra[row], from.dec[row], to.ra[other], to.dec[other]);
  const sweeps = zones.height >= 2 * radius;
  return {
    nearest: nth =>
      nth === 1 && sweeps ? sweepNearest(from, index, walk, radius, distance) : nearest(from, walk, nth, distance),
    all: () => all(from, walk, distance),
  };
}

function nearest({ ra, dec, rows }: SkyList, walk: SkyWalk, nth: number, distance: Distance): Neighbours {
  const found = { index: new Int32Array(ra.length).fill(-1), separation: new Float64Array(ra.length).fill(NaN) };
  const best = new Best(nth);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    walk.nearest(ra[row], dec[row], best);
    const other = best.rows[nth - 1];
    if (other < 0) continue;
    found.index[row] = other;
    found.separation[row] = distance(row, other, best.measures[nth - 1]);
  }
  return found;
}

function all({ ra, dec, rows }: SkyList, walk: SkyWalk, distance: Distance): Pairs {
  const pairs = new PairCollector();
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    walk.all(ra[row], dec[row], (other, measure) => pairs.add(row, other, distance(row, other, measure)));
  }
  return pairs.pairs();
}
