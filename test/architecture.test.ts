/**
 * The layout of the sources: data flows one way through the folders of lib/, nothing imports in a circle, and every
 * folder is small enough to be seen at a glance.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  childGraph,
  cyclesOf,
  floorsOf,
  foldersOf,
  type Graph,
  importsOf,
  sourcesBelow,
  subgraph,
} from './helpers/import-graph.js';

/** The folders of lib/ by height: a file imports from its own folder and from lower ones. */
const LEVELS: readonly (readonly string[])[] = [
  ['core'],
  ['math', 'time'],
  ['platform'],
  ['table'],
  ['fits', 'formats'],
  ['frame'],
  ['reduce', 'detect', 'photometry', 'astrometry', 'match', 'standardize', 'timeseries'],
  ['pipelines'],
  ['plot'],
  ['report'],
  ['notebook'],
  ['fluent'],
  ['index.ts'],
];

/** Folders of one level that may import each other in one direction. */
const WITHIN_LEVEL: ReadonlySet<string> = new Set(['time -> math']);

/** Most files directly in one folder. */
const MAX_FILES = 20;

/** Longest chain of imports among the files directly in one folder. */
const MAX_FLOORS = 5;

const sources = ['lib', 'kernel-setup', 'data-samples/simulator'].flatMap(sourcesBelow);
const imports = importsOf(sources);
const folders = foldersOf(sources);
const graphs: ReadonlyMap<string, Graph> = new Map(
  folders.map(folder => [folder, childGraph(folder, imports, sources)]),
);
const libImports = imports.filter(({ file }) => file.startsWith('lib/'));
const roomOf = (file: string): string => file.split('/')[1];
const levelOf = (room: string): number => LEVELS.findIndex(level => level.includes(room));
const isFile = (child: string): boolean => child.endsWith('.ts');

describe('the sources', () => {
  it('are found', () => {
    expect(sources.length).toBeGreaterThan(700);
    expect(imports.length).toBeGreaterThan(2000);
  });

  it('import only sources that exist', () => {
    const known = new Set(sources);
    const lost = imports.filter(({ to }) => to !== null && !to.startsWith('dist/') && !known.has(to));
    expect(lost.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  it('have no circular imports, of types or of values', () => {
    const graph = new Map<string, Set<string>>(sources.map(file => [file, new Set()]));
    for (const { file, to } of imports) if (to !== null) graph.get(file)?.add(to);
    expect(cyclesOf(graph)).toEqual([]);
  });
});

describe('lib/', () => {
  it('knows the level of every folder', () => {
    const rooms = new Set(libImports.map(({ file }) => roomOf(file)));
    expect([...rooms].filter(room => levelOf(room) < 0)).toEqual([]);
  });

  it('lets no folder import from a higher one, and no stage from another stage', () => {
    const wrong = libImports
      .filter(({ to }) => to?.startsWith('lib/'))
      .map(({ file, to }) => ({ file, from: roomOf(file), to: roomOf(to as string) }))
      .filter(({ from, to }) => from !== to && levelOf(to) >= levelOf(from) && !WITHIN_LEVEL.has(`${from} -> ${to}`))
      .map(({ file, to }) => `${file} imports from ${to}/`);
    expect(wrong).toEqual([]);
  });

  it('keeps node: imports inside platform/', () => {
    const wrong = libImports
      .filter(({ file, target }) => target.startsWith('node:') && roomOf(file) !== 'platform')
      .map(({ file, target }) => `${file} imports ${target}`);
    expect(wrong).toEqual([]);
  });

  it('imports files, never barrels', () => {
    const wrong = libImports
      .filter(({ file, target }) => /^\.(.*\/)?index\.js$/.test(target) && file !== 'lib/index.ts')
      .map(({ file }) => file);
    expect(wrong).toEqual([]);
  });
});

describe('every folder', () => {
  it(`holds at most ${MAX_FILES} files`, () => {
    const crowded = [...graphs]
      .map(([folder, graph]) => ({ folder, count: [...graph.keys()].filter(isFile).length }))
      .filter(({ folder, count }) => count > MAX_FILES && !folder.startsWith('data-samples/'))
      .map(({ folder, count }) => `${folder} holds ${count} files`);
    expect(crowded).toEqual([]);
  });

  it(`has at most ${MAX_FLOORS} floors of files`, () => {
    const tall = [...graphs]
      .map(([folder, graph]) => ({ folder, floors: floorsOf(subgraph(graph, isFile)) }))
      .filter(({ folder, floors }) => floors > MAX_FLOORS && !folder.startsWith('data-samples/'))
      .map(({ folder, floors }) => `${folder} has ${floors} floors`);
    expect(tall).toEqual([]);
  });

  it('has no arrow upward: its files and folders do not import in a circle', () => {
    const circles = [...graphs].flatMap(([folder, graph]) => cyclesOf(graph).map(cycle => `${folder}: ${cycle}`));
    expect(circles).toEqual([]);
  });

  it('of lib/ has a README that names its inner folders', () => {
    const lib = fileURLToPath(new URL('../lib/', import.meta.url));
    const problems = readdirSync(lib, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .flatMap(({ name }) => {
        const path = `${lib}${name}/README.md`;
        if (!existsSync(path)) return [`lib/${name} has no README.md`];
        const text = readFileSync(path, 'utf8');
        return [...(graphs.get(`lib/${name}`)?.keys() ?? [])]
          .filter(child => !isFile(child) && !text.includes(`${child}/`))
          .map(child => `lib/${name}/README.md does not name ${child}/`);
      });
    expect(problems).toEqual([]);
  });
});
