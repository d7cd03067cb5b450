/**
 * A column of vectors of one length: an aperture series, a colour term, a covariance row.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';

/** The arrays that hold numbers in a table. */
export type NumericArray = Float64Array | Float32Array | Int32Array | Uint8Array;

/**
 * Vectors of one length, row after row in one array.
 *
 * `T` is the type of one vector, a window on `data`: nothing is copied, so do not write into it.
 *
 * @example
 * const fluxes = new Vectors(new Float64Array([1, 2, 3, 4, 5, 6]), 3);
 * fluxes.length; // 2
 * fluxes.at(1);  // Float64Array [4, 5, 6]
 * Table.fromColumns({ id: [1, 2], fluxes });
 */
export class Vectors<T = Float64Array> {
  /** All numbers, vector after vector. */
  readonly data: NumericArray;
  /** Numbers in each vector, at least 1. */
  readonly width: number;
  /** How many vectors there are. */
  readonly length: number;

  /** @throws PhotometryError `bad-argument` if `data` does not split into vectors of `width` */
  constructor(data: T & NumericArray, width: number) {
    if (!Number.isInteger(width) || width < 1)
      throw new PhotometryError('bad-argument', `The width of a vector must be a whole number from 1, got ${width}`);
    if (data.length % width !== 0)
      throw new PhotometryError('bad-argument', `${data.length} numbers do not split into vectors of ${width}`);
    this.data = data;
    this.width = width;
    this.length = data.length / width;
  }

  /** Vector `row`, a window on `data`. */
  at(row: number): T {
    return this.data.subarray(row * this.width, (row + 1) * this.width) as T;
  }
}
