/**
 * Types in plain words: `a number [px] or a list of numbers`.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { alternativesOf, elementType, isList, isOptions, isTuple, type TypeReader } from '../wanted/wanted-types.js';
import { shortType } from './short-types.js';

/** So many texts, names or functions are listed. */
const LISTED = 12;
const EXAMPLES = 3;

/** What a place wants, in words, with the unit that its documentation gives in brackets. */
export function wantedWords(
  reader: TypeReader,
  wanted: readonly TypeScript.Type[],
  symbol?: TypeScript.Symbol,
): string {
  const members = wanted.flatMap(type => alternativesOf(reader, type));
  const unit = symbol ? documentedUnit(reader, symbol) : '';
  const words = new Set<string>();
  const texts = members.flatMap(member => (member.isStringLiteral() ? [`'${member.value}'`] : []));
  const isAnyText = members.some(member => isAnyString(reader, member));
  if (texts.length > 0 && isAnyText) words.add(`a string such as ${enumerate(texts.slice(0, EXAMPLES))}`);
  else for (const text of texts) words.add(text);
  for (const member of members)
    if (!member.isStringLiteral() && !(texts.length > 0 && isAnyString(reader, member)))
      words.add(memberWords(reader, member, unit));
  return enumerate([...words]);
}

/** What was given, in words. */
export function givenWords(reader: TypeReader, given: TypeScript.Type): string {
  const { ts, checker } = reader;
  if (given.isStringLiteral()) return `the string '${shorten(given.value)}'`;
  if (given.isNumberLiteral()) return `the number ${given.value}`;
  if (given.flags & ts.TypeFlags.BooleanLiteral) return checker.typeToString(given);
  if (given.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) return checker.typeToString(given);
  const members = alternativesOf(reader, given);
  const isPossiblyMissing = given.isUnion() && given.types.some(({ flags }) => flags & ts.TypeFlags.Undefined);
  const words = new Set(members.slice(0, EXAMPLES).map(member => memberWords(reader, member, '')));
  return enumerate([...words, ...(isPossiblyMissing ? ['undefined'] : [])]);
}

/** Functions, beside the declaration of a type, that make values of it: `count()`, `mean(column)`. */
export function makersOf({ ts, checker }: TypeReader, type: TypeScript.Type): { name: string; call: string }[] {
  const declaration = type.symbol?.declarations?.[0];
  const file = declaration?.getSourceFile();
  const module = file && checker.getSymbolAtLocation(file);
  const isInterface = declaration !== undefined && ts.isInterfaceDeclaration(declaration);
  if (!module || !isInterface || !declaration.members.some(member => ts.isMethodSignature(member))) return [];
  return checker.getExportsOfModule(module).flatMap(symbol => {
    if ((symbol.flags & ts.SymbolFlags.Function) === 0) return [];
    const signatures = checker.getTypeOfSymbolAtLocation(symbol, declaration).getCallSignatures();
    const [first] = signatures.filter(signature => signature.getReturnType().symbol === type.symbol);
    if (!first) return [];
    const needed = first.parameters.filter(({ valueDeclaration }) => {
      const own = valueDeclaration && ts.isParameter(valueDeclaration) ? valueDeclaration : undefined;
      return !own?.questionToken && !own?.initializer && !own?.dotDotDotToken;
    });
    return [{ name: symbol.name, call: `${symbol.name}(${needed.map(({ name }) => name).join(', ')})` }];
  });
}

/** `a`, `a or b`, `a, b or c`. */
export function enumerate(names: readonly string[]): string {
  const [shown, more] = [names.slice(0, LISTED), names.length - LISTED];
  if (more > 0) return `${shown.join(', ')} or ${more} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown[shown.length - 1]}`;
}

function memberWords(reader: TypeReader, type: TypeScript.Type, unit: string): string {
  const { ts, checker } = reader;
  const inUnit = (text: string): string => (unit === '' ? text : `${text} [${unit}]`);
  if (type.isIntersection() && type.types.some(({ flags }) => flags & ts.TypeFlags.Number))
    return `a number [${unitOfType(reader, type) || unit || checker.typeToString(type)}]`;
  if (type.flags & ts.TypeFlags.BooleanLike) return 'true or false';
  if (type.isNumberLiteral()) return String(type.value);
  if (type.flags & ts.TypeFlags.NumberLike) return inUnit('a number');
  if (type.flags & ts.TypeFlags.StringLike || isAnyString(reader, type)) return 'a string';
  if (type.flags & ts.TypeFlags.BigIntLike) return 'a bigint';
  if (isList(checker, type)) return inUnit(listWords(reader, type));
  if (type.getCallSignatures().length > 0) return 'a function';
  return objectWords(reader, type);
}

