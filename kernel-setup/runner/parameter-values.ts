/**
 * Values of parameters: read from text, compared with what is declared, written as TypeScript.
 *
 * @module
 */
import { readDate } from './parameter-dates.js';
import type { ParameterType } from './parameter-types.js';

/** A value that is not what the parameter takes; the message follows upon `parameter NAME`. */
export class UnfitValue extends Error {}

/** A member of an enum, by its name in TypeScript. */
class EnumValue {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }
}

/**
 * The value as the type wants it: text is read as a number, a date, JSON ... where one is declared.
 *
 * @throws UnfitValue if it does not fit
 */
export function fittingValue(type: ParameterType, given: unknown): unknown {
  const value = typeof given === 'string' ? readText(type, given) : given;
  const fitted = matchType(type, value);
  if (fitted.isFit) return fitted.value;
  throw new UnfitValue(`${fitted.path} must be ${fitted.wanted}, got ${shown(given)}${lostDigits(type, value)}`);
}

/** The value as an expression of TypeScript. */
export function literal(value: unknown): string {
  if (value instanceof EnumValue) return value.path;
  if (value instanceof Date) return `new Date(${JSON.stringify(value.toISOString())})`;
  if (Array.isArray(value)) return `[${value.map(literal).join(',')}]`;
  switch (typeof value) {
    case 'bigint':
      return `${value}n`;
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'object':
      if (value === null) return 'null';
      return `{${Object.entries(value).map(([name, field]) => `${fieldName(name)}:${literal(field)}`)}}`;
    default:
      return value === undefined ? 'undefined' : JSON.stringify(value);
  }
}

/** A name in an object; `__proto__` is none unless it is computed. */
function fieldName(name: string): string {
  return name === '__proto__' ? `["${name}"]` : JSON.stringify(name);
}

/** What a type takes, in words. */
function expected(type: ParameterType): string {
  switch (type.kind) {
    case 'literal':
      return String(type.value);
    case 'list':
      return type.items.kind === 'any' ? 'a list' : `a list in JSON, each item ${expected(type.items)}`;
    case 'tuple':
      return `a list of ${type.items.length} in JSON: ${type.items.map(expected).join(', ')}`;
    case 'object':
      return `an object in JSON with ${type.fields.map(field => field.name + (field.isOptional ? '?' : '')).join(', ')}`;
    case 'record':
      return `an object in JSON, each value ${expected(type.values)}`;
    case 'enum':
      return `one of ${type.members.map(({ name }) => name).join(', ')}`;
    case 'union':
      return expectedOfUnion(type.members);
    default:
      return KIND_WORDS[type.kind];
  }
}

const KIND_WORDS = {
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  bigint: 'a whole number such as 12 (a bigint)',
  date: 'a date such as 2025-02-03',
  null: 'null',
  undefined: 'undefined',
  any: 'a value',
} as const;

function expectedOfUnion(members: readonly ParameterType[]): string {
  const choices = members.filter(({ kind }) => kind === 'literal').map(expected);
  const others = members.filter(({ kind }) => kind !== 'literal').map(expected);
  if (choices.length > 0 && others.length === 0) return `one of ${choices.join(', ')}`;
  return [...(choices.length > 0 ? [choices.join(', ')] : []), ...others].join(' or ');
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const WHOLE = /^[+-]?\d+n?$/;

/** The value that a text stands for where this type is wanted; the text itself if it stands for none. */
function readText(type: ParameterType, text: string): unknown {
  switch (type.kind) {
    case 'string':
      return text;
    case 'number':
      return readNumber(text);
    case 'bigint':
      return WHOLE.test(text) ? BigInt(text.replace(/n$|^\+/g, '')) : text;
    case 'date':
      return readDate(text) ?? text;
    case 'undefined':
      return text === 'undefined' ? undefined : text;
    case 'literal':
      return readText({ kind: typeof type.value as 'number' }, text);
    case 'enum':
      return typeof readNumber(text) === 'number' ? readNumber(text) : text;
    case 'union':
      return readForUnion(type.members, text);
    case 'any':
      return typeof readNumber(text) === 'string' ? readJson(text) : readNumber(text);
    default:
      return readJson(text);
  }
}

/** The first member that takes the text decides; text, which takes all, comes last. */
function readForUnion(members: readonly ParameterType[], text: string): unknown {
  const inOrder = [...members].sort((a, b) => Number(a.kind === 'string') - Number(b.kind === 'string'));
  for (const member of inOrder) {
    const value = readText(member, text);
    if (matchType(member, value).isFit) return value;
  }
  return text;
}

/** A number; a bigint if it has more digits than a number keeps; else the text. */
function readNumber(text: string): unknown {
  if (/^[+-]?(?:Infinity|NaN)$/.test(text)) return Number(text);
  if (!NUMBER.test(text)) return text;
  const value = Number(text);
  if (!Number.isFinite(value)) return text; // 1e999
  return /^[+-]?\d+$/.test(text) && BigInt(text.replace(/^\+/, '')) !== BigInt(value)
    ? BigInt(text.replace(/^\+/, ''))
    : value;
}

const JSON_TOKEN = /"(?:\\.|[^"\\])*"|-?\d+n?(?![\d.eE])/g;
const WHOLE_MARK = '\u0000whole:';

