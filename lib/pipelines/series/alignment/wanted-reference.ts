/**
 * The frame that a user asks to be the reference of an alignment.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import { quoted } from '../../../core/quoted.js';
import type { Image } from '../../../frame/image.js';
import type { SeriesPlan } from '../../frames/series-plan.js';
import type { FrameGroup } from './frame-groups.js';

/** The reference: a frame of the series, an image from outside it, or neither if the choice is left open. */
interface WantedReference {
  readonly index: number | null;
  readonly image: Image | null;
}

/** Finds the requested reference. @throws PhotometryError `bad-argument` if it is no frame */
export function alignmentReference(plan: SeriesPlan, wanted: unknown): WantedReference {
  if (wanted === undefined) return { index: null, image: null };
  if (isImage(wanted)) return { index: null, image: wanted };
  const index =
    typeof wanted === 'number'
      ? wanted
      : plan.frames.findIndex(({ facts }) => facts.file === wanted || facts.path === wanted);
  if (plan.frames[index]) return { index, image: null };
  const isPromise = typeof (wanted as { then?: unknown } | null)?.then === 'function';
  throw new PhotometryError(
    'bad-argument',
    isPromise
      ? 'align({ reference }) was given a promise: put await before it, align({ reference: await openFrame(...) })'
      : `align({ reference: ${quoted(wanted)} }) is not a frame of this series of ${plan.frames.length}: give its number from 0, its file name, or a Frame`,
    { reference: wanted },
  );
}

function isImage(value: unknown): value is Image {
  return typeof value === 'object' && value !== null && 'pixels' in value && 'header' in value;
}

/** The group of the reference. @throws PhotometryError `not-aligned` if the reference has no stars in common with other frames */
export function requireGroup(
  plan: SeriesPlan,
  groups: readonly FrameGroup[],
  reference: number,
  outside: Image | null,
): FrameGroup {
  const group = groups.find(({ matches }) => matches.has(reference));
  const isAlone = group === undefined || group.matches.size === 1;
  if (group !== undefined && !(isAlone && (outside !== null || plan.frames.length > 1))) return group;
  const name = outside ? outside.path || 'a frame without a path' : plan.frames[reference].facts.file;
  throw new PhotometryError(
    'not-aligned',
    `the reference frame ${name} shares too few stars with ${outside ? `the ${plan.frames.length} frames of this series` : 'the others'}: ` +
      'choose another, or leave the choice to align()',
    { reference: name },
  );
}
