/**
 * The masters of a night as a table.
 *
 * @module
 */
import type { Quantity } from '../../table/column/quantity.js';
import { Table } from '../../table/table.js';
import type { MasterSet } from './master-set.js';

/** One master. */
export interface MasterColumns {
  /** What it is: bias, dark or flat. */
  kind: string;
  /** Filter of a flat; empty for others. */
  filter: string;
  /** Exposure, the mean of its frames [s]. */
  exptime: Quantity<'s'>;
  /** Binning along x and y. */
  binning: string;
  /** Gain setting of the camera; NaN if there is none. */
  gainSetting: number;
  /** Offset setting of the camera; NaN if there is none. */
  offset: number;
  /** Temperature of the detector [deg C]. */
  ccdTemp: Quantity<'deg C'>;
  /** Read-out mode. */
  readMode: string;
  /** The camera. */
  instrument: string;
  /** Number of raw frames in it. */
  frames: number;
  /** Number of lights that it is used for, also through their flats and darks. */
  lights: number;
  /** Number of files that were read: 1 for a master that was found on disk. */
  files: number;
  /** Name of the first of these files. */
  file: string;
}

/** The table of the masters, in the order in which they were made. */
export function masterTable({ masters, usedBy }: MasterSet): Table<MasterColumns> {
  const text = (name: 'binning' | 'readMode' | 'instrument'): string[] => masters.map(({ facts }) => facts[name] ?? '');
  const number = (name: 'exptime' | 'gainSetting' | 'offset' | 'ccdTemp'): Float64Array =>
    Float64Array.from(masters, ({ facts }) => facts[name] ?? NaN);
  return Table.fromColumns<MasterColumns>(
    {
      kind: masters.map(({ kind }) => kind),
      filter: masters.map(({ kind, facts }) => (kind === 'flat' ? (facts.filter ?? '') : '')),
      exptime: number('exptime'),
      binning: text('binning'),
      gainSetting: number('gainSetting'),
      offset: number('offset'),
      ccdTemp: number('ccdTemp'),
      readMode: text('readMode'),
      instrument: text('instrument'),
      frames: Int32Array.from(masters, ({ combined }) => combined),
      lights: Int32Array.from(usedBy),
      files: Int32Array.from(masters, ({ frames }) => frames.length),
      file: masters.map(({ frames }) => frames[0].facts.file),
    },
    {
      units: { exptime: 's', ccdTemp: 'deg C' },
      descriptions: {
        kind: 'bias, dark or flat',
        exptime: 'mean exposure time',
        frames: 'raw frames in it',
        lights: 'lights that it is used for',
        files: 'files that were read',
        file: 'the first of them',
      },
    },
  ) as Table<MasterColumns>;
}
