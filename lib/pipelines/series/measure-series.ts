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
import { flagsOverFrames } from '../frames/over-frames.js';
import type { PixelPositions } from '../frames/positions.js';
import { requireFrames, type SeriesPlan } from '../frames/series-plan.js';
import type { SeriesAlignment } from './align-series.js';
import { withFoundSaturation } from './found-saturation.js';
import { frameCountOf, leftOutFrames } from './left-out-frames.js';
import type { ListedPlaces } from './listed-places.js';
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
  /** Magnitude of 1 unit per second; NaN if it is unknown. */
  readonly zeroPoint: number;
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
  /** By label: -2.5 log10 of the flux for 1 s, and its error [mag]. */
  readonly instMag: readonly Float64Array[];
  readonly magErr: readonly Float64Array[];
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
 * @param positions pixels of the reference frame, or places frame by frame
 * @param radii in the unit of `options.radiusUnit`
 * @throws PhotometryError `no-frames`, `not-aligned` if no frame could be aligned, `bad-argument`, `aborted`
 */
export async function measureSeries(
  plan: SeriesPlan,
  alignment: SeriesAlignment | null,
  positions: PixelPositions | ListedPlaces,
  radii: readonly number[],
  options: MeasureSeriesOptions = {},
  run: RunOptions = {},
): Promise<SeriesMeasurement> {
  requireFrames(plan, 'measure');
  const targets = targetsOf(plan, alignment, positions);
  assertOneScale(plan, alignment === null && targets.own === undefined);
  const found = await withFoundSaturation(plan, run);
  const { indices, starCount, own } = targets;
  const collected = new Collected(plan, indices, starCount, radii.length);
  await overFrames(found.plan, {
    step: 'measure',
    verb: 'measure',
    indices,
    taskOf: index => ({
      positions: targets.placesOf(index),
      own,
      alignment: alignment?.frames[index] ?? null,
      radii,
      options,
    }),
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
  const flags = flagsOverFrames({
    starCount,
    ...values,
    ...(unit.endsWith('/s') ? {} : { exptime: collected.exptimes }),
  });
  const problems = joinProblems(targets.problems, found.problems, collected.problems());
  const count = frameCountOf(plan, alignment);
  return { starCount, frames, labels, ...values, flags, unit, problems, count, provenance };
}

/**
 * Refuses frames of several binnings, in which a radius in pixels means several things; and, where a place is meant in every
 * frame and nothing aligns them, frames of several sizes, in which it does.
 */
function assertOneScale(plan: SeriesPlan, sameSize: boolean): void {
  const facts = plan.frames.map(({ facts: { path, width, height, binning } }) =>
    sameSize ? { path, width, height, binning } : { path, binning },
  );
  assertCompatible(facts, 'other');
}

/** The frames that could be aligned; all of them without an alignment. */
function alignedIndices(plan: SeriesPlan, alignment: SeriesAlignment | null): number[] {
  return plan.frames.map((_, k) => k).filter(k => alignment === null || alignment.frames[k].transform !== null);
}

/** What is measured where. */
interface SeriesTargets {
  readonly starCount: number;
  /** The frames to measure, in order. */
  readonly indices: readonly number[];
  placesOf(index: number): PixelPositions;
  /** As in the task of a frame; absent for pixels of the reference frame. */
  readonly own?: 'pixel' | 'sky';
  /** Frames left out, and rows without a frame. */
  readonly problems: Problems;
}

/** Every place in every aligned frame, or each place in its frame. */
function targetsOf(
  plan: SeriesPlan,
  alignment: SeriesAlignment | null,
  positions: PixelPositions | ListedPlaces,
): SeriesTargets {
  const aligned = alignedIndices(plan, alignment);
  const leftOut = leftOutFrames(plan, alignment);
  if (!('objects' in positions))
    return { starCount: positions.x.length, indices: aligned, placesOf: () => positions, problems: leftOut };
  const { objects: starCount, frames, placed, problems } = positions;
  const placesOf = (index: number) => ({ x: frames.get(index)!.first, y: frames.get(index)!.second });
  if (placed === 'reference')
    return {
      starCount,
      indices: aligned.filter(index => frames.has(index)),
      placesOf,
      problems: joinProblems(problems, leftOut),
    };
  const indices = plan.frames.map((_, index) => index).filter(index => frames.has(index));
  return { starCount, indices, placesOf, own: placed, problems };
}

/** The columns of a {@link SeriesMeasurement}. */
type MeasuredValues = Pick<
  SeriesMeasurement,
  'x' | 'y' | 'flux' | 'fluxErr' | 'area' | 'instMag' | 'magErr' | 'sky' | 'skyStd' | 'skyArea' | 'peak' | 'flags'
>;

function emptyValues(rows: number, radiusCount: number): MeasuredValues {
  const perRadius = (): Float64Array[] => Array.from({ length: radiusCount }, () => new Float64Array(rows));
  return {
    x: new Float64Array(rows),
    y: new Float64Array(rows),
    flux: perRadius(),
    fluxErr: perRadius(),
    area: perRadius(),
    instMag: perRadius(),
    magErr: perRadius(),
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
  /** Exposure of each frame [s]. */
  readonly exptimes: number[] = [];
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
    const { path, unit, gain, saturationSource, exptime } = measured;
    this.#detectors.push({ path, unit, gain, saturationSource, exptime });
    if (measured.problems) this.#noticed.push(measured.problems);
    this.#takeValues(measured, n * this.#starCount);
    const { fwhm, header, zeroPoint } = measured;
    this.exptimes.push(exptime);
    const index = this.#indices[n];
    const scintillation = scintillationOf(measured, this.#plan.frames[index].facts);
    this.frames.push({ index, fwhm, scintillation, zeroPoint, header });
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
    for (const name of ['flux', 'fluxErr', 'area', 'instMag', 'magErr'] as const)
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
