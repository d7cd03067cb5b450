/**
 * A table's positions moved to another epoch, by the motions that it lists.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { TableData } from '../../table/column/table-data.js';
import { assertUnit, columnOfName, columnOfUcd, type FoundColumn, namedColumn, numbersOf } from './column-finder.js';
import type { SkyColumnNames, SkyPositions } from './sky-columns.js';
import { atEpoch } from './space-motion.js';
import type { TableSide } from './table-side.js';

/** How a motion is found, and in which unit it must be. */
interface MotionKind {
  readonly option: 'pmRa' | 'pmDec' | 'parallax' | 'radialVelocity';
  readonly ucds: readonly string[];
  readonly names: readonly string[];
  readonly unit: string;
  readonly allowed: RegExp;
}

const PER_YEAR = /^mas[\s./*]*\(?(yr|year|years|a)\)?(\s*(\*\*|\^)?\s*\(?-1\)?)?$/i;

const PM_RA: MotionKind = {
  option: 'pmRa',
  ucds: ['pos.pm;pos.eq.ra', 'pos_eq_pmra'],
  names: ['pmra', 'pm_ra', 'pmra_cosdec', 'pm_ra_cosdec', 'propermotion_ra'],
  unit: 'mas/yr',
  allowed: PER_YEAR,
};
const PM_DEC: MotionKind = {
  option: 'pmDec',
  ucds: ['pos.pm;pos.eq.dec', 'pos_eq_pmdec'],
  names: ['pmdec', 'pmde', 'pm_dec', 'pm_de', 'propermotion_dec'],
  unit: 'mas/yr',
  allowed: PER_YEAR,
};
const PARALLAX: MotionKind = {
  option: 'parallax',
  ucds: ['pos.parallax.trig', 'pos.parallax', 'pos_parlx_trig'],
  names: ['parallax', 'plx'],
  unit: 'mas',
  allowed: /^mas$/i,
};
const RADIAL_VELOCITY: MotionKind = {
  option: 'radialVelocity',
  ucds: ['spect.dopplerveloc.opt', 'spect.dopplerveloc', 'phys.veloc;pos.heliocentric', 'veloc_hc'],
  names: ['radial_velocity', 'radialvelocity', 'rv', 'hrv', 'rvel', 'dr2_radial_velocity'],
  unit: 'km/s',
  allowed: /^km[\s./*]*s(\s*(\*\*|\^)?\s*-1)?$/i,
};

/** Whether a table lists proper motions, by the names given or the usual ones. */
export function hasMotions(data: TableData, names: SkyColumnNames): boolean {
  return motionColumn(data, names, PM_RA) !== null && motionColumn(data, names, PM_DEC) !== null;
}

/**
 * The positions at another epoch; those of rows and tables without proper motions are unchanged.
 *
 * @param epoch the epoch wanted [Julian year]
 * @param side which table it is, in messages
 * @throws PhotometryError `bad-argument` if the table lists motions but the epoch of its positions is unknown, and
 *   for units that are not mas/yr, mas, km/s
 */
export function positionsAt(
  data: TableData,
  names: SkyColumnNames,
  positions: SkyPositions,
  epoch: number,
  side: TableSide,
): SkyPositions {
  if (!hasMotions(data, names)) return positions;
  const from = epochsOf(data, names, positions, side);
  const [pmRa, pmDec, parallax, radialVelocity] = [PM_RA, PM_DEC, PARALLAX, RADIAL_VELOCITY].map(kind =>
    motions(data, names, kind),
  );
  const moved = { ...positions, ra: positions.ra.slice(), dec: positions.dec.slice() };
  for (let row = 0; row < data.length; row++) {
    const star = {
      ra: positions.ra[row],
      dec: positions.dec[row],
      pmRa: pmRa?.[row] ?? NaN,
      pmDec: pmDec?.[row] ?? NaN,
      parallax: parallax?.[row],
      radialVelocity: radialVelocity?.[row],
    };
    const start = typeof from === 'number' ? from : from[row];
    if (Number.isNaN(start)) continue;
    const there = atEpoch(star, start, epoch);
    moved.ra[row] = there.ra;
    moved.dec[row] = there.dec;
  }
  return moved;
}

function motions(data: TableData, names: SkyColumnNames, kind: MotionKind): Float64Array | null {
  const found = motionColumn(data, names, kind);
  if (found === null) return null;
  assertUnit(found, kind.allowed, kind.unit);
  return numbersOf(found, kind.option);
}

function motionColumn(data: TableData, names: SkyColumnNames, kind: MotionKind): FoundColumn | null {
  const name = names[kind.option];
  if (name !== undefined) return namedColumn(data, name, kind.option);
  return columnOfUcd(data, kind.ucds) ?? columnOfName(data, kind.names);
}

/** The epochs of a table's positions [Julian year]: one for all, or one a row. */
function epochsOf(
  data: TableData,
  names: SkyColumnNames,
  { raColumn }: SkyPositions,
  side: TableSide,
): number | Float64Array {
  if (typeof names.epoch === 'number') return names.epoch;
  const column =
    names.epoch !== undefined
      ? namedColumn(data, names.epoch, 'epoch')
      : (columnOfUcd(data, ['meta.ref;time.epoch', 'time.epoch;meta.ref']) ??
        columnOfName(data, ['ref_epoch', 'refepoch', 'epoch']));
  if (column !== null) return yearsOf(column);
  const told = epochInWords(raColumn.column.description) ?? epochOfFrame(raColumn.name) ?? epochOfRelease(data);
  if (told !== null) return told;
  throw new PhotometryError(
    'bad-argument',
    `The ${side.name} lists proper motions, but the epoch of its positions is unknown. Give it: 2016.0 for Gaia DR3, 2015.5 for DR2: ${side.option('{ epoch: 2016 }')}`,
    { table: side.name, columns: [...data.stored.keys()] },
  );
}

function yearsOf(found: FoundColumn): Float64Array {
  assertUnit(found, /^(yr|a|year|years|julian years?)$/i, 'Julian years');
  const years = numbersOf(found, 'the epoch of positions');
  const strange = years.findIndex(year => year < 1700 || year > 2300);
  if (strange < 0) return years;
  throw new PhotometryError(
    'bad-argument',
    `Column '${found.name}', row ${strange}: ${years[strange]} is not an epoch in Julian years. Give another: { epoch: 2016 }`,
    { column: found.name, row: strange },
  );
}

/** From descriptions such as `Right ascension (ICRS) at Ep=2016.0`. */
function epochInWords(text: string): number | null {
  const found = /\b(?:Ep|epoch)\s*[=:]?\s*J?(\d{4}(?:\.\d+)?)\b/i.exec(text);
  return found ? Number(found[1]) : null;
}

/** Catalogues with one epoch for all positions, by the names of their tables. */
const RELEASES: readonly (readonly [RegExp, number])[] = [
  [/gaia\W*e?dr3|I\/355|I\/350|gaiadr3|gaiaedr3/i, 2016.0],
  [/gaia\W*dr2|I\/345|gaiadr2|refcat2/i, 2015.5],
  [/gaia\W*dr1|I\/337|tgas/i, 2015.0],
  [/hipparcos|\bhip2?\b|I\/239|I\/311/i, 1991.25],
];

/** The epoch that goes with the release in a table's meta, or with the coordinate system of its VOTable. */
function epochOfRelease({ meta }: TableData): number | null {
  const words = ['RELEASE', 'name', 'NAME', 'ID', 'description', 'DESCRIPTION', 'CATALOG_NAME']
    .map(key => meta[key])
    .filter(word => typeof word === 'string')
    .join(' ');
  const systems = (meta.votable as { readonly coosys?: readonly { readonly epoch?: string }[] } | undefined)?.coosys;
  const own = meta.epoch ?? meta.ref_epoch ?? meta.REF_EPOCH; // EPOCH in FITS is an equinox
  if (typeof own === 'number' || typeof own === 'string') return epochInWords(`epoch ${own}`);
  const epochs = new Set((systems ?? []).flatMap(({ epoch }) => (epoch === undefined ? [] : [epoch])));
  if (epochs.size === 1) return epochInWords(`epoch ${[...epochs][0]}`);
  return RELEASES.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

/** VizieR's columns of J2000 are positions at that epoch where there are proper motions to make them. */
function epochOfFrame(name: string): number | null {
  return /J2000/i.test(name) ? 2000 : null;
}
