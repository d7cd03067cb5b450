/**
 * Bytes to text.
 *
 * @module
 */

/** Whether a text begins with the mark of UTF-16, as Excel's "Unicode text" does. */
export function isUtf16(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

/** Text in UTF-8 or, by its mark, UTF-16; Latin-1 if it is neither. Without byte order mark. */
export function decodeWhole(bytes: Uint8Array): string {
  if (isUtf16(bytes)) return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}
