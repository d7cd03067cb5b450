/**
 * The same stars measured in every frame of a series.
 *
 * Positions are given in pixels of the reference frame. In each frame they are transformed, re-centred
 * on the star within a stated limit, and measured on the frame's own, never resampled, pixels.
 *
 * @module
 */
import { transformX, transformY } from '../astrometry/similarity.js';
import { betweenFrames, type RunOptions } from '../core/ambient.js';
import { PhotometryError } from '../core/errors.js';
import type { Provenance, ProvenanceFile, ProvenanceStep } from '../core/provenance.js';
import { findBrightStars } from '../detect/find-bright-stars.js';
import { windowedCentroid } from '../frame/centroid.js';
import type { Image } from '../frame/image.js';
import { SourceFlag } from '../frame/source-flags.js';
import { createAnnulusSky, DEFAULT_SKY_RULE, measureAnnulus } from '../photometry/annulus.js';
import { type LabelledRadius, radiusLabel } from '../photometry/aperture-columns.js';
import { type ApertureOptions, defaultAnnulus } from '../photometry/aperture-options.js';
import { measureApertures } from '../photometry/measure-apertures.js';
import type { FrameAlignment, SeriesAlignment } from './align-series.js';
import type { PixelPositions } from './positions.js';
import { scintillationOf } from './scintillation-of-frame.js';
import { loadFrame, requireFrames, type SeriesPlan } from './series-plan.js';

/** Settings of {@link measureSeries}, beside those of one frame. */
export interface MeasureSeriesOptions extends Omit<ApertureOptions, 'crowdedWithin'> {
  /** Radii and annulus count pixels (`'pixel'`, default) or each frame's FWHM (`'fwhm'`). */
  readonly radiusUnit?: 'pixel' | 'fwhm';
  /**
   * How far a star may be from its predicted place and still be re-centred on [px]. Default: half the frame's
   * FWHM, at least 1 px. 0 measures at the predicted places. A star that does not settle within the limit is
   * measured at its predicted place and flagged `notCentred`.
   */
  readonly recentre?: number;
}

/** One frame of a measured series. */
export interface MeasuredFrame {
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

/** A star must stand out so far to be re-centred: below, noise would move it [sigma of the sky]. */
const RECENTRE_SIGMA = 5;

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
  const labels = radii.map(radius => radiusLabel(radius) + (radiusUnit === 'fwhm' ? 'fwhm' : ''));
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
  for (let n = 0; n < indices.length; n++) {
    const index = indices[n];
    const image = await loadFrame(plan, index);
    if (n === 0) steps = image.provenance;
    files.push(...filesOf(image));
    if (n > 0 && image.unit !== unit)
      throw new PhotometryError(
        'mixed-frames',
        `${image.path} counts ${image.unit}, the frames before it ${unit}: measure them apart`,
        {
          path: image.path,
        },
      );
    unit = image.unit;
    if (!Number.isFinite(image.gain)) unknownGain ||= image.path;
    const fwhm = alignment?.frames[index].fwhm ?? findBrightStars(image).fwhm;
    const scale = radiusUnit === 'fwhm' ? fwhm : 1;
    if (!(scale > 0))
      throw new PhotometryError(
        'no-stars',
        `${image.path} has no stars to tell its FWHM from, and radiusUnit is 'fwhm': leave the frame out with where(), or give radii in pixels`,
        { path: image.path },
      );
    const labelled: LabelledRadius[] = radii.map((radius, k) => ({ label: labels[k], pixels: radius * scale }));
    const largest = Math.max(...labelled.map(({ pixels }) => pixels));
    const annulus = options.annulus
      ? ([options.annulus[0] * scale, options.annulus[1] * scale] as const)
      : defaultAnnulus(largest);
    const at = placeStars(image, positions, alignment?.frames[index] ?? null, {
      limit: recentre ?? Math.max(1, 0.5 * (fwhm > 0 ? fwhm : 2)),
      sigma: (fwhm > 0 ? fwhm : 3) / 2.3548,
      annulus,
    });
    const measured = measureApertures(image, at, { ...apertureOptions, annulus, radii: labelled });
    const first = n * starCount;
    for (const name of ['x', 'y', 'sky', 'skyStd', 'skyArea', 'peak'] as const)
      out[name].set(measured.values(name) as Float64Array, first);
    labels.forEach((label, k) => {
      const columns = measured.columns as unknown as Record<string, { values: Float64Array }>;
      out.flux[k].set(columns[`flux_${label}`].values, first);
      out.fluxErr[k].set(columns[`fluxErr_${label}`].values, first);
      out.area[k].set(columns[`area_${label}`].values, first);
    });
    const flags = measured.values('flags') as Int32Array;
    for (let star = 0; star < starCount; star++) out.flags[first + star] = flags[star] | at.flags[star];
    frames.push({ index, fwhm, scintillation: scintillationOf(image, plan.frames[index].facts), header: image.header });
    await betweenFrames(run, { step: 'measure', done: n + 1, total: indices.length });
  }
  const provenance: Provenance = [
    ...steps.map(step => (step.verb === READ ? { ...step, files } : step)),
    ...(alignment ? [alignStep(plan, alignment, indices.length)] : []),
    {
      verb: 'measure',
      options: { stars: starCount, radii, radiusUnit, ...apertureOptions, recentre: recentre ?? 'half the FWHM' },
      citation: 'DaCosta 1992, ASP Conf. Ser. 23, 90; Bertin & Arnouts 1996, A&AS 117, 393 (windowed centroid)',
    },
  ];
  return { starCount, frames, labels, ...out, unit, unknownGain, provenance };
}

