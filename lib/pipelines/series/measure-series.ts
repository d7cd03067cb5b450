/**
 * Measures the same stars in every frame of a series.
 *
 * Positions are given in pixels of the reference frame. In each frame they are transformed, re-centred
 * on the star within a stated limit, and measured on the frame's own, never resampled, pixels.
 *
 * @module
 */
import type { RunOptions } from '../../core/ambient.js';
import { PhotometryError } from '../../core/errors.js';
import type { FrameCount } from '../../core/frame-count.js';
import { joinProblems, type Problems } from '../../core/problem.js';
import type { Provenance, ProvenanceFile, ProvenanceStep } from '../../core/provenance.js';
import { type DetectorFacts, unknownDetector } from '../../frame/detector/unknown-detector.js';
import type { Image } from '../../frame/image.js';
import { assertCompatible } from '../../reduce/compatibility.js';
import { type FrameMeasurement, labelsOf, type MeasureSeriesOptions } from '../frames/measure-frame.js';
import type { PixelPositions } from '../frames/positions.js';
import { requireFrames, type SeriesPlan } from '../frames/series-plan.js';
import type { SeriesAlignment } from './align-series.js';
import { withFoundSaturation } from './found-saturation.js';
import { frameCountOf, leftOutFrames } from './left-out-frames.js';
import { overFrames } from './over-frames.js';
import { scintillationOf } from './scintillation-of-frame.js';

/** One frame of a measured series. */
interface MeasuredFrame {
  /** Index in the series. */
  readonly index: number;
  /** Median full width at half maximum of its stars [px]; NaN if it has none. */
  readonly fwhm: number;
  /** Relative scintillation noise (1 sigma); NaN where the telescope's aperture or the airmass is unknown. */
  readonly scintillation: number;
  /** Header cards, pixels dropped. */
  readonly header: Image['header'];
}

/** The measurements, frame by frame and star by star: row = frame x starCount + star. */
export interface SeriesMeasurement {
  readonly starCount: number;
  /** The frames measured, in order. */
  readonly frames: readonly MeasuredFrame[];
  /** Labels of the radii, as used in column names. */
  readonly labels: readonly string[];
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** By label: flux, its error and the summed area. */
  readonly flux: readonly Float64Array[];
  readonly fluxErr: readonly Float64Array[];
  readonly area: readonly Float64Array[];
  readonly sky: Float64Array;
  readonly skyStd: Float64Array;
  readonly skyArea: Float64Array;
  readonly peak: Float64Array;
  readonly flags: Int32Array;
  /** Unit of the fluxes. */
  readonly unit: string;
  /** What was noticed: frames left out, the problems of those measured, and a gain or saturation that is unknown. */
  readonly problems: Problems;
  /** How many frames came in, and which were left out. */
  readonly count: FrameCount;
  /** How the frames were read (with the checksum of each), reduced, aligned and measured. */
  readonly provenance: Provenance;
}

/**
 * Measures stars in every frame that could be aligned.
 *
 * @param positions positions in pixels of the reference frame
 * @param radii in the unit of `options.radiusUnit`
 * @throws PhotometryError `no-frames`, `not-aligned` if no frame could be aligned, `bad-argument`, `aborted`
 */
export async function measureSeries(
  plan: SeriesPlan,
  alignment: SeriesAlignment | null,
  positions: PixelPositions,
  radii: readonly number[],
  options: MeasureSeriesOptions = {},
  run: RunOptions = {},
): Promise<SeriesMeasurement> {
  requireFrames(plan, 'measure');
  assertOneScale(plan, alignment);
  const found = await withFoundSaturation(plan, run);
  const indices = alignedIndices(plan, alignment);
  const starCount = positions.x.length;
  const collected = new Collected(plan, indices, starCount, radii.length);
  await overFrames(found.plan, {
    step: 'measure',
    verb: 'measure',
    indices,
    taskOf: index => ({ positions, alignment: alignment?.frames[index] ?? null, radii, options }),
    take: (measured: FrameMeasurement, n: number) => collected.add(measured, n),
    run,
  });
  const { frames, values, unit } = collected;
  const provenance: Provenance = [
    ...collected.readingSteps(),
    ...(alignment ? [alignStep(plan, alignment, indices.length)] : []),
    measureStep(starCount, radii, options),
  ];
  const labels = labelsOf(radii, options.radiusUnit ?? 'pixel');
  const problems = joinProblems(leftOutFrames(plan, alignment), found.problems, collected.problems());
  return { starCount, frames, labels, ...values, unit, problems, count: frameCountOf(plan, alignment), provenance };
}

/**
 * Refuses frames of several binnings, in which a radius in pixels means several things; and, where nothing aligns them, frames
 * of several sizes, in which a position does.
 */
function assertOneScale(plan: SeriesPlan, alignment: SeriesAlignment | null): void {
  const facts = plan.frames.map(({ facts: { path, width, height, binning } }) =>
    alignment === null ? { path, width, height, binning } : { path, binning },
  );
  assertCompatible(facts, 'other');
}

