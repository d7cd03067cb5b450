/**
 * When a frame of a combination was exposed.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { Image } from '../../frame/image.js';
import { readerOf } from '../../frame/telescopes/describe-frame.js';
import { midExposure } from '../../frame/telescopes/mid-exposure.js';
import { addSeconds, type Instant, instantFromIso, instantFromJd, toScale } from '../../time/instant.js';
import type { FrameFacts } from '../compatibility.js';

/** Beginning, middle and end of a frame. */
export interface FrameTimes {
  readonly begin: Instant;
  readonly middle: Instant;
  readonly end: Instant;
}

/**
 * The times of a frame in UTC; null if its middle or its exposure time is unknown.
 *
 * A combination, which lasts longer than it was exposed, says itself when it began and ended.
 *
 * @param facts what the header table says about the frame, whose middle is used if it has one
 */
export function timesOf({ header, exptime }: Image, facts: FrameFacts | undefined): FrameTimes | null {
  const middle = told(facts) ?? midExposure(readerOf(header), exptime);
  if (middle === null || !Number.isFinite(exptime)) return null;
  const utc = toScale(middle, 'utc');
  const isCombination = header.has('NCOMBINE');
  return {
    begin: (isCombination && isoTime(header.text('DATE-BEG'))) || addSeconds(utc, -exptime / 2),
    middle: utc,
    end: (isCombination && isoTime(header.text('DATE-END'))) || addSeconds(utc, exptime / 2),
  };
}

/** The middle that a row of a header table says; null if it does not. */
function told(facts: FrameFacts | undefined): Instant | null {
  const { jdUtcMid } = (facts ?? {}) as { readonly jdUtcMid?: number };
  return jdUtcMid !== undefined && Number.isFinite(jdUtcMid) ? instantFromJd(jdUtcMid, 'utc') : null;
}

function isoTime(text: string): Instant | null {
  if (text === '') return null;
  try {
    return instantFromIso(text);
  } catch (error) {
    if (error instanceof PhotometryError) return null;
    throw error;
  }
}
