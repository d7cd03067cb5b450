/**
 * Reads bits from bytes, the highest of each byte first.
 *
 * @module
 */

/** A place in a row of bits. Reading beyond the end throws. */
export class BitReader {
  readonly #bytes: Uint8Array;
  /** The next bit, counted from the start. */
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The byte that holds the next bit. */
  get byte(): number {
    return Math.floor(this.#at / 8);
  }

  /** Bits not yet read. */
  get remaining(): number {
    return 8 * this.#bytes.length - this.#at;
  }

  /** The next `count` bits, at most 24, as a number. @throws Error if there are not as many */
  bits(count: number): number {
    if (this.remaining < count) throw new Error('it ends too early');
    const value = this.#window() >>> (32 - count);
    this.#at += count;
    return value;
  }

  /** The next 32 bits as a signed number. */
  bits32(): number {
    const high = this.bits(16);
    return (high << 16) | this.bits(16);
  }

  /** The next 48 bits as a number. */
  bits48(): number {
    const high = this.bits(24);
    return high * 2 ** 24 + this.bits(24);
  }

  /** The next 20 bits without going on; beyond the end they are 0. */
  peek20(): number {
    return this.#window() >>> 12;
  }

  /** Goes on by `count` bits. @throws Error if there are not as many */
  skip(count: number): void {
    this.#at += count;
    if (this.remaining < 0) throw new Error('it ends too early');
  }

  /** Skips to the next byte boundary, unless already at one. */
  toWholeByte(): void {
    this.#at = 8 * Math.ceil(this.#at / 8);
  }

  /** The next bits, at least 25 of them right, in the highest places of 32. */
  #window(): number {
    const bytes = this.#bytes;
    const first = Math.floor(this.#at / 8);
    const word = (bytes[first] << 24) | (bytes[first + 1] << 16) | (bytes[first + 2] << 8) | bytes[first + 3];
    return word << (this.#at % 8);
  }
}
