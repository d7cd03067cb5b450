/**
 * Skyframe: typed dataframes for CCD photometry.
 *
 * The one public entry, in the order of the data's way: files, tables, frames, series, measurements, curves.
 *
 * @packageDocumentation
 */
import { fitsTableFormat } from './fits/fits-table-format.js';
import { registerFormats } from './formats/all-formats.js';
import { registerFormat } from './table/files/formats.js';

registerFormats();
registerFormat(fitsTableFormat);

export type { AsterismMatch, MatchAsterismsOptions } from './astrometry/match-asterisms.js';
// Stages: the functions behind the methods
export { matchAsterisms } from './astrometry/match-asterisms.js';
export type { Similarity } from './astrometry/stars/similarity.js';
export type { Stars } from './astrometry/stars/star-list.js';
// Errors, progress, provenance
export type { Ambient, ProgressListener, ProgressReport, RunOptions } from './core/ambient.js';
export type { MimeBundle } from './core/display.js';
export { type ErrorCode, type ErrorDetails, PhotometryError } from './core/errors.js';
export type { Provenance, ProvenanceFile, ProvenanceStep } from './core/provenance.js';
export type { AbortSignalLike, BlobLike, Source, UrlLike } from './core/web-types.js';
export type { Background, BackgroundInput, BackgroundOptions } from './detect/background/background.js';
export { measureBackground } from './detect/background/background.js';
export type { DaofindOptions, DaofindSources, Plane } from './detect/daofind/daofind.js';
export { daofind } from './detect/daofind/daofind.js';
export type { DetectOptions } from './detect/detect-sources.js';
export { detectSources, type SourceColumns } from './detect/detect-sources.js';
export type { BrightStarOptions, BrightStars } from './detect/find-bright-stars.js';
export { findBrightStars } from './detect/find-bright-stars.js';
export type { Quantization } from './fits/compression/dither.js';
export type { Bitpix, Hdu, HduKind } from './fits/hdu/hdu.js';
export type { HduInfo } from './fits/hdu/hdu-info.js';
export type { HduColumns } from './fits/hdu/hdu-table.js';
// Files
export type { ComplexValue } from './fits/header/card.js';
export { type Card, type CardValue, Header } from './fits/header/header.js';
export type { DecodedPixels, PixelArray, PixelPrecision } from './fits/pixels/decode-pixels.js';
export type { ImageData } from './fits/pixels/image-data.js';
export type { Rectangle } from './fits/pixels/section.js';
export type { WritablePixels } from './fits/pixels/stored-form.js';
export type { OpenFitsOptions, ReadImageOptions } from './fits/read/open-fits.js';
export type { ReadFitsTableOptions } from './fits/read/read-fits-table.js';
export type { ReadTableHduOptions } from './fits/tables/read/read-table-hdu.js';
export type { FitsProblem } from './fits/verify/problem.js';
export { FitsReport, type ProblemColumns } from './fits/verify/report.js';
export type { CompressImageOptions } from './fits/write/compress-image.js';
export { type EncodeFitsOptions, encodeFits } from './fits/write/encode-fits.js';
export type { HduToWrite, ImageToWrite, RawHduToWrite, TableToWrite } from './fits/write/encode-hdu.js';
export { type CreateFitsOptions, createFits, FitsWriter, type ImageToStream } from './fits/write/fits-writer.js';
export type { ImageCompression } from './fits/write/packing-plan.js';
export { updateHeader } from './fits/write/update-header.js';
export type { WriteHdusOptions } from './fits/write/write-fits.js';
export { Catalog, type RuntimeColumns } from './fluent/catalog.js';
// Catalogues
export { histogram, scatter } from './fluent/charts.js';
export { EmpiricalCorrection, empiricalCorrection } from './fluent/empirical-correction.js';
export { correctAperture, finalizeHst, subtractSky, toFlux, toMagnitudes } from './fluent/finalize-hst.js';
export { FitsFile, type FitsImageOptions, openFits, verifyFits } from './fluent/fits-file.js';
export type { FrameMeasureOptions, FramePictureOptions, FrameViewOptions } from './fluent/frame.js';
export { Frame, type FrameBackground, type OpenFrameOptions, openFrame } from './fluent/frame.js';
// The menu: frames, series, measurements, light curves
export type { MarkedStars } from './fluent/frame-marks.js';
export type { CombineSeriesOptions, SeriesMeasureOptions, SeriesViewOptions } from './fluent/frame-series.js';
export { FrameSeries, type OpenSeriesOptions, openSeries } from './fluent/frame-series.js';
export { type FitsjsHdu, type FromFitsjsOptions, fromFitsjs } from './fluent/from-fitsjs.js';
export type { GrowthCurveOptions } from './fluent/growth-curve.js';
export { GrowthCurve } from './fluent/growth-curve.js';
export type {
  AfterFinalizeHst,
  HstColumnFor,
  HstCorrectedColumns,
  HstFinalColumns,
  HstFlux,
  HstFluxColumns,
  HstInputNames,
  HstMagnitudeColumns,
  HstNameOf,
  HstPositionColumns,
  HstRadius,
  HstRateColumns,
  WithColumns,
} from './fluent/hst-columns.js';
export { LightCurve } from './fluent/light-curve.js';
export type { ComparisonColumns, ComparisonCurveColumns, LightCurveColumns } from './fluent/light-curve-columns.js';
export type {
  MeasurementColumns,
  MultiRadiusColumns,
  RadiusUnit,
  SeriesRadiusLabel,
  SingleRadiusColumns,
} from './fluent/measurement-columns.js';
export { Measurements } from './fluent/measurements.js';
export { readTable } from './fluent/read-table.js';
export type { ReduceOptions } from './fluent/reduce-options.js';
export { SkyShift, type SkyShiftOptions } from './fluent/sky-shift.js';
export type { SkyColumns } from './fluent/with-sky.js';
export {
  appendFits,
  type FitsContent,
  type FrameToWrite,
  type WriteFitsOptions,
  writeFits,
} from './fluent/write-fits.js';
export type { Centroid, CentroidInput, CentroidOptions } from './frame/centroid.js';
export { windowedCentroid } from './frame/centroid.js';
export type { FrameStatistics } from './frame/frame-statistics.js';
// Frames
export { type HeaderTableOptions, headerTable } from './frame/header-table.js';
export type { DetectorSource } from './frame/image.js';
export { type Image, PixelFlag, type Pixels, type PixelUnit, type Precision, UNUSABLE_PIXEL } from './frame/image.js';
export type { KeywordColumns } from './frame/keyword-columns.js';
export type { StarProfile } from './frame/moffat-fit.js';
export type { ProfileInput, ProfileOptions } from './frame/profile-fwhm.js';
export { fitProfile, measureFwhm } from './frame/profile-fwhm.js';
export type { ReadFrameOptions } from './frame/read-frame.js';
export { readImage } from './frame/read-frame.js';
export { describeFlags, SourceFlag } from './frame/source-flags.js';
export type { DescribeOptions } from './frame/telescopes/describe-frame.js';
export { describeFrame } from './frame/telescopes/describe-frame.js';
export type { HeaderFact, Keywords, Telescope } from './frame/telescopes/entries/telescope.js';
export type { FrameDescription, HeaderColumns } from './frame/telescopes/header-columns.js';
export type { ImageType } from './frame/telescopes/image-type.js';
export { registerTelescope, telescopes } from './frame/telescopes/registry.js';
export type { Polynomial, SipTerms } from './frame/wcs/sip.js';
export type { Matrix2, PixelPosition, TangentPlane } from './frame/wcs/tangent-plane.js';
export type { WcsOptions } from './frame/wcs/wcs.js';
export { type MatrixWcs, parseWcs, type Wcs, wcsFromMatrix } from './frame/wcs/wcs.js';
export type { WriteImageOptions } from './frame/write-frame.js';
export { arcmin, arcsec, type Degrees } from './match/columns/degrees.js';
export type { Epoch } from './match/columns/epoch.js';
export type {
  MagnitudeWindow,
  MatchEachOptions,
  MatchTablesOptions,
  SkySearchOptions,
} from './match/columns/match-options.js';
export type { SkyColumnNames } from './match/columns/sky-columns.js';
export { atEpoch, type MovingStar } from './match/columns/space-motion.js';
export type { DuplicateOptions } from './match/duplicates.js';
export type {
  AfterDuplicates,
  AfterMatch,
  AfterMatchEach,
  AfterNear,
  DuplicateColumns,
  EachColumns,
  Everything,
  MatchColumns,
  TableLike,
} from './match/matched-columns.js';
export type { NearOptions } from './match/near.js';
// Matching
export { matchPixel } from './match/positions/match-pixel.js';
export { matchSelf } from './match/positions/match-self.js';
export { matchSky } from './match/positions/match-sky.js';
export type { MatchMode, MatchOptions } from './match/search/match-modes.js';
export type { Pairs } from './match/search/neighbours.js';
// Types that the signatures above name: with a name, a cell's variable can be declared for the next cell
export type { AngleUnit } from './math/angle.js';
// Angles and time
export { formatAngle, parseAngle } from './math/angle.js';
export type { SkyOffset, SkyPoint } from './math/sphere.js';
export { offsetBy, positionAngle, separation, skyOffset } from './math/sphere.js';
export { type DisplayHandle, display } from './notebook/display.js';
export { Summary, summary } from './notebook/summary.js';
export type {
  ApertureColumns,
  LabelledRadius,
  MeasuredStarColumns,
  MultiApertureColumns,
  Radius,
  RadiusLabel,
  StarPositions,
} from './photometry/aperture-columns.js';
export type { ErrorModel } from './photometry/aperture-errors.js';
export type { ApertureOptions } from './photometry/aperture-options.js';
export type { GrowthColumns } from './photometry/growth-curve.js';
export { measureApertures } from './photometry/measure-apertures.js';
export type { ScintillationOptions } from './photometry/scintillation.js';
export { scintillationError } from './photometry/scintillation.js';
export type { MeasurementNames } from './pipelines/catalog-columns.js';
export type { DifferentialOptions, LightCurvePoint } from './pipelines/differential.js';
export type { FrameTimes } from './pipelines/frame-times.js';
export type { MeasureSeriesOptions } from './pipelines/frames/measure-frame.js';
export type { Positions, PositionTable } from './pipelines/frames/positions.js';
export { acsRates } from './pipelines/hst/acs-rates.js';
export type {
  EmpiricalColumns,
  EmpiricalCorrectionOptions,
  EmpiricalShares,
} from './pipelines/hst/empirical-correction.js';
export type {
  HstApertureCorrection,
  HstColumnNames,
  HstErrors,
  HstOptions,
  HstSystematics,
  KeywordSource,
} from './pipelines/hst/settings/hst-options.js';
export type { HstMagnitudeOptions, VegaZeroPoint } from './pipelines/hst/to-magnitudes.js';
export type { AlignOptions } from './pipelines/series/align-series.js';
export type { AlignmentColumns } from './pipelines/series/alignment-table.js';
export type { FieldGrowthOptions } from './pipelines/series/field-growth.js';
export type { FramesToViewOptions } from './pipelines/series/frames-to-view.js';
export type { FrameCatalog, StarInFrameColumns, StarInFramesOptions } from './pipelines/star-in-frames.js';
export { starInFrames } from './pipelines/star-in-frames.js';
export type { ByteSource } from './platform/types.js';
export type { ChartOptions } from './plot/chart-options.js';
export type { FigureContent } from './plot/figure.js';
export { Figure } from './plot/figure.js';
export type { HistogramOptions } from './plot/histogram-chart.js';
export type { PictureOptions } from './plot/image-picture.js';
export type { LightCurvePlotOptions } from './plot/light-curve-chart.js';
export type { Overlay } from './plot/overlay.js';
export type { ScatterOptions } from './plot/scatter-chart.js';
export type { Stretch, StretchOptions } from './plot/stretch.js';
export type { ViewOptions } from './plot/viewer/view-images.js';
export { Viewer, type ViewerContent } from './plot/viewer/viewer.js';
export type { BadPixels } from './reduce/calibrate/bad-pixels.js';
export { type CalibrateOptions, calibrate } from './reduce/calibrate/calibrate.js';
export type { OverscanOptions } from './reduce/calibrate/overscan.js';
export { type CombineOptions, combineImages } from './reduce/combine/combine.js';
export type { ClipRule, CombineMethod, RejectRule } from './reduce/combine/combine-method.js';
export type { FrameFacts, FramePurpose } from './reduce/compatibility.js';
export type { ImageSource } from './reduce/image-source.js';
export type { PairOptions } from './reduce/pair-noise.js';
export type { PhotonTransfer, PhotonTransferOptions } from './reduce/photon-transfer.js';
export { photonTransfer } from './reduce/photon-transfer.js';
export type { Section } from './reduce/section.js';
export { ACS_WFC_ENCIRCLED_ENERGY, type EncircledEnergyTable } from './standardize/acs-wfc-encircled-energy.js';
// Hubble
export {
  apertureCorrection,
  type EncircledEnergyInput,
  encircledEnergy,
  type PointSource,
  type RadiusInput,
  radiusOfEnergy,
} from './standardize/encircled-energy.js';
export { type MagnitudeSystem, type PhotometricKeywords, zeroPoint } from './standardize/zero-point.js';
export type {
  AfterAggregate,
  AfterDerive,
  AfterDrop,
  AfterFill,
  AfterMelt,
  AfterPivot,
  AfterRename,
  AfterSelect,
  AfterWindow,
  PivotNames,
  PivotSource,
  WithColumn,
  WithColumnLike,
} from './table/after-verbs.js';
export type { InputColumns, TableOptions } from './table/build-table.js';
export type { Column, Columns, ValuesOf } from './table/column/column.js';
export { Lists } from './table/column/lists.js';
export type { OrMissing } from './table/column/or-missing.js';
export type { PlainOf, Quantity, UnitOf, WithUnit, WithUnits } from './table/column/quantity.js';
export type { ColumnKind, ColumnMeta, Stored, StoredColumn, StoredColumns } from './table/column/stored-column.js';
export type { TableData, TableMeta } from './table/column/table-data.js';
export type { ElementArray, ElementKind, NumericArray, VectorOptions } from './table/column/vectors.js';
export { Vectors } from './table/column/vectors.js';
export type { CsvWriteOptions } from './table/csv/format-csv.js';
export type { ReadTableOptions, TableFile, WriteTableOptions } from './table/files/formats.js';
export { registerFormat, type TableFormat, writeTable } from './table/files/formats.js';
export type { ColumnSpec, NamedValue, SchemaColumns, SpecValue, TableSchema, ValueType } from './table/files/schema.js';
export type { ArrowColumn, ArrowField, ArrowTable, ArrowType } from './table/interop/arrow/arrow-shape.js';
export type { DanfoFrameOf, DanfoModule } from './table/interop/danfo.js';
export type {
  FromRight,
  FromRightOrMissing,
  JoinedColumns,
  JoinNames,
  KnownNames,
  LeftNames,
  RightNames,
} from './table/joined-columns.js';
export type { RowCodes } from './table/keys/group-rows.js';
export type { SortOrder } from './table/rows/row-order.js';
export type { Aggregated, Aggregates, AggregateValue, CellValue } from './table/statistics/aggregated.js';
export type { Aggregate, AggregateResult, ExtremeAggregate, WeightOptions } from './table/statistics/aggregates.js';
// Tables
export {
  at,
  count,
  distinct,
  first,
  last,
  mad,
  max,
  mean,
  median,
  min,
  quantile,
  std,
  sum,
  weightedMean,
} from './table/statistics/aggregates.js';
export type { RollingOptions, WindowFunction } from './table/statistics/window-functions.js';
export { cumulative, difference, rolling, shift } from './table/statistics/window-functions.js';
export type { ColumnDetails, ColumnName, GroupedTable, KnownUnits, TableMakers } from './table/table.js';
export { Table } from './table/table.js';
export type { BinOptions } from './table/verbs/bin-by.js';
export type { JoinCardinality } from './table/verbs/check-cardinality.js';
export type { Concatenated, ConcatOptions } from './table/verbs/concat.js';
export type { CutOptions, Edge } from './table/verbs/cut.js';
export type { ColumnTexts, Derived, DeriveOptions, InUnit, Recipe } from './table/verbs/derive.js';
export type { DescriptionColumns } from './table/verbs/describe.js';
export type { FillOptions, FillValues } from './table/verbs/fill.js';
export type { RowTest } from './table/verbs/filter.js';
export type { JoinKeys, JoinKind, JoinOptions } from './table/verbs/join.js';
export type { MeltOptions } from './table/verbs/melt.js';
export type { PivotOptions } from './table/verbs/pivot.js';
export type { RankMethod, RankOptions } from './table/verbs/rank.js';
export type { SampleOptions } from './table/verbs/sample.js';
export type { Windowed, WindowFunctions, WindowOptions } from './table/verbs/window.js';
export type { Row } from './table/views/row-cursor.js';
export type { ColumnInput } from './table/views/store-column.js';
export type { Extreme } from './table/windows/extremes.js';
export type { WindowGround } from './table/windows/moving-windows.js';
export type { RowWindows } from './table/windows/row-windows.js';
export { barycentricInstant, bjdTdb, hjdUtc, lightTravelTime } from './time/earth/barycentric.js';
export type { LightOrigin } from './time/earth/earth-position.js';
export type { HorizontalOptions } from './time/earth/horizontal.js';
export { airmassAt, altitudeAzimuth, type HorizontalPosition, type SkyPosition } from './time/earth/horizontal.js';
export { formatIso } from './time/format-iso.js';
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
export type { CloudOptions, CloudReport } from './timeseries/clouds.js';
export { findClouds } from './timeseries/clouds.js';
export type { BestRadius, RadiusFluxes, RadiusScatter } from './timeseries/ensemble/best-radius.js';
export { bestRadius } from './timeseries/ensemble/best-radius.js';
export type { CandidateVerdict, ComparisonChoice } from './timeseries/ensemble/choose-comparisons.js';
export { chooseComparisons } from './timeseries/ensemble/choose-comparisons.js';
export type { CandidateStars, ChoiceOptions } from './timeseries/ensemble/comparison-candidates.js';
export type { ComparisonCurve, EnsembleCurve, EnsembleOptions } from './timeseries/ensemble/ensemble.js';
export { ensemblePhotometry } from './timeseries/ensemble/ensemble.js';
export type { FluxMatrix, FrameMask } from './timeseries/flux-matrix.js';
