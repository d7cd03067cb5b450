/**
 * Which masters fit a frame, and which of several is the best.
 *
 * @module
 */
import type { CalibrateOptions } from '../../reduce/calibrate/calibrate.js';
import { pickDark } from '../../reduce/calibrate/darks/dark-choice.js';
import { type MasterKind, masterMisfits } from '../../reduce/calibrate/master-misfits.js';
import { SAME_EXPOSURE } from '../../reduce/calibrate/masters.js';
import type { FrameFacts } from '../../reduce/compatibility.js';
import { hasStep, isBiasSubtracted } from '../../reduce/state.js';
import type { Master, MasterGroup } from './master-groups.js';

/** The masters for one frame. */
export interface ChosenMasters<M> {
  readonly bias?: M;
  /** One for each exposure, the shortest first. */
  readonly darks: readonly M[];
  readonly flat?: M;
}

/**
 * The masters that fit a frame by their headers, the nearest of each kind: with the most facts in common, then nearest in
 * detector temperature, then of most frames.
 */
export function chooseMasters<M extends MasterGroup>(
  frame: FrameFacts,
  masters: readonly M[],
  maxTemperatureDifference: number,
): ChosenMasters<M> {
  const fitting = (kind: MasterKind): M[] =>
    nearestFirst(frame, ofKind(masters, kind)).filter(
      master => misfitsOf(master, frame, maxTemperatureDifference).length === 0,
    );
  const darks: M[] = [];
  for (const dark of fitting('dark').filter(({ facts }) => facts.exptime > 0))
    if (!darks.some(({ facts }) => Math.abs(facts.exptime / dark.facts.exptime - 1) <= SAME_EXPOSURE)) darks.push(dark);
  darks.sort((a, b) => a.facts.exptime - b.facts.exptime);
  return { bias: fitting('bias')[0], darks, flat: fitting('flat')[0] };
}

/** Why a master does not fit a frame; empty if it does. A flat must also be of the frame's gain setting: gain is measured from flats. */
export function misfitsOf(
  { kind, facts }: MasterGroup,
  frame: FrameFacts,
  maxTemperatureDifference: number,
): readonly string[] {
  const misfits = masterMisfits(kind, facts, frame, maxTemperatureDifference);
  const { gainSetting: own = NaN } = facts;
  const { gainSetting: wanted = NaN } = frame;
  if (kind === 'flat' && Number.isFinite(own) && Number.isFinite(wanted) && own !== wanted)
    misfits.push(`differ in gain setting: ${own} and ${wanted} (reduce({ flat }) takes it nevertheless)`);
  return misfits;
}

/** The masters, or groups, of a kind. */
export function ofKind<M extends MasterGroup>(masters: readonly M[], kind: MasterKind): M[] {
  return masters.filter(master => master.kind === kind);
}

const COMPARED = ['width', 'height', 'binning', 'readMode', 'instrument', 'gainSetting', 'offset', 'filter'] as const;

/** Masters of one kind, those with most in common with a frame first. */
export function nearestFirst<M extends MasterGroup>(frame: FrameFacts, masters: readonly M[]): M[] {
  const differences = (facts: FrameFacts): number =>
    COMPARED.filter(name => !Object.is(facts[name] ?? '', frame[name] ?? '')).length;
  const degrees = (facts: FrameFacts): number => {
    const distance = Math.abs((facts.ccdTemp ?? NaN) - (frame.ccdTemp ?? NaN));
    return Number.isNaN(distance) ? Number.MAX_VALUE : distance;
  };
  return [...masters].sort(
    (a, b) =>
      differences(a.facts) - differences(b.facts) || degrees(a.facts) - degrees(b.facts) || b.combined - a.combined,
  );
}

/** Those of the darks that serve an exposure: that of the same, else the two it is interpolated between or scaled from. */
export function darksForExposure<M extends MasterGroup>(exptime: number, darks: readonly M[]): M[] {
  if (darks.length < 2 || !(exptime >= 0)) return [...darks];
  const byExposure = darks.map(master => ({ exptime: master.facts.exptime, master }));
  const { nearest, pair } = pickDark(exptime, byExposure, 'exposure');
  const used = new Set([nearest, ...(pair ? [pair.short, pair.long] : [])]);
  return byExposure.filter(dark => used.has(dark)).map(({ master }) => master);
}

/**
 * Those of the darks that can be subtracted from frames of these exposures, with or without a bias: all, or none.
 *
 * A dark without its bias needs the frame's bias gone too; one that holds its bias and cannot be scaled without, must be of the
 * frame's exposure or interpolated to it. Of darks of which only some lost their bias, the others are left out.
 */
export function subtractableDarks(
  exposures: readonly number[],
  darks: readonly Master[],
  bias: Master | undefined,
  scaling: 'exposure' | 'none',
): readonly Master[] {
  const without = darks.filter(({ image }) => isBiasSubtracted(image));
  const alike = without.length > 0 && bias ? without : darks.filter(dark => !without.includes(dark));
  const usable = alike.length > 0 ? alike : without;
  if (usable.length === 0 || !exposures.every(t => t >= 0)) return [];
  if (bias || usable.every(({ image }) => hasStep(image, 'overscan'))) return usable;
  if (usable === without) return [];
  const byExposure = usable.map(({ facts }) => facts);
  const needsNoScaling = (t: number): boolean => {
    if (scaling === 'none') return true;
    const { nearest, interpolated } = pickDark(t, byExposure, scaling);
    return interpolated || Math.abs(t / nearest.exptime - 1) <= SAME_EXPOSURE;
  };
  return exposures.every(needsNoScaling) ? usable : [];
}

/** Masters as options of a reduction; without the names of those that are missing. */
export function mastersAsOptions({
  bias,
  darks,
  flat,
}: ChosenMasters<Master>): Pick<CalibrateOptions, 'bias' | 'dark' | 'flat'> {
  const images = darks.map(({ image }) => image);
  return {
    ...(bias ? { bias: bias.image } : {}),
    ...(images.length > 0 ? { dark: images.length === 1 ? images[0] : images } : {}),
    ...(flat ? { flat: flat.image } : {}),
  };
}
