/**
 * What is wrong with a value where a type is wanted, property by property; for the arguments of a call, by the overload
 * that fits best.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import {
  alternativesOf,
  elementType,
  isList,
  isOptions,
  isTuple,
  type Overload,
  overloadsOf,
  parameterAt,
  propertyType,
  type TypeReader,
} from '../wanted/wanted-types.js';

/** One thing that is wrong. */
export interface Fault {
  /**
   * A value of a wrong type; a name that is not among those possible, written in the call or in a variable; a
   * property that is missing; an argument that is missing; an argument too many.
   */
  readonly kind: 'wrong' | 'unknown' | 'extra' | 'missing' | 'absent' | 'surplus';
  /** Name of the option, with those that it is part of; or of the parameter. */
  readonly name: string;
  /** Whether it is an argument itself, not a part of one. */
  readonly isArgument: boolean;
  /** Where a caret belongs. */
  readonly node: TypeScript.Node;
  /** The whole place, with the value. */
  readonly range: TypeScript.Node;
  readonly value?: TypeScript.Expression;
  readonly given?: TypeScript.Type;
  readonly wanted: readonly TypeScript.Type[];
  /** The declaration of the option. */
  readonly symbol?: TypeScript.Symbol;
  /** The names that are possible. */
  readonly known?: readonly string[];
}

/** How much each fault tells that another overload was meant. */
const WEIGHTS: Readonly<Record<Fault['kind'], number>> = {
  unknown: 30,
  extra: 30,
  surplus: 100,
  absent: 25,
  missing: 20,
  wrong: 10,
};

/** Where a value is judged. */
interface Place {
  readonly name: string;
  readonly isArgument: boolean;
  readonly node: TypeScript.Node;
  readonly range: TypeScript.Node;
  readonly symbol?: TypeScript.Symbol;
  /** Types that hold type parameters cannot be compared with objects. */
  readonly isOpen: boolean;
}

/** The faults of a call's arguments by the overload that fits best; of several such, together. Empty if one fits. */
export function faultsOfCall(reader: TypeReader, call: TypeScript.CallExpression | TypeScript.NewExpression): Fault[] {
  if ((call.arguments ?? []).some(argument => reader.ts.isSpreadElement(argument))) return [];
  const all = overloadsOf(reader, call).map(overload => faultsByOverload(reader, call, overload));
  const best = bestOf(all.every(faults => faults.length > 0) ? all : sureOf(all));
  return toTell(best);
}

/** What is too much in a variable is told only if nothing else is wrong. */
function toTell(faults: readonly Fault[]): Fault[] {
  const others = faults.filter(({ kind }) => kind !== 'extra');
  return others.length > 0 ? others : faults.map(fault => ({ ...fault, kind: 'unknown' }));
}

/** Where an overload with type parameters may fit or not: those in which only values are wrong. */
function sureOf(all: readonly Fault[][]): Fault[][] {
  return all.filter(faults => faults.length > 0 && faults.every(({ kind }) => kind === 'wrong'));
}

/** The faults by the overload that fits best; of several such, together. */
function bestOf(all: readonly Fault[][]): Fault[] {
  const best = Math.min(...all.map(scoreOf));
  const [first, ...others] = all.filter(faults => scoreOf(faults) === best);
  return first ? others.reduce(together, first) : [];
}

/** The faults of a value that was declared to be of a type. */
export function faultsOfValue(reader: TypeReader, value: TypeScript.Expression, type: TypeScript.Type): Fault[] {
  const place = { name: '', isArgument: true, node: value, range: value, isOpen: false };
  return toTell(judge(reader, value, type, place));
}

function faultsByOverload(
  reader: TypeReader,
  call: TypeScript.CallExpression | TypeScript.NewExpression,
  overload: Overload,
): Fault[] {
  const given = call.arguments ?? [];
  const faults = given.flatMap((argument, index): Fault[] => {
    const parameter = parameterAt(overload, index);
    const place = { name: parameter?.name ?? '', isArgument: true, node: argument, range: argument };
    if (!parameter) return [{ kind: 'surplus', ...place, wanted: [] }];
    return judge(reader, argument, parameter.type, { ...place, symbol: parameter.symbol, isOpen: overload.isOpen });
  });
  const absent = overload.parameters.slice(given.length).filter(({ isOptional }) => !isOptional);
  for (const { name, type, symbol } of absent)
    faults.push({ kind: 'absent', name, isArgument: true, node: call, range: call, wanted: [type], symbol });
  return faults;
}

/** Faults of two overloads that fit equally well: what either wants will do. */
function together(one: readonly Fault[], other: readonly Fault[]): Fault[] {
  const merged = one.map(fault => {
    const same = other.find(
      ({ kind, node, name }) => kind === fault.kind && node === fault.node && name === fault.name,
    );
    if (!same) return fault;
    const known = [...(fault.known ?? []), ...(same.known ?? [])];
    return { ...fault, wanted: [...fault.wanted, ...same.wanted], known };
  });
  const isNew = ({ kind, name }: Fault): boolean =>
    kind === 'missing' && !one.some(fault => fault.kind === kind && fault.name === name);
  return [...merged, ...other.filter(isNew)];
}

