/**
 * Measures stars in one frame of a series.
 *
 * @module
 */
import { transformX, transformY } from '../../astrometry/stars/similarity.js';
import { PhotometryError } from '../../core/errors.js';
import type { Provenance } from '../../core/provenance.js';
import { findBrightStars } from '../../detect/find-bright-stars.js';
import { windowedCentroid } from '../../frame/centroid.js';
import type { Image } from '../../frame/image.js';
import { SourceFlag } from '../../frame/source-flags.js';
import { requireWcs } from '../../frame/wcs/wcs.js';
import { type AnnulusSky, createAnnulusSky, DEFAULT_SKY_RULE, measureAnnulus } from '../../photometry/annulus.js';
import { type LabelledRadius, radiusLabel } from '../../photometry/aperture-columns.js';
import { type ApertureOptions, defaultAnnulus } from '../../photometry/aperture-options.js';
import { measureApertures } from '../../photometry/measure-apertures.js';
import type { FrameAlignment } from './frame-alignment.js';
import { headerZeroPoint } from './header-zero-point.js';
import type { PixelPositions } from './positions.js';

/** Settings of `measureSeries`, in addition to those of one frame. */
export interface MeasureSeriesOptions extends Omit<ApertureOptions, 'crowdedWithin'> {
  /** Unit of radii and annulus: pixels (`'pixel'`, default) or each frame's FWHM (`'fwhm'`). */
  readonly radiusUnit?: 'pixel' | 'fwhm';
  /**
   * Maximum distance from its predicted position at which a star is still re-centred [px]. Default: half the frame's
   * FWHM, at least 1 px. 0 measures at the predicted positions. A star that does not converge within the limit is
   * measured at its predicted position and flagged `notCentred`.
   */
  readonly recentre?: number;
}

/** What to measure in a frame; plain data. */
export interface MeasureFrameTask {
  /** Pixels of the reference frame; or, with `own`, of this very frame. */
  readonly positions: PixelPositions;
  /** Whether the positions are those of this frame alone: pixels as they are, or degrees by its own WCS. */
  readonly own?: 'pixel' | 'sky';
  /** Where the positions are in this frame; null if the series is not aligned. */
  readonly alignment: FrameAlignment | null;
  /** In the unit of `options.radiusUnit`. */
  readonly radii: readonly number[];
  readonly options: MeasureSeriesOptions;
}

/** The values of one frame, star by star. */
export interface FrameMeasurement
  extends Pick<Image, 'path' | 'unit' | 'gain' | 'saturationSource' | 'exptime' | 'header' | 'problems'> {
  /** How the frame was read and reduced. */
  readonly provenance: Provenance;
  /** Median full width at half maximum of its stars [px]; NaN if it has none. */
  readonly fwhm: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** By radius: flux, its error and the area summed. */
  readonly flux: readonly Float64Array[];
  readonly fluxErr: readonly Float64Array[];
  readonly area: readonly Float64Array[];
  readonly instMag: readonly Float64Array[];
  readonly magErr: readonly Float64Array[];
  /** Magnitude of 1 unit per second; NaN if it is unknown. */
  readonly zeroPoint: number;
  readonly sky: Float64Array;
  readonly skyStd: Float64Array;
  readonly skyArea: Float64Array;
  readonly peak: Float64Array;
  readonly flags: Int32Array;
}

/** The labels of radii, as used in column names. */
export function labelsOf(radii: readonly number[], radiusUnit: 'pixel' | 'fwhm'): string[] {
  return radii.map(radius => radiusLabel(radius) + (radiusUnit === 'fwhm' ? 'fwhm' : ''));
}

/** Minimum peak of a star that is re-centred: noise would move a fainter one [sigma of the sky]. */
const RECENTRE_SIGMA = 5;
/** A star of this width [px, standard deviation] may be dark in its middle (out of focus): */
const WIDE_SIGMA = 2.5;
/** it is re-centred if its light as a whole is so far above the sky [sigma of the sum]. */
const WIDE_RECENTRE_SIGMA = 20;

/**
 * Measures stars on a frame's own pixels, at their transformed and re-centred positions.
 *
 * @throws PhotometryError `no-stars` if radii are in units of the FWHM and no stars give it, `bad-argument`
 */
