/**
 * Copies the declarations that users can reach, from where tsc keeps them all, to `dist/`.
 *
 * Plain JavaScript with `node:` imports alone, as bootstrap.mjs is.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Where a declaration names another of ours, as `from './a.js'` or `import("./a.js")`. */
const NEIGHBOUR = /(?:\bfrom\s*|\bimport\s*\(?\s*)['"](\.[^'"]+)\.js['"]/g;

/**
 * Copies `entries` and all that they name, under their own paths, and returns the absolute paths of the copies.
 *
 * @param from folder of all declarations
 * @param to folder of those to publish
 * @param entries paths from `from`, such as `index.d.ts`
 */
export function copyDeclarations(from, to, entries) {
  const found = new Set();
  const waiting = entries.map(entry => join(from, entry));
  while (waiting.length > 0) {
    const path = waiting.pop();
    if (found.has(path) || !existsSync(path)) continue;
    found.add(path);
    for (const [, name] of readFileSync(path, 'utf8').matchAll(NEIGHBOUR))
      waiting.push(resolve(dirname(path), `${name}.d.ts`));
  }
  return [...found].sort().map(path => {
    const copy = join(to, relative(from, path));
    mkdirSync(dirname(copy), { recursive: true });
    writeFileSync(copy, withTabs(readFileSync(path, 'utf8')));
    return copy;
  });
}

/** The text with a tabulator for four blanks at the beginning of a line: nobody sees the difference, and it is 20 kB less. */
function withTabs(text) {
  return text.replace(/^(?: {4})+/gm, blanks => '\t'.repeat(blanks.length / 4));
}
