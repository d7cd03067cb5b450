/**
 * The rows of a table about a place on the sky.
 *
 * @module
 */
import { PhotometryError } from '../core/errors.js';
import { withStep } from '../core/provenance.js';
import { degreesOf, type SkyPoint } from '../math/sphere.js';
import type { StoredColumn } from '../table/column/stored-column.js';
import type { TableData } from '../table/column/table-data.js';
import { addColumns, columnsOf, matchColumns } from './beside.js';
import { assertWithin } from './columns/degrees.js';
import { julianYear } from './columns/epoch.js';
import type { SkySearchOptions } from './columns/match-options.js';
import { positionsAt } from './columns/motion-columns.js';
import { skyPositions } from './columns/sky-columns.js';
import { ALONE } from './columns/table-side.js';
import { matchSky } from './positions/match-sky.js';

/** Settings of `catalog.near`: the place, how far from it, and which columns hold positions. */
export interface NearOptions<L extends string = string> extends SkyPoint, Omit<SkySearchOptions<L>, 'left'> {
  /** Which columns hold what. Default: found by UCD, else by usual names. */
  readonly columns?: SkySearchOptions<L>['left'];
}

/**
 * The rows within a distance of a position, nearest first, with separation, position angle and offsets from it.
 *
 * @throws PhotometryError `missing-column`; `bad-argument` for an invalid position, or a column not in degrees
 */
export function near(data: TableData, options: NearOptions): TableData {
  const { within, columns = {}, epoch } = options;
  assertWithin(within, 'near');
  const { ra, dec } = degreesOf(options);
  if (!(ra >= -180 && ra <= 360 && dec >= -90 && dec <= 90))
    throw new PhotometryError(
      'bad-argument',
      `near: RA ${ra}, Dec ${dec} is not a sky position; expected degrees, or text such as '16:02:11.8', '+28:10:10'`,
      { ra, dec },
    );
  const found = skyPositions(data, columns, ALONE);
  const places = epoch === undefined ? found : positionsAt(data, columns, found, julianYear(epoch), ALONE);
  const centre = { ra: Float64Array.of(ra), dec: Float64Array.of(dec) };
  const pairs = matchSky(centre.ra, centre.dec, places.ra, places.dec, within, { mode: 'all' });
  const stored = new Map<string, StoredColumn>(columnsOf(data, pairs.index2));
  const measures = matchColumns(
    { pairs, left: centre, right: places, shift: null },
    Int32Array.from(pairs.index1.keys()),
  );
  addColumns(stored, measures, name => (data.stored.has(name) ? `${name}_near` : name));
  const step = { verb: 'near', options: { ra, dec, withinArcsec: within * 3600 } };
  return { ...data, stored, length: pairs.index2.length, provenance: withStep(data.provenance, step) };
}
