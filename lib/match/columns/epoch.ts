/**
 * Epochs of positions.
 *
 * @module
 */

import { PhotometryError } from '../../core/errors.js';
import { quoted } from '../../core/quoted.js';
import { type Instant, instantFromIso, jdOf, toScale } from '../../time/instant.js';

/**
 * A time at which stars are somewhere: a Julian year (2016.0), a date as text (`'2025-06-02'`, `'J2016.0'`), or an
 * {@link Instant}, such as `instantFromJd(frame.jdUtcMid, 'utc')`.
 */
export type Epoch = number | string | Instant;

/** Before this and after that nobody has taken positions of stars. */
const YEARS = { first: 1700, last: 2300 };

/**
 * An epoch in Julian years.
 *
 * @throws PhotometryError `bad-argument` for an invalid epoch, and for a Julian date, whose time scale is unknown
 */
export function julianYear(epoch: Epoch): number {
  const year = typeof epoch === 'number' ? epoch : typeof epoch === 'string' ? yearOfText(epoch) : yearOf(epoch);
  if (year >= YEARS.first && year <= YEARS.last) return year;
  throw new PhotometryError(
    'bad-argument',
    `epoch must be a Julian year such as 2016.0, a date such as '2025-06-02', or an instant; got ${quoted(epoch)}. Of a Julian date make an instant: instantFromJd(jd, 'utc')`,
    { epoch },
  );
}

function yearOfText(text: string): number {
  const year = /^\s*J?(\d{4}(?:\.\d*)?)\s*$/.exec(text);
  return year ? Number(year[1]) : yearOf(instantFromIso(text));
}

function yearOf(instant: Instant): number {
  return 2000 + (jdOf(toScale(instant, 'tt')) - 2451545) / 365.25;
}
