/**
 * What the header of a combination says about its time.
 *
 * @module
 */
import type { Problem } from '../../core/problem.js';
import type { Header } from '../../fits/header/header.js';
import { readerOf } from '../../frame/telescopes/describe-frame.js';
import { formatIso } from '../../time/format-iso.js';
import { addSeconds, type Instant, secondsBetween } from '../../time/instant.js';
import type { FrameTimes } from './frame-exposure.js';

/** A frame of a combination: when it was, and how much it counts in the middle. */
export interface TimedFrame {
  readonly path: string;
  /** Null where the header does not say. */
  readonly times: FrameTimes | null;
  /** Not negative. If all are 0 the frames count equally. */
  readonly weight: number;
}

/** Cards of a moment or a clock that the header dictionary does not list; they hold for a single frame. */
const OTHER_CLOCKS = [
  ...[
    'MJD-AVG',
    'MJD-END',
    'MJD-BEG',
    'TIME-END',
    'TIME-AVG',
    'UT-END',
    'UTEND',
    'UTSTOP',
    'UTC-END',
    'LST',
    'LST-OBS',
  ],
  ...['ST', 'HA', 'DATE-LOC', 'LOCALTIM', 'LT', 'HJD', 'BJD', 'JD-HELIO', 'JD_HELIO', 'HJD-MID', 'BJD-MID', 'BJD_TDB'],
];

/**
 * A header that says when the frames of a combination were exposed, and nothing else about time:
 *
 * - `DATE-OBS` and `DATE-BEG`: the earliest beginning; `DATE-END`: the latest end;
 * - `DATE-AVG`: the mean of the middles, by {@link TimedFrame.weight}: the moment that the pixels stand for;
 * - `TIMESYS`: UTC.
 *
 * Cards of a single frame (`MJD-OBS`, `MIDTIMJD`, `UT` ...) are left out. If the time of a frame is unknown there are no cards.
 */
export function withTimes(header: Header, frames: readonly TimedFrame[]): Header {
  const bare = withoutTimes(header);
  const times = frames.flatMap(frame => frame.times ?? []);
  if (times.length < frames.length) return bare.without('DATE-OBS', 'TIMESYS');
  const begin = times.map(time => time.begin).reduce(earlier);
  const end = times.map(time => time.end).reduce((a, b) => (earlier(a, b) === a ? b : a));
  return bare
    .with('DATE-OBS', formatIso(begin), 'earliest beginning of the frames')
    .with('DATE-BEG', formatIso(begin), 'earliest beginning of the frames')
    .with('DATE-AVG', formatIso(meanMiddle(frames)), 'mean of the middles of the frames')
    .with('DATE-END', formatIso(end), 'latest end of the frames')
    .with('TIMESYS', 'UTC', 'time scale of the dates');
}

/** A header without the cards of time but `DATE-OBS` and `TIMESYS`, which keep their place. */
function withoutTimes(header: Header): Header {
  const reader = readerOf(header);
  const facts = (['start', 'time', 'mid', 'end'] as const).flatMap(fact => [...reader.candidates(fact)]);
  const keywords = [...facts, ...OTHER_CLOCKS].filter(keyword => keyword !== 'DATE-OBS' && header.has(keyword));
  return keywords.length > 0 ? header.without(...keywords) : header;
}

/** A problem for each frame whose time is unknown. */
export function timeProblems(frames: readonly TimedFrame[]): Problem[] {
  return frames
    .filter(frame => frame.times === null)
    .map(frame => ({
      file: frame.path,
      where: 'card DATE-OBS',
      value: '',
      code: 'time-unknown',
      action: 'dropped',
      remedy:
        'the header does not say when the frame was exposed and for how long, so that the combination has no time either: ' +
        'leave the frame out, or give its header DATE-OBS and EXPTIME',
    }));
}

function meanMiddle(frames: readonly TimedFrame[]): Instant {
  const origin = frames[0].times!.middle;
  const total = frames.reduce((sum, { weight }) => sum + weight, 0);
  const seconds = frames.reduce((sum, { times, weight }) => {
    return sum + secondsBetween(origin, times!.middle) * (total > 0 ? weight / total : 1 / frames.length);
  }, 0);
  return addSeconds(origin, seconds);
}

function earlier(a: Instant, b: Instant): Instant {
  return secondsBetween(a, b) >= 0 ? a : b;
}
