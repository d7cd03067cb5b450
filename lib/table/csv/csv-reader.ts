/**
 * CSV and TSV to a table, piece by piece.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { quoted } from '../../core/quoted.js';
import { uniqueNames } from '../column/column-names.js';
import { ownValue } from '../column/own-value.js';
import type { StoredColumn } from '../column/stored-column.js';
import { missingColumn, type TableData, withProblems } from '../column/table-data.js';
import { type TableSchema, typeOf } from '../files/schema.js';
import { CellBlock } from './cells/cell-block.js';
import { ColumnBuilder, type ColumnPlan, type OddCell } from './cells/column-builder.js';
import { decodeText } from './cells/text-decoding.js';
import { delimiterByte } from './delimiter.js';
import { type CsvHeader, readHeader } from './read-header.js';
import { splitRecord } from './split-record.js';
import { type Place, splitRows } from './split-rows.js';
import { otherTables, textProblems } from './text-problems.js';

/** How the comment line with the columns' units begins, after `#`. */
export const UNITS_COMMENT = 'units:';

/** Settings of {@link CsvReader}. */
export interface CsvReadOptions {
  /** Delimiter between cells, one ASCII character. Default: a tab for `.tsv`, else a comma. */
  readonly delimiter?: string;
  /** Keep only these columns. */
  readonly columns?: readonly string[];
  /** Keep only rows `start` to `end` (exclusive), counted from 0; what follows is not looked at. */
  readonly rows?: readonly [start: number, end: number];
  /** Types that columns must have, in place of guessing from their cells. */
  readonly schema?: TableSchema;
  /** Texts that mean a missing value when they fill an unquoted cell: `['NA', '--']`. Default: only empty cells. */
  readonly missing?: readonly string[];
  /** The sign between whole and fraction of a number: `.` (default) or `,`. */
  readonly decimal?: '.' | ',';
  /** The file's name, for messages. Default `csv`. */
  readonly name?: string;
}

/**
 * Reads a CSV file that is given in pieces.
 *
 * The bytes go through three steps: a block of rows is split into cells, which are places in the bytes; each
 * column parses its cells of the block into a typed array; at the end the arrays become columns. No cell
 * becomes a string unless its column is one of text.
 *
 * @example
 * const reader = new CsvReader(bytes.length, { name: 'stars.csv' });
 * do reader.take(bytes.subarray(reader.start), true); while (reader.mustReread());
 * const data = reader.finish();
 */
export class CsvReader {
  /** Where to begin reading: 0, and when the file must be read again, its first row [byte]. */
  start = 0;
  readonly #options: CsvReadOptions;
  readonly #delimiter: string;
  readonly #comma: number;
  readonly #name: string;
  readonly #byteLength: number;
  readonly #missing: readonly Uint8Array[];
  readonly #done = new Map<string, StoredColumn>();
  readonly #odd: OddCell[] = [];
  readonly #otherTables: string[] = [];
  #header: CsvHeader | null = null;
  #names: readonly string[] = [];
  #units: readonly string[] = [];
  #builders: ColumnBuilder[] = [];
  #block = new CellBlock(1);
  #place: Place = { line: 1 };
  /** Whether a comment below the rows ended the table. */
  #isEnded = false;
  /** Rows and bytes of rows that were read, whether they are kept or not. */
  #rows = 0;
  #bytes = 0;

  /**
   * @param byteLength length of the whole file [byte]
   * @throws PhotometryError `bad-argument` for a delimiter that cannot be one
   */
  constructor(byteLength: number, options: CsvReadOptions = {}) {
    const { decimal = '.', name = 'csv', missing = [] } = options;
    const { delimiter = decimal === ',' ? ';' : ',' } = options;
    requireDecimal(decimal, delimiter);
    this.#comma = delimiterByte(delimiter);
    this.#options = options;
    this.#delimiter = delimiter;
    this.#name = name;
    this.#byteLength = byteLength;
    this.#missing = missing.map(text => new TextEncoder().encode(text));
  }

  /** Whether all rows that are wanted have been read. */
  get isFinished(): boolean {
    return this.#isEnded || (this.#header !== null && this.#rows >= this.#end);
  }

