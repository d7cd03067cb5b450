/**
 * One TABLE element while it is read: its FIELDs, then its rows.
 *
 * @module
 */

import { decodeBase64 } from '../../../core/base64.js';
import { PhotometryError } from '../../../core/errors.js';
import { uniqueNames } from '../../../table/column/column-names.js';
import type { StoredColumn } from '../../../table/column/stored-column.js';
import { missingColumn } from '../../../table/column/table-data.js';
import type { VoField } from '../field.js';
import { ByteReader, type Counting } from '../stores/byte-reader.js';
import { countsDiffer } from '../stores/cell-bytes.js';
import { builderFor, type ColumnBuilder, type PaddingBudget } from '../stores/column-builder.js';
import type { VotableScope } from '../votable-meta.js';
import { atCell } from './at-cell.js';
import { readBinaryRows } from './binary-rows.js';

/** Which part of a table is wanted. */
export interface WantedPart {
  /** Names of columns; all if absent. */
  readonly columns?: readonly string[];
  /** First row, and the one after the last. */
  readonly rows: readonly [number, number];
}

/** The columns of a table that was read, and their number of rows. */
export interface ReadColumns {
  readonly stored: ReadonlyMap<string, StoredColumn>;
  readonly length: number;
  /** What was done to cells that do not fit their FIELD. */
  readonly remarks: readonly string[];
}

/** Gathers the rows of a TABLE. */
export class TableElement {
  /** Name or ID, empty if it has neither. */
  readonly name: string;
  readonly fields: VoField[] = [];
  /** The elements about the table, from the outermost to its own. */
  readonly scopes: readonly VotableScope[];
  readonly #part: WantedPart;
  readonly #budget: PaddingBudget;
  #names: readonly string[] = [];
  #builders: (ColumnBuilder | null)[] = [];
  #row = 0;
  #cell = 0;

  constructor(name: string, scopes: readonly VotableScope[], part: WantedPart, budget: PaddingBudget) {
    this.name = name;
    this.scopes = scopes;
    this.#part = part;
    this.#budget = budget;
  }

  /** The columns' names, each once. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** Whether no row is wanted any more. */
  get isComplete(): boolean {
    return this.#row >= this.#part.rows[1];
  }

  /** Prepares for rows: all FIELDs are known. @throws PhotometryError `missing-column` */
  begin(): void {
    const { columns } = this.#part;
    this.#names = uniqueNames(this.fields.map(({ name }) => name));
    for (const name of columns ?? []) if (!this.#names.includes(name)) missingColumn(name, this.#names);
    this.#builders = this.fields.map((field, i) =>
      columns === undefined || columns.includes(this.#names[i]) ? builderFor(field, this.#budget) : null,
    );
  }

  /** Adds the next cell of a row of TABLEDATA; `isBase64` if its text encodes bytes. */
  addCell(text: string, isBase64: boolean): void {
    if (this.fields.length === 0) return;
    const at = this.#cell++;
    if (at >= this.fields.length)
      throw new PhotometryError('bad-table', `row ${this.#row} has more cells than the ${this.fields.length} FIELDs`);
    const builder = this.#builders[at] ?? null;
    if (builder === null || !this.#isWanted()) return;
    try {
      if (isBase64) builder.addBytes(new ByteReader(decodeBase64(text)), false);
      else builder.addText(text);
    } catch (error) {
      throw atCell(error, this.#row, this.#names[at]);
    }
  }

  /** Ends a row of TABLEDATA. @throws PhotometryError `bad-table` if cells are missing */
  endRow(): void {
    if (this.#cell < this.fields.length)
      throw new PhotometryError(
        'bad-table',
        `row ${this.#row} has ${this.#cell} cells, but there are ${this.fields.length} FIELDs`,
      );
    this.#row++;
    this.#cell = 0;
  }

  /** Reads all rows of a stream; where lists may be counted in two ways, in the way that fits. */
  addStream(bytes: Uint8Array, hasFlags: boolean): void {
    if (this.fields.length === 0) return;
    try {
      this.#readStream(bytes, hasFlags, 'items');
    } catch (error) {
      if (!this.fields.some(countsDiffer)) throw error;
      this.begin();
      this.#readStream(bytes, hasFlags, 'numbers');
    }
  }

  #readStream(bytes: Uint8Array, hasFlags: boolean, counting: Counting): void {
    const columns = this.fields.map((field, i) => ({ field, builder: this.#builders[i] ?? null }));
    this.#row = readBinaryRows(bytes, columns, { hasFlags, counting }, this.#part.rows);
  }

  /** The columns, once the table has ended. */
  finish(): ReadColumns {
    const stored = new Map<string, StoredColumn>();
    const remarks: string[] = [];
    this.#builders.forEach((builder, i) => {
      if (builder === null) return;
      stored.set(this.#names[i], builder.finish());
      if (builder.remark !== '') remarks.push(`column '${this.#names[i]}': ${builder.remark}`);
    });
    const [start, end] = this.#part.rows;
    const length = this.fields.length === 0 ? 0 : Math.max(0, Math.min(end, this.#row) - start);
    return { stored, length, remarks };
  }

  #isWanted(): boolean {
    const [start, end] = this.#part.rows;
    return this.#row >= start && this.#row < end;
  }
}
