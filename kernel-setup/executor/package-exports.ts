/**
 * Finds the file of a package that offers itself to `import` alone.
 *
 * A cell's `import` runs as `require`, which Node lets load an ES module but not by a path that the
 * package lists under the condition `import` only. Here that condition is honoured.
 *
 * @see https://nodejs.org/docs/latest-v20.x/api/esm.html#resolution-algorithm-specification
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const CONDITIONS: ReadonlySet<string> = new Set(['node', 'import', 'module-sync', 'default']);

type Target = string | null | readonly Target[] | { readonly [key: string]: Target };

/**
 * The file that `specifier` names under the condition `import`, or null.
 *
 * @param specifier `name`, `@scope/name` or either with `/subpath`
 * @param folders the `node_modules` folders to look in, nearest first
 */
export function resolveImportOnly(specifier: string, folders: readonly string[]): string | null {
  const match = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(specifier);
  if (!match) return null;
  const subpath = `.${match[2] ?? ''}`;
  for (const folder of folders) {
    const exported = readExports(join(folder, match[1]));
    if (exported === undefined) continue;
    const file = pickTarget(subpathTarget(exported, subpath));
    return file === null ? null : join(folder, match[1], file);
  }
  return null;
}

function readExports(folder: string): Target | undefined {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { exports?: Target }).exports;
  } catch {
    return undefined;
  }
}

/** The entry of the exports map for a subpath, with `*` filled in. */
function subpathTarget(exported: Target, subpath: string): Target {
  if (!isMap(exported) || !Object.keys(exported).some(key => key.startsWith('.')))
    return subpath === '.' ? exported : null;
  if (subpath in exported) return exported[subpath];
  for (const key of Object.keys(exported)) {
    const [before, after] = key.split('*');
    if (after === undefined || !subpath.startsWith(before) || !subpath.endsWith(after)) continue;
    return fill(exported[key], subpath.slice(before.length, subpath.length - after.length));
  }
  return null;
}

function isMap(target: Target): target is { readonly [key: string]: Target } {
  return typeof target === 'object' && target !== null && !Array.isArray(target);
}

function fill(target: Target, part: string): Target {
  if (typeof target === 'string') return target.replaceAll('*', part);
  if (target === null) return null;
  if (!isMap(target)) return target.map(inner => fill(inner, part));
  return Object.fromEntries(Object.entries(target).map(([key, inner]) => [key, fill(inner, part)]));
}

/** The first path under conditions that hold. */
function pickTarget(target: Target): string | null {
  if (typeof target === 'string' || target === null) return target;
  const inner = isMap(target)
    ? Object.entries(target).flatMap(([condition, value]) => (CONDITIONS.has(condition) ? [value] : []))
    : target;
  for (const candidate of inner) {
    const path = pickTarget(candidate);
    if (path !== null) return path;
  }
  return null;
}
