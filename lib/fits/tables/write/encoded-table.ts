/**
 * A table as written to a FITS file, and the settings for writing it.
 *
 * @module
 */
import type { Header } from '../../header/header.js';
import type { BlockRoom } from './written-column.js';

/** Settings of `encodeTable`. */
export interface EncodeTableOptions {
  /** EXTNAME. Default: that of `header`, or else the table's `meta.name`, or else none. */
  readonly name?: string;
  /**
   * Cards to write with the table; those of the structure and the columns are generated. Default: cards from the
   * table's meta.
   */
  readonly header?: Header;
  /** Write an ASCII table, which any text editor can show, instead of a binary one. Default: false. */
  readonly ascii?: boolean;
}

/** A table as stored in a file. */
export interface EncodedTable {
  readonly header: Header;
  /** Rows and heap, without the padding at their end. */
  readonly data: Uint8Array;
}

/** A table whose bytes are generated on demand. */
export interface StreamedTable {
  readonly header: Header;
  /** Total length of the data, without the padding at their end [byte]. */
  readonly dataLength: number;
  /**
   * Returns the bytes, block by block.
   *
   * @param room returns the array for a block. Default: a new array for each
   */
  blocks(room?: BlockRoom): Iterable<Uint8Array>;
}
