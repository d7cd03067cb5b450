/**
 * Settings of matching tables.
 *
 * @module
 */

import type { MatchOptions } from '../search/match-modes.js';
import type { Degrees } from './degrees.js';
import type { Epoch } from './epoch.js';
import type { SkyColumnNames } from './sky-columns.js';

/** Only pairs of similar brightness count: `|left - right - offset| <= within`. */
export interface MagnitudeWindow<L extends string = string, R extends string = string> {
  /** Column of the left table [mag]. */
  readonly left: L;
  /** Column of the right table [mag]. */
  readonly right: R;
  /** Maximum difference [mag]. A pair with a missing magnitude does not count. */
  readonly within: number;
  /** Expected difference, left minus right [mag]; `median`: that of the nearest pairs, for instrumental magnitudes. Default 0. */
  readonly offset?: number | 'median';
}

/** What searches have in common: how far, when, and in which columns of the left table. */
export interface SkySearchOptions<L extends string = string> {
  /** How far apart a pair may be: `arcsec(1)`; a plain number is degrees. A pair at the limit counts. */
  readonly within: Degrees;
  /**
   * The time to which positions with proper motions are moved: when the image was taken. Positions of a table without
   * proper motions are taken to be of that time. Default: none is moved.
   */
  readonly epoch?: Epoch;
  /** Which columns of the left table hold what. Default: found by UCD, else by usual names. */
  readonly left?: SkyColumnNames<L>;
}

/** Settings of `catalog.match`. */
export interface MatchTablesOptions<
  L extends string = string,
  R extends string = string,
  U extends 'drop' | 'keep' = 'drop' | 'keep',
  S extends string = string,
> extends MatchOptions,
    SkySearchOptions<L> {
  /** Which columns of the right table hold what. Default: found by UCD, else by usual names. */
  readonly right?: SkyColumnNames<R>;
  /** Left rows that have no match: left out (`drop`, default), or kept with missing values (`keep`). */
  readonly unmatched?: U;
  /** What is added to the name of a column that the left table has as well. Default `_right`. */
  readonly suffix?: S;
  /** Only pairs of similar brightness count. */
  readonly magnitude?: MagnitudeWindow<L, R>;
  /**
   * Estimates how far the left positions are off as a whole (the median of mutual pairs within the radius), and matches
   * with that taken away. Offsets and separations are then what is left. Default false.
   */
  readonly removeOffset?: boolean;
}

/** Settings of `catalog.matchEach`; `N` are the names of the tables. */
export interface MatchEachOptions<
  N extends string = string,
  L extends string = string,
  U extends 'drop' | 'keep' = 'drop' | 'keep',
> extends Omit<SkySearchOptions<L>, 'within'> {
  /** How far apart a pair may be, for all tables or by name. */
  readonly within: Degrees | { readonly [K in N]: Degrees };
  /** Which pairs count: `nearest` (default), `mutual` or `exclusive`. */
  readonly mode?: 'nearest' | 'mutual' | 'exclusive';
  /** Which columns of each table hold what. Default: found. */
  readonly columns?: { readonly [K in N]?: SkyColumnNames };
  /** Left rows that match in none of the tables: left out (`drop`), or kept (`keep`, default). */
  readonly unmatched?: U;
}
