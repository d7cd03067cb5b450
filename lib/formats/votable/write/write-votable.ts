/**
 * Tables to VOTables.
 *
 * @module
 */

import { encodeBase64 } from '../../../core/base64.js';
import { PhotometryError } from '../../../core/errors.js';
import type { TableData } from '../../../table/column/table-data.js';
import type { WriteTableOptions } from '../../../table/files/formats.js';
import type { VotableFieldFacts, VotableMeta } from '../votable-meta.js';
import { binaryRows, type WrittenColumn } from './binary-cells.js';
import { type ElementIds, elementIds, groupText, infosOf, infoText, paramTexts } from './meta-text.js';
import { cellTexts } from './text-cells.js';
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
  const told = toldBy(data.meta.votable);
  const out = new Utf8Text();
  out.add('<?xml version="1.0" encoding="UTF-8"?>\n');
  out.add('<VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">\n<RESOURCE type="results">\n');
  for (const info of infosOf(data.meta, told)) out.add(infoText(info));
  for (const system of told.coosys) out.add(`<COOSYS${attributesText(system)}/>\n`);
  for (const system of told.timesys) out.add(`<TIMESYS${attributesText(system)}/>\n`);
  out.add(`<TABLE${attributesText({ name: options.name ?? name, nrows: String(data.length) })}>\n`);
  if (description !== '') out.add(`<DESCRIPTION>${escapeXml(description)}</DESCRIPTION>\n`);
  const ids = elementIds([...data.stored.keys()], data.meta, told);
  for (const text of paramTexts(data.meta, told, ids)) out.add(text);
  const columns = [...data.stored].map(([label, column]) => ({ name: label, column, field: writtenField(column) }));
  for (const column of columns) out.add(fieldText(column, told, ids));
  for (const group of told.groups) out.add(groupText(group, ids));
  for (const link of told.links) out.add(`<LINK${attributesText(link)}/>\n`);
  if (columns.length > 0) writeData(columns, data.length, form, out);
  out.add('</TABLE>\n</RESOURCE>\n</VOTABLE>\n');
  return out.bytes();
}

/** The contents of `meta.votable`; anything not in the form that the reader makes is left out. */
function toldBy(votable: unknown): Omit<VotableMeta, 'version' | 'tables'> {
  const said = Object.entries(typeof votable === 'object' && votable !== null ? votable : {});
  const fitting = said.filter(([key, value]) =>
    key === 'fields' ? typeof value === 'object' && value !== null : Array.isArray(value),
  );
  return { ...NOTHING, ...(Object.fromEntries(fitting) as Partial<VotableMeta>) };
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
  ids: ElementIds,
): string {
  const { utype = '', ref = '', xtype = '', values } = Object.hasOwn(told.fields, name) ? told.fields[name] : {};
  const isKnown = [...told.coosys, ...told.timesys].some(system => system.ID === ref);
  const { datatype, arraysize, width, precision } = field;
  const attributes = attributesText({
    ID: ids.fields.get(name) ?? '',
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
  const inside = `${describedText(column.description)}${valuesText(values)}`;
  return inside === '' ? `<FIELD${attributes}/>\n` : `<FIELD${attributes}>${inside}</FIELD>\n`;
}

function describedText(description: string): string {
  return description === '' ? '' : `<DESCRIPTION>${escapeXml(description)}</DESCRIPTION>`;
}

/** A VALUES element with limits and options; empty if there are none. */
function valuesText(values: VotableFieldFacts['values']): string {
  if (values === undefined) return '';
  const element = (name: string, value: string | undefined) =>
    value === undefined ? '' : `<${name} value="${escapeXml(value)}"/>`;
  const options = (values.options ?? []).map(option => element('OPTION', option));
  return `<VALUES>${element('MIN', values.min)}${element('MAX', values.max)}${options.join('')}</VALUES>`;
}
