/**
 * Typed dataframes for CCD photometry: from raw FITS frames to a calibrated light curve.
 *
 * The exports follow the data, from files to light curves; under each heading, functions and classes come with the
 * types that their signatures name.
 *
 * @packageDocumentation
 */

// One import is enough for everything. The API reference takes its categories and its order from the headings below, so
// biome.json keeps the formatter from sorting this file.
import { fitsTableFormat } from './fits/fits-table-format.js';
import { registerFormats } from './formats/all-formats.js';
import { registerFormat } from './table/files/formats.js';

registerFormats();
registerFormat(fitsTableFormat);

// FITS files

export { openFits, verifyFits, FitsFile, type FitsImageOptions } from './fluent/fits-file.js';
export type { OpenFitsOptions, ReadImageOptions } from './fits/read/open-fits.js';
export type { ReadFitsTableOptions } from './fits/read/read-fits-table.js';
export type { ReadTableHduOptions } from './fits/tables/read/read-table-hdu.js';
export type { Source, UrlLike, BlobLike } from './core/web-types.js';
export type { ByteSource } from './platform/types.js';
export type { Hdu, HduKind, Bitpix } from './fits/hdu/hdu.js';
export type { HduInfo } from './fits/hdu/hdu-info.js';
export type { HduColumns } from './fits/hdu/hdu-table.js';
export { Header, type Card, type CardValue } from './fits/header/header.js';
export type { ComplexValue } from './fits/header/card.js';
export { updateHeader } from './fits/write/update-header.js';
export type { ImageData } from './fits/pixels/image-data.js';
export type { DecodedPixels, PixelArray, PixelPrecision } from './fits/pixels/decode-pixels.js';
export type { Rectangle } from './fits/pixels/section.js';
export { FitsReport, type ProblemColumns } from './fits/verify/report.js';
export type { FitsProblem } from './fits/verify/problem.js';
export {
  writeFits,
  appendFits,
  type FitsContent,
  type FrameToWrite,
  type WriteFitsOptions,
} from './fluent/write-fits.js';
export type { WriteHdusOptions } from './fits/write/write-fits.js';
export { createFits, FitsWriter, type CreateFitsOptions, type ImageToStream } from './fits/write/fits-writer.js';
export { encodeFits, type EncodeFitsOptions } from './fits/write/encode-fits.js';
export type { HduToWrite, ImageToWrite, RawHduToWrite, TableToWrite } from './fits/write/encode-hdu.js';
export type { WritablePixels } from './fits/pixels/stored-form.js';
export type { CompressImageOptions } from './fits/write/compress-image.js';
export type { ImageCompression } from './fits/write/packing-plan.js';
export type { Quantization } from './fits/compression/dither.js';
export { fromFitsjs, type FitsjsHdu, type FromFitsjsOptions } from './fluent/from-fitsjs.js';

// Tables: reading and writing

export { readTable } from './fluent/read-table.js';
export * from './fluent/known-tables.js'; // by name, an interface could not be added to from outside
export {
  writeTable,
  type ReadTableOptions,
  type WriteTableOptions,
  registerFormat,
  type TableFormat,
  type TableFile,
} from './table/files/formats.js';
export type { CsvWriteOptions } from './table/csv/format-csv.js';
export type {
  TableSchema,
  AfterSchema,
  NamedColumns,
  ColumnSpec,
  NamedValue,
  SchemaColumns,
  SpecValue,
  ValueType,
} from './table/files/schema.js';

// Tables: columns and rows

