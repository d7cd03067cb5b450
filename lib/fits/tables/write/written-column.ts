/**
 * A column to be written to a file: its TFORM, its cards and its encoder.
 *
 * @module
 */
import type { CardValue } from '../../header/card.js';

/** The rows to fill: those from `first` on, `stride` bytes apart in `bytes`. */
export interface RowTarget {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly first: number;
  readonly rows: number;
  readonly stride: number;
}

/** Returns zeroed bytes for the next block of a table. */
export type BlockRoom = (length: number) => Uint8Array;

/** A column to write. */
export interface WrittenColumn {
  readonly form: string;
  /** Length of a field [byte]. */
  readonly bytes: number;
  /** Cards in addition to TTYPE and TFORM, by keyword without the column's number: `TNULL`, `TDIM`. */
  readonly cards: Readonly<Record<string, CardValue>>;
  /** Writes the fields of some rows; `offset` is the byte offset of the field in a row. */
  fill(target: RowTarget, offset: number): void;
  /** The heap data of a column of variable-length arrays. */
  readonly heap?: WrittenHeap;
}

/** The part of the heap that belongs to one column. */
interface WrittenHeap {
  readonly length: number;
  /** Returns its bytes, piece by piece. */
  pieces(room: BlockRoom): Iterable<Uint8Array>;
}
