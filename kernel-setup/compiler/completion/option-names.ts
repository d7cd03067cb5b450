/**
 * The names of options in a call, by all overloads that have those already given.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { alternativesOf, isOptions } from '../wanted/wanted-types.js';
import { optionNote } from './column-note.js';
import { type CompletionPlace, objectAround } from './completion-place.js';
import { argumentPlace, typesWanted } from './quoted-values.js';

/** An option that may be given. */
interface OptionName {
  readonly name: string;
  /** Its type, in short. */
  readonly note: string;
}

/** The options that are not given yet, needed ones first; null if no name of an option is completed. */
export function optionNames(place: CompletionPlace): OptionName[] | null {
  const { ts, checker } = place;
  const object = objectAround(place);
  const at = object && argumentPlace(place, object);
  if (!object || !at || at.isName) return null;
  const types = typesWanted(place, at)
    .flatMap(type => alternativesOf(place, type))
    .filter(type => isOptions(place, type) && checker.getPropertiesOfType(type).length > 0);
  if (types.length === 0) return null;
  // what follows in the cell may look like more names, as long as the object is not closed
  const given = namesGiven(place, object).filter(name => types.some(type => checker.getPropertyOfType(type, name)));
  const fitting = types.filter(type => given.every(name => checker.getPropertyOfType(type, name)));
  const needed = (type: TypeScript.Type): TypeScript.Symbol[] =>
    checker.getPropertiesOfType(type).filter(({ flags }) => (flags & ts.SymbolFlags.Optional) === 0);
  const possible = [...(fitting.length > 0 ? fitting : types)].sort((a, b) => needed(a).length - needed(b).length);
  const options = new Map<string, TypeScript.Symbol>(); // of each the last symbol, of the generic form
  for (const symbol of [...possible.flatMap(needed), ...possible.flatMap(type => checker.getPropertiesOfType(type))])
    if (!given.includes(symbol.name)) options.set(symbol.name, symbol);
  return [...options].map(([name, symbol]) => {
    const type = checker.getTypeOfSymbolAtLocation(symbol, object);
    return { name, note: optionNote(place, type) };
  });
}

/** The names that stand in the object already, without the one at the position. */
function namesGiven(
  { ts, checker, file, position }: CompletionPlace,
  object: TypeScript.ObjectLiteralExpression,
): string[] {
  return object.properties.flatMap(property => {
    if (ts.isSpreadAssignment(property))
      return checker.getPropertiesOfType(checker.getTypeAtLocation(property.expression)).map(({ name }) => name);
    const { name } = property;
    if (!name || (name.getStart(file) < position && position <= name.end)) return [];
    return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? [name.text] : [];
  });
}
