/**
 * Pixels of high dark current in a master dark, judged against the pixels around them.
 *
 * A smooth glow, such as that of an amplifier in a corner, is a slope in which no pixel stands out: it is subtracted
 * like the rest of the dark.
 *
 * @module
 */
import { type Image, PixelFlag, type Pixels, UNUSABLE_PIXEL } from '../../../frame/image.js';
import { detectorNoise } from '../../state.js';
import { type Box, boxAt, boxesOf } from './boxes.js';
import { noiseOfBoxes, type Surroundings, surroundingsOf } from './local-noise.js';

/** A pixel is hot if its dark is this many times the noise of the master dark there above its surroundings ... */
const MIN_NOISES = 10;
/** ... and this many times their spread, which contains the slope of a steep glow ... */
const MIN_SPREADS = 4;
/** ... and this many times the read-out noise of one frame, if known: it must not only stand out but matter. */
const MIN_READ_NOISES = 5;
/** The surroundings are the pixels at most this far in x and in y [px]. */
const REACH = 4;
/** Side of the boxes in which the noise of a master dark is measured [px]. */
const NOISE_BOX = 32;

/** The hot and the unusable pixels of a dark. */
interface HotPixels {
  readonly index: Uint32Array;
  /** Flags of a frame of the dark's own exposure: `hot`, `hotScaled` where the dark is saturated, else `bad`. */
  readonly bits: Uint8Array;
  /** Dark current above that of the surroundings [unit of the dark]; 0 for a pixel that is not hot. */
  readonly excess: Float64Array;
}

/** Hot pixels of darks: a series asks for the same master with every frame. */
const known = new WeakMap<Image, HotPixels>();

/**
 * The hot and the unusable pixels of a master dark.
 *
 * A pixel is hot if it exceeds the median of the 9 x 9 pixels around it by 10 times the local noise of the master, 4 times
 * the spread of those pixels and 5 times the read-out noise of one frame (where that is known).
 */
export function hotPixelsOf(dark: Image): HotPixels {
  let result = known.get(dark);
  if (result === undefined) {
    result = findHotPixels(dark);
    known.set(dark, result);
  }
  return result;
}

/** Pixels found so far. */
interface Found {
  readonly index: number[];
  readonly excess: number[];
}

function findHotPixels(dark: Image): HotPixels {
  const found: Found = { index: [], excess: [] };
  const boxes = boxesOf(dark.width, dark.height, NOISE_BOX);
  const noise = noiseOfBoxes(dark, NOISE_BOX);
  const { readNoiseAdu } = detectorNoise(dark);
  const matters = Number.isFinite(readNoiseAdu) ? MIN_READ_NOISES * readNoiseAdu : 0;
  for (let k = 0; k < noise.length; k++) {
    const least = Math.max(matters, Number.isFinite(noise[k]) ? MIN_NOISES * noise[k] : 0);
    findInBox(dark, boxAt(boxes, k), least, found);
  }
  const index = Uint32Array.from(found.index);
  const excess = Float64Array.from(found.excess);
  return { index, excess, bits: Uint8Array.from(index, (i, k) => flagsOf(excess[k], dark.mask?.[i] ?? 0)) };
}

function flagsOf(excess: number, own: number): number {
  const hot = excess > 0 ? PixelFlag.hot : 0;
  if ((own & UNUSABLE_PIXEL) === 0) return hot;
  return hot | ((own & (PixelFlag.saturated | PixelFlag.hotScaled)) !== 0 ? PixelFlag.hotScaled : PixelFlag.bad);
}

/** Adds the hot and the unusable pixels of a box; a hot one exceeds its surroundings by more than `least`. */
function findInBox(dark: Image, box: Box, least: number, { index, excess }: Found): void {
  const { pixels, mask, width } = dark;
  const lookAround = surroundingsOf(dark, pixels, REACH);
  const around: Surroundings = { level: NaN, spread: NaN };
  for (const i of candidatesOf(dark, box, 0.5 * least)) {
    const x = i % width;
    lookAround(x, (i - x) / width, around);
    const above = pixels[i] - around.level;
    const isHot = above > Math.max(least, MIN_SPREADS * around.spread);
    if (!isHot && (mask === undefined || (mask[i] & UNUSABLE_PIXEL) === 0)) continue;
    index.push(i);
    excess.push(isHot ? above : 0);
  }
}

/** The pixels of a box worth a closer look: those that may be hot, and the unusable ones. */
function candidatesOf({ pixels, mask, width, height }: Image, { x0, x1, y0, y1 }: Box, limit: number): number[] {
  const found: number[] = [];
  const from = Math.min(x1, Math.max(x0, REACH));
  const to = Math.max(from, Math.min(x1, width - REACH));
  for (let y = y0; y < y1; y++) {
    const row = y * width;
    const down = y >= REACH && y + REACH < height ? REACH * width : 0;
    candidatesOfRow(pixels, mask, row + x0, row + from, 0, down, limit, found);
    candidatesOfRow(pixels, mask, row + from, row + to, REACH, down, limit, found);
    candidatesOfRow(pixels, mask, row + to, row + x1, 0, down, limit, found);
  }
  return found;
}

/**
 * Adds the unusable pixels of from..to, and those above the mean of two opposite pixels by more than `limit`. One hot
 * pixel among the four looked at hides nothing. Near the edge only two are in the image, in a corner none: there, all
 * pixels are added.
 *
 * @param right distance of the pixels to the left and right, 0 where one is outside
 * @param down the same for those above and below, in indices
 */
function candidatesOfRow(
  pixels: Pixels,
  mask: Uint8Array | undefined,
  from: number,
  to: number,
  right: number,
  down: number,
  limit: number,
  found: number[],
): void {
  const most = right + down === 0 ? -Infinity : limit; // at distance 0 a pixel is compared with itself
  for (let i = from; i < to; i++) {
    const level = Math.min(pixels[i - right] + pixels[i + right], pixels[i - down] + pixels[i + down]);
    if (!(pixels[i] - 0.5 * level <= most) || (mask !== undefined && (mask[i] & UNUSABLE_PIXEL) !== 0)) found.push(i);
  }
}
