/**
 * The import graph of a folder of sources, including type imports.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

const IMPORT = /^(?:import|export)\b[^;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

/** One import in `file`: `target` is the specifier, and `to` the imported source if it belongs to the project. */
export interface Import {
  /** Path relative to the root of the project. */
  readonly file: string;
  /** The import specifier. */
  readonly target: string;
  /** Path of the imported source relative to the root of the project; null for packages. */
  readonly to: string | null;
}

/** Edges from each node to the nodes that it imports. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** The TypeScript sources below a folder, as paths relative to the root of the project. */
export function sourcesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(entry => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcesBelow(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

/** All imports of the given sources. */
export function importsOf(files: readonly string[]): Import[] {
  return files.flatMap(file =>
    [...readFileSync(join(root, file), 'utf8').matchAll(IMPORT)].map(match => {
      const target = match[1] ?? match[2] ?? match[3];
      const path = relative(root, resolve(root, dirname(file), target)).replace(/\.js$/, '.ts');
      return { file, target, to: target.startsWith('.') ? path : null };
    }),
  );
}

/** The files and folders directly in `folder`, with an edge where anything in one imports anything in another. */
export function childGraph(folder: string, imports: readonly Import[], files: readonly string[]): Graph {
  const childOf = (path: string): string | null =>
    path.startsWith(`${folder}/`) ? path.slice(folder.length + 1).split('/')[0] : null;
  const graph = new Map<string, Set<string>>();
  for (const file of files) {
    const child = childOf(file);
    if (child !== null) graph.set(child, graph.get(child) ?? new Set());
  }
  for (const { file, to } of imports) {
    const from = childOf(file);
    const into = to === null ? null : childOf(to);
    if (from !== null && into !== null && from !== into) graph.get(from)?.add(into);
  }
  return graph;
}

/** The subgraph of the nodes for which `test` is true. */
export function subgraph(graph: Graph, test: (node: string) => boolean): Graph {
  return new Map(
    [...graph].filter(([node]) => test(node)).map(([node, next]) => [node, new Set([...next].filter(test))]),
  );
}

/** One cycle for each node that closes one, as `a -> b -> a`. */
export function cyclesOf(graph: Graph): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[] = [];
  const visit = (node: string, path: readonly string[]): void => {
    if (state.get(node) === 'done') return;
    if (state.get(node) === 'open') {
      cycles.push([...path.slice(path.indexOf(node)), node].join(' -> '));
      return;
    }
    state.set(node, 'open');
    for (const next of graph.get(node) ?? []) visit(next, [...path, node]);
    state.set(node, 'done');
  };
  for (const node of graph.keys()) visit(node, []);
  return cycles;
}

/** Number of layers: the longest import chain in an acyclic graph. */
export function floorsOf(graph: Graph): number {
  const heights = new Map<string, number>();
  const heightOf = (node: string): number => {
    const known = heights.get(node);
    if (known !== undefined) return known;
    heights.set(node, 0); // stops at a cycle, which is tested elsewhere
    const height = 1 + Math.max(0, ...[...(graph.get(node) ?? [])].map(heightOf));
    heights.set(node, height);
    return height;
  };
  return Math.max(0, ...[...graph.keys()].map(heightOf));
}

/** Every folder that contains some of the files, directly or deeper. */
export function foldersOf(files: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const file of files)
    for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) folders.add(folder);
  return [...folders].sort();
}
