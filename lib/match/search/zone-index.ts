/**
 * Points in the order of narrow zones of their second coordinate, and of the first coordinate within a zone.
 *
 * A search looks only at the few zones within its radius, and in each at a short run of neighbours; the zones
 * are arrays without pointers, so that going through two lists in this order stays within the cache.
 *
 * @module
 * @see Gray, J., Nieto-Santisteban, M. & Szalay, A. 2006, MSR-TR-2006-52, "The Zones Algorithm"
 */

/** Layout of the zones. */
interface Zones {
  /** Second coordinate of the lower edge of zone 0. */
  readonly lowest: number;
  /** Height of each zone. */
  readonly height: number;
  /** How many there are. */
  readonly count: number;
  /** Smallest first coordinate. */
  readonly left: number;
  /** Extent of the first coordinate; 1 if it is zero. */
  readonly width: number;
}

/** Points in the order of their zones. */
export interface ZoneIndex {
  readonly zones: Zones;
  /** Number of each point in the list it came from. */
  readonly rows: Uint32Array;
  /** First coordinate, ascending within each zone. */
  readonly x: Float64Array;
  /** Second coordinate of each point, in the order of the zones. */
  readonly y: Float64Array;
  /** Where each zone begins, and after the last one where it ends. */
  readonly starts: Uint32Array;
}

/** A key has 20 bits for the zone and 12 for the place within it. */
const MAX_ZONES = 2 ** 20;
const PLACE_BITS = 12;
const PLACES = 2 ** PLACE_BITS;
/** Counts of a digit that stay in the nearest cache. */
const MAX_DIGIT_BITS = 11;

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
  const height = Math.max(wanted, range / (MAX_ZONES - 1), range / (4 * rows.length)) || 1;
  return { lowest, height, count: Math.floor(range / height) + 1, left, width: right - left || 1 };
}

/** The zone of a second coordinate; those beyond the zones belong to the first or last. */
export function zoneOf({ lowest, height, count }: Zones, y: number): number {
  return Math.max(0, Math.min(count - 1, Math.floor((y - lowest) / height)));
}

/** Number of points in a block, which fit into a processor's first-level cache. */
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
  for (let block = 0; block + 1 < blocks.starts.length; block++) sorter.sort(blocks, block, index);
  for (let zone = 0; zone < zones.count; zone++) index.starts[zone + 1] += index.starts[zone];
  sortWithinZones(index);
  return index;
}

/** Points in blocks of zones. */
interface Blocks {
  /** First coordinate, second coordinate and row of each point, side by side, so that a point is one stretch of memory. */
  readonly points: Float64Array;
  /** Where each block begins, and after the last one where it ends. */
  readonly starts: Uint32Array;
  /** Zones of a block, as a power of two. */
  readonly zoneBits: number;
}

function intoBlocks(zones: Zones, x: Float64Array, y: Float64Array, given: Uint32Array): Blocks {
  const n = given.length;
  const zoneBits = Math.max(0, Math.ceil(Math.log2(zones.count / Math.max(1, n / BLOCK_POINTS))));
  const next = new Uint32Array(((zones.count - 1) >>> zoneBits) + 2);
  const blockOf = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const block = zoneOf(zones, y[given[i]]) >>> zoneBits;
    blockOf[i] = block;
    next[block + 1]++;
  }
  for (let block = 1; block < next.length; block++) next[block] += next[block - 1];
  const starts = next.slice();
  const points = new Float64Array(3 * n);
  for (let i = 0; i < n; i++) {
    const row = given[i];
    const at = 3 * next[blockOf[i]]++;
    points[at] = x[row];
    points[at + 1] = y[row];
    points[at + 2] = row;
  }
  return { points, starts, zoneBits };
}

function largestBlock({ starts }: Blocks): number {
  let largest = 0;
  for (let block = 1; block < starts.length; block++) largest = Math.max(largest, starts[block] - starts[block - 1]);
  return largest;
}

/** Sorts blocks by zone and place with radix sort, least significant digit first; its arrays serve all blocks. */
class BlockSorter {
  #keys: Uint32Array;
  #places: Uint32Array;
  #otherKeys: Uint32Array;
  #otherPlaces: Uint32Array;
  readonly #counts = new Uint32Array(2 ** MAX_DIGIT_BITS);

  constructor(largest: number) {
    this.#keys = new Uint32Array(largest);
    this.#places = new Uint32Array(largest);
    this.#otherKeys = new Uint32Array(largest);
    this.#otherPlaces = new Uint32Array(largest);
  }

  /** Sorts the points of a block into the same places of `index`, and counts those of each zone. */
  sort({ points, starts: blockStarts, zoneBits }: Blocks, block: number, index: ZoneIndex): void {
    const [start, end] = [blockStarts[block], blockStarts[block + 1]];
    const n = end - start;
    if (n === 0) return;
    const { zones, x, y, rows, starts } = index;
    const firstZone = block << zoneBits;
    const scale = PLACES / zones.width;
    const [keys, places] = [this.#keys, this.#places];
    for (let i = 0; i < n; i++) {
      const from = 3 * (start + i);
      const place = Math.floor((points[from] - zones.left) * scale);
      const zone = zoneOf(zones, points[from + 1]);
      starts[zone + 1]++;
      keys[i] = (zone - firstZone) * PLACES + Math.max(0, Math.min(PLACES - 1, place));
      places[i] = from;
    }
    this.#sortKeys(n, PLACE_BITS + zoneBits);
    const sorted = this.#places;
    for (let i = 0; i < n; i++) {
      const from = sorted[i];
      x[start + i] = points[from];
      y[start + i] = points[from + 1];
      rows[start + i] = points[from + 2];
    }
  }

  /** Sorts the first `n` keys of the given number of bits, digit by digit. */
  #sortKeys(n: number, bits: number): void {
    const passes = Math.ceil(bits / MAX_DIGIT_BITS);
    const digitBits = Math.ceil(bits / passes);
    for (let pass = 0; pass < passes; pass++) this.#sortDigit(n, pass * digitBits, 2 ** digitBits);
  }

  #sortDigit(n: number, shift: number, digits: number): void {
    const counts = this.#counts.fill(0, 0, digits);
    const mask = digits - 1;
    const [keys, places, otherKeys, otherPlaces] = [this.#keys, this.#places, this.#otherKeys, this.#otherPlaces];
    for (let i = 0; i < n; i++) counts[(keys[i] >>> shift) & mask]++;
    let sum = 0;
    for (let digit = 0; digit < digits; digit++) {
      const count = counts[digit];
      counts[digit] = sum;
      sum += count;
    }
    for (let i = 0; i < n; i++) {
      const at = counts[(keys[i] >>> shift) & mask]++;
      otherKeys[at] = keys[i];
      otherPlaces[at] = places[i];
    }
    [this.#keys, this.#otherKeys] = [otherKeys, keys];
    [this.#places, this.#otherPlaces] = [otherPlaces, places];
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
