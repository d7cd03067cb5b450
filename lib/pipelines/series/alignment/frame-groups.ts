/**
 * Which frames of a series show the same stars.
 *
 * The frame with the most stars is matched to all others by asterisms: in most series that is all. Where it fits none of a few
 * others (a satellite's trail, another field), it is laid aside and the next one is tried, so that an odd frame costs itself
 * alone. A group grows as long as frames fit the stars of all its members together, or those of the member nearest in time,
 * because a drift may leave no overlap with the first one; then by their WCS, where detected stars confirm it. What is left
 * forms groups of its own.
 *
 * @module
 */
import { composeTransforms, IDENTITY, invertTransform } from '../../../astrometry/stars/similarity.js';
import { matchByWcs } from './match-by-wcs.js';
import { byAsterisms, type Match, MergedStars, type Surveyed } from './match-frames.js';

/** Frames that show the same stars. */
export interface FrameGroup {
  /** The frame in whose pixels the transforms are. */
  readonly anchor: number;
  /** From the anchor's pixels to those of each member, by the number of the frame; the anchor is among them. */
  readonly matches: ReadonlyMap<number, Match>;
}

/** A group while it grows. */
interface GrowingGroup extends FrameGroup {
  readonly matches: Map<number, Match>;
  readonly catalogue: MergedStars;
}

/** An anchor that fits none of so many frames is laid aside. */
const PROBES = 6;
/** Largest number of groups that are matched with the largest one by all their stars. */
const MAX_MERGED = 20;

/** The groups of a series, the one with most members first; frames without stars are in none. */
export function groupFrames(frames: readonly Surveyed[]): FrameGroup[] {
  const groups: GrowingGroup[] = [];
  const unplaced = new Set(richestFirst(frames));
  const laidAside = new Set<number>();
  for (const anchor of [...unplaced]) {
    if (!unplaced.has(anchor)) continue;
    const group = startGroup(frames, anchor, unplaced);
    if (group.matches.size === 1) laidAside.add(anchor);
    else {
      grow(frames, group, unplaced);
      groups.push(group);
    }
  }
  const single = [...laidAside].filter(k => unplaced.has(k)).map(k => newGroup(frames, k));
  return [...merged(frames, groups), ...single].sort(bySize);
}

/** Numbers of the frames that have stars, those with most first; the earlier of equals first. */
function richestFirst(frames: readonly Surveyed[]): number[] {
  const countOf = (k: number): number => frames[k].stars.x.length;
  return [...frames.keys()].filter(k => countOf(k) > 0).sort((i, j) => countOf(j) - countOf(i) || i - j);
}

/** The larger group first; of equals the one with the earliest frame. */
function bySize({ matches: a }: FrameGroup, { matches: b }: FrameGroup): number {
  return b.size - a.size || Math.min(...a.keys()) - Math.min(...b.keys());
}

function newGroup(frames: readonly Surveyed[], anchor: number): GrowingGroup {
  const matches = new Map<number, Match>();
  const catalogue = new MergedStars();
  const group = { anchor, matches, catalogue };
  const matched = frames[anchor].stars.x.length;
  place(frames, group, anchor, { transform: IDENTITY, matched, rms: 0, method: 'asterisms' });
  return group;
}

function place(frames: readonly Surveyed[], { matches, catalogue }: GrowingGroup, k: number, match: Match): void {
  matches.set(k, match);
  catalogue.add(frames[k].stars, match.transform);
}

/** The anchor with all frames that fit it; alone if none of the first few does. Members are taken out of `unplaced`. */
function startGroup(frames: readonly Surveyed[], anchor: number, unplaced: Set<number>): GrowingGroup {
  const group = newGroup(frames, anchor);
  const { stars, wcs } = frames[anchor];
  const others = nearestFirst(unplaced, anchor);
  const failed: number[] = [];
  for (const k of others) {
    if (failed.length === PROBES && group.matches.size === 1) break;
    const match = byAsterisms(stars, frames[k].stars);
    if (match) place(frames, group, k, match);
    else failed.push(k);
  }
  if (group.matches.size === 1 && wcs !== null)
    for (const k of failed.slice(0, PROBES)) {
      const match = byWcs(frames, group, k);
      if (match) place(frames, group, k, match);
    }
  if (group.matches.size > 1) for (const k of group.matches.keys()) unplaced.delete(k);
  return group;
}

