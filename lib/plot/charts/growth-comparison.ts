/**
 * Measured shares of light on the curve of an instrument's table.
 *
 * @module
 */
import type { Provenance } from '../../core/provenance.js';
import { Figure } from '../figure.js';
import { textScatter } from '../text-plot.js';
import { drawChart } from './chart.js';
import type { ChartOptions } from './chart-options.js';
import { observablePlot } from './observable-plot.js';

/** Fractions of the light by radius, from the stars and from the table. */
interface ComparedGrowth {
  /** Radii of the measured shares [px]. */
  readonly radius: ArrayLike<number>;
  /** Measured fractions of the light, 0 to 1. */
  readonly share: ArrayLike<number>;
  /** Their 1-sigma errors. */
  readonly shareErr: ArrayLike<number>;
  /** Shares of the table at the same radii. */
  readonly tableShare: ArrayLike<number>;
  /** How many stars are behind them. */
  readonly starCount: number;
  /** The table's curve: its radii [px] and shares. */
  readonly curve: readonly { readonly radius: number; readonly share: number }[];
  /** What the curve is: `ACS/WFC F606W, STScI 2016`. */
  readonly curveName: string;
  readonly provenance: Provenance;
}

/** The figure: the table as a line, the stars as dots with error bars and their difference from the table. */
export function growthComparisonFigure(growth: ComparedGrowth, options: ChartOptions = {}): Figure {
  const { curve, curveName, starCount } = growth;
  const caption = options.title || `share of the light of ${starCount} stars on the curve of ${curveName}`;
  return new Figure({
    caption,
    provenance: growth.provenance,
    text: () => textScatter(growth.radius, growth.share),
    draw: () => {
      const dots = Array.from(growth.radius, (radius, k) => ({
        radius,
        share: growth.share[k],
        low: growth.share[k] - (growth.shareErr[k] || 0),
        high: growth.share[k] + (growth.shareErr[k] || 0),
        difference: percent(growth.share[k] / growth.tableShare[k] - 1),
      }));
      const Plot = observablePlot();
      return drawChart(
        { height: 340, ...options, title: options.title ?? caption, ariaLabel: caption },
        {
          x: { label: 'aperture radius [px]', grid: true },
          y: { label: 'share of the light', grid: true, domain: [0, 1] },
          marks: [
            Plot.line(curve, { x: 'radius', y: 'share', stroke: '#888', strokeWidth: 1.5 }),
            Plot.ruleX(dots, { x: 'radius', y1: 'low', y2: 'high', stroke: '#1f5fa8', strokeWidth: 1.5 }),
            Plot.dot(dots, {
              x: 'radius',
              y: 'share',
              r: 3.5,
              fill: '#1f5fa8',
              title: ((dot: { radius: number; share: number; difference: string }) =>
                `radius ${dot.radius} px\nshare ${dot.share.toFixed(4)}\n${dot.difference} of the table`) as never,
            } as never),
            Plot.text(dots, { x: 'radius', y: 'share', text: 'difference', dy: 16, fill: '#1f5fa8' }),
            Plot.text(curve.slice(-1), {
              x: 'radius',
              y: 'share',
              text: () => curveName,
              textAnchor: 'end',
              dy: -10,
              fill: '#666',
            } as never),
            Plot.frame({ stroke: '#999' }),
          ],
        },
      );
    },
  });
}

function percent(part: number): string {
  return `${part < 0 ? '\u2212' : '+'}${Math.abs(100 * part).toFixed(2)} %`;
}
