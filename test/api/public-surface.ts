import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const entry = fileURLToPath(new URL('../../dist/index.d.ts', import.meta.url));

/** An exported name of the package with its declarations: several for overloads and for a type beside its value. */
export interface PublicSymbol {
  readonly name: string;
  readonly symbol: ts.Symbol;
  readonly declarations: readonly ts.Declaration[];
  /** Whether it exists at run time; a class that is exported as a type does not. */
  readonly isValue: boolean;
}

export interface PublicSurface {
  readonly checker: ts.TypeChecker;
  /** Sorted by name. */
  readonly symbols: readonly PublicSymbol[];
}

export const OPTIONS: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts'],
  types: [],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  skipLibCheck: true,
  noEmit: true,
};

const parsed = new Map<string, ts.SourceFile | undefined>();

/** A compiler's host that parses each file once, for however many programs. */
export function cachingHost(): ts.CompilerHost {
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) => {
    if (!parsed.has(name)) parsed.set(name, getSourceFile(name, ...rest));
    return parsed.get(name);
  };
  return host;
}

/** Reads what `dist/index.d.ts` exports; aliases are followed to the file that declares the name. */
export function readPublicSurface(): PublicSurface {
  const program = ts.createProgram([entry], OPTIONS, cachingHost());
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(entry) ?? missingEntry());
  const symbols = checker.getExportsOfModule(module ?? missingEntry()).map(exported => {
    const symbol = resolveAlias(checker, exported);
    const typeOnly = exported.declarations?.some(ts.isTypeOnlyExportDeclaration) ?? false;
    const isValue = !typeOnly && (symbol.flags & ts.SymbolFlags.Value) !== 0;
    return { name: exported.name, symbol, declarations: symbol.declarations ?? [], isValue };
  });
  return { checker, symbols: symbols.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

export function resolveAlias(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Whether a member has the modifier `private`, so that no caller can name it. */
export function isPrivate(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword)
  );
}

function missingEntry(): never {
  throw new Error('dist/index.d.ts is missing or empty: run node bin/bootstrap.mjs');
}
