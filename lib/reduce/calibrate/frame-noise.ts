/**
 * Gain and read-out noise of a frame that is reduced.
 *
 * @module
 */
import { NO_PROBLEMS, type Problem, type Problems } from '../../core/problem.js';
import { type DetectorSource, type Image, isGainAssumed } from '../../frame/image.js';
import { detectorNoise, isNormalisedFlat } from '../state.js';
import type { Masters } from './masters.js';

/** Gain and read-out noise of the frame, in electrons and in its unit. */
export interface FrameNoiseFacts {
  readonly gain: number;
  readonly gainSource: DetectorSource;
  readonly readNoise: number;
  readonly readNoiseSource: DetectorSource;
  /** Read-out noise [unit of the frame]. */
  readonly readNoiseAdu: number;
  /** The problems of the frame, of which the one about its gain is settled where flats could tell. */
  readonly problems: Problems;
}

/** An assumed gain is believed within this factor of the one that flats tell. */
const MAX_FACTOR = 2;

/**
 * Gain and read-out noise: as given, else the frame's own, else measured from the masters. A gain that was only assumed,
 * because its card has no unit, is confirmed by the flats, or replaced by theirs if it differs by more than a factor of 2.
 */
export function frameNoise(
  frame: Image,
  { gain, readNoise }: { readonly gain?: number; readonly readNoise?: number },
  { bias, dark, flat }: Pick<Masters, 'bias' | 'dark' | 'flat'>,
): FrameNoiseFacts {
  const known = [frame, bias, dark, flat].flatMap(image => (image ? [detectorNoise(image)] : []));
  const measured = known.map(noise => noise.gain).find(value => Number.isFinite(value)) ?? NaN;
  const own = ownGain(frame, Number.isFinite(measured) ? measured : confirmedGain(flat));
  const [effectiveGain, gainSource] = firstKnown([
    [gain, 'given'],
    [own.gain, own.source],
    [measured, 'photon-transfer'],
  ]);
  const measuredAdu = known.map(noise => noise.readNoiseAdu).find(value => Number.isFinite(value)) ?? NaN;
  const [electrons, readNoiseSource] = firstKnown([
    [readNoise, 'given'],
    [frame.readNoise, frame.readNoiseSource],
    [measuredAdu * effectiveGain, 'photon-transfer'],
  ]);
  const inElectrons = electrons / effectiveGain;
  return {
    gain: effectiveGain,
    gainSource,
    readNoise: electrons,
    readNoiseSource,
    readNoiseAdu: Number.isFinite(inElectrons) ? inElectrons : measuredAdu,
    problems: own.problems,
  };
}

/** The gain of a flat whose own noise confirmed its card; NaN without one. */
function confirmedGain(flat: Image | undefined): number {
  const isConfirmed =
    flat !== undefined && isNormalisedFlat(flat) && flat.gainSource === 'header' && !isGainAssumed(flat);
  return isConfirmed ? flat.gain : NaN;
}

/** The frame's own gain, after the flats were asked about one that was assumed. */
function ownGain(frame: Image, measured: number): { gain: number; source: DetectorSource; problems: Problems } {
  const { gain, gainSource, problems = NO_PROBLEMS } = frame;
  if (!isGainAssumed(frame) || !Number.isFinite(measured)) return { gain, source: gainSource, problems };
  const isAbout = ({ code }: Problem): boolean => code === 'gain-unit';
  if (gain < MAX_FACTOR * measured && measured < MAX_FACTOR * gain)
    return { gain, source: 'header', problems: problems.filter(problem => !isAbout(problem)) };
  const remedy = `flats of the night show ${measured.toPrecision(3)} electrons per adu, which is used: GAIN is a setting of the camera`;
  const settled = problems.map(
    (problem): Problem =>
      isAbout(problem) ? { ...problem, code: 'gain-setting', action: 'dropped', remedy } : problem,
  );
  return { gain: measured, source: 'photon-transfer', problems: settled };
}

function firstKnown(values: readonly (readonly [number | undefined, DetectorSource])[]): [number, DetectorSource] {
  for (const [value, source] of values) if (value !== undefined && Number.isFinite(value)) return [value, source];
  return [NaN, 'unknown'];
}
