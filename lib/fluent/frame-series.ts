/**
 * The frames of a night as one object: choose, reduce, align, combine, measure.
 *
 * @module
 */
import { boundToCell, type RunOptions } from '../core/ambient.js';
import { displayAs, inspectAs, type MimeBundle } from '../core/display.js';
import { type Problem, problemCount } from '../core/problem.js';
import { type HeaderTableOptions, headerTable } from '../frame/header-table.js';
import type { Precision } from '../frame/image.js';
import type { KeywordColumns } from '../frame/keyword-columns.js';
import type { HeaderColumns } from '../frame/telescopes/header-columns.js';
import { warnOfUnknownGain } from '../frame/warn-of-unknown-gain.js';
import { FrameCache } from '../pipelines/frames/frame-cache.js';
import type { MeasureSeriesOptions } from '../pipelines/frames/measure-frame.js';
import { coloursOf, type Positions, toPixelPositions } from '../pipelines/frames/positions.js';
import { fileLoader, loadFrame, requireFrames, type SeriesPlan } from '../pipelines/frames/series-plan.js';
import { type AlignOptions, alignSeries, type SeriesAlignment } from '../pipelines/series/align-series.js';
import { type AlignmentColumns, alignmentTable } from '../pipelines/series/alignment-table.js';
import { combineSeries } from '../pipelines/series/combine-series.js';
import { type FramesToViewOptions, framesToView } from '../pipelines/series/frames-to-view.js';
import { measureSeries } from '../pipelines/series/measure-series.js';
import { SeriesSky } from '../pipelines/series/series-sky.js';
import type { Viewer } from '../plot/viewer/viewer.js';
import type { CombineOptions } from '../reduce/combine/combine.js';
import { problemTable, type Table } from '../table/table.js';
import type { Row } from '../table/views/row-cursor.js';
import { Frame, type FrameViewOptions } from './frame.js';
import type { MeasurementColumns, MultiRadiusColumns, RadiusUnit, SingleRadiusColumns } from './measurement-columns.js';
import { Measurements } from './measurements.js';
import { calibrateOptionsOf, type ReduceOptions } from './reduce-options.js';

/** Settings of {@link FrameSeries.combine}. */
export interface CombineSeriesOptions extends CombineOptions, RunOptions {}

/** Settings of {@link FrameSeries.measure} in addition to the radii. */
export interface SeriesMeasureOptions extends Omit<MeasureSeriesOptions, 'radiusUnit'>, RunOptions {}

/** Settings of {@link FrameSeries.view}. */
export interface SeriesViewOptions extends FrameViewOptions, FramesToViewOptions, RunOptions {}

/** Settings of {@link openSeries}. */
export interface OpenSeriesOptions<K extends readonly string[] = readonly string[]> extends HeaderTableOptions<K> {
  /** Element type of the pixels: `'float32'` (default) or `'float64'`. */
  readonly precision?: Precision;
}

