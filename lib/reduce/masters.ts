/**
 * Which multiples of bias and dark a frame needs, and which combinations are refused.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import type { Image } from '../frame/image.js';
import { filterOf, nameOf } from './frame-facts.js';
import { hasStep, isBiasSubtracted } from './state.js';

/** Exposures that differ by less count as equal, relative. */
const SAME_EXPOSURE = 0.01;

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
      throw refuse(`the bias is subtracted from ${nameOf(dark, 'dark')} but not from ${frame}: give the bias too`, raw);
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
        `because the bias does not grow with time: give the bias too, or darks of ${raw.exptime} s`,
      raw,
    );
  return { biasFactor: 0, darkFactor: 1, sameExposure };
}

/**
 * Refuses masters of another size, unit, filter or state than the frame.
 *
 * @throws PhotometryError `mixed-frames`, naming both files
 */
export function assertMastersFit(raw: Image, masters: Masters): void {
  for (const [role, master] of Object.entries(masters) as [keyof Masters, Image | undefined][]) {
    if (!master) continue;
    const names = `${nameOf(master, role)} and ${nameOf(raw, 'frame')}`;
    if (master.width !== raw.width || master.height !== raw.height)
      throw mixed(
        `${names} differ in size: ${master.width} x ${master.height} and ${raw.width} x ${raw.height} pixels. ` +
          'Take a master of the same binning, window and trim',
        raw,
        master,
      );
    if (role === 'flat') continue;
    if (master.unit !== raw.unit) throw mixed(`${names} differ in unit: ${master.unit} and ${raw.unit}`, raw, master);
    if (hasStep(master, 'overscan') !== hasStep(raw, 'overscan') && !(role === 'dark' && isBiasSubtracted(master)))
      throw mixed(
        `the overscan is subtracted from only one of ${names}: reduce both with the same overscan option`,
        raw,
        master,
      );
  }
  const { flat } = masters;
  const [flatFilter, filter] = [flat ? filterOf(flat.header) : '', filterOf(raw.header)];
  if (flat && flatFilter !== '' && filter !== '' && flatFilter !== filter)
    throw mixed(
      `${nameOf(flat, 'flat')} is of filter ${flatFilter} but ${nameOf(raw, 'frame')} of filter ${filter}: ` +
        `take a flat of ${filter}, for example night.where(h => h.imagetyp === 'flat' && h.filter === '${filter}')`,
      raw,
      flat,
    );
}

function exposureRatio(raw: Image, dark: Image, frame: string): number {
  const factor = raw.exptime / dark.exptime;
  if (factor >= 0 && Number.isFinite(factor)) return factor;
  throw refuse(
    `the dark cannot be scaled: the exposure of ${frame} is ${raw.exptime} s, that of ${nameOf(dark, 'dark')} ${dark.exptime} s. ` +
      "If they are equal, say darkScaling: 'none'",
    raw,
  );
}

function refuse(message: string, raw: Image): PhotometryError {
  return new PhotometryError('missing-calibration', message, { path: raw.path });
}

function mixed(message: string, raw: Image, master: Image): PhotometryError {
  return new PhotometryError('mixed-frames', message, { files: [raw.path, master.path] });
}
