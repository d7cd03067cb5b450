/**
 * The INFO, PARAM and GROUP elements that a table's meta becomes.
 *
 * @module
 */
import type { TableMeta } from '../../../table/column/table-data.js';
import type { VotableAttributes, VotableGroup, VotableInfo, VotableMeta, VotableParam } from '../votable-meta.js';
import { attributesText, escapeXml } from './xml-text.js';

/** IDs that GROUPs refer to, by the name of the column or parameter that has them. */
export interface ElementIds {
  readonly fields: ReadonlyMap<string, string>;
  readonly params: ReadonlyMap<string, string>;
}

/** Keys of `meta` that have a place of their own in a VOTable. */
const OWN_PLACE: ReadonlySet<string> = new Set(['name', 'description', 'votable', 'comments', 'history']);

/** The keys of `meta` that are parameters. */
function parameterNames(meta: TableMeta): string[] {
  return Object.keys(meta).filter(name => !OWN_PLACE.has(name) && meta[name] !== undefined);
}

/** Which columns and parameters need an ID because a GROUP refers to them. */
export function elementIds(
  columns: readonly string[],
  meta: TableMeta,
  told: Pick<VotableMeta, 'fields' | 'params' | 'groups'>,
): ElementIds {
  const wanted = new Set(told.groups.flatMap(referred));
  const idOf = (name: string) => (Object.hasOwn(told.fields, name) ? told.fields[name].id : undefined) ?? name;
  const paramId = (name: string) => paramRead(name, told)?.attributes.ID ?? name;
  const chosen = (names: readonly string[], id: (name: string) => string) =>
    new Map(names.map(name => [name, id(name)] as const).filter(([, text]) => wanted.delete(text)));
  return { fields: chosen(columns, idOf), params: chosen(parameterNames(meta), paramId) };
}

function referred({ refs, groups }: VotableGroup): string[] {
  return [...refs, ...groups.flatMap(referred)];
}

function paramRead(name: string, told: Pick<VotableMeta, 'params'>): VotableParam | undefined {
  return told.params.findLast(param => param.name === name);
}

/** The INFO elements read, and the table's comments and history. */
export function infosOf(
  meta: TableMeta,
  told: Pick<VotableMeta, 'infos'>,
): Pick<VotableInfo, 'name' | 'value' | 'text'>[] {
  const lines = (key: 'comments' | 'history', name: string) =>
    (Array.isArray(meta[key]) ? (meta[key] as unknown[]) : []).map(line => ({ name, value: String(line), text: '' }));
  return [...told.infos, ...lines('comments', 'comment'), ...lines('history', 'history')];
}

/** An INFO element. */
export function infoText({ name, value, text }: Pick<VotableInfo, 'name' | 'value' | 'text'>): string {
  // both attributes are required, so an empty one is written too
  const start = `<INFO name="${escapeXml(name)}" value="${escapeXml(value)}"`;
  return text === '' ? `${start}/>\n` : `${start}>${escapeXml(text)}</INFO>\n`;
}

/** Each other key of `meta` as a PARAM; those read from a VOTable keep their unit and so on. */
export function* paramTexts(meta: TableMeta, told: Pick<VotableMeta, 'params'>, ids: ElementIds): Iterable<string> {
  for (const name of parameterNames(meta)) {
    const { attributes = {}, description = '' } = paramRead(name, told) ?? {};
    yield paramText({
      name,
      value: meta[name],
      attributes: { ...attributes, ID: ids.params.get(name) ?? '' },
      description,
    });
  }
}

function paramText({ name, value, attributes, description }: VotableParam): string {
  const { ID = '', unit = '', ucd = '', utype = '' }: VotableAttributes = attributes;
  const { datatype, arraysize, text } = paramValue(value);
  const start = `<PARAM${attributesText({ ID, name, datatype, arraysize, unit, ucd, utype })} value="${escapeXml(text)}"`;
  if (description === '') return `${start}/>\n`;
  return `${start}><DESCRIPTION>${escapeXml(description)}</DESCRIPTION></PARAM>\n`;
}

/** A GROUP with those of its references that lead to a column or parameter of the table. */
export function groupText({ attributes, description, refs, params, groups }: VotableGroup, ids: ElementIds): string {
  const fields = new Set(ids.fields.values());
  const known = new Set(ids.params.values());
  const inside = [
    description === '' ? '' : `<DESCRIPTION>${escapeXml(description)}</DESCRIPTION>\n`,
    ...refs.filter(ref => fields.has(ref)).map(ref => `<FIELDref ref="${escapeXml(ref)}"/>\n`),
    ...refs.filter(ref => known.has(ref)).map(ref => `<PARAMref ref="${escapeXml(ref)}"/>\n`),
    ...params.map(param => paramText({ ...param, attributes: { ...param.attributes, ID: '' } })),
    ...groups.map(group => groupText(group, ids)),
  ];
  const { name = '', ucd = '', utype = '' } = attributes;
  return `<GROUP${attributesText({ name, ucd, utype })}>\n${inside.join('')}</GROUP>\n`;
}

/** The declaration and text of a parameter's value; values without a VOTable type are written as JSON. */
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
