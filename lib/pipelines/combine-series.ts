/**
 * A series combined to one image: masters from calibration frames, a deep field from aligned lights.
 *
 * @module
 */
import type { RunOptions } from '../core/ambient.js';
import { withStep } from '../core/provenance.js';
import { type Image, PixelFlag } from '../frame/image.js';
import { type CombineOptions, combineImages } from '../reduce/combine.js';
import type { SeriesAlignment } from './align-series.js';
import { alignStep } from './measure-series.js';
import { resampleToReference } from './resample.js';
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
  const coverage = new CoverageCount(reference.width * reference.height);
  const used = plan.frames.map((_, k) => k).filter(k => alignment.frames[k].transform !== null);
  const sources = used.map(k => ({
    path: plan.frames[k].facts.path,
    facts: plan.frames[k].facts,
    load: async (): Promise<Image> =>
      coverage.counted(k, onReference(await loadFrame(plan, k), reference, level, alignment, k)),
  }));
  const combined = await combineImages(sources, settings, run);
  return {
    ...combined,
    ...coverage.whereSeenBy(Math.ceil(LEAST_COVERAGE * used.length), combined),
    header: reference.header,
    provenance: withStep(combined.provenance, alignStep(plan, alignment, used.length)),
  };
}

/** A pixel of the combined field must be seen by this part of the frames. */
const LEAST_COVERAGE = 0.5;

/** Counts, for each pixel of the reference frame, the frames that see it. */
class CoverageCount {
  readonly #count: Uint16Array;
  readonly #done = new Set<number>();

  constructor(length: number) {
    this.#count = new Uint16Array(length);
  }

  /** Counts frame `k` the first time it comes, and gives it back. */
  counted(k: number, image: Image): Image {
    if (this.#done.has(k)) return image;
    this.#done.add(k);
    const { pixels } = image;
    for (let i = 0; i < pixels.length; i++) if (!Number.isNaN(pixels[i])) this.#count[i]++;
    return image;
  }

  /** Pixels and mask with NaN and `noData` where fewer than `least` frames see a pixel: there noise would pass for stars. */
  whereSeenBy(least: number, image: Image): Pick<Image, 'pixels' | 'mask'> {
    const pixels = image.pixels.slice();
    const mask = image.mask ? image.mask.slice() : new Uint8Array(pixels.length);
    for (let i = 0; i < pixels.length; i++) {
      if (this.#count[i] >= least) continue;
      pixels[i] = Number.NaN;
      mask[i] |= PixelFlag.noData;
    }
    return { pixels, mask };
  }
}

/** A frame on the reference frame's pixels and at its sky level. */
function onReference(image: Image, reference: Image, level: number, alignment: SeriesAlignment, k: number): Image {
  const transform = alignment.frames[k].transform!;
  const pixels = resampleToReference(image, transform, reference.width, reference.height);
  const shift = level - skyLevel(image.pixels);
  if (Number.isFinite(shift)) for (let i = 0; i < pixels.length; i++) pixels[i] += shift;
  const { variance: _variance, mask: _mask, ...rest } = image;
  return { ...rest, width: reference.width, height: reference.height, pixels };
}
