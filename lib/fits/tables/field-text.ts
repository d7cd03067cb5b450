/**
 * Text of a table: trailing blanks do not count, a zero byte ends it.
 *
 * Catalogues repeat themselves (filters, flags, names of surveys), so a string that was made lately is
 * used again: it takes neither time nor memory to make it anew.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 7.3.3.1 (character fields)
 */

/** Strings that are kept for use again; a power of 2. */
const KEPT = 1024;

/** Reads the fields of one column of text. */
export class FieldText {
  readonly #kept: string[] = new Array<string>(KEPT).fill('');

  /**
   * The text in bytes `start` to `end` (exclusive). Text that is not ASCII, which the standard does not
   * allow, is read as UTF-8, or as Latin-1 if it is none.
   */
  read(bytes: Uint8Array, start: number, end: number): string {
    const stop = endOfText(bytes, start, end);
    if (stop === start) return '';
    // the hash is FNV-1a; `all` reaches 128 if any byte is not ASCII
    let hash = 0x811c9dc5;
    let all = 0;
    for (let i = start; i < stop; i++) {
      hash = Math.imul(hash ^ bytes[i], 0x01000193);
      all |= bytes[i];
    }
    const slot = (hash ^ (hash >>> 15)) & (KEPT - 1);
    const known = this.#kept[slot];
    if (isText(known, bytes, start, stop)) return known;
    const text = all < 128 ? asciiText(bytes, start, stop) : otherText(bytes.subarray(start, stop));
    if (all < 128) this.#kept[slot] = text;
    return text;
  }
}

/** Where the text ends: before the first zero byte and the blanks before that. */
function endOfText(bytes: Uint8Array, start: number, end: number): number {
  let stop = end;
  // most fields have no zero byte, or are filled with them from the end on
  while (stop > start && bytes[stop - 1] === 0) stop--;
  for (let i = start; i < stop; i++) if (bytes[i] === 0) stop = i;
  while (stop > start && bytes[stop - 1] === 32) stop--;
  return stop;
}

function isText(text: string, bytes: Uint8Array, start: number, stop: number): boolean {
  if (text.length !== stop - start) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Short text is quickest made letter by letter. */
function asciiText(bytes: Uint8Array, start: number, stop: number): string {
  if (stop - start > 8) return utf8.decode(bytes.subarray(start, stop));
  let text = '';
  for (let i = start; i < stop; i++) text += String.fromCharCode(bytes[i]);
  return text;
}

function otherText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return Array.from(bytes, byte => String.fromCharCode(byte)).join('');
  }
}
