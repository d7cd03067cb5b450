/**
 * Aperture corrections from the stars of a table, with their plot.
 *
 * @module
 */
import { displayAs, inspectAs, type MimeBundle } from '../core/display.js';
import type { Provenance } from '../core/provenance.js';
import {
  type EmpiricalColumns,
  type EmpiricalCorrectionOptions,
  type EmpiricalShares,
  empiricalCorrection as empiricalSharesOf,
} from '../pipelines/hst/empirical-correction.js';
import type { HstColumnNames } from '../pipelines/hst/settings/hst-options.js';
import { imageFacts } from '../pipelines/hst/settings/image-facts.js';
import type { ChartOptions } from '../plot/charts/chart-options.js';
import { growthComparisonFigure } from '../plot/charts/growth-comparison.js';
import type { Figure } from '../plot/figure.js';
import { encircledEnergy, encircledEnergyTable } from '../standardize/encircled-energy.js';
import type { Table } from '../table/table.js';

/**
 * Measures the fraction of the light inside the apertures from bright isolated stars of the same table of count rates, in
 * place of the instrument's table, which still applies beyond the largest aperture (or `referenceRadius`).
 *
 * @throws PhotometryError `no-stars` if fewer than 3 stars are bright and isolated; otherwise as `finalizeHst`
 * @example
 * const options = { instrument: 'ACS/WFC', filter: 'F606W', radii: [2, 4, 6, 8, 10], annulusCorrection: true } as const;
 * const growth = empiricalCorrection(rates, options);
 * growth.plot();
 * const final = finalizeHst(rates, { ...options, apertureCorrection: growth.shares });
 */
export function empiricalCorrection<
  C,
  const R extends readonly number[],
  const N extends HstColumnNames = HstColumnNames,
>(rates: Table<C>, options: EmpiricalCorrectionOptions<R, N>): EmpiricalCorrection {
  return new EmpiricalCorrection(empiricalSharesOf(rates.data, options), options);
}

/** Points of the table's curve in the figure. */
const CURVE_POINTS = 97;

/** Fractions of the light by radius, from stars and from the instrument's table. */
export class EmpiricalCorrection {
  readonly #found: EmpiricalShares;
  readonly #options: EmpiricalCorrectionOptions;

  /** For the library; others use {@link empiricalCorrection}. */
  constructor(found: EmpiricalShares, options: EmpiricalCorrectionOptions) {
    this.#found = found;
    this.#options = options;
  }

  static {
    displayAs(
      EmpiricalCorrection,
      (growth): MimeBundle => ({ 'image/svg+xml': growth.plot().toSvg(), 'text/plain': growth.toString() }),
    );
    inspectAs(EmpiricalCorrection, growth => growth.toString());
  }

  /** One row per radius: the fraction of the light inside, from the stars and from the instrument's table. */
  get table(): Table<EmpiricalColumns> {
    return this.#found.table;
  }

  /** The fractions by radius, for the option `apertureCorrection` of `finalizeHst`. */
  get shares(): Readonly<Record<number, number>> {
    return this.#found.shares;
  }

  /** The rows of these stars in the table of count rates. */
  get rows(): Int32Array {
    return this.#found.rows;
  }

  /** Number of stars used. */
  get starCount(): number {
    return this.#found.rows.length;
  }

  /** Provenance, oldest step first. */
  get provenance(): Provenance {
    return this.table.provenance;
  }

  /** Plots the fractions from the stars on the curve of the instrument's table. */
  plot(options: ChartOptions = {}): Figure {
    const { radius, share, share_err, table_share } = this.table.columns;
    const { instrument, filter, pixelScale } = imageFacts(this.#options);
    const { version, radii, pixelScale: tableScale } = encircledEnergyTable(instrument);
    const end = Math.min(1.2 * Math.max(...radius.values), (radii[radii.length - 1] * tableScale) / pixelScale);
    const curve = Array.from({ length: CURVE_POINTS }, (_, k) => {
      const pixels = (k * end) / (CURVE_POINTS - 1);
      return { radius: pixels, share: encircledEnergy({ instrument, filter, radius: { pixels, pixelScale } }) };
    });
    return growthComparisonFigure(
      {
        radius: radius.values,
        share: share.values,
        shareErr: share_err.values,
        tableShare: table_share.values,
        starCount: this.starCount,
        curve,
        curveName: `${instrument} ${filter}, ${version}`,
        provenance: this.provenance,
      },
      options,
    );
  }

  /** One line: stars, radii, the largest difference from the instrument's table. */
  toString(): string {
    const { radius, share, table_share } = this.table.columns;
    const differences = [...share].map((value, k) => value - table_share[k]);
    const most = differences.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
    const at = radius[differences.indexOf(most)];
    return `EmpiricalCorrection from ${this.starCount} stars at ${this.table.length} radii; at most ${most >= 0 ? '+' : ''}${most.toFixed(4)} from the table, at ${at} px`;
  }
}
