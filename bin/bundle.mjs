/**
 * Bundles the JavaScript of `dist/`; its declarations come from tsc. Bootstrap runs it: node bin/bundle.mjs
 *
 * Three kinds of files come out of it:
 * - the entries of the library, which share chunks, so that each module is there once;
 * - libraries of others that are loaded with `require` when they are first used, each one file;
 * - the programs of the kernel.
 *
 * There are no source maps: of ours only blanks, comments and syntax are made shorter, names are kept, and each module begins with
 * a comment that names its file. Files that hold nothing of ours are minified.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

/** What the library can be entered by, and the source of each. */
const LIBRARY = {
  index: 'lib/index.ts',
  report: 'lib/report/entry.ts',
  drawing: 'lib/notebook/drawing-document.ts',
  'series-worker': 'lib/pipelines/threads/series-worker.ts',
  'platform/node': 'lib/platform/node.ts',
  'platform/browser': 'lib/platform/browser.ts',
  'platform/arrow': 'lib/platform/arrow-library.ts', // separate, so that its chunk contains none of our code
};

/** What lib/platform/node-libraries.ts loads, by its name there: what the one file of each exports. */
const LIBRARIES = {
  plot: "export * from './lib/platform/plot-library.ts'",
  arrow: "export * from './lib/platform/arrow-library.ts'",
  linkedom: "export { parseHTML } from 'linkedom'",
  tinyglobby: "module.exports = require('tinyglobby')", // its module for `import` wants to know where it lies
};

/** The programs of the kernel, which use the library as any package does. */
const KERNEL = {
  'commands/main': 'kernel-setup/commands/main.ts',
  'executor/executor-process': 'kernel-setup/executor/executor-process.ts',
  'kernel/kernel-process': 'kernel-setup/kernel/kernel-process.ts',
};
/** Copied into a kernelspec's folder, so it must be self-contained. */
const LAUNCHER = { 'install/launcher': 'kernel-setup/install/launcher.ts' };

const COMMON = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  mainFields: ['module', 'main'],
  conditions: ['browser', 'import'],
  charset: 'utf8',
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'none', // the licences are in THIRD-PARTY.md
  logLevel: 'warning',
  metafile: true,
  write: false,
};
const NODE = [...builtinModules, 'node:*'];
/** Files that the kernel needs next to it at run time. */
const INSTALLED = ['skyframe', 'skyframe/*', 'tslab', 'tslab/*', ...NODE];

/** The WebAssembly of SQLite, packed, which halves it: a file, because text in a module would make it a third larger. */
const SQLITE = join('libraries', 'sqlite.wasm.packed');

/**
 * Puts sql.js into a module that reads its WebAssembly from the file next to it, and what it uses in Node only without the
 * `require` and `__dirname` that a module has not.
 */
const sqlJs = {
  name: 'sql-js',
  setup: ({ onLoad }) => {
    onLoad({ filter: /sql-wasm-inline\.js$/ }, () => ({
      contents: `
        import initSqlJs from './sql-wasm.js';
        const place = new URL('../${SQLITE.replaceAll('\\', '/')}', import.meta.url); // from dist/chunks/
        const packed = async () =>
          place.protocol === 'file:' ? (await import('node:fs/promises')).readFile(place) : (await fetch(place)).arrayBuffer();
        export default async function () {
          const stream = new Blob([await packed()]).stream().pipeThrough(new DecompressionStream('gzip'));
          return initSqlJs({ wasmBinary: await new Response(stream).arrayBuffer() });
        }`,
    }));
    onLoad({ filter: /sql-wasm\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replace(/require\(("node:\w+")\)/g, 'process.getBuiltinModule($1)')
        .replaceAll('__dirname', "''"),
    }));
  },
};

