/**
 * Reads FlatBuffers, the encoding of Arrow's messages, and counts what it reads.
 *
 * A damaged buffer may point a thousand times at one table, or claim vectors of 2^31 elements: every step is
 * checked against the available bytes, and there may be no more steps than bytes.
 *
 * @module
 */

/** A table in a FlatBuffer: fields by number, each of which may be absent. */
export class FlatTable {
  readonly #buffer: FlatBuffer;
  readonly #at: number;
  readonly #fields: number;
  readonly #fieldsEnd: number;

  constructor(buffer: FlatBuffer, at: number) {
    this.#buffer = buffer;
    this.#at = at;
    this.#fields = at - buffer.int32(at);
    this.#fieldsEnd = buffer.uint16(this.#fields);
  }

  /** Where field `number` is; 0 if it is absent. */
  #place(number: number): number {
    const slot = 4 + 2 * number;
    if (slot + 2 > this.#fieldsEnd) return 0;
    const offset = this.#buffer.uint16(this.#fields + slot);
    return offset === 0 ? 0 : this.#at + offset;
  }

  uint8(number: number): number {
    const at = this.#place(number);
    return at === 0 ? 0 : this.#buffer.uint8(at);
  }

  int64(number: number): number {
    const at = this.#place(number);
    return at === 0 ? 0 : this.#buffer.int64(at);
  }

  /** The table that a field points to; null if it is absent. */
  table(number: number): FlatTable | null {
    const at = this.#place(number);
    return at === 0 ? null : this.#buffer.table(at + this.#buffer.int32(at));
  }

  /** Places of the elements of a vector whose elements take `size` bytes; for texts the size is 1. */
  vector(number: number, size: number): number[] {
    const at = this.#place(number);
    if (at === 0) return [];
    const start = at + this.#buffer.int32(at);
    const count = this.#buffer.int32(start);
    this.#buffer.need(start + 4, count, size);
    return Array.from({ length: size === 1 ? 0 : count }, (_, i) => start + 4 + i * size);
  }

  /** The tables of a vector of tables. */
  tables(number: number): FlatTable[] {
    return this.vector(number, 4).map(at => this.#buffer.table(at + this.#buffer.int32(at)));
  }
}

/** The bytes of a FlatBuffer. Reading past the end throws a RangeError. */
export class FlatBuffer {
  readonly #view: DataView;
  #steps = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The table at the root. */
  get root(): FlatTable {
    return this.table(this.int32(0));
  }

  /** The table at a place. */
  table(at: number): FlatTable {
    this.#steps++;
    if (this.#steps > this.#view.byteLength) throw new RangeError('tables nested in one another');
    return new FlatTable(this, at);
  }

  /** Throws if `count` elements of `size` bytes do not fit behind `at`. */
  need(at: number, count: number, size: number): void {
    this.#steps += count;
    if (count < 0 || at + count * size > this.#view.byteLength || this.#steps > 2 * this.#view.byteLength)
      throw new RangeError(`a vector of ${count} elements`);
  }

  uint8(at: number): number {
    return this.#view.getUint8(at);
  }
  uint16(at: number): number {
    return this.#view.getUint16(at, true);
  }
  int32(at: number): number {
    return this.#view.getInt32(at, true);
  }
  int64(at: number): number {
    return Number(this.#view.getBigInt64(at, true));
  }
}
