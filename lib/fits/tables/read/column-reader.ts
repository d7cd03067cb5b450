/**
 * What takes the values of one column out of the blocks of a table.
 *
 * @module
 */
import { type ColumnMeta, type StoredColumn, stored } from '../../../table/column/stored-column.js';
import { type ElementKind, Vectors } from '../../../table/column/vectors.js';
import { type LargeIntegers, type PhysicalElements, withoutMask } from '../physical-values.js';
import type { RowBlock } from './row-blocks.js';

/** Decodes one column of a table, some rows at a time. */
export interface ColumnReader {
  /** Takes the column's values out of a block of rows. */
  take(block: RowBlock): void;
  /** The column, once every block has been taken. */
  finish(): StoredColumn | Promise<StoredColumn>;
}

/** What a reader has to know beside its column. */
export interface ReaderPlace {
  /** Rows that will be read. */
  readonly rows: number;
  /** File and HDU, for messages. */
  readonly where: string;
  readonly large: LargeIntegers;
  readonly empty: EmptyFields;
}

/** What columns without bytes hold, shared between them: a header may announce hundreds of them. */
export class EmptyFields {
  readonly #rows: number;
  #offsets: Float64Array | undefined;
  #texts: readonly string[] | undefined;

  constructor(rows: number) {
    this.#rows = rows;
  }

  /** Offsets of lists that are all empty. */
  get offsets(): Float64Array {
    this.#offsets ??= new Float64Array(this.#rows + 1);
    return this.#offsets;
  }

  /** An empty text for each row. */
  get texts(): readonly string[] {
    this.#texts ??= new Array<string>(this.#rows).fill('');
    return this.#texts;
  }
}

/** A column of single values. */
export function scalarColumn({ data, element, valid }: PhysicalElements, meta: ColumnMeta): StoredColumn {
  // complex numbers never come here: they are vectors of one
  return stored(element as Exclude<ElementKind, 'string' | 'complex64' | 'complex128'>, data as never, valid, meta);
}

/** A column of vectors of a shape; elements that are missing become NaN. */
export function vectorColumn(elements: PhysicalElements, shape: readonly number[], meta: ColumnMeta): StoredColumn {
  const { data, element } = withoutMask(elements);
  const numbers = element === 'complex64' || element === 'complex128' ? 2 : 1;
  const width = shape.reduce((product, axis) => product * axis, numbers);
  return stored('vector', new Vectors<unknown>(data, width, { element, shape }), null, meta);
}
