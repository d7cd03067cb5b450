/**
 * `declare global` and `declare module 'x'` of earlier cells, where a cell declares the same again.
 *
 * All such blocks hold at once, and the compiler refuses two that differ. So what a cell declares anew is taken out of the earlier
 * blocks: the variables, functions and types of the same name, and of interfaces, which add up, the members of the same name.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../../tslab.js';
import { declaredNames } from './mentions.js';

type Block = TypeScript.ModuleDeclaration & { readonly body: TypeScript.ModuleBlock };

/** What a block declares: the names, and the members of each interface. */
type Contents = Map<string, Set<string>>;

/** The declarations of earlier cells without what `source` declares anew in blocks of the same kind. */
export function withoutReplacedAugmentations(ts: PatchableTypeScript, declarations: string, source: string): string {
  if (!/\bdeclare\s+(?:global|module)\b/.test(source) || !/^declare (?:global|module ["'])/m.test(declarations))
    return declarations;
  const contents = new Map<string, Contents>();
  const cell = parse(ts, 'cell.ts', source);
  for (const block of blocksOf(ts, cell)) addContents(ts, block, contents);
  const earlier = parse(ts, 'earlier.d.ts', declarations);
  const gone = blocksOf(ts, earlier).flatMap(block => replacedIn(ts, block, contents.get(block.name.text)));
  return gone.reduceRight((text, node) => text.slice(0, node.pos) + text.slice(node.end), declarations);
}

function parse(ts: PatchableTypeScript, name: string, text: string): TypeScript.SourceFile {
  return ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
}

/** The blocks that add to the global names or to a module. */
function blocksOf(ts: PatchableTypeScript, file: TypeScript.SourceFile): Block[] {
  return file.statements.filter(
    (statement): statement is Block =>
      ts.isModuleDeclaration(statement) &&
      statement.body !== undefined &&
      ts.isModuleBlock(statement.body) &&
      (ts.isStringLiteral(statement.name) || (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0),
  );
}

function addContents(ts: PatchableTypeScript, { name, body }: Block, all: Map<string, Contents>): void {
  const contents: Contents = all.get(name.text) ?? new Map();
  all.set(name.text, contents);
  for (const statement of body.statements)
    for (const declared of declaredNames(ts, statement)) {
      const members = contents.get(declared.name.text) ?? new Set();
      contents.set(declared.name.text, members);
      if (ts.isInterfaceDeclaration(statement)) for (const member of statement.members) members.add(memberName(member));
    }
}

/** The parts of an earlier block that are declared anew, in their order. */
function replacedIn(ts: PatchableTypeScript, { body }: Block, contents: Contents | undefined): TypeScript.Node[] {
  if (!contents) return [];
  return body.statements.flatMap((statement): TypeScript.Node[] => {
    const names = declaredNames(ts, statement).map(({ name }) => name.text);
    if (!names.some(name => contents.has(name))) return [];
    if (!ts.isInterfaceDeclaration(statement)) return [statement];
    return statement.members.filter(member => contents.get(statement.name.text)?.has(memberName(member)));
  });
}

function memberName(member: TypeScript.TypeElement): string {
  return member.name?.getText() ?? '';
}
