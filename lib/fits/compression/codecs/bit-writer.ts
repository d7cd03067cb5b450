/**
 * Writes a stream of bits to bytes.
 *
 * @module
 */

/** A stream of bits, the highest bit of each byte first. */
export class BitWriter {
  #view: DataView;
  #at = 0;
  #word = 0;
  /** Unused bits of the word, 1 to 32. */
  #free = 32;

  /** @param capacity expected length [byte]; the buffer grows if needed */
  constructor(capacity: number) {
    this.#view = new DataView(new ArrayBuffer(4 * Math.ceil(capacity / 4) + 64));
  }

  /** Writes the lowest `count` bits of a value, 1 to 32; its higher bits must be 0. */
  put(value: number, count: number): void {
    if (count < this.#free) {
      this.#free -= count;
      this.#word |= value << this.#free;
      return;
    }
    const over = count - this.#free;
    this.#flush(this.#word | (value >>> over));
    this.#free = 32 - over;
    this.#word = over === 0 ? 0 : value << this.#free;
  }

  /** Writes a Rice code: floor(value / 2^split) zeros, a one, and the remainder in `split` bits. */
  putRice(value: number, split: number): void {
    let zeros = value >>> split;
    while (zeros >= this.#free) {
      zeros -= this.#free;
      this.#flush(this.#word);
      this.#free = 32;
      this.#word = 0;
    }
    this.#free -= zeros;
    this.put((1 << split) | (value & ((1 << split) - 1)), split + 1);
  }

  /** Pads the last byte with zeros. */
  toWholeByte(): void {
    const rest = this.#free % 8;
    if (rest > 0) this.put(0, rest);
  }

  /** Returns all bytes written so far, including a partial last one. */
  taken(): Uint8Array {
    const rest = Math.ceil((32 - this.#free) / 8);
    this.#view.setInt32(this.#at, this.#word);
    return new Uint8Array(this.#view.buffer, 0, this.#at + rest);
  }

  #flush(word: number): void {
    this.#view.setInt32(this.#at, word);
    this.#at += 4;
    if (this.#at + 4 > this.#view.byteLength) this.#grow();
  }

  #grow(): void {
    const larger = new Uint8Array(2 * this.#view.byteLength);
    larger.set(new Uint8Array(this.#view.buffer));
    this.#view = new DataView(larger.buffer);
  }
}
