/**
 * Which multiples of bias and dark a frame needs, and which combinations are refused.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { Image } from '../../frame/image.js';
import { factsOf, nameOf } from '../frame-facts.js';
import { hasStep, isBiasSubtracted } from '../state.js';
import { masterMisfits } from './master-misfits.js';

/** Exposures that differ by less count as equal, relative. */
export const SAME_EXPOSURE = 0.01;

/** The calibration frames of {@link ./calibrate.ts}. */
export interface Masters {
  readonly bias?: Image;
  readonly dark?: Image;
  readonly flat?: Image;
}

/** How much of each master is subtracted: raw - biasFactor bias - darkFactor dark. */
export interface MasterFactors {
  readonly biasFactor: number;
  readonly darkFactor: number;
  /** Whether the dark was exposed as long as the frame, within 1 %. */
  readonly sameExposure: boolean;
}

/**
 * The multiples of bias B and dark D to subtract from a frame of exposure t, with s = t/t_dark:
 *
 * - B subtracted from D before:       raw - B - s D
 * - D as it was read, B given:        raw - B - s (D - B)  =  raw - (1 - s) B - s D
 * - D as it was read, no B:           raw - D, and only for s = 1, unless the overscan was
 *                                     subtracted from both, which leaves raw - s D
 *
 * Scaling a dark that still holds its bias would scale the bias too.
 *
 * @throws PhotometryError `missing-calibration` where a step would need a bias that is not there, or would
 *   be done twice
 */
export function masterFactors(raw: Image, { bias, dark, flat }: Masters, scaling: 'exposure' | 'none'): MasterFactors {
  const frame = nameOf(raw, 'frame');
  for (const [step, master] of Object.entries({ bias, dark, flat }) as [keyof Masters, Image | undefined][])
    if (master !== undefined && hasStep(raw, step))
      throw refuse(`the ${step} step is done already in ${frame}, and would be done twice: leave out ${step}`, raw);
  const biasFactor = bias ? 1 : 0;
  if (!dark) return { biasFactor, darkFactor: 0, sameExposure: true };

  const factor = scaling === 'none' ? 1 : exposureRatio(raw, dark, frame);
  const sameExposure = Math.abs(factor - 1) <= SAME_EXPOSURE;
  const frameHasLevel = !(bias || hasStep(raw, 'bias') || hasStep(raw, 'overscan'));
  if (isBiasSubtracted(dark)) {
    if (frameHasLevel)
      throw refuse(`the bias is subtracted from ${nameOf(dark, 'dark')} but not from ${frame}: pass the bias too`, raw);
    return { biasFactor, darkFactor: factor, sameExposure };
  }
  if (hasStep(raw, 'bias'))
    throw refuse(
      `the bias is subtracted from ${frame} but not from ${nameOf(dark, 'dark')}, which would subtract it twice: ` +
        'subtract the bias from the darks before combining them, darks.subtract(bias).combine()',
      raw,
    );
  if (bias) return { biasFactor: sameExposure ? 0 : 1 - factor, darkFactor: sameExposure ? 1 : factor, sameExposure };
  if (hasStep(dark, 'overscan') && hasStep(raw, 'overscan')) return { biasFactor, darkFactor: factor, sameExposure };
  if (!sameExposure)
    throw refuse(
      `${nameOf(dark, 'dark')} of ${dark.exptime} s still holds its bias and cannot be scaled to the ${raw.exptime} s of ${frame}, ` +
        `because the bias does not grow with time: pass the bias too, or darks of ${raw.exptime} s`,
      raw,
    );
  return { biasFactor: 0, darkFactor: 1, sameExposure };
}

/**
 * Refuses masters of another size, unit, binning, read-out mode or state than the frame, flats of another
 * filter, and darks of another detector temperature.
 *
 * @param maxTemperatureDifference [deg C]
 * @throws PhotometryError `mixed-frames`, naming both files
 */
export function assertMastersFit(raw: Image, masters: Masters, maxTemperatureDifference: number): void {
  const facts = factsOf(raw);
  for (const [role, master] of Object.entries(masters) as [keyof Masters, Image | undefined][]) {
    if (!master) continue;
    const names = `${nameOf(master, role)} and ${nameOf(raw, 'frame')}`;
    const refuseIf = (wrong: boolean, message: string | undefined): void => {
      if (wrong) throw new PhotometryError('mixed-frames', `${names} ${message}`, { files: [master.path, raw.path] });
    };
    const [misfit] = masterMisfits(role, factsOf(master), facts, maxTemperatureDifference);
    refuseIf(misfit !== undefined, misfit);
    if (role === 'flat') continue;
    refuseIf(master.unit !== raw.unit, `differ in unit: ${master.unit} and ${raw.unit}`);
    refuseIf(
      hasStep(master, 'overscan') !== hasStep(raw, 'overscan') && !(role === 'dark' && isBiasSubtracted(master)),
      'must both have their overscan subtracted, or neither: reduce both with the same overscan option',
    );
  }
}

function exposureRatio(raw: Image, dark: Image, frame: string): number {
  const factor = raw.exptime / dark.exptime;
  if (factor >= 0 && Number.isFinite(factor)) return factor;
  throw refuse(
    `the dark cannot be scaled: the exposure of ${frame} is ${exposureText(raw)}, that of ${nameOf(dark, 'dark')} ${exposureText(dark)}. ` +
      (unreadableExposure(raw) !== '' || unreadableExposure(dark) !== ''
        ? 'Correct the cards of the exposure time'
        : "If they are equal, say darkScaling: 'none'"),
    raw,
  );
}

/** `60 s`, or what the header has in place of a number. */
function exposureText(image: Image): string {
  if (Number.isFinite(image.exptime)) return `${image.exptime} s`;
  const card = unreadableExposure(image);
  return card === '' ? 'unknown' : `unknown (EXPTIME = '${card}')`;
}

/** A card of the exposure time that is not a number; empty if there is none. */
function unreadableExposure({ exptime, header }: Image): string {
  const card = header.text('EXPTIME') || header.text('EXPOSURE');
  return Number.isFinite(exptime) || Number.isFinite(Number(card)) ? '' : card;
}

function refuse(message: string, raw: Image): PhotometryError {
  return new PhotometryError('missing-calibration', message, { path: raw.path });
}
