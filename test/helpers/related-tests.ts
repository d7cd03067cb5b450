/**
 * Finds the test files that reach a source by reading import lines.
 *
 * `vitest related` itself compiles every test with all its imports, which takes longer than most of the tests
 * themselves. The configuration asks here first and leaves vitest only a few files to look at.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Imports of any form that remain at run time. */
const IMPORTS =
  /^[ \t]*(?:import|export)\s(?!type\b)[^;'"]*?from\s*['"]([^'"]+)['"]|^[ \t]*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

/**
 * Returns the files of `vitest related FILE ...`; null for any other command.
 *
 * @param words the command line, without node and the program
 */
export function relatedSources(words: readonly string[], root: string): string[] | null {
  if (words[0] !== 'related') return null;
  return words
    .slice(1)
    .map(word => resolve(root, word))
    .filter(path => existsSync(path));
}

/** The files that gather the whole library: whatever imports one of them reaches every source. */
const WHOLE_LIBRARY = /\/lib\/(?:index\.ts|fluent\/)/;

/**
 * Returns the tests below `root` that import one of the sources, directly or indirectly, or that are one of them.
 * Paths are relative to `root`.
 *
 * Tests that reach a source only through the whole library are left to `npm test`: they would be related to everything.
 */
export function testsRelatedTo(sources: readonly string[], root: string, platform: string): string[] {
  const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.test.ts') && !name.includes('node_modules'))
    .map(name => join(root, 'test', name));
  const importers = importersOf(tests, platform);
  const reached = new Set<string>();
  const next = [...sources];
  for (let file = next.pop(); file !== undefined; file = next.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    if (!WHOLE_LIBRARY.test(file) || sources.includes(file)) next.push(...(importers.get(file) ?? []));
  }
  return tests.filter(test => reached.has(test)).map(test => relative(root, test).replaceAll('\\', '/'));
}

/** The importers of each source, among `files` and everything that they import. */
function importersOf(files: readonly string[], platform: string): Map<string, string[]> {
  const importers = new Map<string, string[]>();
  const seen = new Set<string>();
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const target of importsOf(file, platform)) {
      importers.set(target, [...(importers.get(target) ?? []), file]);
      waiting.push(target);
    }
  }
  return importers;
}

/** The project's sources that a file imports. */
function importsOf(file: string, platform: string): string[] {
  if (!/\.[cm]?[jt]s$/.test(file)) return [];
  return [...readFileSync(file, 'utf8').matchAll(IMPORTS)].flatMap(([, from, bare, dynamic]) => {
    const id = from ?? bare ?? dynamic;
    if (id === '#platform') return [platform];
    return id.startsWith('.') ? sourceAt(resolve(dirname(file), id)) : [];
  });
}

/** The source that an import path refers to: `x.js` may be `x.ts` on disk. */
function sourceAt(path: string): string[] {
  const written = path.replace(/\.([cm]?)js$/, '.$1ts');
  const found = [written, path].find(candidate => existsSync(candidate));
  return found ? [found] : [];
}
