/**
 * Stores for the whole numbers of a VOTable.
 *
 * @module
 */
import type { ByteReader } from './byte-reader.js';
import { readWhole, splitAtBlanks } from './cell-text.js';
import { type ElementStore, noteMissing } from './element-store.js';
import { grown } from './growing.js';

/** Whole numbers of one, two or four bytes. Those outside the type's range become the nearest in it. */
export class IntegerStore implements ElementStore {
  readonly kind: 'uint8' | 'int32';
  readonly missing: number[] = [];
  count = 0;
  remark = '';
  #values: Uint8Array | Int32Array;
  readonly #bytes: 1 | 2 | 4;
  readonly #least: number;
  readonly #most: number;
  readonly #nothing: number;

  constructor(bytes: 1 | 2 | 4, least: number, most: number, nullText: string) {
    this.kind = bytes === 1 ? 'uint8' : 'int32';
    this.#values = bytes === 1 ? new Uint8Array(64) : new Int32Array(64);
    this.#bytes = bytes;
    this.#least = least;
    this.#most = most;
    this.#nothing = this.#within(wholeOr(nullText));
  }

  addText(text: string): void {
    const whole = readWhole(text);
    if (whole === null) this.addMissing();
    else this.#add(Number(whole));
  }

  addBytes(reader: ByteReader, count: number): void {
    let at = reader.take(count * this.#bytes);
    const { view } = reader;
    for (let i = 0; i < count; i++, at += this.#bytes)
      this.#add(this.#bytes === 4 ? view.getInt32(at) : this.#bytes === 2 ? view.getInt16(at) : view.getUint8(at));
  }

  addMissing(): void {
    this.missing.push(this.count);
    this.#push(0);
  }

  forgetLast(count: number): void {
    noteMissing(this.missing, this.count - count, this.count);
  }

  split(cell: string): readonly string[] {
    return splitAtBlanks(cell);
  }

  take(): Uint8Array | Int32Array {
    return this.#values.slice(0, this.count);
  }

  #add(value: number): void {
    const held = this.#within(value);
    if (held !== value)
      this.remark = `some values are outside ${this.#least} to ${this.#most}; the nearest limit was used`;
    if (held === this.#nothing) this.addMissing();
    else this.#push(held);
  }

  #within(value: number): number {
    return Math.min(Math.max(value, this.#least), this.#most);
  }

  #push(value: number): void {
    if (this.count === this.#values.length) this.#values = grown(this.#values, this.count + 1);
    this.#values[this.count++] = value;
  }
}

/** Whole numbers of eight bytes, exact. */
export class LongStore implements ElementStore {
  readonly kind = 'int64';
  readonly missing: number[] = [];
  count = 0;
  remark = '';
  #values = new BigInt64Array(64);
  readonly #nothing: bigint | null;

  constructor(nullText: string) {
    const nothing = Number.isNaN(wholeOr(nullText)) ? null : readWhole(nullText);
    this.#nothing = nothing === null ? null : BigInt(nothing);
  }

  addText(text: string): void {
    const whole = readWhole(text);
    if (whole === null) this.addMissing();
    else this.#add(this.#within(BigInt(whole)));
  }

  addBytes(reader: ByteReader, count: number): void {
    let at = reader.take(count * 8);
    for (let i = 0; i < count; i++, at += 8) this.#add(reader.view.getBigInt64(at));
  }

  addMissing(): void {
    this.missing.push(this.count);
    this.#push(0n);
  }

  forgetLast(count: number): void {
    noteMissing(this.missing, this.count - count, this.count);
  }

  split(cell: string): readonly string[] {
    return splitAtBlanks(cell);
  }

  take(): BigInt64Array {
    return this.#values.slice(0, this.count);
  }

  #add(value: bigint): void {
    if (value === this.#nothing) this.addMissing();
    else this.#push(value);
  }

  #within(value: bigint): bigint {
    const held = value < -(2n ** 63n) ? -(2n ** 63n) : value >= 2n ** 63n ? 2n ** 63n - 1n : value;
    if (held !== value) this.remark = 'some values are outside 64 bits; the nearest limit was used';
    return held;
  }

  #push(value: bigint): void {
    if (this.count === this.#values.length) this.#values = grown(this.#values, this.count + 1);
    this.#values[this.count++] = value;
  }
}

/** The whole number a text writes; NaN if it writes none. */
function wholeOr(text: string): number {
  return /^\s*([+-]?[0-9]+|0[xX][0-9a-fA-F]+)\s*$/.test(text) ? Number(text) : NaN;
}
