/**
 * TAI - UTC: the leap seconds since 1972, and the drifting UTC of 1960 to 1971.
 *
 * The table ends with the leap second of 2017 January 1, after which there is none up to 2026 by
 * IERS Bulletin C; a date beyond it takes the last value (37 s). Before 1960 there was no UTC: the
 * difference is taken as 0, so that UTC then means a clock that follows TAI.
 *
 * @see IERS Bulletin C; USNO, tai-utc.dat
 * @module
 */
import { julianDateOfDay } from './calendar.js';

/** From a day on: TAI - UTC = offset + (MJD - epoch) * rate. */
interface Segment {
  /** Julian date at 0h UTC of the first day. */
  readonly from: number;
  readonly offset: number;
  readonly epoch: number;
  readonly rate: number;
}

/** Years and months of the first days, with the offset [s], the epoch [MJD] and the drift [s/d]. */
const DRIFTING: readonly (readonly [number, number, number, number, number])[] = [
  [1960, 1, 1.417818, 37300, 0.001296],
  [1961, 1, 1.422818, 37300, 0.001296],
  [1961, 8, 1.372818, 37300, 0.001296],
  [1962, 1, 1.845858, 37665, 0.0011232],
  [1963, 11, 1.945858, 37665, 0.0011232],
  [1964, 1, 3.24013, 38761, 0.001296],
  [1964, 4, 3.34013, 38761, 0.001296],
  [1964, 9, 3.44013, 38761, 0.001296],
  [1965, 1, 3.54013, 38761, 0.001296],
  [1965, 3, 3.64013, 38761, 0.001296],
  [1965, 7, 3.74013, 38761, 0.001296],
  [1965, 9, 3.84013, 38761, 0.001296],
  [1966, 1, 4.31317, 39126, 0.002592],
  [1968, 2, 4.21317, 39126, 0.002592],
];

/** Years and months on whose first day TAI - UTC grew by one second, from 10 s in January 1972. */
const LEAPS: readonly (readonly [number, number])[] = [
  [1972, 1],
  [1972, 7],
  [1973, 1],
  [1974, 1],
  [1975, 1],
  [1976, 1],
  [1977, 1],
  [1978, 1],
  [1979, 1],
  [1980, 1],
  [1981, 7],
  [1982, 7],
  [1983, 7],
  [1985, 7],
  [1988, 1],
  [1990, 1],
  [1991, 1],
  [1992, 7],
  [1993, 7],
  [1994, 7],
  [1996, 1],
  [1997, 7],
  [1999, 1],
  [2006, 1],
  [2009, 1],
  [2012, 7],
  [2015, 7],
  [2017, 1],
];

const SEGMENTS: readonly Segment[] = [
  ...DRIFTING.map(([year, month, offset, epoch, rate]) => ({
    from: julianDateOfDay(year, month, 1),
    offset,
    epoch,
    rate,
  })),
  ...LEAPS.map(([year, month], i) => ({ from: julianDateOfDay(year, month, 1), offset: 10 + i, epoch: 0, rate: 0 })),
];

/**
 * TAI - UTC at a UTC Julian date [s].
 *
 * @param jdUtc the day; on the day of a leap second the value before it holds to the end
 * @example taiMinusUtc(2457754.5) // 37, from 2017 January 1
 */
export function taiMinusUtc(jdUtc: number): number {
  for (let i = SEGMENTS.length - 1; i >= 0; i--) {
    const { from, offset, epoch, rate } = SEGMENTS[i];
    if (jdUtc >= from) return offset + (jdUtc - 2400000.5 - epoch) * rate;
  }
  return 0;
}

/** Whether a UTC Julian date is after the last leap second, as most are. */
export function isAfterLastLeap(jdUtc: number): boolean {
  return jdUtc >= SEGMENTS[SEGMENTS.length - 1].from;
}

/**
 * Length of the UTC day that begins at a Julian date [s]: 86400, or 86401 where it ends in a leap
 * second (before 1972 there were steps of a tenth of a second and less).
 */
export function utcDayLength(jdAtMidnight: number): number {
  if (isAfterLastLeap(jdAtMidnight)) return 86400;
  const start = taiMinusUtc(jdAtMidnight);
  const drift = 2 * (taiMinusUtc(jdAtMidnight + 0.5) - start);
  const step = taiMinusUtc(jdAtMidnight + 1) - start - drift;
  return Math.abs(step) > 1e-5 ? 86400 + step : 86400;
}