function scoreOf(faults: readonly Fault[]): number {
  // an option that is wrong is nearer to what was meant than an argument that is wrong as a whole
  return faults.reduce((sum, { kind, isArgument }) => sum + WEIGHTS[kind] + (isArgument ? 1 : 0), 0);
}

/** The fewest faults among what is possible. */
function fewest(all: readonly Fault[][]): Fault[] {
  const best = Math.min(...all.map(scoreOf));
  return all.find(faults => scoreOf(faults) === best) ?? [];
}

function judge(reader: TypeReader, written: TypeScript.Expression, wanted: TypeScript.Type, place: Place): Fault[] {
  const { ts, checker } = reader;
  const value = withoutBrackets(ts, written);
  if (wanted.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
  if (ts.isConditionalExpression(value))
    return [value.whenTrue, value.whenFalse].flatMap(branch => judge(reader, branch, wanted, place));
  const possible = alternativesOf(reader, wanted);
  if (possible.length === 0 || possible.some(({ flags }) => flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)))
    return [];
  if (ts.isObjectLiteralExpression(value)) {
    const objects = possible.filter(type => isOptions(reader, type));
    if (objects.length > 0) return fewest(objects.map(type => judgeObject(reader, value, type, place)));
  }
  if (ts.isArrayLiteralExpression(value)) {
    const lists = possible.filter(type => isList(checker, type));
    if (lists.length > 0) return fewest(lists.map(type => judgeList(reader, value, type, place)));
  }
  const isFunction = ts.isArrowFunction(value) || ts.isFunctionExpression(value);
  if (isFunction && possible.some(type => type.getCallSignatures().length > 0)) return [];
  const given = checker.getTypeAtLocation(value);
  const parts =
    isData(reader, given) && !isAssignable(reader, given, wanted) ? judgeParts(reader, given, possible, place) : null;
  if (parts ?? fits(reader, given, wanted, place.isOpen)) return parts ?? [];
  return [{ ...place, kind: 'wrong', value, given, wanted: [wanted] }];
}

/** An object written out. */
function judgeObject(
  reader: TypeReader,
  object: TypeScript.ObjectLiteralExpression,
  wanted: TypeScript.Type,
  place: Place,
): Fault[] {
  const { ts, checker } = reader;
  const faults: Fault[] = [];
  const names = new Set<string>();
  for (const property of object.properties) {
    if (ts.isSpreadAssignment(property)) {
      const given = checker.getTypeAtLocation(property.expression);
      const own = { ...place, node: property, range: property };
      faults.push(...judgeProperties(reader, given, wanted, own).filter(({ kind }) => kind !== 'missing'));
      for (const { name, flags } of checker.getPropertiesOfType(given))
        if ((flags & ts.SymbolFlags.Optional) === 0) names.add(name);
      continue;
    }
    const name = property.name && nameOf(ts, property.name);
    if (name === undefined || !property.name) continue;
    names.add(name);
    const own = partOf(place, name, property.name, property, checker.getPropertyOfType(wanted, name));
    const type = propertyType(reader, wanted, name, object);
    if (!type) faults.push({ ...own, kind: 'unknown', wanted: [wanted], known: namesOf(checker, wanted) });
    else if (ts.isPropertyAssignment(property)) faults.push(...judge(reader, property.initializer, type, own));
    else if (ts.isShorthandPropertyAssignment(property)) faults.push(...judge(reader, property.name, type, own));
  }
  return [...faults, ...missing(reader, wanted, names, { ...place, node: object, range: object })];
}

/** An object in a variable, where each property has a type and nothing is too much. */
function judgeProperties(reader: TypeReader, given: TypeScript.Type, wanted: TypeScript.Type, place: Place): Fault[] {
  const { checker } = reader;
  const properties = checker.getPropertiesOfType(given);
  const faults = properties.flatMap((symbol): Fault[] => {
    const type = propertyType(reader, wanted, symbol.name, place.node);
    const own = partOf(place, symbol.name, place.node, place.range, checker.getPropertyOfType(wanted, symbol.name));
    if (!type) return [{ ...own, kind: 'extra', wanted: [wanted], known: namesOf(checker, wanted) }];
    const found = checker.getTypeOfSymbolAtLocation(symbol, place.node);
    if (fits(reader, found, type, place.isOpen)) return [];
    return [{ ...own, kind: 'wrong', given: found, wanted: [type] }];
  });
  return [...faults, ...missing(reader, wanted, new Set(properties.map(({ name }) => name)), place)];
}

