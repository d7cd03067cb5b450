/**
 * The lines below an ECSV header to cells.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';

const LF = 10;
const CR = 13;
const TAB = 9;
const BLANK = 32;
const QUOTE = 34;
const HASH = 35;

/** Where the records of a text begin. */
export interface RecordsStart {
  /** First character. */
  readonly offset: number;
  /** Its line in the file, counted from 1. */
  readonly line: number;
}

/** Reads records until there are no more: `while (records.next()) use(records.cells)`. */
export class RecordReader {
  /** The cells of the record read last; the array is used again for the next. */
  readonly cells: string[] = [];
  /** The line in which that record begins. */
  line: number;

  readonly #text: string;
  readonly #delimiter: number;
  readonly #where: string;
  #at: number;
  #nextLine: number;

  /** @param where the file, for messages */
  constructor(text: string, start: RecordsStart, delimiter: ' ' | ',', where: string) {
    this.#text = text;
    this.#at = start.offset;
    this.line = start.line;
    this.#nextLine = start.line;
    this.#delimiter = delimiter.charCodeAt(0);
    this.#where = where;
  }

  /** Where the next record begins. */
  get position(): RecordsStart {
    return { offset: this.#at, line: this.#nextLine };
  }

  /**
   * Reads the next record into `cells`; false at the end. Empty lines and lines that begin with `#` are
   * passed over.
   *
   * Cells in double quotes keep their blanks, line ends and doubled quotes; others are trimmed.
   *
   * @throws PhotometryError `bad-table` naming the line, for a quote that is not closed or has more behind it
   */
  next(): boolean {
    this.#skipEmptyLines();
    if (this.#at >= this.#text.length) return false;
    this.line = this.#nextLine;
    this.cells.length = 0;
    do {
      this.#skipBlanks();
      // behind the last blank of a line no further cell begins
      if (this.#delimiter === BLANK && this.cells.length > 0 && this.#isLineEnd()) break;
      this.cells.push(this.#text.charCodeAt(this.#at) === QUOTE ? this.#quotedCell() : this.#plainCell());
    } while (this.#takeDelimiter());
    this.#takeLineEnd();
    return true;
  }

  #skipEmptyLines(): void {
    while (this.#at < this.#text.length) {
      this.#skipBlanks();
      if (this.#text.charCodeAt(this.#at) === HASH) while (!this.#isLineEnd()) this.#at++;
      if (!this.#isLineEnd()) return;
      this.#takeLineEnd();
    }
  }

  #plainCell(): string {
    const start = this.#at;
    while (!this.#isLineEnd() && this.#text.charCodeAt(this.#at) !== this.#delimiter) this.#at++;
    return this.#text.slice(start, this.#at).trimEnd();
  }

  #quotedCell(): string {
    let cell = '';
    for (;;) {
      const end = this.#text.indexOf('"', this.#at + 1);
      if (end < 0) this.#fail('a quote is not closed');
      cell += this.#text.slice(this.#at + 1, end);
      this.#at = end + 1;
      if (this.#text.charCodeAt(this.#at) !== QUOTE) break;
      cell += '"';
    }
    this.#countLines(cell);
    if (this.#delimiter !== BLANK) this.#skipBlanks();
    if (!this.#isLineEnd() && this.#text.charCodeAt(this.#at) !== this.#delimiter)
      this.#fail(
        `expected the end of a cell after a closing quote, got '${this.#text.slice(this.#at, this.#at + 20)}'`,
      );
    return cell;
  }

  #takeDelimiter(): boolean {
    if (this.#at >= this.#text.length || this.#text.charCodeAt(this.#at) !== this.#delimiter) return false;
    this.#at++;
    return true;
  }

  #takeLineEnd(): void {
    if (this.#at >= this.#text.length) return;
    this.#at += this.#text.charCodeAt(this.#at) === CR && this.#text.charCodeAt(this.#at + 1) === LF ? 2 : 1;
    this.#nextLine++;
  }

  #isLineEnd(): boolean {
    const code = this.#text.charCodeAt(this.#at);
    return code === LF || code === CR || this.#at >= this.#text.length;
  }

  #skipBlanks(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== BLANK && code !== TAB) return;
      this.#at++;
    }
  }

  #countLines(cell: string): void {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) this.#nextLine++;
  }

  #fail(problem: string): never {
    throw new PhotometryError('bad-table', `${this.#where}, line ${this.line}: ${problem}`, { line: this.line });
  }
}
