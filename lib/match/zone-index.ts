/**
 * Points in the order of narrow zones of their second coordinate, and of the first coordinate within a zone.
 *
 * A search looks only at the few zones within its radius, and in each at a short run of neighbours; the zones
 * are arrays without pointers, so that going through two lists in this order stays within the cache.
 *
 * @module
 * @see Gray, J., Nieto-Santisteban, M. & Szalay, A. 2006, MSR-TR-2006-52, "The Zones Algorithm"
 */

/** Where the zones lie. */
export interface Zones {
  /** Second coordinate of the lower edge of zone 0. */
  readonly lowest: number;
  /** Height of each zone. */
  readonly height: number;
  /** How many there are. */
  readonly count: number;
  /** Smallest first coordinate. */
  readonly left: number;
  /** Extent of the first coordinate; 1 if it has none. */
  readonly width: number;
}

/** Points in the order of their zones. */
export interface ZoneIndex {
  readonly zones: Zones;
  /** Number of each point in the list it came from. */
  readonly rows: Uint32Array;
  /** First coordinate, ascending within each zone. */
  readonly x: Float64Array;
  /** Second coordinate. */
  readonly y: Float64Array;
  /** Where each zone begins, and after the last one where it ends. */
  readonly starts: Uint32Array;
}

/** A key has 20 bits for the zone and 12 for the place within it. */
const MOST_ZONES = 2 ** 20;
const PLACES = 2 ** 12;
const DIGIT_BITS = 11;

/**
 * Chooses zones for points that are searched within `radius`. They are as high as the points are apart on the
 * average, but at most 16 radii where the points are sparse, so that a crowd among them does not fill one zone.
 *
 * @param rows the points to be indexed
 */
export function planZones(x: Float64Array, y: Float64Array, rows: Uint32Array, radius: number): Zones {
  let [left, right, lowest, highest] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (x[row] < left) left = x[row];
    if (x[row] > right) right = x[row];
    if (y[row] < lowest) lowest = y[row];
    if (y[row] > highest) highest = y[row];
  }
  if (rows.length === 0) return { lowest: 0, height: 1, count: 1, left: 0, width: 1 };
  const range = highest - lowest;
  const apart = Math.sqrt((range * (right - left)) / rows.length) || range;
  const wanted = radius > apart ? apart : Math.max(2 * radius, Math.min(apart, 16 * radius));
  const height = Math.max(wanted, range / (MOST_ZONES - 1), range / (4 * rows.length)) || 1;
  return { lowest, height, count: Math.floor(range / height) + 1, left, width: right - left || 1 };
}

/** The zone of a second coordinate; those beyond the zones belong to the first or last. */
export function zoneOf({ lowest, height, count }: Zones, y: number): number {
  return Math.max(0, Math.min(count - 1, Math.floor((y - lowest) / height)));
}

/** Points of a block: so many fit into a processor's nearest cache. */
const BLOCK_POINTS = 1024;

/**
 * Puts points into their order: first into blocks of neighbouring zones, then each block by itself, so that
 * memory is read and written in long stretches.
 */
export function zoneIndex(zones: Zones, x: Float64Array, y: Float64Array, given: Uint32Array): ZoneIndex {
  const blocks = intoBlocks(zones, x, y, given);
  const n = given.length;
  const index = {
    zones,
    rows: new Uint32Array(n),
    x: new Float64Array(n),
    y: new Float64Array(n),
    starts: new Uint32Array(zones.count + 1),
  };
  const sorter = new BlockSorter(largestBlock(blocks));
  for (let block = 0; block + 1 < blocks.starts.length; block++)
    sorter.sort(blocks, blocks.starts[block], blocks.starts[block + 1], index);
  for (let zone = 0; zone < zones.count; zone++) index.starts[zone + 1] += index.starts[zone];
  sortWithinZones(index);
  return index;
}

/** Points in blocks of zones. */
interface Blocks {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly rows: Uint32Array;
  /** The zone of each point. */
  readonly zones: Uint32Array;
  /** Where each block begins, and after the last one where it ends. */
  readonly starts: number[];
}

function intoBlocks(zones: Zones, x: Float64Array, y: Float64Array, given: Uint32Array): Blocks {
  const n = given.length;
  const perBlock = Math.max(1, Math.ceil(zones.count / Math.max(1, n / BLOCK_POINTS)));
  const next = new Uint32Array(Math.ceil(zones.count / perBlock) + 1);
  const zoneOfPoint = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    zoneOfPoint[i] = zoneOf(zones, y[given[i]]);
    next[Math.floor(zoneOfPoint[i] / perBlock) + 1]++;
  }
  for (let block = 1; block < next.length; block++) next[block] += next[block - 1];
  const starts = [...next];
  const out = { x: new Float64Array(n), y: new Float64Array(n), rows: new Uint32Array(n), zones: new Uint32Array(n) };
  for (let i = 0; i < n; i++) {
    const row = given[i];
    const at = next[Math.floor(zoneOfPoint[i] / perBlock)]++;
    out.x[at] = x[row];
    out.y[at] = y[row];
    out.rows[at] = row;
    out.zones[at] = zoneOfPoint[i];
  }
  return { ...out, starts };
}

