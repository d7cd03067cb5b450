/**
 * The channels of a colour camera, and the cards that say which of them a frame is.
 *
 * @module
 */

import { PhotometryError } from '../../core/errors.js';
import { quoted } from '../../core/quoted.js';
import type { Header } from '../../fits/header/header.js';
import type { KeywordReader } from '../telescopes/cards/keyword-reader.js';
import { filterOf } from '../telescopes/detector.js';

/**
 * A channel of a colour camera: red, green, blue, or `L`, the mean of all pixels of a cell. `G` of a mosaic is the mean of
 * its two green pixels.
 */
export type Channel = 'R' | 'G' | 'B' | 'L';

const CHANNELS: readonly Channel[] = ['R', 'G', 'B', 'L'];

/** Card that names the channel of a frame. */
const KEYWORD = 'CHANNEL';
const COMMENT = 'colour channel of the mosaic';

/**
 * Returns a channel as it was given.
 *
 * @throws PhotometryError `bad-argument` for anything but the four names
 */
export function requireChannel(channel: unknown): Channel {
  if (CHANNELS.includes(channel as Channel)) return channel as Channel;
  throw new PhotometryError('bad-argument', `channel must be 'R', 'G', 'B' or 'L', got ${quoted(channel)}`, {
    channel,
  });
}

/** The channel that a frame is, as its header says; null if it says none. Other cameras use CHANNEL for other things. */
export function channelOf(header: Header): Channel | null {
  const text = header.text(KEYWORD);
  return CHANNELS.includes(text as Channel) ? (text as Channel) : null;
}

/** The header of a channel: with CHANNEL, and with FILTER where no card names a filter. */
export function withChannel(reader: KeywordReader, channel: Channel): Header {
  const header = reader.header.with(KEYWORD, channel, COMMENT);
  return filterOf(reader) === '' ? header.with('FILTER', channel, COMMENT) : header;
}
