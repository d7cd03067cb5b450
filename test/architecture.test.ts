/**
 * Keeps the direction of imports that DESIGN section 3 draws: data flows one way through the folders.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const lib = fileURLToPath(new URL('../lib/', import.meta.url));

/** Folders by height: a file imports from its own folder and from lower ones. */
const LEVELS: readonly (readonly string[])[] = [
  ['core'],
  ['math', 'time'],
  ['platform', 'kernels'],
  ['table'],
  ['fits', 'formats'],
  ['frame'],
  ['reduce', 'detect', 'photometry', 'psf', 'astrometry', 'match', 'standardize', 'timeseries', 'catalog'],
  ['pipelines'],
  ['plot'],
  ['report'],
  ['notebook'],
  ['fluent'],
  ['index.ts'],
  ['batch', 'cli'],
];

/** Imports against the rule that are meant, as `from -> to`. */
const EXCEPTIONS: ReadonlySet<string> = new Set(['math -> time', 'time -> math']);

const levelOf = (room: string): number => LEVELS.findIndex(level => level.includes(room));
const roomOf = (file: string): string => relative(lib, file).split('/')[0];

interface Import {
  readonly file: string;
  readonly target: string;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
    entry.isDirectory()
      ? sourceFiles(join(folder, entry.name))
      : entry.name.endsWith('.ts')
        ? [join(folder, entry.name)]
        : [],
  );
}

const files = sourceFiles(lib);
const imports: Import[] = files.flatMap(file =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /^(?:import|export)\b[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm,
    ),
  ].map(match => ({ file, target: match[1] ?? match[2] ?? match[3] })),
);

describe('architecture', () => {
  it('finds the sources it is to judge', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('knows every folder of lib/', () => {
    const rooms = new Set(files.map(roomOf));
    expect([...rooms].filter(room => levelOf(room) < 0)).toEqual([]);
  });

  it('lets no folder import from a higher one, and no stage from another stage', () => {
    const wrong = imports
      .filter(({ target }) => target.startsWith('.'))
      .map(({ file, target }) => ({ file, from: roomOf(file), to: roomOf(resolve(dirname(file), target)) }))
      .filter(({ from, to }) => from !== to && !(levelOf(to) < levelOf(from)) && !EXCEPTIONS.has(`${from} -> ${to}`))
      .map(({ file, to }) => `${relative(lib, file)} imports from ${to}/`);
    expect(wrong).toEqual([]);
  });

  it('keeps node: imports inside platform/', () => {
    const wrong = imports
      .filter(({ file, target }) => target.startsWith('node:') && roomOf(file) !== 'platform')
      .map(({ file, target }) => `${relative(lib, file)} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  it('imports files, never barrels', () => {
    const wrong = imports
      .filter(
        ({ file, target }) => target.startsWith('.') && /(^|\/)index\.js$/.test(target) && roomOf(file) !== 'index.ts',
      )
      .map(({ file }) => relative(lib, file));
    expect(wrong).toEqual([]);
  });

  it('has no circular imports', () => {
    const graph = new Map<string, string[]>();
    for (const { file, target } of imports) {
      if (!target.startsWith('.')) continue;
      const to = resolve(dirname(file), target).replace(/\.js$/, '.ts');
      graph.set(file, [...(graph.get(file) ?? []), to]);
    }
    const typeOnly = (file: string, to: string): boolean => {
      const name = to.slice(to.lastIndexOf('/')).replace('.ts', '.js');
      const pattern = new RegExp(`^(?:import|export)\\b[^;]*?from\\s+'[^']*${name}'`, 'gm');
      const lines = readFileSync(file, 'utf8').match(pattern) ?? [];
      return lines.length > 0 && lines.every(line => /^(import|export) type\b/.test(line));
    };
    const state = new Map<string, 'open' | 'done'>();
    const circles: string[] = [];
    const visit = (file: string, path: string[]): void => {
      if (state.get(file) === 'done') return;
      if (state.get(file) === 'open') {
        circles.push([...path.slice(path.indexOf(file)), file].map(f => relative(lib, f)).join(' -> '));
        return;
      }
      state.set(file, 'open');
      for (const next of graph.get(file) ?? []) if (!typeOnly(file, next)) visit(next, [...path, file]);
      state.set(file, 'done');
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });
});
