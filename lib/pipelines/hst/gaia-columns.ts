/**
 * Positions of a finalised Hubble catalogue, and the mark that stands in files where Gaia has no match.
 *
 * @module
 */
import { type StoredColumn, stored } from '../../table/stored-column.js';
import { type TableData, withColumns } from '../../table/table-data.js';
import { numbersOf } from './rate-columns.js';

/** What stands in files where Gaia has no match; inside it is NaN. */
export const UNMATCHED = -999;

/** The positions of a final catalogue: unit, description, and the names that the input may have. */
const POSITIONS: Readonly<Record<string, readonly [unit: string, description: string, names: readonly string[]]>> = {
  x_center: [
    'px',
    'Position along x; 0 is the centre of the first pixel',
    ['x_center', 'xcenter', 'xcentroid', 'x', 'x_image'],
  ],
  y_center: [
    'px',
    'Position along y; 0 is the centre of the first pixel',
    ['y_center', 'ycenter', 'ycentroid', 'y', 'y_image'],
  ],
  RA_GAIA_WCS: ['deg', 'Right ascension, WCS tied to Gaia', ['ra_gaia_wcs', 'ra', 'alpha_j2000', 'raj2000']],
  DEC_GAIA_WCS: ['deg', 'Declination, WCS tied to Gaia', ['dec_gaia_wcs', 'dec', 'delta_j2000', 'dej2000']],
  GAIA_CAT_RA: ['deg', 'Right ascension of the Gaia source; NaN without a match', ['gaia_cat_ra']],
  GAIA_CAT_DEC: ['deg', 'Declination of the Gaia source; NaN without a match', ['gaia_cat_dec']],
};

const GAIA: readonly string[] = ['GAIA_CAT_RA', 'GAIA_CAT_DEC'];

/** A table's positions under their final names, and the columns that they were taken from. */
export interface FinalPositions {
  readonly columns: ReadonlyMap<string, StoredColumn>;
  readonly sources: ReadonlySet<string>;
}

/**
 * The positions that a table has, -999 as NaN. Where it has positions on the sky but none of Gaia, those are NaN.
 */
export function finalPositions(data: TableData): FinalPositions {
  const columns = new Map<string, StoredColumn>();
  const sources = new Set<string>();
  for (const [name, [unit, description, aliases]] of Object.entries(POSITIONS)) {
    const source = aliases.map(alias => sourceOf(data, alias)).find(found => found !== undefined);
    if (source !== undefined) {
      const values = numbersOf(data.stored.get(source)!, source);
      sources.add(source);
      columns.set(
        name,
        stored(
          'float64',
          values.map(value => (value === UNMATCHED ? Number.NaN : value)),
          null,
          { unit, description },
        ),
      );
    } else if (GAIA.includes(name) && columns.has('RA_GAIA_WCS'))
      columns.set(name, stored('float64', new Float64Array(data.length).fill(Number.NaN), null, { unit, description }));
  }
  return { columns, sources };
}

function sourceOf(data: TableData, alias: string): string | undefined {
  return [...data.stored.keys()].find(name => name.toLowerCase() === alias);
}

/** The table as others expect it in a file: {@link UNMATCHED} where Gaia has no match. */
export function markUnmatched(data: TableData): TableData {
  const columns = new Map(data.stored);
  for (const name of GAIA) {
    const column = columns.get(name);
    if (column?.kind !== 'float64') continue;
    const marked = column.values.map(value => (Number.isNaN(value) ? UNMATCHED : value));
    columns.set(name, stored('float64', marked, null, column));
  }
  return withColumns(data, columns);
}
