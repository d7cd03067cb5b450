/**
 * Which frames may be combined: frames of one kind, camera, gain and offset setting, filter, size, binning, read-out mode,
 * exposure and detector temperature. A mixture is refused with a list of its groups.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';

/** What a combination is for; it decides which facts must agree. `'other'` checks the geometry only. */
export type FramePurpose = 'bias' | 'dark' | 'flat' | 'light' | 'other';

/** The facts of a frame that are compared. A row of the header table has them all; one that is absent is not compared. */
export interface FrameFacts {
  /** Where the frame is; named in messages. */
  readonly path: string;
  /** Kind of frame: bias, dark, flat, light, other. */
  readonly imagetyp?: string;
  /** Filter, as the header names it. Compared for flats and lights. */
  readonly filter?: string;
  /** Exposure time [s]. Compared for darks. */
  readonly exptime?: number;
  /** Pixels along x. */
  readonly width?: number;
  /** Pixels along y. */
  readonly height?: number;
  /** On-chip binning: `1x1`. */
  readonly binning?: string;
  /** Read-out mode of the camera. */
  readonly readMode?: string;
  /** The camera. */
  readonly instrument?: string;
  /** Gain setting of the camera; frames of several settings have other units. */
  readonly gainSetting?: number;
  /** Offset setting of the camera, which fixes the level of the bias. */
  readonly offset?: number;
  /** Detector temperature [deg C]. */
  readonly ccdTemp?: number;
}

/**
 * How far apart detector temperatures may be [deg C]: dark current doubles in 6 to 7 degrees, so that 2
 * degrees change it by a fifth.
 */
export const MAX_TEMPERATURE_DIFFERENCE = 2;

/** Settings of {@link assertCompatible} and {@link groupFrames}. */
interface CompatibilityOptions {
  /** How far apart two detector temperatures may be [deg C]. Default {@link MAX_TEMPERATURE_DIFFERENCE}; `Infinity` compares none. */
  readonly maxTemperatureDifference?: number;
  /** How far apart two exposures of darks may be, relative. Default 0.01. */
  readonly exposureTolerance?: number;
}

/** Frames that agree. */
interface FrameGroup<F extends FrameFacts> {
  /** The facts they share, as text: `filter z, 1024x1024, 60 s`. */
  readonly label: string;
  /** The frames, in the order given. */
  readonly frames: readonly F[];
}

/**
 * Sorts frames into groups that may be combined, in the order of their first frame.
 *
 * Flats and lights must share the filter; darks the exposure (a master dark has one exposure time);
 * all of them kind, camera, gain and offset setting, size, binning, read-out mode and detector temperature. Exposures of flats and
 * lights may differ: dome flats of 76 s and 82 s are one group.
 *
 * @example
 * groupFrames(rows, 'flat').map(group => `${group.label}: ${group.frames.length}`)
 */
export function groupFrames<F extends FrameFacts>(
  frames: readonly F[],
  purpose: FramePurpose,
  options: CompatibilityOptions = {},
): FrameGroup<F>[] {
  const { maxTemperatureDifference = MAX_TEMPERATURE_DIFFERENCE, exposureTolerance = 0.01 } = options;
  const exposures = purpose === 'dark' ? clusters(frames.map(exposureOf), exposureTolerance, 'relative') : undefined;
  const temperatures = clusters(frames.map(temperatureOf), maxTemperatureDifference, 'absolute');
  // one that is not named may be any of them, and a label of one camera says nothing
  const instruments = [...new Set(frames.map(frame => frame.instrument).filter(Boolean))];

  const groups = new Map<string, F[]>();
  frames.forEach((frame, i) => {
    const label = [
      frame.imagetyp,
      purpose === 'flat' || purpose === 'light' ? frame.filter && `filter ${frame.filter}` : '',
      frame.width && frame.height ? `${frame.width}x${frame.height}` : '',
      frame.binning && `binning ${frame.binning}`,
      frame.readMode && `mode ${frame.readMode}`,
      instruments.length > 1 && frame.instrument,
      Number.isFinite(frame.gainSetting) ? `gain setting ${frame.gainSetting}` : '',
      Number.isFinite(frame.offset) ? `offset ${frame.offset}` : '',
      exposures && Number.isFinite(exposures[i]) ? `${round(exposures[i])} s` : '',
      Number.isFinite(temperatures[i]) ? `${round(temperatures[i])} deg C` : '',
    ]
      .filter(Boolean)
      .join(', ');
    const group = groups.get(label);
    if (group) group.push(frame);
    else groups.set(label, [frame]);
  });
  return [...groups].map(([label, members]) => ({ label, frames: members }));
}

