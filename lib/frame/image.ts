/**
 * A CCD image with what is needed to measure on it: unit, gain, read-out noise, mask, variance.
 *
 * Pixel (0, 0) has its centre at x = 0, y = 0; x increases along NAXIS1; pixels are stored row by row.
 *
 * @module
 */
import type { FrameCount } from '../core/frame-count.js';
import type { Problems } from '../core/problem.js';
import type { Provenance } from '../core/provenance.js';
import type { Header } from '../fits/header/header.js';

/** The element type of pixels: `float32` halves the memory, `float64` keeps every digit. */
export type Precision = 'float32' | 'float64';

/** Pixel values row by row. */
export type Pixels = Float32Array | Float64Array;

/** What a pixel value counts. `''` is a pure number (a normalised flat). */
export type PixelUnit = 'adu' | 'electron' | 'adu/s' | 'electron/s' | (string & {});

/** Where a gain or a read-out noise came from. */
export type DetectorSource = 'header' | 'telescope' | 'photon-transfer' | 'given' | 'unknown';

/**
 * Where a saturation level came from: `pixels` that pile up at it, or the largest number that the file can hold (`container`),
 * which the detector may not reach.
 */
export type SaturationSource = 'header' | 'telescope' | 'pixels' | 'container' | 'given' | 'unknown';

/** Bits of {@link Image.mask}. A pixel with a bit of {@link UNUSABLE_PIXEL} is never summed. */
export const PixelFlag = {
  /** In the user's bad-pixel mask, or dead: the flat is not positive there. Unusable. */
  bad: 1,
  /** At or above saturation in the raw frame. Unusable. */
  saturated: 2,
  /** Not a finite number in the file (NaN, BLANK). Unusable. */
  noData: 4,
  /** High dark current, subtracted well enough: noisier, still usable. */
  hot: 8,
  /** High or saturated dark current, or glow that is not linear in time, that scaling the dark cannot remove. Unusable. */
  hotScaled: 16,
  /** Hit by a cosmic ray. Unusable. */
  cosmicRay: 32,
} as const;

/**
 * Values of this size and above are no measurement: IRAF writes an undefined pixel, INDEF, as 1.6e38. A pixel of such a
 * value counts as unusable wherever pixels are summed, and is read as NaN.
 */
export const MAX_PIXEL_VALUE = 1e30;

/** The bits of {@link PixelFlag} whose pixels are not data. */
export const UNUSABLE_PIXEL: number =
  PixelFlag.bad | PixelFlag.saturated | PixelFlag.noData | PixelFlag.hotScaled | PixelFlag.cosmicRay;

/** An image and what belongs to it. Never changed after it is made: verbs return new ones. */
export interface Image {
  /** Pixels along x (NAXIS1). */
  readonly width: number;
  /** Pixels along y (NAXIS2). */
  readonly height: number;
  /** Values row by row, `pixels[y * width + x]`, in {@link unit}. Do not write. */
  readonly pixels: Pixels;
  /** 1-sigma variance of each pixel [unit squared]; absent where it is not known. */
  readonly variance?: Pixels;
  /** Bits of {@link PixelFlag}, one byte per pixel; absent if every pixel is good. */
  readonly mask?: Uint8Array;
  /** What a value counts. */
  readonly unit: PixelUnit;
  /**
   * Electrons for one {@link unit} [electron/unit]; NaN is unknown (GAIN absent or 0). For the mean of n frames it is n
   * times that of one. A normalised flat, a pure number, keeps that of the raw frames it was made of [electron/adu].
   */
  readonly gain: number;
  /** Read-out noise of a pixel of this image [electron]; NaN is unknown. */
  readonly readNoise: number;
  /** Where {@link gain} came from. */
  readonly gainSource: DetectorSource;
  /** Where {@link readNoise} came from. */
  readonly readNoiseSource: DetectorSource;
  /** Raw value from which a pixel counts as saturated [raw ADU]; NaN is unknown. */
  readonly saturation: number;
  /** Where {@link saturation} came from; absent where it was not looked for. */
  readonly saturationSource?: SaturationSource;
  /** Exposure time [s]; NaN is unknown. */
  readonly exptime: number;
  /** The cards of the HDU. */
  readonly header: Header;
  /** Where the image was read from; empty for a computed one. */
  readonly path: string;
  /** How it came to be. */
  readonly provenance: Provenance;
  /** What was noticed while it was read and made; absent if nothing was. */
  readonly problems?: Problems;
  /** Of a combination of a series: how many frames came in, and which were left out. */
  readonly count?: FrameCount;
}

/**
 * The same image, with its fields in a fixed order. Verbs return their images through it: JavaScript engines distinguish
 * objects by the order of their fields, and recompile code that works on images for each order they meet.
 */
export function imageOf(image: Image): Image {
  return {
    width: image.width,
    height: image.height,
    pixels: image.pixels,
    variance: image.variance,
    mask: image.mask,
    unit: image.unit,
    gain: image.gain,
    readNoise: image.readNoise,
    gainSource: image.gainSource,
    readNoiseSource: image.readNoiseSource,
    saturation: image.saturation,
    saturationSource: image.saturationSource,
    exptime: image.exptime,
    header: image.header,
    path: image.path,
    provenance: image.provenance,
    problems: image.problems,
    count: image.count,
  };
}

/** Whether the gain is a card without a unit that is only assumed to be electrons per adu. */
export function isGainAssumed({ problems }: Pick<Image, 'problems'>): boolean {
  return problems?.some(({ code }) => code === 'gain-unit') ?? false;
}

/** A pixel that can be summed. */
export function isUsable(mask: Uint8Array | undefined, index: number): boolean {
  return mask === undefined || (mask[index] & UNUSABLE_PIXEL) === 0;
}
