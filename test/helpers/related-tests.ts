/**
 * Which test files a source reaches, found by reading import lines.
 *
 * `vitest related` itself finds out by compiling every test with all that it imports, which takes longer than most of
 * the tests themselves. The configuration asks here first and leaves it the few files to look at.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Imports that stay at run time, of whatever form. */
const IMPORTS =
  /^[ \t]*(?:import|export)\s(?!type\b)[^;'"]*?from\s*['"]([^'"]+)['"]|^[ \t]*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

/**
 * The files of `vitest related FILE ...`; null for any other command.
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

/** The files that gather the whole library: what imports one of them reaches every source. */
const WHOLE_LIBRARY = /\/lib\/(?:index\.ts|fluent\/)/;

/**
 * The tests below `root` that import one of the sources, directly or through others, or are one. Paths from `root`.
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

/** Who imports each source, among `files` and all that they import. */
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

/** Sources of the project that a file imports. */
function importsOf(file: string, platform: string): string[] {
  if (!/\.[cm]?[jt]s$/.test(file)) return [];
  return [...readFileSync(file, 'utf8').matchAll(IMPORTS)].flatMap(([, from, bare, dynamic]) => {
    const id = from ?? bare ?? dynamic;
    if (id === '#platform') return [platform];
    return id.startsWith('.') ? sourceAt(resolve(dirname(file), id)) : [];
  });
}

/** The source behind an import's path: `x.js` may be written `x.ts`. */
function sourceAt(path: string): string[] {
  const written = path.replace(/\.([cm]?)js$/, '.$1ts');
  const found = [written, path].find(candidate => existsSync(candidate));
  return found ? [found] : [];
}
