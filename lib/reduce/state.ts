/**
 * What has been done to an image: the cards that each reduction step leaves in its header.
 *
 * The keywords are those of IRAF's ccdproc (`OVERSCAN TRIM ZEROCOR DARKCOR FLATCOR NCOMBINE`), so
 * that the state survives writing to a file, and files reduced by IRAF are recognised; the status
 * cards of LCO's BANZAI and the CALSTAT letters of MaxIm DL are read too.
 *
 * @module
 */
import type { CardValue, Header } from '../fits/header/header.js';
import type { Image } from '../frame/image.js';

/** A step of the reduction. */
export type ReductionStep = 'overscan' | 'trim' | 'bias' | 'dark' | 'flat';

/** For each step: the card we write, the card of BANZAI, the letter of CALSTAT. */
const MARKS: Readonly<
  Record<ReductionStep, { readonly card: string; readonly banzai: string; readonly letter: string }>
> = {
  overscan: { card: 'OVERSCAN', banzai: 'L1STATOV', letter: '' },
  trim: { card: 'TRIM', banzai: 'L1STATTR', letter: '' },
  bias: { card: 'ZEROCOR', banzai: 'L1STATBI', letter: 'B' },
  dark: { card: 'DARKCOR', banzai: 'L1STATDA', letter: 'D' },
  flat: { card: 'FLATCOR', banzai: 'L1STATFL', letter: 'F' },
};

/** Card of a flat that was divided by its level; its value is that level [adu]. */
const NORMALISED = 'SKYNORM';
/** Card of the gain of one raw frame, measured by photon transfer [electron/adu]. */
const DETECTOR_GAIN = 'SKYGAIN';
/** Card of the read-out noise of one raw frame, measured from differences of frames [adu]. */
const DETECTOR_NOISE = 'SKYRDN';

/** Whether a step has been applied. */
export function hasStep(image: Pick<Image, 'header'>, step: ReductionStep): boolean {
  const { header } = image;
  const { card, banzai, letter } = MARKS[step];
  if (isSet(header.get(card))) return true;
  if (isSet(header.get(banzai))) return true;
  return letter !== '' && header.text('CALSTAT').toUpperCase().includes(letter);
}

/**
 * Whether the bias has been subtracted from the image: only then may a dark be scaled to another
 * exposure, since the bias does not grow with time.
 *
 * @example isBiasSubtracted(masterDark)
 */
export function isBiasSubtracted(image: Pick<Image, 'header'>): boolean {
  return hasStep(image, 'bias');
}

/** Whether the image is a flat divided by its own level, so that its values are near 1. */
export function isNormalisedFlat(image: Pick<Image, 'header'>): boolean {
  return image.header.has(NORMALISED);
}

/** Whether nothing has been subtracted or divided: the pixels are what the camera wrote. */
export function isRaw(image: Pick<Image, 'header'>): boolean {
  return (
    !(['overscan', 'bias', 'dark', 'flat'] as const).some(step => hasStep(image, step)) && !isNormalisedFlat(image)
  );
}

/** Records in a header, with this text, that the step was applied. */
export function withReductionStep(header: Header, step: ReductionStep, words: string): Header {
  return header.with(MARKS[step].card, words, `Skyframe: ${step}`);
}

/** Marks a header: the values were divided by `level`. */
export function withNormalisation(header: Header, level: number): Header {
  return header.with(NORMALISED, level, 'Skyframe: divided by this level');
}

/** Detector properties measured from frames, if the header is silent. NaN if unknown. */
export interface DetectorNoise {
  /** Electrons per ADU of a single raw frame, by photon transfer. */
  readonly gain: number;
  /** Read-out noise of a single raw frame [adu], from differences of bias or dark frames. */
  readonly readNoiseAdu: number;
}

/** The measured noise of the detector that made an image; NaN where it was not measured. */
export function detectorNoise(image: Pick<Image, 'header'>): DetectorNoise {
  return { gain: image.header.number(DETECTOR_GAIN), readNoiseAdu: image.header.number(DETECTOR_NOISE) };
}

/** Records the measured noise of the detector in a header; NaN records nothing. */
export function withDetectorNoise(header: Header, noise: DetectorNoise): Header {
  let result = header;
  if (Number.isFinite(noise.gain)) result = result.with(DETECTOR_GAIN, noise.gain, '[electron/adu] by photon transfer');
  if (Number.isFinite(noise.readNoiseAdu))
    result = result.with(DETECTOR_NOISE, noise.readNoiseAdu, '[adu] of one raw frame');
  return result;
}

/** A status card counts unless it is absent, empty, false or 0. */
function isSet(value: CardValue): boolean {
  if (value === null || value === false || value === 0 || value === 0n) return false;
  return !(typeof value === 'string' && ['', '0', 'F', 'FALSE', 'NO'].includes(value.trim().toUpperCase()));
}
