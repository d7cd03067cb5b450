/**
 * `require` and `import()` as a cell sees them.
 *
 * Beyond Node's own: local modules from anywhere, in TypeScript too, loaded again when they or what they import changed; packages
 * that offer themselves to `import` alone; and `skyframe` with its dependencies for a notebook that
 * is outside any project.
 *
 * @module
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, extname, isAbsolute, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isLocalJson, isLocalModule, stampOf } from '../compiler/local-files.js';
import { withoutWindow } from './drawing-globals.js';
import { resolveImportOnly } from './package-exports.js';

/** A local module that is loaded. */
interface LoadedModule {
  readonly exports: unknown;
  readonly stamp: string;
  /** Local modules that it imports, as they were then. */
  readonly imports: Map<string, LoadedModule | undefined>;
}

/** What {@link ModuleLoader} needs. */
interface ModuleLoaderOptions {
  /** Folder of the notebook. */
  readonly folder: string;
  /** tslab's `require`, which knows its own package and the modules defined in cells. */
  readonly fallback: (id: string) => unknown;
  /** Compiles TypeScript to CommonJS. */
  readonly compile: (path: string, source: string) => string;
  /** The file that a name means by the project's own rules, or null. */
  readonly resolvePath: (name: string, folder: string) => string | null;
}

const ENDINGS = ['.ts', '.tsx', '/index.ts', '.js', '.jsx', '.json', '/index.js'];
const fromKernel = createRequire(import.meta.url);

/** Loads modules for the cells of one notebook. */
export class ModuleLoader {
  readonly #options: ModuleLoaderOptions;
  readonly #loaded = new Map<string, LoadedModule>();
  readonly #importNatively: (specifier: string) => Promise<unknown>;

  constructor(options: ModuleLoaderOptions) {
    this.#options = options;
    this.#importNatively = nativeImport(options.folder);
  }

  /** A cell's `require`, and so its `import` statements. */
  readonly require = (id: string): unknown => {
    if (id === 'tslab') return this.#options.fallback(id);
    return this.#load(id, this.#options.folder);
  };