export { Table, type ColumnDetails, type ColumnName, type KnownUnits } from './table/table.js';
export type { InputColumns, TableOptions } from './table/build-table.js';
export type { TableData, TableMeta } from './table/column/table-data.js';
export type { Column, Columns, ValuesOf } from './table/column/column.js';
export type { Row } from './table/views/row-cursor.js';
export type { CellValue } from './table/statistics/aggregated.js';
export type { Quantity, PlainOf, UnitOf, WithUnit, WithUnits } from './table/column/quantity.js';
export type { OrMissing } from './table/column/or-missing.js';
export type {
  Stored,
  StoredColumn,
  StoredColumns,
  ColumnKind,
  ColumnMeta,
  ColumnValues,
} from './table/column/stored-column.js';
export type { ColumnInput } from './table/views/store-column.js';
export {
  Vectors,
  type VectorOptions,
  type ElementArray,
  type ElementKind,
  type NumericArray,
} from './table/column/vectors.js';
export { Lists } from './table/column/lists.js';
export type { ArrowTable, ArrowColumn, ArrowField, ArrowType } from './table/interop/arrow/arrow-shape.js';
export type { DanfoModule, DanfoFrameOf } from './table/interop/danfo.js';

// Tables: verbs

export type { RowTest } from './table/verbs/filter.js';
export type { Recipe, Derived, DeriveOptions, ColumnTexts, InUnit } from './table/verbs/derive.js';
export type { SortOrder } from './table/rows/row-order.js';
export type { SampleOptions } from './table/verbs/sample.js';
export type { Concatenated, ConcatOptions } from './table/verbs/concat.js';
export type { JoinOptions, JoinKeys, JoinKind } from './table/verbs/join.js';
export type { JoinCardinality } from './table/verbs/check-cardinality.js';
export type {
  JoinNames,
  LeftNames,
  RightNames,
  JoinedColumns,
  FromRight,
  FromRightOrMissing,
  KnownNames,
} from './table/joined-columns.js';
export type { PivotOptions } from './table/verbs/pivot.js';
export type { MeltOptions } from './table/verbs/melt.js';
export type { DescriptionColumns } from './table/verbs/describe.js';
export type { CutOptions, Edge } from './table/verbs/cut.js';
export type { BinOptions } from './table/verbs/bin-by.js';
export type { RankOptions, RankMethod } from './table/verbs/rank.js';
export type { FillOptions, FillValue, FillValues } from './table/verbs/fill.js';
export type {
  AfterDerive,
  AfterSelect,
  AfterDrop,
  AfterRename,
  AfterAggregate,
  AfterPivot,
  AfterMelt,
  AfterFill,
  AfterWindow,
  PivotNames,
  PivotSource,
  WithColumn,
  WithColumnLike,
} from './table/after-verbs.js';

// Tables: groups, aggregates and windows

export type { GroupedTable, TableMakers, TableKind } from './table/table.js';
export type { AnyKind, HasKind, SameTable, ReshapedTable } from './table/table-kind.js';
export type { JsonGroup, JsonRow, JsonValue } from './table/views/to-json.js';
export type { Aggregates, Aggregated, AggregateValue } from './table/statistics/aggregated.js';
export type { RowCodes } from './table/keys/group-rows.js';
export {
  count,
  distinct,
  first,
  last,
  at,
  sum,
  mean,
  weightedMean,
  median,
  min,
  max,
  quantile,
  std,
  mad,
  type Aggregate,
  type AggregateResult,
  type ExtremeAggregate,
  type WeightOptions,
} from './table/statistics/aggregates.js';
export type { Extreme } from './table/windows/extremes.js';
export {
  rolling,
  cumulative,
  difference,
  shift,
  type WindowFunction,
  type RollingOptions,
} from './table/statistics/window-functions.js';
export type { WindowFunctions, WindowOptions, Windowed } from './table/verbs/window.js';
export type { RowWindows } from './table/windows/row-windows.js';
export type { WindowGround } from './table/windows/moving-windows.js';

// Frames and headers

