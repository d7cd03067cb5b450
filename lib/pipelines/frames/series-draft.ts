/**
 * A series whose reductions are not all known yet: some are chosen for each frame once its masters are made.
 *
 * @module
 */
import type { RunOptions } from '../../core/ambient.js';
import type { Problems } from '../../core/problem.js';
import type { CalibrateOptions } from '../../reduce/calibrate/calibrate.js';
import type { FrameReduction, SeriesFrame, SeriesPlan } from './series-plan.js';

/** A reduction with what fits each frame. */
export interface FittedCalibration {
  /** The different reductions. */
  readonly choices: readonly CalibrateOptions[];
  /** For each frame the index of its reduction, and what is to be said about it. */
  readonly frames: ReadonlyMap<SeriesFrame, { readonly choice: number; readonly problems: Problems }>;
}

/** A reduction that is still to be found. */
export interface OpenCalibration {
  /** Finds it, once: all series that share it get the same one. */
  resolve(run: RunOptions): Promise<FittedCalibration>;
}

/** A {@link SeriesPlan} in which reductions may be open. */
export interface SeriesDraft extends Omit<SeriesPlan, 'calibrations' | 'reductions'> {
  /** Reductions, applied in this order. */
  readonly calibrations: readonly (CalibrateOptions | OpenCalibration)[];
}

/** The plan of a draft: all its reductions found. A draft without open ones is its own plan. */
export async function resolveDraft(draft: SeriesDraft, run: RunOptions): Promise<SeriesPlan> {
  if (!draft.calibrations.some(isOpen)) return draft as SeriesPlan;
  const calibrations: CalibrateOptions[] = [];
  let reductions = draft.frames.map((): FrameReduction => ({ steps: [], problems: [] }));
  for (const calibration of draft.calibrations) {
    const first = calibrations.length;
    const { choices, frames } = await fittedOf(calibration, run);
    calibrations.push(...choices);
    reductions = reductions.map(({ steps, problems }, k) => {
      const own = frames?.get(draft.frames[k]);
      return { steps: [...steps, first + (own?.choice ?? 0)], problems: [...problems, ...(own?.problems ?? [])] };
    });
  }
  return { ...draft, calibrations, reductions: new Map(draft.frames.map((frame, k) => [frame, reductions[k]])) };
}

async function fittedOf(
  calibration: CalibrateOptions | OpenCalibration,
  run: RunOptions,
): Promise<Partial<FittedCalibration> & Pick<FittedCalibration, 'choices'>> {
  return isOpen(calibration) ? calibration.resolve(run) : { choices: [calibration] };
}

function isOpen(calibration: CalibrateOptions | OpenCalibration): calibration is OpenCalibration {
  return 'resolve' in calibration;
}
