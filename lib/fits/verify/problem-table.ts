/**
 * Problems of a file as a table.
 *
 * @module
 */
import { Table } from '../../table/table.js';
import type { FitsProblem } from './problem.js';

/** Columns of the table that `verify` gives: a row is a problem. */
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

/** The table of problems; without a row if nothing is wrong. */
export function problemTable(problems: readonly FitsProblem[], path: string): Table<ProblemColumns> {
  const texts = (of: (problem: FitsProblem) => string): string[] => problems.map(of);
  return Table.fromColumns<ProblemColumns>(
    {
      level: texts(({ level }) => level),
      hdu: Int32Array.from(problems, ({ hdu }) => hdu),
      name: texts(({ name }) => name),
      card: Int32Array.from(problems, ({ card }) => card),
      keyword: texts(({ keyword }) => keyword),
      byte: Float64Array.from(problems, ({ byte }) => byte),
      problem: texts(({ problem }) => problem),
    },
    { meta: { path } },
  );
}
