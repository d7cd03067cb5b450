/**
 * The header of an ECSV file: columns, delimiter and meta in YAML, behind `#` signs.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { uniqueNames } from '../../table/column/column-names.js';
import { type Datatype, datatypeOf } from './datatypes.js';
import { RecordReader, type RecordsStart } from './split-records.js';
import { isRecord, readYaml, type YamlRecord, type YamlValue } from './yaml-read.js';

/** A column as the header describes it. */
export interface EcsvColumn {
  /** Its name; the second of two that are equal has `_2` behind it. */
  readonly name: string;
  /** The datatype's name. */
  readonly datatype: string;
  /** How single values are kept. */
  readonly type: Datatype;
  /** The subtype as written, `float64[2,null]`; empty if there is none. */
  readonly subtype: string;
  /** Axes of the arrays in each cell, slowest first, null where the length varies; null for single values. */
  readonly shape: readonly (number | null)[] | null;
  /** Type of the arrays' elements; undefined for single values and for `json`. */
  readonly elements: Datatype | undefined;
  /** What else the header says of it: unit, format, description, meta. */
  readonly attributes: YamlRecord;
}

/** An ECSV header. */
export interface EcsvHeader {
  readonly columns: readonly EcsvColumn[];
  readonly delimiter: ' ' | ',';
  readonly meta: YamlRecord;
  /** Where the rows begin. */
  readonly rows: RecordsStart;
}

const VERSION = /^%ECSV +(\d+)\.(\d+)(\.\d+)?\s*$/;

/**
 * Reads the header and the line of names below it.
 *
 * @param where the file, for messages
 * @throws PhotometryError `bad-table` naming the line: no `%ECSV`, no YAML, names that differ, an unknown datatype
 */
export async function readHeader(text: string, where: string): Promise<EcsvHeader> {
  const { yaml, rest } = splitHeader(text, where);
  const header = await readYaml(yaml, where, 1);
  if (!isRecord(header) || !Array.isArray(header.datatype) || header.datatype.length === 0)
    throw new PhotometryError('bad-table', `${where}: the ECSV header lacks a list 'datatype' of the columns`);
  const delimiter = header.delimiter ?? ' ';
  if (delimiter !== ' ' && delimiter !== ',')
    throw new PhotometryError(
      'bad-table',
      `${where}: the delimiter of ECSV is a blank or a comma, got '${String(delimiter)}'`,
    );

  const reader = new RecordReader(text, rest, delimiter, where);
  if (!reader.next())
    throw new PhotometryError('bad-table', `${where}, line ${rest.line}: the line with the columns' names is missing`);
  const columns = describeColumns(header.datatype, [...reader.cells], `${where}, line ${reader.line}`);
  return { columns, delimiter, meta: isRecord(header.meta) ? header.meta : {}, rows: reader.position };
}

/** The YAML behind the `#` signs, line by line, and where the rest begins. */
function splitHeader(text: string, where: string): { yaml: string; rest: RecordsStart } {
  const lines: string[] = [];
  let offset = 0;
  while (offset < text.length) {
    const end = lineEnd(text, offset);
    const line = text.slice(offset, end).trim();
    if (line !== '' && !line.startsWith('#')) break;
    lines.push(line.slice(1));
    offset = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
  const first = lines.findIndex(line => line.trim() !== '');
  if (first < 0 || !VERSION.test(lines[first].trim()))
    throw new PhotometryError('bad-table', `${where}: no ECSV: the first line must be '# %ECSV 1.0'`);
  const rest = { offset, line: lines.length + 1 };
  lines[first] = ''; // a directive that is not YAML's
  const indents = lines.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length);
  const indent = Math.min(...indents.slice(0, 1000), 80);
  return { yaml: lines.map(line => line.slice(indent)).join('\n'), rest };
}

function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (text[at] === '\n' || text[at] === '\r') return at;
  return text.length;
}

/** Puts the header's columns and the names of the line below together. */
function describeColumns(described: readonly YamlValue[], names: readonly string[], where: string): EcsvColumn[] {
  const expected = described.map(column => (isRecord(column) && typeof column.name === 'string' ? column.name : null));
  // YAML reads a name such as 010 as a number: then the line of names decides
  if (expected.length !== names.length || expected.some((name, i) => name !== null && name !== names[i]))
    throw new PhotometryError(
      'bad-table',
      `${where}: the header describes ${listed(expected.map(name => name ?? '?'))}, but the line of names has ${listed(names)}`,
    );
  const unique = uniqueNames(names);
  return described.map((attributes, i) => describeColumn(unique[i], attributes, where));
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(', ');
  return names.length > 12 ? `${names.length} columns (${shown}, ...)` : `${names.length} columns (${shown})`;
}

function describeColumn(name: string, described: YamlValue, where: string): EcsvColumn {
  const attributes = isRecord(described) ? described : {};
  const datatype = String(attributes.datatype ?? '');
  const type = datatypeOf(datatype);
  const complex = datatype === 'complex64' || datatype === 'complex128';
  if (type === undefined && !complex)
    throw new PhotometryError('bad-table', `${where}, column '${name}': unknown datatype '${datatype}'`, {
      column: name,
    });
  const subtype = typeof attributes.subtype === 'string' ? attributes.subtype : '';
  const { elements, shape } = readSubtype(subtype, `${where}, column '${name}'`);
  if ((elements !== undefined || shape !== null) && type?.kind !== 'string')
    throw new PhotometryError('bad-table', `${where}, column '${name}': a column of arrays must have datatype string`, {
      column: name,
    });
  return { name, datatype, type: type ?? { kind: 'string', element: 'string' }, subtype, shape, elements, attributes };
}

/** Parses `int32[4,2]`. An unknown subtype says nothing about the cells, as in astropy. */
function readSubtype(subtype: string, where: string): Pick<EcsvColumn, 'elements' | 'shape'> {
  const match = /^(\w+)(?:\[([\d,\s]|null)*\])?$/.exec(subtype);
  if (match === null) {
    if (subtype.includes('['))
      throw new PhotometryError('bad-table', `${where}: subtype '${subtype}' is not of the form 'float64[2,3]'`);
    return { elements: undefined, shape: null };
  }
  const elements = datatypeOf(match[1]);
  const brackets = subtype.slice(match[1].length);
  if (brackets === '') return { elements: undefined, shape: null };
  const axes = brackets
    .slice(1, -1)
    .split(',')
    .map(axis => (axis.trim() === 'null' ? null : Number(axis)));
  if (elements === undefined && match[1] !== 'json')
    throw new PhotometryError('bad-table', `${where}: unknown type '${match[1]}' in subtype '${subtype}'`);
  return { elements, shape: axes };
}
