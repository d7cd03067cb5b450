/**
 * Adds positions in degrees to tables with hours, minutes and seconds in seven columns.
 *
 * @module
 */
import { type StoredColumn, stored, valueAt } from '../../table/column/stored-column.js';

const PARTS = ['RAh', 'RAm', 'RAs', 'DE-', 'DEd', 'DEm', 'DEs'] as const;

/**
 * The columns `RAdeg` and `DEdeg` [deg], NaN where hours or degrees are missing; missing minutes and seconds count as
 * 0, for old catalogues leave them out. None if the table has not all of RAh, RAm, RAs, DE-, DEd, DEm, DEs, or
 * has a column of these names already.
 */
export function degreesColumns(columns: ReadonlyMap<string, StoredColumn>, length: number): [string, StoredColumn][] {
  if (columns.has('RAdeg') || columns.has('DEdeg') || !PARTS.every(name => columns.has(name))) return [];
  const [hours, minutes, seconds, sign, degrees, arcmin, arcsec] = PARTS.map(name => columns.get(name) as StoredColumn);
  const ra = new Float64Array(length);
  const dec = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    ra[row] = 15 * sexagesimal(hours, minutes, seconds, row);
    const size = sexagesimal(degrees, arcmin, arcsec, row);
    dec[row] = valueAt(sign, row) === '-' ? -size : size;
  }
  const words = 'from hours, minutes and seconds';
  return [
    ['RAdeg', stored('float64', ra, null, { unit: 'deg', ucd: 'pos.eq.ra', description: `Right ascension, ${words}` })],
    [
      'DEdeg',
      stored('float64', dec, null, {
        unit: 'deg',
        ucd: 'pos.eq.dec',
        description: 'Declination, from degrees, minutes and seconds',
      }),
    ],
  ];
}

function sexagesimal(whole: StoredColumn, minutes: StoredColumn, seconds: StoredColumn, row: number): number {
  return numberAt(whole, row, NaN) + numberAt(minutes, row, 0) / 60 + numberAt(seconds, row, 0) / 3600;
}

function numberAt(column: StoredColumn, row: number, otherwise: number): number {
  const value = valueAt(column, row);
  const number = value === null || value === '' ? NaN : Number(value);
  return Number.isNaN(number) ? otherwise : number;
}
