/**
 * A differential light curve: a table that can plot itself and knows its comparison stars.
 *
 * @module
 */
import { displayAs, escapeMarkup, inspectAs, type MimeBundle } from '../core/display.js';
import { PhotometryError } from '../core/errors.js';
import { requireKnownOptions } from '../core/known-options.js';
import type { Problems } from '../core/problem.js';
import type { Provenance } from '../core/provenance.js';
import { withStep } from '../core/provenance.js';
import { warnOnce } from '../core/warn-once.js';
import { writeExoplanet } from '../formats/aavso/exoplanet.js';
import { writeAavso } from '../formats/aavso/write-aavso.js';
import type { DifferentialCurve } from '../pipelines/differential.js';
import { type ExoplanetReportOptions, exoplanetReport } from '../pipelines/light-curve/aavso/exoplanet-report.js';
import { type AavsoOptions, aavsoObservations, aavsoOptionsOf } from '../pipelines/light-curve/aavso/observations.js';
import { type ReportFacts, reportFacts } from '../pipelines/light-curve/aavso/report-facts.js';
import type { SeriesFacts, StarMatrices } from '../pipelines/light-curve/star-matrices.js';
import { curveSummary, isUsable } from '../pipelines/light-curve/usable-rows.js';
import { type LightCurvePlotOptions, lightCurveFigure, type PlottedCurve } from '../plot/charts/light-curve-chart.js';
import type { Figure } from '../plot/figure.js';
import { type TableData, withProblems } from '../table/column/table-data.js';
import { tableBundle } from '../table/display/display-table.js';
import type { WriteTableOptions } from '../table/files/formats.js';
import { Table, type TableKind } from '../table/table.js';
import type { RadiusScatter } from '../timeseries/ensemble/best-radius.js';
import type { CandidateVerdict } from '../timeseries/ensemble/choose-comparisons.js';
import type { CurveScale } from '../timeseries/ensemble/curve-level.js';
import { finiteOf, medianOf, robustScatter } from '../timeseries/scatter.js';
import type { ComparisonColumns, ComparisonCurveColumns, LightCurveColumns } from './columns/light-curve-columns.js';
import { type LostColumns, lostAfter, NOTHING_LOST, neededNumbers } from './columns/lost-columns.js';
import { PLOT, TO_AAVSO, TO_AAVSO_EXOPLANET } from './option-names.js';

/** What the flux of a curve is relative to, by what was set to 1. */
const FLUX_DESCRIPTIONS: Readonly<Record<CurveScale, string>> = {
  median: 'flux relative to the comparison stars; its median over the reference frames is 1',
  significant: 'flux relative to the comparison stars; the median of the significant fluxes is 1',
  none: 'flux over that of the comparison stars, not normalised',
};

/** What a light curve knows in addition to its rows. */
interface LightCurveContext {
  readonly radius: string;
  readonly radii: readonly RadiusScatter[];
  readonly comparisons: Table<ComparisonColumns>;
  readonly comparisonCurves: Table<ComparisonCurveColumns>;
  readonly verdicts: readonly CandidateVerdict[];
  readonly report: ReportFacts;
  /** Columns that verbs took away. */
  readonly lost?: LostColumns;
}

/** The kind of a light curve: a light curve after all verbs whose rows are still its points, else a table. */
export interface LightCurveKind extends TableKind {
  /** The curve after a verb that keeps the rows what they are. */
  readonly table: LightCurve<this['columns']>;
}

/**
 * A light curve, one row per frame, in order of time.
 *
 * It is one after any verb that keeps its points, such as filter, derive, join or window, and plots the columns that it has
 * then; after aggregates, pivot and melt it is a table.
 *
 * `problems()` lists those of the measurements, and what was noticed when the curve was made: a target that is not seen
 * (`target-faint`), a comparison that varies (`comparison-varies`).
 *
 * @example
 * const curve = measured.differential({ target: { ra: 280.1042, dec: 33.1475 } });
 * curve.usable.columns.mag.std();
 * curve.plot({ quantity: 'mag' });
 */
export class LightCurve<C = LightCurveColumns> extends Table<C> {
  static {
    displayAs(LightCurve, (curve): MimeBundle => {
      const { 'text/html': html } = tableBundle(curve.data);
      return { 'text/html': `${html}<p>${escapeMarkup(curve.#summary())}</p>`, 'text/plain': curve.toString() };
    });
    inspectAs(LightCurve, curve => curve.toString());
  }

  /** Which class the verbs return; for the compiler only. */
  declare readonly '~kind': LightCurveKind;

  readonly #context: LightCurveContext;

  private constructor(data: TableData, context: LightCurveContext) {
    super(data);
    this.#context = context;
  }