export {
  openFrame,
  Frame,
  type OpenFrameOptions,
  type FrameBackground,
  type FrameMeasureOptions,
  type FramePictureOptions,
  type FrameViewOptions,
} from './fluent/frame.js';
export type { MarkedStars } from './fluent/frame-marks.js';
export type { FrameStatistics } from './frame/frame-statistics.js';
export { headerTable, type HeaderTableOptions } from './frame/header-table.js';
export * from './frame/known-headers.js'; // as KnownTables
export type { HeaderColumns, FrameDescription } from './frame/telescopes/header-columns.js';
export type { KeywordColumns } from './frame/keyword-columns.js';
export { describeFrame, type DescribeOptions } from './frame/telescopes/describe-frame.js';
export type { ImageType } from './frame/telescopes/image-type.js';
export { telescopes, registerTelescope } from './frame/telescopes/registry.js';
export type { Telescope, HeaderFact, Keywords } from './frame/telescopes/entries/telescope.js';
export { readImage, type ReadFrameOptions } from './frame/read-frame.js';
export type { Channel } from './frame/colour/channel.js';
export type { WriteImageOptions } from './frame/write-frame.js';
export {
  type Image,
  type Pixels,
  type PixelUnit,
  type Precision,
  type DetectorSource,
  type SaturationSource,
  PixelFlag,
  UNUSABLE_PIXEL,
} from './frame/image.js';

// Reduction

export { calibrate, type CalibrateOptions } from './reduce/calibrate/calibrate.js';
export type { ReduceOptions } from './fluent/reduce-options.js';
export { Masters, type MastersOptions, type MastersForFrame } from './fluent/masters.js';
export type { MasterOptions } from './pipelines/masters/master-set.js';
export type { MasterColumns } from './pipelines/masters/master-table.js';
export type { CalibrationColumns } from './pipelines/masters/calibration-table.js';
export type { OverscanOptions } from './reduce/calibrate/overscan.js';
export type { Section } from './reduce/section.js';
export type { BadPixels } from './reduce/calibrate/bad-pixels.js';
export { combineImages, type CombineOptions } from './reduce/combine/combine.js';
export type { CombineMethod, ClipRule, RejectRule } from './reduce/combine/combine-method.js';
export type { ImageSource } from './reduce/image-source.js';
export type { FrameFacts, FramePurpose } from './reduce/compatibility.js';
export { photonTransfer, type PhotonTransfer, type PhotonTransferOptions } from './reduce/photon-transfer.js';
export type { PairOptions } from './reduce/pair-noise.js';

// Detection

export {
  measureBackground,
  type Background,
  type BackgroundInput,
  type BackgroundOptions,
} from './detect/background/background.js';
export { detectSources, type DetectOptions, type SourceColumns } from './detect/detect-sources.js';
export { daofind, type DaofindOptions, type DaofindSources, type Plane } from './detect/daofind/daofind.js';
export { findBrightStars, type BrightStars, type BrightStarOptions } from './detect/find-bright-stars.js';
export { windowedCentroid, type Centroid, type CentroidInput, type CentroidOptions } from './frame/centroid.js';
export { measureFwhm, fitProfile, type ProfileInput, type ProfileOptions } from './frame/profile-fwhm.js';
export type { StarProfile } from './frame/moffat-fit.js';
export { DOUBTFUL, SourceFlag, describeFlags } from './frame/source-flags.js';

// Aperture photometry

export { measureApertures } from './photometry/measure-apertures.js';
export type { ApertureOptions } from './photometry/aperture-options.js';
export type { ErrorModel } from './photometry/aperture-errors.js';
export type {
  StarPositions,
  Radius,
  LabelledRadius,
  RadiusLabel,
  ApertureColumns,
  MeasuredStarColumns,
  MultiApertureColumns,
  MultiZeroPointColumns,
  ZeroPointColumns,
} from './photometry/aperture-columns.js';
export { GrowthCurve, type GrowthCurveOptions } from './fluent/growth-curve.js';
export type { GrowthColumns } from './photometry/growth-curve.js';
export { scintillationError, type ScintillationOptions } from './photometry/scintillation.js';

// Angles, world coordinates and alignment

export { parseAngle, formatAngle, type AngleUnit } from './math/angle.js';
export { arcsec, arcmin, type Degrees } from './match/columns/degrees.js';
export { separation, positionAngle, skyOffset, offsetBy, type SkyPoint, type SkyOffset } from './math/sphere.js';
export { parseWcs, wcsFromMatrix, type Wcs, type MatrixWcs, type WcsOptions } from './frame/wcs/wcs.js';
export type { Matrix2, PixelPosition, TangentPlane } from './frame/wcs/tangent-plane.js';
export type { Polynomial, SipTerms } from './frame/wcs/sip.js';
export { matchAsterisms, type AsterismMatch, type MatchAsterismsOptions } from './astrometry/match-asterisms.js';
export type { Similarity } from './astrometry/stars/similarity.js';
export type { Stars } from './astrometry/stars/star-list.js';

