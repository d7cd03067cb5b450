/**
 * A moment as ISO 8601 text.
 *
 * @module
 */
import { calendarDayOf } from './calendar.js';
import { type Instant, splitDay } from './instant.js';
import { utcDayLength } from './leap-seconds.js';

/**
 * The instant as ISO 8601 text in its own time scale: `2025-06-02T04:10:14.288`.
 *
 * @param digits decimals of the second, 0 to 9, rounded (default 3); a leap second reads 60
 * @example formatIso(instantFromJd(2451545, 'tt'), 0) // '2000-01-01T12:00:00'
 */
export function formatIso(instant: Instant, digits = 3): string {
  const { midnight, fraction } = splitDay(instant);
  const length = instant.scale === 'utc' ? utcDayLength(midnight) : 86400;
  const unit = 10 ** digits;
  let day = midnight;
  let ticks = Math.round(fraction * length * unit);
  if (ticks >= Math.round(length * unit)) {
    ticks = 0;
    day += 1;
  }
  const whole = Math.floor(ticks / unit);
  const minutes = Math.min(Math.floor(whole / 60), 1439);
  const date = calendarDayOf(day);
  const decimals = digits > 0 ? `.${pad(ticks - whole * unit, digits)}` : '';
  return (
    `${date.year < 0 ? '-' : ''}${pad(Math.abs(date.year), 4)}-${pad(date.month, 2)}-${pad(date.day, 2)}T` +
    `${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}:${pad(whole - minutes * 60, 2)}${decimals}`
  );
}

function pad(value: number, width: number): string {
  return String(Math.round(value)).padStart(width, '0');
}
