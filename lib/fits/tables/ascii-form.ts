/**
 * TFORM of an ASCII table: how the characters of a field are to be read.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 7.2.1 and table 15 (TFORMn)
 */

/** A field of an ASCII table. */
export interface AsciiForm {
  /** Text, whole number, fixed point, floating point (`E` and `D` are read alike). */
  readonly code: 'A' | 'I' | 'F' | 'E' | 'D';
  /** Width of the field [characters]. */
  readonly width: number;
  /** Digits after the point where the field has none of its own. */
  readonly decimals: number;
}

const FORM = /^([AIFED])(\d*)(?:\.(\d+))?$/;

/**
 * Reads a TFORM of an ASCII table; null if it is none.
 *
 * @example parseAsciiForm('F9.3') // { code: 'F', width: 9, decimals: 3 }
 */
export function parseAsciiForm(text: string): AsciiForm | null {
  const found = FORM.exec(text.trim().toUpperCase());
  if (found === null) return null;
  return { code: found[1] as AsciiForm['code'], width: Number(found[2] || 1), decimals: Number(found[3] ?? 0) };
}
