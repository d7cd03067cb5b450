/**
 * A table to ECSV text.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { fullDateText } from '../../table/column/iso-date.js';
import type { StoredColumn } from '../../table/column/stored-column.js';
import type { TableData } from '../../table/column/table-data.js';
import { elementsJson } from '../text/json-elements.js';
import { float32Text, float64Text } from '../text/number-text.js';
import { writtenType } from './datatypes.js';
import { descriptionsFor, SERIALIZED } from './serialized-columns.js';
import { isRecord, type YamlRecord, type YamlValue } from './yaml-read.js';
import { yamlOrderedMap, yamlString, yamlText } from './yaml-write.js';

/** Settings of {@link writeEcsv}. */
interface EcsvWriteOptions {
  /** Delimiter between cells: a blank (default) or a comma. */
  readonly delimiter?: string;
}

/**
 * Writes a table as ECSV 1.0, which astropy, STILTS and TOPCAT read with types, units and meta.
 *
 * Numbers keep every digit. A missing float is `nan`, any other missing value an empty cell, and so is an
 * empty text: it reads back as missing. Vectors and lists are JSON, a missing element null. Dates are written as astropy's Time in UTC.
 *
 * @throws PhotometryError `bad-argument` for another delimiter; `unsupported` for complex vectors or a table
 *   without columns
 */
export function writeEcsv(data: TableData, options: EcsvWriteOptions = {}): string {
  const { delimiter = ' ' } = options;
  if (delimiter !== ' ' && delimiter !== ',')
    throw new PhotometryError('bad-argument', `ECSV has a blank or a comma between cells, not '${delimiter}'`);
  if (data.stored.size === 0) throw new PhotometryError('unsupported', 'ECSV cannot hold a table without columns');
  const columns = [...data.stored];
  const writers = columns.map(([name, column]) => cellWriter(name, column));

  const lines = headerLines(data, delimiter).map(line => `# ${line}`);
  lines.push(columns.map(([name]) => quoted(name, delimiter)).join(delimiter));
  for (let row = 0; row < data.length; row++) {
    let text = '';
    for (let i = 0; i < writers.length; i++) {
      if (i > 0) text += delimiter;
      text += quoted(writers[i](row), delimiter);
    }
    lines.push(text === '' ? '""' : text); // an empty line would not be a row
  }
  return `${lines.join('\n')}\n`;
}

function headerLines({ stored, meta }: TableData, delimiter: string): string[] {
  const { columnMeta, [SERIALIZED]: _described, ...plain } = meta as YamlRecord;
  const rest = isRecord(columnMeta) ? columnMeta : {};
  const described = descriptionsFor(stored, meta);
  const entries: [string, unknown][] = Object.entries(plain);
  if (Object.keys(described).length > 0) entries.push([SERIALIZED, described]);
  return [
    '%ECSV 1.0',
    '---',
    'datatype:',
    ...[...stored].map(([name, column]) => `- {${columnEntries(name, column, rest[name]).join(', ')}}`),
    ...(delimiter === ' ' ? [] : [`delimiter: '${delimiter}'`]),
    ...metaLines(entries),
    'schema: astropy-2.0',
  ];
}

function metaLines(entries: readonly (readonly [string, unknown])[]): string[] {
  if (entries.length === 0) return [];
  return ['meta: !!omap', ...entries.map(([key, value]) => `- {${yamlString(key)}: ${yamlText(value)}}`)];
}

/** The entries of a column's description, `name: flux`. */
function columnEntries(name: string, column: StoredColumn, rest: YamlValue | undefined): string[] {
  const type = writtenType(column);
  if (type === null)
    throw new PhotometryError('unsupported', `ECSV cannot hold the complex vectors of column '${name}'`, {
      column: name,
    });
  const { format: otherFormat, ...others } = isRecord(rest) ? rest : {};
  const format = column.format || otherFormat;
  const meta: [string, unknown][] = Object.entries(others);
  if (column.ucd !== '') meta.unshift(['ucd', column.ucd]);
  return [
    `name: ${yamlString(name)}`,
    ...(column.unit === '' ? [] : [`unit: ${yamlString(column.unit)}`]),
    `datatype: ${type.datatype}`,
    ...(typeof format === 'string' ? [`format: ${yamlString(format)}`] : []),
    ...(column.description === '' ? [] : [`description: ${yamlString(column.description)}`]),
    ...(meta.length === 0 ? [] : [`meta: ${yamlOrderedMap(meta)}`]),
    ...(type.subtype === undefined ? [] : [`subtype: ${yamlString(type.subtype)}`]),
  ];
}

/** Returns the text of a cell, not yet quoted; empty if the value is missing. */
function cellWriter(name: string, column: StoredColumn): (row: number) => string {
  const { valid } = column;
  const write = presentCellWriter(name, column);
  return valid === null ? write : row => (valid[row] === 0 ? '' : write(row));
}

function presentCellWriter(name: string, column: StoredColumn): (row: number) => string {
  switch (column.kind) {
    case 'float64':
      return row => float64Text(column.values[row]);
    case 'float32':
      return row => float32Text(column.values[row]);
    case 'boolean':
      return row => (column.values[row] === 1 ? 'True' : 'False');
    case 'date':
      return row => fullDateText(column.values[row]);
    case 'vector': {
      const { width, shape } = column.values;
      return row => elementsJson(column.values, row * width, (row + 1) * width, shape, 'bare');
    }
    case 'list': {
      const { offsets } = column.values;
      return row => elementsJson(column.values, offsets[row], offsets[row + 1], [0], 'bare');
    }
    case 'string':
      return row => withoutControls(column.values[row], name, row);
    default:
      return row => String(column.values[row]);
  }
}

/** Line ends are kept within quotes; a NUL no reader takes. */
function withoutControls(text: string, name: string, row: number): string {
  if (!text.includes('\0')) return text;
  throw new PhotometryError('unsupported', `Column '${name}', row ${row}: a text with the sign NUL cannot be written`, {
    column: name,
    row,
  });
}

/** A cell, in quotes if anything in it could end it. */
function quoted(text: string, delimiter: string): string {
  if (text === '') return delimiter === ' ' ? '""' : '';
  return /[\s",#']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