function listWords(reader: TypeReader, type: TypeScript.Type): string {
  const { checker } = reader;
  const element = elementType(reader, type, 0);
  const count = isTuple(checker, type) ? `${checker.getTypeArguments(type as TypeScript.TypeReference).length} ` : '';
  if (!element) return 'an empty list';
  const kinds = new Set(alternativesOf(reader, element).map(member => pluralWord(reader, member)));
  return `a list of ${count}${[...kinds].join(' or ')}`;
}

function pluralWord(reader: TypeReader, type: TypeScript.Type): string {
  const { ts } = reader;
  const text = memberWords(reader, type, '');
  if (type.flags & ts.TypeFlags.NumberLike) return 'numbers';
  if (type.flags & ts.TypeFlags.String) return 'strings';
  if (type.isStringLiteral()) return `'${type.value}'`;
  return /^an? \w+$/.test(text) ? `${text.replace(/^an? /, '')}s` : text;
}

function objectWords(reader: TypeReader, type: TypeScript.Type): string {
  const { checker } = reader;
  const name = type.aliasSymbol?.name ?? type.symbol?.name ?? '';
  const makers = makersOf(reader, type).map(({ call }) => call);
  if (makers.length > 0)
    return `${withArticle(name)} (${makers.slice(0, EXAMPLES).join(', ')}${makers.length > EXAMPLES ? ' ...' : ''})`;
  const shown = plainNames(reader, type);
  if (shown.length > 0) return `{ ${shown.slice(0, EXAMPLES).join(', ')}${shown.length > EXAMPLES ? ' ...' : ''} }`;
  return /^[A-Z]\w*$/.test(name) ? withArticle(name) : shortType(checker.typeToString(type));
}

/** The names in an object that is written out in a call: those that it needs, or all of its options; none for others. */
function plainNames(reader: TypeReader, type: TypeScript.Type): string[] {
  const { ts, checker } = reader;
  if (!isOptions(reader, type) || checker.getIndexTypeOfType(type, ts.IndexKind.Number)) return [];
  const properties = checker.getPropertiesOfType(type);
  const needed = properties.filter(({ flags }) => (flags & ts.SymbolFlags.Optional) === 0);
  const isOfObjects = (symbol: TypeScript.Symbol): boolean =>
    symbol.valueDeclaration === undefined ||
    alternativesOf(reader, checker.getTypeOfSymbolAtLocation(symbol, symbol.valueDeclaration)).every(
      ({ flags }) => flags & ts.TypeFlags.Object,
    );
  const isNamed = /^[A-Z]/.test(type.aliasSymbol?.name ?? type.symbol?.name ?? '');
  if (isNamed && (needed.length > EXAMPLES || needed.some(isOfObjects))) return [];
  return (needed.length === 0 ? properties : needed).map(({ name }) => name);
}

/** `string`, and the `string & {}` that stands beside known texts. */
function isAnyString({ ts }: TypeReader, type: TypeScript.Type): boolean {
  return (
    (type.flags & ts.TypeFlags.String) !== 0 ||
    (type.isIntersection() && type.types.some(({ flags }) => flags & ts.TypeFlags.String))
  );
}

/** The unit of a number that carries it in its type. */
function unitOfType({ checker }: TypeReader, type: TypeScript.Type): string {
  const unit = checker.getPropertyOfType(type, 'unit');
  const declared = unit?.valueDeclaration && checker.getTypeOfSymbolAtLocation(unit, unit.valueDeclaration);
  const texts = declared?.isUnion() ? declared.types : declared ? [declared] : [];
  const [text] = texts.flatMap(member => (member.isStringLiteral() ? [member.value] : []));
  return text ?? '';
}

function documentedUnit({ ts, checker }: TypeReader, symbol: TypeScript.Symbol): string {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  return /\[([A-Za-z%][^\]\d,]{0,20})\](?!\()/.exec(text)?.[1] ?? '';
}

function withArticle(name: string): string {
  return `${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
}

function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
