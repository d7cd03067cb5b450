/**
 * Base64 without Node's Buffer, so that it can be made in a browser, too.
 *
 * @module
 */

/** The base64 text of bytes, with padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary);
}
