/**
 * Keeps the types of older values when a cell declares a class, type or function again.
 *
 * After `class Star` in cell 1 and `const best: Star` in cell 2, another `class Star` in cell 3 is another class, and `best` still has
 * the first one's type. To the compiler the first one is then called `Star_of_cell_1`. If both say the same, as when a cell is run
 * again unchanged, they stay one: what was made by the older one may be used as the new.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { Converter, ConvertResult } from 'tslab/dist/converter.js';
import type { PatchableTypeScript } from '../../tslab.js';
import { withoutReplacedAugmentations } from './augmentations.js';
import { cellDeclarations, type Declared, declaredAs } from './cell-declarations.js';
import { DeclarationText } from './declaration-text.js';

/** A declaration that a later cell has replaced. */
export interface OlderDeclaration {
  readonly name: string;
  readonly kind: string;
  /** The cell that declared it, if known. */
  readonly cell: number | undefined;
}

/** The cell that declared a name last. */
interface LastDeclaration {
  readonly cell: number;
  readonly kind: string;
}

/** The replaced declarations of one notebook. */
export class OlderDeclarations {
  readonly #ts: PatchableTypeScript;
  /** By the name that the compiler knows them by. */
  readonly #older = new Map<string, OlderDeclaration>();
  readonly #last = new Map<string, LastDeclaration>();

  constructor(ts: PatchableTypeScript) {
    this.#ts = ts;
  }

  /** The names that the compiler knows older declarations by. */
  get names(): ReadonlyMap<string, OlderDeclaration> {
    return this.#older;
  }

  /** The cell that declared a name last. */
  lastCell(name: string): number | undefined {
    return this.#last.get(name)?.cell;
  }

  /** Keeps the names of older declarations from completions and suggestions. */
  hideFrom(checker: TypeScript.TypeChecker): void {
    const all = checker.getSymbolsInScope.bind(checker);
    checker.getSymbolsInScope = (...args) => all(...args).filter(({ name }) => !this.#older.has(name));
  }

  /** A converter that keeps older types; `count` gives the number of the cell. */
  around(converter: Converter, count: () => number): Converter {
    return { ...converter, convert: (declarations, source) => this.#convert(converter, declarations, source, count()) };
  }

  #convert(converter: Converter, declarations: string, source: string, count: number): ConvertResult {
    const declared = cellDeclarations(this.#ts, source);
    const isRepeated = [...declared.keys()].some(name => isMentioned(declarations, name));
    const earlier = withoutReplacedAugmentations(this.#ts, declarations, source);
    const result = converter.convert(isRepeated ? this.#setAside(earlier, declared) : earlier, source);
    if (result.diagnostics.length > 0) return result;
    for (const [name, { kind }] of declared) this.#last.set(name, { cell: count, kind });
    if (!isRepeated) return result;
    return { ...result, declOutput: this.#settled(result.declOutput ?? '') };
  }

  /** The earlier declarations, with new names for those that the cell replaces and that others need. */
  #setAside(declarations: string, declared: ReadonlyMap<string, Declared>): string {
    const earlier = new DeclarationText(this.#ts, declarations);
    const replaced = new Set([...declared].flatMap(([name, as]) => (this.#isReplaced(earlier, name, as) ? name : [])));
    const needed = earlier.neededOf(replaced);
    if (needed.size === 0) return declarations;
    const names = new Map([...needed].map(name => [name, this.#freshName(name, declarations)]));
    for (const [name, older] of names)
      this.#older.set(older, { name, kind: this.#kindOf(earlier, name), cell: this.lastCell(name) });
    return earlier.renamed(names) + this.#remainingValues(earlier, names, declared);
  }

  /** Whether a declaration takes the place of an earlier one: of its type, its value or both. */
  #isReplaced(earlier: DeclarationText, name: string, { isType, isValue }: Declared): boolean {
    return earlier.declarationsOf(name).some(node => {
      const old = declaredAs(this.#ts, node);
      return (isType && old.isType) || (isValue && old.isValue);
    });
  }

  /** Values of replaced classes whose names are now those of types alone. */
  #remainingValues(
    earlier: DeclarationText,
    names: ReadonlyMap<string, string>,
    declared: ReadonlyMap<string, Declared>,
  ): string {
    return [...names]
      .filter(([name]) => !declared.get(name)?.isValue)
      .filter(([name]) => earlier.declarationsOf(name).some(node => declaredAs(this.#ts, node).isValue))
      .map(([name, older]) => `\ndeclare const ${name}: typeof ${older};`)
      .join('');
  }

  #kindOf(earlier: DeclarationText, name: string): string {
    const [first] = earlier.declarationsOf(name);
    return this.#last.get(name)?.kind ?? (first ? declaredAs(this.#ts, first).kind : 'type');
  }

  #freshName(name: string, declarations: string): string {
    const cell = this.lastCell(name);
    let fresh = `${name}_of_${cell === undefined ? 'an_earlier_cell' : `cell_${cell}`}`;
    while (declarations.includes(fresh)) fresh += '_';
    return fresh;
  }

  /** The declarations for the next cell: older ones that say what the newest says are one with it, those without use are gone. */
  #settled(declarations: string): string {
    const present = [...this.#older.keys()].filter(name => declarations.includes(name));
    if (present.length === 0) return declarations;
    const text = this.#withoutDoubles(new DeclarationText(this.#ts, declarations), present);
    const { declared } = text;
    const older = new Set(present.filter(name => declared.has(name)));
    const needed = text.neededOf(older);
    const unused = new Set([...older].filter(name => !needed.has(name)));
    return unused.size === 0 ? text.text : text.without(unused);
  }

  #withoutDoubles(text: DeclarationText, present: readonly string[]): DeclarationText {
    const same = new Map([...this.#likeAnother(text, present), ...this.#likeNewest(text, present)]);
    return same.size === 0 ? text : new DeclarationText(this.#ts, text.without(new Set(same.keys()), same));
  }

  /** The older declarations that say what the newest of their name says. */
  #likeNewest(text: DeclarationText, present: readonly string[]): Map<string, string> {
    const { declared } = text;
    const same = new Map<string, string>();
    for (const older of present) {
      const name = this.#older.get(older)?.name;
      if (name !== undefined && declared.has(older) && declared.has(name)) same.set(older, name);
    }
    // Classes may name each other in a circle: all are taken for the same until one differs.
    for (let size = -1; size !== same.size; ) {
      size = same.size;
      const newest = new Map([...new Set(same.values())].map(name => [name, text.meaningOf(name, same)]));
      for (const [older, name] of same) if (text.meaningOf(older, same) !== newest.get(name)) same.delete(older);
    }
    return same;
  }

  /** The older declarations that say what another older one says, which takes their place. */
  #likeAnother(text: DeclarationText, present: readonly string[]): Map<string, string> {
    const byMeaning = new Map<string, string>();
    const same = new Map<string, string>();
    for (const older of present) {
      const name = this.#older.get(older)?.name;
      if (name === undefined) continue;
      const meaning = `${name}: ${text.meaningOf(older, new Map([[older, name]]))}`;
      const first = byMeaning.get(meaning);
      if (first === undefined) byMeaning.set(meaning, older);
      else same.set(older, first);
    }
    return same;
  }
}

function isMentioned(declarations: string, name: string): boolean {
  return (
    declarations.includes(name) && new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(declarations)
  );
}
