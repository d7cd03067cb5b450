/**
 * Skyframe: typed dataframes for CCD photometry.
 *
 * The one public entry, in the order of the data's way: files, tables, frames, series, measurements, curves.
 *
 * @packageDocumentation
 */
import { registerCsv } from './table/csv/csv-format.js';

registerCsv();

// Stages: the functions behind the methods
export { matchAsterisms } from './astrometry/match-asterisms.js';
export type { Similarity } from './astrometry/similarity.js';
// Errors, progress, provenance
export type { Ambient, ProgressListener, ProgressReport, RunOptions } from './core/ambient.js';
export type { MimeBundle } from './core/display.js';
export { type ErrorCode, type ErrorDetails, PhotometryError } from './core/errors.js';
export type { Provenance, ProvenanceFile, ProvenanceStep } from './core/provenance.js';
export type { AbortSignalLike, BlobLike, Source, UrlLike } from './core/web-types.js';
export { measureBackground } from './detect/background.js';
export { daofind } from './detect/daofind.js';
export { detectSources, type SourceColumns } from './detect/detect-sources.js';
export { findBrightStars } from './detect/find-bright-stars.js';
// Files
export { encodeFits, type HduToWrite, type ImageToWrite } from './fits/encode-fits.js';
export { type Card, type CardValue, Header } from './fits/header.js';
export { type FitsFile, openFits } from './fits/open-fits.js';
export { writeFits } from './fits/write-fits.js';
// The menu: frames, series, measurements, light curves
export { Frame, type FrameBackground, type OpenFrameOptions, openFrame } from './fluent/frame.js';
export { FrameSeries, type OpenSeriesOptions, openSeries } from './fluent/frame-series.js';
export { GrowthCurve } from './fluent/growth-curve.js';
export { LightCurve } from './fluent/light-curve.js';
export type { ComparisonColumns, ComparisonCurveColumns, LightCurveColumns } from './fluent/light-curve-columns.js';
export type { MeasurementColumns, MultiRadiusColumns, SingleRadiusColumns } from './fluent/measurement-columns.js';
export { Measurements } from './fluent/measurements.js';
export type { ReduceOptions } from './fluent/reduce-options.js';
export { windowedCentroid } from './frame/centroid.js';
// Frames
export { type HeaderTableOptions, headerTable } from './frame/header-table.js';
export { type Image, PixelFlag, type Pixels, type PixelUnit, type Precision, UNUSABLE_PIXEL } from './frame/image.js';
export { fitProfile, measureFwhm } from './frame/profile-fwhm.js';
export { readImage } from './frame/read-frame.js';
export { describeFlags, SourceFlag } from './frame/source-flags.js';
export { describeFrame } from './frame/telescopes/describe-frame.js';
export type { HeaderColumns } from './frame/telescopes/header-columns.js';
export { registerTelescope, telescopes } from './frame/telescopes/registry.js';
export type { Telescope } from './frame/telescopes/telescope.js';
export { type MatrixWcs, parseWcs, type Wcs, wcsFromMatrix } from './frame/wcs/wcs.js';
// Angles and time
export { formatAngle, parseAngle, separation } from './math/angle.js';
export { Summary, summary } from './notebook/summary.js';
export type { ApertureColumns, MultiApertureColumns } from './photometry/aperture-columns.js';
export type { ApertureOptions } from './photometry/aperture-options.js';
export { measureApertures } from './photometry/measure-apertures.js';
export { scintillationError } from './photometry/scintillation.js';
export { Figure } from './plot/figure.js';
export type { HistogramOptions } from './plot/histogram-chart.js';
export type { Overlay, PictureOptions } from './plot/image-picture.js';
export type { LightCurvePlotOptions } from './plot/light-curve-chart.js';
export type { Stretch } from './plot/stretch.js';
export { type CalibrateOptions, calibrate } from './reduce/calibrate.js';
export { type CombineOptions, combineImages } from './reduce/combine.js';
export { photonTransfer } from './reduce/photon-transfer.js';
// Tables
export { count, first, max, mean, median, min, std, sum } from './table/aggregates.js';
export type { Column, Columns } from './table/column.js';
export { registerFormat, type TableFormat, writeTable } from './table/formats.js';
export type { GroupedTable } from './table/grouped-table.js';
export type { Quantity } from './table/quantity.js';
export { readTable } from './table/read-table.js';
export type { Row } from './table/row-cursor.js';
export type { SchemaColumns, TableSchema } from './table/schema.js';
export { Table } from './table/table.js';
export { Vectors } from './table/vectors.js';
export { barycentricInstant, bjdTdb, hjdUtc, lightTravelTime } from './time/barycentric.js';
export { formatIso } from './time/format-iso.js';
export { airmassAt, altitudeAzimuth, type HorizontalPosition, type SkyPosition } from './time/horizontal.js';
export {
  addSeconds,
  type Instant,
  instantFromIso,
  instantFromJd,
  instantFromMjd,
  jdOf,
  type TimeScale,
  toScale,
} from './time/instant.js';
export type { Site } from './time/site.js';
export { bestRadius } from './timeseries/best-radius.js';
export { chooseComparisons } from './timeseries/choose-comparisons.js';
export { findClouds } from './timeseries/clouds.js';
export { ensemblePhotometry } from './timeseries/ensemble.js';