export function measureFrame(
  image: Image,
  { positions, own, alignment, radii, options }: MeasureFrameTask,
): FrameMeasurement {
  const { radiusUnit = 'pixel', recentre, ...apertureOptions } = options;
  const fwhm = alignment?.fwhm ?? findBrightStars(image).fwhm;
  const scale = radiusUnit === 'fwhm' ? fwhm : 1;
  if (!(scale > 0))
    throw new PhotometryError(
      'no-stars',
      `${image.path} has no stars to measure its FWHM from, and radiusUnit is 'fwhm': leave the frame out with where(), or give radii in pixels`,
      { path: image.path },
    );
  const labels = labelsOf(radii, radiusUnit);
  const labelled: LabelledRadius[] = radii.map((radius, k) => ({ label: labels[k], pixels: radius * scale }));
  const largest = Math.max(...labelled.map(({ pixels }) => pixels));
  const annulus = options.annulus
    ? ([options.annulus[0] * scale, options.annulus[1] * scale] as const)
    : defaultAnnulus(largest);
  const places = own === 'sky' ? byOwnWcs(image, positions) : positions;
  const at = placeStars(image, places, own ? null : alignment, {
    limit: recentre ?? Math.max(1, 0.5 * (fwhm > 0 ? fwhm : 2)),
    sigma: (fwhm > 0 ? fwhm : 3) / 2.3548,
    annulus,
  });
  const measured = measureApertures(image, at, { ...apertureOptions, annulus, radii: labelled });
  const columns = measured.columns as unknown as Record<string, { values: Float64Array }>;
  const values = (name: string): Float64Array => columns[name].values;
  const perRadius = (name: string): Float64Array[] => labels.map(label => values(`${name}_${label}`));
  return {
    path: image.path,
    unit: image.unit,
    gain: image.gain,
    saturationSource: image.saturationSource,
    problems: image.problems,
    exptime: image.exptime,
    header: image.header,
    provenance: image.provenance,
    fwhm,
    x: values('x'),
    y: values('y'),
    flux: perRadius('flux'),
    fluxErr: perRadius('fluxErr'),
    area: perRadius('area'),
    instMag: perRadius('instMag'),
    magErr: perRadius('magErr'),
    zeroPoint: options.zeroPoint ?? headerZeroPoint(image),
    sky: values('sky'),
    skyStd: values('skyStd'),
    skyArea: values('skyArea'),
    peak: values('peak'),
    flags: (measured.values('flags') as Int32Array).map((flags, star) => flags | at.flags[star]),
  };
}

/** Positions on the sky [deg] as pixels, by the frame's own WCS. @throws PhotometryError `no-wcs` */
function byOwnWcs(image: Image, { x: ra, y: dec }: PixelPositions): PixelPositions {
  const wcs = requireWcs(image.header, image.path);
  const places = Array.from(ra, (_, k) => wcs.skyToPixel(ra[k], dec[k]));
  return { x: Float64Array.from(places, ({ x }) => x), y: Float64Array.from(places, ({ y }) => y) };
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
    const standsOut =
      peakNear(image, x[k], y[k]) > sky.median + RECENTRE_SIGMA * sky.std ||
      hasWideLight(image, x[k], y[k], sigma, sky);
    if (!standsOut) {
      flags[k] |= SourceFlag.faded; // the series keeps it where other frames show more of the star
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

/** Whether a wide star, such as a ring that is dark in its middle, stands out of the sky as a whole. */
function hasWideLight({ pixels, width, height }: Image, x: number, y: number, sigma: number, sky: AnnulusSky): boolean {
  if (sigma < WIDE_SIGMA) return false;
  const radius = 1.2 * sigma;
  let [sum, n] = [0, 0];
  for (let j = Math.max(0, Math.ceil(y - radius)); j <= Math.min(height - 1, y + radius); j++)
    for (let i = Math.max(0, Math.ceil(x - radius)); i <= Math.min(width - 1, x + radius); i++) {
      const value = pixels[j * width + i] - sky.median;
      if ((i - x) ** 2 + (j - y) ** 2 > radius * radius || value - value !== 0) continue;
      sum += value;
      n++;
    }
  return sum > WIDE_RECENTRE_SIGMA * sky.std * Math.sqrt(n);
}

/** The largest of the 3 x 3 pixels around a position. */
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