/** The verb of the step that read a file. */
const READ = 'readImage';

/** The files behind an image, with their checksums. */
function filesOf(image: Image): readonly ProvenanceFile[] {
  return image.provenance.flatMap(step => (step.verb === READ ? (step.files ?? []) : []));
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

/** Where the stars are in a frame, and which could not be centred. */
interface PlacedStars {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly flags: Int32Array;
}

/** Transforms the positions into a frame and centres them on their stars. */
function placeStars(
  image: Image,
  positions: PixelPositions,
  alignment: FrameAlignment | null,
  { limit, sigma, annulus }: { limit: number; sigma: number; annulus: readonly [number, number] },
): PlacedStars {
  const n = positions.x.length;
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  const flags = new Int32Array(n);
  const sky = createAnnulusSky(annulus[1]);
  for (let k = 0; k < n; k++) {
    x[k] = alignment?.transform ? transformX(alignment.transform, positions.x[k], positions.y[k]) : positions.x[k];
    y[k] = alignment?.transform ? transformY(alignment.transform, positions.x[k], positions.y[k]) : positions.y[k];
    if (limit <= 0 || !isInside(image, x[k], y[k])) continue;
    measureAnnulus(image, x[k], y[k], annulus[0], annulus[1], DEFAULT_SKY_RULE, sky);
    if (!(peakNear(image, x[k], y[k]) > sky.median + RECENTRE_SIGMA * sky.std)) {
      flags[k] |= SourceFlag.notCentred;
      continue;
    }
    const centre = windowedCentroid(image, x[k], y[k], { sigma, sky: sky.median, maxShift: limit });
    if (centre.converged) {
      x[k] = centre.x;
      y[k] = centre.y;
    } else flags[k] |= SourceFlag.notCentred;
  }
  return { x, y, flags };
}

function isInside({ width, height }: Image, x: number, y: number): boolean {
  return x >= 0 && y >= 0 && x <= width - 1 && y <= height - 1;
}

/** The largest of the 3 x 3 pixels about a position. */
function peakNear({ pixels, width, height }: Image, x: number, y: number): number {
  const i = Math.round(x);
  const j = Math.round(y);
  let peak = Number.NEGATIVE_INFINITY;
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const px = i + dx;
      const py = j + dy;
      if (px >= 0 && py >= 0 && px < width && py < height && pixels[py * width + px] > peak)
        peak = pixels[py * width + px];
    }
  }
  return peak;
}
