/**
 * A description of an HDU: its kind and the bytes it occupies in the file. None of its data are read.
 *
 * @module
 */

import type { Header } from '../header/header.js';
import type { HduInfo } from './hdu-info.js';

/**
 * What an HDU holds: an image, an image in compressed tiles, a binary or ASCII table, random groups,
 * or an extension that this library does not support.
 */
export type HduKind = 'image' | 'compressed-image' | 'bintable' | 'table' | 'groups' | 'unknown';

/** Element types of FITS data: the number of bits, negative for floating point. */
export type Bitpix = 8 | 16 | 32 | 64 | -32 | -64;

/** One header and data unit of a file. */
export interface Hdu {
  /** Index in the file; 0 is the primary HDU. */
  readonly index: number;
  /** What the HDU holds. */
  readonly kind: HduKind;
  /** EXTNAME; `PRIMARY` for the first HDU if it has none, otherwise empty. */
  readonly name: string;
  /** EXTVER; 1 if absent. */
  readonly version: number;
  /** The header; for a compressed image, that of the image, not of the table that stores it. */
  readonly header: Header;
  /** The header as stored in the file; differs from {@link header} only for a compressed image. */
  readonly storedHeader: Header;
  /** Type of the stored numbers; for a compressed image, that of the image. */
  readonly bitpix: Bitpix;
  /** Length of each axis, NAXIS1 first; for a compressed image, those of the image. Empty without data. */
  readonly shape: readonly number[];
  /** Byte offset of the header. */
  readonly headerStart: number;
  /** Byte offset of the data. */
  readonly dataStart: number;
  /** Length of the data according to the header, without the padding to a whole block [byte]. */
  readonly dataLength: number;
  /** Displays a summary of the HDU (content, number type, size, position in the file) and returns it. */
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

/** Describes a kind in words, with an article. */
export function describeKind(kind: HduKind): string {
  return WHAT[kind];
}

/** Returns the number of planes in an HDU: 0 if it has no pixels, more than 1 in a cube. */
export function planeCount(hdu: Hdu): number {
  if (hdu.shape.length === 0 || hdu.shape.includes(0)) return 0;
  return hdu.shape.slice(2).reduce((product, length) => product * length, 1);
}
