/**
 * Reduces a frame: overscan, trim, bias, dark, flat, with mask and variance.
 *
 * The equation of the AstroLab notes, for a frame of exposure t and a master dark of exposure t_dark,
 *
 *     reduced = (raw - bias - dark t/t_dark) / flat
 *
 * is computed in float64 and rounded once. A dark is scaled only after its bias is subtracted, because
 * the bias does not grow with time ({@link masterFactors}); nothing is subtracted or divided twice.
 *
 * Order: saturation is judged on the raw values, then overscan, trim, bias, dark, flat.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { joinProblems, type Problems } from '../../core/problem.js';
import { type ProvenanceStep, withStep } from '../../core/provenance.js';
import type { Header } from '../../fits/header/header.js';
import { type Image, imageOf, type Pixels, type Precision } from '../../frame/image.js';
import { withRawFlags } from '../../frame/raw-flags.js';
import { MAX_TEMPERATURE_DIFFERENCE } from '../compatibility.js';
import { addFlagged, biasFlags, flaggedPixels, flatFlags, type GrowingMask, hasFlags } from '../pixel-flags.js';
import type { Section } from '../section.js';
import { hasStep, isRaw, withDetectorNoise, withReductionStep } from '../state.js';
import { trim } from '../trim.js';
import { type BadPixels, badPixelMask } from './bad-pixels.js';
import { type PixelArithmetic, reducePixels, reduceVariance } from './calibrate-pixels.js';
import { type ChosenDark, chooseDark, darksOf } from './darks/dark-choice.js';
import { type DarkEffects, darkEffects, NO_DARK_EFFECTS } from './darks/dark-effects.js';
import { flatLevelOf } from './flat-level.js';
import { type FrameNoiseFacts, frameNoise } from './frame-noise.js';
import { assertMastersFit, type MasterFactors, type Masters, masterFactors } from './masters.js';
import { type OverscanOptions, subtractOverscan } from './overscan.js';

/** Settings of {@link calibrate}; what is left out is not done. */
export interface CalibrateOptions {
  /** Master bias, subtracted. */
  readonly bias?: Image;
  /**
   * Master dark, scaled to the frame's exposure and subtracted; or master darks of several exposures, of which the one of the
   * frame's exposure is used, else two are interpolated or the nearest is scaled, and pixels whose dark current
   * does not keep to time are masked.
   */
  readonly dark?: Image | readonly Image[];
  /** Master flat, divided by. One that is not normalised is divided by its median first. */
  readonly flat?: Image;
  /** Subtracts the level of the overscan: `true` as BIASSEC says (done already in a frame put together from parts), or how. */
  readonly overscan?: boolean | OverscanOptions;
  /** Cuts the frame: `true` as TRIMSEC says, `[x1:x2,y1:y2]` as FITS counts, or counted from 0. */
  readonly trim?: boolean | string | Section;
  /** Pixels never to be used; of the trimmed frame's size. */
  readonly badPixels?: BadPixels;
  /** Raw value from which a pixel is saturated [adu]. Default: the frame's own; unknown flags none. */
  readonly saturation?: number;
  /** Electrons for one adu [electron/adu]. Default: the frame's own, else the one measured from the flats. */
  readonly gain?: number;
  /** Read-out noise [electron]. Default: the frame's own, else the one measured from biases or darks. */
  readonly readNoise?: number;
  /** `'exposure'` (default) scales the dark by t/t_dark; `'none'` subtracts it unscaled. */
  readonly darkScaling?: 'exposure' | 'none';
  /** How far the detector may be from the temperature of its dark [deg C]. Default 2; `Infinity` does not look. */
  readonly maxTemperatureDifference?: number;
  /** Element type of the result. Default: that of the frame. */
  readonly precision?: Precision;
}

/**
 * A reduced frame, in the unit of the raw one.
 *
 * Mask: that of the frame; `saturated` by raw value; `bad` where a master is unusable or the flat not positive;
 * `hot` or `hotScaled` by the dark (`darks/scaled-hot-pixels.ts`, `darks/dark-linearity.ts`). Values under the mask are those of the formula; NaN
 * only where its result is not a number.
 *
 * Variance: S/gain + readNoise^2 + that of the masters; absent while the gain or the
 * read-out noise is unknown, or the bias was not removed. A frame with a variance keeps it and
 * the masters' is added, so that reducing in two steps is the same as in one.
 *
 * Gain and read-out noise that the header lacks come from the masters (`photon-transfer`).
 *
 * @throws PhotometryError `missing-calibration` for a dark that cannot be scaled or a step done before,
 *   `mixed-frames` for a master of another size, unit or filter
 * @see Howell, S. B. 2006, Handbook of CCD Astronomy, section 4.5; Newberry, M. V. 1991, PASP 103, 122 (noise)
 * @example
 * const reduced = calibrate(raw.image, { bias: bias.image, dark: dark.image, flat: flat.image });
 */
