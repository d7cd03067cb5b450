/**
 * A column of vectors of one length: an aperture series, a colour term, a covariance row.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';

/** The arrays that hold numbers in a table. */
export type NumericArray = Float64Array | Float32Array | Int32Array | Uint8Array;

/** The arrays that can hold a column of vectors or lists. */
export type ElementArray = NumericArray | BigInt64Array | readonly string[];

/**
 * What the elements of vectors and lists are. Booleans are 0 and 1 in a Uint8Array; complex numbers are
 * pairs, real part first, in a Float32Array or Float64Array.
 */
export type ElementKind =
  | 'float64'
  | 'float32'
  | 'int32'
  | 'uint8'
  | 'int64'
  | 'boolean'
  | 'string'
  | 'complex64'
  | 'complex128';

/** Properties of vectors other than their width. */
export interface VectorOptions {
  /** Axes of each vector, fastest first, as in TDIM. Default: one axis of all elements. */
  readonly shape?: readonly number[];
  /** Type of the elements. Default: that of the array. */
  readonly element?: ElementKind;
}

/**
 * Vectors of one length, row after row in one array.
 *
 * `T` is the type of one vector, a view of `data`: nothing is copied, so do not write to it.
 *
 * @example
 * const fluxes = new Vectors(new Float64Array([1, 2, 3, 4, 5, 6]), 3);
 * fluxes.length; // 2
 * fluxes.at(1);  // Float64Array [4, 5, 6]
 * Table.fromColumns({ id: [1, 2], fluxes });
 */
export class Vectors<T = Float64Array> {
  /** All elements, vector after vector. */
  readonly data: ElementArray;
  /** Elements of `data` in each vector, at least 1; a complex number counts as two. */
  readonly width: number;
  /** Number of vectors. */
  readonly length: number;
  /** Type of the elements. */
  readonly element: ElementKind;
  /** Axes of each vector, fastest first. */
  readonly shape: readonly number[];

  /** @throws PhotometryError `bad-argument` if `data` does not split into vectors of `width`, or into `shape` */
  constructor(data: T & ElementArray, width: number, options: VectorOptions = {}) {
    if (!Number.isInteger(width) || width < 1)
      throw new PhotometryError('bad-argument', `The width of a vector must be a positive whole number, got ${width}`);
    if (data.length % width !== 0)
      throw new PhotometryError('bad-argument', `${data.length} numbers do not split into vectors of ${width}`);
    const { element = elementKindOf(data) } = options;
    const { shape = [width / numbersPer(element)] } = options;
    if (shape.reduce((product, axis) => product * axis, numbersPer(element)) !== width)
      throw new PhotometryError(
        'bad-argument',
        `Vectors of ${width} numbers do not have the shape ${shape.join(' x ') || '(none)'} of ${element}`,
      );
    this.data = data;
    this.width = width;
    this.length = data.length / width;
    this.element = element;
    this.shape = shape;
  }

  /** Vector `row`, a view of `data`; a copy for strings. */
  at(row: number): T {
    return elementsBetween(this.data, row * this.width, (row + 1) * this.width) as T;
  }
}

/** The default element type of an array. */
export function elementKindOf(data: ElementArray): ElementKind {
  if (data instanceof Float64Array) return 'float64';
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Int32Array) return 'int32';
  if (data instanceof Uint8Array) return 'uint8';
  if (data instanceof BigInt64Array) return 'int64';
  return 'string';
}

/** Numbers of the array behind one element: 2 for a complex one. */
export function numbersPer(element: ElementKind): number {
  return element === 'complex64' || element === 'complex128' ? 2 : 1;
}

/** Elements `start` to `end` (exclusive): a view of the array; a copy for strings. */
export function elementsBetween(data: ElementArray, start: number, end: number): ElementArray {
  return isStrings(data) ? data.slice(start, end) : data.subarray(start, end);
}

/** An array of the same type for `length` elements. */
export function emptyLike(data: ElementArray, length: number): ElementArray {
  if (isStrings(data)) return new Array<string>(length).fill('');
  return new (data.constructor as new (n: number) => NumericArray | BigInt64Array)(length);
}

/** Writes elements into an array of the same type, starting at index `at`. */
export function setElements(target: ElementArray, source: ElementArray, at: number): void {
  if (isStrings(target)) {
    const strings = target as string[];
    for (let i = 0; i < source.length; i++) strings[at + i] = source[i] as string;
  } else if (target instanceof BigInt64Array) target.set(source as BigInt64Array, at);
  else target.set(source as NumericArray, at);
}

function isStrings(data: ElementArray): data is readonly string[] {
  return Array.isArray(data);
}
