/**
 * The order of a module's exports: of the library along the pipeline, as its folders tell it.
 *
 * What opens data comes first, then the verbs and classes of the menu, tables with their aggregates, the types of
 * options, other types, functions on plain data, and errors.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { CompletionPlace } from './completion-place.js';

/** Where a notebook begins. */
const OPENERS = ['openSeries', 'openFrame', 'readTable', 'headerTable', 'openFits'];
/** Folders of what a notebook calls, in order. Functions of other folders work on plain data. */
const MENU = ['fluent', 'table', 'notebook'];
const [OPENER, CALLED, OPTIONS, TYPE, LOW_LEVEL, ERROR] = [0, 1, 4, 5, 6, 7];

/** The names that a module exports, in order; those of a module without such folders, as it declares them. */
export function exportOrder(place: CompletionPlace, exports: readonly TypeScript.Symbol[]): string[] {
  const specifier = exports
    .flatMap(({ declarations = [] }) => declarations)
    .find(one => place.ts.isExportSpecifier(one));
  const base = specifier?.getSourceFile().fileName.replace(/[^/]*$/, '') ?? '';
  const ranked = exports.map((symbol, index) => ({ name: symbol.name, index, rank: rankOf(place, base, symbol) }));
  return ranked.sort((a, b) => a.rank - b.rank || a.index - b.index).map(({ name }) => name);
}

function rankOf(place: CompletionPlace, base: string, symbol: TypeScript.Symbol): number {
  const { ts } = place;
  const { name } = symbol;
  const folder = folderOf(place, base, symbol);
  if (folder === null) return name === 'default' ? ERROR : CALLED;
  const declaration = symbol.declarations?.[0];
  const isType =
    declaration !== undefined &&
    (ts.isExportSpecifier(declaration)
      ? declaration.isTypeOnly || declaration.parent.parent.isTypeOnly
      : ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration));
  if (isType) return name.endsWith('Options') ? OPTIONS : TYPE;
  if (name.endsWith('Error')) return ERROR;
  const opener = OPENERS.indexOf(name);
  if (opener >= 0) return OPENER + opener / OPENERS.length;
  const menu = MENU.indexOf(folder);
  return menu >= 0 ? CALLED + menu : LOW_LEVEL;
}

/** The folder, beside the module in `base`, that an export comes from, or null if it comes from the module itself. */
function folderOf({ ts }: CompletionPlace, base: string, symbol: TypeScript.Symbol): string | null {
  const declaration = symbol.declarations?.[0];
  if (!declaration) return null;
  if (ts.isExportSpecifier(declaration)) {
    const from = declaration.parent.parent.moduleSpecifier;
    return from && ts.isStringLiteral(from) ? (/^\.\/([^/]+)\//.exec(from.text)?.[1] ?? null) : null;
  }
  const { fileName } = declaration.getSourceFile();
  return base !== '' && fileName.startsWith(base)
    ? (/^([^/]+)\//.exec(fileName.slice(base.length))?.[1] ?? null)
    : null;
}
