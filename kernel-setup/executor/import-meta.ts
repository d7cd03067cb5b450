/**
 * The object behind `import.meta` in cells and local modules.
 *
 * @module
 */
import { createRequire, isBuiltin } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { resolveImportOnly } from './package-exports.js';

/** What `import.meta` offers. */
interface ImportMetaObject {
  readonly url: string;
  readonly dirname: string;
  resolve(specifier: string, parent?: string | URL): string;
}

/** `import.meta` for a module, or for the cells of a folder, whose path ends with a slash. */
export function importMeta(place: string): ImportMetaObject {
  const url = pathToFileURL(place).href;
  return {
    url,
    dirname: place.endsWith('/') ? place.replace(/(?<=.)\/$/, '') : dirname(place),
    resolve: (specifier, parent = url) => resolveSpecifier(String(specifier), String(parent)),
  };
}

/** The URL that an import of a specifier would load; as in Node, a file need not be there, a package must. */
function resolveSpecifier(specifier: string, parent: string): string {
  if (/^(?:\.{0,2}\/|\.{1,2}$)/.test(specifier) || /^[a-z][\w+.-]*:/i.test(specifier))
    return new URL(specifier, parent).href;
  if (isBuiltin(specifier)) return `node:${specifier}`;
  const found = findPackage(specifier, [createRequire(new URL('module.cjs', parent)), createRequire(import.meta.url)]);
  if (found === null) throw new Error(`Cannot find package '${specifier}' from ${parent}`);
  return pathToFileURL(found).href;
}

/** The file of a package, as the module finds it or else as this kernel does. */
function findPackage(specifier: string, places: readonly NodeJS.Require[]): string | null {
  for (const place of places) {
    const file = resolveImportOnly(specifier, place.resolve.paths(specifier) ?? []);
    if (file !== null) return file;
    try {
      return place.resolve(specifier);
    } catch {
      // not known there
    }
  }
  return null;
}
