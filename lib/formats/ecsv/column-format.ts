/**
 * How Python's tables say a value is to be printed, and how ours do.
 *
 * @module
 */

/** `{:10.6f}`, `{:d}`, `.3f`, `10.6f`. */
const PYTHON = /^(?:\{:\s*([<>]?)(\d*(?:\.\d+)?[deEfFgGsx]?)\}|([<>]?)(\d*(?:\.\d+)?[deEfFgGsx]))$/;

/** The printf form of a Python format; null if there is none. `{:10.6f}` and `10.6f` are `%10.6f`. */
export function toPrintf(format: string): string | null {
  if (/^%[-+ 0]*\d*(\.\d+)?[deEfFgGsx]$/.test(format)) return format;
  const match = PYTHON.exec(format);
  if (match === null) return null;
  const specification = match[2] ?? match[4];
  if (!/[a-zA-Z]$/.test(specification)) return null;
  return `%${(match[1] ?? match[3]) === '<' ? '-' : ''}${specification}`;
}
