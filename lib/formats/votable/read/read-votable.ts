/**
 * VOTables to tables.
 *
 * @see https://www.ivoa.net/documents/VOTable/20191021/REC-VOTable-1.4-20191021.html
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import { warnOnce } from '../../../core/warn-once.js';
import type { TableData, TableMeta } from '../../../table/column/table-data.js';
import type { ReadTableOptions, TableFile } from '../../../table/files/formats.js';
import type { VotableFieldFacts, VotableInfo, VotableMeta, VotableParam } from '../votable-meta.js';
import type { TableElement } from './table-element.js';
import { type KeptTable, VotableDocument } from './votable-document.js';

/** Bytes that are read and parsed at a time. */
const CHUNK = 1 << 20;

/**
 * Reads a table of a VOTable; see `votableFormat` for the rules.
 *
 * @throws PhotometryError `bad-table` with line and column; `unsupported`; `truncated-file`; `missing-column`
 */
export async function readVotable(file: TableFile, options: ReadTableOptions): Promise<TableData> {
  const label = encodingOf(await file.source.read(0, 200));
  try {
    return await readAs(file, label, options);
  } catch (error) {
    // bytes that are not UTF-8 are Latin-1, whatever the file declares
    if (error instanceof NotUtf8) return await readAs(file, 'latin1', options);
    throw error;
  }
}

/** The encoding from the byte order mark or the XML declaration; UTF-8 if there is neither. */
function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  const text = String.fromCharCode(...head).trimStart();
  return /^.{0,60}encoding\s*=\s*["']([\w.:-]+)["']/.exec(text)?.[1] ?? 'utf-8';
}

async function readAs(file: TableFile, encoding: string, options: ReadTableOptions): Promise<TableData> {
  const { table, columns, rows = [0, Infinity] } = options;
  const document = new VotableDocument({ table, columns, rows }, file.source.byteLength);
  const { SaxesParser } = await import('./saxes-library.js');
  const parser = new SaxesParser();
  const decode = decoderOf(encoding, file.path);
  parser.on('error', error => {
    throw new PhotometryError('bad-table', error.message.replace(/^\d+:\d+:\s*/, ''));
  });
  parser.on('opentag', ({ name, attributes }) => document.open(name, attributes as Record<string, string>));
  parser.on('closetag', ({ name }) => document.close(name));
  parser.on('text', text => document.text(text));
  parser.on('cdata', text => document.text(text));
  const { byteLength } = file.source;
  try {
    for (let start = 0; start < byteLength && !document.isComplete; start += CHUNK)
      parser.write(decode(await file.source.read(start, start + CHUNK)));
    if (document.isComplete) document.stop();
    else parser.write(decode()).close();
  } catch (error) {
    throw located(error, file.path, parser.line, parser.columnIndex + 1);
  }
  return tableOf(document, file.path, options);
}

/** The bytes are not in the encoding that they should be in. */
class NotUtf8 extends Error {}

/** Turns piece after piece of a file into text; without bytes it ends. */
function decoderOf(encoding: string, path: string): (bytes?: Uint8Array) => string {
  const isUtf8 = /^utf-?8$/i.test(encoding);
  try {
    const decoder = new TextDecoder(encoding, { fatal: isUtf8 });
    return bytes => {
      try {
        return decoder.decode(bytes, { stream: bytes !== undefined });
      } catch (cause) {
        throw new NotUtf8('not in UTF-8', { cause });
      }
    };
  } catch (cause) {
    const details = { path, encoding };
    throw new PhotometryError('unsupported', `${path}: unknown text encoding '${encoding}'`, details, { cause });
  }
}

/** The error with the place in the file. */
function located(error: unknown, path: string, line: number, column: number): unknown {
  if (error instanceof RangeError)
    return new PhotometryError('unsupported', `${path}, line ${line}: more data than memory or one string can hold`, {
      path,
      line,
    });
  if (!(error instanceof PhotometryError)) return error;
  const message = `${path}, line ${line}, column ${column}: ${error.message}`;
  return new PhotometryError(error.code, message, { path, line, position: column, ...error.details }, { cause: error });
}

