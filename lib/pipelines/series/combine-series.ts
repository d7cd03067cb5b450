/**
 * Combines a series into one image: masters from calibration frames, a deep field from aligned lights.
 *
 * @module
 */
import { boundToCell, type RunOptions } from '../../core/ambient.js';
import { joinProblems } from '../../core/problem.js';
import { withStep } from '../../core/provenance.js';
import { warnOnce } from '../../core/warn-once.js';
import type { Header } from '../../fits/header/header.js';
import { mixedMosaic } from '../../frame/colour/bayer-pattern.js';
import { type Image, PixelFlag, type Pixels } from '../../frame/image.js';
import { withoutWcs, withWcs } from '../../frame/wcs/wcs-cards.js';
import { type CombineAll, type CombineOptions, combineHere, combineImagesBy } from '../../reduce/combine/combine.js';
import { isRate } from '../../reduce/combine/exposure-scale.js';
import type { ImageSource } from '../../reduce/image-source.js';
import { layOnReference } from '../frames/lay-on-reference.js';
import { loadFrame, requireFrames, type SeriesPlan } from '../frames/series-plan.js';
import { skyLevel } from '../frames/sky-level.js';
import { lookAhead } from '../threads/look-ahead.js';
import { onSharedMemory } from '../threads/messages/shared-image.js';
import { type PlanThreads, threadsFor } from '../threads/threads-for.js';
import type { SeriesAlignment } from './align-series.js';
import { frameCountOf, leftOutFrames } from './left-out-frames.js';
import { alignStep } from './measure-series.js';

/**
 * Combines the frames of a plan; aligned frames are combined on the reference frame's pixels.
 *
 * Flats are normalised frame by frame (`normalize: 'each'`) unless requested otherwise. Aligned frames are
 * brought to one sky level first, so that twilight or moonlight does not bias the median; frames that could not
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
  const bound = boundToCell(run);
  const all = [...plan.frames.keys()];
  const used = alignment ? all.filter(k => alignment.frames[k].transform !== null) : all;
  if (used.length < MIN_USED * all.length) warnOfUnused(used.length, all.length, options.onWarning);
  const threads = threadsFor(plan, used, 'combine', bound);
  try {
    const count = frameCountOf(plan, alignment);
    if (alignment) return { ...(await combineAligned(plan, alignment, used, settings, bound, threads)), count };
    const load = (k: number): Promise<Image> => (threads ? threads.ask(k, 'load', null) : loadFrame(plan, k));
    const way = { all: inThreads(threads) };
    return { ...(await combineImagesBy(way, sourcesOf(plan, used, threads, load), settings, bound)), count };
  } finally {
    threads?.end();
  }
}

/** A combination of fewer of its frames than this fraction says so on the console. */
const MIN_USED = 0.5;

function warnOfUnused(used: number, all: number, onWarning: (message: string) => void = warnOnce): void {
  onWarning(
    `only ${used} of the ${all} frames could be aligned and are combined; the others are listed by problems() of the ` +
      'result, and in alignment()',
  );
}

/** Combines aligned frames on the reference frame's pixels. */
async function combineAligned(
  plan: SeriesPlan,
  alignment: SeriesAlignment,
  used: readonly number[],
  settings: CombineOptions,
  run: RunOptions,
  threads: PlanThreads | null,
): Promise<Image> {
  // of an outside reference only the grid of pixels is used: its sky and its cards are those of another night
  const first = alignment.reference ?? used[0];
  const reference = await (threads ? threads.ask(first, 'load', null) : loadFrame(plan, first));
  const { width, height } = alignment.outside?.image ?? reference;
  const level = skyLevel(reference.pixels);
  const coverage = new Uint16Array(width * height);
  // Frames that will be divided by their exposures have the sky of one frame afterwards.
  const exposureOf = (k: number): number => plan.frames[k].facts.exptime;
  const isScaled = settings.scale === 'exposure' && !isRate(reference.unit);
  const growth = (k: number): number => (isScaled ? exposureOf(k) / exposureOf(first) : 1);
  const counted = new Set<number>(); // a frame may be loaded again for another strip of rows
  const load = async (k: number): Promise<Image> => {
    const task = { width, height, transform: alignment.frames[k].transform!, level: level * growth(k) };
    const isNew = !counted.has(k);
    counted.add(k);
    if (!threads) return layOnReference(await loadFrame(plan, k), task, isNew ? coverage : undefined);
    const laid = await threads.ask(k, 'lay', task);
    if (isNew) countFinite(laid.pixels, coverage);
    return laid;
  };
  const sources = sourcesOf(plan, used, threads, load);
  const way = { all: inThreads(threads), header: headerOf(reference, alignment), areLevelled: true };
  const combined = await combineImagesBy(way, sources, settings, run);
  const problems = joinProblems(combined.problems, leftOutFrames(plan, alignment));
  return {
    ...combined,
    ...whereSeen(combined, coverage, Math.ceil(MIN_COVERAGE * used.length)),
    header: mixedMosaic(combined.header, height),
    problems: problems.length > 0 ? problems : undefined,
    provenance: withStep(combined.provenance, alignStep(plan, alignment, used.length)),
  };
}

/** The cards of the reference frame, or those of a frame of the series with the WCS of the reference from outside it. */
function headerOf(reference: Image, { outside }: SeriesAlignment): Header {
  if (outside === null) return reference.header;
  return outside.wcs ? withWcs(reference.header, outside.wcs) : withoutWcs(reference.header);
}

/** The frames as sources of a combination; worker threads, if any, load ahead of it. */
function sourcesOf(
  plan: SeriesPlan,
  used: readonly number[],
  threads: PlanThreads | null,
  load: (index: number) => Promise<Image>,
): ImageSource[] {
  const ahead = threads ? 2 * threads.count : 0;
  const loads = lookAhead(used.length, n => load(used[n]), ahead);
  return used.map((k, n) => ({ path: plan.frames[k].facts.path, facts: plan.frames[k].facts, load: () => loads(n) }));
}

/** Distributes the rows among the worker threads, if any. */
function inThreads(threads: PlanThreads | null): CombineAll {
  if (!threads) return combineHere;
  return async (frames, rule, out) => {
    const shared = frames.map(({ pixels, mask, variance, level, offset }) => ({
      pixels: onSharedMemory(pixels),
      mask: mask && onSharedMemory(mask),
      variance: variance && onSharedMemory(variance),
      level,
      offset,
    }));
    const target = {
      pixels: onSharedMemory(out.pixels),
      variance: out.variance && onSharedMemory(out.variance),
      mask: onSharedMemory(out.mask),
    };
    await threads.combineRows(shared, rule, target);
    out.pixels.set(target.pixels);
    if (out.variance && target.variance) out.variance.set(target.variance);
    out.mask.set(target.mask);
  };
}

function countFinite(values: Pixels, count: Uint16Array): void {
  for (let i = 0; i < values.length; i++) count[i] += Number(values[i] - values[i] === 0);
}

/** Fraction of the frames that must cover a pixel of the combined field. */
const MIN_COVERAGE = 0.5;

/** Pixels and mask with NaN and `noData` where fewer than `least` frames cover a pixel: noise there would look like stars. */
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
