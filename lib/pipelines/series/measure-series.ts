/**
 * The same stars measured in every frame of a series.
 *
 * Positions are given in pixels of the reference frame. In each frame they are transformed, re-centred
 * on the star within a stated limit, and measured on the frame's own, never resampled, pixels.
 *
 * @module
 */
import type { RunOptions } from '../../core/ambient.js';
import { PhotometryError } from '../../core/errors.js';
import type { Provenance, ProvenanceFile, ProvenanceStep } from '../../core/provenance.js';
import type { Image } from '../../frame/image.js';
import { type FrameMeasurement, labelsOf, type MeasureSeriesOptions } from '../frames/measure-frame.js';
import type { PixelPositions } from '../frames/positions.js';
import { requireFrames, type SeriesPlan } from '../frames/series-plan.js';
import type { SeriesAlignment } from './align-series.js';
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

/** What came out: values frame by frame, star by star: row = frame x starCount + star. */
export interface SeriesMeasurement {
  readonly starCount: number;
  /** The frames measured, in order. */
  readonly frames: readonly MeasuredFrame[];
  /** Labels of the radii, as they stand in column names. */
  readonly labels: readonly string[];
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** By label: flux, its error and the area summed. */
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
  /** A file whose gain is unknown, so that its errors are NaN; empty if there is none. */
  readonly unknownGain: string;
  /** How the frames were read, with the checksum of each, reduced, aligned and measured. */
  readonly provenance: Provenance;
}

/**
 * Measures stars in every frame that could be aligned.
 *
 * @param positions pixels of the reference frame
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
  const { radiusUnit = 'pixel', recentre, ...apertureOptions } = options;
  const indices = plan.frames
    .map((_, k) => k)
    .filter(k => alignment === null || alignment.frames[k].transform !== null);
  const starCount = positions.x.length;
  const rows = indices.length * starCount;
  const perRadius = (): Float64Array[] => radii.map(() => new Float64Array(rows));
  const frames: MeasuredFrame[] = [];
  const out = {
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
  let unit = '';
  let unknownGain = '';
  const files: ProvenanceFile[] = [];
  let steps: Provenance = [];
  const take = (measured: FrameMeasurement, n: number): void => {
    if (n === 0) steps = measured.provenance;
    files.push(...filesOf(measured));
    if (n > 0 && measured.unit !== unit)
      throw new PhotometryError(
        'mixed-frames',
        `${measured.path} counts ${measured.unit}, the frames before it ${unit}: measure them apart`,
        { path: measured.path },
      );
    unit = measured.unit;
    if (!Number.isFinite(measured.gain)) unknownGain ||= measured.path;
    const first = n * starCount;
    for (const name of ['x', 'y', 'sky', 'skyStd', 'skyArea', 'peak', 'flags'] as const)
      out[name].set(measured[name], first);
    for (const name of ['flux', 'fluxErr', 'area'] as const)
      out[name].forEach((values, k) => {
        values.set(measured[name][k], first);
      });
    const { fwhm, header } = measured;
    const index = indices[n];
    frames.push({ index, fwhm, scintillation: scintillationOf(measured, plan.frames[index].facts), header });
  };
  await overFrames(plan, {
    step: 'measure',
    verb: 'measure',
    indices,
    taskOf: index => ({ positions, alignment: alignment?.frames[index] ?? null, radii, options }),
    take,
    run,
  });
  const provenance: Provenance = [
    ...steps.map(step => (step.verb === READ ? { ...step, files } : step)),
    ...(alignment ? [alignStep(plan, alignment, indices.length)] : []),
    {
      verb: 'measure',
      options: { stars: starCount, radii, radiusUnit, ...apertureOptions, recentre: recentre ?? 'half the FWHM' },
      citation: 'DaCosta 1992, ASP Conf. Ser. 23, 90; Bertin & Arnouts 1996, A&AS 117, 393 (windowed centroid)',
    },
  ];
  return { starCount, frames, labels: labelsOf(radii, radiusUnit), ...out, unit, unknownGain, provenance };
}

/** The verb of the step that read a file. */
const READ = 'readImage';

/** The files behind an image, with their checksums. */
function filesOf({ provenance }: Pick<Image, 'provenance'>): readonly ProvenanceFile[] {
  return provenance.flatMap(step => (step.verb === READ ? (step.files ?? []) : []));
}

/** Alignment as a step of provenance. */
export function alignStep(plan: SeriesPlan, alignment: SeriesAlignment, used: number): ProvenanceStep {
  return {
    verb: 'align',
    options: {
      reference: plan.frames[alignment.reference].facts.file,
      used,
      leftOut: plan.frames.length - used,
    },
  };
}
