/**
 * What a search among points finds, on the sky or in a plane.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';

/** For each point of list 1 its neighbour in list 2. */
export interface Neighbours {
  /** Its index in list 2; -1 if there is none within the radius. */
  readonly index: Int32Array;
  /** Its distance, in the unit of the radius; NaN if there is none. */
  readonly separation: Float64Array;
}

/** Pairs of points: number in list 1, number in list 2, and how far they are apart. */
export interface Pairs {
  /** Row in list 1. */
  readonly index1: Int32Array;
  /** Row in list 2. */
  readonly index2: Int32Array;
  /** Distance: degrees on the sky, else the unit of the positions. */
  readonly separation: Float64Array;
}

/** Searches list 2 around the points of list 1, or the other way round. */
export interface NeighbourSearch {
  /** The `nth` nearest neighbour (1 is the nearest) of each point; equal distances go by number. */
  nearest(nth: number): Neighbours;
  /** All pairs within the radius, in the order of list 1, and by distance for each. */
  all(): Pairs;
}

/** Pairs that one search may find: more would not fit into memory with the table made of them. */
const MAX_PAIRS: number = 2 ** 27;

/** Pairs being collected; grows as needed. */
export class PairCollector {
  #index1 = new Int32Array(1024);
  #index2 = new Int32Array(1024);
  #separation = new Float64Array(1024);
  #length = 0;

  /** @throws PhotometryError `bad-argument` beyond {@link MAX_PAIRS} */
  add(index1: number, index2: number, separation: number): void {
    if (this.#length === this.#index1.length) this.#grow();
    this.#index1[this.#length] = index1;
    this.#index2[this.#length] = index2;
    this.#separation[this.#length++] = separation;
  }

  /** The pairs by number in list 1, then by distance, then by number in list 2. */
  pairs(): Pairs {
    const [index1, index2, separation] = [this.#index1, this.#index2, this.#separation];
    const order = new Uint32Array(this.#length);
    for (let i = 0; i < order.length; i++) order[i] = i;
    order.sort((i, j) => index1[i] - index1[j] || separation[i] - separation[j] || index2[i] - index2[j]);
    return {
      index1: Int32Array.from(order, i => index1[i]),
      index2: Int32Array.from(order, i => index2[i]),
      separation: Float64Array.from(order, i => separation[i]),
    };
  }

  #grow(): void {
    const length = 2 * this.#length;
    if (length > MAX_PAIRS)
      throw new PhotometryError(
        'bad-argument',
        `More than ${this.#length} pairs are within the radius, which is too large for the density of these lists. Use a smaller one, or only the nearest`,
        { pairs: this.#length },
      );
    this.#index1 = enlarged(this.#index1, new Int32Array(length));
    this.#index2 = enlarged(this.#index2, new Int32Array(length));
    this.#separation = enlarged(this.#separation, new Float64Array(length));
  }
}

function enlarged<A extends Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

/** The `n` best candidates so far, by a measure that grows with distance. */
export class Best {
  readonly measures: Float64Array;
  readonly rows: Int32Array;

  constructor(n: number) {
    this.measures = new Float64Array(n);
    this.rows = new Int32Array(n);
  }

  /** Forgets all; candidates beyond `limit` are not taken. */
  reset(limit: number): void {
    for (let i = 0; i < this.rows.length; i++) {
      this.measures[i] = limit;
      this.rows[i] = -1;
    }
  }

  /** The measure that the next candidate must beat. */
  get limit(): number {
    return this.measures[this.measures.length - 1];
  }

  /** Takes a candidate if it is among the best; says whether it is. Equal measures go by number. */
  offer(measure: number, row: number): boolean {
    const { measures, rows } = this;
    let at = measures.length - 1;
    if (!precedes(measure, row, measures[at], rows[at])) return false;
    while (at > 0 && precedes(measure, row, measures[at - 1], rows[at - 1])) {
      measures[at] = measures[at - 1];
      rows[at] = rows[at - 1];
      at--;
    }
    measures[at] = measure;
    rows[at] = row;
    return true;
  }
}

function precedes(measure: number, row: number, other: number, otherRow: number): boolean {
  return measure < other || (measure === other && (otherRow < 0 || row < otherRow));
}
