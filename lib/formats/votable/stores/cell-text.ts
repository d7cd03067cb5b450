/**
 * What the texts in the cells of a VOTable stand for.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';

const SPECIAL: Readonly<Record<string, number>> = {
  inf: Infinity,
  '+inf': Infinity,
  '-inf': -Infinity,
  infinity: Infinity,
  '+infinity': Infinity,
  '-infinity': -Infinity,
};

/** A real number; NaN for `NaN`, for nothing and for what is no number (`null`, `--`). */
export function readReal(text: string): number {
  const value = Number(text);
  // Number takes nothing for 0 and knows 0x10
  if (value === 0 && text.trim() === '') return NaN;
  if (!Number.isNaN(value)) return text.charCodeAt(1) === 0x78 ? NaN : value;
  return SPECIAL[text.trim().toLowerCase()] ?? NaN;
}

/** Whether a text that reads as NaN was meant to: `NaN` or nothing. */
export function saysNaN(text: string): boolean {
  return /^\s*([+-]?nan)?\s*$/i.test(text);
}

/**
 * A whole number as text, decimal or hexadecimal (`0xff`), without blanks; null for nothing or `NaN`.
 *
 * @throws PhotometryError `bad-table` if it is none
 */
export function readWhole(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (/^[+-]?[0-9]+$/.test(trimmed) || /^0[xX][0-9a-fA-F]+$/.test(trimmed)) return trimmed.replace(/^\+/, '');
  if (saysNaN(trimmed)) return null;
  throw new PhotometryError('bad-table', `'${trimmed}' is no whole number`, { text: trimmed });
}

/** The values between white space or commas; services write commas, though the standard knows none. */
export function splitAtBlanks(cell: string): readonly string[] {
  const trimmed = cell.trim();
  return trimmed === '' ? [] : trimmed.split(trimmed.includes(',') ? /\s*,\s*|\s+/ : /\s+/);
}
