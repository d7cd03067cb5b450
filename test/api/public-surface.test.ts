/**
 * The public surface: each change of it is a visible diff of `skyframe.api.md`, and every type that a signature names
 * is exported, so that a notebook's cell can be compiled with it.
 */
import { execFileSync } from 'node:child_process';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { isPrivate, readPublicSurface, resolveAlias } from './public-surface.js';
import { surfaceReport } from './surface-report.js';

const surface = readPublicSurface();

describe('the public surface', () => {
  it('is the one in the committed report', async () => {
    await expect(
      surfaceReport(surface),
      'The public surface changed. If that is intended, run `npm run api` and commit test/api/skyframe.api.md',
    ).toMatchFileSnapshot('skyframe.api.md');
  });

  it('exports at run time the values that it declares', () => {
    const declared = surface.symbols.filter(symbol => symbol.isValue).map(symbol => symbol.name);
    expect(exportedAtRunTime()).toEqual(declared);
  });

  it('exports every type that its own signatures name', () => {
    expect(unexportedTypes()).toEqual([]);
  });
});

/** Asks Node itself: vitest would transform every file of `dist` first. */
function exportedAtRunTime(): string[] {
  const entry = JSON.stringify(new URL('../../dist/index.js', import.meta.url).href);
  const script = `console.log(JSON.stringify(Object.keys(await import(${entry})).sort()))`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
}

function unexportedTypes(): string[] {
  const exported = new Set(surface.symbols.map(({ symbol }) => symbol));
  const missing = new Map<string, string>();
  const visit = (node: ts.Node, owner: string): void => {
    if (isPrivate(node)) return;
    const symbol = namedType(node);
    if (symbol && isOurs(symbol) && !exported.has(symbol) && !missing.has(symbol.name)) missing.set(symbol.name, owner);
    ts.forEachChild(node, child => visit(child, owner));
  };
  for (const { name, declarations } of surface.symbols)
    for (const declaration of declarations) visit(declaration, name);
  return [...missing].map(([name, owner]) => `${name}, used by ${owner}`).sort();
}

function namedType(node: ts.Node): ts.Symbol | undefined {
  const name = ts.isTypeReferenceNode(node)
    ? node.typeName
    : ts.isExpressionWithTypeArguments(node)
      ? node.expression
      : undefined;
  const found = name && surface.checker.getSymbolAtLocation(name);
  return found && resolveAlias(surface.checker, found);
}

function isOurs(symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some(
    declaration =>
      declaration.getSourceFile().fileName.includes('/dist/') && !ts.isTypeParameterDeclaration(declaration),
  );
}
