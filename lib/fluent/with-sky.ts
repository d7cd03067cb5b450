/**
 * Adds sky positions to the stars of a frame.
 *
 * @module
 */
import type { Wcs } from '../frame/wcs/wcs.js';
import type { Quantity } from '../table/column/quantity.js';
import { stored } from '../table/column/stored-column.js';
import { requireColumn, type TableData, withColumns } from '../table/column/table-data.js';

/** Sky position of a star. */
export interface SkyColumns {
  /** Right ascension, ICRS, 0 to 360 [deg]; NaN if the frame has no WCS. */
  ra: Quantity<'deg'>;
  /** Declination, ICRS [deg]; NaN if the frame has no WCS. */
  dec: Quantity<'deg'>;
}

/** Adds `ra` and `dec` of the columns `x` and `y` [px]. @param wcs null if the frame has none: both are NaN then */
export function withSky(data: TableData, wcs: Wcs | null): TableData {
  const x = requireColumn(data, 'x').values as Float64Array;
  const y = requireColumn(data, 'y').values as Float64Array;
  const ra = new Float64Array(data.length).fill(Number.NaN);
  const dec = new Float64Array(data.length).fill(Number.NaN);
  for (let i = 0; wcs !== null && i < data.length; i++) {
    const place = wcs.pixelToSky(x[i], y[i]);
    ra[i] = place.ra;
    dec[i] = place.dec;
  }
  const columns = new Map(data.stored);
  columns.set(
    'ra',
    stored('float64', ra, null, { unit: 'deg', description: 'Right ascension, ICRS', ucd: 'pos.eq.ra' }),
  );
  columns.set(
    'dec',
    stored('float64', dec, null, { unit: 'deg', description: 'Declination, ICRS', ucd: 'pos.eq.dec' }),
  );
  return withColumns(data, columns);
}
