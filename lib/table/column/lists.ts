/**
 * A column of lists that differ in length from row to row: the members of a group, spectra of different lengths.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type ElementArray, type ElementKind, elementKindOf, elementsBetween } from './vectors.js';

/**
 * Lists of any length, row after row in one array.
 *
 * `T` is the type of one list, a view of `data`: nothing is copied, so do not write to it.
 *
 * @example
 * const members = new Lists(new Int32Array([4, 7, 9]), [0, 2, 2, 3]);
 * members.length; // 3
 * members.at(0);  // Int32Array [4, 7]
 * members.at(1);  // Int32Array []
 */
export class Lists<T = Float64Array> {
  /** All elements, list after list. */
  readonly data: ElementArray;
  /** Where each list begins in `data`, and after the last one where it ends: one more than there are lists. */
  readonly offsets: ArrayLike<number>;
  /** Number of lists. */
  readonly length: number;
  /** Type of the elements; a complex number is two numbers of `data`. */
  readonly element: ElementKind;

  /** @throws PhotometryError `bad-argument` if the offsets do not ascend from 0 or more to at most the end of `data` */
  constructor(data: T & ElementArray, offsets: ArrayLike<number>, options: { readonly element?: ElementKind } = {}) {
    assertAscending(offsets, data.length);
    this.data = data;
    this.offsets = offsets;
    this.length = offsets.length - 1;
    this.element = options.element ?? elementKindOf(data);
  }

  /** List `row`, a view of `data`; a copy for strings. */
  at(row: number): T {
    return elementsBetween(this.data, this.offsets[row], this.offsets[row + 1]) as T;
  }
}

function assertAscending(offsets: ArrayLike<number>, end: number): void {
  let before = 0;
  for (let i = 0; i < offsets.length; i++) {
    const at = offsets[i];
    if (!(Number.isInteger(at) && at >= before && at <= end))
      throw new PhotometryError(
        'bad-argument',
        `Offset ${i} of the lists is ${at}; offsets must be whole numbers that ascend to at most ${end}`,
      );
    before = at;
  }
  if (offsets.length === 0)
    throw new PhotometryError('bad-argument', 'Lists need one offset more than there are lists, got none');
}
