/**
 * Frames of different exposure: refused, or brought to one.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { PixelUnit } from '../../frame/image.js';
import type { FrameFacts, FramePurpose } from '../compatibility.js';

/** How frames of different exposure are made alike: to the mean of their exposures. */
type ExposureScale = 'exposure';

/** How far apart exposures are that count as equal, relative. */
const MAX_DIFFERENCE = 0.01;

/** What is known about the exposure of a frame. */
type Exposed = Pick<FrameFacts, 'path' | 'exptime'>;

/**
 * Checks that frames have one exposure, or can be scaled to one.
 *
 * Darks are compared elsewhere; flats are normalised and may differ; frames in units per second are rates already.
 *
 * @throws PhotometryError `mixed-frames` for lights of different exposure without `scale`, with `details.groups`;
 *   `bad-argument` with `scale` for a frame whose exposure is unknown or 0
 */
export function assertExposures(
  frames: readonly Exposed[],
  kind: FramePurpose,
  unit: PixelUnit,
  scale: ExposureScale | undefined,
): void {
  if (isRate(unit)) return;
  if (scale !== undefined) requireExposures(frames);
  else if (kind === 'light') refuseMixture(frames);
}

/** Whether values of this unit do not grow with the exposure. */
export function isRate(unit: PixelUnit): boolean {
  return /\/\s*s(ec(ond)?)?$|\bs(\*\*|\^)?-1$/i.test(unit);
}

function requireExposures(frames: readonly Exposed[]): void {
  for (const { path, exptime } of frames) {
    if (exptime !== undefined && exptime > 0 && Number.isFinite(exptime)) continue;
    const found = exptime === undefined || Number.isNaN(exptime) ? 'unknown' : `${exptime} s`;
    throw new PhotometryError(
      'bad-argument',
      `scale: 'exposure' needs the exposure time of every frame, but that of ${path || 'a frame'} is ${found}: ` +
        'leave the frame out with where(...), or correct its header',
      { path, exptime },
    );
  }
}

function refuseMixture(frames: readonly Exposed[]): void {
  const groups = exposureGroups(frames);
  if (groups.length < 2) return;
  const list = groups.map(({ exptime, count, example }) => `${count} x ${exptime} s (${example})`);
  throw new PhotometryError(
    'mixed-frames',
    `these ${frames.length} light frames have different exposures: ${list.join('; ')}. Scale them to one with ` +
      "combine({ scale: 'exposure' }), or keep one group with where(...), for example " +
      `where(h => h.exptime === ${groups.reduce((a, b) => (b.count > a.count ? b : a)).exptime})`,
    { purpose: 'light', groups: groups.map(group => ({ ...group, label: `${group.exptime} s` })) },
  );
}

/** The exposures, each with the number of its frames and the first of them; unknown ones are not compared. */
function exposureGroups(frames: readonly Exposed[]): { exptime: number; count: number; example: string }[] {
  const groups: { exptime: number; count: number; example: string }[] = [];
  const known = frames.filter(({ exptime }) => exptime !== undefined && Number.isFinite(exptime));
  for (const { path, exptime } of [...known].sort((a, b) => a.exptime! - b.exptime!)) {
    const last = groups.at(-1);
    if (last !== undefined && exptime! - last.exptime <= MAX_DIFFERENCE * last.exptime) last.count++;
    else groups.push({ exptime: exptime!, count: 1, example: path });
  }
  return groups;
}
