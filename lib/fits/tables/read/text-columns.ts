/**
 * Text columns, whose strings are created on first access: most of a catalogue's names are never used.
 *
 * @module
 */
import type { ColumnMeta, StoredColumn } from '../../../table/column/stored-column.js';
import { FieldText } from './field-text.js';
import type { RowBlock } from './row-blocks.js';

/** The bytes of one column, field by field. */
export class FieldBytes {
  readonly #bytes: Uint8Array;
  readonly #offset: number;
  readonly #length: number;

  /** @param offset byte offset of the field in a row @param length length of the field [byte] */
  constructor(offset: number, length: number, rows: number) {
    this.#offset = offset;
    this.#length = length;
    this.#bytes = new Uint8Array(rows * length);
  }

  /** Copies the fields from a block of rows. */
  take({ bytes, first, rows, stride, skipped }: RowBlock): void {
    const length = this.#length;
    const fields = this.#bytes;
    let to = first * length;
    let from = this.#offset - skipped;
    for (let row = 0; row < rows; row++, from += stride)
      for (let i = 0; i < length; i++) fields[to++] = bytes[from + i];
  }

  /** Decodes the texts, each of `width` bytes. */
  texts(width: number): string[] {
    return new FieldText().readAll(this.#bytes, width);
  }
}

/** Makes a column whose strings are created by `make`, which is called once, on first access. */
export function textColumn(make: () => readonly string[], meta: ColumnMeta): StoredColumn {
  let pending: (() => readonly string[]) | null = make;
  let texts: readonly string[] = [];
  const { unit, description, ucd, format } = meta;
  const column = {
    kind: 'string' as const,
    valid: null,
    unit,
    description,
    ucd,
    format,
    get values(): readonly string[] {
      if (pending !== null) texts = pending();
      pending = null;
      return texts;
    },
  };
  return Object.freeze(column);
}
