/**
 * One column of a table against another: colour-magnitude diagrams, residuals, errors against magnitude.
 *
 * @module
 */
import type * as Plots from '@observablehq/plot';
import { isNumeric, type StoredColumn, valueAt } from '../../table/column/stored-column.js';
import { requireColumn, type TableData } from '../../table/column/table-data.js';
import { Figure } from '../figure.js';
import { textScatter } from '../text-plot.js';
import { drawChart } from './chart.js';
import type { ChartOptions } from './chart-options.js';
import { columnLabel, columnNumbers, warnOfEmptyColumns } from './column-numbers.js';
import { observablePlot } from './observable-plot.js';
import { rowTitles } from './row-titles.js';

/** What a scatter chart shows; `K` are the names of the table's columns. */
export interface ScatterOptions<K extends string = string> extends ChartOptions {
  /** Column along the horizontal axis. */
  readonly x: K;
  /** Column along the vertical axis. Magnitudes (unit `mag`) grow downwards. */
  readonly y: K;
  /** Column with the 1-sigma errors of `y`, drawn as bars. Default none. */
  readonly error?: K;
  /** Column that the dots are coloured by: numbers by a scale, texts by kind. Default one colour. */
  readonly color?: K;
  /** Whether to join the dots in the order of the rows, separately for each colour. Default: false. */
  readonly line?: boolean;
  /** Axis that grows the other way. Default `y` where its unit is mag, else none. */
  readonly reverse?: 'x' | 'y' | 'both' | 'none';
  /** Axes with a logarithmic scale; what is not positive is left out. Default none. */
  readonly logarithmic?: 'x' | 'y' | 'both';
  /** Radius of the dots [px]. Default by their number. */
  readonly dotRadius?: number;
}

/** One point of the chart. */
interface Dot {
  /** Row of the table. */
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
  readonly color: unknown;
}

/** Maximum number of bars and dots: more would be slow to draw and indistinguishable, so a regular sample is drawn. */
const MAX_DOTS = 20_000;

/** More dots have no tooltips: they lie on each other, and each tooltip is as large as its dot. */
const MAX_TITLES = 2000;

/**
 * The figure of two columns. Rows in which one of them is missing are left out.
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for a column that is not numeric
 */
export function scatterFigure(data: TableData, options: ScatterOptions): Figure {
  const [x, y] = [columnNumbers(data, options.x), columnNumbers(data, options.y)];
  const error = options.error === undefined ? null : columnNumbers(data, options.error);
  const color = options.color === undefined ? null : requireColumn(data, options.color);
  const isScale = color !== null && isMeasured(color);
  warnOfEmptyColumns(data, [options.x, options.y, options.error, isScale ? options.color : undefined]);
  const isReversed = (axis: 'x' | 'y'): boolean => {
    const { reverse = requireColumn(data, options.y).unit === 'mag' ? 'y' : 'none' } = options;
    return reverse === axis || reverse === 'both';
  };
  const isLogarithmic = (axis: 'x' | 'y'): boolean => options.logarithmic === axis || options.logarithmic === 'both';
  const shown = (row: number): boolean =>
    Number.isFinite(x[row]) &&
    Number.isFinite(y[row]) &&
    !(isLogarithmic('x') && x[row] <= 0) &&
    !(isLogarithmic('y') && y[row] <= 0);
  const rows = Array.from({ length: data.length }, (_, row) => row).filter(shown);
  const every = Math.ceil(rows.length / MAX_DOTS) || 1;
  const part = every === 1 ? '' : `, one in ${every} drawn`;
  const caption = options.title || `${options.y} against ${options.x}, ${rows.length} points${part}`;
  return new Figure({
    caption,
    provenance: data.provenance,
    text: () =>
      textScatter(
        Float64Array.from(rows, row => x[row]),
        Float64Array.from(rows, row => y[row]),
        { reverse: isReversed('y') },
      ),
    draw: () => {
      const dots = rows
        .filter((_, place) => place % every === 0)
        .map((row): Dot => {
          const half = error === null || !Number.isFinite(error[row]) ? 0 : error[row];
          return {
            row,
            x: x[row],
            y: y[row],
            low: y[row] - half,
            high: y[row] + half,
            color: color && valueAt(color, row),
          };
        });
      return drawChart(
        { height: 380, ...options, title: options.title ?? caption, ariaLabel: caption },
        {
          inset: 6,
          x: axis(data, options.x, isReversed('x'), isLogarithmic('x')),
          y: axis(data, options.y, isReversed('y'), isLogarithmic('y')),
          ...(color === null ? {} : { color: colorScale(color, dots) }),
          marks: [
            ...marksOf(dots, options, dots.length <= MAX_TITLES ? dotTitles(data, options) : null),
            ...(color === null ? [] : legend(dots, color, options.color ?? '')),
          ],
        },
      );
    },
  });
}

