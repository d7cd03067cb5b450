/**
 * Which masters the lights of a night need, also through the flats and darks that they need.
 *
 * @module
 */
import type { FrameFacts } from '../../reduce/compatibility.js';
import type { SeriesFrame } from '../frames/series-plan.js';
import { chooseMasters, darksForExposure } from './choose-masters.js';
import type { MasterGroup } from './master-groups.js';

/**
 * The groups that some light needs, in their order, each with the number of those lights; of a series without lights all
 * groups.
 */
export function neededMasters(
  groups: readonly MasterGroup[],
  lights: readonly SeriesFrame[],
  maxTemperatureDifference: number,
): Map<MasterGroup, number> {
  const counts = new Map<MasterGroup, number>();
  if (lights.length === 0) for (const group of groups) counts.set(group, 0);
  for (const { facts } of lights) for (const group of needsOf(facts)) counts.set(group, (counts.get(group) ?? 0) + 1);
  return new Map(groups.filter(group => counts.has(group)).map(group => [group, counts.get(group)!]));

  /** What a light needs, directly or through its flat and darks. */
  function needsOf(light: FrameFacts): Set<MasterGroup> {
    const { bias, darks, flat } = choose(light);
    const exposures = [light.exptime ?? NaN];
    const needed = new Set(withBias(bias, exposures, darks));
    if (flat === undefined) return needed;
    const ofFlat = choose(flat.facts);
    needed.add(flat);
    for (const group of withBias(ofFlat.bias, exposuresOf(flat), ofFlat.darks)) needed.add(group);
    return needed;
  }

  /** A bias, the darks for some exposures, and the biases of those darks. */
  function withBias(
    bias: MasterGroup | undefined,
    exposures: readonly number[],
    darks: readonly MasterGroup[],
  ): MasterGroup[] {
    const used = exposures.flatMap(t => darksForExposure(t, darks));
    return [bias, ...used, ...used.map(dark => choose(dark.facts).bias)].filter(group => group !== undefined);
  }

  function choose(frame: FrameFacts) {
    return chooseMasters(frame, groups, maxTemperatureDifference);
  }
}

/** The different exposures of a group's frames [s]. */
export function exposuresOf({ frames }: MasterGroup): number[] {
  return [...new Set(frames.map(({ facts }) => facts.exptime as number))];
}