export function calibrate(raw: Image, options: CalibrateOptions = {}): Image {
  requireSensible(options);
  const { saturation = raw.saturation, precision = raw.pixels instanceof Float64Array ? 'float64' : 'float32' } =
    options;
  const frame = prepare(raw, saturation, options);
  const { bias, flat } = options;
  const maxDegrees = options.maxTemperatureDifference ?? MAX_TEMPERATURE_DIFFERENCE;
  assertMastersFit(frame, { bias, flat }, maxDegrees);
  const chosen = darkFor(frame, options);
  const masters: Masters = { bias, dark: chosen?.image, flat };
  const factors = masterFactors(frame, masters, options.darkScaling ?? 'exposure');

  const arithmetic = arithmeticOf(frame, masters, factors);
  const pixels = newPixels(frame.pixels.length, precision);
  const allFinite = reducePixels(arithmetic, pixels);
  const noise = frameNoise(frame, options, masters);
  const header = markSteps(frame.header, masters, factors);
  const reduced: ReducedPixels = { masters, factors, arithmetic, pixels, precision };
  const variance = varianceOf(frame, header, noise, reduced);
  const dark = chosen ? darkEffectsOf(frame, options, chosen, reduced, noise.gain, variance) : NO_DARK_EFFECTS;
  let mask = maskOf(frame, masters, dark);
  if (!allFinite) mask = withRawFlags(pixels, Infinity, mask); // where the formula has no result
  if (options.badPixels) mask = addFlagged(flaggedPixels(badPixelMask(options.badPixels, frame)), mask, pixels.length);

  const { gain, gainSource, readNoise, readNoiseSource, readNoiseAdu } = noise;
  return imageOf({
    ...frame,
    pixels,
    variance,
    mask: mask !== undefined && hasFlags(mask) ? mask : undefined,
    gain,
    gainSource,
    readNoise,
    readNoiseSource,
    saturation,
    saturationSource: options.saturation === undefined ? raw.saturationSource : 'given',
    header: withDetectorNoise(header, { gain: gainSource === 'photon-transfer' ? gain : NaN, readNoiseAdu }),
    provenance: withStep(
      frame.provenance,
      reduceStep(masters, factors, arithmetic.flatLevel, Boolean(options.badPixels), precision),
    ),
    problems: problemsOf({ ...frame, problems: noise.problems }, dark),
  });
}

/**
 * The dark for a frame, after a look at whether all that were given fit it; undefined without darks.
 *
 * @throws PhotometryError as {@link calibrate}
 */
function darkFor(frame: Image, options: CalibrateOptions): ChosenDark | undefined {
  const { dark, darkScaling = 'exposure', maxTemperatureDifference = MAX_TEMPERATURE_DIFFERENCE } = options;
  if (dark === undefined) return undefined;
  const darks = darksOf(dark);
  for (const one of darks) assertMastersFit(frame, { dark: one }, maxTemperatureDifference);
  return chooseDark(frame, darks, darkScaling);
}

/** @throws PhotometryError `bad-argument` for a gain or a saturation that is not positive, or a negative read-out noise */
function requireSensible({ gain, readNoise, saturation }: CalibrateOptions): void {
  const isWrong = (value: number | undefined, least: number): boolean =>
    value !== undefined && !(value > least && Number.isFinite(value));
  const wrong = isWrong(gain, 0)
    ? `gain must be a positive number of electrons per adu, got ${gain}`
    : isWrong(saturation, 0)
      ? `saturation must be a positive number of raw adu, got ${saturation}; leave it out if it is not known`
      : readNoise !== undefined && !(readNoise >= 0 && Number.isFinite(readNoise))
        ? `readNoise must be a number of electrons, 0 or more, got ${readNoise}`
        : '';
  if (wrong !== '') throw new PhotometryError('bad-argument', wrong, { gain, readNoise, saturation });
}

/** The terms of the formula for each pixel. */
function arithmeticOf(frame: Image, { bias, dark, flat }: Masters, factors: MasterFactors): PixelArithmetic {
  return {
    raw: frame.pixels,
    bias: bias && { pixels: bias.pixels, variance: bias.variance },
    biasFactor: factors.biasFactor,
    dark: dark && { pixels: dark.pixels, variance: dark.variance },
    darkFactor: factors.darkFactor,
    flat: flat && { pixels: flat.pixels, variance: flat.variance },
    flatLevel: flat ? flatLevelOf(flat) : 1,
  };
}

/** A frame whose pixels are reduced, and what they were reduced with. */
interface ReducedPixels {
  readonly masters: Masters;
  readonly factors: MasterFactors;
  readonly arithmetic: PixelArithmetic;
  readonly pixels: Pixels;
  readonly precision: Precision;
}

/** The variance of the reduced pixels; undefined if the noise is unknown or the bias was not removed. */
function varianceOf(
  frame: Image,
  header: Header,
  { gain, readNoiseAdu }: FrameNoiseFacts,
  { masters, factors, arithmetic, pixels, precision }: ReducedPixels,
): Pixels | undefined {
  const pedestalGone = hasStep({ header }, 'bias') || hasStep({ header }, 'overscan');
  if (frame.variance === undefined && !(pedestalGone && Number.isFinite(gain * readNoiseAdu))) return undefined;
  const variance = newPixels(pixels.length, precision);
  const biasVarianceFactor = biasVarianceFactorOf(masters, factors);
  const terms = { rawVariance: frame.variance, gain, readNoise: readNoiseAdu, biasVarianceFactor };
  reduceVariance(arithmetic, terms, pixels, variance);
  return variance;
}

