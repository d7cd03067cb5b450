/**
 * The light curve: brightness against time with error bars, doubtful points hollow.
 *
 * @module
 */

import { Figure } from '../figure.js';
import { textScatter } from '../text-plot.js';
import { drawChart } from './chart.js';
import type { ChartOptions } from './chart-options.js';
import { observablePlot } from './observable-plot.js';

/** Settings of a light curve's plot. */
export interface LightCurvePlotOptions extends ChartOptions {
  /** What to draw: `'flux'` (relative flux, default) or `'mag'` (differential magnitude, brighter upwards). */
  readonly quantity?: 'flux' | 'mag';
  /** Also draws the comparison stars' own curves below, shifted apart. Default true when there are any. */
  readonly comparisons?: boolean;
}

/** One curve to draw. */
export interface PlottedCurve {
  /** Name in the legend. */
  readonly label: string;
  readonly time: ArrayLike<number>;
  readonly value: ArrayLike<number>;
  readonly error: ArrayLike<number>;
  /** Not 0 where a point is doubtful; it is drawn hollow. */
  readonly flags: ArrayLike<number>;
}

interface Point {
  readonly time: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly doubtful: boolean;
  readonly curve: string;
}

/** Points of a curve with time counted from `epoch`; NaN points left out. */
function pointsOf(curve: PlottedCurve, epoch: number, shift: number): Point[] {
  const points: Point[] = [];
  for (let i = 0; i < curve.time.length; i++) {
    const time = curve.time[i] - epoch;
    const value = curve.value[i] + shift;
    if (!Number.isFinite(time) || !Number.isFinite(value)) continue;
    const error = Number.isFinite(curve.error[i]) ? curve.error[i] : 0;
    points.push({
      time,
      value,
      low: value - error,
      high: value + error,
      doubtful: curve.flags[i] !== 0,
      curve: curve.label,
    });
  }
  return points;
}

/** How many robust scatters from the median a point may be and still count towards the panel's range. */
const RANGE_SCATTERS = 8;

/** A panel's vertical range: that of the points without outliers, which would flatten the rest. */
function verticalRange(points: readonly Point[]): [number, number] | undefined {
  if (points.length === 0) return undefined;
  const median = middle(points.map(point => point.value));
  const scatter = 1.4826 * middle(points.map(point => Math.abs(point.value - median)));
  const tame = points.filter(point => !(scatter > 0) || Math.abs(point.value - median) <= RANGE_SCATTERS * scatter);
  const low = Math.min(...tame.map(point => Math.max(point.low, point.value - 3 * scatter)));
  const high = Math.max(...tame.map(point => Math.min(point.high, point.value + 3 * scatter)));
  const pad = 0.06 * (high - low || 1e-3);
  return [low - pad, high + pad];
}

/** The middle value of a list that is not empty. */
function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** The horizontal range with room for the first and last symbol. */
function horizontalRange(points: readonly Point[]): [number, number] | undefined {
  if (points.length === 0) return undefined;
  const low = Math.min(...points.map(point => point.time));
  const high = Math.max(...points.map(point => point.time));
  const pad = 0.02 * (high - low || 0.01);
  return [low - pad, high + pad];
}

/** Draws one panel. */
function panel(
  points: readonly Point[],
  labels: { x: string; y: string; aria: string },
  options: ChartOptions & { reverse: boolean; coloured: boolean },
): string {
  const range = verticalRange(points);
  const times = horizontalRange(points);
  const stroke = options.coloured ? 'curve' : '#1f5fa8';
  const Plot = observablePlot();
  return drawChart(
    { ...options, ariaLabel: labels.aria },
    {
      x: { label: labels.x, grid: true, ...(times ? { domain: times } : {}) },
      y: { label: labels.y, grid: true, reverse: options.reverse, ...(range ? { domain: range } : {}) },
      color: { type: 'categorical', scheme: 'dark2' },
      clip: true,
      marks: [
        Plot.ruleX(points, { x: 'time', y1: 'low', y2: 'high', stroke, strokeOpacity: 0.7 } as never),
        Plot.dot(points, {
          x: 'time',
          y: 'value',
          r: options.coloured ? 2.2 : 3,
          stroke,
          fill: ((point: Point) => (point.doubtful ? 'white' : options.coloured ? point.curve : '#1f5fa8')) as never,
          title: ((point: Point) =>
            `${point.curve}\n${point.time.toFixed(5)}\n${point.value.toPrecision(6)}${point.doubtful ? '\nflagged' : ''}`) as never,
        } as never),
        Plot.frame({ stroke: '#999' }),
      ],
    },
  );
}

/** Stacks SVG documents of one width. */
function stack(panels: readonly { svg: string; height: number }[], width: number): string {
  const total = panels.reduce((sum, { height }) => sum + height, 0);
  let top = 0;
  const parts = panels.map(({ svg, height }) => {
    const placed = svg.replace('<svg', `<svg x="0" y="${top}"`);
    top += height;
    return placed;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${total}" ` +
    `viewBox="0 0 ${width} ${total}" style="background:white;max-width:100%;height:auto">${parts.join('')}</svg>`
  );
}

/** The figure of a target's curve and, below it, of its comparison stars. */
export function lightCurveFigure(
  target: PlottedCurve,
  comparisons: readonly PlottedCurve[],
  options: LightCurvePlotOptions & { timeLabel: string; valueLabel: string },
): Figure {
  const { quantity = 'flux', width = 720, height = 340, timeLabel, valueLabel } = options;
  const finite = Array.from(target.time).filter(Number.isFinite);
  const epoch = finite.length > 0 ? Math.floor(Math.min(...finite)) : 0;
  const xLabel = `${timeLabel} − ${epoch}`;
  const withComparisons = (options.comparisons ?? true) && comparisons.length > 0;
  const caption = `${options.title ?? target.label}: ${valueLabel} of ${finite.length} frames against ${timeLabel}`;
  return new Figure({
    caption,
    text: () => {
      const points = pointsOf(target, epoch, 0);
      return textScatter(
        points.map(({ time }) => time),
        points.map(({ value }) => value),
        { reverse: quantity === 'mag', range: verticalRange(points) },
      );
    },
    draw: () => {
      const main = panel(
        pointsOf(target, epoch, 0),
        { x: xLabel, y: valueLabel, aria: caption },
        { title: options.title, width, height, reverse: quantity === 'mag', coloured: false },
      );
      const panels = [{ svg: main, height }];
      if (withComparisons) {
        const step = 4 * typicalScatter(comparisons);
        const points = comparisons.flatMap((curve, k) => pointsOf(curve, epoch, k * step));
        const lower = panel(
          points,
          { x: xLabel, y: 'comparisons, shifted apart', aria: `${caption}: comparison stars` },
          { width, height: 220, reverse: quantity === 'mag', coloured: true },
        );
        panels.push({ svg: lower, height: 220 });
      }
      return panels.length === 1 ? main : stack(panels, width);
    },
  });
}

/** The median over the curves of their standard deviations: the spacing that keeps them apart. */
function typicalScatter(curves: readonly PlottedCurve[]): number {
  const scatters = curves
    .map(curve => {
      const values = Array.from(curve.value).filter((value, i) => Number.isFinite(value) && curve.flags[i] === 0);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    })
    .filter(Number.isFinite);
  return scatters.length > 0 ? middle(scatters) || 0.01 : 0.01;
}