  /**
   * For the library: the table of a differential curve.
   *
   * @internal
   */
  static of(
    result: DifferentialCurve,
    matrices: StarMatrices,
    facts: SeriesFacts,
    made: {
      readonly provenance: Provenance;
      readonly unit: string;
      readonly problems?: Problems;
      readonly notes?: readonly string[];
    },
  ): LightCurve {
    const { target, curve, mag, magErr, jdUtcMid, bjdTdb, flags, clouds } = result;
    const columns = {
      file: facts.frames.map(({ file }) => file),
      jdUtcMid,
      bjdTdb,
      flux: curve.flux,
      fluxErr: curve.fluxErr,
      mag,
      magErr,
      scintillation: Float64Array.from(facts.scintillation),
      transparency: clouds.transparency,
      airmass: Float64Array.from(facts.frames, ({ airmass }) => airmass),
      fwhm: Float64Array.from(facts.fwhm),
      x: Float64Array.from(matrices.x[target]),
      y: Float64Array.from(matrices.y[target]),
      sky: Float64Array.from(matrices.sky[target]),
      flags,
    };
    const table = Table.fromEntries<LightCurveColumns>(columns, {
      units: { jdUtcMid: 'd', bjdTdb: 'd', mag: 'mag', magErr: 'mag', fwhm: 'px', x: 'px', y: 'px', sky: made.unit },
      descriptions: {
        file: "the frame's file name",
        jdUtcMid: 'mid-exposure, JD in UTC',
        bjdTdb: 'mid-exposure at the barycentre, BJD in TDB',
        flux: FLUX_DESCRIPTIONS[curve.scale],
        fluxErr: '1-sigma error of flux, without scintillation',
        mag: 'differential magnitude',
        magErr: '1-sigma error of mag',
        scintillation: 'relative 1-sigma scintillation noise',
        transparency: "light of the field's stars over that under a clear sky",
        flags: 'bits of SourceFlag; 0 is clean',
      },
      ...(made.notes ? { notes: made.notes } : {}),
      meta: { target: result.position, radius: result.label, comparisons: result.comparisons, weights: result.weights },
      provenance: withStep(made.provenance, {
        verb: 'differential',
        options: {
          target: result.position,
          radius: result.label,
          comparisons: result.comparisons,
          weights: result.weights,
        },
        citation: 'Honeycutt 1992, PASP 104, 435; Broeg et al. 2005, AN 326, 134',
      }),
    });
    return new LightCurve<LightCurveColumns>(
      { ...table.data, ...withProblems(made.problems, result.problems) },
      {
        radius: result.label,
        radii: result.radii,
        comparisons: comparisonTable(result, matrices, facts, made.unit),
        comparisonCurves: comparisonCurves(result, matrices, facts),
        verdicts: result.verdicts,
        report: reportFacts(result, matrices, facts),
      },
    );
  }

  /** Label of the aperture radius used: `7`, or `1.5fwhm`. */
  get radius(): string {
    return this.#context.radius;
  }

  /** The scatter with each radius, if the best one was searched for; else empty. */
  get radii(): readonly RadiusScatter[] {
    return this.#context.radii;
  }

  /** The comparison stars with weight and scatter, and the check star. */
  get comparisons(): Table<ComparisonColumns> {
    return this.#context.comparisons;
  }

  /** The curve of each comparison relative to the others, point by point, and that of the check star relative to all. */
  get comparisonCurves(): Table<ComparisonCurveColumns> {
    return this.#context.comparisonCurves;
  }

