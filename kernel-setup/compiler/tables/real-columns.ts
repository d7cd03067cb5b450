/**
 * Gives the variables of earlier cells the types of the tables that they hold.
 *
 * `const both = stars.join(gaia, ...)` is declared to the next cells with the columns that `both` really has. The type is
 * looked up in the value each time, so that it is right even after a cell that failed half-way.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';
import { classOf, columnsOf, columnsType, type StoredColumns } from './column-types.js';
import type { LooseTable } from './loose-tables.js';

/** A variable, and its type as its cell declared it. */
interface LooseVariable extends LooseTable {
  readonly declared: string;
}

/** A stretch of text to replace. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The loose variables of one notebook. */
export class RealColumns {
  readonly #ts: PatchableTypeScript;
  readonly #loose = new Map<string, LooseVariable>();
  #parsed: TypeScript.SourceFile | null = null;

  constructor(ts: PatchableTypeScript) {
    this.#ts = ts;
  }

  /**
   * A cell has run.
   *
   * @param names all names that it declares
   * @param found those of them that are loose
   * @param declarations all declarations for the next cell
   * @param kept those that keep the types which the cell gave them
   */
  cellDone(
    names: Iterable<string>,
    found: ReadonlyMap<string, LooseTable>,
    declarations: string,
    kept: ReadonlySet<string>,
  ): void {
    for (const name of names) this.#loose.delete(name);
    if (found.size === 0) return;
    for (const { name, type, file } of this.#variables(declarations)) {
      const loose = found.get(name);
      if (loose && type && !kept.has(name) && !isReferredTo(declarations, name))
        this.#loose.set(name, { ...loose, declared: loose.wide ?? type.getText(file) });
    }
  }

  /** Whether the type of one of these variables could be wider. */
  canWiden(names: Iterable<string>): boolean {
    return [...names].some(name => this.#loose.get(name)?.isOpen);
  }

  /** Gives variables back the types that their cells declared, for good: they may be set to other tables. */
  keepWide(names: Iterable<string>): void {
    for (const name of names) {
      const loose = this.#loose.get(name);
      if (loose) this.#loose.set(name, { ...loose, isOpen: false, columns: [] });
    }
  }

  /**
   * The declarations of earlier cells, each loose variable with the columns that it has at this moment.
   *
   * @param wide variables that are to have the types that their cells declared
   */
  refine(declarations: string, variables: Readonly<Record<string, unknown>>, wide: ReadonlySet<string>): string {
    if (this.#loose.size === 0) return declarations;
    const edits: Edit[] = [];
    for (const { name, type, file } of this.#variables(declarations)) {
      const loose = this.#loose.get(name);
      if (!loose || !type) continue;
      const text = (wide.has(name) ? null : this.#typeOf(loose, variables[name])) ?? loose.declared;
      edits.push({ start: type.getStart(file), end: type.end, text });
    }
    return edits.reduceRight(
      (text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end),
      declarations,
    );
  }

  #typeOf({ isOpen, columns, declared }: LooseVariable, value: unknown): string | null {
    const stored = columnsOf(value);
    if (!stored || (!isOpen && columns.length === 0)) return null;
    const parts = partsOf(declared);
    if (!isOpen) {
      const real = typeOfColumns(new Map([...stored].filter(([name]) => columns.includes(name))));
      return parts && real && `${parts.name}<(${parts.argument}) & ${real}>`;
    }
    const real = typeOfColumns(stored);
    if (!real) return null;
    if (parts && !/(?:^|\.)(?:Table|Catalog)$/.test(parts.name)) return `${parts.name}<${real}>`;
    return `import("skyframe").${classOf(value as object)}<${real}>`;
  }

  /** The variables that declarations declare, in their order. */
  #variables(
    declarations: string,
  ): { name: string; type: TypeScript.TypeNode | undefined; file: TypeScript.SourceFile }[] {
    const ts = this.#ts;
    if (this.#parsed?.text !== declarations)
      this.#parsed = ts.createSourceFile('previous.d.ts', declarations, ts.ScriptTarget.Latest, true);
    const file = this.#parsed;
    return file.statements.flatMap(statement =>
      ts.isVariableStatement(statement)
        ? statement.declarationList.declarations.flatMap(({ name, type }) =>
            ts.isIdentifier(name) ? [{ name: name.text, type, file }] : [],
          )
        : [],
    );
  }
}

/** Types of columns by the columns, which never change. */
const types = new WeakMap<StoredColumns, string>();

function typeOfColumns(stored: StoredColumns): string | null {
  const known = types.get(stored);
  if (known !== undefined) return known;
  const type = columnsType(stored);
  if (type !== null) types.set(stored, type);
  return type;
}

/** The class and its one argument in `Catalog<C>`, or null if the type has another form. */
function partsOf(type: string): { name: string; argument: string } | null {
  const match = /^((?:import\("[^"]+"\)\.)?[\w$.]+)<([\s\S]*)>$/.exec(type);
  return match && hasOneArgument(match[2]) ? { name: match[1], argument: match[2] } : null;
}

function hasOneArgument(text: string): boolean {
  let depth = 0;
  for (const [at, letter] of [...text].entries()) {
    if ('([{<'.includes(letter)) depth++;
    if (')]}'.includes(letter) || (letter === '>' && text[at - 1] !== '=')) depth--;
    if (letter === ',' && depth === 0) return false;
    if (depth < 0) return false;
  }
  return true;
}

/** Whether another declaration has the type of this variable, which would change with it. */
function isReferredTo(declarations: string, name: string): boolean {
  return new RegExp(`\\btypeof ${name.replaceAll('$', '\\$')}(?![\\w$])`).test(declarations);
}
