/**
 * The HDUs of a file as a table.
 *
 * @module
 */
import { Table } from '../../table/table.js';
import { type Hdu, planeCount } from './hdu.js';
import { sizeOf, typeName } from './hdu-summary.js';

/** Columns of the table that `info` returns, one row per HDU. */
export interface HduColumns {
  /** Index in the file; 0 is the primary HDU. */
  index: number;
  /** EXTNAME; `PRIMARY` for the first HDU if it has none. */
  name: string;
  /** EXTVER, which distinguishes extensions of the same name. */
  version: number;
  /** `image`, `compressed-image`, `bintable`, `table`, `groups` or `unknown`. */
  kind: string;
  /** Size of an image, NAXIS1 first; rows and columns of a table. */
  size: string;
  /** Number type of an image: `uint16`, `float32`; with `scaled` where BSCALE or BZERO apply. Otherwise empty. */
  type: string;
  /** Number of planes: more than 1 in a cube, 0 if it has no pixels. */
  planes: number;
  /** Number of cards in its header. */
  cards: number;
  /** Length of its data without padding [byte]. */
  bytes: number;
}

/** Returns a table with one row per HDU. */
export function hduTable(hdus: readonly Hdu[], path: string): Table<HduColumns> {
  return Table.fromColumns<HduColumns>(
    {
      index: Int32Array.from(hdus, ({ index }) => index),
      name: hdus.map(({ name }) => name),
      version: Int32Array.from(hdus, ({ version }) => version),
      kind: hdus.map(({ kind }) => kind),
      size: hdus.map(sizeOf),
      type: hdus.map(hdu => (hasPixels(hdu) ? typeName(hdu.header) : '')),
      planes: Int32Array.from(hdus, hdu => (hasPixels(hdu) ? planeCount(hdu) : 0)),
      cards: Int32Array.from(hdus, ({ storedHeader }) => storedHeader.cards.length),
      bytes: Float64Array.from(hdus, ({ dataLength }) => dataLength),
    },
    { units: { bytes: 'byte' }, meta: { path } },
  );
}

function hasPixels({ kind, shape }: Hdu): boolean {
  return kind.endsWith('image') && shape.length > 0;
}
