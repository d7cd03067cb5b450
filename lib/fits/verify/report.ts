/**
 * The problems of a file as a table that says them in full.
 *
 * @module
 */
import { displayAs, escapeMarkup, inspectAs } from '../../core/display.js';
import { buildTable } from '../../table/build-table.js';
import type { TableData } from '../../table/column/table-data.js';
import { Table } from '../../table/table.js';
import type { FitsProblem } from './problem.js';

/** Columns of a {@link FitsReport}: a row is a problem. */
export interface ProblemColumns {
  /** `error`: against the standard, or data that cannot be trusted; `warning`: odd, or reads differently elsewhere. */
  level: string;
  /** Place of the HDU in the file; 0 is the primary HDU. */
  hdu: number;
  /** EXTNAME of the HDU; empty without. */
  name: string;
  /** Which line of the header, from 1; 0 if the problem is of none. */
  card: number;
  /** The keyword that it is about; empty if it is about none. */
  keyword: string;
  /** First byte of what is wrong, counted in the file out of its wrapping. */
  byte: number;
  /** What is wrong, in words. */
  problem: string;
}

/** What `verify` found: a table without rows if nothing is wrong. Shows itself as a list. */
export class FitsReport extends Table<ProblemColumns> {
  static {
    displayAs(FitsReport, report => ({
      'text/html': `<pre>${escapeMarkup(report.toString())}</pre>`,
      'text/plain': report.toString(),
    }));
    inspectAs(FitsReport, report => report.toString());
  }

  /** The report of a file. */
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

  /** A line for each problem: level, HDU, card, byte, and what is wrong. */
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
