/**
 * The types that a call wants: of each overload the parameters, of an object the properties, of a list the elements.
 *
 * Of a generic function the compiler knows only the chosen overload with its type arguments; the others are read with
 * each type parameter at its widest.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

type Call = TypeScript.CallExpression | TypeScript.NewExpression;

/** What questions about types are asked of. */
export interface TypeReader {
  readonly ts: PatchableTypeScript;
  readonly checker: TypeScript.TypeChecker;
}

/** One way to call a function. */
export interface Overload {
  readonly parameters: readonly WantedParameter[];
  /** Whether its types still hold type parameters in places where they cannot be widened. */
  readonly isOpen: boolean;
}

/** A parameter of an overload. */
interface WantedParameter {
  readonly name: string;
  /** Of one element, if the parameter takes the rest of the arguments. */
  readonly type: TypeScript.Type;
  readonly symbol: TypeScript.Symbol;
  readonly isOptional: boolean;
  readonly isRest: boolean;
}

/**
 * The ways to call what a call calls; none if that is not known. What the compiler has found type arguments for is as
 * it found them.
 */
export function overloadsOf(reader: TypeReader, call: Call): Overload[] {
  return signaturesOf(reader, call).map(({ found, generic }) =>
    found ? overload(reader, found, call, false) : overload(reader, generic as TypeScript.Signature, call, true),
  );
}

/** The same with each type parameter at its widest too: what else could stand in a call that is half written. */
export function widestOverloadsOf(reader: TypeReader, call: Call): Overload[] {
  return signaturesOf(reader, call).flatMap(({ found, generic }) => [
    ...(found ? [overload(reader, found, call, false)] : []),
    ...(generic ? [overload(reader, generic, call, true)] : []),
  ]);
}

/** Of each overload the form with type arguments, if the compiler has found them, and the generic form, if it has one. */
function signaturesOf(
  { checker }: TypeReader,
  call: Call,
): { found?: TypeScript.Signature; generic?: TypeScript.Signature }[] {
  const candidates: TypeScript.Signature[] = [];
  const chosen = checker.getResolvedSignature(call, candidates);
  return candidates.map(candidate => {
    const generic = genericForm(candidate);
    if (!generic) return { found: candidate };
    if (generic !== candidate) return { found: candidate, generic };
    const isChosen = chosen?.declaration !== undefined && chosen.declaration === candidate.declaration;
    return isChosen ? { found: chosen, generic } : { generic };
  });
}

/** The form with type parameters; the compiler puts the one that fits the arguments into its place. */
function genericForm(signature: TypeScript.Signature): TypeScript.Signature | null {
  const { target } = signature as { target?: TypeScript.Signature };
  if ((signature.typeParameters ?? []).length > 0) return signature;
  return target && (target.typeParameters ?? []).length > 0 ? target : null;
}

/** The parameter that an argument is for, or undefined if there are fewer. */
export function parameterAt({ parameters }: Overload, index: number): WantedParameter | undefined {
  const last = parameters.at(-1);
  return parameters[index] ?? (last?.isRest ? last : undefined);
}

/** The types that a type allows, without `undefined`: the members of a union, what a type parameter may be. */
export function alternativesOf(reader: TypeReader, type: TypeScript.Type): TypeScript.Type[] {
  const { ts, checker } = reader;
  if (type.flags & ts.TypeFlags.Undefined) return [];
  if (type.isUnion()) return type.types.flatMap(member => alternativesOf(reader, member));
  if ((type.flags & ts.TypeFlags.Instantiable) === 0) return [type];
  if (type.flags & ts.TypeFlags.TypeParameter) {
    const bound = boundOf(reader, type);
    const members = bound?.isUnion() ? bound.types : bound ? [bound] : [];
    const clear = members.filter(member => member !== type && !isVague(reader, member));
    return clear.length > 0 ? clear.flatMap(member => alternativesOf(reader, member)) : [type];
  }
  const widest = checker.getBaseConstraintOfType(type);
  return widest && widest !== type ? alternativesOf(reader, widest) : [type];
}

