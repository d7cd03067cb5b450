/**
 * The curve of growth: the share of a star's light inside each radius, and the radius chosen.
 *
 * @module
 */
import type { Markish } from '@observablehq/plot';
import { Figure } from '../figure.js';
import { textScatter } from '../text-plot.js';
import { drawChart } from './chart.js';
import type { ChartOptions } from './chart-options.js';
import { observablePlot } from './observable-plot.js';

/** What is drawn, radius by radius. */
interface PlottedGrowth {
  /** Aperture radii [px]. */
  readonly radius: ArrayLike<number>;
  /** Median fraction of the light of the largest aperture, 0 to 1. */
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

const LIGHT = '#1f5fa8';
const SIGNAL = '#c0562b';
const CHOSEN = '#2b8a3e';

/** The figure of a growth curve. */
export function growthCurveFigure(growth: PlottedGrowth, options: ChartOptions = {}): Figure {
  const chosen = growth.chosenRadius;
  const caption =
    `curve of growth of ${growth.starCount} stars` +
    (Number.isFinite(chosen) ? `; chosen radius ${chosen.toFixed(2)} px` : '');
  return new Figure({
    caption: options.title || caption,
    text: () => textScatter(growth.radius, growth.fraction),
    draw: () => {
      const rows = rowsOf(growth);
      const Plot = observablePlot();
      return drawChart(
        { height: 320, ...options, title: options.title ?? caption, ariaLabel: caption },
        {
          x: { label: 'aperture radius [px]', grid: true },
          y: { label: 'share of the best', grid: true, domain: [0, Math.max(1.05, ...rows.map(row => row.high))] },
          color: { type: 'categorical', domain: ['light inside', 'signal to noise'], range: [LIGHT, SIGNAL] },
          marks: [...radiusMarks(chosen), ...curveMarks(rows), ...curveNames(rows), Plot.frame({ stroke: '#999' })],
        },
      );
    },
  });
}

/** One radius, as drawn. */
interface GrowthRow {
  readonly radius: number;
  readonly fraction: number;
  /** Ends of the error bar. */
  readonly low: number;
  readonly high: number;
  readonly snr: number;
}

function rowsOf({ radius, fraction, fractionErr, relativeSnr }: PlottedGrowth): GrowthRow[] {
  return Array.from({ length: radius.length }, (_, i) => ({
    radius: radius[i],
    fraction: fraction[i],
    low: fraction[i] - (fractionErr[i] || 0),
    high: fraction[i] + (fractionErr[i] || 0),
    snr: relativeSnr[i],
  })).filter(row => Number.isFinite(row.fraction));
}

/** The line at the chosen radius, with its value; empty if none was chosen. */
function radiusMarks(chosen: number): Markish[] {
  const Plot = observablePlot();
  const rows = Number.isFinite(chosen) ? [{ radius: chosen }] : [];
  return [
    Plot.ruleX(rows, { x: 'radius', stroke: CHOSEN, strokeDasharray: '5 4' }),
    Plot.text(rows, {
      x: 'radius',
      frameAnchor: 'bottom',
      text: () => ` r = ${chosen.toFixed(2)} px`,
      textAnchor: 'start',
      dy: -6,
      fill: CHOSEN,
    } as never),
  ];
}

function curveMarks(rows: readonly GrowthRow[]): Markish[] {
  const Plot = observablePlot();
  return [
    Plot.line(rows, { x: 'radius', y: 'snr', stroke: () => 'signal to noise', strokeWidth: 1.5 } as never),
    Plot.ruleX(rows, { x: 'radius', y1: 'low', y2: 'high', stroke: () => 'light inside' } as never),
    Plot.line(rows, { x: 'radius', y: 'fraction', stroke: () => 'light inside', strokeWidth: 2 } as never),
    Plot.dot(rows, {
      x: 'radius',
      y: 'fraction',
      fill: () => 'light inside',
      r: 2.5,
      title: ((row: GrowthRow) =>
        `radius ${row.radius.toFixed(2)} px\nlight inside ${(100 * row.fraction).toFixed(2)} %\nsignal to noise ${(100 * row.snr).toFixed(1)} % of its best`) as never,
    } as never),
  ];
}

/** The names of the two curves at their ends. */
function curveNames(rows: readonly GrowthRow[]): Markish[] {
  const Plot = observablePlot();
  const name = (text: string, y: keyof GrowthRow, dy: number, fill: string): Markish =>
    Plot.text(rows.slice(-1), { x: 'radius', y, text: () => text, dy, textAnchor: 'end', fill } as never);
  return [name('light inside', 'fraction', 14, LIGHT), name('signal to noise', 'snr', 12, SIGNAL)];
}
