/**
 * Follows the elements of a VOTable and keeps the table that is asked for.
 *
 * Elements that the standard does not know are stepped over. Rows of tables that no one asked for are
 * not kept.
 *
 * @module
 */
import { PhotometryError } from '../../core/errors.js';
import { decodeBase64 } from './base64.js';
import { PaddingBudget } from './column-builder.js';
import { readField, type VoField } from './field.js';
import { readParamValue } from './read-param.js';
import { type ReadColumns, TableElement, type WantedPart } from './table-element.js';
import {
  emptyScope,
  type VotableAttributes,
  type VotableGroup,
  type VotableInfo,
  type VotableParam,
  type VotableScope,
} from './votable-meta.js';

/** Which table of the file is wanted, and which part of it. */
export interface WantedTable extends WantedPart {
  /** Name, ID or number from 0; by default the first table with rows, or the first one. */
  readonly table?: string | number;
}

/** The table that was kept. */
export interface KeptTable {
  readonly element: TableElement;
  readonly columns: ReadColumns;
}

/** GROUPs inside each other beyond this are no honest file. */
const DEEPEST_GROUP = 64;

/** Takes the events of an XML parser. */
export class VotableDocument {
  version = '';
  readonly tableNames: string[] = [];
  readonly coosys: VotableAttributes[] = [];
  readonly timesys: VotableAttributes[] = [];
  readonly root: VotableScope = emptyScope();
  /** What RESOURCEs say beside tables. */
  readonly resourceInfos: VotableInfo[] = [];
  kept: KeptTable | null = null;
  readonly #wanted: WantedTable;
  readonly #budget: PaddingBudget;
  readonly #path: string[] = [];
  readonly #scopes: VotableScope[] = [];
  readonly #groups: VotableGroup[] = [];
  readonly #fieldsById = new Map<string, readonly VoField[]>();
  readonly #nullsById = new Map<string, string>();
  #prefix = '';
  #skipped = 0;
  #table: TableElement | null = null;
  #field: VoField | null = null;
  #param: VotableParam | null = null;
  #info: VotableInfo | null = null;
  #link: VotableAttributes | null = null;
  #inRows = false;
  #keepsRows = false;
  #inCell = false;
  #cellIsBase64 = false;
  #text = '';

  constructor(wanted: WantedTable, fileBytes: number) {
    this.#wanted = wanted;
    this.#budget = new PaddingBudget(fileBytes);
  }

