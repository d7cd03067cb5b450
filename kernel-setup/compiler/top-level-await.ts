/**
 * `await` and `for await` at the top of a cell.
 *
 * tslab finds a top-level `await` by the compiler's complaint about it, which misses `for await` and
 * stumbles over one `await` inside another. Here the cell's own tree decides; tslab is then told by a
 * single complaint of the kind it understands.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from './tslab.js';

/** "'await' expressions are only allowed within async functions": what tslab takes for a top-level await. */
const AWAIT_OUTSIDE_ASYNC = 1308;
/** The compiler's complaints about `await` and `for await` outside async functions. */
const COMPLAINTS: ReadonlySet<number> = new Set([1103, AWAIT_OUTSIDE_ASYNC, 1375, 1378, 1431, 1432]);

/** Replaces the complaints about top-level awaits by one, if there are any such awaits. */
export function acceptTopLevelAwait(
  ts: PatchableTypeScript,
  cell: TypeScript.SourceFile,
  diagnostics: readonly TypeScript.Diagnostic[],
): TypeScript.Diagnostic[] {
  const keywords = topLevelAwaits(ts, cell);
  if (keywords.size === 0) return [...diagnostics];
  const isAccepted = (d: TypeScript.Diagnostic): boolean =>
    d.file === cell && COMPLAINTS.has(d.code) && d.start !== undefined && keywords.has(d.start);
  const [start] = keywords;
  const marker: TypeScript.Diagnostic = {
    file: cell,
    code: AWAIT_OUTSIDE_ASYNC,
    category: ts.DiagnosticCategory.Error,
    start,
    length: 'await'.length,
    messageText: '',
  };
  return [marker, ...diagnostics.filter(d => !isAccepted(d))];
}

/** Start of each `await` keyword that no function encloses. */
function topLevelAwaits(ts: PatchableTypeScript, cell: TypeScript.SourceFile): Set<number> {
  const found = new Set<number>();
  const visit = (node: TypeScript.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isAwaitExpression(node)) found.add(node.getStart(cell));
    if (ts.isForOfStatement(node) && node.awaitModifier) found.add(node.awaitModifier.getStart(cell));
    ts.forEachChild(node, visit);
  };
  visit(cell);
  return found;
}