/** JSON, in which whole numbers keep all their digits; the text itself if it is not JSON. */
function readJson(text: string): unknown {
  const marked = text.replace(JSON_TOKEN, token =>
    token.startsWith('"') || (Number.isSafeInteger(Number(token)) && !token.endsWith('n'))
      ? token
      : JSON.stringify(WHOLE_MARK + token.replace(/n$/, '')),
  );
  try {
    return JSON.parse(marked, (_, part: unknown) =>
      typeof part === 'string' && part.startsWith(WHOLE_MARK) ? BigInt(part.slice(WHOLE_MARK.length)) : part,
    );
  } catch {
    return text;
  }
}

/** Whether a value fits; if not, which part of it does not (empty: the whole), and what is wanted there. */
type Fit =
  | { readonly isFit: true; readonly value: unknown }
  | { readonly isFit: false; readonly path: string; readonly wanted: string };

const fits = (value: unknown): Fit => ({ isFit: true, value });

function matchType(type: ParameterType, value: unknown): Fit {
  const unfit: Fit = { isFit: false, path: '', wanted: expected(type) };
  const ifSo = (isFit: boolean): Fit => (isFit ? fits(value) : unfit);
  switch (type.kind) {
    case 'any':
      return ifSo(typeof value !== 'bigint' || Number.isSafeInteger(Number(value)));
    case 'null':
      return ifSo(value === null);
    case 'undefined':
      return ifSo(value === undefined);
    case 'literal':
      return ifSo(value === type.value);
    case 'bigint':
      return typeof value === 'number' && Number.isSafeInteger(value) ? fits(BigInt(value)) : ifSo(isBigint(value));
    case 'date':
      return fitDate(value) ?? unfit;
    case 'enum':
      return fitEnum(type, value) ?? unfit;
    case 'union':
      return type.members.map(member => matchType(member, value)).find(({ isFit }) => isFit) ?? unfit;
    case 'list':
      return Array.isArray(value)
        ? fitItems(
            value.map(item => matchType(type.items, item)),
            unfit,
          )
        : unfit;
    case 'tuple':
      if (!Array.isArray(value) || value.length !== type.items.length) return unfit;
      return fitItems(
        type.items.map((item, i) => matchType(item, value[i])),
        unfit,
      );
    case 'record':
      return isPlainObject(value)
        ? fitFields(Object.keys(value).map(name => [name, matchType(type.values, value[name])]))
        : unfit;
    case 'object':
      return isPlainObject(value) ? fitObject(type, value, unfit) : unfit;
    default:
      return ifSo(typeof value === type.kind);
  }
}

const isBigint = (value: unknown): boolean => typeof value === 'bigint';

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function fitDate(value: unknown): Fit | null {
  const date = typeof value === 'string' ? readDate(value) : value;
  return date instanceof Date && !Number.isNaN(date.getTime()) ? fits(date) : null;
}

/** A member by its name, `Filter.V` or `V`, or by its value. */
function fitEnum({ name, members }: Extract<ParameterType, { kind: 'enum' }>, value: unknown): Fit | null {
  const words = typeof value === 'string' && value.startsWith(`${name}.`) ? value.slice(name.length + 1) : value;
  const member = members.find(known => known.name === words) ?? members.find(known => known.value === words);
  if (!member || member.name === '') return null;
  return fits(
    new EnumValue(
      /^[A-Za-z_$][\w$]*$/.test(member.name) ? `${name}.${member.name}` : `${name}[${JSON.stringify(member.name)}]`,
    ),
  );
}

function fitObject(
  { fields }: Extract<ParameterType, { kind: 'object' }>,
  value: Record<string, unknown>,
  unfit: Fit,
): Fit {
  const isKnown = Object.keys(value).every(name => fields.some(field => field.name === name));
  const isWhole = fields.every(({ name, isOptional }) => isOptional || Object.hasOwn(value, name));
  if (!isKnown || !isWhole) return unfit;
  const given = fields.filter(({ name }) => Object.hasOwn(value, name));
  return fitFields(given.map(({ name, type }) => [name, matchType(type, value[name])]));
}

/** A list of what fits; an item that does not fit is described with the list. */
function fitItems(items: readonly Fit[], unfit: Fit): Fit {
  const at = items.findIndex(({ isFit }) => !isFit);
  const wrong = items[at];
  if (wrong === undefined || wrong.isFit) return fits(items.map(item => (item as { value: unknown }).value));
  return wrong.path === '' ? unfit : { ...wrong, path: `[${at}]${wrong.path}` };
}

function fitFields(parts: readonly (readonly [name: string, fit: Fit])[]): Fit {
  const fields: [string, unknown][] = [];
  for (const [name, part] of parts) {
    if (!part.isFit) return { ...part, path: `.${name}${part.path}` };
    fields.push([name, part.value]);
  }
  return fits(Object.fromEntries(fields));
}

/** A value as it was given. */
function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : literal(value);
}

/** Why a whole number is no number here. */
function lostDigits(type: ParameterType, value: unknown): string {
  const takesNumbers = type.kind === 'number' || type.kind === 'any' || type.kind === 'union';
  return takesNumbers && isBigint(value) ? '; a number keeps 15 digits of it: declare it as a bigint, such as 0n' : '';
}
