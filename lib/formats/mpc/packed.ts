/**
 * Designations and dates that the Minor Planet Center packs into few characters.
 *
 * @module
 * @see https://www.minorplanetcenter.net/iau/info/PackedDes.html
 */
import { isCalendarDay, julianDateOfDay } from '../../time/calendar.js';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The value of a digit to the base 62; -1 if it is none. */
function digit(character: string): number {
  return character.length === 1 ? DIGITS.indexOf(character) : -1;
}

/** The number of a minor planet: `03202` is 3202, `A0345` 100345, `~0000` 620000; empty if the text is none. */
export function unpackedNumber(text: string): string {
  if (/^\d{5}$/.test(text)) return String(Number(text));
  if (/^[A-Za-z]\d{4}$/.test(text)) return String(10_000 * digit(text[0]) + Number(text.slice(1)));
  if (/^~[0-9A-Za-z]{4}$/.test(text))
    return String(620_000 + [...text.slice(1)].reduce((sum, character) => 62 * sum + digit(character), 0));
  return '';
}

/** A provisional designation: `J98SA8Q` is 1998 SQ108, `PLS2040` 2040 P-L, for comets `J94P01b` 1994 P1-B; empty if the text is none. */
export function unpackedProvisional(text: string, isComet = false): string {
  const survey = /^(PL|T1|T2|T3)S(\d{4})$/.exec(text);
  if (survey) return `${survey[2]} ${survey[1][0]}-${survey[1][1]}`;
  const match = /^([IJK])(\d{2})([A-HJ-Y])([0-9A-Za-z])(\d)([A-Za-z0-9])$/.exec(text);
  if (match === null) return '';
  const [, century, year, half, tens, ones, last] = match;
  const count = 10 * digit(tens) + Number(ones);
  const when = `${10 + digit(century) - 10}${year}`;
  if (isComet) return `${when} ${half}${count}${last === '0' ? '' : `-${last.toUpperCase()}`}`;
  return /[A-Z]/.test(last) ? `${when} ${half}${last}${count === 0 ? '' : count}` : '';
}

/** The Julian date (TT) of a packed epoch: `K239D` is 2023 September 13.0; NaN if the text is none. */
export function unpackedEpoch(text: string): number {
  const match = /^([IJK])(\d{2})([1-9A-C])([1-9A-V])$/.exec(text);
  if (match === null) return NaN;
  const [year, month, day] = [Number(`${digit(match[1])}${match[2]}`), digit(match[3]), digit(match[4])];
  return isCalendarDay(year, month, day) ? julianDateOfDay(year, month, day) : NaN;
}
