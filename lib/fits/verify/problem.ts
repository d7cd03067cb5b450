/**
 * What can be wrong with a FITS file.
 *
 * @module
 */

/** Something wrong, and where. */
export interface FitsProblem {
  /** `error`: against the standard, or data that cannot be trusted; `warning`: odd, or reads differently elsewhere. */
  readonly level: 'error' | 'warning';
  /** Place of the HDU in the file; 0 is the primary HDU. */
  readonly hdu: number;
  /** EXTNAME of the HDU; empty without. */
  readonly name: string;
  /** Which line of the header, from 1; 0 if the problem is of none. */
  readonly card: number;
  /** The keyword that it is about; empty if it is about none. */
  readonly keyword: string;
  /** First byte of what is wrong, counted in the file out of its wrapping. */
  readonly byte: number;
  /** What is wrong, in words. */
  readonly problem: string;
}

/** A problem of a header, before it is known in which HDU. */
export type CardProblem = Pick<FitsProblem, 'level' | 'card' | 'keyword' | 'problem'>;
