/**
 * Makes the masters that a night needs: biases, then darks without their bias, then flats without bias and dark.
 *
 * @module
 */
import { boundToCell, type RunOptions } from '../../core/ambient.js';
import type { Image } from '../../frame/image.js';
import { type CalibrateOptions, calibrate } from '../../reduce/calibrate/calibrate.js';
import { MAX_TEMPERATURE_DIFFERENCE } from '../../reduce/compatibility.js';
import { isBiasSubtracted } from '../../reduce/state.js';
import { calibrationsOf, type SeriesPlan } from '../frames/series-plan.js';
import { combineSeries } from '../series/combine-series.js';
import { chooseMasters, mastersAsOptions, subtractableDarks } from './choose-masters.js';
import { type Master, type MasterGroup, masterGroups } from './master-groups.js';
import type { MasterOptions, MasterSet } from './master-set.js';
import { exposuresOf, neededMasters } from './needed-masters.js';

/**
 * Makes every master that the lights of a plan need.
 *
 * @throws PhotometryError `aborted`; the errors of reading and combining
 */
export async function makeMasters(plan: SeriesPlan, options: MasterOptions, run: RunOptions): Promise<MasterSet> {
  const bound = boundToCell(run);
  const { maxTemperatureDifference = MAX_TEMPERATURE_DIFFERENCE } = options;
  const groups = await masterGroups(plan.frames, maxTemperatureDifference);
  const lights = plan.frames.filter(({ facts }) => facts.imagetyp === 'light');
  const needed = neededMasters(groups, lights, maxTemperatureDifference);
  const masters: Master[] = [];
  for (const group of needed.keys()) {
    const before = mastersBefore(group, masters, maxTemperatureDifference);
    const image = group.isMade
      ? await readMaster(plan, group, before)
      : await combineGroup(plan, group, before, options, bound);
    masters.push({ ...group, image });
  }
  return { masters, usedBy: [...needed.values()], groups, lights, options };
}

/** What the frames of a group are reduced with before they are combined. */
type Before = Pick<CalibrateOptions, 'bias' | 'dark'>;

function mastersBefore(group: MasterGroup, masters: readonly Master[], maxTemperatureDifference: number): Before {
  if (group.kind === 'bias') return {};
  const { bias, darks } = chooseMasters(group.facts, masters, maxTemperatureDifference);
  const subtracted = group.kind === 'flat' ? subtractableDarks(exposuresOf(group), darks, bias, 'exposure') : [];
  return mastersAsOptions({ bias, darks: subtracted });
}

/** Reads a master as it is; only a dark that still holds its bias loses it, as the others do. */
async function readMaster({ precision }: SeriesPlan, { kind, frames }: MasterGroup, { bias }: Before): Promise<Image> {
  const image = await frames[0].load(precision);
  return kind === 'dark' && bias && !isBiasSubtracted(image) ? calibrate(image, { bias, precision }) : image;
}

/** Reduces and combines the raw frames of a group. */
function combineGroup(
  plan: SeriesPlan,
  { kind, frames }: MasterGroup,
  before: Before,
  { method, clip, reject, overscan, trim }: MasterOptions,
  run: RunOptions,
): Promise<Image> {
  const { precision } = plan;
  // the darks were chosen for the first frame: the others may differ from it by as much as frames of one group do
  const maxTemperatureDifference = Number.POSITIVE_INFINITY;
  const steps: CalibrateOptions = { ...before, ...given({ overscan, trim }), maxTemperatureDifference, precision };
  const isReduced = Object.keys({ ...before, ...given({ overscan, trim }) }).length > 0;
  const earlier = calibrationsOf(frames[0], plan);
  const options = { ...given({ method, clip, reject }), ...(kind === 'flat' ? { normalize: 'each' as const } : {}) };
  const calibrations = isReduced ? [...earlier, steps] : earlier;
  return combineSeries({ frames, calibrations, precision, cache: null }, null, options, run);
}

/** Without the options that are undefined. */
function given<O extends object>(options: O): Partial<O> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<O>;
}
