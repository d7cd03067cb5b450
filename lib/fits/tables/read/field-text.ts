/**
 * Text fields of a table: trailing blanks are ignored, and a zero byte ends the text.
 *
 * Catalogues often repeat values (filters, flags, survey names), so recently created strings are kept and
 * reused, which saves time and memory.
 *
 * @module
 * @see FITS Standard 4.0 (2018), section 7.3.3.1 (character fields)
 */

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Number of strings kept for reuse; a power of 2. */
const KEPT = 1024;

/** Bytes decoded at a time. */
const PIECE_BYTES = 1 << 16;

/** Reads the fields of one column of text. */
export class FieldText {
  readonly #kept: string[] = new Array<string>(KEPT).fill('');

  /**
   * Reads the text in bytes `start` to `end` (exclusive). Text that is not ASCII, which the standard does not
   * allow, is read as UTF-8, or as Latin-1 if it is not valid UTF-8.
   */
  read(bytes: Uint8Array, start: number, end: number): string {
    return this.#read(bytes, start, end, null, 0);
  }

  /** Reads the texts of consecutive fields of `width` bytes each. */
  readAll(bytes: Uint8Array, width: number): string[] {
    const texts = new Array<string>(bytes.length / width).fill('');
    const perPiece = Math.max(1, Math.floor(PIECE_BYTES / width));
    for (let row = 0; row < texts.length; row += perPiece) {
      const base = row * width;
      const end = Math.min(texts.length, row + perPiece);
      const letters = asciiLetters(bytes.subarray(base, end * width));
      for (let k = row; k < end; k++) texts[k] = this.#read(bytes, k * width, (k + 1) * width, letters, base);
    }
    return texts;
  }

  /** @param letters the bytes from `base` on as text, if all are ASCII: taking a substring is fast */
  #read(bytes: Uint8Array, start: number, end: number, letters: string | null, base: number): string {
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
    if (all > 127) return otherText(bytes.subarray(start, stop));
    const text = letters === null ? asciiText(bytes, start, stop) : letters.substring(start - base, stop - base);
    this.#kept[slot] = text;
    return text;
  }
}

/** Decodes bytes to text if all are ASCII, otherwise returns null. */
function asciiLetters(bytes: Uint8Array): string | null {
  try {
    const letters = utf8.decode(bytes);
    return letters.length === bytes.length ? letters : null;
  } catch {
    return null;
  }
}

/** Returns the end of the text: before the first zero byte and any blanks preceding it. */
function endOfText(bytes: Uint8Array, start: number, end: number): number {
  let stop = end;
  // most fields have no zero bytes, or only trailing ones
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

/** Decodes ASCII text; short text is fastest character by character. */
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