  /**
   * Takes the next bytes.
   *
   * @param isLast whether the file ends with them
   * @returns how many were used; the others must come again, with more behind them
   * @throws PhotometryError `bad-csv` naming line and column; `missing-column`
   */
  take(given: Uint8Array, isLast: boolean): number {
    const bytes = this.#options.decimal === ',' ? given.slice() : given;
    let at = 0;
    if (this.#header === null) {
      const header = readHeader(bytes, isLast, this.#delimiter, this.#name);
      if (header === null) return 0;
      this.#begin(header);
      at = header.end;
    }
    const dialect = {
      comma: this.#comma,
      name: this.#name,
      names: this.#names,
      commentEnds: this.#header?.hasRule === true,
    };
    while (at < bytes.length && !this.isFinished) {
      const next = splitRows(this.#block, bytes, at, isLast, dialect, this.#place);
      if (next === at && !this.#endsAt(bytes, at)) break;
      this.#bytes += next - at;
      at = next;
      this.#addBlock();
      if (this.#endsAt(bytes, at)) this.#endTable(bytes.subarray(at));
    }
    return at;
  }

  /** Whether columns turned out to be text after numbers: then the file must be given again from {@link start}. */
  mustReread(): boolean {
    const again: ColumnBuilder[] = [];
    for (const builder of this.#builders) {
      const { plan } = builder;
      if (builder.oddCell) this.#odd.push(builder.oddCell);
      if (builder.mustReread) again.push(new ColumnBuilder({ ...plan, type: 'string' }));
      else this.#done.set(plan.name, builder.finish({ unit: this.#units[plan.index] ?? '' }));
    }
    this.#builders = again;
    if (again.length === 0) return false;
    this.start = this.#header!.end;
    this.#place = { line: this.#header!.line };
    this.#rows = 0;
    this.#bytes = 0;
    this.#isEnded = false;
    return true;
  }

  /** The table of all rows taken. */
  finish(): TableData {
    const stored = new Map<string, StoredColumn>();
    for (const name of this.#names) {
      const column = this.#done.get(name);
      if (column !== undefined) stored.set(name, column);
    }
    const comments = this.#header?.comments ?? [];
    const meta = comments.length > 0 ? { comments: Object.freeze([...comments]) } : {};
    const [start] = this.#options.rows ?? [0];
    const length = Math.max(0, Math.min(this.#rows, this.#end) - start);
    const problems = textProblems(stored, {
      file: this.#name,
      odd: this.#odd,
      firstLine: this.#header?.line ?? 1,
      isAsked: name => ownValue(this.#options.schema, name) !== undefined,
      decimal: this.#options.decimal ?? '.',
    });
    if (this.#otherTables.length > 0) problems.push(otherTables(this.#name, this.#otherTables));
    return { stored, length, meta: Object.freeze(meta), provenance: [], ...withProblems(problems) };
  }

  get #end(): number {
    return this.#options.rows?.[1] ?? Infinity;
  }

  /** Makes ready for the rows below a header. */
  #begin(header: CsvHeader): void {
    const { columns: wanted, schema } = this.#options;
    const names = uniqueNames(header.names);
    for (const column of wanted ?? []) if (!names.includes(column)) missingColumn(column, names);
    const chosen = wanted === undefined ? null : new Set(wanted);
    const plans = names.map(
      (name, index): ColumnPlan => ({
        name,
        index,
        type: typeOf(ownValue(schema, name)),
        quotedIsText: !header.isQuoted,
        decimalComma: this.#options.decimal === ',',
        file: this.#name,
      }),
    );
    this.#header = header;
    this.#names = names;
    this.#units = header.hasRule ? header.units : unitsOf(header.comments, this.#delimiter);
    this.#builders = plans.filter(({ name }) => chosen?.has(name) ?? true).map(plan => new ColumnBuilder(plan));
    this.#block = new CellBlock(names.length);
    this.#place = { line: header.line };
  }

  /** Whether a comment that ends the table begins here. */
  #endsAt(bytes: Uint8Array, at: number): boolean {
    return this.#header?.hasRule === true && bytes[at] === HASH;
  }

  /** Leaves what follows the table, and notes the names of other tables in these bytes. */
  #endTable(rest: Uint8Array): void {
    this.#isEnded = true;
    const names = decodeText(rest.subarray(0, MAX_REST)).matchAll(/^#\s*(?:Table|Name)\b:?[\t ]*(\S+)/gm);
    for (const [, name] of names) if (!this.#otherTables.includes(name)) this.#otherTables.push(name);
  }

  /** Gives the block's rows to the columns, those of them that are wanted. */
  #addBlock(): void {
    const block = this.#block;
    const [start, end] = this.#options.rows ?? [0, Infinity];
    const before = this.#rows;
    this.#rows += block.rows;
    block.keepRows(start - before, end - before);
    if (this.#missing.length > 0) block.emptyCells(this.#missing);
    const expected = this.#rows * (this.#byteLength / this.#bytes) * 1.03;
    for (const builder of this.#builders) builder.add(block, Math.min(expected, end) - start);
  }
}

const HASH = 35;
/** Bytes in which other tables are looked for. */
const MAX_REST = 1 << 24;

/** @throws PhotometryError `bad-argument` for another sign, or one that is the delimiter too */
export function requireDecimal(decimal: unknown, delimiter: string): void {
  if (decimal !== '.' && decimal !== ',')
    throw new PhotometryError('bad-argument', `decimal must be '.' or ',', got ${quoted(decimal)}`);
  if (decimal === delimiter)
    throw new PhotometryError(
      'bad-argument',
      `decimal and delimiter are both '${decimal}': cells could not be told from fractions. Give { delimiter: ';' }`,
    );
}

/** The units in the comment `# units: px,px,electron`; empty if there is no such comment. */
function unitsOf(comments: readonly string[], delimiter: string): readonly string[] {
  const line = comments.find(comment => comment.startsWith(UNITS_COMMENT));
  if (line === undefined) return [];
  return splitRecord(line.slice(UNITS_COMMENT.length), 0, 1, delimiter, 'units', true)?.cells ?? [];
}
