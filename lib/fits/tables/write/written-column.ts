/**
 * A column as it is going to stand in a file: its TFORM, its cards, and what writes its fields.
 *
 * @module
 */
import type { CardValue } from '../../header/card.js';

/** Rows to fill: those from `first` on, `stride` bytes apart in `bytes`. */
export interface RowTarget {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly first: number;
  readonly rows: number;
  readonly stride: number;
}

/** Gives zeroed bytes for the next block of a table. */
export type BlockRoom = (length: number) => Uint8Array;

/** A column to write. */
export interface WrittenColumn {
  readonly form: string;
  /** Bytes of a field. */
  readonly bytes: number;
  /** Cards beside TTYPE and TFORM, by the word before the column's number: `TNULL`, `TDIM`. */
  readonly cards: Readonly<Record<string, CardValue>>;
  /** Writes the fields of some rows; `offset` is the field's first byte in a row. */
  fill(target: RowTarget, offset: number): void;
  /** What a column of variable-length arrays has in the heap. */
  readonly heap?: WrittenHeap;
}

/** The part of the heap that belongs to one column. */
interface WrittenHeap {
  readonly length: number;
  /** Its bytes, piece by piece. */
  pieces(room: BlockRoom): Iterable<Uint8Array>;
}
