/**
 * The image of a channel: pixels, mask, variance, gain and noise.
 *
 * @module
 */
import { joinProblems } from '../../core/problem.js';
import { type Image, imageOf, type Pixels } from '../image.js';
import type { DescribeOptions } from '../telescopes/describe-frame.js';
import { type ChannelSource, channelHeader, halfSize } from './channel-of-file.js';

/** Where the values of one pixel of a channel are: of each of these arrays at each of these offsets. */
interface Layout {
  readonly width: number;
  readonly height: number;
  /** From one pixel to the next, in the raw image [px]. */
  readonly step: number;
  /** Pixels of a raw row. */
  readonly rawWidth: number;
  /** Offsets of the averaged pixels in a raw image [px]. */
  readonly offsets: readonly number[];
}

/**
 * Makes a channel of raw images, whose masks are judged already.
 *
 * The mean of n pixels has n times the gain [electron/unit] and sqrt(n) times the read-out noise [electron] of one. A mean
 * is unusable if one of its pixels is: saturated if one was at or above saturation, no data if one was not a number.
 * World coordinates and the other cards in pixels are those of the channel.
 *
 * @param raw the planes that the source names, in its order: of a mosaic the one image
 */
export function channelImage(raw: readonly Image[], source: ChannelSource, options: DescribeOptions = {}): Image {
  const [first] = raw;
  const { cell, count } = source;
  const size = cell ? halfSize(first) : first;
  const layout: Layout = {
    width: size.width,
    height: size.height,
    step: cell ? 2 : 1,
    rawWidth: first.width,
    offsets: cell ? cell.map(({ x, y }) => y * first.width + x) : [0],
  };
  const { header, problems } = channelHeader(first, source, options);
  const variances = raw.map(image => image.variance);
  return imageOf({
    ...first,
    width: size.width,
    height: size.height,
    pixels: sums(
      raw.map(image => image.pixels),
      layout,
      1 / count,
    ),
    variance: variances.every(variance => variance !== undefined)
      ? sums(variances as Pixels[], layout, 1 / (count * count))
      : undefined,
    mask: jointMask(
      raw.map(image => image.mask),
      layout,
    ),
    gain: first.gain * count,
    readNoise: first.readNoise * Math.sqrt(count),
    header,
    problems: joinProblems(first.problems, problems),
  });
}

/** Sums over the pixels of each cell and the planes, times a factor. Of one pixel and a factor of 1, the pixel itself. */
function sums(planes: readonly Pixels[], { width, height, step, rawWidth, offsets }: Layout, factor: number): Pixels {
  const n = width * height;
  const out = planes[0] instanceof Float64Array ? new Float64Array(n) : new Float32Array(n);
  for (let j = 0, k = 0; j < height; j++) {
    for (let i = 0, at = j * step * rawWidth; i < width; i++, k++, at += step) {
      let sum = 0;
      for (const plane of planes) for (const offset of offsets) sum += plane[at + offset];
      out[k] = sum * factor;
    }
  }
  return out;
}

/** The bits of all pixels of each cell and the planes; undefined if there are none. */
function jointMask(
  masks: readonly (Uint8Array | undefined)[],
  { width, height, step, rawWidth, offsets }: Layout,
): Uint8Array | undefined {
  const present = masks.filter(mask => mask !== undefined);
  if (present.length === 0) return undefined;
  const out = new Uint8Array(width * height);
  let any = 0;
  for (let j = 0, k = 0; j < height; j++) {
    for (let i = 0, at = j * step * rawWidth; i < width; i++, k++, at += step) {
      let bits = 0;
      for (const mask of present) for (const offset of offsets) bits |= mask[at + offset];
      out[k] = bits;
      any |= bits;
    }
  }
  return any === 0 ? undefined : out;
}
