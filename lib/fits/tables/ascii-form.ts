/**
 * TFORM of an ASCII table: how to interpret the characters of a field.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 7.2.1 and table 15 (TFORMn)
 */

/** A field of an ASCII table. */
export interface AsciiForm {
  /** Text, integer, fixed point or floating point (`E` and `D` are equivalent). */
  readonly code: 'A' | 'I' | 'F' | 'E' | 'D';
  /** Width of the field [characters]. */
  readonly width: number;
  /** Digits after the implied decimal point if the field has no explicit one. */
  readonly decimals: number;
}

const FORM = /^([AIFED])(\d*)(?:\.(\d+))?$/;

/**
 * Parses a TFORM of an ASCII table; null if it is invalid.
 *
 * @example parseAsciiForm('F9.3') // { code: 'F', width: 9, decimals: 3 }
 */
export function parseAsciiForm(text: string): AsciiForm | null {
  const found = FORM.exec(text.trim().toUpperCase());
  if (found === null) return null;
  return { code: found[1] as AsciiForm['code'], width: Number(found[2] || 1), decimals: Number(found[3] ?? 0) };
}