function marksOf(
  dots: readonly Dot[],
  options: ScatterOptions,
  titleOf: ((dot: Dot) => string) | null,
): Plots.Markish[] {
  const { dotRadius = dots.length > 3000 ? 1.2 : dots.length > 300 ? 1.8 : 2.8, line = false } = options;
  const paint = options.color === undefined ? '#1f5fa8' : 'color';
  const Plot = observablePlot();
  const marks: Plots.Markish[] = [];
  if (options.error !== undefined)
    marks.push(Plot.ruleX(dots, { x: 'x', y1: 'low', y2: 'high', stroke: paint, strokeOpacity: 0.5 } as never));
  if (line) marks.push(Plot.line(dots, { x: 'x', y: 'y', stroke: paint, strokeWidth: 1.2 } as never));
  marks.push(
    Plot.dot(dots, {
      x: 'x',
      y: 'y',
      r: dotRadius,
      fill: paint,
      fillOpacity: dots.length > 3000 ? 0.5 : 0.8,
      ...(titleOf === null ? {} : { title: titleOf as never }),
    } as never),
  );
  marks.push(Plot.frame({ stroke: '#999' }));
  return marks;
}

/** What the tooltip of a dot says: which row, and its values. */
function dotTitles(data: TableData, { x, y, error, color }: ScatterOptions): (dot: Dot) => string {
  const titleOf = rowTitles(data, [
    x,
    y,
    ...(error === undefined ? [] : [error]),
    ...(color === undefined ? [] : [color]),
  ]);
  return ({ row }) => titleOf(row);
}

function axis(data: TableData, name: string, reverse: boolean, logarithmic: boolean): object {
  const isDate = requireColumn(data, name).kind === 'date';
  return {
    label: columnLabel(data, name),
    grid: true,
    reverse,
    type: isDate ? 'utc' : logarithmic ? 'log' : 'linear',
    // Julian dates without commas, small numbers without SI prefixes
    ...(isDate ? {} : { tickFormat: (value: number) => String(Number(value.toPrecision(12))) }),
  };
}

/** Texts and flags by kind, numbers by a scale. */
function colorScale(column: StoredColumn, dots: readonly Dot[]): object {
  if (isMeasured(column)) return { scheme: 'viridis' };
  return { type: 'categorical', domain: kindsOf(dots) };
}

/** Whether numbers are coloured by a scale: not those of a few kinds, such as flags or nights. */
function isMeasured(column: StoredColumn): boolean {
  if (!isNumeric(column) || column.kind === 'boolean') return false;
  return /^(?:float|date)/.test(column.kind) || !hasFewKinds(column);
}

/** Maximum number of whole numbers that are kinds. */
const MAX_CODES = 8;

function hasFewKinds(column: StoredColumn): boolean {
  const seen = new Set<unknown>();
  for (let row = 0; row < column.values.length && seen.size <= MAX_CODES; row++) seen.add(valueAt(column, row));
  return seen.size <= MAX_CODES;
}

/** The kinds in the order in which they come; numbers by size. */
function kindsOf(dots: readonly Dot[]): unknown[] {
  const kinds = [...new Set(dots.map(dot => dot.color))];
  return kinds.some(kind => typeof kind === 'string') ? kinds : kinds.sort((a, b) => Number(a) - Number(b));
}

/** Maximum number of kinds in the legend: more would be indistinguishable. */
const MAX_KINDS = 10;

/** What the colours mean, in the upper right corner. */
function legend(dots: readonly Dot[], column: StoredColumn, name: string): Plots.Markish[] {
  const Plot = observablePlot();
  const place = { frameAnchor: 'top-right', textAnchor: 'end', dx: -8 } as const;
  if (isMeasured(column)) {
    const values = dots.map(dot => Number(dot.color)).filter(Number.isFinite);
    if (values.length === 0) return [];
    const range = [Math.min(...values), Math.max(...values)].map(value => Number(value.toPrecision(3)));
    const unit = column.unit === '' ? '' : ` ${column.unit}`;
    return [
      Plot.text([name], {
        ...place,
        dy: 12,
        text: () => `${name}: ${range[0]} (dark) to ${range[1]}${unit} (light)`,
        fill: '#444',
      } as never),
    ];
  }
  return kindsOf(dots)
    .slice(0, MAX_KINDS)
    .map((kind, i) =>
      Plot.text([kind], {
        ...place,
        dy: 12 + 15 * i,
        text: () => `\u25cf ${kind === null ? '(none)' : typeof kind === 'string' ? kind : `${name} ${String(kind)}`}`,
        fill: () => kind,
      } as never),
    );
}
