/**
 * A column's display format: how printf writes one value.
 *
 * @module
 */

/** Writes one number, or whole number of any size. */
type NumberWriter = (value: number | bigint) => string;

const FORM = /^%([-+ 0#]*)(\d*)(?:\.(\d+))?(?:hh|h|ll|l|L)?([diuoxXfFeEgGs])$/;
/** More digits are meaningless for a float64. */
const MAX_DIGITS = 100;

/**
 * Returns a function that formats values by a printf format such as `%.3f`, `%+.2e`, `%05d` or `%x`; null if the format is not one that is
 * known. A width is heeded where it asks for zeros only: columns are aligned when all their cells are there.
 *
 * @example printfWriter('%.3f')?.(Math.PI) // '3.142'
 */
export function printfWriter(format: string): NumberWriter | null {
  const parts = FORM.exec(format.trim());
  if (parts === null) return null;
  const [, flags, width, precision, kind] = parts;
  const digits = Math.min(MAX_DIGITS, precision === undefined ? 6 : Number(precision));
  const write = writerOf(kind, digits, precision !== undefined, flags.includes('#'));
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const zeros = flags.includes('0') && !flags.includes('-') ? Math.min(MAX_DIGITS, Number(width)) : 0;
  return value => {
    if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
    const text = write(value);
    const isNegative = text.startsWith('-');
    const size = isNegative ? text.slice(1) : text;
    const lead = isNegative ? '-' : sign;
    return lead + size.padStart(zeros - lead.length, '0');
  };
}

function writerOf(kind: string, digits: number, hasDigits: boolean, isAlternate: boolean): NumberWriter {
  switch (kind) {
    case 'f':
    case 'F':
      return value => Number(value).toFixed(digits);
    case 'e':
    case 'E':
      return value => withCase(exponential(Number(value), digits), kind);
    case 'g':
    case 'G':
      return value => withCase(general(Number(value), Math.max(1, digits), isAlternate), kind);
    case 'x':
    case 'X':
      return value => withCase(whole(value).toString(16), kind);
    case 'o':
      return value => whole(value).toString(8);
    case 's':
      return String;
    default:
      return value => {
        const text = whole(value).toString();
        return hasDigits ? text.replace(/\d+/, size => size.padStart(digits, '0')) : text;
      };
  }
}

function withCase(text: string, kind: string): string {
  return kind === kind.toUpperCase() ? text.toUpperCase() : text;
}

/** A float as the nearest whole number; one beyond 2^53 keeps the digits that it has. */
function whole(value: number | bigint): bigint {
  return typeof value === 'bigint' ? value : BigInt(Math.round(value));
}

/** With at least two digits in the exponent, as C writes it: `1.5e-07`. */
function exponential(value: number, digits: number): string {
  return value.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** Formats with this many significant digits, without trailing zeros; with an exponent for the very large and the very small. */
function general(value: number, digits: number, keepsZeros: boolean): string {
  if (value === 0) return '0';
  const exponent = Number(value.toExponential(digits - 1).split('e')[1]);
  const isPlain = exponent >= -4 && exponent < digits;
  const text = isPlain ? value.toFixed(Math.min(MAX_DIGITS, digits - 1 - exponent)) : exponential(value, digits - 1);
  return keepsZeros ? text : text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '');
}