  /** An element begins. @throws PhotometryError */
  open(tag: string, attributes: VotableAttributes): void {
    if (this.#skipped > 0) {
      this.#skipped++;
      return;
    }
    const name = this.#plainName(tag);
    if (this.#inRows) this.#openInRows(name, attributes);
    else if (name === 'VODML' && this.#path.length > 0) this.#skipped = 1;
    else {
      this.#path.push(name);
      this.#text = '';
      if (this.#path.length === 1) this.#openRoot(name, attributes);
      else this.#open(name, attributes);
    }
  }

  /** Text inside an element; it may come in parts. */
  text(text: string): void {
    if (this.#inCell || !this.#inRows) this.#text += text;
  }

  /** An element ends. @throws PhotometryError */
  close(tag: string): void {
    if (this.#skipped > 0) {
      this.#skipped--;
      return;
    }
    const name = this.#plainName(tag);
    if (this.#inRows && this.#closeInRows(name)) return;
    this.#close(name);
    this.#path.pop();
    this.#text = '';
  }

  #plainName(tag: string): string {
    return this.#prefix !== '' && tag.startsWith(this.#prefix) ? tag.slice(this.#prefix.length) : tag;
  }

  #openInRows(name: string, attributes: VotableAttributes): void {
    if (name !== 'TD') return;
    this.#inCell = true;
    this.#cellIsBase64 = attributes.encoding === 'base64';
    this.#text = '';
  }

  /** Whether the element that ends was one of TABLEDATA's own. */
  #closeInRows(name: string): boolean {
    if (name === 'TABLEDATA') {
      this.#inRows = false;
      return false;
    }
    if (name === 'TD') {
      this.#inCell = false;
      if (this.#keepsRows) this.#table?.addCell(this.#text, this.#cellIsBase64);
    } else if (name === 'TR' && this.#keepsRows) this.#table?.endRow();
    return true;
  }

  #open(name: string, attributes: VotableAttributes): void {
    switch (name) {
      case 'RESOURCE':
        if (attributes.type !== undefined && attributes.type !== 'results' && attributes.type !== 'meta')
          refuse(`a RESOURCE is of type 'results' or 'meta', not '${attributes.type}'`);
        this.#scopes.push(emptyScope());
        break;
      case 'TABLE':
        this.#openTable(attributes);
        break;
      case 'FIELD':
        this.#field = readField(attributes, refuse);
        this.#table?.fields.push(this.#field);
        break;
      case 'PARAM':
        this.#openParam(attributes);
        break;
      case 'VALUES':
        this.#openValues(attributes);
        break;
      case 'MIN':
      case 'MAX':
      case 'OPTION':
        if (attributes.value === undefined) refuse(`${name} must have a value`);
        break;
      case 'INFO': {
        const { name: label = '', value = '' } = attributes;
        this.#info = { name: label, value, text: '', attributes: others(attributes) };
        this.#scope.infos.push(this.#info);
        if (this.#table === null && this.#scope !== this.root) this.resourceInfos.push(this.#info);
        break;
      }
      case 'GROUP':
        this.#openGroup(attributes);
        break;
      case 'FIELDref':
      case 'PARAMref':
        this.#groups.at(-1)?.refs.push(attributes.ref ?? '');
        break;
      case 'LINK':
        this.#link = attributes;
        if (this.#field === null && this.#param === null) this.#scope.links.push(attributes);
        break;
      case 'COOSYS':
        if (attributes.ID === undefined && this.version !== '1.0') refuse('a COOSYS needs an ID');
        this.coosys.push(attributes);
        break;
      case 'TIMESYS':
        if (attributes.ID === undefined) refuse('a TIMESYS needs an ID');
        this.timesys.push(attributes);
        break;
      case 'DATA':
        this.#openData();
        break;
      case 'TABLEDATA':
        this.#inRows = true;
        break;
      case 'STREAM':
        if (this.#keepsRows && attributes.href !== undefined) refuseRemote(attributes.href, this.#path.at(-2) ?? '');
        break;
      case 'FITS':
        if (this.#keepsRows) refuseFits();
        break;
    }
  }

  #openRoot(name: string, attributes: VotableAttributes): void {
    const [prefix, local] = name.includes(':') ? name.split(':', 2) : ['', name];
    if (local !== 'VOTABLE') refuse(`this is no VOTable: its root element is '${name}'`);
    this.#prefix = prefix === '' ? '' : `${prefix}:`;
    this.version = attributes.version ?? '';
    this.#scopes.push(this.root);
  }

  #openTable(attributes: VotableAttributes): void {
    const { name, ID, ref } = attributes;
    this.#scopes.push(emptyScope());
    const rows = this.#wanted.rows;
    this.#table = new TableElement(name ?? ID ?? '', [...this.#scopes], { ...this.#wanted, rows }, this.#budget);
    if (ref !== undefined)
      this.#table.fields.push(...(this.#fieldsById.get(ref) ?? refuse(`no TABLE before this one has the ID '${ref}'`)));
    if (ID !== undefined) this.#fieldsById.set(ID, this.#table.fields);
    this.#keepsRows = this.#isWanted(name, ID);
    this.tableNames.push(this.#table.name);
  }

  #isWanted(name: string | undefined, id: string | undefined): boolean {
    const { table } = this.#wanted;
    if (typeof table === 'number') return table === this.tableNames.length;
    if (table !== undefined) return this.kept === null && (table === name || table === id);
    return this.kept === null || this.kept.columns.length === 0;
  }

  #openData(): void {
    if (this.#keepsRows) this.#table?.begin();
  }

  #openParam(attributes: VotableAttributes): void {
    this.#field = readField(attributes, refuse);
    const value = readParamValue(this.#field, attributes.value ?? '');
    this.#param = { name: this.#field.name, value, attributes: others(attributes), description: '' };
    (this.#groups.at(-1) ?? this.#scope).params.push(this.#param);
  }

  #openValues({ type, ID, ref, null: nullText = '' }: VotableAttributes): void {
    if (type !== undefined && type !== 'legal' && type !== 'actual')
      refuse(`VALUES are 'legal' or 'actual', not '${type}'`);
    const text = ref === undefined ? nullText : (this.#nullsById.get(ref) ?? '');
    if (ID !== undefined) this.#nullsById.set(ID, text);
    if (this.#field !== null) this.#field.nullText = text;
  }

  #openGroup(attributes: VotableAttributes): void {
    if (this.#groups.length === DEEPEST_GROUP) refuse(`GROUPs lie more than ${DEEPEST_GROUP} deep in each other`);
    const group = { attributes, description: '', refs: [], params: [], groups: [] };
    (this.#groups.at(-1) ?? this.#scope).groups.push(group);
    this.#groups.push(group);
  }

  #close(name: string): void {
    switch (name) {
      case 'DESCRIPTION':
        this.#describe(this.#text.replace(/\s+/g, ' ').trim());
        break;
      case 'INFO':
        if (this.#info !== null) this.#info.text = this.#text.trim();
        this.#info = null;
        break;
      case 'STREAM':
        if (this.#keepsRows) this.#table?.addStream(decodeBase64(this.#text), this.#path.at(-2) === 'BINARY2');
        break;
      case 'FIELD':
        this.#field = null;
        break;
      case 'PARAM':
        this.#field = null;
        this.#param = null;
        break;
      case 'LINK':
        this.#link = null;
        break;
      case 'GROUP':
        this.#groups.pop();
        break;
      case 'TABLE':
        this.#closeTable();
        this.#scopes.pop();
        break;
      case 'RESOURCE':
        this.#scopes.pop();
        break;
    }
  }

  #closeTable(): void {
    const element = this.#table;
    if (element === null) return;
    if (this.#keepsRows) {
      if (element.names.length === 0) element.begin();
      const columns = element.finish();
      if (this.kept === null || columns.length > 0) this.kept = { element, columns };
    }
    this.#table = null;
    this.#keepsRows = false;
  }

  #describe(text: string): void {
    if (this.#link !== null) return;
    const target = this.#param ?? this.#field ?? this.#groups.at(-1) ?? this.#scope;
    if (target.description === '') target.description = text;
  }

  get #scope(): VotableScope {
    return this.#scopes.at(-1) ?? this.root;
  }
}

/** The attributes but those that have a place of their own. */
function others(attributes: VotableAttributes): VotableAttributes {
  const { name: _name, value: _value, ...rest } = attributes;
  return rest;
}

function refuse(problem: string): never {
  throw new PhotometryError('bad-table', problem);
}

function refuseRemote(href: string, form: string): never {
  throw new PhotometryError(
    'unsupported',
    `the rows lie in another file (${form}, ${href}), which is not followed; fetch that file and read it by itself`,
    { href },
  );
}

function refuseFits(): never {
  throw new PhotometryError(
    'unsupported',
    'the rows are a FITS file inside the VOTable, which is not read; ask the service for TABLEDATA or BINARY2, or for FITS',
  );
}
