/**
 * The HDUs of a file as a table.
 *
 * @module
 */
import { Table } from '../table/table.js';
import { type Hdu, planeCount } from './hdu.js';
import { extentOf } from './hdu-info.js';

/** Columns of the table that `info` gives: a row is an HDU. */
export interface HduColumns {
  /** Place in the file; 0 is the primary HDU. */
  index: number;
  /** EXTNAME; `PRIMARY` for the first HDU if it has none. */
  name: string;
  /** EXTVER. */
  version: number;
  /** `image`, `compressed-image`, `bintable`, `table`, `groups` or `unknown`. */
  kind: string;
  /** Size and numbers of an image, rows and columns of a table. */
  extent: string;
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
      extent: hdus.map(extentOf),
      planes: Int32Array.from(hdus, hdu => (hdu.kind.endsWith('image') ? planeCount(hdu) : 0)),
      cards: Int32Array.from(hdus, ({ storedHeader }) => storedHeader.cards.length),
      bytes: Float64Array.from(hdus, ({ dataLength }) => dataLength),
    },
    { units: { bytes: 'byte' }, meta: { path } },
  );
}
