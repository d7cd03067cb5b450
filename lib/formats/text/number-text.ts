/**
 * Numbers as text tables write them, to and fro.
 *
 * @module
 */

/** Letters after a leading 0 that JavaScript takes for another base; tables know none. */
const BASE_LETTERS = 'xXoObB';
const FORTRAN = /^[+-]?(\d+\.?\d*|\.\d+)[dD][+-]?\d+$/;
const NOT_A_NUMBER = /^[+-]?nan$/i;
const INFINITE = /^([+-]?)inf(inity)?$/i;
const WHOLE = /^[+-]?\d+$/;

/**
 * The float64 nearest to a text; null if the text is not a number.
 *
 * Takes `1.5`, `-.5`, `1e-3`, Fortran's `1.0D+03`, `nan`, `inf` and `infinity` in any case.
 *
 * @param text without blanks at its ends
 */
export function parseFloat64(text: string): number | null {
  const value = Number(text);
  if (!Number.isNaN(value)) return text === '' || BASE_LETTERS.includes(baseLetter(text)) ? null : value;
  if (NOT_A_NUMBER.test(text)) return NaN;
  if (FORTRAN.test(text)) return Number(text.replace(/d/i, 'e'));
  const infinite = INFINITE.exec(text);
  if (infinite === null) return null;
  return infinite[1] === '-' ? -Infinity : Infinity;
}

/** The letter of `0x1F`; a blank if the text is too short. */
function baseLetter(text: string): string {
  const second = text.startsWith('-') || text.startsWith('+') ? 2 : 1;
  return text[second] ?? ' ';
}

/** The exact whole number in a text; null if it is not one. */
export function parseWhole(text: string): bigint | null {
  return WHOLE.test(text) ? BigInt(text.startsWith('+') ? text.slice(1) : text) : null;
}

/** Whether a whole number fits in 64 bits with a sign. */
export function fitsInt64(value: bigint): boolean {
  return BigInt.asIntN(64, value) === value;
}

/** The shortest text that reads back as the same float64: `0.1`, `1e+300`, `nan`, `inf`. */
export function float64Text(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0.0' : String(value);
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}

/** The shortest text that reads back as the same float32: `0.1`, where float64 would need `0.10000000149011612`. */
export function float32Text(value: number): string {
  if (!Number.isFinite(value) || Number.isInteger(value)) return float64Text(value);
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number(value.toPrecision(9)));
}
