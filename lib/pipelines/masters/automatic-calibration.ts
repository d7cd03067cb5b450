/**
 * Reduces each light with the masters that fit it, which are made when they are first needed.
 *
 * @module
 */
import type { RunOptions } from '../../core/ambient.js';
import { joinProblems, type Problem, type Problems, warnOfProblems } from '../../core/problem.js';
import type { CalibrateOptions } from '../../reduce/calibrate/calibrate.js';
import { farScalingProblem } from '../../reduce/calibrate/darks/dark-problems.js';
import type { FittedCalibration, OpenCalibration } from '../frames/series-draft.js';
import type { SeriesFrame } from '../frames/series-plan.js';
import { mastersAsOptions } from './choose-masters.js';
import { fitMasters } from './fit-masters.js';
import type { Master } from './master-groups.js';
import type { MasterSet } from './master-set.js';

/** The reduction of lights with the masters that fit each. */
export class AutomaticCalibration implements OpenCalibration {
  readonly #masters: (run: RunOptions) => Promise<MasterSet>;
  readonly #lights: readonly SeriesFrame[];
  readonly #options: CalibrateOptions;
  #fitted: Promise<FittedCalibration> | null = null;

  /**
   * @param masters makes or returns the masters
   * @param options of the reduction of each light, without masters
   */
  constructor(
    masters: (run: RunOptions) => Promise<MasterSet>,
    lights: readonly SeriesFrame[],
    options: CalibrateOptions,
  ) {
    this.#masters = masters;
    this.#lights = lights;
    this.#options = options;
  }

  /** Finds what fits each light, and warns, once, of what is missing. */
  resolve(run: RunOptions): Promise<FittedCalibration> {
    this.#fitted ??= this.#masters(run)
      .then(set => fitAll(this.#lights, set, this.#options))
      .catch(error => {
        this.#fitted = null; // what was stopped may be tried again
        throw error;
      });
    return this.#fitted;
  }
}

function fitAll(lights: readonly SeriesFrame[], set: MasterSet, options: CalibrateOptions): FittedCalibration {
  const choices: CalibrateOptions[] = [];
  const known = new Map<string, number>();
  const frames = new Map<SeriesFrame, { readonly choice: number; readonly problems: Problems }>();
  const scaled: Problem[] = [];
  for (const light of lights) {
    const { bias, darks, flat, problems } = fitMasters(light.facts, set, options);
    const key = [bias, flat, ...darks].map(master => set.masters.indexOf(master as Master)).join();
    const choice = known.get(key) ?? choices.length;
    if (!known.has(key)) choices.push({ ...options, ...mastersAsOptions({ bias, darks, flat }) });
    known.set(key, choice);
    frames.set(light, { choice, problems });
    const exposed = darks.map(({ facts }) => facts);
    if (darks.length > 0 && options.darkScaling !== 'none') scaled.push(...farScalingProblem(light.facts, exposed));
  }
  warnOfProblems(
    joinProblems(
      [...frames.values()].flatMap(({ problems }) => problems),
      scaled,
    ),
  );
  return { choices, frames };
}
