/**
 * A table as it is written to a FITS file, and what may be chosen about it.
 *
 * @module
 */
import type { Header } from '../../header/header.js';
import type { BlockRoom } from './written-column.js';

/** Settings of `encodeTable`. */
export interface EncodeTableOptions {
  /** EXTNAME; default that of `header`, else the table's `meta.name`, else none. */
  readonly name?: string;
  /** Cards to go with the table; those of structure and columns are made. Default: cards from the table's meta. */
  readonly header?: Header;
  /** Write an ASCII table, which any editor shows, not a binary one. Default false. */
  readonly ascii?: boolean;
}

/** A table as it will stand in a file. */
export interface EncodedTable {
  readonly header: Header;
  /** Rows and heap, without the fill at their end. */
  readonly data: Uint8Array;
}

/** A table whose bytes are made when they are asked for. */
export interface StreamedTable {
  readonly header: Header;
  /** Bytes in all, without the fill at their end. */
  readonly dataLength: number;
  /**
   * The bytes, block by block.
   *
   * @param room where to make them; default a new array for each
   */
  blocks(room?: BlockRoom): Iterable<Uint8Array>;
}