/** Bundles everything, without writing it: files with their text, and the names of the packages that are in them. */
export async function bundle() {
  const results = await Promise.all([
    build({
      ...COMMON,
      entryPoints: LIBRARY,
      outdir: dist,
      splitting: true,
      external: ['#platform', '@observablehq/plot', ...NODE],
      plugins: [sqlJs],
    }),
    ...Object.entries(LIBRARIES).map(([name, contents]) =>
      build({
        ...COMMON,
        stdin: { contents, resolveDir: root },
        outfile: join(dist, 'libraries', `${name}.cjs`),
        format: 'cjs',
        conditions: [],
        external: ['canvas', ...NODE],
      }),
    ),
    build({
      ...COMMON,
      entryPoints: KERNEL,
      outdir: join(dist, 'kernel-setup'),
      splitting: true,
      external: INSTALLED,
    }),
    build({ ...COMMON, entryPoints: LAUNCHER, outdir: join(dist, 'kernel-setup'), external: NODE }),
  ]);
  const files = await Promise.all(results.flatMap(withReadableNames).map(small));
  const packages = new Set(results.flatMap(({ metafile }) => Object.keys(metafile.inputs).flatMap(packageOf)));
  const sqlite = readFileSync(join(root, 'node_modules', 'sql.js', 'dist', 'sql-wasm.wasm'));
  files.push({ path: join(dist, SQLITE), text: gzipSync(sqlite, { level: 9 }) });
  return { files, packages: [...packages].sort() };
}

/** Names shared chunks, which esbuild calls `chunk-HASH`, after the folder or package that most of each comes from. */
function withReadableNames({ metafile, outputFiles }) {
  const names = new Map();
  for (const [path, { inputs }] of Object.entries(metafile.outputs)) {
    const [name] = /chunk-\w+(?=\.js$)/.exec(path) ?? [];
    if (name !== undefined) names.set(name, name.replace(/^chunk/, mainPartOf(inputs)));
  }
  const renamed = text => text.replace(/\bchunk-\w{8}(?=\.js\b)/g, name => names.get(name) ?? name);
  return outputFiles.map(({ path, text }) => {
    const { inputs } = metafile.outputs[relative(root, path)];
    const isForeign = Object.keys(inputs).every(
      input => packageOf(input).length > 0 || /-library\.ts$|^<stdin>$/.test(input),
    );
    return { path: renamed(path), text: renamed(text), isForeign };
  });
}

/**
 * Gives classes back their names: esbuild writes `var Table = class _Table` where a class names itself, and stack traces
 * and `constructor.name` would show `_Table`.
 */
function withClassNames(text, path) {
  const names = new Map();
  for (const [, name, inner] of text.matchAll(/(?<![.\w])(\w+)=class (_\w+)/g)) {
    if (names.has(inner)) throw new Error(`${path} has two classes ${inner}: rename one`);
    names.set(inner, name);
  }
  return text.replace(/\b_\w+\b/g, word => names.get(word) ?? word);
}

/**
 * Minifies a file that holds nothing of ours. Our own files lose their blanks and comments, but keep names, lines of a length
 * that a stack trace can show, and a comment with the source of each module.
 */
async function small({ path, text, isForeign }) {
  const settings = { target: COMMON.target, charset: 'utf8' };
  if (isForeign) {
    const { code } = await transform(text, { ...settings, minify: true, legalComments: 'none' });
    return { path, text: code };
  }
  const marked = text.replace(/^\/\/ ((?:lib|kernel-setup)\/\S+)$/gm, '//! $1');
  const { code } = await transform(marked, {
    ...settings,
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: LINE_LIMIT,
    legalComments: 'inline',
  });
  return { path, text: withClassNames(code, path) };
}

/** Characters of a line of our bundled code, about. */
const LINE_LIMIT = 120;

function mainPartOf(inputs) {
  const bytes = new Map();
  for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
    const part = packageOf(path)[0]?.replace(/^@.*\//, '') ?? path.split('/')[1]?.replace(/\.ts$/, '');
    bytes.set(part, (bytes.get(part) ?? 0) + bytesInOutput);
  }
  return [...bytes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'runtime';
}

/** The package that a source file belongs to, if any. */
function packageOf(path) {
  const match = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
  return match ? [match[1]] : [];
}

/** Writes what has changed, and removes what an earlier build left. */
function write(files) {
  for (const { path, text } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const made = new Set(files.map(({ path }) => path));
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && /\.(c?js|js\.map)$/.test(entry.name) && !made.has(path)) rmSync(path);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    write((await bundle()).files);
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    process.exit(1); // esbuild has said what is wrong, and where
  }
}
