/**
 * Tables to VOTables.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import type { WriteTableOptions } from '../../table/formats.js';
import type { TableData, TableMeta } from '../../table/table-data.js';
import { encodeBase64 } from './base64.js';
import { binaryRows, type WrittenColumn } from './binary-cells.js';
import { cellTexts } from './text-cells.js';
import type { VotableAttributes, VotableInfo, VotableMeta } from './votable-meta.js';
import { writtenField } from './written-field.js';
import { attributesText, escapeXml, Utf8Text } from './xml-text.js';

const NOTHING: Omit<VotableMeta, 'version' | 'tables'> = {
  infos: [],
  params: [],
  coosys: [],
  timesys: [],
  groups: [],
  links: [],
  fields: {},
};

/**
 * Writes a table as VOTable 1.4; see `votableFormat` for the rules.
 *
 * @throws PhotometryError `bad-argument` for an unknown `compress`, or a text that XML cannot hold
 */
export function writeVotable(data: TableData, path: string, options: WriteTableOptions): Uint8Array {
  const form = (options.compress ?? 'TABLEDATA').toUpperCase();
  if (form !== 'TABLEDATA' && form !== 'BINARY2')
    throw new PhotometryError(
      'bad-argument',
      `${path}: a VOTable is written with compress 'TABLEDATA' or 'BINARY2', not '${options.compress}'`,
      { path },
    );
  const { name = options.name ?? '', description = '' } = data.meta as { name?: string; description?: string };
  const told = { ...NOTHING, ...(data.meta.votable as Partial<VotableMeta> | undefined) };
  const out = new Utf8Text();
  out.add('<?xml version="1.0" encoding="UTF-8"?>\n');
  out.add('<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">\n<RESOURCE type="results">\n');
  for (const info of infosOf(data.meta, told)) out.add(infoText(info));
  for (const system of told.coosys) out.add(`<COOSYS${attributesText(system)}/>\n`);
  for (const system of told.timesys) out.add(`<TIMESYS${attributesText(system)}/>\n`);
  out.add(`<TABLE${attributesText({ name: options.name ?? name, nrows: String(data.length) })}>\n`);
  if (description !== '') out.add(`<DESCRIPTION>${escapeXml(description)}</DESCRIPTION>\n`);
  for (const text of paramTexts(data.meta, told)) out.add(text);
  const columns = [...data.stored].map(([label, column]) => ({ name: label, column, field: writtenField(column) }));
  for (const column of columns) out.add(fieldText(column, told));
  for (const link of told.links) out.add(`<LINK${attributesText(link)}/>\n`);
  if (columns.length > 0) writeData(columns, data.length, form, out);
  out.add('</TABLE>\n</RESOURCE>\n</VOTABLE>\n');
  return out.bytes();
}

interface NamedColumn extends WrittenColumn {
  readonly name: string;
}

function writeData(columns: readonly NamedColumn[], length: number, form: string, out: Utf8Text): void {
  if (form === 'BINARY2') {
    out.add(`<DATA><BINARY2><STREAM encoding="base64">\n`);
    out.addBytes(encodeBase64(binaryRows(columns, length)));
    out.add('</STREAM></BINARY2></DATA>\n');
    return;
  }
  out.add('<DATA><TABLEDATA>\n');
  const cells = columns.map(({ name, column, field }) => cellTexts(name, column, field.characters));
  for (let row = 0; row < length; row++) {
    let line = '<TR>';
    for (const cell of cells) {
      const text = cell(row);
      line += text === '' ? '<TD/>' : `<TD>${text}</TD>`;
    }
    out.add(`${line}</TR>\n`);
  }
  out.add('</TABLEDATA></DATA>\n');
}

