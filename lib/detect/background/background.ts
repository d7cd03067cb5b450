/**
 * The sky background of an image, mesh by mesh, as SExtractor and sep measure it.
 *
 * @module
 * @see Bertin, E. & Arnouts, S. 1996, A&AS 117, 393; Barbary, K. 2016, JOSS 1, 58 (sep)
 */

import { PhotometryError } from '../../core/errors.js';
import { quoted } from '../../core/quoted.js';
import { type Image, type Pixels, UNUSABLE_PIXEL } from '../../frame/image.js';
import { medianInPlace } from '../../math/select.js';
import { drawMeshes, fillMissingMeshes, type MeshGrid, medianFilterMeshes } from './mesh-map.js';
import { measureMesh, meshWorkspace } from './mesh-statistics.js';

/** Settings of {@link measureBackground}. */
export interface BackgroundOptions {
  /**
   * Side of a mesh [px], a whole number from 2. Default 64. Larger than the largest star or galaxy
   * of interest (else its light counts as sky), smaller than the scale on which the sky changes.
   */
  readonly boxSize?: number;
  /** Side of the median filter over meshes [meshes], an odd number. Default 3; 1 filters nothing. */
  readonly filterSize?: number;
}

/** A background map and its scatter. */
export interface Background {
  /** The sky at each pixel [image unit], in the element type of the image. NaN where it could not be measured. */
  readonly background: Pixels;
  /** Standard deviation of the sky at each pixel [image unit]. */
  readonly rms: Pixels;
  /** Median of the meshes' sky [image unit]. NaN where no mesh has enough usable pixels. */
  readonly globalBackground: number;
  /** Median of the meshes' scatter [image unit]. */
  readonly globalRms: number;
}

/** What {@link measureBackground} reads of an {@link Image}. */
export type BackgroundInput = Pick<Image, 'width' | 'height' | 'pixels' | 'mask'>;

/** A mesh with fewer usable pixels than this part takes its neighbours' value. */
const MIN_USABLE = 0.5;

/**
 * Measures the sky in meshes of `boxSize` pixels, filters the meshes by a median and draws a bicubic
 * spline through them.
 *
 * The value of each mesh is the mode of its clipped histogram. Unusable and NaN
 * pixels are left out; a mesh with less than half its pixels usable takes the value of the nearest
 * one. Agrees with sep 1.2.1 (`Background(bw=bh=boxSize, fw=fh=filterSize)`) within 1e-5 of `globalRms`.
 *
 * @throws PhotometryError `bad-argument` for a boxSize or filterSize that cannot be
 * @example
 * const { background, globalRms } = measureBackground(image, { boxSize: 64 });
 */
export function measureBackground(image: BackgroundInput, options: BackgroundOptions = {}): Background {
  const { boxSize = 64, filterSize = 3 } = options;
  if (!Number.isInteger(boxSize) || boxSize < 2)
    throw new PhotometryError(
      'bad-argument',
      `boxSize must be a whole number of pixels from 2, got ${quoted(boxSize)}`,
    );
  if (!Number.isInteger(filterSize) || filterSize < 1 || filterSize % 2 === 0)
    throw new PhotometryError(
      'bad-argument',
      `filterSize must be an odd number of meshes from 1, got ${quoted(filterSize)}`,
    );

  const measured = measureMeshes(image, boxSize);
  const sky = medianFilterMeshes(fillMissingMeshes(measured.sky), filterSize);
  const rms = medianFilterMeshes(fillMissingMeshes(measured.rms), filterSize);
  return {
    background: drawMeshes(sky, image.width, image.height, image.pixels),
    rms: drawMeshes(rms, image.width, image.height, image.pixels),
    globalBackground: medianInPlace(sky.values.slice()),
    globalRms: medianInPlace(rms.values.slice()),
  };
}

/**
 * The image without its sky: pixels less background, of the element type of the image.
 *
 * @example const flat = subtractBackground(image.pixels, measureBackground(image).background);
 */
export function subtractBackground(pixels: Pixels, background: Pixels): Pixels {
  const n = pixels.length;
  const out = pixels instanceof Float32Array ? new Float32Array(n) : new Float64Array(n);
  for (let i = 0; i < n; i++) out[i] = pixels[i] - background[i];
  return out;
}

/** Sky and scatter of each mesh, NaN where too few of its pixels are usable. */
function measureMeshes(image: BackgroundInput, boxSize: number): { sky: MeshGrid; rms: MeshGrid } {
  const { width, height } = image;
  const columns = Math.ceil(width / boxSize);
  const rows = Math.ceil(height / boxSize);
  const sky = new Float64Array(columns * rows);
  const rms = new Float64Array(columns * rows);
  const work = meshWorkspace();
  const pixels = new Float32Array(boxSize * boxSize);
  const found = { sky: 0, rms: 0 };
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x0 = column * boxSize;
      const y0 = row * boxSize;
      const x1 = Math.min(width, x0 + boxSize);
      const y1 = Math.min(height, y0 + boxSize);
      const n = gatherUsable(pixels, image, x0, y0, x1, y1);
      const enough = n > 0 && n >= MIN_USABLE * (x1 - x0) * (y1 - y0);
      if (enough) measureMesh(found, pixels, n, work);
      // Rounded as sep stores them.
      sky[row * columns + column] = enough ? Math.fround(found.sky) : NaN;
      rms[row * columns + column] = enough ? Math.fround(found.rms) : NaN;
    }
  }
  return { sky: { columns, rows, boxSize, values: sky }, rms: { columns, rows, boxSize, values: rms } };
}

/** Copies the usable pixels of a box to the front of `out`; returns their number. */
function gatherUsable(
  out: Float32Array,
  { pixels, mask, width }: BackgroundInput,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): number {
  let n = 0;
  for (let y = y0; y < y1; y++) {
    const end = y * width + x1;
    for (let k = y * width + x0; k < end; k++) {
      const pixel = pixels[k];
      if (mask !== undefined && (mask[k] & UNUSABLE_PIXEL) !== 0) continue;
      if (pixel - pixel !== 0) continue; // NaN or infinite
      out[n++] = pixel;
    }
  }
  return n;
}