  /** A cell's `import()`. */
  readonly import = async (name: string): Promise<unknown> => {
    const specifier = this.#mapped(String(name), this.#options.folder);
    const path = findLocal(specifier, this.#options.folder);
    if (path !== null && isLocalJson(path)) return jsonNamespace(this.#loadJson(path));
    if (path !== null) return namespaceOf(this.require(specifier));
    try {
      return await this.#importNatively(specifier);
    } catch (error) {
      if (!isNotFound(error) || isPath(specifier)) throw error;
      const fallback = resolveFromKernel(specifier);
      if (fallback === null) throw error;
      return this.#importNatively(pathToFileURL(fallback).href);
    }
  };

  /** The exports of a local module that has changed since it was loaded; undefined if it has not, or is no local module. */
  reload(name: string): Record<string, unknown> | undefined {
    const path = findLocal(this.#mapped(name, this.#options.folder), this.#options.folder);
    if (path === null || this.#isFresh(path, new Set())) return undefined;
    return this.require(name) as Record<string, unknown>;
  }

  #load(name: string, folder: string, importer?: LoadedModule): unknown {
    const id = this.#mapped(name, folder);
    const path = findLocal(id, folder);
    if (path === null) return withoutWindow(() => this.#loadPackage(id, folder));
    const exports = isLocalJson(path) ? this.#loadJson(path) : this.#loadSource(path);
    importer?.imports.set(path, this.#loaded.get(path));
    return exports;
  }

  /** A name unchanged, or the path that the project's `paths` map it to. */
  #mapped(name: string, folder: string): string {
    if (isPath(name) || name.startsWith('node:')) return name;
    return this.#options.resolvePath(name, folder) ?? name;
  }

  /** The value of a JSON file, read again when the file has changed. */
  #loadJson(path: string): unknown {
    const stamp = stampOf(path);
    const known = this.#loaded.get(path);
    if (known?.stamp === stamp) return known.exports;
    let exports: unknown;
    try {
      exports = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    } catch (error) {
      throw new SyntaxError(`${relative(this.#options.folder, path)} is not JSON: ${(error as Error).message}`);
    }
    this.#loaded.set(path, { exports, stamp, imports: new Map() });
    return exports;
  }

  #loadSource(path: string): unknown {
    const known = this.#loaded.get(path);
    if (known && this.#isFresh(path, new Set())) return known.exports;
    const module = new Module(path);
    module.filename = path;
    module.paths = packageFolders(dirname(path));
    const record: LoadedModule = {
      get exports(): unknown {
        return module.exports;
      },
      stamp: stampOf(path),
      imports: new Map(),
    };
    this.#loaded.set(path, record); // before it runs: modules may import each other in a circle
    try {
      const code = this.#options.compile(path, readFileSync(path, 'utf8'));
      const native = module.require.bind(module);
      module.require = Object.assign((id: string): unknown => this.#load(id, dirname(path), record), native);
      (module as Module & { _compile(code: string, path: string): void })._compile(code, path);
    } catch (error) {
      this.#loaded.delete(path);
      throw error;
    }
    return module.exports;
  }

  /** Whether neither a module nor one that it imports changed, or was loaded again, since it was loaded. */
  #isFresh(path: string, seen: Set<string>): boolean {
    if (seen.has(path)) return true;
    seen.add(path);
    const module = this.#loaded.get(path);
    if (module === undefined || module.stamp !== stampOf(path)) return false;
    return [...module.imports].every(
      ([inner, imported]) => imported === this.#loaded.get(inner) && this.#isFresh(inner, seen),
    );
  }

  #loadPackage(id: string, folder: string): unknown {
    const native = createRequire(join(folder, 'cell.cjs'));
    try {
      return native(id);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'ERR_PACKAGE_PATH_NOT_EXPORTED') {
        const file = resolveImportOnly(id, native.resolve.paths(id) ?? []);
        if (file !== null) return native(file);
      }
      if (code === 'ERR_REQUIRE_ASYNC_MODULE')
        throw new Error(`'${id}' awaits at its top level; load it with: const module = await import('${id}')`, {
          cause: error,
        });
      if (!isNotFound(error)) throw error;
      const fallback = isPath(id) ? null : resolveFromKernel(id);
      if (fallback !== null) return native(fallback);
      return this.#options.fallback(id); // a module defined in a cell, or tslab's message about what is missing
    }
  }
}

/** The result of `import()` of a local module: a CommonJS module is its `default`. */
function namespaceOf(exports: unknown): unknown {
  const isNamespace = (exports as { __esModule?: unknown } | null)?.__esModule === true;
  return isNamespace ? exports : { ...(typeof exports === 'object' ? exports : {}), default: exports };
}

/** The result of `import()` of a JSON file: its value as `default`, and the members of an object. */
function jsonNamespace(value: unknown): object {
  return { ...(typeof value === 'object' ? value : {}), default: value };
}

/** The TypeScript, JavaScript or JSON file that a specifier means, or null if it means something else. `./x.js` may mean `x.ts`. */
function findLocal(id: string, folder: string): string | null {
  if (!isPath(id)) return null;
  const named = resolve(folder, id);
  const candidates = /^\.[cm]?js$/.test(extname(named))
    ? [named, named.replace(/js$/, 'ts')]
    : [named, ...ENDINGS.map(ending => named + ending)];
  const found = candidates.find(candidate => extname(candidate) !== '' && existsSync(candidate));
  if (found === undefined) return null;
  const path = realpathSync(found);
  return isLocalModule(path) ? path : null;
}

function isPath(id: string): boolean {
  return id.startsWith('./') || id.startsWith('../') || id === '.' || id === '..' || isAbsolute(id);
}

/** Path of `skyframe` or of a package that it depends on, as this kernel finds it. */
function resolveFromKernel(id: string): string | null {
  try {
    return fromKernel.resolve(id);
  } catch {
    return resolveImportOnly(id, fromKernel.resolve.paths(id) ?? []);
  }
}

function packageFolders(folder: string): string[] {
  return createRequire(join(folder, 'cell.cjs')).resolve.paths('a-package') ?? [];
}

/** Node's own `import()` with specifiers resolved from a folder: a tiny module that appears to be there. */
function nativeImport(folder: string): (specifier: string) => Promise<unknown> {
  const path = join(folder, 'skyframe-import.cjs');
  const module = new Module(path) as Module & { _compile(code: string, path: string): void };
  module.filename = path;
  module.paths = packageFolders(folder);
  module._compile('module.exports = specifier => import(specifier);', path);
  return module.exports as (specifier: string) => Promise<unknown>;
}

function isNotFound(error: unknown): boolean {
  return ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(errorCode(error));
}

function errorCode(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? '');
}
