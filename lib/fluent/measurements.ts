/**
 * Stars measured in every frame of a series, from which light curves are made.
 *
 * @module
 */

import { PhotometryError } from '../core/errors.js';
import { frameCountText } from '../core/frame-count.js';
import { requireKnownOptions } from '../core/known-options.js';
import { type Problem, warnOfProblems } from '../core/problem.js';
import { quoted } from '../core/quoted.js';
import { frameSite } from '../frame/telescopes/describe-frame.js';
import type { HeaderColumns } from '../frame/telescopes/header-columns.js';
import { type DifferentialOptions, differentialCurve, UNUSABLE_FLUX } from '../pipelines/differential.js';
import type { PixelPositions } from '../pipelines/frames/positions.js';
import { ofOneFilter } from '../pipelines/light-curve/one-filter.js';
import type { SeriesFacts, StarMatrices } from '../pipelines/light-curve/star-matrices.js';
import { type ListedPlaces, onlyListed } from '../pipelines/series/listed-places.js';
import type { SeriesMeasurement } from '../pipelines/series/measure-series.js';
import type { SeriesSky } from '../pipelines/series/series-sky.js';
import type { TableData } from '../table/column/table-data.js';
import { Table, type TableKind } from '../table/table.js';
import { type LostColumns, lostAfter, NOTHING_LOST, neededNumbers } from './columns/lost-columns.js';
import { factsOfRows, placesOfRows, type RowPlaces } from './columns/measured-rows.js';
import { MEASUREMENT_DESCRIPTIONS, type MeasurementColumns } from './columns/measurement-columns.js';
import { LightCurve } from './light-curve.js';
import { DIFFERENTIAL } from './option-names.js';

/** What a measured series knows in addition to its rows. */
interface MeasurementContext {
  readonly facts: SeriesFacts;
  /** Labels of the radii; the column names have no label when `single`. */
  readonly labels: readonly string[];
  readonly single: boolean;
  /** Indices of the frames in the series, in the order of `facts.frames`. */
  readonly frames: readonly number[];
  /** Columns that verbs took away. */
  readonly lost?: LostColumns;
}

/** The kind of measurements: measurements after all verbs whose rows are still a star in a frame, else a table. */
export interface MeasurementsKind extends TableKind {
  /** The measurements after a verb that keeps the rows what they are. */
  readonly table: Measurements<this['columns']>;
}

/** What {@link Measurements.of} needs in addition to the measurement. */
interface MeasuredSeries {
  readonly stars: PixelPositions;
  readonly colour: Float64Array | null;
  /** The places, if they were given frame by frame. */
  readonly listed?: ListedPlaces;
  readonly sky: SeriesSky;
  readonly frames: readonly HeaderColumns[];
  readonly single: boolean;
  /** Size of the reference frame, if it is not one of the series [px]. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

/**
 * One row per star and frame. Verbs that keep the rows what they are keep the class: filter, derive, join, window ...;
 * {@link differential} makes a light curve of the rows that remain, with the values they have then.
 *
 * @example
 * const measured = await science.measure(stars, { radii: [4, 6, 8], annulus: [12, 18] });
 * const curve = measured.differential({ target: { ra: 280.1042, dec: 33.1475 } });
 */
export class Measurements<C = MeasurementColumns> extends Table<C> {
  /** Which class the verbs return; for the compiler only. */
  declare readonly '~kind': MeasurementsKind;

  readonly #context: MeasurementContext;

  private constructor(data: TableData, context: MeasurementContext) {
    super(data);
    this.#context = context;
  }

  /**
   * For the library: the table of a measured series.
   *
   * @internal
   */
  static of<C extends MeasurementColumns>(measurement: SeriesMeasurement, series: MeasuredSeries): Measurements<C> {
    const { frames, labels, provenance, problems, count } = measurement;
    const table = Table.fromEntries<C>(columnsOf(measurement, series), {
      units: unitsOf(measurement, series.single),
      descriptions: MEASUREMENT_DESCRIPTIONS,
      provenance,
      problems,
      notes: [`measured in ${frameCountText(count)}`],
    });
    const data = series.listed ? onlyListed(table.data, series.listed) : table.data;
    return new Measurements<C>(data, {
      facts: factsOf(measurement, series),
      labels,
      single: series.single,
      frames: frames.map(({ index }) => index),
    });
  }

