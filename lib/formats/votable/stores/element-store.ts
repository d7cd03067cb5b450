/**
 * Values of one VOTable datatype, gathered one after another from text or bytes.
 *
 * A column of single values, of vectors and of lists all gather their values in such a store; it also
 * notes which of them were missing.
 *
 * @module
 */
import type { ElementArray, ElementKind } from '../../../table/column/vectors.js';
import type { ByteReader } from './byte-reader.js';

/** Gathers the values of a column while its length is not known. */
export interface ElementStore {
  /** What the gathered values are. */
  readonly kind: ElementKind;
  /** How many values there are. */
  readonly count: number;
  /** Positions of the missing values, ascending. */
  readonly missing: readonly number[];
  /** What was done to values that the type cannot hold, if anything. */
  readonly remark: string;
  /** Adds the value of a text. @throws PhotometryError `bad-table` if it is invalid */
  addText(text: string): void;
  /** Adds `count` values from the bytes that follow. */
  addBytes(reader: ByteReader, count: number): void;
  /** Adds a missing value. */
  addMissing(): void;
  /** Makes the `count` values added last missing ones. */
  forgetLast(count: number): void;
  /** The texts of the single values in a cell that holds several. */
  split(cell: string): readonly string[];
  /** The values as one array of their exact length. */
  take(): ElementArray;
}

/** Notes in `missing` that all places from `start` to `end` (exclusive), the last ones there are, are missing. */
export function noteMissing(missing: number[], start: number, end: number): void {
  while (missing.length > 0 && missing[missing.length - 1] >= start) missing.pop();
  for (let place = start; place < end; place++) missing.push(place);
}
