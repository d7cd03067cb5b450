/**
 * Positions of a finalised Hubble catalogue.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { type StoredColumn, stored } from '../../table/column/stored-column.js';
import type { TableData } from '../../table/column/table-data.js';
import { numbersOf } from './rate-columns.js';

/** Value in files where Gaia has no match; NaN in memory. */
export const UNMATCHED = -999;

/** The columns of a final catalogue that use {@link UNMATCHED} in files. */
export const GAIA_COLUMNS = ['GAIA_CAT_RA', 'GAIA_CAT_DEC'] as const;

/** A position of a final catalogue. */
interface PositionColumn {
  readonly unit: 'px' | 'deg';
  readonly description: string;
  /** Names that it may have in the table, in lower case. */
  readonly names: readonly string[];
  /** Smallest and largest valid value. */
  readonly range: readonly [number, number];
}

const ANYWHERE = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

const POSITIONS: Readonly<Record<string, PositionColumn>> = {
  x_center: {
    unit: 'px',
    description: 'Position along x; 0 is the centre of the first pixel',
    names: ['x_center', 'xcenter', 'xcentroid', 'x'],
    range: ANYWHERE,
  },
  y_center: {
    unit: 'px',
    description: 'Position along y; 0 is the centre of the first pixel',
    names: ['y_center', 'ycenter', 'ycentroid', 'y'],
    range: ANYWHERE,
  },
  RA_GAIA_WCS: {
    unit: 'deg',
    description: 'Right ascension, WCS of the image',
    names: ['ra_gaia_wcs', 'ra', 'alpha_j2000', 'raj2000', '_raj2000'],
    range: [-180, 360],
  },
  DEC_GAIA_WCS: {
    unit: 'deg',
    description: 'Declination, WCS of the image',
    names: ['dec_gaia_wcs', 'dec', 'delta_j2000', 'dej2000', '_dej2000'],
    range: [-90, 90],
  },
  GAIA_CAT_RA: {
    unit: 'deg',
    description: 'Right ascension of the Gaia source',
    names: ['gaia_cat_ra'],
    range: [-180, 360],
  },
  GAIA_CAT_DEC: {
    unit: 'deg',
    description: 'Declination of the Gaia source',
    names: ['gaia_cat_dec'],
    range: [-90, 90],
  },
};

/** A table's positions under their final names, and the columns that they were taken from. */
interface FinalPositions {
  readonly columns: ReadonlyMap<string, StoredColumn>;
  readonly sources: ReadonlySet<string>;
}

/**
 * The positions of a table, with -999 as NaN; all NaN if it has none.
 *
 * @throws PhotometryError `bad-argument` naming column, unit and row, for positions in hours or out of range
 */
export function finalPositions(data: TableData): FinalPositions {
  const columns = new Map<string, StoredColumn>();
  const sources = new Set<string>();
  for (const [name, { unit, description, names, range }] of Object.entries(POSITIONS)) {
    const source = names.map(alias => sourceOf(data, alias)).find(found => found !== undefined);
    if (source !== undefined) sources.add(source);
    const values =
      source === undefined ? new Float64Array(data.length).fill(Number.NaN) : positionsIn(data, source, unit, range);
    columns.set(name, stored('float64', values, null, { unit, description }));
  }
  return { columns, sources };
}

function sourceOf(data: TableData, alias: string): string | undefined {
  return [...data.stored.keys()].find(name => name.toLowerCase() === alias);
}

/** Other names of the units of the final catalogue. */
const SAME: Readonly<Record<'px' | 'deg', RegExp>> = {
  px: /^(px|pix|pixels?)?$/i,
  deg: /^(deg|degrees?)?$/i,
};

function positionsIn(
  data: TableData,
  name: string,
  unit: 'px' | 'deg',
  range: readonly [number, number],
): Float64Array {
  const column = data.stored.get(name)!;
  if (!SAME[unit].test(column.unit.trim()))
    throw new PhotometryError('bad-argument', `Column '${name}' is in ${column.unit}, expected ${unit}`, {
      column: name,
      unit: column.unit,
    });
  const values = numbersOf(column, name).map(value => (value === UNMATCHED ? Number.NaN : value));
  const row = values.findIndex(value => value < range[0] || value > range[1]);
  if (row < 0) return values;
  throw new PhotometryError(
    'bad-argument',
    `Column '${name}', row ${row}: ${values[row]} is not an angle in degrees, expected ${range[0]} to ${range[1]}`,
    { column: name, row, value: values[row] },
  );
}
