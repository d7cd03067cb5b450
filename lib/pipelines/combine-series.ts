/**
 * A series combined to one image: masters from calibration frames, a deep field from aligned lights.
 *
 * @module
 */
import type { Similarity } from '../astrometry/similarity.js';
import type { RunOptions } from '../core/ambient.js';
import { withStep } from '../core/provenance.js';
import { type Image, imageOf, PixelFlag } from '../frame/image.js';
import { type CombineOptions, combineImages } from '../reduce/combine.js';
import type { SeriesAlignment } from './align-series.js';
import { alignStep } from './measure-series.js';
import { type ResampleOptions, resampleToReference } from './resample.js';
import { loadFrame, requireFrames, type SeriesPlan } from './series-plan.js';
import { skyLevel } from './sky-level.js';

/**
 * Combines the frames of a plan; aligned ones on the reference frame's pixels.
 *
 * Flats are normalised frame by frame (`normalize: 'each'`) unless told otherwise. Aligned frames are
 * brought to one sky level first, so that twilight or the Moon do not weigh in the median; those that could not
 * be aligned are left out, and a pixel that fewer than half of the frames see is NaN.
 */
export async function combineSeries(
  plan: SeriesPlan,
  alignment: SeriesAlignment | null,
  options: CombineOptions = {},
  run: RunOptions = {},
): Promise<Image> {
  requireFrames(plan, 'combine');
  const allFlats = plan.frames.every(({ facts }) => facts.imagetyp === 'flat');
  const settings: CombineOptions = {
    precision: plan.precision,
    ...options,
    ...(allFlats && options.normalize === undefined ? { normalize: 'each' as const } : {}),
  };
  if (alignment === null) {
    const sources = plan.frames.map(({ facts }, k) => ({ path: facts.path, facts, load: () => loadFrame(plan, k) }));
    return combineImages(sources, settings, run);
  }
  const reference = await loadFrame(plan, alignment.reference);
  const level = skyLevel(reference.pixels);
  const coverage = new Uint16Array(reference.width * reference.height);
  const counted = new Set<number>(); // a frame may be loaded again, for another strip of rows
  const used = plan.frames.map((_, k) => k).filter(k => alignment.frames[k].transform !== null);
  const sources = used.map(k => ({
    path: plan.frames[k].facts.path,
    facts: plan.frames[k].facts,
    load: async (): Promise<Image> => {
      const image = await loadFrame(plan, k);
      const options = { offset: level - skyLevel(image.pixels), coverage: counted.has(k) ? undefined : coverage };
      counted.add(k);
      return onReference(image, reference, alignment.frames[k].transform!, options);
    },
  }));
  const combined = await combineImages(sources, settings, run);
  return imageOf({
    ...combined,
    ...whereSeen(combined, coverage, Math.ceil(LEAST_COVERAGE * used.length)),
    header: reference.header,
    provenance: withStep(combined.provenance, alignStep(plan, alignment, used.length)),
  });
}

/** A pixel of the combined field must be seen by this part of the frames. */
const LEAST_COVERAGE = 0.5;

/** Pixels and mask with NaN and `noData` where fewer than `least` frames see a pixel: there noise would pass for stars. */
function whereSeen(image: Image, coverage: Uint16Array, least: number): Pick<Image, 'pixels' | 'mask'> {
  const pixels = image.pixels.slice();
  const mask = image.mask ? image.mask.slice() : new Uint8Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    if (coverage[i] >= least) continue;
    pixels[i] = Number.NaN;
    mask[i] |= PixelFlag.noData;
  }
  return { pixels, mask };
}

/** A frame on the reference frame's pixels; `offset` brings it to its sky level, where that is known. */
function onReference(image: Image, reference: Image, transform: Similarity, options: ResampleOptions): Image {
  const { width, height } = reference;
  const offset = Number.isFinite(options.offset) ? options.offset : 0;
  const pixels = resampleToReference(image, transform, width, height, { ...options, offset });
  return imageOf({ ...image, width, height, pixels, variance: undefined, mask: undefined });
}
