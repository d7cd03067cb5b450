/**
 * The types with which a cell's variables are declared to the later cells, also those that the compiler refuses to declare.
 *
 * A declaration file cannot say everything: the private members of a class expression, a name that a package keeps to itself,
 * a type of a million letters. The compiler then reports an error, which makes sense for a library and none for a cell that
 * runs. So its reports are taken away, and what they were about is left out of the type.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';
import { importedModuleType } from './imported-module-type.js';

/** What the compiler tells of its way through a type; its typings omit it. */
interface Tracker {
  trackSymbol(symbol: TypeScript.Symbol, enclosing: TypeScript.Node | undefined, meaning: number): boolean;
  reportPrivateInBaseOfClassExpression(name: string): void;
}

/** The compiler's internal maker of declarations: those of its methods that we wrap. */
interface EmitResolver {
  createTypeOfDeclaration: TypeMaker;
  createReturnTypeOfSignatureDeclaration: TypeMaker;
  createTypeOfExpression: TypeMaker;
  isSymbolAccessible(
    symbol: TypeScript.Symbol,
    enclosing: TypeScript.Node | undefined,
    meaning: number,
    computeAliases: boolean,
  ): { readonly accessibility: number };
}

type TypeMaker = (
  node: TypeScript.Node,
  enclosing: TypeScript.Node,
  flags: number,
  tracker: Tracker,
  ...rest: unknown[]
) => TypeScript.TypeNode | undefined;

interface WithEmitResolver {
  getEmitResolver(...args: unknown[]): EmitResolver;
}

/** What cannot be declared of a type. */
interface Problems {
  /** Private and protected members of class expressions. */
  readonly hidden: Set<string>;
  /** The compiler's own words for the rest. */
  readonly kinds: Set<string>;
}

/** The compiler's reports that end a declaration, beside those about private members. */
const REPORTS = [
  'reportInaccessibleThisError',
  'reportInaccessibleUniqueSymbolError',
  'reportCyclicStructureError',
  'reportLikelyUnsafeImportRequiredError',
  'reportTruncationError',
  'reportNonlocalAugmentation',
  'reportNonSerializableProperty',
];

const wrapped = new WeakSet<object>();

/** Lets a checker declare each type as well as it can be. */
export function declareEveryType(ts: PatchableTypeScript, checker: TypeScript.TypeChecker): void {
  const internal = checker as unknown as WithEmitResolver;
  const { getEmitResolver } = internal;
  internal.getEmitResolver = (...args) => {
    const resolver = getEmitResolver(...args);
    if (!wrapped.has(resolver)) wrapResolver(ts, checker, resolver);
    return resolver;
  };
}

function wrapResolver(ts: PatchableTypeScript, checker: TypeScript.TypeChecker, resolver: EmitResolver): void {
  wrapped.add(resolver);
  for (const name of [
    'createTypeOfDeclaration',
    'createReturnTypeOfSignatureDeclaration',
    'createTypeOfExpression',
  ] as const) {
    const make = resolver[name];
    resolver[name] = (node, enclosing, flags, tracker, ...rest) => {
      const problems: Problems = { hidden: new Set(), kinds: new Set() };
      const type = make(node, enclosing, flags, silentTracker(resolver, tracker, problems), ...rest);
      if (problems.hidden.size + problems.kinds.size === 0) return type;
      return importedModuleType(ts, checker, node) ?? (type && declarable(ts, type, problems));
    };
  }
}

/** A tracker that passes on what can be named, and notes what cannot. */
function silentTracker(resolver: EmitResolver, tracker: Tracker, { hidden, kinds }: Problems): Tracker {
  const reports = Object.fromEntries(REPORTS.map(name => [name, () => void kinds.add(name)]));
  return Object.assign(Object.create(tracker) as Tracker, reports, {
    reportPrivateInBaseOfClassExpression: (name: string) => void hidden.add(name),
    trackSymbol(symbol: TypeScript.Symbol, enclosing: TypeScript.Node | undefined, meaning: number): boolean {
      if (isTypeParameter(symbol)) return false;
      const { accessibility } = resolver.isSymbolAccessible(symbol, enclosing, meaning, false);
      if (accessibility === ACCESSIBLE) return tracker.trackSymbol(symbol, enclosing, meaning);
      kinds.add('trackSymbol');
      return false;
    },
  });
}

const ACCESSIBLE = 0;
const TYPE_PARAMETER = 262_144;

function isTypeParameter({ flags }: TypeScript.Symbol): boolean {
  return (flags & TYPE_PARAMETER) !== 0;
}

/** A type without what cannot be declared of it. */
function declarable(
  ts: PatchableTypeScript,
  type: TypeScript.TypeNode,
  { hidden, kinds }: Problems,
): TypeScript.TypeNode {
  const { factory } = ts;
  if (kinds.has('reportTruncationError')) return factory.createKeywordTypeNode(ts.SyntaxKind.AnyKeyword);
  const visit = (node: TypeScript.Node): TypeScript.Node | undefined => {
    if (ts.isTypeElement(node) && node.name && ts.isIdentifier(node.name) && hidden.has(node.name.text))
      return undefined;
    if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.UniqueKeyword)
      return factory.createKeywordTypeNode(ts.SyntaxKind.SymbolKeyword);
    if (ts.isThisTypeNode(node) && kinds.has('reportInaccessibleThisError'))
      return factory.createKeywordTypeNode(ts.SyntaxKind.AnyKeyword);
    return ts.visitEachChild(node, visit, nullContext(ts));
  };
  return (visit(type) as TypeScript.TypeNode | undefined) ?? type;
}

/** What the compiler asks of a transformation that is no part of its emit; its typings omit the function. */
function nullContext(ts: PatchableTypeScript): TypeScript.TransformationContext {
  const { nullTransformationContext } = ts as unknown as {
    nullTransformationContext: TypeScript.TransformationContext;
  };
  return nullTransformationContext;
}