function fieldText(
  { name, column, field }: NamedColumn,
  told: Pick<VotableMeta, 'fields' | 'coosys' | 'timesys'>,
): string {
  const { utype = '', ref = '', xtype = '' } = Object.hasOwn(told.fields, name) ? told.fields[name] : {};
  const isKnown = [...told.coosys, ...told.timesys].some(system => system.ID === ref);
  const { datatype, arraysize, width, precision } = field;
  const attributes = attributesText({
    name,
    datatype,
    arraysize,
    unit: column.unit,
    ucd: column.ucd,
    utype,
    // a timestamp is one only while the column holds dates
    xtype: field.xtype || (xtype === 'timestamp' ? '' : xtype),
    ref: isKnown ? ref : '',
    width,
    precision,
  });
  if (column.description === '') return `<FIELD${attributes}/>\n`;
  return `<FIELD${attributes}><DESCRIPTION>${escapeXml(column.description)}</DESCRIPTION></FIELD>\n`;
}

/** The INFO elements read, and the table's comments and history. */
function infosOf(meta: TableMeta, told: Pick<VotableMeta, 'infos'>): Pick<VotableInfo, 'name' | 'value' | 'text'>[] {
  const lines = (key: 'comments' | 'history', name: string) =>
    (Array.isArray(meta[key]) ? (meta[key] as unknown[]) : []).map(line => ({ name, value: String(line), text: '' }));
  return [...told.infos, ...lines('comments', 'comment'), ...lines('history', 'history')];
}

function infoText({ name, value, text }: Pick<VotableInfo, 'name' | 'value' | 'text'>): string {
  // both attributes are required, so an empty one is written too
  const start = `<INFO name="${escapeXml(name)}" value="${escapeXml(value)}"`;
  return text === '' ? `${start}/>\n` : `${start}>${escapeXml(text)}</INFO>\n`;
}

/** Keys of `meta` that have a place of their own in a VOTable. */
const OWN_PLACE: ReadonlySet<string> = new Set(['name', 'description', 'votable', 'comments', 'history']);

/** Each other key of `meta` as a PARAM; those read from a VOTable keep their unit and the like. */
function* paramTexts(meta: TableMeta, told: Pick<VotableMeta, 'params'>): Iterable<string> {
  for (const [name, value] of Object.entries(meta)) {
    if (OWN_PLACE.has(name) || value === undefined) continue;
    const read = told.params.findLast(param => param.name === name);
    const { unit = '', ucd = '', utype = '' }: VotableAttributes = read?.attributes ?? {};
    const { datatype, arraysize, text } = paramValue(value);
    const attributes = `${attributesText({ name, datatype, arraysize, unit, ucd, utype })} value="${escapeXml(text)}"`;
    const description = read?.description ?? '';
    yield description === ''
      ? `<PARAM${attributes}/>\n`
      : `<PARAM${attributes}><DESCRIPTION>${escapeXml(description)}</DESCRIPTION></PARAM>\n`;
  }
}

/** The declaration and text of a parameter's value; what has no VOTable type is written as JSON. */
function paramValue(value: unknown): { datatype: string; arraysize: string; text: string } {
  if (typeof value === 'boolean') return { datatype: 'boolean', arraysize: '', text: value ? 'T' : 'F' };
  if (typeof value === 'bigint') return { datatype: 'long', arraysize: '', text: String(value) };
  if (typeof value === 'number') return { datatype: 'double', arraysize: '', text: realText(value) };
  if (typeof value === 'string') return { datatype: 'unicodeChar', arraysize: '*', text: value };
  if (value instanceof Date) return { datatype: 'char', arraysize: '*', text: value.toISOString().slice(0, -1) };
  if (Array.isArray(value) && value.length > 0 && value.every(item => typeof item === 'number'))
    return { datatype: 'double', arraysize: '*', text: value.map(realText).join(' ') };
  if (value === null) return { datatype: 'char', arraysize: '*', text: '' };
  const text = JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item));
  return { datatype: 'unicodeChar', arraysize: '*', text: text ?? '' };
}

function realText(value: number): string {
  return Number.isFinite(value) || Number.isNaN(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
}
