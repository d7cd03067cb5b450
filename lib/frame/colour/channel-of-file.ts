/**
 * Where a file has a channel: in the cells of a mosaic, in a plane of a cube, or in the mean of its three planes.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { Problem } from '../../core/problem.js';
import type { Header } from '../../fits/header/header.js';
import { type DescribeOptions, readerOf } from '../telescopes/describe-frame.js';
import { mosaicCardProblems, mosaicOf, withoutMosaic } from './bayer-pattern.js';
import { type Channel, channelOf, withChannel } from './channel.js';
import { halfSizeHeader } from './half-size-header.js';

/** How a channel is made of the images of a file. */
export interface ChannelSource {
  readonly channel: Channel;
  /** Planes of the file that are averaged; 0 is the first. */
  readonly planes: readonly number[];
  /** Pixels of each cell of a mosaic that are averaged, from its first one [px]; null if whole planes are. */
  readonly cell: readonly { readonly x: number; readonly y: number }[] | null;
  /** How many raw pixels are averaged for one of the channel. */
  readonly count: number;
}

/** An image of a file, as far as it decides about channels. */
interface ImageOfFile {
  readonly header: Header;
  readonly width: number;
  readonly height: number;
  /** Images in a cube; 1 is a single image. */
  readonly planes: number;
  readonly path: string;
}

/**
 * Finds a channel in an image.
 *
 * A frame that was written as this channel is taken as it is.
 *
 * @throws PhotometryError `bad-argument` if the image has no such channel; the message tells why
 */
export function channelOfFile({ header, width, height, planes, path }: ImageOfFile, channel: Channel): ChannelSource {
  const refuse = (why: string): never => {
    throw new PhotometryError('bad-argument', `${path || 'the image'} has no channel '${channel}': ${why}`, {
      path,
      channel,
    });
  };
  if (planes === 3) {
    const chosen = channel === 'L' ? [0, 1, 2] : ['RGB'.indexOf(channel)];
    return { channel, planes: chosen, cell: null, count: chosen.length };
  }
  if (planes > 1) refuse(`it is a cube of ${planes} images, not of 3 (R, G, B); choose one with { plane: 0 }`);
  const mosaic = mosaicOf(header, height);
  if (mosaic === null) {
    const written = channelOf(header);
    if (written === channel) return { channel, planes: [0], cell: null, count: 1 };
    if (written !== null) return refuse(`it is the channel '${written}' already (card CHANNEL)`);
    return refuse('it is of a monochrome camera, with no BAYERPAT, and NAXIS3 is not 3; open it without a channel');
  }
  if (mosaic.cell === '')
    return refuse(
      `${mosaic.keyword} = '${mosaic.value}' does not tell the order of its colours; it must be RGGB, BGGR, GRBG or GBRG`,
    );
  if (width < 2 || height < 2) refuse(`${width} x ${height} pixels are less than one cell of a mosaic`);
  const cell = [...mosaic.cell]
    .map((colour, k) => ({ colour, x: k % 2, y: Math.floor(k / 2) }))
    .filter(({ colour }) => channel === 'L' || colour === channel)
    .map(({ x, y }) => ({ x, y }));
  return { channel, planes: [0], cell, count: cell.length };
}

/**
 * The header of a channel, and what was assumed or left out of it.
 *
 * @param options the telescope, if it was named
 */
export function channelHeader(
  { header, width, height, path }: Omit<ImageOfFile, 'planes'>,
  source: ChannelSource,
  options: DescribeOptions = {},
): { readonly header: Header; readonly problems: readonly Problem[] } {
  const { channel, cell } = source;
  const plain = withoutMosaic(header);
  if (cell === null) return { header: withChannel(readerOf(plain, options), channel), problems: [] };
  const centre = {
    x: cell.reduce((sum, { x }) => sum + x, 0) / cell.length,
    y: cell.reduce((sum, { y }) => sum + y, 0) / cell.length,
  };
  const half = halfSizeHeader(plain, halfSize({ width, height }), centre, path, options);
  return {
    header: withChannel(readerOf(half.header, options), channel),
    problems: [...mosaicCardProblems(header, path), ...half.problems],
  };
}

/** Whole cells of an image; an odd last row or column is left out. */
export function halfSize({ width, height }: { readonly width: number; readonly height: number }): {
  readonly width: number;
  readonly height: number;
} {
  return { width: Math.floor(width / 2), height: Math.floor(height / 2) };
}