/** What a type parameter extends, as it is declared; the compiler's typings know only the widest form of it. */
function boundOf({ checker }: TypeReader, parameter: TypeScript.Type): TypeScript.Type | undefined {
  const widest = checker.getBaseConstraintOfType(parameter);
  return (parameter as { constraint?: TypeScript.Type }).constraint ?? widest;
}

/** Whether a type depends on type parameters in a way that its widest form hides: `keyof D`, where `D` may be anything. */
function isVague(reader: TypeReader, type: TypeScript.Type): boolean {
  const { ts, checker } = reader;
  if (type.flags & (ts.TypeFlags.Index | ts.TypeFlags.IndexedAccess | ts.TypeFlags.Conditional)) return true;
  if (type.isUnionOrIntersection()) return type.types.some(member => isVague(reader, member));
  return (
    isList(checker, type) &&
    checker.getTypeArguments(type as TypeScript.TypeReference).some(one => isVague(reader, one))
  );
}

/** The type of a property by name or by index signature, or undefined. */
export function propertyType(
  { ts, checker }: TypeReader,
  type: TypeScript.Type,
  name: string,
  at: TypeScript.Node,
): TypeScript.Type | undefined {
  const symbol = checker.getPropertyOfType(type, name);
  if (symbol) return checker.getTypeOfSymbolAtLocation(symbol, at);
  const byNumber = /^\d+(\.\d+)?$/.test(name) ? checker.getIndexTypeOfType(type, ts.IndexKind.Number) : undefined;
  return byNumber ?? checker.getIndexTypeOfType(type, ts.IndexKind.String);
}

/** The type of the elements of a list, or of the one at an index of a tuple; undefined if it is no list. */
export function elementType(
  { checker }: TypeReader,
  type: TypeScript.Type,
  index: number,
): TypeScript.Type | undefined {
  if (!isList(checker, type)) return undefined;
  const elements = checker.getTypeArguments(type as TypeScript.TypeReference);
  return isTuple(checker, type) ? elements[Math.min(index, elements.length - 1)] : elements[0];
}

/** Whether values of a type are arrays. */
export function isList(checker: TypeScript.TypeChecker, type: TypeScript.Type): boolean {
  return checker.isArrayType(type) || isTuple(checker, type);
}

/** Whether values of a type are arrays of one length. */
export function isTuple(checker: TypeScript.TypeChecker, type: TypeScript.Type): boolean {
  return checker.isTupleType(type);
}

/** Whether a type is written as `{ ... }` in a call: an object that is neither a list, a function nor of a class. */
export function isOptions({ ts, checker }: TypeReader, type: TypeScript.Type): boolean {
  if (type.isIntersection()) return type.types.every(part => isOptions({ ts, checker }, part));
  if ((type.flags & ts.TypeFlags.Object) === 0 || isList(checker, type)) return false;
  if (type.symbol && type.symbol.flags & ts.SymbolFlags.Class) return false;
  return type.getCallSignatures().length === 0 && type.getConstructSignatures().length === 0;
}

/** The texts that a type allows. */
export function textsOf(reader: TypeReader, type: TypeScript.Type): string[] {
  return alternativesOf(reader, type).flatMap(member => (member.isStringLiteral() ? [member.value] : []));
}

function overload(
  { ts, checker }: TypeReader,
  signature: TypeScript.Signature,
  call: TypeScript.Node,
  isOpen: boolean,
): Overload {
  const parameters = signature.parameters.map((symbol): WantedParameter => {
    const declaration = symbol.valueDeclaration;
    const own = declaration && ts.isParameter(declaration) ? declaration : undefined;
    const isRest = own?.dotDotDotToken !== undefined;
    const type = checker.getTypeOfSymbolAtLocation(symbol, call);
    const element = isRest ? elementType({ ts, checker }, type, 0) : undefined;
    const isOptional = isRest || own?.questionToken !== undefined || own?.initializer !== undefined;
    return { name: symbol.name, type: element ?? type, symbol, isOptional, isRest };
  });
  return { parameters, isOpen };
}