/** Whether a value is an object without methods, such as options in a variable, and not one like `mean('flux')`. */
function isData({ ts, checker }: TypeReader, type: TypeScript.Type): boolean {
  return !checker.getPropertiesOfType(type).some(({ flags }) => flags & ts.SymbolFlags.Method);
}

/** A value that is an object with options, where one of the possible types is; else null. */
function judgeParts(
  reader: TypeReader,
  given: TypeScript.Type,
  possible: readonly TypeScript.Type[],
  place: Place,
): Fault[] | null {
  const objects = possible.filter(type => isOptions(reader, type));
  if (!isOptions(reader, given) || objects.length === 0) return null;
  return fewest(objects.map(type => judgeProperties(reader, given, type, place)));
}

function judgeList(
  reader: TypeReader,
  list: TypeScript.ArrayLiteralExpression,
  wanted: TypeScript.Type,
  place: Place,
): Fault[] {
  const { ts, checker } = reader;
  if (isTuple(checker, wanted) && !list.elements.some(element => ts.isSpreadElement(element))) {
    const needed = (wanted as TypeScript.TupleTypeReference).target.minLength;
    const most = checker.getTypeArguments(wanted as TypeScript.TypeReference).length;
    if (list.elements.length < needed || list.elements.length > most)
      return [{ ...place, kind: 'wrong', value: list, given: checker.getTypeAtLocation(list), wanted: [wanted] }];
  }
  return list.elements.flatMap((element, index) => {
    const type = elementType(reader, wanted, index);
    if (!type || ts.isSpreadElement(element)) return [];
    const name = `${place.name}[${index}]`;
    return judge(reader, element, type, { ...place, name, isArgument: false, node: element, range: element });
  });
}

function missing(
  { ts, checker }: TypeReader,
  wanted: TypeScript.Type,
  given: ReadonlySet<string>,
  place: Place,
): Fault[] {
  return checker.getPropertiesOfType(wanted).flatMap((symbol): Fault[] => {
    if (given.has(symbol.name) || symbol.flags & ts.SymbolFlags.Optional || /^__@|^#/.test(symbol.name)) return [];
    const type = checker.getTypeOfSymbolAtLocation(symbol, place.node);
    return [{ ...partOf(place, symbol.name, place.node, place.range, symbol), kind: 'missing', wanted: [type] }];
  });
}

/** Whether a type fits. What holds type parameters fits unless it is of another kind altogether. */
function fits(reader: TypeReader, given: TypeScript.Type, wanted: TypeScript.Type, isOpen: boolean): boolean {
  const { ts, checker } = reader;
  if (given.flags & (ts.TypeFlags.Any | ts.TypeFlags.Never)) return true;
  if (isAssignable(reader, given, wanted)) return true;
  if (!isOpen) return false;
  const possible = alternativesOf(reader, wanted);
  const parts = given.isUnion() ? given.types : [given];
  const isVague = (type: TypeScript.Type): boolean =>
    (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection | ts.TypeFlags.Instantiable)) !== 0;
  return parts.every(part => {
    if (possible.some(type => isAssignable(reader, part, type))) return true;
    if (possible.some(({ flags }) => flags & ts.TypeFlags.Instantiable)) return true;
    if ((part.flags & ts.TypeFlags.Object) === 0) return false;
    if (!isList(checker, part)) return possible.some(type => isVague(type) && !isList(checker, type));
    const element = elementType(reader, part, 0);
    return possible.some(type => {
      const inner = elementType(reader, type, 0);
      return inner ? !element || fits(reader, element, inner, true) : isVague(type) && !isOptions(reader, type);
    });
  });
}

/** The compiler's own answer, which its typings leave out. */
function isAssignable({ checker }: TypeReader, given: TypeScript.Type, wanted: TypeScript.Type): boolean {
  const internal = checker as unknown as {
    isTypeAssignableTo(source: TypeScript.Type, target: TypeScript.Type): boolean;
  };
  return internal.isTypeAssignableTo(given, wanted);
}

function partOf(
  { name: whole, isArgument, isOpen }: Place,
  name: string,
  node: TypeScript.Node,
  range: TypeScript.Node,
  symbol: TypeScript.Symbol | undefined,
): Place {
  return {
    name: isArgument || whole === '' ? name : `${whole}.${name}`,
    isArgument: false,
    node,
    range,
    symbol,
    isOpen,
  };
}

function namesOf(checker: TypeScript.TypeChecker, type: TypeScript.Type): string[] {
  return checker
    .getPropertiesOfType(type)
    .map(({ name }) => name)
    .filter(name => !/^__@|^#|^_/.test(name));
}

function nameOf(ts: TypeReader['ts'], name: TypeScript.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : undefined;
}

function withoutBrackets(ts: TypeReader['ts'], node: TypeScript.Expression): TypeScript.Expression {
  let inner = node;
  while (ts.isParenthesizedExpression(inner) || ts.isSatisfiesExpression(inner)) inner = inner.expression;
  return inner;
}
