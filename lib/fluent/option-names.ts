/**
 * The names of the options of each verb, against which misspelt ones are checked.
 *
 * @module
 */
import type { RunOptions } from '../core/ambient.js';
import type { OptionNames } from '../core/known-options.js';
import type { BackgroundOptions } from '../detect/background/background.js';
import type { DetectOptions } from '../detect/detect-sources.js';
import type { HeaderTableOptions } from '../frame/header-table.js';
import type { ReadFrameOptions } from '../frame/read-frame.js';
import type { ApertureOptions } from '../photometry/aperture-options.js';
import type { DifferentialOptions } from '../pipelines/differential.js';
import type { MeasureSeriesOptions } from '../pipelines/frames/measure-frame.js';
import type { ExoplanetReportOptions } from '../pipelines/light-curve/aavso/exoplanet-report.js';
import type { AavsoOptions } from '../pipelines/light-curve/aavso/observations.js';
import type { MasterOptions } from '../pipelines/masters/master-set.js';
import type { AlignSeriesOptions } from '../pipelines/series/align-series.js';
import type { FieldGrowthOptions } from '../pipelines/series/field-growth.js';
import type { ChartOptions } from '../plot/charts/chart-options.js';
import type { HistogramOptions } from '../plot/charts/histogram-chart.js';
import type { LightCurvePlotOptions } from '../plot/charts/light-curve-chart.js';
import type { ScatterOptions } from '../plot/charts/scatter-chart.js';
import type { CombineOptions } from '../reduce/combine/combine.js';

const RUN: OptionNames<RunOptions> = { signal: true, progress: true, workers: true };

/** Of `openFrame`. */
export const OPEN_FRAME: OptionNames<ReadFrameOptions> = {
  hdu: true,
  chip: true,
  maxPixels: true,
  precision: true,
  plane: true,
  channel: true,
  section: true,
  telescope: true,
  path: true,
};

/** Of `openSeries`. */
export const OPEN_SERIES: OptionNames<
  HeaderTableOptions & Pick<ReadFrameOptions, 'precision' | 'maxPixels' | 'plane'>
> = {
  ...RUN,
  keywords: true,
  hdu: true,
  chip: true,
  maxPixels: true,
  plane: true,
  channel: true,
  telescope: true,
  onError: true,
  precision: true,
};

/** Of `background`. */
export const BACKGROUND: OptionNames<BackgroundOptions> = { boxSize: true, filterSize: true };

/** Of `detect`. */
export const DETECT: OptionNames<DetectOptions> = {
  sigma: true,
  threshold: true,
  fwhm: true,
  edge: true,
  maxSources: true,
  method: true,
};

const APERTURES: OptionNames<ApertureOptions> = {
  annulus: true,
  sky: true,
  skyEstimator: true,
  allowMasked: true,
  errorModel: true,
  crowdedWithin: true,
  zeroPoint: true,
};
const RADII = { radius: true, radii: true } as const;

/** Of `frame.measure`. */
export const MEASURE_FRAME: OptionNames<ApertureOptions & { radius: number; radii: number[] }> = {
  ...RADII,
  ...APERTURES,
};

const { crowdedWithin: _ofFrames, ...SERIES_APERTURES } = APERTURES;

/** Of `series.measure`. */
export const MEASURE_SERIES: OptionNames<MeasureSeriesOptions & RunOptions & { radius: number; radii: number[] }> = {
  ...RADII,
  ...SERIES_APERTURES,
  ...RUN,
  radiusUnit: true,
  recentre: true,
};

/** Of `growthCurve`. */
export const GROWTH_CURVE: OptionNames<FieldGrowthOptions> = {
  radii: true,
  annulus: true,
  minFraction: true,
  maxStars: true,
  target: true,
};

/** Of `series.align`. */
export const ALIGN: OptionNames<AlignSeriesOptions> = { reference: true, sigma: true, maxStars: true };

/** Of `series.combine`. */
export const COMBINE: OptionNames<CombineOptions & RunOptions> = {
  ...RUN,
  method: true,
  clip: true,
  reject: true,
  normalize: true,
  scale: true,
  kind: true,
  precision: true,
  memoryBudget: true,
  onWarning: true,
};

/** Of `series.masters`. */
export const MASTERS: OptionNames<MasterOptions & RunOptions> = {
  ...RUN,
  method: true,
  clip: true,
  reject: true,
  overscan: true,
  trim: true,
  maxTemperatureDifference: true,
};

/** Of `measurements.differential`. */
export const DIFFERENTIAL: OptionNames<DifferentialOptions> = {
  target: true,
  radius: true,
  filter: true,
  comparisons: true,
  reference: true,
  weights: true,
  missing: true,
  tolerance: true,
  maxComparisons: true,
  maxColourDifference: true,
};

/** Of `curve.toAavso`. */
export const TO_AAVSO: OptionNames<AavsoOptions> = {
  name: true,
  observer: true,
  filter: true,
  comparisons: true,
  check: true,
  date: true,
  transformed: true,
  chart: true,
  group: true,
  notes: true,
  obstype: true,
};

/** Of `curve.toAavsoExoplanet`. */
export const TO_AAVSO_EXOPLANET: OptionNames<ExoplanetReportOptions> = {
  star: true,
  planet: true,
  observer: true,
  secondaryObservers: true,
  filter: true,
  binning: true,
  exptime: true,
  obstype: true,
  detrend: true,
  notes: true,
};
const CHART: OptionNames<ChartOptions> = { title: true, width: true, height: true };

/** Of `scatter`. */
export const SCATTER: OptionNames<ScatterOptions> = {
  ...CHART,
  x: true,
  y: true,
  error: true,
  color: true,
  line: true,
  reverse: true,
  logarithmic: true,
  dotRadius: true,
};

/** Of `histogram`. */
export const HISTOGRAM: OptionNames<HistogramOptions> = {
  ...CHART,
  bins: true,
  range: true,
  xLabel: true,
  yLabel: true,
  logarithmic: true,
};

/** Of `LightCurve.plot`. */
export const PLOT: OptionNames<LightCurvePlotOptions> = { ...CHART, quantity: true, comparisons: true };