// Time

export {
  instantFromIso,
  instantFromJd,
  instantFromMjd,
  jdOf,
  toScale,
  addSeconds,
  type Instant,
  type TimeScale,
} from './time/instant.js';
export { formatIso } from './time/format-iso.js';
export { bjdTdb, hjdUtc, barycentricInstant, lightTravelTime } from './time/earth/barycentric.js';
export type { LightOrigin } from './time/earth/earth-position.js';
export {
  airmassAt,
  altitudeAzimuth,
  type HorizontalOptions,
  type HorizontalPosition,
  type SkyPosition,
} from './time/earth/horizontal.js';
export type { Site } from './time/site.js';

// Catalogues and matching

export { Catalog, type CatalogKind } from './fluent/catalog.js';
export type { RuntimeColumns, TextOrNumber, OtherCell } from './table/column/runtime-columns.js';
export type { SkyColumns } from './fluent/with-sky.js';
export type { SkyColumnNames } from './match/columns/sky-columns.js';
export { matchSky } from './match/positions/match-sky.js';
export type { MatchMode, MatchOptions } from './match/search/match-modes.js';
export type {
  SkySearchOptions,
  MagnitudeWindow,
  MatchTablesOptions,
  MatchEachOptions,
} from './match/columns/match-options.js';
export { matchPixel } from './match/positions/match-pixel.js';
export { matchSelf } from './match/positions/match-self.js';
export type { NearOptions } from './match/near.js';
export type { DuplicateOptions } from './match/duplicates.js';
export type { Pairs } from './match/search/neighbours.js';
export type {
  AfterMatch,
  AfterMatchEach,
  AfterNear,
  AfterDuplicates,
  MatchColumns,
  EachColumns,
  DuplicateColumns,
  Everything,
  TableLike,
} from './match/matched-columns.js';
export { SkyShift, type SkyShiftOptions } from './fluent/sky-shift.js';
export { atEpoch, type MovingStar } from './match/columns/space-motion.js';
export type { Epoch } from './match/columns/epoch.js';

// Final Hubble catalogues

export { finalizeHst, subtractSky, correctAperture, toFlux, toMagnitudes } from './fluent/finalize-hst.js';
export { acsRates } from './pipelines/hst/acs-rates.js';
export type {
  HstOptions,
  HstApertureCorrection,
  HstColumnNames,
  HstErrors,
  HstSystematics,
  KeywordSource,
} from './pipelines/hst/settings/hst-options.js';
export type { HstMagnitudeOptions, VegaZeroPoint } from './pipelines/hst/to-magnitudes.js';
export type {
  AfterFinalizeHst,
  WithColumns,
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
} from './fluent/columns/hst-columns.js';
export { empiricalCorrection, EmpiricalCorrection } from './fluent/empirical-correction.js';
export type {
  EmpiricalCorrectionOptions,
  EmpiricalColumns,
  EmpiricalShares,
} from './pipelines/hst/empirical-correction.js';
export {
  encircledEnergy,
  apertureCorrection,
  radiusOfEnergy,
  type EncircledEnergyInput,
  type PointSource,
  type RadiusInput,
} from './standardize/encircled-energy.js';
export {
  ACS_WFC_ENCIRCLED_ENERGY,
  type AcsWfcFilter,
  type EncircledEnergyTable,
} from './standardize/acs-wfc-encircled-energy.js';
export { zeroPoint, type MagnitudeSystem, type PhotometricKeywords } from './standardize/zero-point.js';

// Series of frames