  /**
   * The requested radii.
   *
   * @throws PhotometryError `bad-argument` unless exactly one of `radius` and `radii` is given, of positive numbers
   * @internal
   */
  static requireRadii(radius: number | undefined, radii: readonly number[] | undefined): readonly number[] {
    if ((radius === undefined) === (radii === undefined))
      throw new PhotometryError('bad-argument', 'measure() needs either radius: 6 or radii: [4, 6, 8]');
    const wanted = radii ?? [radius as number];
    if (wanted.length === 0)
      throw new PhotometryError(
        'bad-argument',
        'radii must contain at least one radius, such as [4, 6, 8]; got an empty list',
      );
    for (const value of wanted)
      if (!(value > 0) || !Number.isFinite(value))
        throw new PhotometryError('bad-argument', `a radius must be a positive number, got ${quoted(value)}`, {
          radii: wanted,
        });
    return wanted;
  }

  /**
   * The differential light curve of one star against comparison stars.
   *
   * The measured star nearest to `target` is used. Comparisons are chosen by brightness, position, flags and scatter,
   * unless given; the radius with the smallest scatter is used, unless given; clouded frames are flagged. A curve has one
   * filter: choose one of several with `filter`.
   *
   * @throws PhotometryError `mixed-frames` for several filters, `target-not-found`, `no-stars`, `no-wcs`, `bad-argument`;
   *   `missing-column` if a verb took a column away that is needed
   * @example
   * measured.differential({ target: { x: 118.4, y: 92.7 }, radius: 6, reference: row => row.airmass < 1.5 }).plot()
   */
  differential(options: DifferentialOptions): LightCurve {
    requireKnownOptions('differential', options, DIFFERENTIAL);
    const { facts: known, frames, lost = NOTHING_LOST } = this.#context;
    const places = placesOfRows(this.data, { starCount: known.stars.x.length, frames }, lost);
    const measured = { matrices: this.#matrices(places), facts: factsOfRows(this.data, places, known) };
    const { matrices, facts } = ofOneFilter(measured, options.filter);
    const result = differentialCurve(matrices, facts, options);
    warnOfProblems(result.problems.filter(problem => isNews(problem, options)));
    return LightCurve.of(result, matrices, facts, {
      provenance: this.provenance,
      problems: this.data.problems,
      notes: this.data.notes,
      unit: this.data.stored.get('sky')?.unit ?? '',
    });
  }

  protected override create(data: TableData): this {
    return new Measurements<C>(data, this.#context) as this;
  }

  protected override make<D>(data: TableData, verb: string): Measurements<D> {
    const { lost = NOTHING_LOST } = this.#context;
    return new Measurements<D>(data, { ...this.#context, lost: lostAfter(this.data, data, verb, lost) });
  }

  /** Groups and melted rows are not a star in a frame. */
  protected override reshape<D>(data: TableData): Table<D> {
    return new Table<D>(data);
  }

  /** The rows as matrices; rows that were filtered out and truncated apertures are NaN. */
  #matrices({ star, frame }: RowPlaces): StarMatrices {
    const { facts, labels, single, lost = NOTHING_LOST } = this.#context;
    const starCount = facts.stars.x.length;
    const frameCount = facts.frames.length;
    const empty = (): Float64Array[] =>
      Array.from({ length: starCount }, () => new Float64Array(frameCount).fill(Number.NaN));
    const values = (name: string): Float64Array => neededNumbers(this.data, name, 'differential', lost);
    const flags = values('flags');
    const place = (name: string, usable: boolean): Float64Array[] => {
      const from = values(name);
      const matrix = empty();
      for (let row = 0; row < this.length; row++)
        if (!usable || (flags[row] & UNUSABLE_FLUX) === 0) matrix[star[row]][frame[row]] = from[row];
      return matrix;
    };
    const bits = Array.from({ length: starCount }, () => new Int32Array(frameCount));
    for (let row = 0; row < this.length; row++) bits[star[row]][frame[row]] = flags[row];
    return {
      radii: labels.map(label => {
        const end = endOf(label, single);
        return { label, flux: place(`flux${end}`, true), fluxErr: place(`fluxErr${end}`, true) };
      }),
      flags: bits,
      x: place('x', false),
      y: place('y', false),
      sky: place('sky', false),
    };
  }
}

/** Whether a problem is worth a warning: that a star which nobody named is not used is in the curve's display. */
function isNews({ code }: Problem, { comparisons = 'auto' }: DifferentialOptions): boolean {
  return code !== 'comparison-varies' || comparisons !== 'auto';
}

/** Suffix of the columns `flux`, `fluxErr` and `area` of one radius. */
function endOf(label: string, single: boolean): string {
  return single ? '' : `_${label}`;
}

/** The columns in the order of the table; one row per star of each frame. */
function columnsOf(measurement: SeriesMeasurement, series: MeasuredSeries): [string, unknown][] {
  const { frames, starCount } = measurement;
  const rows = { length: frames.length * starCount };
  const frameOf = (row: number): number => Math.floor(row / starCount);
  const perFrame = (value: (frame: number) => number): Float64Array =>
    Float64Array.from(rows, (_, row) => value(frameOf(row)));
  return [
    ['file', Array.from(rows, (_, row) => series.frames[frameOf(row)].file)],
    ['frame', Int32Array.from(perFrame(n => frames[n].index))],
    ['star', Int32Array.from(rows, (_, row) => row % starCount)],
    ['jdUtcMid', perFrame(n => series.frames[n].jdUtcMid)],
    ['airmass', perFrame(n => series.frames[n].airmass)],
    ['x', measurement.x],
    ['y', measurement.y],
    ...fluxColumns(
      measurement,
      series.single,
      perFrame(n => frames[n].zeroPoint),
    ),
    ['sky', measurement.sky],
    ['skyStd', measurement.skyStd],
    ['skyArea', measurement.skyArea],
    ['peak', measurement.peak],
    ['fwhm', perFrame(n => frames[n].fwhm)],
    ['scintillation', perFrame(n => frames[n].scintillation)],
    ['flags', measurement.flags],
  ];
}

/** The columns of each radius; magnitudes on the scale of a zero point where one is known. */
function fluxColumns(
  { labels, flux, fluxErr, area, instMag, magErr }: SeriesMeasurement,
  single: boolean,
  zeroPoints: Float64Array,
): [string, unknown][] {
  const isKnown = zeroPoints.some(Number.isFinite);
  return labels.flatMap((label, k): [string, unknown][] => {
    const end = endOf(label, single);
    return [
      [`flux${end}`, flux[k]],
      [`fluxErr${end}`, fluxErr[k]],
      [`area${end}`, area[k]],
      [`instMag${end}`, instMag[k]],
      [`magErr${end}`, magErr[k]],
      ...(isKnown ? [[`mag${end}`, instMag[k].map((value, row) => value + zeroPoints[row])] as [string, unknown]] : []),
    ];
  });
}

function unitsOf({ labels, unit }: SeriesMeasurement, single: boolean): Record<string, string> {
  const ofRadii = labels.flatMap(label => {
    const end = endOf(label, single);
    return [
      [`flux${end}`, unit],
      [`fluxErr${end}`, unit],
      [`area${end}`, 'px^2'],
      [`instMag${end}`, 'mag'],
      [`magErr${end}`, 'mag'],
      [`mag${end}`, 'mag'],
    ];
  });
  return {
    ...Object.fromEntries(ofRadii),
    jdUtcMid: 'd',
    x: 'px',
    y: 'px',
    sky: unit,
    skyStd: unit,
    skyArea: 'px^2',
    peak: unit,
    fwhm: 'px',
  };
}

/** What a light curve needs to know about the frames in addition to the rows. */
function factsOf({ frames, unit }: SeriesMeasurement, series: MeasuredSeries): SeriesFacts {
  const { stars, colour, sky } = series;
  return {
    stars,
    colour,
    sky,
    unit,
    frames: series.frames,
    sites: frames.map(({ header }) => frameSite(header)),
    fwhm: frames.map(({ fwhm }) => fwhm),
    scintillation: frames.map(({ scintillation }) => scintillation),
    width: series.size?.width ?? series.frames[0]?.width ?? 0,
    height: series.size?.height ?? series.frames[0]?.height ?? 0,
  };
}
