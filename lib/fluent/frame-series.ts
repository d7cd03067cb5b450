/**
 * The frames of a night as one object: choose, reduce, align, combine, measure.
 *
 * @module
 */

import { boundToCell, type RunOptions } from '../core/ambient.js';
import { displayAs, inspectAs, type MimeBundle } from '../core/display.js';
import { PhotometryError } from '../core/errors.js';
import { type OptionNames, requireKnownOptions } from '../core/known-options.js';
import { joinProblems, type Problem, type Problems, problemCount, warnOfProblems } from '../core/problem.js';
import { quoted } from '../core/quoted.js';
import { warnOfUnknownGain } from '../frame/detector/unknown-detector.js';
import { type HeaderTableOptions, headerTable } from '../frame/header-table.js';
import type { Precision } from '../frame/image.js';
import type { KeywordColumns } from '../frame/keyword-columns.js';
import type { HeaderColumns } from '../frame/telescopes/header-columns.js';
import { FrameCache } from '../pipelines/frames/frame-cache.js';
import type { MeasureSeriesOptions } from '../pipelines/frames/measure-frame.js';
import type { Positions } from '../pipelines/frames/positions.js';
import { resolveDraft, type SeriesDraft } from '../pipelines/frames/series-draft.js';
import { fileLoader, loadFrame, requireFrames, type SeriesPlan } from '../pipelines/frames/series-plan.js';
import { AutomaticCalibration } from '../pipelines/masters/automatic-calibration.js';
import { type CalibrationColumns, calibrationTable } from '../pipelines/masters/calibration-table.js';
import { makeMasters } from '../pipelines/masters/make-masters.js';
import type { MasterSet } from '../pipelines/masters/master-set.js';
import { type AlignSeriesOptions, alignSeries, type SeriesAlignment } from '../pipelines/series/align-series.js';
import { type AlignmentColumns, alignmentTable } from '../pipelines/series/alignment-table.js';
import { combineSeries } from '../pipelines/series/combine-series.js';
import { type FramesToViewOptions, framesToView } from '../pipelines/series/frames-to-view.js';
import { measureSeries } from '../pipelines/series/measure-series.js';
import { placesOf } from '../pipelines/series/places-of.js';
import { SeriesSky } from '../pipelines/series/series-sky.js';
import type { Viewer } from '../plot/viewer/viewer.js';
import type { CombineOptions } from '../reduce/combine/combine.js';
import { problemTable, type Table } from '../table/table.js';
import type { Row } from '../table/views/row-cursor.js';
import type {
  MeasurementColumns,
  MultiRadiusColumns,
  RadiusUnit,
  SingleRadiusColumns,
} from './columns/measurement-columns.js';
import { Frame, type FrameViewOptions } from './frame.js';
import { Masters, type MastersOptions } from './masters.js';
import { Measurements } from './measurements.js';
import { ALIGN, COMBINE, MASTERS, MEASURE_SERIES, OPEN_SERIES } from './option-names.js';
import { calibrateOptionsOf, REDUCE, type ReduceOptions, warnOfFarScaling } from './reduce-options.js';

/** Settings of {@link FrameSeries.align}. */
export interface AlignOptions extends Omit<AlignSeriesOptions, 'reference'> {
  /**
   * The frame whose pixel coordinates are used for positions: its index, its file name, or a frame from elsewhere, such as
   * another night's, that shows the same stars. Default: the first frame that can be aligned.
   */
  readonly reference?: number | string | Frame;
}

/** Settings of {@link FrameSeries.combine}. */
export interface CombineSeriesOptions extends CombineOptions, RunOptions {}

/** Settings of {@link FrameSeries.measure} in addition to the radii. */
export interface SeriesMeasureOptions extends Omit<MeasureSeriesOptions, 'radiusUnit'>, RunOptions {}

