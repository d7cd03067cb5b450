/**
 * Stores for the truth values and bits of a VOTable.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import type { ByteReader } from './byte-reader.js';
import { splitAtBlanks } from './cell-text.js';
import { type ElementStore, noteMissing } from './element-store.js';
import { grown } from './growing.js';

const WORDS: Readonly<Record<string, 0 | 1 | null>> = {
  TRUE: 1,
  T: 1,
  '1': 1,
  FALSE: 0,
  F: 0,
  '0': 0,
  '': null,
  '?': null,
  '\0': null,
};

abstract class TruthStore {
  readonly kind = 'boolean';
  readonly missing: number[] = [];
  readonly remark = '';
  count = 0;
  #values = new Uint8Array(64);

  addMissing(): void {
    this.missing.push(this.count);
    this.push(0);
  }

  forgetLast(count: number): void {
    noteMissing(this.missing, this.count - count, this.count);
  }

  take(): Uint8Array {
    return this.#values.slice(0, this.count);
  }

  protected push(value: 0 | 1): void {
    if (this.count === this.#values.length) this.#values = grown(this.#values, this.count + 1);
    this.#values[this.count++] = value;
  }
}

/** Truth values: `T`, `True`, `1` and their opposites; `?`, a blank or empty text is missing. */
export class BooleanStore extends TruthStore implements ElementStore {
  addText(text: string): void {
    const word = text.trim().toUpperCase();
    if (!Object.hasOwn(WORDS, word))
      throw new PhotometryError('bad-table', `'${text}' is not a truth value; expected T, F, 1, 0, true, false or ?`);
    const value = WORDS[word];
    if (value === null) this.addMissing();
    else this.push(value);
  }

  addBytes(reader: ByteReader, count: number): void {
    const start = reader.take(count);
    for (let i = start; i < start + count; i++) this.addText(String.fromCharCode(reader.bytes[i]));
  }

  split(cell: string): readonly string[] {
    return splitAtBlanks(cell);
  }
}

/** Bits, in bytes eight together with the first one highest. */
export class BitStore extends TruthStore implements ElementStore {
  addText(text: string): void {
    const bit = text.trim();
    if (bit === '1') this.push(1);
    else if (bit === '0') this.push(0);
    else if (bit === '') this.addMissing();
    else throw new PhotometryError('bad-table', `'${bit}' is not a bit; expected 0 or 1`);
  }

  addBytes(reader: ByteReader, count: number): void {
    const start = reader.take(Math.ceil(count / 8));
    // a single bit is the highest by the standard, but the fifth lowest as astropy writes it
    if (count === 1) this.push(reader.bytes[start] === 0 ? 0 : 1);
    else for (let i = 0; i < count; i++) this.push(((reader.bytes[start + (i >> 3)] >> (7 - (i & 7))) & 1) as 0 | 1);
  }

  split(cell: string): readonly string[] {
    return [...cell.replace(/[\s,]/g, '')];
  }
}
