/**
 * Stores for the real and complex numbers of a VOTable.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import type { ByteReader } from './byte-reader.js';
import { readReal, saysNaN, splitAtBlanks } from './cell-text.js';
import type { ElementStore } from './element-store.js';
import { grown } from './growing.js';

/** Real numbers. Missing values and the declared null value are NaN. */
export class FloatStore implements ElementStore {
  readonly kind: 'float32' | 'float64';
  readonly missing: readonly number[] = [];
  count = 0;
  remark = '';
  #values: Float32Array | Float64Array;
  readonly #nothing: number;

  constructor(kind: 'float32' | 'float64', nullText: string) {
    this.kind = kind;
    this.#values = kind === 'float32' ? new Float32Array(64) : new Float64Array(64);
    const nothing = readReal(nullText);
    this.#nothing = kind === 'float32' ? Math.fround(nothing) : nothing;
  }

  addText(text: string): void {
    const value = readReal(text);
    if (Number.isNaN(value) && !saysNaN(text))
      this.remark = `some cells are not numbers, such as '${text.trim().slice(0, 20)}'; they are NaN`;
    this.#push(value);
  }

  addBytes(reader: ByteReader, count: number): void {
    const single = this.kind === 'float32';
    const size = single ? 4 : 8;
    let at = reader.take(count * size);
    for (let i = 0; i < count; i++, at += size)
      this.#push(single ? reader.view.getFloat32(at) : reader.view.getFloat64(at));
  }

  addMissing(): void {
    this.#push(NaN);
  }

  forgetLast(count: number): void {
    this.#values.fill(NaN, this.count - count, this.count);
  }

  split(cell: string): readonly string[] {
    return splitAtBlanks(cell);
  }

  take(): Float32Array | Float64Array {
    return this.#values.slice(0, this.count);
  }

  #push(value: number): void {
    if (this.count === this.#values.length) this.#values = grown(this.#values, this.count + 1);
    this.#values[this.count] = value;
    if (this.#values[this.count] === this.#nothing) this.#values[this.count] = NaN;
    this.count++;
  }
}

/** Complex numbers, as pairs of real ones. */
export class ComplexStore implements ElementStore {
  readonly kind: 'complex64' | 'complex128';
  readonly missing: readonly number[] = [];
  readonly remark = '';
  readonly #parts: FloatStore;

  constructor(kind: 'complex64' | 'complex128') {
    this.kind = kind;
    this.#parts = new FloatStore(kind === 'complex64' ? 'float32' : 'float64', '');
  }

  get count(): number {
    return this.#parts.count / 2;
  }

  addText(text: string): void {
    const parts = splitAtBlanks(text);
    if (parts.length === 0 || (parts.length === 1 && saysNaN(parts[0]))) {
      this.addMissing();
      return;
    }
    if (parts.length !== 2)
      throw new PhotometryError('bad-table', `a complex number needs two parts, got '${text.trim()}'`, { text });
    for (const part of parts) this.#parts.addText(part);
  }

  addBytes(reader: ByteReader, count: number): void {
    this.#parts.addBytes(reader, count * 2);
  }

  addMissing(): void {
    this.#parts.addMissing();
    this.#parts.addMissing();
  }

  forgetLast(count: number): void {
    this.#parts.forgetLast(count * 2);
  }

  split(cell: string): readonly string[] {
    const parts = splitAtBlanks(cell);
    if (parts.length % 2 !== 0)
      throw new PhotometryError('bad-table', `complex numbers are pairs, got ${parts.length} numbers`, { cell });
    return Array.from({ length: parts.length / 2 }, (_, i) => `${parts[2 * i]} ${parts[2 * i + 1]}`);
  }

  take(): Float32Array | Float64Array {
    return this.#parts.take();
  }
}