function tableOf(document: VotableDocument, path: string, { table }: ReadTableOptions): TableData {
  const { kept } = document;
  if (kept === null) throw noTable(document, path, table);
  for (const remark of kept.columns.remarks) warnOnce(`${path}: ${remark}`);
  const { stored, length } = kept.columns;
  return { stored, length, meta: metaOf(document, kept), provenance: [] };
}

function noTable(document: VotableDocument, path: string, table: string | number | undefined): PhotometryError {
  const { tableNames } = document;
  if (table !== undefined && tableNames.length > 0) {
    const known = tableNames
      .map((name, i) => (name === '' ? String(i) : `${i} (${name})`))
      .slice(0, 40)
      .join(', ');
    return new PhotometryError('bad-argument', `${path}: no table ${table}; those it has: ${known}`, {
      path,
      tables: tableNames,
    });
  }
  const said = document.header.infos.find(isError);
  const reason = said === undefined ? '' : `; it says: ${(said.text || said.value).trim()}`;
  return new PhotometryError('bad-table', `${path}: the VOTable contains no table${reason}`, { path });
}

function isError({ name, value }: VotableInfo): boolean {
  return /error/i.test(name) || (name === 'QUERY_STATUS' && /error/i.test(value));
}

function metaOf(document: VotableDocument, { element }: KeptTable): TableMeta {
  const scopes = element.scopes;
  const params = scopes.flatMap(scope => scope.params);
  const own = scopes[scopes.length - 1];
  const votable: VotableMeta = {
    version: document.version,
    tables: document.tableNames,
    infos: scopes.flatMap(scope => scope.infos),
    params,
    coosys: document.header.coosys,
    timesys: document.header.timesys,
    groups: scopes.flatMap(scope => scope.groups),
    links: scopes.flatMap(scope => scope.links),
    fields: fieldFacts(element),
  };
  const lines = (name: string) =>
    votable.infos.filter(info => info.name.toLowerCase() === name).map(info => info.value);
  const [comments, history] = [lines('comment'), lines('history')];
  const described = own.description || scopes[scopes.length - 2]?.description || document.header.root.description;
  return Object.freeze({
    ...valuesByName(params),
    ...(element.name === '' ? {} : { name: element.name }),
    ...(described === '' ? {} : { description: described }),
    ...(comments.length === 0 ? {} : { comments }),
    ...(history.length === 0 ? {} : { history }),
    votable: { ...votable, infos: votable.infos.filter(({ name }) => !/^(comment|history)$/i.test(name)) },
  });
}

/** Keys of a table's meta that mean the same in every format. */
const COMMON_KEYS: ReadonlySet<string> = new Set(['name', 'description', 'comments', 'history', 'votable']);

/** The parameters' values; of two with one name the inner one. */
function valuesByName(params: readonly VotableParam[]): Record<string, unknown> {
  const own = params.filter(({ name }) => !COMMON_KEYS.has(name));
  return Object.fromEntries(own.map(({ name, value }) => [name, value]));
}

/** The properties of FIELDs that a column cannot hold, by the column's name. */
function fieldFacts({ fields, names }: TableElement): Record<string, VotableFieldFacts> {
  const facts = fields.flatMap(({ id, utype, xtype, ref, values }, i): [string, VotableFieldFacts][] => {
    const texts = { id: id === names[i] ? '' : id, utype, xtype, ref };
    const said: [string, unknown][] = Object.entries(texts).filter(([, text]) => text !== '');
    if (Object.keys(values).length > 0) said.push(['values', values]);
    return said.length === 0 ? [] : [[names[i], Object.fromEntries(said)]];
  });
  return Object.fromEntries(facts);
}
