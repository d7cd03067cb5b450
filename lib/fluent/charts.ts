/**
 * Charts of any table.
 *
 * @module
 */
import { requireKnownOptions } from '../core/known-options.js';
import { columnLabel, columnNumbers, warnOfEmptyColumns } from '../plot/charts/column-numbers.js';
import { type HistogramOptions, histogramFigure } from '../plot/charts/histogram-chart.js';
import { type ScatterOptions, scatterFigure } from '../plot/charts/scatter-chart.js';
import type { Figure } from '../plot/figure.js';
import type { ColumnName, Table } from '../table/table.js';
import { HISTOGRAM, SCATTER } from './option-names.js';

/**
 * Plots one column of a table against another, with the units on the axes; magnitudes increase downwards.
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for a column that is not numeric, or an option that there is not
 * @example scatter(stars, { x: 'mag', y: 'fwhm', color: 'field' })
 */
export function scatter<C>(table: Table<C>, options: ScatterOptions<ColumnName<C>>): Figure {
  requireKnownOptions('scatter', options, SCATTER);
  return scatterFigure(table.data, options);
}

/**
 * Plots the distribution of the values of a column.
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for a column that is not numeric
 * @example histogram(stars, 'mag', { bins: 40 })
 */
export function histogram<C>(table: Table<C>, column: ColumnName<C>, options: HistogramOptions = {}): Figure {
  requireKnownOptions('histogram', options, HISTOGRAM);
  const { data } = table;
  warnOfEmptyColumns(data, [column]);
  const settings = { xLabel: columnLabel(data, column), yLabel: 'rows', bins: 40, ...options };
  return histogramFigure(columnNumbers(data, column), settings).withProvenance(data.provenance);
}
