/**
 * What is said where a gain or a saturation level that a measurement needs is not known.
 *
 * @module
 */
import type { Problem } from '../../core/problem.js';
import { warnOnce } from '../../core/warn-once.js';
import type { Image } from '../image.js';

/** What is known of a frame's camera. */
export type DetectorFacts = Pick<Image, 'path' | 'unit' | 'gain' | 'saturationSource' | 'exptime'>;

/** Units that grow with the exposure. */
const COLLECTED: ReadonlySet<string> = new Set(['', 'adu', 'electron']);

/** Saturation levels that nobody told: the largest number of the file may be more than the detector can give. */
const UNTOLD: ReadonlySet<DetectorFacts['saturationSource']> = new Set(['container', 'unknown']);

/**
 * The problems of a measurement on frames whose gain, saturation or exposure is unknown: one row each, of the first such
 * frame.
 *
 * Saturation is only asked of frames in adu: rates and electrons cannot be compared with a raw level.
 */
export function unknownDetector(frames: readonly DetectorFacts[]): Problem[] {
  const withoutGain = frames.filter(({ gain }) => !Number.isFinite(gain));
  const untimed = frames.filter(({ unit, exptime }) => COLLECTED.has(unit) && !(exptime > 0));
  const untold = frames.filter(({ unit, saturationSource }) => unit === 'adu' && UNTOLD.has(saturationSource));
  return [
    ...(withoutGain.length > 0 ? [problem(withoutGain, 'gain', 'gain-unknown', 'dropped', GAIN_REMEDY)] : []),
    ...(untold.length > 0 ? [problem(untold, 'saturation', 'saturation-unknown', 'noted', SATURATION_REMEDY)] : []),
    ...(untimed.length > 0 ? [problem(untimed, 'exposure', 'exposure-unknown', 'dropped', EXPOSURE_REMEDY)] : []),
  ];
}

const GAIN_REMEDY =
  'flux errors are NaN and flagged. Reduce with at least two biases and two flats so that the gain is measured, or pass it: ' +
  'reduce({ gain: 1.5, readNoise: 10 })';
const SATURATION_REMEDY =
  'no card tells from which value pixels are saturated, and none pile up: clipped stars may not be flagged. Pass the level: ' +
  'reduce({ saturation: 60000 })';
const EXPOSURE_REMEDY = 'instrumental magnitudes are NaN. Give the header EXPTIME, in seconds; fluxes are not affected';

function problem(
  frames: readonly DetectorFacts[],
  fact: 'gain' | 'saturation' | 'exposure',
  code: Problem['code'],
  action: Problem['action'],
  remedy: string,
): Problem {
  const others = frames.length > 1 ? ` and of ${frames.length - 1} more frames` : '';
  const [{ path }] = frames;
  return {
    file: path,
    where: fact,
    value: '',
    code,
    action,
    remedy: `The ${fact} of ${path || 'this frame'}${others} is unknown: ${remedy}`,
  };
}

/** Prints that the gain of a frame is unknown, once. */
export function warnOfUnknownGain(problems: readonly Problem[]): void {
  const found = problems.find(({ code }) => code === 'gain-unknown');
  if (found) warnOnce(found.remedy);
}
