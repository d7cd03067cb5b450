/**
 * The positions on the sky that a table holds.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { suggestion } from '../../core/nearest-names.js';
import { angleDegrees } from '../../math/sphere.js';
import type { TableData } from '../../table/column/table-data.js';
import { assertUnit, columnOfUcd, type FoundColumn, lowerNames, namedColumn, numbersOf } from './column-finder.js';
import type { TableSide } from './table-side.js';

/**
 * Which columns hold positions and motions. What is not named is found by UCD, else by its usual names; capitals do
 * not matter.
 */
export interface SkyColumnNames<K extends string = string> {
  /** Right ascension [deg], or sexagesimal text in hours. */
  readonly ra?: K;
  /** Declination [deg], or sexagesimal text. */
  readonly dec?: K;
  /** Proper motion in right ascension, times cos Dec [mas/yr]. */
  readonly pmRa?: K;
  /** Proper motion in declination [mas/yr]. */
  readonly pmDec?: K;
  /** Parallax [mas]. */
  readonly parallax?: K;
  /** Radial velocity [km/s]. */
  readonly radialVelocity?: K;
  /** Epoch of the positions: a column [Julian year], or the year, such as 2016.0 for Gaia DR3. */
  readonly epoch?: K | number;
}

/** Positions of a table's rows [deg]; NaN for a row without one. */
export interface SkyPositions {
  readonly ra: Float64Array;
  readonly dec: Float64Array;
  /** The columns they come from. */
  readonly raColumn: FoundColumn;
  readonly decColumn: FoundColumn;
}

const RA_UCDS = ['pos.eq.ra;meta.main', 'pos_eq_ra_main', 'pos.eq.ra', 'pos_eq_ra'];
const DEC_UCDS = ['pos.eq.dec;meta.main', 'pos_eq_dec_main', 'pos.eq.dec', 'pos_eq_dec'];

/** Usual names of right ascension and declination, the better known first. */
const USUAL_NAMES: readonly (readonly [string, string])[] = [
  ['ra', 'dec'],
  ['ra_icrs', 'de_icrs'],
  ['ra_icrs', 'dec_icrs'],
  ['raicrs', 'deicrs'],
  ['raj2000', 'dej2000'],
  ['raj2000', 'decj2000'],
  ['ra_j2000', 'dec_j2000'],
  ['_raj2000', '_dej2000'],
  ['_ra_icrs', '_de_icrs'],
  ['_ra.icrs', '_de.icrs'],
  ['_ra', '_de'],
  ['_ra', '_dec'],
  ['ra', 'de'],
  ['radeg', 'dedeg'],
  ['radeg', 'decdeg'],
  ['ra_deg', 'dec_deg'],
  ['ra2000', 'de2000'],
  ['ra2000', 'dec2000'],
  ['alphawin_j2000', 'deltawin_j2000'],
  ['alpha_j2000', 'delta_j2000'],
  ['alphapsf_j2000', 'deltapsf_j2000'],
  ['xwin_world', 'ywin_world'],
  ['x_world', 'y_world'],
  ['ra_gaia_wcs', 'dec_gaia_wcs'],
  ['ramean', 'decmean'],
  ['rastack', 'decstack'],
  ['s_ra', 's_dec'],
  ['coord_ra', 'coord_dec'],
  ['coords.ra', 'coords.dec'],
  ['sky_centroid.ra', 'sky_centroid.dec'],
  ['skycoord.ra', 'skycoord.dec'],
  ['right_ascension', 'declination'],
  ['rightascension', 'declination'],
  ['alpha', 'delta'],
  ['gaia_cat_ra', 'gaia_cat_dec'],
];

/** Value of missing positions in HST catalogues and others. */
const NO_POSITION = -999;

/**
 * The positions of a table's rows. NaN, missing values and -999 are not positions.
 *
 * @param side which table it is, in messages
 * @throws PhotometryError `missing-column` if no column is named or known as a position; `bad-argument` naming
 *   column, unit and row for what is not in degrees, out of range, or no angle
 */
export function skyPositions(data: TableData, names: SkyColumnNames, side: TableSide): SkyPositions {
  const { ra: raColumn, dec: decColumn } = positionColumns(data, names, side);
  const ra = anglesOf(raColumn, 'hour', data.length);
  const dec = anglesOf(decColumn, 'degree', data.length);
  const positions = { ra: ra.slice(), dec: dec.slice(), raColumn, decColumn };
  for (let row = 0; row < data.length; row++) {
    const isNone = ra[row] === NO_POSITION || dec[row] === NO_POSITION || !Number.isFinite(ra[row] + dec[row]);
    if (isNone) positions.ra[row] = positions.dec[row] = NaN;
    else if (ra[row] < -180 || ra[row] > 360) throw outOfRange(raColumn, row, ra[row], '-180 to 360', side);
    else if (dec[row] < -90 || dec[row] > 90) throw outOfRange(decColumn, row, dec[row], '-90 to 90', side);
    else if (ra[row] < 0) positions.ra[row] += 360;
  }
  return positions;
}