  /**
   * The rows to use: those with a flux and without a flag of `DOUBTFUL`.
   *
   * Not usable are rows that are saturated, cut by the edge or off the frame, with masked pixels or without a sky, not centred or not
   * aligned, of an error above 10 times the median, and those whose comparisons disagree by more than their errors (patchy cloud;
   * as many stars vary as do not). Usable are rows with a hot pixel that was subtracted, in thin cloud in which two stars or more
   * agree within their errors, with a faint target, with a comparison left out, and of a crowded star.
   *
   * @example curve.usable.columns.flux.std()
   */
  get usable(): LightCurve<C> {
    const [flux, flags] = [this.#values('flux', 'usable'), this.#values('flags', 'usable')];
    return this.filter((_, row) => isUsable(flux[row], flags[row]));
  }

  /**
   * Why each star of the field was chosen as a comparison or rejected, and in which frames it was left out: as row numbers of the curve
   * before any filter. Of comparisons that were given, what became of them.
   */
  get verdicts(): readonly CandidateVerdict[] {
    return this.#context.verdicts;
  }

  /**
   * Plots the light curve with error bars, points that are not usable ({@link usable}) hollow, and the comparison stars below.
   *
   * Time is BJD_TDB if known, else JD in UTC. Without a column of errors there are no bars, without `flags` no hollow points,
   * and without `file` the comparison stars are drawn in all frames.
   *
   * @param options `quantity`: `'flux'` (default) or `'mag'`; title and size
   * @throws PhotometryError `missing-column` if a verb took the quantity or the time away; `bad-argument` if it is not numeric
   * @example curve.plot({ quantity: 'mag', title: 'RR Sim' })
   */
  plot(options: LightCurvePlotOptions = {}): Figure {
    requireKnownOptions('plot', options, PLOT);
    const { quantity = 'flux' } = options;
    if (quantity !== 'flux' && quantity !== 'mag')
      throw new PhotometryError(
        'bad-argument',
        `plot() draws quantity: 'flux' or 'mag', got ${JSON.stringify(quantity)}`,
      );
    const barycentric = this.#orNaN('bjdTdb').some(Number.isFinite);
    const timeName = barycentric ? 'bjdTdb' : 'jdUtcMid';
    if (this.length === 0) warnOnce('The light curve to plot has no points.');
    const target: PlottedCurve = {
      label: 'target',
      time: this.#values(timeName),
      value: this.#values(quantity === 'mag' ? 'mag' : 'flux'),
      error: this.#orNaN(quantity === 'mag' ? 'magErr' : 'fluxErr'),
      flags: this.#hollow(),
    };
    const kept = this.has('file') ? new Set(this.data.stored.get('file')?.values as Iterable<unknown>) : null;
    const curves = this.#context.comparisonCurves.filter(row => kept?.has(row.file) ?? true);
    const lower = this.#context.comparisons.toObjects().map(({ star, role }): PlottedCurve => {
      const points = curves.filter(row => row.star === star).toObjects();
      return {
        label: `${role === 'check' ? 'check' : 'star'} ${star}`,
        time: points.map(point => point[timeName]),
        value: points.map(point => (quantity === 'mag' ? -2.5 * Math.log10(point.flux) : point.flux)),
        error: points.map(point => (quantity === 'mag' ? (1.0857 * point.fluxErr) / point.flux : point.fluxErr)),
        flags: points.map(point => (isUsable(point.flux, point.flags) ? 0 : 1)),
      };
    });
    return lightCurveFigure(target, lower, {
      ...options,
      timeLabel: barycentric ? 'BJD_TDB' : 'JD (UTC)',
      valueLabel: quantity === 'mag' ? 'differential magnitude' : 'relative flux',
    }).withProvenance(this.provenance);
  }

  /** Columns with units and the first rows; then how many rows are usable, how many comparisons there are, and what was left out. */
  override toString(): string {
    return `${super.toString()}\n${this.#summary()}`;
  }

  #summary(): string {
    const { comparisons, verdicts } = this.#context;
    const roles = Array.from(comparisons.columns.role);
    const hasBoth = this.data.stored.has('flux') && this.data.stored.has('flags');
    return curveSummary({
      rows: this.length,
      usable: hasBoth ? this.usable.length : Number.NaN,
      comparisons: roles.filter(role => role === 'comparison').length,
      hasCheck: roles.includes('check'),
      verdicts,
    });
  }

  /**
   * The curve as a file of observations for the AAVSO (Extended File Format).
   *
   * With the magnitudes of all comparison stars it is standardised (STD), an ensemble with its check star; without, it is
   * differential (DIF) against a single comparison star. Times are JD in UTC, or HJD. Doubtful rows are left out, with a word.
   *
   * @throws PhotometryError `bad-argument` listing all that is missing: name, observer, filter, magnitudes, names, check star
   * @example
   * const [star] = curve.comparisons.toObjects();
   * const single = measured.differential({ target: { ra: 280.1042, dec: 33.1475 }, comparisons: [star.star] });
   * single.toAavso({ name: 'RR Sim', observer: 'AAA', comparisons: [{ star: star.star, name: '000-BBP-713', mag: 13.2 }] });
   */
  toAavso(options: AavsoOptions): string {
    requireKnownOptions('toAavso', options, TO_AAVSO);
    return writeAavso(aavsoObservations(this.data, this.#context.report, options));
  }

  /**
   * The curve as a report for the AAVSO's exoplanet section: BJD_TDB, flux relative to the comparisons, its error, and what to
   * detrend by.
   *
   * @throws PhotometryError `bad-argument` listing all that is missing, such as barycentric times; `missing-column`
   * @example curve.toAavsoExoplanet({ star: 'XO-1', planet: 'XO-1 b', observer: 'AAA', filter: 'V' })
   */
  toAavsoExoplanet(options: ExoplanetReportOptions): string {
    requireKnownOptions('toAavsoExoplanet', options, TO_AAVSO_EXOPLANET);
    return writeExoplanet(exoplanetReport(this.data, this.#context.report, options));
  }

  /**
   * As `Table.write`. In the AAVSO's format it is the report of {@link toAavso}, with NAME, OBSCODE, FILT, CHART and NOTES of
   * `meta` as its options.
   */
  override async write(path: string, options: WriteTableOptions = {}): Promise<void> {
    const isAavso = options.format === 'aavso' || (options.format === undefined && /\.aavso$/i.test(path));
    if (!isAavso) return super.write(path, options);
    const report = aavsoObservations(this.data, this.#context.report, aavsoOptionsOf(this.meta));
    return new Table(report).write(path, options);
  }

  /** 1 where a point is not usable; 0 throughout where the columns that tell are not there. */
  #hollow(): number[] {
    const [flux, flags] = [this.#orNaN('flux'), this.#orNaN('flags')];
    if (!(this.has('flux') && this.has('flags'))) return Array.from(flux, () => 0);
    return Array.from(flux, (value, row) => (isUsable(value, flags[row]) ? 0 : 1));
  }

  #values(name: keyof LightCurveColumns, verb = 'plot'): Float64Array {
    return neededNumbers(this.data, name, verb, this.#context.lost ?? NOTHING_LOST);
  }

  #orNaN(name: keyof LightCurveColumns): Float64Array {
    return this.has(name) ? this.#values(name) : new Float64Array(this.length).fill(Number.NaN);
  }

  protected override create(data: TableData): this {
    return new LightCurve<C>(data, this.#context) as this;
  }

  protected override make<D>(data: TableData, verb: string): LightCurve<D> {
    const { lost = NOTHING_LOST } = this.#context;
    return new LightCurve<D>(data, { ...this.#context, lost: lostAfter(this.data, data, verb, lost) });
  }

  /** Groups and melted rows are not points of the curve. */
  protected override reshape<D>(data: TableData): Table<D> {
    return new Table<D>(data);
  }
}

/** The comparison stars and the check star. */
function comparisonTable(
  { curve, label, check, checkCurve }: DifferentialCurve,
  matrices: StarMatrices,
  facts: SeriesFacts,
  unit: string,
): Table<ComparisonColumns> {
  const { flux } = matrices.radii.find(radius => radius.label === label)!;
  const rows = curve.comparisons.map(({ star, weight, scatter }) => ({ star, weight, scatter, role: 'comparison' }));
  if (checkCurve && check !== null)
    rows.push({ star: check, weight: 0, scatter: robustScatter(checkCurve.flux), role: 'check' });
  return Table.fromEntries<ComparisonColumns>(
    {
      star: Int32Array.from(rows, ({ star }) => star),
      x: Float64Array.from(rows, ({ star }) => facts.stars.x[star]),
      y: Float64Array.from(rows, ({ star }) => facts.stars.y[star]),
      medianFlux: Float64Array.from(rows, ({ star }) => medianOf(flux[star])),
      weight: Float64Array.from(rows, ({ weight }) => weight),
      scatter: Float64Array.from(rows, ({ scatter }) => scatter),
      frames: Int32Array.from(rows, ({ star }) => finiteOf(flux[star]).length),
      role: rows.map(({ role }) => role),
    },
    { units: { x: 'px', y: 'px', medianFlux: unit } },
  );
}

/** Every comparison's curve, point by point; a single comparison has none. */
function comparisonCurves(
  { curve, check, checkCurve, jdUtcMid, bjdTdb }: DifferentialCurve,
  matrices: StarMatrices,
  facts: SeriesFacts,
): Table<ComparisonCurveColumns> {
  const curves = [...curve.comparisons];
  if (curves.length === 1) curves.pop();
  const all: { star: number; flux: ArrayLike<number>; fluxErr: ArrayLike<number> }[] = [...curves];
  if (checkCurve && check !== null) all.push({ star: check, flux: checkCurve.flux, fluxErr: checkCurve.fluxErr });
  const frames = facts.frames.length;
  const each = (value: (curveNumber: number, frame: number) => number): Float64Array =>
    Float64Array.from({ length: all.length * frames }, (_, row) => value(Math.floor(row / frames), row % frames));
  return Table.fromEntries<ComparisonCurveColumns>(
    {
      star: Int32Array.from(each(k => all[k].star)),
      file: all.flatMap(() => facts.frames.map(({ file }) => file)),
      jdUtcMid: each((_, f) => jdUtcMid[f]),
      bjdTdb: each((_, f) => bjdTdb[f]),
      flux: each((k, f) => all[k].flux[f]),
      fluxErr: each((k, f) => all[k].fluxErr[f]),
      flags: Int32Array.from(each((k, f) => matrices.flags[all[k].star][f])),
    },
    { units: { jdUtcMid: 'd', bjdTdb: 'd' } },
  );
}