/** The flags and problems that the dark brings; adds to the variance of hot pixels under a scaled dark. */
function darkEffectsOf(
  frame: Image,
  options: CalibrateOptions,
  chosen: ChosenDark,
  { factors, arithmetic, pixels }: ReducedPixels,
  gain: number,
  variance: Pixels | undefined,
): DarkEffects {
  const { mask, width, height } = frame;
  const { flat, flatLevel } = arithmetic;
  const response = (i: number): number => (flat ? flat.pixels[i] / flatLevel : 1);
  const subtraction = { frame, chosen, darks: darksOf(options.dark ?? []), bias: options.bias, factors, gain };
  return darkEffects(subtraction, { pixels, mask, width, height, variance, response }, variance);
}

/** The problems of the frame and those of its dark; undefined if there are none. */
function problemsOf({ problems }: Image, dark: DarkEffects): Problems | undefined {
  const all = joinProblems(problems, dark.problems);
  return all.length > 0 ? all : undefined;
}

/** The mask of the frame with the flags of its masters. */
function maskOf({ mask: own, pixels }: Image, { bias, flat }: Masters, dark: DarkEffects): GrowingMask {
  const { length } = pixels;
  let mask: GrowingMask = own?.slice();
  if (bias) mask = addFlagged(biasFlags(bias), mask, length);
  for (const flags of dark.flags) mask = addFlagged(flags, mask, length);
  if (flat) mask = addFlagged(flatFlags(flat), mask, length);
  return mask;
}

/** The reduction as a step of provenance. */
function reduceStep(
  { bias, dark, flat }: Masters,
  { biasFactor, darkFactor }: MasterFactors,
  flatLevel: number,
  badPixels: boolean,
  precision: Precision,
): ProvenanceStep {
  return {
    verb: 'reduce',
    options: {
      ...(bias ? { bias: labelOf(bias), biasFactor } : {}),
      ...(dark ? { dark: labelOf(dark), darkFactor } : {}),
      ...(flat ? { flat: labelOf(flat), flatLevel } : {}),
      ...(badPixels ? { badPixels: true } : {}),
      precision,
    },
    citation: 'Howell 2006, Handbook of CCD Astronomy, section 4.5',
    files: [bias, dark, flat].flatMap(master => master?.provenance.at(-1)?.files ?? []),
  };
}

/** Saturation on raw values, then overscan, then trim. */
function prepare(raw: Image, saturation: number, { overscan, trim: section }: CalibrateOptions): Image {
  const mask = withRawFlags(raw.pixels, isRaw(raw) ? saturation : Infinity, raw.mask);
  let frame = imageOf({ ...raw, mask });
  // a frame that was put together from parts has lost the overscan of each, and its level
  const isWhole = raw.header.has('NPARTS');
  if (overscan && !(overscan === true && isWhole && hasStep(raw, 'overscan')))
    frame = subtractOverscan(frame, overscan === true ? {} : overscan);
  if (section && !(section === true && isWhole && hasStep(raw, 'trim'))) frame = trim(frame, section);
  return frame;
}

/**
 * How often the variance of the bias B enters. A dark D that was made with B holds it with the
 * opposite sign: in raw - B - s (med(d) - B) it occurs 1 - s times, so that it cancels for equal exposures.
 */
function biasVarianceFactorOf({ bias, dark }: Masters, { biasFactor, darkFactor }: MasterFactors): number {
  if (!bias) return 0;
  const coefficient = dark && hasStep(dark, 'bias') ? biasFactor - darkFactor : biasFactor;
  return coefficient * coefficient;
}

/** Marks what has been done. A dark that still held its bias took the frame's with it. */
function markSteps(header: Header, { bias, dark, flat }: Masters, factors: MasterFactors): Header {
  let result = header;
  if (bias) result = withReductionStep(result, 'bias', labelOf(bias));
  if (dark) {
    result = withReductionStep(result, 'dark', `${labelOf(dark)} x ${Number(factors.darkFactor.toPrecision(6))}`);
    if (!hasStep({ header: result }, 'bias')) result = withReductionStep(result, 'bias', 'with the dark');
  }
  if (flat) result = withReductionStep(result, 'flat', labelOf(flat));
  return result;
}

/** A short description of a master: its file, or the number of its frames. */
function labelOf(master: Image): string {
  const count = master.header.number('NCOMBINE');
  const file = master.path.split(/[\\/]/).at(-1) ?? '';
  return file !== '' ? file : Number.isFinite(count) ? `${count} frames` : 'done';
}

function newPixels(length: number, precision: Precision): Pixels {
  return precision === 'float64' ? new Float64Array(length) : new Float32Array(length);
}
