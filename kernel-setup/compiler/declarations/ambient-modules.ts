/**
 * `declare module 'a-package' { ... }` in a cell, for a package that is not there or has no types.
 *
 * A cell is a module, and a module may only add to what is declared elsewhere. So such a block is moved to a file of the compiler's
 * own; blanks take its place in the cell, so that all positions stay.
 *
 * @module
 */
import { join } from 'node:path';
import type TypeScript from '@tslab/typescript-for-tslab';
import type { Converter, ConvertResult } from 'tslab/dist/converter.js';
import type { PatchableTypeScript } from '../tslab.js';

/** "Invalid module name in augmentation, module cannot be found", and without types. */
const NO_SUCH_MODULE: ReadonlySet<number> = new Set([2664, 2665]);

/** The modules that the cells of one notebook declare. */
export class AmbientModules {
  /** Path of the file of declarations; there is no such file on the disk. */
  readonly path: string;
  readonly #ts: PatchableTypeScript;
  readonly #blocks = new Map<string, string>();
  readonly #watchers = new Set<TypeScript.FileWatcherCallback>();

  constructor(ts: PatchableTypeScript, folder: string) {
    this.#ts = ts;
    this.path = join(folder, '__skyframe_modules__.d.ts').replaceAll('\\', '/');
  }

  /** The declarations of the modules. */
  get text(): string {
    return [...this.#blocks.values()].join('\n');
  }

  /** Stands in for the compiler's `watchFile` on {@link path}. */
  watch(callback: TypeScript.FileWatcherCallback): TypeScript.FileWatcher {
    this.#watchers.add(callback);
    return { close: () => this.#watchers.delete(callback) };
  }

  /** A converter that moves the declarations of modules that are not there. */
  around(converter: Converter): Converter {
    return {
      ...converter,
      convert: (declarations, source) => {
        const moved = this.#move(source, name => this.#blocks.has(name) || name.includes('*'));
        const result = converter.convert(declarations, moved);
        const missing = missingModules(result);
        if (missing.size === 0) return result;
        const next = this.#move(moved, name => missing.has(name));
        return next === moved ? result : converter.convert(declarations, next);
      },
      close: () => {
        this.#watchers.clear();
        converter.close();
      },
    };
  }

  /** Takes the blocks of some modules out of a cell's text. */
  #move(source: string, isMoved: (name: string) => boolean): string {
    if (!/\bdeclare\s+module\b/.test(source)) return source;
    const ts = this.#ts;
    const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
    let rest = source;
    const before = this.text;
    for (const statement of file.statements) {
      if (!ts.isModuleDeclaration(statement) || !ts.isStringLiteral(statement.name)) continue;
      if (!isMoved(statement.name.text)) continue;
      const start = statement.getStart(file);
      const block = source.slice(start, statement.end);
      this.#blocks.set(statement.name.text, block);
      rest = rest.slice(0, start) + block.replace(/[^\n]/g, ' ') + rest.slice(statement.end);
    }
    if (this.text !== before)
      for (const callback of this.#watchers) callback(this.path, ts.FileWatcherEventKind.Changed);
    return rest;
  }
}

/** The modules that a cell adds to and that are not there; a file of the user's own is not declared, it is imported. */
function missingModules({ diagnostics }: ConvertResult): Set<string> {
  const names = diagnostics.flatMap(({ code, messageText }) =>
    NO_SUCH_MODULE.has(code) ? (/'([^']+)'/.exec(messageText)?.[1] ?? []) : [],
  );
  return new Set(names.filter(name => !/^\.{0,2}\//.test(name)));
}
