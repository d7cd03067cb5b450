/**
 * The overall offset of a catalogue from another.
 *
 * @module
 */
import { displayAs, inspectAs, type MimeBundle } from '../core/display.js';
import { type Provenance, withStep } from '../core/provenance.js';
import { assertWithin } from '../match/columns/degrees.js';
import type { MatchTablesOptions } from '../match/columns/match-options.js';
import { positionsOfBoth } from '../match/find-matches.js';
import { bothProvenances } from '../match/match-tables.js';
import { estimateShift, type SkyShiftResult } from '../match/positions/sky-shift.js';
import type { ChartOptions } from '../plot/charts/chart-options.js';
import { offsetFigure } from '../plot/charts/offset-chart.js';
import type { Figure } from '../plot/figure.js';
import type { TableData } from '../table/column/table-data.js';

/** Settings of `catalog.offsetTo`. */
export interface SkyShiftOptions<L extends string = string, R extends string = string>
  extends Pick<MatchTablesOptions<L, R>, 'within' | 'epoch' | 'left' | 'right'> {}

/**
 * What must be added to the positions of one catalogue to bring them onto those of another: the median offset of the pairs
 * that are mutual nearest neighbours, without those beyond three standard deviations.
 *
 * @example
 * const shift = stars.offsetTo(gaia, { within: arcsec(5), epoch: 2025.5 });
 * shift.ra;     // 0.335
 * shift.raErr;  // 0.000
 * shift.plot();
 */
export class SkyShift {
  /** Provenance of the shift, oldest step first. */
  readonly provenance: Provenance;
  readonly #result: SkyShiftResult;

  static {
    displayAs(
      SkyShift,
      (shift): MimeBundle => ({ 'image/svg+xml': shift.plot().toSvg(), 'text/plain': shift.toString() }),
    );
    inspectAs(SkyShift, shift => shift.toString());
  }

  private constructor(result: SkyShiftResult, provenance: Provenance) {
    this.#result = result;
    this.provenance = provenance;
  }

  /**
   * For the library: the shift from one table's positions to another's.
   *
   * @internal
   */
  static between(left: TableData, right: TableData, options: SkyShiftOptions): SkyShift {
    assertWithin(options.within, 'offsetTo');
    const places = positionsOfBoth(left, right, options);
    const step = { verb: 'offsetTo', options: { withinArcsec: options.within * 3600 } };
    return new SkyShift(
      estimateShift(places.left, places.right, options.within),
      withStep(bothProvenances([left, right]), step),
    );
  }

  /** To the east: in right ascension times cos Dec [arcsec]. */
  get ra(): number {
    return this.#result.east;
  }

  /** To the north: in declination [arcsec]. */
  get dec(): number {
    return this.#result.north;
  }

  /** 1-sigma error of {@link ra} in arcsec: 1.25 sigma / sqrt(pairs), sigma from the median absolute deviation. */
  get raErr(): number {
    return this.#result.eastErr;
  }

  /** 1-sigma error of {@link dec} [arcsec]. */
  get decErr(): number {
    return this.#result.northErr;
  }

  /** Number of pairs used. */
  get pairs(): number {
    return this.#result.pairs.index1.length;
  }

  /** Plots the offsets of the pairs, before and after removing the shift. */
  plot(options: ChartOptions = {}): Figure {
    const { ra, dec, raErr, decErr } = this;
    const { before, after } = this.#result;
    return offsetFigure({ before, after, ra, dec, raErr, decErr }, options).withProvenance(this.provenance);
  }

  /** One line: the shift, its errors, the pairs. */
  toString(): string {
    const text = (value: number, error: number): string => `${value.toFixed(4)} +- ${error.toFixed(4)} arcsec`;
    return `SkyShift of ${this.pairs} pairs: RA cos Dec ${text(this.ra, this.raErr)}, Dec ${text(this.dec, this.decErr)}`;
  }
}
