/**
 * The curve of growth: the share of a star's light inside each radius, and the radius chosen.
 *
 * @module
 */
import * as Plot from '@observablehq/plot';
import { drawChart } from './chart.js';
import type { ChartOptions } from './chart-options.js';
import { Figure } from './figure.js';
import { textScatter } from './text-plot.js';

/** What is drawn, radius by radius. */
interface PlottedGrowth {
  /** Aperture radii [px]. */
  readonly radius: ArrayLike<number>;
  /** Median share of the light of the largest aperture, 0 to 1. */
  readonly fraction: ArrayLike<number>;
  /** 1-sigma error of {@link fraction}. */
  readonly fractionErr: ArrayLike<number>;
  /** Median signal to noise as a share of its best, 0 to 1. */
  readonly relativeSnr: ArrayLike<number>;
  /** The radius chosen [px]; NaN when none could be. */
  readonly chosenRadius: number;
  /** How many stars are behind it. */
  readonly starCount: number;
}

/** The figure of a growth curve. */
export function growthCurveFigure(growth: PlottedGrowth, options: ChartOptions = {}): Figure {
  const chosen = growth.chosenRadius;
  const caption =
    `curve of growth of ${growth.starCount} stars` +
    (Number.isFinite(chosen) ? `; chosen radius ${chosen.toFixed(2)} px` : '');
  return new Figure({
    caption: options.title ?? caption,
    text: () => textScatter(growth.radius, growth.fraction),
    draw: () => {
      const rows = Array.from({ length: growth.radius.length }, (_, i) => ({
        radius: growth.radius[i],
        fraction: growth.fraction[i],
        low: growth.fraction[i] - (growth.fractionErr[i] || 0),
        high: growth.fraction[i] + (growth.fractionErr[i] || 0),
        snr: growth.relativeSnr[i],
      })).filter(row => Number.isFinite(row.fraction));
      const chosenRow = Number.isFinite(chosen) ? [{ radius: chosen }] : [];
      return drawChart(
        { height: 320, ...options, title: options.title ?? caption, ariaLabel: caption },
        {
          x: { label: 'aperture radius [px]', grid: true },
          y: { label: 'share of the best', grid: true, domain: [0, Math.max(1.05, ...rows.map(row => row.high))] },
          color: {
            type: 'categorical',
            domain: ['light inside', 'signal to noise'],
            range: ['#1f5fa8', '#c0562b'],
          },
          marks: [
            Plot.ruleX(chosenRow, { x: 'radius', stroke: '#2b8a3e', strokeDasharray: '5 4' }),
            Plot.text(chosenRow, {
              x: 'radius',
              frameAnchor: 'bottom',
              text: () => ` r = ${chosen.toFixed(2)} px`,
              textAnchor: 'start',
              dy: -6,
              fill: '#2b8a3e',
            } as never),
            Plot.line(rows, { x: 'radius', y: 'snr', stroke: () => 'signal to noise', strokeWidth: 1.5 } as never),
            Plot.ruleX(rows, { x: 'radius', y1: 'low', y2: 'high', stroke: () => 'light inside' } as never),
            Plot.line(rows, { x: 'radius', y: 'fraction', stroke: () => 'light inside', strokeWidth: 2 } as never),
            Plot.dot(rows, { x: 'radius', y: 'fraction', fill: () => 'light inside', r: 2.5 } as never),
            Plot.text(rows.slice(-1), {
              x: 'radius',
              y: 'fraction',
              text: () => 'light inside',
              dy: -10,
              textAnchor: 'end',
              fill: '#1f5fa8',
            } as never),
            Plot.text(rows.slice(-1), {
              x: 'radius',
              y: 'snr',
              text: () => 'signal to noise',
              dy: 12,
              textAnchor: 'end',
              fill: '#c0562b',
            } as never),
            Plot.frame({ stroke: '#999' }),
          ],
        },
      );
    },
  });
}
