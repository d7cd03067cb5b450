/**
 * The saturation level of a series whose headers do not tell it: the value at which raw pixels pile up in several frames.
 *
 * A frame with a few clipped pixels does not show the level by itself; the others do.
 *
 * @module
 */
import { type RunOptions, throwIfAborted } from '../../core/ambient.js';
import type { Problem } from '../../core/problem.js';
import { FrameCache } from '../frames/frame-cache.js';
import type { SeriesFrame, SeriesPlan } from '../frames/series-plan.js';

/** Frames that are looked at, evenly spaced. */
const MAX_EXAMINED = 5;
/** Frames in which pixels must pile up at the same value. */
const MIN_FRAMES = 2;

/** A plan in which the level that was found is applied, and what is said of it. */
interface PlanWithSaturation {
  readonly plan: SeriesPlan;
  /** Empty where nothing was found, or the headers tell. */
  readonly problems: readonly Problem[];
}

const foundLevels = new WeakMap<readonly SeriesFrame[], Promise<number>>();

/**
 * Looks for the level in a few raw frames, and applies it to all. The plan stays as it is where a header or a reduction tells
 * the level, where frames are not in files, or where nothing is found.
 */
export async function withFoundSaturation(plan: SeriesPlan, run: RunOptions): Promise<PlanWithSaturation> {
  const { frames, calibrations } = plan;
  const isTold =
    frames.some(({ facts, source }) => Number.isFinite(facts.saturation) || source === undefined) ||
    calibrations.some(({ saturation }) => saturation !== undefined);
  if (isTold || frames.length < MIN_FRAMES) return { plan, problems: [] };
  let search = foundLevels.get(frames);
  if (search === undefined) {
    search = levelIn(frames, run);
    foundLevels.set(frames, search);
    search.catch(() => foundLevels.delete(frames)); // a search that was stopped may be tried again
  }
  const level = await search;
  if (Number.isNaN(level)) return { plan, problems: [] };
  const applied =
    calibrations.length > 0
      ? calibrations.map(options => ({ ...options, saturation: level }))
      : [{ saturation: level }];
  const cache = plan.cache && new FrameCache(); // frames that are kept have not the flags
  return { plan: { ...plan, calibrations: applied, cache }, problems: [problemOf(frames[0].facts.path, level)] };
}

/** The value at which pixels pile up in at least two of the frames looked at; NaN if there is none. */
async function levelIn(frames: readonly SeriesFrame[], run: RunOptions): Promise<number> {
  const count = Math.min(MAX_EXAMINED, frames.length);
  const step = (frames.length - 1) / Math.max(1, count - 1);
  const levels = new Map<number, number>();
  for (let k = 0; k < count; k++) {
    throwIfAborted(run, 'measure');
    const { saturation, saturationSource } = await frames[Math.round(k * step)].load('float32');
    if (saturationSource === 'pixels') levels.set(saturation, (levels.get(saturation) ?? 0) + 1);
  }
  const [best] = [...levels].sort((a, b) => b[1] - a[1]);
  return best && best[1] >= MIN_FRAMES ? best[0] : Number.NaN;
}

function problemOf(file: string, level: number): Problem {
  return {
    file,
    where: 'saturation',
    value: String(level),
    code: 'saturation-found',
    action: 'noted',
    remedy: `no card tells from which value pixels are saturated; raw pixels pile up at ${level} in several frames, which is taken as the level. Pass another: reduce({ saturation })`,
  };
}
