/**
 * Follows the elements of a VOTable and keeps the requested table.
 *
 * Elements unknown to the standard are skipped. Rows of tables that were not requested are
 * not kept.
 *
 * @module
 */

import { decodeBase64 } from '../../../core/base64.js';
import { PhotometryError } from '../../../core/errors.js';
import type { VoField } from '../field.js';
import { PaddingBudget } from '../stores/column-builder.js';
import type { VotableAttributes } from '../votable-meta.js';
import { type ReadColumns, TableElement, type WantedPart } from './table-element.js';
import { refuse, VotableHeader } from './votable-header.js';

/** The requested table of the file, and the requested part of it. */
interface WantedTable extends WantedPart {
  /** Name, ID or number from 0; by default the first table with rows, or the first one. */
  readonly table?: string | number;
}

/** The table that was kept. */
export interface KeptTable {
  readonly element: TableElement;
  readonly columns: ReadColumns;
}

/** Takes the events of an XML parser. */
export class VotableDocument {
  version = '';
  readonly tableNames: string[] = [];
  readonly header: VotableHeader = new VotableHeader();
  kept: KeptTable | null = null;
  readonly #wanted: WantedTable;
  readonly #budget: PaddingBudget;
  readonly #path: string[] = [];
  readonly #fieldsById = new Map<string, readonly VoField[]>();
  #prefix = '';
  #skipped = 0;
  #table: TableElement | null = null;
  #keepsRows = false;
  #inRows = false;
  #inCell = false;
  #cellIsBase64 = false;
  #text = '';

  constructor(wanted: WantedTable, fileBytes: number) {
    this.#wanted = wanted;
    this.#budget = new PaddingBudget(fileBytes);
  }

  /** Whether the requested rows are complete, so that the rest of the file need not be read. */
  get isComplete(): boolean {
    return this.#keepsRows && this.#table !== null && this.#inRows && this.#table.isComplete;
  }

  /** Ends the table that is open, although the file goes on. */
  stop(): void {
    this.#closeTable();
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

  #openRoot(name: string, attributes: VotableAttributes): void {
    const [prefix, local] = name.includes(':') ? name.split(':', 2) : ['', name];
    if (local !== 'VOTABLE') refuse(`this is not a VOTable: its root element is '${name}'`);
    this.#prefix = prefix === '' ? '' : `${prefix}:`;
    this.version = attributes.version ?? '';
  }

  #open(name: string, attributes: VotableAttributes): void {
    switch (name) {
      case 'RESOURCE':
        if (attributes.type !== undefined && attributes.type !== 'results' && attributes.type !== 'meta')
          refuse(`a RESOURCE is of type 'results' or 'meta', not '${attributes.type}'`);
        this.header.openScope();
        break;
      case 'TABLE':
        this.#openTable(attributes);
        break;
      case 'DATA':
        if (this.#keepsRows) this.#table?.begin();
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
      default:
        this.header.open(name, attributes, this.#table?.fields ?? null, this.version);
    }
  }

  #openTable({ name, ID, ref }: VotableAttributes): void {
    this.header.openScope();
    const table = new TableElement(name ?? ID ?? '', [...this.header.scopes], this.#wanted, this.#budget);
    if (ref !== undefined)
      table.fields.push(...(this.#fieldsById.get(ref) ?? refuse(`no TABLE before this one has the ID '${ref}'`)));
    if (ID !== undefined) this.#fieldsById.set(ID, table.fields);
    this.#table = table;
    this.#keepsRows = this.#isWanted(name, ID);
    this.tableNames.push(table.name);
  }

  #isWanted(name: string | undefined, id: string | undefined): boolean {
    const { table } = this.#wanted;
    if (typeof table === 'number') return table === this.tableNames.length;
    if (table !== undefined) return this.kept === null && (table === name || table === id);
    return this.kept === null || this.kept.columns.length === 0;
  }

  #close(name: string): void {
    switch (name) {
      case 'STREAM':
        if (this.#keepsRows) this.#table?.addStream(decodeBase64(this.#text), this.#path.at(-2) === 'BINARY2');
        break;
      case 'TABLE':
        this.#closeTable();
        this.header.closeScope();
        break;
      case 'RESOURCE':
        this.header.closeScope();
        break;
      default:
        this.header.close(name, this.#text);
    }
  }

  #closeTable(): void {
    const element = this.#table;
    if (element !== null && this.#keepsRows) {
      if (element.names.length === 0) element.begin();
      const columns = element.finish();
      if (this.kept === null || columns.length > 0) this.kept = { element, columns };
    }
    this.#table = null;
    this.#keepsRows = false;
  }
}

function refuseRemote(href: string, form: string): never {
  throw new PhotometryError(
    'unsupported',
    `the rows are in another file (${form}, ${href}), which is not followed; fetch that file and read it directly`,
    { href },
  );
}

function refuseFits(): never {
  throw new PhotometryError(
    'unsupported',
    'the rows are a FITS file inside the VOTable, which is not read; ask the service for TABLEDATA or BINARY2, or for FITS',
  );
}
