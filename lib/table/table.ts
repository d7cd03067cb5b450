/**
 * STARTER VERSION: the owner of lib/table/ replaces it; the names stay.
 *
 * @module
 */
import type { ColumnValues, StoredColumn } from './column.js';

// biome-ignore lint/suspicious/noExplicitAny: starter
type AnyColumn = any;

export class Table<C> {
  readonly columns: { readonly [K in keyof C]: AnyColumn };
  readonly length: number;
  readonly #stored: Map<string, StoredColumn>;

  private constructor(stored: Map<string, StoredColumn>, length: number) {
    this.#stored = stored;
    this.length = length;
    const columns: Record<string, unknown> = {};
    for (const [name, c] of stored)
      columns[name] = Object.assign([...(c.values as Float64Array)], { unit: c.unit ?? '', values: c.values });
    this.columns = columns as typeof this.columns;
  }

  static fromColumns<C = Record<string, number>>(
    columns: Record<string, ColumnValues | readonly unknown[]>,
    options: { units?: Record<string, string>; descriptions?: Record<string, string> } = {},
  ): Table<C> {
    const stored = new Map<string, StoredColumn>();
    let length = 0;
    for (const [name, values] of Object.entries(columns)) {
      stored.set(name, {
        values: values as ColumnValues,
        unit: options.units?.[name],
        description: options.descriptions?.[name],
      });
      length = (values as ArrayLike<unknown>).length;
    }
    return new Table<C>(stored, length);
  }

  get names(): string[] {
    return [...this.#stored.keys()];
  }
  values<K extends keyof C & string>(name: K): AnyColumn {
    return this.#stored.get(name)!.values;
  }
  unit(name: keyof C & string): string {
    return this.#stored.get(name)?.unit ?? '';
  }
  toObjects(): C[] {
    return Array.from(
      { length: this.length },
      (_, i) => Object.fromEntries([...this.#stored].map(([k, c]) => [k, c.values[i]])) as C,
    );
  }
}
