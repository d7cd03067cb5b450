/**
 * Converts between TDISP, the Fortran display format of a column, and the printf format of a table column.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 7.3.4 and table 20 (TDISPn)
 */

const TDISP = /^(A|L|I|B|O|Z|F|EN|ES|E|G|D)(\d+)(?:\.(\d+)(?:E\d+)?)?$/;
const PRINTF = /^%[-+ #0]*(\d*)(?:\.(\d+))?([sdiuoxXfFeEgG])$/;

/** The printf conversion for each Fortran letter; bits and logicals have none. */
const CONVERSION: Readonly<Record<string, string>> = {
  A: 's',
  I: 'd',
  O: 'o',
  Z: 'X',
  F: 'f',
  E: 'e',
  EN: 'e',
  ES: 'e',
  D: 'e',
  G: 'g',
};

const LETTER: Readonly<Record<string, string>> = {
  s: 'A',
  d: 'I',
  i: 'I',
  u: 'I',
  o: 'O',
  x: 'Z',
  X: 'Z',
  f: 'F',
  F: 'F',
};

/**
 * Returns the printf format for a TDISP; empty if there is none.
 *
 * @example printfOf('F9.5') // '%9.5f'
 */
export function printfOf(display: string): string {
  const found = TDISP.exec(display.trim().toUpperCase());
  if (found === null) return '';
  const [, letters, width, digits] = found;
  const conversion = CONVERSION[letters];
  if (conversion === undefined) return '';
  return `%${width}${digits === undefined ? '' : `.${digits}`}${conversion}`;
}

/**
 * Returns the TDISP for a printf format; empty if there is none. TDISP needs a width: without one, it leaves room for
 * a sign, and ten digits before the point or an exponent.
 *
 * @example displayOf('%9.5f') // 'F9.5'
 */
export function displayOf(format: string): string {
  const found = PRINTF.exec(format);
  if (found === null) return '';
  const [, width, digits, conversion] = found;
  const letter = LETTER[conversion] ?? conversion.toUpperCase();
  if (letter === 'A') return width === '' ? '' : `A${width}`;
  if (letter === 'I' || letter === 'O' || letter === 'Z')
    return `${letter}${width || '11'}${digits === undefined ? '' : `.${digits}`}`;
  const decimals = Number(digits ?? 6);
  const room = letter === 'F' ? decimals + 12 : decimals + 8;
  return `${letter}${width || room}.${decimals}`;
}
