/**
 * Why frames could not be aligned with those that are used.
 *
 * @module
 */
import type { FrameGroup } from './frame-groups.js';
import type { Surveyed } from './match-frames.js';

/** Fewer stars than these make no pattern that chance would not make too. */
const MIN_STARS = 4;

/** Says of a frame outside the chosen group why it is not in it. @param frames those of the series */
export function reasonsOf(
  frames: readonly Surveyed[],
  groups: readonly FrameGroup[],
  chosen: FrameGroup,
): (k: number) => string {
  const sizeOf = ({ matches }: FrameGroup): number => [...matches.keys()].filter(k => k < frames.length).length;
  const used = countText(sizeOf(chosen), 'frame');
  return k => {
    const stars = frames[k].stars.x.length;
    if (stars === 0) return 'no stars were found in it';
    const own = groups.find(({ matches }) => matches.has(k));
    const size = own ? sizeOf(own) : 1;
    if (size > 1)
      return `another field: shares no stars with the ${used} used, but with ${size - 1} other${size > 2 ? 's' : ''}${tie(size, sizeOf(chosen))}`;
    if (stars < MIN_STARS) return `too few stars: ${countText(stars, 'was', 'were')} found in it`;
    return `another field or spoilt (clouds, trails, focus): shares no stars with the ${used} used`;
  };
}

/** What is said of a group as large as the one that is used, which has an earlier frame or the reference. */
function tie(size: number, used: number): string {
  if (size < used) return '';
  return size === used
    ? '; as many frames as in the one used, which was chosen for its first frame or as that of the reference'
    : '; the field of the requested reference is used';
}

function countText(count: number, one: string, many: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