/** The frames that could be aligned; all of them without an alignment. */
function alignedIndices(plan: SeriesPlan, alignment: SeriesAlignment | null): number[] {
  return plan.frames.map((_, k) => k).filter(k => alignment === null || alignment.frames[k].transform !== null);
}

/** The columns of a {@link SeriesMeasurement}. */
type MeasuredValues = Pick<
  SeriesMeasurement,
  'x' | 'y' | 'flux' | 'fluxErr' | 'area' | 'sky' | 'skyStd' | 'skyArea' | 'peak' | 'flags'
>;

function emptyValues(rows: number, radiusCount: number): MeasuredValues {
  const perRadius = (): Float64Array[] => Array.from({ length: radiusCount }, () => new Float64Array(rows));
  return {
    x: new Float64Array(rows),
    y: new Float64Array(rows),
    flux: perRadius(),
    fluxErr: perRadius(),
    area: perRadius(),
    sky: new Float64Array(rows),
    skyStd: new Float64Array(rows),
    skyArea: new Float64Array(rows),
    peak: new Float64Array(rows),
    flags: new Int32Array(rows),
  };
}

/** Collects the measurements of the frames, which arrive in order. */
class Collected {
  readonly frames: MeasuredFrame[] = [];
  readonly values: MeasuredValues;
  unit = '';
  readonly #plan: SeriesPlan;
  readonly #indices: readonly number[];
  readonly #starCount: number;
  readonly #files: ProvenanceFile[] = [];
  readonly #detectors: DetectorFacts[] = [];
  readonly #noticed: Problems[] = [];
  #steps: Provenance = [];

  constructor(plan: SeriesPlan, indices: readonly number[], starCount: number, radiusCount: number) {
    this.#plan = plan;
    this.#indices = indices;
    this.#starCount = starCount;
    this.values = emptyValues(indices.length * starCount, radiusCount);
  }

  /** Adds the n-th measured frame. @throws PhotometryError `mixed-frames` if its unit differs from that of the others */
  add(measured: FrameMeasurement, n: number): void {
    if (n === 0) this.#steps = measured.provenance;
    this.#files.push(...filesOf(measured));
    this.#takeUnit(measured, n);
    const { path, unit, gain, saturationSource } = measured;
    this.#detectors.push({ path, unit, gain, saturationSource });
    if (measured.problems) this.#noticed.push(measured.problems);
    this.#takeValues(measured, n * this.#starCount);
    const { fwhm, header } = measured;
    const index = this.#indices[n];
    const scintillation = scintillationOf(measured, this.#plan.frames[index].facts);
    this.frames.push({ index, fwhm, scintillation, header });
  }

  /** The problems of the frames, and what is unknown of their camera. */
  problems(): Problems {
    return joinProblems(...this.#noticed, unknownDetector(this.#detectors));
  }

  /** The provenance of the first frame, with the files of all frames. */
  readingSteps(): ProvenanceStep[] {
    return this.#steps.map(step => (step.verb === READ ? { ...step, files: this.#files } : step));
  }

  #takeUnit({ path, unit }: FrameMeasurement, n: number): void {
    if (n > 0 && unit !== this.unit)
      throw new PhotometryError(
        'mixed-frames',
        `${path} is in ${unit}, the frames before it are in ${this.unit}: measure them separately`,
        { path },
      );
    this.unit = unit;
  }

  #takeValues(measured: FrameMeasurement, firstRow: number): void {
    for (const name of ['x', 'y', 'sky', 'skyStd', 'skyArea', 'peak', 'flags'] as const)
      this.values[name].set(measured[name], firstRow);
    for (const name of ['flux', 'fluxErr', 'area'] as const)
      this.values[name].forEach((values, k) => {
        values.set(measured[name][k], firstRow);
      });
  }
}

/** The provenance step of the measurement. */
function measureStep(stars: number, radii: readonly number[], options: MeasureSeriesOptions): ProvenanceStep {
  const { radiusUnit = 'pixel', recentre, ...apertureOptions } = options;
  return {
    verb: 'measure',
    options: { stars, radii, radiusUnit, ...apertureOptions, recentre: recentre ?? 'half the FWHM' },
    citation: 'DaCosta 1992, ASP Conf. Ser. 23, 90; Bertin & Arnouts 1996, A&AS 117, 393 (windowed centroid)',
  };
}

/** Verb of the provenance step that reads a file. */
const READ = 'readImage';

/** The files behind an image, with their checksums. */
function filesOf({ provenance }: Pick<Image, 'provenance'>): readonly ProvenanceFile[] {
  return provenance.flatMap(step => (step.verb === READ ? (step.files ?? []) : []));
}

/** File name of the reference frame. */
function referenceFile(plan: SeriesPlan, { reference, outside }: SeriesAlignment): string {
  return outside
    ? outside.image.path.slice(outside.image.path.lastIndexOf('/') + 1)
    : plan.frames[reference!].facts.file;
}

/** The provenance step of the alignment. */
export function alignStep(plan: SeriesPlan, alignment: SeriesAlignment, used: number): ProvenanceStep {
  return {
    verb: 'align',
    options: {
      reference: referenceFile(plan, alignment),
      used,
      leftOut: plan.frames.length - used,
    },
  };
}