/**
 * Throws if the frames are a mixture, naming the groups, how many each has, and a file of each.
 *
 * @throws PhotometryError `mixed-frames`, with `details.groups`
 * @example
 * assertCompatible(series.table.toObjects(), 'dark');
 */
export function assertCompatible(
  frames: readonly FrameFacts[],
  purpose: FramePurpose,
  options: CompatibilityOptions = {},
): void {
  const groups = groupFrames(frames, purpose, options);
  if (groups.length <= 1) return;
  const list = groups.map(group => `${group.frames.length} x ${group.label || 'unknown'} (${group.frames[0].path})`);
  throw new PhotometryError(
    'mixed-frames',
    `these ${frames.length} ${purpose === 'other' ? '' : `${purpose} `}frames do not belong together: ${list.join('; ')}. ` +
      `Keep one group with where(...), for example where(h => ${exampleTest(groups)}), or combine each group of groupBy(...) by itself`,
    {
      purpose,
      groups: groups.map(group => ({ label: group.label, count: group.frames.length, example: group.frames[0].path })),
    },
  );
}

/** A `where` test that would keep the largest group. */
function exampleTest(groups: readonly FrameGroup<FrameFacts>[]): string {
  const largest = groups.reduce((a, b) => (b.frames.length > a.frames.length ? b : a)).frames[0];
  const differs = (value: (frame: FrameFacts) => unknown) =>
    groups.some(group => !Object.is(value(group.frames[0]), value(groups[0].frames[0])));
  if (differs(f => f.imagetyp)) return `h.imagetyp === '${largest.imagetyp}'`;
  if (differs(f => f.filter)) return `h.filter === '${largest.filter}'`;
  if (differs(f => f.width) || differs(f => f.height)) return `h.width === ${largest.width}`;
  if (differs(f => f.binning)) return `h.binning === '${largest.binning}'`;
  if (differs(f => f.readMode)) return `h.readMode === '${largest.readMode}'`;
  if (differs(f => f.instrument)) return `h.instrument === '${largest.instrument}'`;
  if (differs(f => f.gainSetting ?? NaN)) return `h.gainSetting === ${largest.gainSetting}`;
  if (differs(f => f.offset ?? NaN)) return `h.offset === ${largest.offset}`;
  const exposures = groups.map(group => exposureOf(group.frames[0]));
  if (exposures.some(t => Math.abs(t - exposures[0]) > 0.01 * exposures[0])) return `h.exptime === ${largest.exptime}`;
  return `Math.abs(h.ccdTemp - ${largest.ccdTemp}) < 1`;
}

const exposureOf = (frame: FrameFacts): number => frame.exptime ?? NaN;
const temperatureOf = (frame: FrameFacts): number => frame.ccdTemp ?? NaN;

/**
 * For each value, the smallest value of its cluster: sorted, a cluster ends where the next value is
 * farther than `limit` from the cluster's first. NaN stays NaN.
 */
function clusters(values: readonly number[], limit: number, scale: 'relative' | 'absolute'): number[] {
  const result = values.map(() => NaN);
  const order = values.map((_, i) => i).filter(i => Number.isFinite(values[i]));
  order.sort((a, b) => values[a] - values[b]);
  let first = NaN;
  for (const i of order) {
    const allowed = scale === 'relative' ? limit * Math.abs(first) : limit;
    if (!(values[i] - first <= allowed)) first = values[i];
    result[i] = first;
  }
  return result;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