/** Settings of {@link FrameSeries.calibrate}: those of `reduce` without the masters, and how the masters are made. */
export interface CalibrateSeriesOptions extends Omit<ReduceOptions, 'bias' | 'dark' | 'flat'>, MastersOptions {
  /** Masters that are there already, from `night.masters()`. Default: they are made when a frame is first read. */
  readonly masters?: Masters;
}

const { bias: _bias, dark: _dark, flat: _flat, ...REDUCE_LIGHTS } = REDUCE;
const CALIBRATE: OptionNames<CalibrateSeriesOptions> = { masters: true, ...REDUCE_LIGHTS, ...MASTERS };

/** Settings of {@link FrameSeries.view}. */
export interface SeriesViewOptions extends FrameViewOptions, FramesToViewOptions, RunOptions {}

/** Settings of {@link openSeries}. */
export interface OpenSeriesOptions<K extends readonly string[] = readonly string[]> extends HeaderTableOptions<K> {
  /** Element type of the pixels: `'float32'` (default) or `'float64'`. */
  readonly precision?: Precision;
  /** Largest frame to put together from the parts of a mosaic [px]. Default 100 million. */
  readonly maxPixels?: number;
  /** Which image of each cube; 0 is the first. */
  readonly plane?: number;
}

/**
 * Frames on disk in order of time, and the steps applied to each when it is read.
 *
 * `where`, `subtract`, `reduce`, `calibrate` and `align` only record what to do and return at once; `combine` and
 * `measure` read the frames one by one and return finished data.
 *
 * @example
 * const night = await openSeries('night/*.fits');
 * const bias = await night.where(h => h.imagetyp === 'bias').combine();
 * const dark = await night.where(h => h.imagetyp === 'dark').subtract(bias).combine();
 * const flat = await night.where(h => h.imagetyp === 'flat').reduce({ bias, dark }).combine();
 * const science = night.where(h => h.imagetyp === 'light').reduce({ bias, dark, flat }).align();
 */
export class FrameSeries<C extends HeaderColumns = HeaderColumns> {
  /** The normalised headers, one row per frame. */
  readonly table: Table<C>;
  readonly #draft: SeriesDraft;
  readonly #alignOptions: AlignOptions | null;
  #plan: Promise<SeriesPlan> | null = null;
  #reductionProblems: Problems = [];
  #alignment: Promise<SeriesAlignment> | null = null;

  /**
   * For functions of the library; users call {@link openSeries}.
   *
   * @internal
   */
  constructor(table: Table<C>, draft: SeriesDraft, alignOptions: AlignOptions | null = null) {
    this.table = table;
    this.#draft = draft;
    this.#alignOptions = alignOptions;
  }

  static {
    displayAs(FrameSeries, (series): MimeBundle => {
      const key = Symbol.for('Jupyter.display');
      const table = series.table as unknown as { [key: symbol]: () => MimeBundle };
      return { ...table[key](), 'text/plain': series.toString() };
    });
    inspectAs(FrameSeries, series => series.toString());
  }

  /** Number of frames. */
  get length(): number {
    return this.#draft.frames.length;
  }