/**
 * Frames on disk in order of time, and the steps applied to each when it is read.
 *
 * `where`, `subtract`, `reduce` and `align` only record what to do and return at once; `combine` and
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
  readonly #plan: SeriesPlan;
  readonly #alignOptions: AlignOptions | null;
  #alignment: Promise<SeriesAlignment> | null = null;

  /**
   * For functions of the library; users call {@link openSeries}.
   *
   * @internal
   */
  constructor(table: Table<C>, plan: SeriesPlan, alignOptions: AlignOptions | null = null) {
    this.table = table;
    this.#plan = plan;
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
    return this.#plan.frames.length;
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
    const frames = this.#plan.frames.filter((_, k) => kept.has(k));
    return new FrameSeries(table, { ...this.#plan, frames }, this.#alignOptions);
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
    const precision = options.precision ?? this.#plan.precision;
    const calibrations = [...this.#plan.calibrations, calibrateOptionsOf(options, precision)];
    return new FrameSeries(
      this.table,
      { ...this.#plan, calibrations, precision, cache: new FrameCache() },
      this.#alignOptions,
    );
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
    return new FrameSeries(this.table, { ...this.#plan, cache: this.#plan.cache ?? new FrameCache() }, options);
  }

  /** How each frame was aligned: shift, rotation, stars that agree, and which frames were left out. */
  async alignment(options: RunOptions = {}): Promise<Table<AlignmentColumns>> {
    return alignmentTable(this.#plan, await this.#aligned(boundToCell(options)));
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
    const { signal, progress, workers, ...combineOptions } = options;
    const run = boundToCell({ signal, progress, workers });
    requireFrames(this.#plan, 'combine');
    const alignment = this.#alignOptions ? await this.#aligned(run) : null;
    return new Frame(await combineSeries(this.#plan, alignment, combineOptions, run));
  }

  /**
   * Measures the same stars in every frame, re-centred within a stated limit.
   *
   * @param positions pixels of the reference frame (without {@link align}: of every frame), or sky positions if a
   *   frame has a WCS: a table with x and y or ra and dec, or a list. A column `colour` [mag] helps to choose comparisons
   * @param options `radius` or `radii` [px]; with `radiusUnit: 'fwhm'` radii and annulus are multiples of each frame's FWHM
   * @throws PhotometryError `no-frames`, `no-stars`, `not-aligned`, `no-wcs`, `bad-argument`, `aborted`
   * @example
   * const measured = await science.measure(stars, { radii: [4, 6, 8], annulus: [12, 18] });
   * measured.columns.flux_6.median();
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
    const { radius, radii, signal, progress, workers, ...measureOptions } = options;
    const run = boundToCell({ signal, progress, workers });
    requireFrames(this.#plan, 'measure');
    const alignment = this.#alignOptions ? await this.#aligned(run) : null;
    const sky = await SeriesSky.of(this.#plan, alignment);
    const stars = toPixelPositions(positions, 'measure', () => sky.requireWcs());
    const wanted = Measurements.requireRadii(radius, radii);
    const measurement = await measureSeries(this.#plan, alignment, stars, wanted, measureOptions, run);
    if (measurement.unknownGain) warnOfUnknownGain(measurement.unknownGain);
    return Measurements.of<MeasurementColumns>(measurement, {
      stars,
      colour: coloursOf(positions),
      sky,
      frames: measurement.frames.map(({ index }) => this.#plan.frames[index].facts),
      single: radius !== undefined,
    });
  }

  /** Reads and reduces one frame. */
  async frame(index: number): Promise<Frame> {
    return new Frame(await loadFrame(this.#plan, index));
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
    requireFrames(this.#plan, 'view');
    const alignment = this.#alignOptions ? await this.#aligned(run) : null;
    const shown = await framesToView(this.#plan, alignment, { frames, most }, run, ({ index, image }) => {
      const frame = new Frame(image);
      return { frame, viewed: frame.toViewed(`${index} ${this.#plan.frames[index].facts.file}`) };
    });
    const settings = { longestSide: 512, title: this.toString(), ...viewOptions };
    const note = alignment ? 'Frames are interpolated onto the pixels of the reference frame.' : '';
    const images = shown.map(({ viewed }) => viewed);
    const provenance = shown.flatMap(({ frame }) => frame.provenance);
    return shown[0].frame.viewAmong({ images, note, provenance }, settings);
  }

  /**
   * What was noticed in the frames' headers: one row per problem, with what was assumed, dropped or refused and what to
   * do about it. What only pixels can show is in the problems of a frame, of a combination and of measurements.
   *
   * @example (await night.problems()).groupBy('code', 'action').count()
   */
  async problems(): Promise<Table<Problem>> {
    return problemTable(this.#plan.frames.flatMap(({ problems }) => problems ?? []));
  }

  /** Inserts your own step into the chain: `series.pipe(f)` is `f(series)`. */
  pipe<R>(step: (series: this) => R): R {
    return step(this);
  }

  /** One line: the number of frames of each kind. */
  toString(): string {
    const kinds = new Map<string, number>();
    for (const { facts } of this.#plan.frames) {
      const kind = [facts.imagetyp, facts.filter].filter(Boolean).join(' ');
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    const list = [...kinds].map(([kind, count]) => `${count} ${kind}`).join(', ');
    const problems = problemCount(this.#plan.frames.flatMap(frame => frame.problems ?? []));
    const notes = [this.#alignOptions ? 'aligned' : '', problems].filter(Boolean).map(note => `, ${note}`);
    return `FrameSeries of ${this.length} frames${list ? `: ${list}` : ''}${notes.join('')}`;
  }

  /** The alignment, computed once. */
  #aligned(run: RunOptions): Promise<SeriesAlignment> {
    this.#alignment ??= alignSeries(this.#plan, this.#alignOptions ?? {}, run).catch(error => {
      this.#alignment = null; // a stopped alignment may be tried again
      throw error;
    });
    return this.#alignment;
  }
}

/**
 * Opens the frames that match a pattern: headers only, in order of time.
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
  const { precision = 'float32', ...tableOptions } = options;
  const { hdu, telescope } = options;
  const table = await headerTable(pattern, tableOptions);
  const frames = table.toObjects().map(facts => {
    const source = { path: facts.path, options: { hdu, telescope } };
    return { facts, source, ...fileLoader(source) };
  });
  return new FrameSeries(table, { frames, calibrations: [], precision, cache: null });
}
