/**
 * The histogram of values: of pixels, where the sky is, how wide its noise, how long the tail.
 *
 * @module
 */

import { Figure } from '../figure.js';
import { textBars } from '../text-plot.js';
import { drawChart } from './chart.js';
import type { ChartOptions } from './chart-options.js';
import { observablePlot } from './observable-plot.js';

/** Settings of a histogram. */
export interface HistogramOptions extends ChartOptions {
  /** Number of bins. Default 80. */
  readonly bins?: number;
  /** Lowest and highest value drawn. Default the 0.5 % and 99.5 % quantiles, widened by a fifth. */
  readonly range?: readonly [number, number];
  /** Label of the horizontal axis. */
  readonly xLabel?: string;
  /** Label of the vertical axis: what is counted. Default `pixels`. */
  readonly yLabel?: string;
  /** Vertical axis on a logarithmic scale. Default false. */
  readonly logarithmic?: boolean;
}

/** The range that shows the bulk of the values. */
function usualRange(values: ArrayLike<number>): [number, number] {
  const stride = Math.max(1, Math.floor(values.length / 20_000));
  const sample: number[] = [];
  for (let i = 0; i < values.length; i += stride) if (Number.isFinite(values[i])) sample.push(values[i]);
  if (sample.length === 0) return [0, 1];
  const sorted = Float64Array.from(sample).sort();
  const low = sorted[Math.floor(0.005 * (sorted.length - 1))];
  const high = sorted[Math.ceil(0.995 * (sorted.length - 1))];
  const pad = 0.2 * (high - low || Math.abs(high) * 0.01 || 1);
  return [low - pad, high + pad];
}

/** The figure of a histogram of `values`; those not finite are left out. */
export function histogramFigure(values: ArrayLike<number>, options: HistogramOptions = {}): Figure {
  const { bins = 80, xLabel = 'pixel value', yLabel = 'pixels', logarithmic = false } = options;
  const [low, high] = options.range ?? usualRange(values);
  const counts = new Float64Array(bins);
  const scale = bins / (high - low);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor((values[i] - low) * scale);
    if (bin >= 0 && bin < bins) counts[bin]++;
  }
  const caption = options.title ?? `histogram of ${values.length} ${yLabel}, ${xLabel}`;
  return new Figure({
    caption,
    text: () => `${Number(low.toPrecision(4))} ${textBars(counts)} ${Number(high.toPrecision(4))}`,
    draw: () => {
      const floor = logarithmic ? 0.5 : 0;
      const rows = Array.from(counts, (count, bin) => ({
        from: low + bin / scale,
        to: low + (bin + 1) / scale,
        count: Math.max(count, floor),
      }));
      const Plot = observablePlot();
      return drawChart(
        { height: 240, ...options, ariaLabel: caption },
        {
          x: { label: xLabel },
          y: { label: yLabel, grid: true, type: logarithmic ? 'log' : 'linear' },
          marks: [
            Plot.rect(rows, {
              x1: 'from',
              x2: 'to',
              y1: floor,
              y2: 'count',
              fill: '#1f5fa8',
              fillOpacity: 0.75,
              inset: 0,
            } as never),
            Plot.frame({ stroke: '#999' }),
          ],
        },
      );
    },
  });
}