/** Finds the two columns. Both are named, have UCDs, or have names that belong together. */
function positionColumns(
  data: TableData,
  names: SkyColumnNames,
  side: TableSide,
): { readonly ra: FoundColumn; readonly dec: FoundColumn } {
  if (names.ra !== undefined && names.dec !== undefined)
    return {
      ra: namedColumn(data, names.ra, `right ascension of the ${side.name}`),
      dec: namedColumn(data, names.dec, `declination of the ${side.name}`),
    };
  if (names.ra !== undefined || names.dec !== undefined)
    throw new PhotometryError(
      'bad-argument',
      `Name both columns of positions, ra and dec; got ${names.ra === undefined ? 'dec' : 'ra'} alone`,
    );
  for (let k = 0; k < RA_UCDS.length; k++) {
    const [ra, dec] = [columnOfUcd(data, [RA_UCDS[k]]), columnOfUcd(data, [DEC_UCDS[k]])];
    if (ra !== null && dec !== null) return { ra, dec };
  }
  const known = lowerNames(data);
  for (const [raName, decName] of USUAL_NAMES) {
    const [ra, dec] = [known.get(raName), known.get(decName)];
    if (ra !== undefined && dec !== undefined)
      return { ra: namedColumn(data, ra, 'ra'), dec: namedColumn(data, dec, 'dec') };
  }
  throw noPositions(data, side);
}

function noPositions(data: TableData, side: TableSide): PhotometryError {
  const columns = [...data.stored.keys()];
  const nearest = suggestion('ra', columns);
  const all = columns.length <= 30 ? `; columns: ${columns.join(', ') || 'none'}` : nearest;
  return new PhotometryError(
    'missing-column',
    `The ${side.name} has no positions known by UCD or name (ra and dec, RAJ2000 and DEJ2000, ALPHA_J2000 and DELTA_J2000 ...)${all}. Name them: ${side.option("{ ra: '...', dec: '...' }")}`,
    { table: side.name, columns },
  );
}

const DEGREES = /^(deg|degs|degree|degrees|°|angle\[deg\])$/i;
const HOURS = /^(h|hr|hrs|hour|hours|hourangle|h:m:s|hms|hh:mm:ss.*)$/i;
const SEXAGESIMAL = /["':]|hms|dms|hour|^h\b|min/i;

/** The angles of a column [deg]: numbers in degrees, or text, sexagesimal or decimal. */
function anglesOf(found: FoundColumn, textUnit: 'hour' | 'degree', length: number): Float64Array {
  const { name, column } = found;
  const unit = column.unit.trim();
  if (column.kind !== 'string') {
    const factor = HOURS.test(unit) ? '15 * ' : /^rad/i.test(unit) ? '180 / Math.PI * ' : '';
    const advice =
      factor === ''
        ? ''
        : `derive({ ${name}: row => ${factor}row.${name} }, { units: { ${name}: 'deg' } }) converts it to degrees`;
    assertUnit(found, DEGREES, 'deg', advice);
    return numbersOf(found, 'a position');
  }
  if (unit !== '' && !DEGREES.test(unit) && !SEXAGESIMAL.test(unit)) assertUnit(found, DEGREES, 'deg');
  const angles = new Float64Array(length).fill(NaN);
  for (let row = 0; row < length; row++) {
    const text = column.values[row].trim();
    if (text === '' || (column.valid !== null && column.valid[row] === 0) || /^(nan|null|-+)$/i.test(text)) continue;
    if (DEGREES.test(unit) && textUnit === 'hour' && /\d[\s:]+\d/.test(text))
      throw new PhotometryError(
        'bad-argument',
        `Column '${name}', row ${row}: '${text}' looks like hours, but the unit is '${unit}'. Set the unit of the column to 'hourangle', or use decimal degrees`,
        { column: name, row, unit },
      );
    angles[row] = textAngle(text, textUnit, name, row);
  }
  return angles;
}

function textAngle(text: string, unit: 'hour' | 'degree', name: string, row: number): number {
  try {
    return angleDegrees(text, unit, name);
  } catch (error) {
    if (!(error instanceof PhotometryError)) throw error;
    throw new PhotometryError('bad-argument', `Column '${name}', row ${row}: ${error.message}`, { column: name, row });
  }
}

function outOfRange(
  { name, column }: FoundColumn,
  row: number,
  value: number,
  range: string,
  side: TableSide,
): PhotometryError {
  const unit = column.unit === '' ? '' : ` (unit '${column.unit}')`;
  return new PhotometryError(
    'bad-argument',
    `Column '${name}'${unit} of the ${side.name}, row ${row}: ${value} is not a sky position; expected degrees from ${range}, and NaN or -999 where missing`,
    { column: name, row, value, unit: column.unit },
  );
}
