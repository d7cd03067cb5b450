/**
 * The class of a curve of growth.
 *
 * @module
 */
import { displayAs, inspectAs, type MimeBundle } from '../core/display.js';
import type { Provenance } from '../core/provenance.js';
import type { Image } from '../frame/image.js';
import type { GrowthColumns, GrowthCurveResult } from '../photometry/growth-curve.js';
import type { PixelPositions } from '../pipelines/frames/positions.js';
import { type FieldGrowthOptions, fieldGrowth, type PixelGrowthOptions } from '../pipelines/series/field-growth.js';
import type { ChartOptions } from '../plot/charts/chart-options.js';
import { growthCurveFigure } from '../plot/charts/growth-curve-chart.js';
import type { Figure } from '../plot/figure.js';
import type { Table } from '../table/table.js';

/** Settings of `frame.growthCurve`. */
export interface GrowthCurveOptions extends FieldGrowthOptions {}

/**
 * How flux and signal-to-noise ratio grow with the aperture, and the recommended radius.
 *
 * @example
 * const growth = frame.growthCurve(stars);
 * growth.plot();
 * growth.radius; // 3.4
 */
export class GrowthCurve {
  readonly #result: GrowthCurveResult;

  private constructor(result: GrowthCurveResult) {
    this.#result = result;
  }

  static {
    displayAs(
      GrowthCurve,
      (growth): MimeBundle => ({ 'image/svg+xml': growth.plot().toSvg(), 'text/plain': growth.toString() }),
    );
    inspectAs(GrowthCurve, growth => growth.toString());
  }

  /**
   * For the library: the curve of stars of an image.
   *
   * @internal
   */
  static of(image: Image, positions: PixelPositions, options: PixelGrowthOptions): GrowthCurve {
    return new GrowthCurve(fieldGrowth(image, positions, options));
  }

  /** One row per radius: the fraction of the light inside, and the signal-to-noise ratio. */
  get table(): Table<GrowthColumns> {
    return this.#result.table;
  }

  /** Provenance of the curve, oldest step first. */
  get provenance(): Provenance {
    return this.table.provenance;
  }

  /** The chosen radius [px]; NaN if none satisfies the rule. */
  get radius(): number {
    return this.#result.chosenRadius;
  }

  /** Why this radius was chosen. */
  get rule(): string {
    return this.#result.rule;
  }

  /** Number of stars used for the curve. */
  get starCount(): number {
    return this.#result.starCount;
  }

  /** Plots the curve. */
  plot(options: ChartOptions = {}): Figure {
    const { radius, fraction, fractionErr, relativeSnr } = this.table.columns;
    return growthCurveFigure(
      {
        radius: radius.values,
        fraction: fraction.values,
        fractionErr: fractionErr.values,
        relativeSnr: relativeSnr.values,
        chosenRadius: this.radius,
        starCount: this.starCount,
      },
      options,
    ).withProvenance(this.provenance);
  }

  /** One line: stars, radii, the chosen radius. */
  toString(): string {
    return `GrowthCurve of ${this.starCount} stars at ${this.table.length} radii; ${this.rule}`;
  }
}
