/**
 * The texts that are possible in quotes: columns and values of options, by all overloads of the calls around them.
 *
 * The compiler alone takes what is half written for a type argument, and then knows no second column.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { columnsAround } from '../wanted/columns-around.js';
import {
  alternativesOf,
  elementType,
  isOptions,
  parameterAt,
  propertyType,
  textsOf,
  widestOverloadsOf,
} from '../wanted/wanted-types.js';
import { columnNote } from './column-note.js';
import type { CompletionPlace } from './completion-place.js';

type Call = TypeScript.CallExpression | TypeScript.NewExpression;

/** A text that may stand in the quotes. */
interface QuotedValue {
  readonly text: string;
  /** What it is, in short: `number, mag`. */
  readonly note?: string;
}

/** Where in its call a value stands. */
export interface ArgumentPlace {
  readonly call: Call;
  readonly index: number;
  /** From the argument inwards: names of properties, or indices of elements. */
  readonly path: readonly (string | number)[];
  /** Whether the value is a name of a property, as `{ 'x': ... }` has. */
  readonly isName: boolean;
}

/** The argument that an expression is, or is a part of; null if it is of none. */
export function argumentPlace({ ts, file }: CompletionPlace, literal: TypeScript.Expression): ArgumentPlace | null {
  const path: (string | number)[] = [];
  let isName = false;
  for (let at: TypeScript.Node = literal; at.parent && at !== file; at = at.parent) {
    const { parent } = at;
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
      const index = [...(parent.arguments ?? [])].indexOf(at as TypeScript.Expression);
      return index < 0 ? null : { call: parent, index, path, isName };
    }
    if (ts.isArrayLiteralExpression(parent)) path.unshift(parent.elements.indexOf(at as TypeScript.Expression));
    else if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
      if (parent.name === at) isName = true;
      else if (ts.isIdentifier(parent.name) || ts.isStringLiteralLike(parent.name)) path.unshift(parent.name.text);
      else return null;
    } else if (!isTransparent(ts, parent)) return null;
  }
  return null;
}

/** The possible texts, columns in table order; what stands beside in the same list comes last. */
export function quotedValues(place: CompletionPlace, literal: TypeScript.StringLiteralLike): QuotedValue[] {
  const at = argumentPlace(place, literal);
  if (!at) return [];
  const columns = columnsAround(place, at.call);
  const wanted = new Set(at.isName ? namesWanted(place, at) : textsWanted(place, at));
  // what is half written may be nothing but its own type argument
  if (wanted.size === 1 && wanted.has(literal.text) && !columns.has(literal.text)) wanted.clear();
  const isOfColumns = [...wanted].every(text => columns.has(text));
  if (wanted.size === 0) return at.path.length === 0 ? namedColumns(place, at, columns) : [];
  const texts = isOfColumns ? [...columns.keys()].filter(name => wanted.has(name)) : [...wanted].sort();
  const beside = textsBeside(place, literal);
  return [...texts.filter(text => !beside.has(text)), ...texts.filter(text => beside.has(text))].map(text => {
    const column = isOfColumns ? columns.get(text) : undefined;
    return column ? { text, note: columnNote(place, column) } : { text };
  });
}

/** The types that the overloads want at a place. */
export function typesWanted(place: CompletionPlace, { call, index, path }: ArgumentPlace): TypeScript.Type[] {
  return widestOverloadsOf(place, call).flatMap(overload => {
    let types = [parameterAt(overload, index)?.type].filter(type => type !== undefined);
    for (const step of path) types = types.flatMap(type => partsOf(place, type, step, call));
    return types;
  });
}

function partsOf(
  place: CompletionPlace,
  type: TypeScript.Type,
  step: string | number,
  at: TypeScript.Node,
): TypeScript.Type[] {
  return alternativesOf(place, type).flatMap(member => {
    const part = typeof step === 'number' ? elementType(place, member, step) : propertyType(place, member, step, at);
    return part ? [part] : [];
  });
}

function textsWanted(place: CompletionPlace, at: ArgumentPlace): string[] {
  return typesWanted(place, at).flatMap(type => textsOf(place, type));
}

function namesWanted(place: CompletionPlace, at: ArgumentPlace): string[] {
  return typesWanted(place, at)
    .flatMap(type => alternativesOf(place, type).filter(member => isOptions(place, member)))
    .flatMap(type => place.checker.getPropertiesOfType(type).map(({ name }) => name));
}

/** Columns where any text is accepted, but a column's name is meant: `has('|')`. */
function namedColumns(
  place: CompletionPlace,
  { call, index }: ArgumentPlace,
  columns: ReadonlyMap<string, TypeScript.Type>,
): QuotedValue[] {
  const isNamed = widestOverloadsOf(place, call).some(overload =>
    /^(?:name|column)s?$/.test(parameterAt(overload, index)?.name ?? ''),
  );
  if (!isNamed || columns.size === 0) return outerColumns(place, call);
  return [...columns].map(([text, type]) => ({ text, note: columnNote(place, type) }));
}

/** In a call inside a verb, such as `aggregate({ m: mean('|') })`: the columns of the verb's table. */
function outerColumns(place: CompletionPlace, inner: Call): QuotedValue[] {
  const { ts } = place;
  if (!ts.isIdentifier(inner.expression)) return [];
  for (let at = argumentPlace(place, inner); at; at = argumentPlace(place, at.call)) {
    const columns = columnsAround(place, at.call);
    if (columns.size > 0) return [...columns].map(([text, type]) => ({ text, note: columnNote(place, type) }));
  }
  return [];
}

/** The texts that stand beside a text, in the same list or among the same arguments. */
function textsBeside({ ts }: CompletionPlace, literal: TypeScript.StringLiteralLike): Set<string> {
  const { parent } = literal;
  const all = ts.isArrayLiteralExpression(parent)
    ? parent.elements
    : ts.isCallExpression(parent)
      ? parent.arguments
      : [];
  const texts = [...all].flatMap(one => (ts.isStringLiteralLike(one) && one !== literal ? [one.text] : []));
  return new Set(texts);
}

function isTransparent(ts: CompletionPlace['ts'], node: TypeScript.Node): boolean {
  return (
    ts.isObjectLiteralExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isConditionalExpression(node) ||
    ts.isSpreadElement(node) ||
    ts.isAsExpression(node)
  );
}
