/**
 * Offsets between two catalogues, before and after the shift of the whole is taken away.
 *
 * @module
 */

import { Figure } from '../figure.js';
import { textScatter } from '../text-plot.js';
import { drawChart } from './chart.js';
import type { ChartOptions } from './chart-options.js';
import { observablePlot } from './observable-plot.js';

/** What is drawn: offsets of pairs [arcsec], and their median with its errors. */
interface PlottedOffsets {
  readonly before: OffsetList;
  readonly after: OffsetList;
  /** The shift, to the east (times cos Dec) and to the north [arcsec]. */
  readonly ra: number;
  readonly dec: number;
  /** 1-sigma errors of the two [arcsec]. */
  readonly raErr: number;
  readonly decErr: number;
}

/** Offsets to the east and to the north [arcsec]. */
interface OffsetList {
  readonly east: ArrayLike<number>;
  readonly north: ArrayLike<number>;
}

/** Maximum number of dots: more would be indistinguishable, so a regular sample is drawn. */
const MAX_DOTS = 5000;
/** More dots have no tooltips. */
const MAX_TITLES = 2000;
const PANELS = ['before', 'after'] as const;

/** The figure of the offsets, two panels with one scale. */
export function offsetFigure(offsets: PlottedOffsets, options: ChartOptions = {}): Figure {
  const { before, after, ra, dec, raErr, decErr } = offsets;
  const caption = `offsets of ${before.east.length} pairs: ${withError(ra, raErr)} arcsec to the east, ${withError(dec, decErr)} arcsec to the north, before and after it is taken away`;
  return new Figure({
    caption: options.title || caption,
    text: () => textScatter(before.east, before.north),
    draw: () => {
      const dots = [...dotsOf(before, 'before'), ...dotsOf(after, 'after')];
      const farthest = dots.reduce((far, { x, y }) => Math.max(far, Math.abs(x), Math.abs(y)), 1e-6);
      const domain = [-1.05 * farthest, 1.05 * farthest];
      const middles = [
        { panel: 'before', x: ra, y: dec },
        { panel: 'after', x: 0, y: 0 },
      ].map(middle => ({
        ...middle,
        left: middle.x - raErr,
        right: middle.x + raErr,
        low: middle.y - decErr,
        high: middle.y + decErr,
      }));
      const axes = PANELS.map(panel => ({ panel, at: 0 }));
      const Plot = observablePlot();
      return drawChart(
        {
          height: 400,
          ...options,
          title: options.title ?? `offsets of ${before.east.length} pairs`,
          ariaLabel: caption,
        },
        {
          fx: { label: null, domain: [...PANELS] },
          x: { label: 'RA offset times cos Dec [arcsec]', domain, grid: true },
          y: { label: 'Dec offset [arcsec]', domain, grid: true },
          marks: [
            Plot.ruleX(axes, { fx: 'panel', x: 'at', stroke: '#999' }),
            Plot.ruleY(axes, { fx: 'panel', y: 'at', stroke: '#999' }),
            Plot.dot(dots, {
              fx: 'panel',
              x: 'x',
              y: 'y',
              r: dots.length > 2000 ? 1 : 1.8,
              fill: '#1f5fa8',
              fillOpacity: 0.5,
              ...(dots.length <= MAX_TITLES ? { title: dotTitle } : {}),
            } as never),
            Plot.ruleX(middles, { fx: 'panel', x: 'x', y1: 'low', y2: 'high', stroke: '#c0562b', strokeWidth: 2 }),
            Plot.ruleY(middles, { fx: 'panel', y: 'y', x1: 'left', x2: 'right', stroke: '#c0562b', strokeWidth: 2 }),
            Plot.dot(middles, { fx: 'panel', x: 'x', y: 'y', r: 6, stroke: '#c0562b', strokeWidth: 2 } as never),
            Plot.frame({ stroke: '#999' }),
          ],
        },
      );
    },
  });
}

/** One pair in one of the panels. */
interface OffsetDot {
  readonly panel: string;
  /** Number of the pair, from 0. */
  readonly pair: number;
  readonly x: number;
  readonly y: number;
}

function dotsOf({ east, north }: OffsetList, panel: string): OffsetDot[] {
  const every = Math.ceil(east.length / MAX_DOTS) || 1;
  const count = Math.ceil(east.length / every);
  return Array.from({ length: count }, (_, i) => ({ panel, pair: i * every, x: east[i * every], y: north[i * every] }));
}

function dotTitle({ panel, pair, x, y }: OffsetDot): string {
  return `pair ${pair}, ${panel}\n${x.toFixed(4)} arcsec to the east\n${y.toFixed(4)} arcsec to the north`;
}

function withError(value: number, error: number): string {
  const digits = error > 0 ? Math.min(6, Math.max(0, 2 - Math.ceil(Math.log10(error)))) : 4;
  return `${value.toFixed(digits)} +- ${error.toFixed(digits)}`;
}
