/**
 * The interface of a reader that decodes one column from the blocks of a table.
 *
 * @module
 */
import { type ColumnMeta, type StoredColumn, stored } from '../../../table/column/stored-column.js';
import { type ElementKind, Vectors } from '../../../table/column/vectors.js';
import { type LargeIntegers, type PhysicalElements, withoutMask } from '../physical-values.js';
import type { RowBlock } from './row-blocks.js';

/** Decodes one column of a table, one block of rows at a time. */
export interface ColumnReader {
  /** Decodes the column's values in a block of rows. */
  take(block: RowBlock): void;
  /** Returns the column, once every block has been taken. */
  finish(): StoredColumn | Promise<StoredColumn>;
}

/** What a reader needs to know in addition to its column. */
export interface ReaderPlace {
  /** Number of rows that will be read. */
  readonly rows: number;
  /** File and HDU, for messages. */
  readonly where: string;
  readonly large: LargeIntegers;
  readonly empty: EmptyFields;
}

/** The values of columns without bytes, shared between them because a header may declare hundreds of them. */
export class EmptyFields {
  readonly #rows: number;
  #offsets: Float64Array | undefined;
  #texts: readonly string[] | undefined;

  constructor(rows: number) {
    this.#rows = rows;
  }

  /** Offsets of empty lists, one per row. */
  get offsets(): Float64Array {
    this.#offsets ??= new Float64Array(this.#rows + 1);
    return this.#offsets;
  }

  /** An empty string for each row. */
  get texts(): readonly string[] {
    this.#texts ??= new Array<string>(this.#rows).fill('');
    return this.#texts;
  }
}

/** Makes a column of single values. */
export function scalarColumn({ data, element, valid }: PhysicalElements, meta: ColumnMeta): StoredColumn {
  // complex numbers are never passed here: they are stored as vectors of length 1
  return stored(element as Exclude<ElementKind, 'string' | 'complex64' | 'complex128'>, data as never, valid, meta);
}

/** Makes a column of vectors with a shape; missing elements become NaN. */
export function vectorColumn(elements: PhysicalElements, shape: readonly number[], meta: ColumnMeta): StoredColumn {
  const { data, element } = withoutMask(elements);
  const numbers = element === 'complex64' || element === 'complex128' ? 2 : 1;
  const width = shape.reduce((product, axis) => product * axis, numbers);
  return stored('vector', new Vectors<unknown>(data, width, { element, shape }), null, meta);
}
