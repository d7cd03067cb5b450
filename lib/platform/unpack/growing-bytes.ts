/**
 * Bytes that are added one after the other.
 *
 * @module
 */

/** More than this is not unpacked in memory [byte]. */
const MAX_BYTES = 2 ** 31;

/** Bytes of a length not known before. */
export class GrowingBytes {
  #bytes: Uint8Array;
  /** How many there are. */
  length = 0;

  /** @param capacity how many there are likely to be */
  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Appends a byte. @throws RangeError beyond 2 GB */
  add(byte: number): void {
    this.#makeRoom(1);
    this.#bytes[this.length++] = byte;
  }

  /** Adds a stretch of what is there already, byte by byte: it may reach into itself. */
  repeat(start: number, count: number): void {
    this.#makeRoom(count);
    const bytes = this.#bytes;
    const end = this.length;
    for (let i = 0; i < count; i++) bytes[end + i] = bytes[start + i];
    this.length = end + count;
  }

  /** Those from a place on, as a view that holds until more are added. */
  from(start: number): Uint8Array {
    return this.#bytes.subarray(start, this.length);
  }

  /** A copy of the bytes added so far. */
  taken(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }

  #makeRoom(count: number): void {
    const needed = this.length + count;
    if (needed <= this.#bytes.length) return;
    if (needed > MAX_BYTES) throw new RangeError('more than 2 GB');
    const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
