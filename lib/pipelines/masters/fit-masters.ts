/**
 * The masters for one light, and what it has to do without.
 *
 * @module
 */
import type { Problem, Problems } from '../../core/problem.js';
import type { MasterKind } from '../../reduce/calibrate/master-misfits.js';
import { type FrameFacts, MAX_TEMPERATURE_DIFFERENCE } from '../../reduce/compatibility.js';
import { hasStep } from '../../reduce/state.js';
import {
  type ChosenMasters,
  chooseMasters,
  misfitsOf,
  nearestFirst,
  ofKind,
  subtractableDarks,
} from './choose-masters.js';
import type { Master, MasterGroup } from './master-groups.js';
import type { MasterSet } from './master-set.js';

/** How lights are reduced, as far as it decides what fits. */
interface FitSettings {
  /** [deg C] */
  readonly maxTemperatureDifference?: number;
  readonly darkScaling?: 'exposure' | 'none';
}

/** The masters for a light. */
interface FittedMasters extends ChosenMasters<Master> {
  /** What is missing. */
  readonly problems: Problems;
}

/**
 * The masters of a set that fit a light, and a problem for each kind that is missing.
 *
 * A bias is not missing where the dark that is subtracted still holds it, or the overscan was.
 */
export function fitMasters(light: FrameFacts, set: MasterSet, settings: FitSettings = {}): FittedMasters {
  const limit = settings.maxTemperatureDifference ?? set.options.maxTemperatureDifference ?? MAX_TEMPERATURE_DIFFERENCE;
  const { bias, darks: fitting, flat } = chooseMasters(light, set.masters, limit);
  const exptime = light.exptime ?? NaN;
  const darks = subtractableDarks([exptime], fitting, bias, settings.darkScaling ?? 'exposure');
  const isLevelGone =
    bias !== undefined ||
    darks.length > 0 ||
    Boolean(set.options.overscan) ||
    (flat && hasStep(flat.image, 'overscan'));
  const problems: Problem[] = [];
  if (!isLevelGone) problems.push(missing('bias', light, set.groups, limit));
  if (darks.length === 0)
    problems.push(fitting.length > 0 ? unscalable(light, fitting) : missing('dark', light, set.groups, limit));
  if (!flat) problems.push(missing('flat', light, set.groups, limit));
  return { bias, darks, flat, problems };
}

/** The problem of a light for which there is no master of a kind. */
function missing(kind: MasterKind, light: FrameFacts, groups: readonly MasterGroup[], limit: number): Problem {
  const candidates = nearestFirst(light, ofKind(groups, kind)).map(group => ({
    group,
    misfits: misfitsOf(group, light, limit),
  }));
  const start = `no ${kind} fits this frame, which is reduced without`;
  const advice = `Take ${framesOf(kind, light)}`;
  if (candidates.length === 0)
    return problemOf(
      kind,
      light,
      `${start}: the series has no ${kind} frames. ${advice}, and open them with the lights`,
    );
  const { group, misfits } = candidates.reduce((a, b) => (b.misfits.length < a.misfits.length ? b : a));
  const remedy = `${start}. The nearest, ${groupText(group)}, ${misfitText(group, misfits)}. ${advice} with its settings`;
  return problemOf(kind, light, remedy);
}

/** Why a group is not used, without the advice of each misfit. */
function misfitText({ kind, facts }: MasterGroup, misfits: readonly string[]): string {
  if (misfits.length > 0) return `and the frame ${misfits.map(misfit => misfit.split('. ')[0]).join('; they ')}`;
  if (kind === 'dark' && !(facts.exptime > 0)) return `has an exposure of ${facts.exptime} s`;
  return 'was not made, because no light of its own series needs it';
}

/** The problem of a light whose darks still hold their bias and are of other exposures. */
function unscalable(light: FrameFacts, darks: readonly Master[]): Problem {
  const exposures = darks.map(({ facts }) => `${facts.exptime} s`).join(', ');
  const { exptime } = light;
  const why = Number.isFinite(exptime)
    ? `cannot be scaled to ${exptime} s without a bias. Take bias frames, or darks of ${exptime} s`
    : 'cannot be scaled to an unknown exposure. Correct the card of the exposure time';
  return problemOf('dark', light, `no dark fits this frame, which is reduced without. Darks of ${exposures} ${why}`);
}

function problemOf(kind: MasterKind, light: FrameFacts, remedy: string): Problem {
  const value = kind === 'flat' ? (light.filter ?? '') : kind === 'dark' ? `${light.exptime} s` : '';
  return { file: light.path, where: kind, value, code: 'no-master', action: 'dropped', remedy };
}

/** What to take: `flats of filter V`. */
function framesOf(kind: MasterKind, { filter, exptime }: FrameFacts): string {
  if (kind === 'bias') return 'bias frames';
  return kind === 'dark' ? `darks of ${exptime} s` : `flats of filter ${filter || 'of the light'}`;
}

/** `5 flat frames (flat-1.fits ...)`. */
function groupText({ kind, frames, combined, isMade }: MasterGroup): string {
  const { file } = frames[0].facts;
  return isMade ? `the master ${kind} ${file}` : `${combined} ${kind} frame${combined > 1 ? 's' : ''} (${file} ...)`;
}
