/**
 * Texts of the Minor Planet Center to tables.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { Problem } from '../../core/problem.js';
import { type StoredColumn, stored } from '../../table/column/stored-column.js';
import { type TableData, withProblems } from '../../table/column/table-data.js';
import { isObservation, isSecondLine, type Observation, observationOf } from './observations.js';
import { isOrbit, ORBIT_NUMBERS, type Orbit, orbitOf } from './orbits.js';

/** A line that was read, with its number. */
interface Line {
  readonly text: string;
  readonly number: number;
}

/**
 * Reads observations, one row a record: `number` and `designation` unpacked, `jd` in UTC, `ra` and `dec` in degrees, `mag`, `band` and
 * `observatory`; or orbits: `designation`, `name`, `epoch` (JD, TT), the elements with units. Lines above the first record
 * (of MPCORB, or the header of a report) are skipped; second lines of satellites and radar, too, with a problem.
 *
 * @throws PhotometryError `bad-table` naming the first line that is neither
 */
export function readMpc(text: string, path: string): TableData {
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((line, k): Line => ({ text: line, number: k + 1 }))
    .filter(line => line.text.trim() !== '');
  const first = lines.findIndex(({ text: line }) => isObservation(line) || isOrbit(line));
  if (first < 0)
    throw new PhotometryError('bad-table', `${path}: no line is an observation of 80 columns, nor an orbit of MPCORB`, {
      path,
    });
  const records = lines.slice(first);
  return isOrbit(records[0].text) ? orbits(records, path) : observations(records, path);
}

function observations(lines: readonly Line[], path: string): TableData {
  const skipped = lines.filter(({ text }) => !isObservation(text) && isSecondLine(text));
  const odd = lines.find(({ text }) => !isObservation(text) && !isSecondLine(text));
  if (odd !== undefined) throw bad(path, odd, 'an observation of 80 columns');
  const rows = lines.filter(({ text }) => isObservation(text)).map(({ text }) => observationOf(text));
  const wrong = rows.findIndex(({ ra, dec }) => Number.isNaN(ra) || Number.isNaN(dec));
  if (wrong >= 0)
    throw bad(path, lines.filter(({ text }) => isObservation(text))[wrong], 'a right ascension and a declination');
  const texts = (name: keyof Observation, description: string) =>
    stored(
      'string',
      rows.map(row => String(row[name])),
      null,
      { description },
    );
  const numbers = (name: keyof Observation, unit: string, description: string) =>
    stored(
      'float64',
      Float64Array.from(rows, row => row[name] as number),
      null,
      { unit, description },
    );
  const columns: Readonly<Record<keyof Observation, StoredColumn>> = {
    number: texts('number', 'Number of the minor planet or periodic comet'),
    designation: texts('designation', 'Provisional or temporary designation'),
    discovery: texts('discovery', '* where the object was discovered'),
    note: texts('note', 'Note, or code of the programme'),
    technique: texts('technique', 'How it was observed: C for a CCD'),
    jd: numbers('jd', 'd', 'Julian date, UTC'),
    ra: numbers('ra', 'deg', 'Right ascension, J2000.0'),
    dec: numbers('dec', 'deg', 'Declination, J2000.0'),
    mag: numbers('mag', 'mag', 'Magnitude in the band'),
    band: texts('band', 'Band of the magnitude'),
    observatory: texts('observatory', 'Code of the observatory'),
  };
  const problems = skipped.length > 0 ? [skippedLines(path, skipped)] : [];
  return table(columns, rows.length, problems);
}

function orbits(lines: readonly Line[], path: string): TableData {
  const odd = lines.find(({ text }) => !isOrbit(text));
  if (odd !== undefined) throw bad(path, odd, 'an orbit of MPCORB');
  const rows = lines.map(({ text }) => orbitOf(text));
  const texts = (name: 'designation' | 'name' | 'uncertainty' | 'reference', description: string) =>
    stored(
      'string',
      rows.map(row => row[name]),
      null,
      { description },
    );
  const columns: Record<string, StoredColumn> = {
    designation: texts('designation', 'Number or provisional designation'),
    name: texts('name', 'Readable designation'),
    epoch: stored(
      'float64',
      Float64Array.from(rows, ({ epoch }: Orbit) => epoch),
      null,
      {
        unit: 'd',
        description: 'Epoch of the elements, Julian date, TT',
      },
    ),
  };
  ORBIT_NUMBERS.forEach(({ name, unit, description }, k) => {
    columns[name] = stored(
      'float64',
      Float64Array.from(rows, ({ numbers }) => numbers[k]),
      null,
      { unit, description },
    );
  });
  columns.uncertainty = texts('uncertainty', 'Uncertainty parameter U');
  columns.reference = texts('reference', 'Reference');
  return table(columns, rows.length, []);
}

function table(
  columns: Readonly<Record<string, StoredColumn>>,
  length: number,
  problems: readonly Problem[],
): TableData {
  return {
    stored: new Map(Object.entries(columns)),
    length,
    meta: Object.freeze({}),
    provenance: [],
    ...withProblems(problems),
  };
}

function skippedLines(path: string, lines: readonly Line[]): Problem {
  return {
    file: path,
    where: `line ${lines[0].number}`,
    value: `${lines.length} lines`,
    code: 'lines-skipped',
    action: 'dropped',
    remedy:
      'second lines of observations by satellites, roving observers or radar hold no position on the sky and are left out',
  };
}

function bad(path: string, { text, number }: Line, expected: string): PhotometryError {
  return new PhotometryError(
    'bad-table',
    `${path}, line ${number}: expected ${expected}, got '${text.slice(0, 60).trimEnd()}'`,
    {
      path,
      line: number,
    },
  );
}
