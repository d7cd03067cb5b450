/**
 * The declarations of cells that threw, or were stopped, before their end.
 *
 * tslab forgets all that such a cell has declared. Its variables have their values nevertheless, so what was set stays
 * declared; what was not reached is as it was before the cell.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { Converter } from 'tslab/dist/converter.js';
import type { PatchableTypeScript } from '../tslab.js';
import { cellDeclarations } from './older/cell-declarations.js';
import { DeclarationText } from './older/declaration-text.js';
import type { OlderDeclaration } from './older/older-declarations.js';

/** What is declared after cells that did not come to their end. */
export class UnfinishedCells {
  readonly #ts: PatchableTypeScript;
  /** What is declared in place of what tslab remembers; null if that is right. */
  #declared: string | null = null;
  #before = '';
  /** The declarations of the running cell, had it come to its end; null if it was not compiled. */
  #after: string | null = null;
  #source = '';

  constructor(ts: PatchableTypeScript) {
    this.#ts = ts;
  }

  /** A converter that knows what unfinished cells have declared. */
  around(converter: Converter): Converter {
    const known = (declarations: string): string => this.#declared ?? declarations;
    return {
      ...converter,
      convert: (declarations, source) => {
        this.#before = known(declarations);
        this.#source = source;
        const result = converter.convert(this.#before, source);
        this.#after = result.diagnostics.length > 0 ? null : (result.declOutput ?? '');
        return result;
      },
      inspect: (declarations, source, position) => converter.inspect(known(declarations), source, position),
      complete: (declarations, source, position) => converter.complete(known(declarations), source, position),
    };
  }

  /** The cell came to its end: tslab remembers what it declared. */
  finish(): void {
    this.#declared = null;
    this.#after = null;
  }

  /**
   * The cell ended before.
   *
   * @param all the names that the cell declares, `var` inside blocks among them
   * @param isSet whether a variable, function or class of the cell was set
   * @param older the names of declarations that later ones have replaced
   * @returns the names that the cell has declared, and what is declared now; null if it was not even compiled
   */
  stop(
    all: readonly string[],
    isSet: (name: string) => boolean,
    older: ReadonlyMap<string, OlderDeclaration>,
  ): { readonly names: readonly string[]; readonly declarations: string } | null {
    if (this.#after === null) return null;
    const declared = cellDeclarations(this.#ts, this.#source);
    const constants = constantEnums(this.#ts, this.#source);
    const hasNoValue = (name: string): boolean => declared.get(name)?.isValue === false || constants.has(name);
    const names = all.filter(name => hasNoValue(name) || isSet(name));
    const missing = new Set(all.filter(name => !names.includes(name)));
    this.#declared = this.#without(missing, older);
    this.#after = null;
    return { names, declarations: this.#declared };
  }

  /** What is declared without some names of the cell: their earlier declarations hold again. */
  #without(missing: ReadonlySet<string>, older: ReadonlyMap<string, OlderDeclaration>): string {
    const after = new DeclarationText(this.#ts, this.#after ?? '');
    const before = new DeclarationText(this.#ts, this.#before);
    const back = [...missing].filter(name => before.declared.has(name));
    const needed = after.neededOf(missing);
    const gone = new Set([...missing].filter(name => back.includes(name) || !needed.has(name)));
    // an earlier declaration that others need is still there, under another name
    const renamed = new Map(
      [...older].flatMap(([name, old]) =>
        back.includes(old.name) && after.declared.has(name) ? [[name, old.name]] : [],
      ),
    );
    const text = after.without(gone, renamed);
    const restored = new Set(back.filter(name => ![...renamed.values()].includes(name)));
    if (restored.size === 0) return text;
    return `${text}\n${before.without(new Set([...before.declared].filter(name => !restored.has(name))))}`;
  }
}

/** The names of each `const enum` at the top of some code: their members are put in where they are used. */
function constantEnums(ts: PatchableTypeScript, source: string): Set<string> {
  if (!/\bconst\s+enum\b/.test(source)) return new Set();
  const file = ts.createSourceFile('cell.ts', source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const isConstant = (statement: TypeScript.Statement): statement is TypeScript.EnumDeclaration =>
    ts.isEnumDeclaration(statement) &&
    (statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ConstKeyword) ?? false);
  return new Set(file.statements.filter(isConstant).map(({ name }) => name.text));
}
