/**
 * Reads the numbers of a BINARY stream one after another.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';

/**
 * What the number before a list of blocks or complex numbers counts, where the standard is not read alike: blocks and
 * complex numbers (astropy), or the plain numbers in them (STIL, and so TOPCAT).
 */
export type Counting = 'items' | 'numbers';

/** A place in big-endian bytes that moves on with each read; it never goes past the end. */
export class ByteReader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where the next read begins. */
  offset = 0;

  /** What the number before a list counts. */
  readonly counting: Counting;

  constructor(bytes: Uint8Array, counting: Counting = 'items') {
    this.counting = counting;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Whether all bytes are read. */
  get atEnd(): boolean {
    return this.offset >= this.bytes.length;
  }

  /**
   * Skips `count` bytes and returns where they began.
   *
   * @throws PhotometryError `truncated-file` if there are fewer
   */
  take(count: number): number {
    const start = this.offset;
    const left = this.bytes.length - start;
    if (count > left)
      throw new PhotometryError(
        'truncated-file',
        `the binary stream ends too early: ${count} bytes wanted at byte ${start}, ${left} left`,
        { byte: start, wanted: count, left },
      );
    this.offset = start + count;
    return start;
  }

  /** The next four bytes as a count of things. */
  count(): number {
    return this.view.getUint32(this.take(4));
  }
}
