/**
 * How many frames came in, how many were used, and why the others were not.
 *
 * @module
 */

/** A frame that does not take part, and why. */
export interface LeftOutFrame {
  /** The frame's file name. */
  readonly file: string;
  /** Why it was left out. */
  readonly reason: string;
}

/** What became of the frames that a result was made from. */
export interface FrameCount {
  /** Number of frames that came in. */
  readonly given: number;
  /** Those of them that were left out; empty if all were used. */
  readonly leftOut: readonly LeftOutFrame[];
}

/** Number of frames left out that are named in the text. */
const MAX_NAMED = 3;

/** Number of frames that were used. */
export function usedFrames({ given, leftOut }: FrameCount): number {
  return given - leftOut.length;
}

/** `8 frames`, or `7 of 8 frames; left out: f04.fits (no stars were found in it)`. */
export function frameCountText(count: FrameCount): string {
  const { given, leftOut } = count;
  const frames = `${given} frame${given === 1 ? '' : 's'}`;
  if (leftOut.length === 0) return frames;
  return `${usedFrames(count)} of ${frames}; left out: ${leftOutText(leftOut)}`;
}

/** The frames by reason, the first of each named: `f04.fits and 3 more (no stars were found in it)`. */
function leftOutText(leftOut: readonly LeftOutFrame[]): string {
  const byReason = new Map<string, string[]>();
  for (const { file, reason } of leftOut) byReason.set(reason, [...(byReason.get(reason) ?? []), file]);
  return [...byReason]
    .map(([reason, files]) => {
      const more = files.length > MAX_NAMED ? ` and ${files.length - MAX_NAMED} more` : '';
      return `${files.slice(0, MAX_NAMED).join(', ')}${more} (${reason})`;
    })
    .join('; ');
}