function largestBlock({ starts }: Blocks): number {
  return starts.reduce((largest, start, k) => Math.max(largest, start - (starts[k - 1] ?? 0)), 0);
}

/** Sorts blocks by zone and place with radix sort, least significant digit first; its arrays serve all blocks. */
class BlockSorter {
  #keys: Uint32Array;
  #places: Uint32Array;
  #otherKeys: Uint32Array;
  #otherPlaces: Uint32Array;
  readonly #counts = new Uint32Array(2 ** DIGIT_BITS);

  constructor(largest: number) {
    this.#keys = new Uint32Array(largest);
    this.#places = new Uint32Array(largest);
    this.#otherKeys = new Uint32Array(largest);
    this.#otherPlaces = new Uint32Array(largest);
  }

  /** Sorts points `start` to `end` into the same places of `index`, and counts those of each zone. */
  sort(blocks: Blocks, start: number, end: number, { zones, x, y, rows, starts }: ZoneIndex): void {
    const n = end - start;
    const firstZone = n > 0 ? blocks.zones.subarray(start, end).reduce((a, b) => Math.min(a, b)) : 0;
    const scale = PLACES / zones.width;
    for (let i = 0; i < n; i++) {
      const place = Math.floor((blocks.x[start + i] - zones.left) * scale);
      const zone = blocks.zones[start + i];
      starts[zone + 1]++;
      this.#keys[i] = (zone - firstZone) * PLACES + Math.max(0, Math.min(PLACES - 1, place));
      this.#places[i] = start + i;
    }
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) this.#sortDigit(n, shift);
    for (let i = 0; i < n; i++) {
      const from = this.#places[i];
      x[start + i] = blocks.x[from];
      y[start + i] = blocks.y[from];
      rows[start + i] = blocks.rows[from];
    }
  }

  #sortDigit(n: number, shift: number): void {
    const counts = this.#counts.fill(0);
    const mask = counts.length - 1;
    const keys = this.#keys;
    const places = this.#places;
    for (let i = 0; i < n; i++) counts[(keys[i] >>> shift) & mask]++;
    if (n === 0 || counts[(keys[0] >>> shift) & mask] === n) return;
    let sum = 0;
    for (let digit = 0; digit <= mask; digit++) {
      const count = counts[digit];
      counts[digit] = sum;
      sum += count;
    }
    for (let i = 0; i < n; i++) {
      const at = counts[(keys[i] >>> shift) & mask]++;
      this.#otherKeys[at] = keys[i];
      this.#otherPlaces[at] = places[i];
    }
    [this.#keys, this.#otherKeys] = [this.#otherKeys, keys];
    [this.#places, this.#otherPlaces] = [this.#otherPlaces, places];
  }
}

/** Runs longer than this are not sorted by insertion. */
const SHORT_RUN = 64;

/** The keys have put the points into order but for those that share a place; this does the rest. */
function sortWithinZones(index: ZoneIndex): void {
  const { x, starts, zones } = index;
  for (let zone = 0; zone < zones.count; zone++) {
    const end = starts[zone + 1];
    let moves = 0;
    for (let i = starts[zone] + 1; i < end; i++) {
      if (x[i] >= x[i - 1]) continue;
      moves += insert(index, starts[zone], i);
      if (moves > SHORT_RUN * (end - starts[zone])) {
        sortRun(index, starts[zone], end);
        break;
      }
    }
  }
}

/** Moves point `i` down to its place; says by how many places. */
function insert({ x, y, rows }: ZoneIndex, start: number, i: number): number {
  const [xi, yi, row] = [x[i], y[i], rows[i]];
  let at = i;
  while (at > start && x[at - 1] > xi) {
    x[at] = x[at - 1];
    y[at] = y[at - 1];
    rows[at] = rows[at - 1];
    at--;
  }
  x[at] = xi;
  y[at] = yi;
  rows[at] = row;
  return i - at;
}

function sortRun({ x, y, rows }: ZoneIndex, start: number, end: number): void {
  const order = Uint32Array.from({ length: end - start }, (_, i) => start + i).sort((i, j) => x[i] - x[j] || i - j);
  const sorted = Array.from(order, i => [x[i], y[i], rows[i]] as const);
  for (const [k, point] of sorted.entries()) [x[start + k], y[start + k], rows[start + k]] = point;
}

/** The first place from `start` to `end` whose first coordinate is not below `value`. */
export function placeOf(x: Float64Array, value: number, start: number, end: number): number {
  let [low, high] = [start, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (x[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
