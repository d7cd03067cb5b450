/**
 * A problem of a FITS file.
 *
 * @module
 */

/** What is wrong, and where. */
export interface FitsProblem {
  /**
   * `error`: violates the standard, or the data cannot be trusted; `warning`: unusual, or read differently by other
   * software.
   */
  readonly level: 'error' | 'warning';
  /** Index of the HDU in the file; 0 is the primary HDU. */
  readonly hdu: number;
  /** EXTNAME of the HDU; empty if it has none. */
  readonly name: string;
  /** Line of the header, counted from 1; 0 if the problem is not in a line. */
  readonly card: number;
  /** The keyword concerned; empty if there is none. */
  readonly keyword: string;
  /** Byte offset of the problem in the decompressed file. */
  readonly byte: number;
  /** Description of the problem. */
  readonly problem: string;
}

/** A problem of a header, without its HDU. */
export type CardProblem = Pick<FitsProblem, 'level' | 'card' | 'keyword' | 'problem'>;