  /**
   * Keeps the frames whose header passes `test`.
   *
   * @example night.where(h => h.imagetyp === 'light' && h.filter === 'V')
   */
  where(test: (header: Row<C>, index: number) => boolean): FrameSeries<C> {
    const kept = new Set<number>();
    let index = 0;
    const table = this.table.filter((row: Row<C>) => {
      const keep = test(row, index);
      if (keep) kept.add(index);
      index++;
      return keep;
    });
    const frames = this.#draft.frames.filter((_, k) => kept.has(k));
    return new FrameSeries(table, { ...this.#draft, frames }, this.#alignOptions);
  }

  /**
   * Subtracts a master bias from each frame when it is read; short for `reduce({ bias })`.
   *
   * @example const dark = await night.where(h => h.imagetyp === 'dark').subtract(bias).combine();
   */
  subtract(bias: Frame): FrameSeries<C> {
    return this.reduce({ bias });
  }

  /**
   * Reduces each frame: (raw - bias - dark t/t_dark) / flat, with saturation judged on the raw values; masks and
   * variance are propagated.
   *
   * @throws PhotometryError at once for options that contradict each other; when frames are read, for frames that do not
   *   match the masters
   * @example night.where(h => h.imagetyp === 'light').reduce({ bias, dark, flat, precision: 'float64' })
   */
  reduce(options: ReduceOptions = {}): FrameSeries<C> {
    requireKnownOptions('reduce', options, REDUCE);
    const precision = options.precision ?? this.#draft.precision;
    const calibration = calibrateOptionsOf(options, precision);
    warnOfFarScaling(this.#draft.frames, calibration);
    const calibrations = [...this.#draft.calibrations, calibration];
    return new FrameSeries(
      this.table,
      { ...this.#draft, calibrations, precision, cache: new FrameCache() },
      this.#alignOptions,
    );
  }

  /**
   * Makes every master bias, dark and flat that the lights of the series need, by camera, size, binning, read-out mode, gain and
   * offset setting and temperature, darks also by exposure, flats by filter.
   *
   * Darks lose the bias of their settings. Flats lose it and a dark: of their own exposure (flat-darks), else interpolated or scaled.
   * Masters among the files (NCOMBINE above 1) are used as they are where there are no raw frames of their group. Of a series
   * without lights every master is made.
   *
   * @throws PhotometryError `bad-argument`, `aborted`, and the errors of reading and combining
   * @example
   * const masters = await night.masters({ method: 'clip' });
   * masters.problems().show();
   */
  async masters(options: MastersOptions = {}): Promise<Masters> {
    requireKnownOptions('masters', options, MASTERS);
    const { signal, progress, workers, ...masterOptions } = options;
    const run = boundToCell({ signal, progress, workers });
    return new Masters(await makeMasters(await this.#resolved(run), masterOptions, run));
  }

  /**
   * The lights of the night, each reduced with the masters that fit it: {@link masters} and {@link reduce} in one.
   *
   * Call it on the whole night. The masters are made once, when a frame is first read, unless they are given. A light for
   * which a master is missing is reduced with what fits, and is listed in {@link problems}; {@link calibration} tells what each got.
   *
   * @throws PhotometryError at once `bad-argument`; when frames are read as {@link masters} and {@link reduce}
   * @example
   * const science = night.calibrate().align();
   * (await science.calibration()).head(3).show();
   */
  calibrate(options: CalibrateSeriesOptions = {}): FrameSeries<C> {
    requireKnownOptions('calibrate', options, CALIBRATE);
    const { masters, method, clip, reject, signal, progress, workers, ...reduceOptions } = options;
    if (masters !== undefined && !(masters instanceof Masters)) throw wrongMasters(masters);
    if (masters !== undefined && (method ?? clip ?? reject) !== undefined)
      throw new PhotometryError(
        'bad-argument',
        'method, clip and reject say how masters are made: give them to masters(), or leave out the option masters',
      );
    const { overscan, trim, maxTemperatureDifference } = reduceOptions;
    const precision = options.precision ?? this.#draft.precision;
    const masterOptions = { method, clip, reject, overscan, trim, maxTemperatureDifference };
    const make = async (run: RunOptions): Promise<MasterSet> => {
      const own = { signal: signal ?? run.signal, progress: progress ?? run.progress, workers: workers ?? run.workers };
      return masters?.set ?? makeMasters(await this.#resolved(own), masterOptions, own);
    };
    const lights = this.where(({ imagetyp }) => imagetyp === 'light');
    const reduction = calibrateOptionsOf(reduceOptions, precision);
    const calibration = new AutomaticCalibration(make, lights.#draft.frames, reduction);
    const calibrations = [...this.#draft.calibrations, calibration];
    return new FrameSeries(
      lights.table,
      { ...lights.#draft, calibrations, precision, cache: new FrameCache() },
      this.#alignOptions,
    );
  }

  /**
   * What each frame is reduced with: bias, dark and flat, and the factor of the dark. After {@link calibrate} the masters are
   * made first, if they are not yet.
   *
   * @example (await night.calibrate().calibration()).groupBy('bias', 'dark', 'flat').count()
   */
  async calibration(options: RunOptions = {}): Promise<Table<CalibrationColumns>> {
    return calibrationTable(await this.#resolved(boundToCell(options)));
  }

  /**
   * Finds, when frames are read, the positions of the reference frame's stars in each. Nothing is resampled.
   *
   * Positions given to {@link measure} are then pixels of the reference frame: the first that can be aligned, or the
   * requested one. Frames that cannot be aligned are reported in {@link alignment} and left out.
   *
   * @example
   * const aligned = night.where(h => h.imagetyp === 'light').reduce({ bias, dark, flat }).align();
   * const alignment = await aligned.alignment();
   * alignment.columns.shiftX.max();
   */
  align(options: AlignOptions = {}): FrameSeries<C> {
    requireKnownOptions('align', options, ALIGN);
    return new FrameSeries(this.table, { ...this.#draft, cache: this.#draft.cache ?? new FrameCache() }, options);
  }

  /** How each frame was aligned: shift, rotation, stars that agree, and which frames were left out. */
  async alignment(options: RunOptions = {}): Promise<Table<AlignmentColumns>> {
    const run = boundToCell(options);
    return alignmentTable(await this.#resolved(run), await this.#aligned(run));
  }

  /**
   * Combines the frames into one: median by default, streaming in bounded memory. Flats are normalised frame by frame;
   * aligned frames are resampled onto the reference frame. Lights of different exposure need `scale: 'exposure'`. Frames that
   * could not be aligned are among the problems of the result; a warning tells if they are more than half.
   *
   * @throws PhotometryError `no-frames`, `mixed-frames` (the message lists the groups), `bad-argument`, `aborted`
   * @example await night.where(h => h.imagetyp === 'bias').combine({ method: 'clip' })
   */
  async combine(options: CombineSeriesOptions = {}): Promise<Frame> {
    requireKnownOptions('combine', options, COMBINE);
    const { signal, progress, workers, ...combineOptions } = options;
    const run = boundToCell({ signal, progress, workers });
    requireFrames(this.#draft, 'combine');
    const plan = await this.#resolved(run);
    const alignment = this.#alignOptions ? await this.#aligned(run) : null;
    return new Frame(await combineSeries(plan, alignment, combineOptions, run));
  }

  /**
   * Measures the same stars in every frame, re-centred within a stated limit; or, for what moves, each row of a table with a
   * column `file` in that frame alone.
   *
   * @param positions pixels of the reference frame (without {@link align}: of every frame), or sky positions if a
   *   frame has a WCS: a table with x and y or ra and dec, or a list. A column `colour` [mag] helps to choose comparisons.
   *   With a column `file` (a file name or path), x and y are pixels of that very frame; `star`, `id`, `name` or `object` tells
   *   several objects apart
   * @param options `radius` or `radii` [px]; with `radiusUnit: 'fwhm'` radii and annulus are multiples of each frame's FWHM
   * @throws PhotometryError `no-frames`, `no-stars`, `not-aligned`, `no-wcs`, `bad-argument`, `aborted`
   * @example
   * const measured = await science.measure(stars, { radii: [4, 6, 8], annulus: [12, 18] });
   * measured.columns.flux_6.median();
   * const track = [{ file: '20250720-234000-light.fits', x: 100, y: 80 }, { file: '20250720-235300-light.fits', x: 104, y: 81 }];
   * (await science.measure(Table.from(track), { radius: 6 })).length; // 2
   */
  measure(
    positions: Positions,
    options: SeriesMeasureOptions & { readonly radius: number; readonly radiusUnit?: RadiusUnit },
  ): Promise<Measurements<SingleRadiusColumns>>;
  measure<const R extends readonly number[]>(
    positions: Positions,
    options: SeriesMeasureOptions & { readonly radii: R; readonly radiusUnit: 'fwhm' },
  ): Promise<Measurements<MultiRadiusColumns<R, 'fwhm'>>>;
  measure<const R extends readonly number[]>(
    positions: Positions,
    options: SeriesMeasureOptions & { readonly radii: R; readonly radiusUnit?: 'pixel' },
  ): Promise<Measurements<MultiRadiusColumns<R>>>;
  async measure(
    positions: Positions,
    options: SeriesMeasureOptions & {
      readonly radius?: number;
      readonly radii?: readonly number[];
      readonly radiusUnit?: RadiusUnit;
    },
  ): Promise<Measurements<MeasurementColumns>> {
    requireKnownOptions('measure', options, MEASURE_SERIES);
    const { radius, radii, signal, progress, workers, ...measureOptions } = options;
    const run = boundToCell({ signal, progress, workers });
    requireFrames(this.#draft, 'measure');
    const plan = await this.#resolved(run);
    const alignment = this.#alignOptions ? await this.#aligned(run) : null;
    const sky = await SeriesSky.of(plan, alignment);
    const wanted = Measurements.requireRadii(radius, radii);
    const places = placesOf(positions, { plan, alignment, sky });
    const measurement = await measureSeries(plan, alignment, places.at, wanted, measureOptions, run);
    warnOfUnknownGain(measurement.problems);
    warnOfProblems(
      measurement.problems.filter(({ code }) => code === 'few-frames-used' || code === 'frame-not-aligned'),
    );
    return Measurements.of<MeasurementColumns>(measurement, {
      ...places,
      sky,
      frames: measurement.frames.map(({ index }) => plan.frames[index].facts),
      single: radius !== undefined,
      size: alignment?.outside?.image ?? null,
    });
  }

  /** Reads and reduces one frame. */
  async frame(index: number): Promise<Frame> {
    return new Frame(await loadFrame(await this.#resolved(boundToCell({})), index));
  }

  /**
   * Shows the frames in a viewer that blinks through them; in an aligned series every star stays in place. At most 12
   * frames, evenly spaced, unless `frames` is given.
   *
   * @param options as for {@link Frame.view}; stars are pixels of the reference frame, or sky positions if it has a WCS
   * @throws PhotometryError `no-frames`, `bad-argument`, `not-aligned`, `aborted`
   * @example await science.view({ frames: [0, 10, 20], stars })
   */
  async view(options: SeriesViewOptions = {}): Promise<Viewer> {
    const { frames, most, signal, progress, ...viewOptions } = options;
    const run = { signal, progress };
    requireFrames(this.#draft, 'view');
    const plan = await this.#resolved(run);
    const alignment = this.#alignOptions ? await this.#aligned(run) : null;
    const shown = await framesToView(plan, alignment, { frames, most }, run, ({ index, image }) => {
      const frame = new Frame(image);
      return { frame, viewed: frame.toViewed(`${index} ${plan.frames[index].facts.file}`) };
    });
    const settings = { longestSide: 512, title: this.toString(), ...viewOptions };
    const note = alignment ? 'Frames are interpolated onto the pixels of the reference frame.' : '';
    const images = shown.map(({ viewed }) => viewed);
    const provenance = shown.flatMap(({ frame }) => frame.provenance);
    return shown[0].frame.viewAmong({ images, note, provenance }, settings);
  }

  /**
   * What was noticed in the frames' headers, and after {@link calibrate} which masters are missing: one row per problem, with what
   * was assumed, dropped or refused and what to do about it. What only pixels can show is in the problems of a frame, of a combination and of measurements.
   *
   * @example (await night.problems()).groupBy('code', 'action').count()
   */
  async problems(): Promise<Table<Problem>> {
    await this.#resolved(boundToCell({}));
    return problemTable(this.#knownProblems());
  }

  /** Inserts your own step into the chain: `series.pipe(f)` is `f(series)`. */
  pipe<R>(step: (series: this) => R): R {
    return step(this);
  }

  /** One line: the number of frames of each kind. */
  toString(): string {
    const kinds = new Map<string, number>();
    for (const { facts } of this.#draft.frames) {
      const kind = [facts.imagetyp, facts.filter].filter(Boolean).join(' ');
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    const list = [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ');
    const problems = problemCount(this.#knownProblems());
    const notes = [this.#alignOptions ? 'aligned' : '', problems].filter(Boolean).map(note => `, ${note}`);
    return `FrameSeries of ${this.length} frames${list ? `: ${list}` : ''}${notes.join('')}`;
  }

  /** The alignment, computed once. */
  #aligned(run: RunOptions): Promise<SeriesAlignment> {
    this.#alignment ??= this.#resolved(run)
      .then(plan => {
        const { reference, ...options } = this.#alignOptions ?? {};
        return alignSeries(
          plan,
          { ...options, reference: reference instanceof Frame ? reference.image : reference },
          run,
        );
      })
      .catch(error => {
        this.#alignment = null; // a stopped alignment may be tried again
        throw error;
      });
    return this.#alignment;
  }

  /** The plan with the masters of each frame, which are made if they are not yet. */
  #resolved(run: RunOptions): Promise<SeriesPlan> {
    this.#plan ??= resolveDraft(this.#draft, run).then(
      plan => {
        this.#reductionProblems = [...(plan.reductions?.values() ?? [])].flatMap(({ problems }) => problems);
        return plan;
      },
      error => {
        this.#plan = null; // what was stopped may be tried again
        throw error;
      },
    );
    return this.#plan;
  }

  /** The problems of the headers, and of the masters if they are known. */
  #knownProblems(): Problems {
    return joinProblems(
      this.#draft.frames.flatMap(({ problems }) => problems ?? []),
      this.#reductionProblems,
    );
  }
}

/** The error of an option `masters` that is something else, most often a promise. */
function wrongMasters(masters: unknown): PhotometryError {
  const promised = typeof (masters as { then?: unknown } | null)?.then === 'function';
  return new PhotometryError(
    'bad-argument',
    `masters must be what await night.masters() returns; got ${promised ? 'a promise: put await before it' : quoted(masters)}`,
  );
}

/**
 * Opens the frames that match a pattern: headers only, in order of time.
 *
 * Of a colour camera, `channel` opens one colour of every frame, bias and flats included: `openSeries('night/*.fits', {
 * channel: 'G' })`.
 *
 * @param pattern a glob, a folder, or a list of them
 * @throws PhotometryError `no-such-file` if nothing matches, `not-fits` and similar errors for a file that is not FITS
 * @example
 * const night = await openSeries('data-samples/rr-lyrae/*.fits');
 * night.table.groupBy('imagetyp', 'filter', 'exptime').count();
 */
export async function openSeries<const K extends readonly string[] = readonly []>(
  pattern: string | readonly string[],
  options: OpenSeriesOptions<K> = {},
): Promise<FrameSeries<HeaderColumns & KeywordColumns<K>>> {
  requireKnownOptions('openSeries', options, OPEN_SERIES);
  const { precision = 'float32', maxPixels, plane, ...tableOptions } = options;
  const { hdu, chip, telescope, channel } = options;
  const table = await headerTable(pattern, tableOptions);
  const problems = new Map<string, Problem[]>();
  for (const problem of table.data.problems ?? [])
    problems.set(problem.file, [...(problems.get(problem.file) ?? []), problem]);
  const frames = table.toObjects().map(facts => {
    const source = { path: facts.path, options: { hdu, chip, telescope, maxPixels, plane, channel } };
    return { facts, source, ...fileLoader(source), problems: problems.get(facts.path) };
  });
  return new FrameSeries(table, { frames, calibrations: [], precision, cache: null });
}
