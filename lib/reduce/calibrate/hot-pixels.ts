/**
 * Pixels of high dark current in a master dark.
 *
 * @module
 */
import { STRETCH } from '../../core/stretches.js';
import { type Image, PixelFlag, type Pixels, UNUSABLE_PIXEL } from '../../frame/image.js';
import { MAD_TO_SIGMA } from '../../math/clip.js';
import { usableMedian } from '../../math/usable-median.js';
import type { FlaggedPixels } from '../pixel-flags.js';
import { detectorNoise } from '../state.js';

/** A pixel is hot if its dark is this many robust scatters of the master dark above the median ... */
const SCATTERS = 10;
/** ... and this many times the read-out noise of one frame, if known. */
const READ_NOISES = 5;
/** Maximum relative deviation of a hot pixel's dark current from proportionality to time. */
const NONLINEARITY = 0.1;

/** The dark's level and scatter, from which hotness is judged [unit of the dark]. */
interface DarkLevel {
  /** Median of the dark. */
  readonly median: number;
  /** 1.4826 times the median absolute deviation. */
  readonly scatter: number;
  /** Values above are hot. */
  readonly hotAbove: number;
}

/** Levels of darks: a series asks for the same master with every frame. */
const levels = new WeakMap<Image, DarkLevel>();

/**
 * Level and scatter of a master dark, and the value above which a pixel is hot: the median plus the
 * larger of 10 robust scatters and 5 times the read-out noise of one frame, so that a pixel counts
 * as hot only if it both stands out and matters.
 */
function darkLevel(dark: Image): DarkLevel {
  const known = levels.get(dark);
  if (known) return known;
  const { pixels, mask } = dark;
  const median = usableMedian(pixels, mask, UNUSABLE_PIXEL);
  const deviations = new Float64Array(pixels.length); // NaN where a pixel is
  for (let i = 0; i < pixels.length; i++) deviations[i] = Math.abs(pixels[i] - median);
  const scatter = MAD_TO_SIGMA * usableMedian(deviations, mask, UNUSABLE_PIXEL);
  const { readNoiseAdu } = detectorNoise(dark);
  const matters = Number.isFinite(readNoiseAdu) ? READ_NOISES * readNoiseAdu : 0;
  const level = { median, scatter, hotAbove: median + Math.max(SCATTERS * scatter, matters) };
  levels.set(dark, level);
  return level;
}

/** The hot and the unusable pixels of darks, from which each frame's flags are made. */
const oddPixels = new WeakMap<Image, Uint32Array>();

function oddPixelsOf(dark: Image): Uint32Array {
  let odd = oddPixels.get(dark);
  if (odd === undefined) {
    const { pixels, mask } = dark;
    const { hotAbove } = darkLevel(dark);
    const found: number[] = [];
    for (let from = 0; from < pixels.length; from += STRETCH)
      findOdd(pixels, mask, hotAbove, from, Math.min(pixels.length, from + STRETCH), found);
    odd = Uint32Array.from(found);
    oddPixels.set(dark, odd);
  }
  return odd;
}

function findOdd(
  pixels: Pixels,
  mask: Uint8Array | undefined,
  limit: number,
  from: number,
  to: number,
  found: number[],
): void {
  for (let i = from; i < to; i++)
    if (pixels[i] > limit || (mask !== undefined && (mask[i] & UNUSABLE_PIXEL) !== 0)) found.push(i);
}

/**
 * The flags that a frame gets from a dark.
 *
 * A hot pixel is `hot` (usable, noisier) where the dark was exposed as long as the frame. Where the dark is scaled
 * by `factor`, it is `hotScaled` (unusable) if 10 % of the dark current that scaling adds or removes exceeds the scatter
 * of the master dark: hot pixels do not keep strictly to time. A pixel that is saturated in the dark is
 * `hotScaled` at any exposure, otherwise unusable pixels of the dark are `bad`.
 *
 * @param factor frame exposure / dark exposure; 1 where they agree within 1 %
 * @see Widenhorn, R. et al. 2002, Proc. SPIE 4669, 193, for the spread of hot pixels' dark current
 */
export function darkFlags(dark: Image, factor: number): FlaggedPixels {
  const { pixels, mask } = dark;
  const { median, scatter, hotAbove } = darkLevel(dark);
  const change = NONLINEARITY * Math.abs(factor - 1);
  const index = oddPixelsOf(dark);
  const bits = new Uint8Array(index.length);
  for (let k = 0; k < index.length; k++) {
    const i = index[k];
    if (pixels[i] > hotAbove) bits[k] = change * (pixels[i] - median) > scatter ? PixelFlag.hotScaled : PixelFlag.hot;
    if (mask === undefined || (mask[i] & UNUSABLE_PIXEL) === 0) continue;
    bits[k] |= (mask[i] & (PixelFlag.saturated | PixelFlag.hotScaled)) !== 0 ? PixelFlag.hotScaled : PixelFlag.bad;
  }
  return { index, bits };
}
