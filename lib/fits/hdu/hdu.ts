/**
 * An HDU as a plan: what it is and which bytes of the file are its own. Nothing of its data is read.
 *
 * @module
 */

import type { Header } from '../header/header.js';
import type { HduInfo } from './hdu-info.js';

/**
 * What an HDU holds: an image, an image in compressed tiles, a binary or text table, random groups,
 * or an extension that this library does not know.
 */
export type HduKind = 'image' | 'compressed-image' | 'bintable' | 'table' | 'groups' | 'unknown';

/** Element types of FITS data: bits, negative for floating point. */
export type Bitpix = 8 | 16 | 32 | 64 | -32 | -64;

/** One header and data unit of a file. */
export interface Hdu {
  /** Place in the file; 0 is the primary HDU. */
  readonly index: number;
  /** What the HDU holds. */
  readonly kind: HduKind;
  /** EXTNAME; `PRIMARY` for the first HDU if it has none, else empty. */
  readonly name: string;
  /** EXTVER; 1 where it is absent. */
  readonly version: number;
  /** The cards; of a compressed image those of the image, not of the table that stores it. */
  readonly header: Header;
  /** The cards as they stand in the file; not {@link header} only for a compressed image. */
  readonly storedHeader: Header;
  /** Type of the stored numbers; of a compressed image, of the image. */
  readonly bitpix: Bitpix;
  /** Length of each axis, NAXIS1 first; of a compressed image, of the image. Empty without data. */
  readonly shape: readonly number[];
  /** First byte of the header. */
  readonly headerStart: number;
  /** First byte of the data. */
  readonly dataStart: number;
  /** Bytes of the data that the header announces, without the fill to a whole block. */
  readonly dataLength: number;
  /** Prints a summary: what the HDU holds, in which numbers, how large, where in the file. Gives it, too. */
  info(): HduInfo;
}

const WHAT: Readonly<Record<HduKind, string>> = {
  image: 'an image',
  'compressed-image': 'a compressed image',
  bintable: 'a binary table',
  table: 'a text table',
  groups: 'random groups (visibilities)',
  unknown: 'an extension of unknown kind',
};

/** A kind in words, with its article. */
export function describeKind(kind: HduKind): string {
  return WHAT[kind];
}

/** Images in an HDU: 0 if it has no pixels, more than 1 in a cube. */
export function planeCount(hdu: Hdu): number {
  if (hdu.shape.length === 0 || hdu.shape.includes(0)) return 0;
  return hdu.shape.slice(2).reduce((product, length) => product * length, 1);
}
