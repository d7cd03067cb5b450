/**
 * Text of JPL Horizons to a table.
 *
 * @module
 * @see https://ssd.jpl.nasa.gov/horizons/manual.html
 */
import { PhotometryError } from '../../core/errors.js';
import { angleOrNaN } from '../../math/angle.js';
import { uniqueNames } from '../../table/column/column-names.js';
import { type StoredColumn, stored } from '../../table/column/stored-column.js';
import type { TableData, TableMeta } from '../../table/column/table-data.js';
import { horizonsDate, isDateName, scaleOf } from './horizons-dates.js';
import { nameOf, unitOf } from './horizons-names.js';

/** The lines of a file, and its name for messages. */
interface HorizonsFile {
  readonly path: string;
  /** Line number of the first row, from 1. */
  readonly firstLine: number;
  /** The lines above the rows. */
  readonly head: readonly string[];
  /** The rows. */
  readonly rows: readonly string[];
}

/** Cells by row, under the names of the file. */
interface Cells {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads the table between $$SOE and $$EOE.
 *
 * A calendar date becomes a column `jd` [d], whose description names its scale (UT, TDB ...), beside the text in `date`.
 * Positions are `ra` and `dec` in degrees, whether they are written so or in sexagesimal form; apparent ones are `ra_app` and
 * `dec_app`. `n.a.` is missing. The one-letter marks of Sun and Moon are `solar` and `lunar`. Other columns have Horizons'
 * names; units are known for the usual ones, and follow `Output units` in vectors and elements. What stands above the
 * table (target, centre, times) is in `meta`.
 *
 * @throws PhotometryError `bad-table` naming the line
 */
export function readHorizons(text: string, path: string): TableData {
  const file = partsOf(text, path);
  const cells = cellsOf(file);
  const columns = columnsOf(cells, file);
  return { stored: columns, length: cells.rows.length, meta: metaOf(file.head), provenance: [] };
}

function partsOf(text: string, path: string): HorizonsFile {
  const lines = text.split(/\r\n|\n|\r/);
  const start = lines.findIndex(line => line.trim() === '$$SOE');
  const end = lines.findIndex(line => line.trim() === '$$EOE');
  if (start < 0 || end < start)
    throw new PhotometryError(
      'bad-table',
      `${path}: no table between $$SOE and $$EOE; Horizons writes a message above if it could not make one`,
      { path },
    );
  const rows = lines.slice(start + 1, end).filter(line => line.trim() !== '' && !/^\s*>/.test(line));
  return { path, firstLine: start + 2, head: lines.slice(0, start), rows };
}

/** The cells in whichever of the three forms the rows are. */
function cellsOf(file: HorizonsFile): Cells {
  const { head, rows } = file;
  if (rows.some(row => /^\s*\d{7}\.\d+\s*=/.test(row))) return keyedCells(file);
  const header = headerOf(head);
  return header.includes(',') ? commaCells(header, file) : spacedCells(header, file);
}

/** The line of names: the last above $$SOE that is not asterisks. */
function headerOf(head: readonly string[]): string {
  return head.findLast(line => line.trim() !== '' && !/^\s*\*+\s*$/.test(line)) ?? '';
}

function commaCells(header: string, file: HorizonsFile): Cells {
  const names = header.split(',').map(name => name.trim());
  const isTrailing = names.at(-1) === '';
  if (isTrailing) names.pop();
  const marks = ['solar', 'lunar'];
  const rows = file.rows.map((line, k) => {
    const cells = line.split(',').map(cell => cell.trim());
    if (cells.at(-1) === '' && cells.length === names.length + 1) cells.pop();
    if (cells.length !== names.length)
      throw badRow(file, k, `${cells.length} cells, but the header names ${names.length}`);
    return cells;
  });
  return { names: names.map(name => (name === '' ? (marks.shift() ?? '') : name)), rows };
}

const DATE =
  /^\s*((?:A\.D\. |B\.C\. )?b?\d{4}-[A-Z][a-z]{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?) ?([*CNA ]?)([mrtsx ]?)(?=\s|$)/;

/** Rows in columns: the date with its marks, then words under the names; one name over R.A. and DEC stands for both. */
function spacedCells(header: string, file: HorizonsFile): Cells {
  const [first = '', ...others] = header.trim().split(/\s+/);
  if (!isDateName(first))
    throw new PhotometryError('bad-table', `${file.path}: no line of names above $$SOE`, { path: file.path });
  const names = others.flatMap(name =>
    /^R\.A\..*DEC/.test(name) ? [name.replace(/_*DEC.*$/, ''), `DEC${name.match(/\([^)]*\)/)?.[0] ?? ''}`] : [name],
  );
  const angles = names.filter(name => /^(R\.A\.|DEC)/.test(name)).length;
  const rows = file.rows.map((line, k) => {
    const date = DATE.exec(line);
    const words = line
      .slice(date?.[0].length ?? 0)
      .trim()
      .split(/\s+/);
    const isSexagesimal = words.length === names.length + 2 * angles;
    if (date === null || !(isSexagesimal || words.length === names.length))
      throw badRow(
        file,
        k,
        `${words.length} words for the ${names.length} names ${names.join(', ')}. Ask Horizons for CSV_FORMAT = YES`,
      );
    let at = 0;
    const cells = names.map(name => {
      const count = isSexagesimal && /^(R\.A\.|DEC)/.test(name) ? 3 : 1;
      at += count;
      return words.slice(at - count, at).join(' ');
    });
    return [date[1], date[2].trim(), date[3].trim(), ...cells];
  });
  return { names: [first, 'solar', 'lunar', ...names], rows };
}

/** Vectors and elements, several lines a date: `X = 1.2E+00 Y =-3.4E-01 ...`. */
function keyedCells(file: HorizonsFile): Cells {
  const names = ['JDTDB', 'Calendar Date'];
  const rows: string[][] = [];
  for (const [k, line] of file.rows.entries()) {
    const date = /^\s*(\d{7}\.\d+)\s*=\s*(\S.*\S)\s*$/.exec(line);
    if (date) {
      rows.push([date[1], date[2]]);
      continue;
    }
    const row = rows.at(-1);
    if (row === undefined) throw badRow(file, k, 'a line without a date above it');
    for (const [, name, value] of line.matchAll(/([A-Za-z]+)\s*=\s*([-+.\dEe]+)/g)) {
      if (rows.length === 1) names.push(name);
      row.push(value);
    }
  }
  const odd = rows.findIndex(row => row.length !== names.length);
  if (odd >= 0)
    throw badRow(file, 0, `the date ${rows[odd][0]} has ${rows[odd].length} values, the first has ${names.length}`);
  return { names, rows };
}

/** The columns under their names here. */
function columnsOf({ names, rows }: Cells, file: HorizonsFile): Map<string, StoredColumn> {
  const output = /Output units\s*:\s*(AU-D|KM-S|KM-D)/.exec(file.head.join('\n'))?.[1] ?? '';
  const columns = new Map<string, StoredColumn>();
  const unique = uniqueNames(names.map(nameOf));
  names.forEach((name, k) => {
    const cells = rows.map(row => row[k]);
    if (isDateName(name)) {
      const scale = scaleOf(name, cells[0] ?? '');
      const days = Float64Array.from(cells, horizonsDate);
      const odd = days.findIndex(Number.isNaN);
      if (odd >= 0) throw badRow(file, odd, `'${cells[odd]}' is no date such as 2025-Jan-01 00:00`);
      if (!columns.has('jd'))
        columns.set('jd', stored('float64', days, null, { unit: 'd', description: `Julian date, ${scale}` }));
      columns.set(unique[k], stored('string', cells, null, { description: `Calendar date, ${scale}` }));
    } else columns.set(unique[k], valuesOf(unique[k], cells, unitOf(name, output), name));
  });
  return columns;
}

/** Numbers, `n.a.` missing; angles in degrees; texts where a cell is neither. */
function valuesOf(name: string, cells: readonly string[], unit: string, original: string): StoredColumn {
  const meta = { unit, description: name === original ? '' : original };
  const angle = /^(ra|dec)(_|$)/.exec(name)?.[1];
  const numbers = Float64Array.from(cells, cell =>
    isMissing(cell)
      ? NaN
      : angle && cell.includes(' ')
        ? angleOrNaN(cell, angle === 'ra' ? 'hour' : 'degree')
        : Number(cell),
  );
  const isNumeric = cells.every((cell, row) => isMissing(cell) || !Number.isNaN(numbers[row]));
  if (isNumeric && cells.some(cell => !isMissing(cell))) return stored('float64', numbers, null, meta);
  return stored('string', [...cells], null, { ...meta, unit: '' });
}

function isMissing(cell: string): boolean {
  return cell === '' || cell === 'n.a.';
}

/** What is above the table: target, centre, times, by the words of the file. */
function metaOf(head: readonly string[]): TableMeta {
  const wanted =
    /^\s*(Target body name|Center body name|Center-site name|Start time|Stop {2}time|Step-size|Output units)\s*:\s*(.*?)\s*(\{source.*\})?\s*$/;
  const pairs = head.flatMap(line => {
    const match = wanted.exec(line);
    return match ? [[match[1].replace(/\s+/g, ' '), match[2]]] : [];
  });
  return Object.freeze(Object.fromEntries(pairs));
}

function badRow({ path, firstLine }: HorizonsFile, row: number, what: string): PhotometryError {
  return new PhotometryError('bad-table', `${path}, line ${firstLine + row}: ${what}`, { path, line: firstLine + row });
}
