/**
 * The calibration frames of a night in groups, each of which becomes one master.
 *
 * @module
 */
import { openFitsSource } from '../../fits/read/open-fits.js';
import type { Image } from '../../frame/image.js';
import { imageHdu } from '../../frame/image-hdu.js';
import { inheritedHeader } from '../../frame/inherited-header.js';
import type { MasterKind } from '../../reduce/calibrate/master-misfits.js';
import { type FrameFacts, groupFrames, MAX_TEMPERATURE_DIFFERENCE } from '../../reduce/compatibility.js';
import type { SeriesFrame } from '../frames/series-plan.js';

/** Calibration frames that belong together. */
export interface MasterGroup {
  readonly kind: MasterKind;
  /** The facts of the first frame, as the master's header will have them, with the mean exposure [s]. */
  readonly facts: FrameFacts & { readonly exptime: number };
  /** What is read: raw frames, or the one file of a master. */
  readonly frames: readonly SeriesFrame[];
  /** Number of raw frames in the master. */
  readonly combined: number;
  /** Whether it is a master already, made at another time. */
  readonly isMade: boolean;
}

/** A group and the master made of it. */
export interface Master extends MasterGroup {
  readonly image: Image;
}

/** The kinds in the order in which masters are made: each needs only those before it. */
const MASTER_KINDS: readonly MasterKind[] = ['bias', 'dark', 'flat'];

/**
 * Sorts the calibration frames among `frames` into groups; lights and frames of unknown kind are left out.
 *
 * A file whose header says that it was combined (NCOMBINE above 1) is a master. It stands for its group where that has no raw
 * frames; where it has, they are used. Of several masters, that of most frames is used.
 *
 * @param maxTemperatureDifference how far apart the detector temperatures of a group may be, if less than 2 [deg C]
 */
export async function masterGroups(
  frames: readonly SeriesFrame[],
  maxTemperatureDifference: number,
): Promise<MasterGroup[]> {
  const limit = Math.min(maxTemperatureDifference, MAX_TEMPERATURE_DIFFERENCE);
  const groups: MasterGroup[] = [];
  for (const kind of MASTER_KINDS) {
    const ofKind = frames.filter(({ facts }) => facts.imagetyp === kind);
    const frameOf = new Map<FrameFacts, SeriesFrame>(ofKind.map(frame => [frame.facts, frame]));
    const members = groupFrames([...frameOf.keys()], kind, { maxTemperatureDifference: limit });
    for (const group of members)
      groups.push(
        await groupOf(
          kind,
          group.frames.map(facts => frameOf.get(facts)!),
        ),
      );
  }
  return groups;
}

async function groupOf(kind: MasterKind, frames: readonly SeriesFrame[]): Promise<MasterGroup> {
  const counts: number[] = [];
  for (const frame of frames) counts.push(await combinedCount(frame));
  const most = Math.max(...counts);
  const raw = frames.filter((_, k) => counts[k] <= 1);
  const isMade = raw.length === 0;
  const used = isMade ? [frames[counts.indexOf(most)]] : raw;
  const exptime = used.reduce((sum, { facts }) => sum + facts.exptime, 0) / used.length;
  return {
    kind,
    facts: { ...used[0].facts, exptime },
    frames: used,
    combined: isMade ? most : used.length,
    isMade,
  };
}

/** Of how many frames a file was combined, by its header; 1 if that does not say. */
async function combinedCount({ source }: SeriesFrame): Promise<number> {
  if (source === undefined) return 1;
  const file = await openFitsSource(source.path);
  try {
    const primary = file.hdus[0].header;
    const hdu = imageHdu(file, source.options.hdu);
    const count = inheritedHeader(primary, hdu?.header ?? primary).number('NCOMBINE');
    return count >= 2 ? count : 1;
  } finally {
    await file.close();
  }
}
