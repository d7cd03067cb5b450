/**
 * A text of declarations that can be searched and changed by name.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../../tslab.js';
import { type Mention, mentionsIn } from './mentions.js';

/** A stretch of text and what takes its place. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** Declarations of cells, parsed. */
export class DeclarationText {
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly #ts: PatchableTypeScript;
  readonly #file: TypeScript.SourceFile;
  readonly #declaredBy = new Map<TypeScript.Statement, string[]>();
  /** The mentions in each statement, the last first. */
  readonly #mentionsBy = new Map<TypeScript.Node, Mention[]>();

  constructor(ts: PatchableTypeScript, text: string) {
    this.#ts = ts;
    this.text = text;
    this.#file = ts.createSourceFile('declarations.d.ts', text, ts.ScriptTarget.Latest, true);
    this.mentions = mentionsIn(ts, this.#file);
    for (const mention of this.mentions) {
      const { name, statement, declares } = mention;
      if (declares) this.#declaredBy.set(statement, [...(this.#declaredBy.get(statement) ?? []), name]);
      this.#mentionsBy.set(statement, [mention, ...(this.#mentionsBy.get(statement) ?? [])]);
    }
  }

  /** The names that are declared. */
  get declared(): Set<string> {
    return new Set(this.mentions.flatMap(({ name, declares }) => (declares ? name : [])));
  }

  /** What declares a name. */
  declarationsOf(name: string): TypeScript.Node[] {
    return this.mentions.flatMap(mention => (mention.declares && mention.name === name ? mention.declares : []));
  }

  /**
   * The names among `candidates` that other declarations need.
   *
   * @param candidates names that are about to go; what only they use among each other goes with them
   */
  neededOf(candidates: ReadonlySet<string>): Set<string> {
    const needed = new Set<string>();
    const isKept = ({ statement }: Mention): boolean => {
      const names = this.#declaredBy.get(statement) ?? [];
      return names.length === 0 || names.some(name => !candidates.has(name) || needed.has(name));
    };
    for (let size = -1; size !== needed.size; ) {
      size = needed.size;
      for (const mention of this.mentions)
        if (!mention.declares && candidates.has(mention.name) && isKept(mention)) needed.add(mention.name);
    }
    return needed;
  }

  /** The text with some declared names replaced wherever they are mentioned. */
  renamed(names: ReadonlyMap<string, string>): string {
    return this.#edited(this.#renamings(names));
  }

  /** The text without some declarations and with other names in place of some. */
  without(gone: ReadonlySet<string>, names: ReadonlyMap<string, string> = new Map()): string {
    const removals = this.mentions.flatMap(mention =>
      mention.declares && gone.has(mention.name) ? this.#removal(mention, gone) : [],
    );
    const isInside = ({ start }: Edit): boolean => removals.some(gap => gap.start <= start && start < gap.end);
    return this.#edited([...removals, ...this.#renamings(names).filter(edit => !isInside(edit))]);
  }

  /** What a name is declared as, with other names in place of some, without comments and blanks: equal texts mean the same. */
  meaningOf(name: string, names: ReadonlyMap<string, string>): string {
    return this.declarationsOf(name)
      .map(node => this.#importedName(node) ?? this.#tokens(node, names))
      .sort()
      .join('\n');
  }

  #renamings(names: ReadonlyMap<string, string>): Edit[] {
    return this.mentions.flatMap(({ name, start, end, isShorthand }) => {
      const by = names.get(name);
      return by === undefined ? [] : { start, end, by: isShorthand ? `${name} as ${by}` : by };
    });
  }

  #edited(edits: readonly Edit[]): string {
    const ordered = [...edits].sort((a, b) => b.start - a.start);
    return ordered.reduce((text, { start, end, by }) => text.slice(0, start) + by + text.slice(end), this.text);
  }

  /** The whole statement, or the one part of it that declares a name. */
  #removal({ statement, declares }: Mention, gone: ReadonlySet<string>): Edit[] {
    if (!declares) return [];
    if (this.#declaredBy.get(statement)?.every(name => gone.has(name)))
      return [{ start: statement.pos, end: statement.end, by: '' }];
    const { parent } = declares;
    const siblings = this.#ts.isVariableDeclarationList(parent)
      ? parent.declarations
      : this.#ts.isNamedImports(parent)
        ? parent.elements
        : null;
    const list: readonly TypeScript.Node[] = siblings ?? [];
    const index = list.indexOf(declares);
    const next = list[index + 1];
    if (index < 0) return []; // one of several bindings of an import: it does no harm
    if (next) return [{ start: declares.getStart(this.#file), end: next.getStart(this.#file), by: '' }];
    return index > 0 ? [{ start: list[index - 1].end, end: declares.end, by: '' }] : [];
  }

  /** What an import means, whatever it is called here; null for other declarations. */
  #importedName(node: TypeScript.Node): string | null {
    const ts = this.#ts;
    let statement = node;
    while (statement && !ts.isImportDeclaration(statement)) statement = statement.parent;
    if (!statement) return null;
    const module = statement.moduleSpecifier.getText(this.#file);
    if (ts.isImportSpecifier(node)) return `import ${(node.propertyName ?? node.name).text} from ${module}`;
    return ts.isNamespaceImport(node) ? `import * from ${module}` : `import default from ${module}`;
  }

  #tokens(node: TypeScript.Node, names: ReadonlyMap<string, string>): string {
    const ts = this.#ts;
    const start = node.getStart(this.#file);
    let text = this.text.slice(start, node.end);
    for (const mention of this.#mentionsBy.get(statementOf(ts, node)) ?? []) {
      const by = names.get(mention.name);
      if (by === undefined || mention.start < start || mention.end > node.end) continue;
      text = text.slice(0, mention.start - start) + by + text.slice(mention.end - start);
    }
    const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text);
    const tokens: string[] = [];
    while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) tokens.push(scanner.getTokenText());
    return tokens.join(' ').replace(/^declare /, '');
  }
}

/** The statement at the top of the file that a node is in. */
function statementOf(ts: PatchableTypeScript, node: TypeScript.Node): TypeScript.Node {
  let statement = node;
  while (!ts.isSourceFile(statement.parent)) statement = statement.parent;
  return statement;
}
