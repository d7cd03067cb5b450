/**
 * Converts the texts in the cells of a VOTable to values.
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

/** A real number; NaN for `NaN`, for empty text and for anything that is not a number (`null`, `--`). */
export function readReal(text: string): number {
  const value = Number(text);
  // Number() reads empty text as 0 and accepts 0x10
  if (value === 0 && text.trim() === '') return NaN;
  if (!Number.isNaN(value)) return text.charCodeAt(1) === 0x78 ? NaN : value;
  return SPECIAL[text.trim().toLowerCase()] ?? NaN;
}

/** Whether a text that reads as NaN is intended as such: `NaN` or empty. */
export function saysNaN(text: string): boolean {
  return /^\s*([+-]?nan)?\s*$/i.test(text);
}

/**
 * A whole number as text, decimal or hexadecimal (`0xff`), without blanks; null for empty text or `NaN`.
 *
 * @throws PhotometryError `bad-table` if it is not one
 */
export function readWhole(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (/^[+-]?[0-9]+$/.test(trimmed) || /^0[xX][0-9a-fA-F]+$/.test(trimmed)) return trimmed.replace(/^\+/, '');
  if (saysNaN(trimmed)) return null;
  throw new PhotometryError('bad-table', `'${trimmed}' is not a whole number`, { text: trimmed });
}

/** The values between white space or commas; services write commas, though the standard knows none. */
export function splitAtBlanks(cell: string): readonly string[] {
  const trimmed = cell.trim();
  return trimmed === '' ? [] : trimmed.split(trimmed.includes(',') ? /\s*,\s*|\s+/ : /\s+/);
}