/** Other frames, first those near in time, then some from the whole series, then the rest. */
function nearestFirst(frames: ReadonlySet<number>, from: number): number[] {
  const others = [...frames].filter(k => k !== from);
  const byTime = [...others].sort((i, j) => Math.abs(i - from) - Math.abs(j - from) || i - j);
  const near = byTime.slice(0, PROBES / 2);
  const ascending = [...others].sort((i, j) => i - j);
  const far = Array.from(
    { length: PROBES / 2 },
    (_, n) => ascending[Math.floor(((n + 0.5) * ascending.length) / (PROBES / 2))],
  );
  const first = [...new Set([...near, ...far.filter(k => k !== undefined)])];
  return [...first, ...others.filter(k => !first.includes(k))];
}

/** Adds frames to a group while any fits; they are taken out of `unplaced`. */
function grow(frames: readonly Surveyed[], group: GrowingGroup, unplaced: Set<number>): void {
  const take = (find: (k: number) => Match | null): boolean => {
    let grew = false;
    for (const k of [...unplaced].sort((i, j) => Math.abs(i - group.anchor) - Math.abs(j - group.anchor))) {
      const match = find(k);
      if (!match) continue;
      place(frames, group, k, match);
      unplaced.delete(k);
      grew = true;
    }
    return grew;
  };
  const byStars = (k: number): Match | null =>
    byAsterisms(group.catalogue.stars, frames[k].stars) ?? byNearestMember(frames, group, k);
  while (unplaced.size > 0 && take(byStars));
  if (unplaced.size > 0 && take(k => byWcs(frames, group, k))) while (unplaced.size > 0 && take(byStars));
}

/** Matches a frame to the member nearest in time. */
function byNearestMember(frames: readonly Surveyed[], { anchor, matches }: GrowingGroup, k: number): Match | null {
  let nearest = anchor;
  for (const member of matches.keys()) if (Math.abs(member - k) < Math.abs(nearest - k)) nearest = member;
  if (nearest === anchor) return null; // tried before
  const match = byAsterisms(frames[nearest].stars, frames[k].stars);
  return match && { ...match, transform: composeTransforms(matches.get(nearest)!.transform, match.transform) };
}

/** Matches a frame of few stars by its WCS and that of a member. */
function byWcs(frames: readonly Surveyed[], { matches, catalogue }: GrowingGroup, k: number): Match | null {
  const { stars, wcs } = frames[k];
  const known = [...matches.keys()].sort((i, j) => i - j).find(member => frames[member].wcs !== null);
  if (wcs === null || known === undefined) return null;
  const placed = { transform: matches.get(known)!.transform, wcs: frames[known].wcs! };
  const found = matchByWcs(catalogue.stars, placed, stars, wcs);
  return found && { ...found, method: 'wcs' };
}

/** Joins groups to the largest one where all their stars together fit it. */
function merged(frames: readonly Surveyed[], groups: readonly GrowingGroup[]): FrameGroup[] {
  const [largest, ...others] = [...groups].sort(bySize);
  if (others.length === 0) return [...groups];
  const left = others.filter((group, n) => {
    const link = n < MAX_MERGED ? byAsterisms(largest.catalogue.stars, group.catalogue.stars) : null;
    if (!link) return true;
    for (const [k, match] of group.matches)
      place(frames, largest, k, { ...match, transform: composeTransforms(link.transform, match.transform) });
    return false;
  });
  return [largest, ...left];
}

/** The transform from one member of a group to each of the others. */
export function relativeTo({ matches }: FrameGroup, reference: number): (k: number) => Match | null {
  const back = invertTransform(matches.get(reference)!.transform);
  return k => {
    const match = matches.get(k);
    if (!match) return null;
    return { ...match, transform: k === reference ? IDENTITY : composeTransforms(back, match.transform) };
  };
}
