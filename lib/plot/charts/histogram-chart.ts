/**
 * The histogram of values: of pixels, where the sky is, how wide its noise, how long the tail.
 *
 * @module
 */

import type { Markish } from '@observablehq/plot';
import { Figure } from '../figure.js';
import { sortedSample } from '../stretch.js';
import { textBars } from '../text-plot.js';
import { usualRange } from '../usual-range.js';
import { drawChart } from './chart.js';
import type { ChartOptions } from './chart-options.js';
import { observablePlot } from './observable-plot.js';

/** Settings of a histogram. */
export interface HistogramOptions extends ChartOptions {
  /** Number of bins. Default 80; of whole numbers up to 80, each of the same number of values. */
  readonly bins?: number;
  /** Lowest and highest value drawn. Default all but stragglers: of a frame the sky and its noise. What lies beyond is counted. */
  readonly range?: readonly [number, number];
  /** Label of the horizontal axis. */
  readonly xLabel?: string;
  /** Label of the vertical axis: what is counted. Default `pixels`. */
  readonly yLabel?: string;
  /** Vertical axis on a logarithmic scale. Default false. */
  readonly logarithmic?: boolean;
}

/** The figure of a histogram of `values`; those not finite are left out, those beyond the range are counted in a note. */
export function histogramFigure(values: ArrayLike<number>, options: HistogramOptions = {}): Figure {
  const { xLabel = 'pixel value', yLabel = 'pixels', logarithmic = false } = options;
  const bins = binsOf(values, options);
  const counts = countBins(values, bins);
  const caption = options.title || `histogram of ${count(counts.finite)} ${yLabel}, ${xLabel}`;
  return new Figure({
    caption,
    text: () => `${short(bins.low)} ${textBars(counts.inside)} ${short(bins.low + bins.count * bins.width)}`,
    draw: () => {
      const rows = Array.from(counts.inside, (number, bin) => ({
        from: bins.low + bin * bins.width,
        to: bins.low + (bin + 1) * bins.width,
        number,
      }));
      return drawChart(
        { height: 240, ...options, title: options.title ?? caption, ariaLabel: caption },
        {
          x: { label: xLabel, domain: [bins.low, bins.low + bins.count * bins.width] },
          y: { label: yLabel, grid: true, ...(logarithmic ? logarithmicAxis(counts.inside) : {}) },
          marks: [...barMarks(rows, logarithmic ? 0.5 : 0, yLabel), ...noteMarks(counts)],
        },
      );
    },
  });
}

const BINS = 80;

/** Bins of equal width. */
interface Bins {
  /** Lower end of the first. */
  readonly low: number;
  readonly width: number;
  readonly count: number;
}

/** The bins of the range; of whole numbers each bin holds as many as the next, or some would look empty. */
function binsOf(values: ArrayLike<number>, options: HistogramOptions): Bins {
  const { bins = BINS } = options;
  const [low, high] = options.range ?? usualRange(values);
  const isAsked = options.range !== undefined && options.bins !== undefined;
  if (isAsked || high - low > 1e9 || !areWhole(values)) return { low, width: (high - low) / bins, count: bins };
  const [first, last] = [Math.ceil(low), Math.floor(high)];
  const width = Math.max(1, Math.ceil((last - first + 1) / bins));
  return { low: first - 0.5, width, count: Math.max(1, Math.ceil((last - first + 1) / width)) };
}

/** Whether all values of a sample are whole numbers. */
function areWhole(values: ArrayLike<number>): boolean {
  const sample = sortedSample(values, 2000);
  return sample.length > 0 && sample.every(Number.isInteger);
}

/** How many values are where. */
interface BinCounts {
  readonly inside: Float64Array;
  readonly finite: number;
  readonly below: number;
  readonly above: number;
  readonly least: number;
  readonly most: number;
}

function countBins(values: ArrayLike<number>, { low, width, count: length }: Bins): BinCounts {
  const inside = new Float64Array(length);
  const high = low + length * width;
  let [finite, below, above] = [0, 0, 0];
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value - value !== 0) continue;
    finite++;
    if (value < least) least = value;
    if (value > most) most = value;
    if (value < low) below++;
    else if (value > high) above++;
    else inside[Math.min(length - 1, Math.floor((value - low) / width))]++;
  }
  return { inside, finite, below, above, least, most };
}

/** Powers of ten as plain numbers. */
function logarithmicAxis(counts: Float64Array): object {
  const most = counts.reduce((largest, number) => Math.max(largest, number), 1);
  const ticks = Array.from({ length: Math.floor(Math.log10(most)) + 1 }, (_, power) => 10 ** power);
  return { type: 'log', domain: [0.5, Math.max(2, 1.5 * most)], ticks, tickFormat: (value: number) => count(value) };
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly number: number;
}

function barMarks(rows: readonly Bar[], floor: number, what: string): Markish[] {
  const Plot = observablePlot();
  return [
    Plot.rect(
      rows.filter(({ number }) => number > 0),
      {
        x1: 'from',
        x2: 'to',
        y1: floor,
        y2: 'number',
        fill: '#1f5fa8',
        fillOpacity: 0.75,
        inset: 0,
        title: ((bar: Bar) => `${short(bar.from)} to ${short(bar.to)}\n${count(bar.number)} ${what}`) as never,
      } as never,
    ),
    Plot.frame({ stroke: '#999' }),
  ];
}

/** What the range leaves out, in the upper corners. */
function noteMarks({ below, above, least, most }: BinCounts): Markish[] {
  const Plot = observablePlot();
  const note = (text: string, frameAnchor: string, textAnchor: string, dx: number): Markish =>
    Plot.text([text], { frameAnchor, textAnchor, dx, dy: 12, fill: '#555', fontSize: 11, text: () => text } as never);
  return [
    ...(below > 0 ? [note(`\u2190 ${count(below)} below, down to ${short(least)}`, 'top-left', 'start', 8)] : []),
    ...(above > 0 ? [note(`${count(above)} above, up to ${short(most)} \u2192`, 'top-right', 'end', -8)] : []),
  ];
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}

function short(value: number): string {
  return String(Number(value.toPrecision(5)));
}
