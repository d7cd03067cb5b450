/**
 * Which names are FITS files, which are patterns, which are addresses.
 *
 * @module
 */

/** Names a directory is searched for: .fits .fit .fts, each also as .gz or .fz, and plain .fz. */
export const FITS_NAME: RegExp = /\.(fits|fit|fts)(\.gz|\.fz)?$|\.fz$/i;

/** Does the text hold a sign of a file pattern: `* ? [ ] { } !( +( @(`? */
export function isPattern(text: string): boolean {
  return /[*?[\]{}]|[!+@]\(/.test(text);
}

/** Is it an address of the web? */
export function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}
