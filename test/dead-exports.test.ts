/**
 * Every export of lib/ and kernel-setup/ has a user: another file of the two, or the program in bin/.
 *
 * A test is not a user, since code that only tests call is dead. The few exceptions are listed with their reason.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Exported for tests alone, and why that is worth it. */
const FOR_TESTS: Readonly<Record<string, string>> = {
  checkNode: 'the doctor runs on one version of Node; the test asks about others',
  checkRuntimeFolder: 'the test asks about folders that the doctor must not be pointed at',
  durationText: 'pure; a table of numbers and their words',
  earthRotationAngle: 'compared with astropy alone, so that an error is not hidden by those of later steps',
  forgetWarnings: 'a warning is printed once per process, and the tests share one',
  fortranNumber: 'pure; a table of texts and their numbers',
  HONOURED: 'the list of compiler options is a promise: some must never be on it',
  knownFormats: 'tests of all formats ask which there are',
  meanSiderealTime: 'compared with astropy alone, so that an error is not hidden by those of later steps',
  noiseOf: 'pure; what it estimates cannot be read off a compressed file',
  notebookText: 'pure; the text of a notebook without the run that made it',
  wcsProblem: 'says why parseWcs gives null; tests tell the reasons apart by it',
};

/** What bin/skyframe.mjs loads from dist/. */
const FOR_PROGRAMS: ReadonlySet<string> = new Set(['kernel-setup/commands/main.ts#runCommand']);

/** Their exports are the package's: `exports` in package.json names them. */
const ENTRIES: ReadonlySet<string> = new Set([
  'lib/index.ts',
  'lib/report/entry.ts',
  'lib/notebook/drawing-document.ts',
]);

const DECLARED = /^export (?:(?:declare|abstract|async) )*(?:function\*?|const|let|class|interface|type|enum) (\w+)/gm;
const LISTED = /^(?:import|export) (?:type )?(?:\w+, )?(?:\{([^}]*)\}|\* as \w+|\*)(?: from '([^']+)')?/gm;
const IN_PLACE = /\bimport\('([^']+)'\)(?:\.(\w+))?/g;

interface FileNames {
  readonly file: string;
  readonly exported: readonly string[];
  /** What it takes from others: `file#name`, or `file#*` where it may be anything. */
  readonly uses: readonly string[];
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourcesIn(path);
    return path.endsWith('.ts') ? [path] : [];
  });
}

/** The sources that an import names: both twins of `#platform`, none of a package. */
function targetsOf(file: string, specifier: string): string[] {
  if (specifier === '#platform') return ['lib/platform/node.ts', 'lib/platform/browser.ts'];
  if (!specifier.startsWith('.')) return [];
  const path = relative(root, resolve(root, dirname(file), specifier)).replace(/\.js$/, '.ts');
  return [path.replace(/^dist\/(?!kernel-setup\/)/, 'lib/').replace(/^dist\//, '')];
}

function namesOf(file: string): FileNames {
  const text = readFileSync(join(root, file), 'utf8');
  const exported = [...text.matchAll(DECLARED)].map(([, name]) => name);
  const uses: string[] = [];
  for (const [statement, list, specifier] of text.matchAll(LISTED)) {
    const names = list === undefined ? [['*', '*']] : pairsOf(list);
    if (statement.startsWith('export')) exported.push(...names.map(([, outer]) => outer));
    for (const target of targetsOf(file, specifier ?? '')) uses.push(...names.map(([inner]) => `${target}#${inner}`));
  }
  for (const [, specifier, name = '*'] of text.matchAll(IN_PLACE))
    uses.push(...targetsOf(file, specifier).map(target => `${target}#${name}`));
  return { file, exported, uses };
}

/** `a, type b as c` as the names inside and outside: `[['a', 'a'], ['b', 'c']]`. */
function pairsOf(list: string): [inner: string, outer: string][] {
  return list
    .split(',')
    .map(one => one.trim().replace(/^type /, ''))
    .filter(one => one !== '')
    .map(one => one.split(' as '))
    .map(([inner, outer = inner]) => [inner, outer]);
}

describe('exports', () => {
  const files = ['lib', 'kernel-setup'].flatMap(sourcesIn).map(namesOf);
  const used = new Set([...FOR_PROGRAMS, ...files.flatMap(({ uses }) => uses)]);
  const unused = files
    .filter(({ file }) => !ENTRIES.has(file) && !file.endsWith('.d.ts'))
    .flatMap(({ file, exported }) => exported.map(name => ({ file, name })))
    .filter(({ file, name }) => !used.has(`${file}#${name}`) && !used.has(`${file}#*`));

  it('are seen', () => {
    expect(files.length).toBeGreaterThan(700);
    expect(used.size).toBeGreaterThan(1500);
  });

  it('are used by another file than their own; tests do not count', () => {
    const dead = unused.filter(({ name }) => !(name in FOR_TESTS)).map(({ file, name }) => `${file}: ${name}`);
    expect(dead).toEqual([]);
  });

  it('that tests alone use are on the list, and only they', () => {
    expect(
      unused
        .map(({ name }) => name)
        .filter(name => name in FOR_TESTS)
        .sort(),
    ).toEqual(Object.keys(FOR_TESTS).sort());
  });
});
