/**
 * Follows the elements of a VOTable that describe: FIELD, PARAM, INFO, GROUP, COOSYS and their kin.
 *
 * @module
 */
import { PhotometryError } from '../../../core/errors.js';
import { readField, type VoField } from '../field.js';
import {
  emptyScope,
  type VotableAttributes,
  type VotableGroup,
  type VotableInfo,
  type VotableParam,
  type VotableScope,
} from '../votable-meta.js';
import { readParamValue } from './read-param.js';

/** Maximum nesting depth of GROUPs. */
const MAX_GROUP_DEPTH = 64;

/** Collects what a VOTable contains in addition to its rows. */
export class VotableHeader {
  /** What is outside RESOURCEs. */
  readonly root: VotableScope = emptyScope();
  readonly coosys: VotableAttributes[] = [];
  readonly timesys: VotableAttributes[] = [];
  /** All INFO elements outside tables; services report errors there. */
  readonly infos: VotableInfo[] = [];
  readonly #scopes: VotableScope[] = [this.root];
  readonly #groups: VotableGroup[] = [];
  readonly #nullsById = new Map<string, string>();
  #field: VoField | null = null;
  #param: VotableParam | null = null;
  #info: VotableInfo | null = null;
  #isInLink = false;

  /** The elements that are open and hold others, from the outermost. */
  get scopes(): readonly VotableScope[] {
    return this.#scopes;
  }

  /** A RESOURCE or TABLE begins. */
  openScope(): void {
    this.#scopes.push(emptyScope());
  }

  /** A RESOURCE or TABLE ends. */
  closeScope(): void {
    if (this.#scopes.length > 1) this.#scopes.pop();
  }

  /**
   * An element begins; one that does not describe is stepped over.
   *
   * @param fields the fields of the table that is open; null if none is
   * @throws PhotometryError `bad-table`
   */
  open(name: string, attributes: VotableAttributes, fields: VoField[] | null, version: string): void {
    switch (name) {
      case 'FIELD':
        this.#field = readField(attributes, refuse);
        fields?.push(this.#field);
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
        this.#openValue(name, attributes.value ?? refuse(`${name} must have a value`));
        break;
      case 'INFO':
        this.#openInfo(attributes, fields === null);
        break;
      case 'GROUP':
        this.#openGroup(attributes);
        break;
      case 'FIELDref':
      case 'PARAMref':
        this.#groups.at(-1)?.refs.push(attributes.ref ?? '');
        break;
      case 'LINK':
        this.#isInLink = true;
        if (this.#field === null && this.#param === null) this.#scope.links.push(attributes);
        break;
      case 'COOSYS':
        if (attributes.ID === undefined && version !== '1.0') refuse('a COOSYS needs an ID');
        this.coosys.push(attributes);
        break;
      case 'TIMESYS':
        if (attributes.ID === undefined) refuse('a TIMESYS needs an ID');
        this.timesys.push(attributes);
        break;
    }
  }

  /** Handles the end of an element, with its text. */
  close(name: string, text: string): void {
    switch (name) {
      case 'DESCRIPTION':
        this.#describe(text.replace(/\s+/g, ' ').trim());
        break;
      case 'INFO':
        if (this.#info !== null) this.#info.text = text.trim();
        this.#info = null;
        break;
      case 'FIELD':
        this.#field = null;
        break;
      case 'PARAM':
        this.#field = null;
        this.#param = null;
        break;
      case 'LINK':
        this.#isInLink = false;
        break;
      case 'GROUP':
        this.#groups.pop();
        break;
    }
  }

  #openParam(attributes: VotableAttributes): void {
    this.#field = readField(attributes, refuse);
    const value = readParamValue(this.#field, attributes.value ?? '');
    this.#param = { name: this.#field.name, value, attributes: others(attributes), description: '' };
    (this.#groups.at(-1) ?? this.#scope).params.push(this.#param);
    // some services report an error in a PARAM
    if (/^error$/i.test(this.#param.name))
      this.infos.push({ name: 'Error', value: attributes.value ?? '', text: '', attributes: {} });
  }

  #openValues({ type, ID, ref, null: nullText = '' }: VotableAttributes): void {
    if (type !== undefined && type !== 'legal' && type !== 'actual')
      refuse(`VALUES are 'legal' or 'actual', not '${type}'`);
    const text = ref === undefined ? nullText : (this.#nullsById.get(ref) ?? '');
    if (ID !== undefined) this.#nullsById.set(ID, text);
    if (this.#field !== null) this.#field.nullText = text;
  }

  #openValue(name: 'MIN' | 'MAX' | 'OPTION', value: string): void {
    const values = this.#field?.values;
    if (values === undefined) return;
    if (name === 'MIN') values.min = value;
    else if (name === 'MAX') values.max = value;
    else {
      values.options ??= [];
      values.options.push(value);
    }
  }

  #openInfo(attributes: VotableAttributes, isOutsideTables: boolean): void {
    const { name = '', value = '' } = attributes;
    this.#info = { name, value, text: '', attributes: others(attributes) };
    this.#scope.infos.push(this.#info);
    if (isOutsideTables) this.infos.push(this.#info);
  }

  #openGroup(attributes: VotableAttributes): void {
    if (this.#groups.length === MAX_GROUP_DEPTH) refuse(`GROUPs are nested more than ${MAX_GROUP_DEPTH} deep`);
    const group = { attributes, description: '', refs: [], params: [], groups: [] };
    (this.#groups.at(-1) ?? this.#scope).groups.push(group);
    this.#groups.push(group);
  }

  #describe(text: string): void {
    if (this.#isInLink) return;
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

/** Says what is wrong; the reader adds where. */
export function refuse(problem: string): never {
  throw new PhotometryError('bad-table', problem);
}