export {
  openSeries,
  FrameSeries,
  type OpenSeriesOptions,
  type AlignOptions,
  type CombineSeriesOptions,
  type CalibrateSeriesOptions,
  type SeriesMeasureOptions,
  type SeriesViewOptions,
} from './fluent/frame-series.js';
export type { MeasureSeriesOptions } from './pipelines/frames/measure-frame.js';
export type { AlignSeriesOptions } from './pipelines/series/align-series.js';
export type { FramesToViewOptions } from './pipelines/series/frames-to-view.js';
export type { AlignmentColumns } from './pipelines/series/alignment-table.js';
export type { FrameTimes } from './pipelines/frame-times.js';
export type { Positions, PositionTable } from './pipelines/frames/positions.js';
export {
  starInFrames,
  type StarInFramesOptions,
  type StarInFrameColumns,
  type FrameCatalog,
} from './pipelines/star-in-frames.js';
export { Measurements, type MeasurementsKind } from './fluent/measurements.js';
export type { MeasurementNames } from './pipelines/catalog-columns.js';
export type {
  MeasurementColumns,
  SingleRadiusColumns,
  MultiRadiusColumns,
  RadiusUnit,
  SeriesRadiusLabel,
} from './fluent/columns/measurement-columns.js';
export type { FieldGrowthOptions } from './pipelines/series/field-growth.js';

// Light curves

export { LightCurve, type LightCurveKind } from './fluent/light-curve.js';
export type { AavsoOptions, ReportedStar } from './pipelines/light-curve/aavso/observations.js';
export type { ExoplanetReportOptions } from './pipelines/light-curve/aavso/exoplanet-report.js';
export type { DifferentialOptions, LightCurvePoint } from './pipelines/differential.js';
export type {
  LightCurveColumns,
  ComparisonColumns,
  ComparisonCurveColumns,
} from './fluent/columns/light-curve-columns.js';
export {
  chooseComparisons,
  type ComparisonChoice,
  type CandidateVerdict,
} from './timeseries/ensemble/choose-comparisons.js';
export type { CandidateStars, ChoiceOptions } from './timeseries/ensemble/comparison-candidates.js';
export {
  ensemblePhotometry,
  type EnsembleCurve,
  type ComparisonCurve,
  type EnsembleOptions,
} from './timeseries/ensemble/ensemble.js';
export type { Disagreement } from './timeseries/ensemble/agreement.js';
export type { Contradiction, Departure } from './timeseries/ensemble/vote/departures.js';
export type { CurveScale } from './timeseries/ensemble/curve-level.js';
export type { FluxMatrix, FrameMask } from './timeseries/flux-matrix.js';
export {
  bestRadius,
  type BestRadius,
  type RadiusFluxes,
  type RadiusScatter,
} from './timeseries/ensemble/best-radius.js';
export { findClouds, type CloudOptions, type CloudReport } from './timeseries/clouds.js';

// Plots and pictures

export { scatter, histogram } from './fluent/charts.js';
export type { ScatterOptions } from './plot/charts/scatter-chart.js';
export type { HistogramOptions } from './plot/charts/histogram-chart.js';
export type { ChartOptions } from './plot/charts/chart-options.js';
export type { LightCurvePlotOptions } from './plot/charts/light-curve-chart.js';
export { Figure, type FigureContent } from './plot/figure.js';
export type { PictureOptions } from './plot/image-picture.js';
export type { Overlay } from './plot/overlay.js';
export type { Stretch, StretchOptions } from './plot/stretch.js';
export { Viewer, type ViewerContent } from './plot/viewer/viewer.js';
export type { ViewOptions } from './plot/viewer/view-images.js';

// Notebooks and reports

export { display, type DisplayHandle } from './notebook/display.js';
export { summary, Summary } from './notebook/summary.js';
export type { MimeBundle } from './core/display.js';

// Errors, progress and provenance

export type { Problem, ProblemAction, Problems } from './core/problem.js';
export type { FrameCount, LeftOutFrame } from './core/frame-count.js';
export type { ProblemCode } from './core/problem-codes.js';
export { PhotometryError, type ErrorCode, type ErrorDetails } from './core/errors.js';
export type { Ambient, RunOptions, ProgressListener, ProgressReport } from './core/ambient.js';
export type { AbortSignalLike } from './core/web-types.js';
export type { Provenance, ProvenanceFile, ProvenanceStep } from './core/provenance.js';
