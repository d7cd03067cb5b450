/**
 * The problems of a file as a table that displays them in full.
 *
 * @module
 */
import { displayAs, escapeMarkup, inspectAs } from '../../core/display.js';
import { buildTable } from '../../table/build-table.js';
import type { TableData } from '../../table/column/table-data.js';
import { Table } from '../../table/table.js';
import type { FitsProblem } from './problem.js';

/** Columns of a {@link FitsReport}, one row per problem. */
export interface ProblemColumns {
  /**
   * `error`: violates the standard, or the data cannot be trusted; `warning`: unusual, or read differently by other
   * software.
   */
  level: string;
  /** Index of the HDU in the file; 0 is the primary HDU. */
  hdu: number;
  /** EXTNAME of the HDU; empty if it has none. */
  name: string;
  /** Line of the header, counted from 1; 0 if the problem is not in a line. */
  card: number;
  /** The keyword concerned; empty if there is none. */
  keyword: string;
  /** Byte offset of the problem in the decompressed file. */
  byte: number;
  /** Description of the problem. */
  problem: string;
}

/** The problems that `verify` found: a table without rows if there are none. Displays itself as a list. */
export class FitsReport extends Table<ProblemColumns> {
  static {
    displayAs(FitsReport, report => ({
      'text/html': `<pre>${escapeMarkup(report.toString())}</pre>`,
      'text/plain': report.toString(),
    }));
    inspectAs(FitsReport, report => report.toString());
  }

  /** Makes the report of a file. */
  static of(problems: readonly FitsProblem[], path: string): FitsReport {
    return new FitsReport(
      buildTable(
        Object.entries({
          level: problems.map(({ level }) => level as string),
          hdu: Int32Array.from(problems, ({ hdu }) => hdu),
          name: problems.map(({ name }) => name),
          card: Int32Array.from(problems, ({ card }) => card),
          keyword: problems.map(({ keyword }) => keyword),
          byte: Float64Array.from(problems, ({ byte }) => byte),
          problem: problems.map(({ problem }) => problem),
        }),
        { meta: { path } },
      ),
    );
  }

  /** Returns one line per problem: level, HDU, card, byte and description. */
  override toString(): string {
    const { path } = this.data.meta;
    if (this.length === 0) return `${path}: nothing is wrong`;
    const lines = this.toObjects().map(lineOf);
    return [`${path}: ${this.length} ${this.length === 1 ? 'problem' : 'problems'}`, ...lines].join('\n');
  }

  protected override create(data: TableData): this {
    return new FitsReport(data) as this;
  }
}

function lineOf({ level, hdu, name, card, keyword, byte, problem }: ProblemColumns): string {
  const place = [`HDU ${hdu}${name && ` ${name}`}`, card > 0 && `card ${card}`, keyword, `byte ${byte}`];
  return `  ${level}: ${place.filter(Boolean).join(', ')}: ${problem}`;
}
