/**
 * The HDUs of a file as a table.
 *
 * @module
 */
import { Table } from '../../table/table.js';
import { type Hdu, planeCount } from './hdu.js';
import { sizeOf, typeName } from './hdu-summary.js';

/** Columns of the table that `info` gives: a row is an HDU. */
export interface HduColumns {
  /** Place in the file; 0 is the primary HDU. */
  index: number;
  /** EXTNAME; `PRIMARY` for the first HDU if it has none. */
  name: string;
  /** EXTVER: tells extensions of one name apart. */
  version: number;
  /** `image`, `compressed-image`, `bintable`, `table`, `groups` or `unknown`. */
  kind: string;
  /** Size of an image, NAXIS1 first; rows and columns of a table. */
  size: string;
  /** Stored numbers of an image: `uint16`, `float32`; `scaled` where BSCALE or BZERO change them. Else empty. */
  type: string;
  /** Images in it: more than 1 in a cube, 0 if it has no pixels. */
  planes: number;
  /** Cards of its header. */
  cards: number;
  /** Bytes of its data, without fill. */
  bytes: number;
}

/** A row for each HDU. */
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
