/**
 * The light curve: brightness against time with error bars, doubtful points hollow.
 *
 * @module
 */

import type { Markish } from '@observablehq/plot';
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
  /** By how much the value is moved to keep curves apart. */
  readonly shift: number;
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
      shift,
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
  labels: { x: string; y: string; value: string; aria: string },
  options: ChartOptions & { reverse: boolean; coloured: boolean; hasNames: boolean },
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
      marginRight: options.hasNames ? 64 : 24,
      marks: [
        Plot.ruleX(points, { x: 'time', y1: 'low', y2: 'high', stroke, strokeOpacity: 0.7 } as never),
        Plot.dot(points, {
          x: 'time',
          y: 'value',
          r: options.coloured ? 2.2 : 3,
          stroke,
          fill: ((point: Point) => (point.doubtful ? 'white' : options.coloured ? point.curve : '#1f5fa8')) as never,
          title: ((point: Point) => pointTitle(point, labels)) as never,
        } as never),
        Plot.frame({ stroke: '#999' }),
        ...(options.coloured ? curveNames(points) : []),
      ],
    },
  );
}

/** What the tooltip of a point says. */
function pointTitle(
  { curve, time, value, shift, high, doubtful }: Point,
  labels: { x: string; value: string },
): string {
  const error = high - value > 0 ? ` +- ${(high - value).toPrecision(2)}` : '';
  return `${curve}\n${labels.x}: ${time.toFixed(5)}\n${labels.value}: ${(value - shift).toPrecision(6)}${error}${doubtful ? '\nflagged' : ''}`;
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
  const caption = `${options.title || target.label}: ${valueLabel} of ${finite.length} frames against ${timeLabel}`;
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
        { x: xLabel, y: valueLabel, value: valueLabel, aria: caption },
        {
          title: options.title ?? `${target.label}: ${valueLabel}, ${finite.length} frames`,
          width,
          height,
          reverse: quantity === 'mag',
          coloured: false,
          hasNames: withComparisons,
        },
      );
      const panels = [{ svg: main, height }];
      if (withComparisons) {
        const shifts = shiftsApart(comparisons);
        const points = comparisons.flatMap((curve, k) => pointsOf(curve, epoch, shifts[k]));
        const lower = panel(
          points,
          { x: xLabel, y: 'comparisons, shifted apart', value: valueLabel, aria: `${caption}: comparison stars` },
          { width, height: 220, reverse: quantity === 'mag', coloured: true, hasNames: true },
        );
        panels.push({ svg: lower, height: 220 });
      }
      return panels.length === 1 ? main : stack(panels, width);
    },
  });
}

/** Shifts that keep the curves apart: neighbours by 2.5 times the scatter of both, so that a noisy one hides no other. */
function shiftsApart(curves: readonly PlottedCurve[]): number[] {
  const known = curves.map(curveScatter);
  const positive = known.filter(scatter => scatter > 0);
  const usual = positive.length > 0 ? middle(positive) : 0.01;
  const scatters = known.map(scatter => (scatter > 0 ? Math.max(scatter, 0.3 * usual) : usual));
  const gaps = scatters.slice(1).map((scatter, k) => 2.5 * (scatters[k] + scatter));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const shifts = [0];
  for (const [k, gap] of gaps.entries()) shifts.push(shifts[k] + Math.max(gap, 0.8 * mean)); // room for the names, too
  return shifts;
}

/** The scatter of a curve's good points, whatever a few of them are. */
function curveScatter(curve: PlottedCurve): number {
  const values = Array.from(curve.value).filter((value, i) => Number.isFinite(value) && curve.flags[i] === 0);
  if (values.length === 0) return Number.NaN;
  const median = middle(values);
  return 1.4826 * middle(values.map(value => Math.abs(value - median)));
}

/** The names of the curves, to the right of them. */
function curveNames(points: readonly Point[]): Markish[] {
  const values = new Map<string, number[]>();
  for (const { curve, value } of points) values.set(curve, [...(values.get(curve) ?? []), value]);
  const at = [...values].map(([curve, all]) => ({ curve, value: middle(all) }));
  const Plot = observablePlot();
  return [
    Plot.text(at, {
      frameAnchor: 'right',
      y: 'value',
      text: 'curve',
      fill: 'curve',
      textAnchor: 'start',
      dx: 4,
      fontSize: 10,
      clip: null,
    } as never),
  ];
}
