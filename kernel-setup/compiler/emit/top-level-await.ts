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
import type { PatchableTypeScript } from '../tslab.js';

/** "'await' expressions are only allowed within async functions": what tslab takes for a top-level await. */
const AWAIT_OUTSIDE_ASYNC = 1308;
/** The compiler's complaints about `await` and `for await` outside async functions. */
const COMPLAINTS: ReadonlySet<number> = new Set([1103, AWAIT_OUTSIDE_ASYNC, 1375, 1378, 1431, 1432]);

const IN_CLASS = 'await inside a class: assign its result to a variable before the class';

/** Replaces the complaints about top-level awaits by one, if there are any such awaits. */
export function acceptTopLevelAwait(
  ts: PatchableTypeScript,
  cell: TypeScript.SourceFile,
  diagnostics: readonly TypeScript.Diagnostic[],
): TypeScript.Diagnostic[] {
  const { keywords, inClasses } = topLevelAwaits(ts, cell);
  if (keywords.size + inClasses.size === 0) return [...diagnostics];
  const [start] = keywords;
  if (start === undefined) return diagnostics.map(d => (inClasses.has(d.start) ? { ...d, messageText: IN_CLASS } : d));
  const isAccepted = (d: TypeScript.Diagnostic): boolean =>
    d.file === cell && COMPLAINTS.has(d.code) && (keywords.has(d.start) || inClasses.has(d.start));
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

interface Keywords {
  readonly keywords: ReadonlySet<number | undefined>;
  /** Those in the `extends` clause of a class and similar places, which tslab does not count. */
  readonly inClasses: ReadonlySet<number | undefined>;
}

/** Start of each `await` keyword that no function encloses. */
function topLevelAwaits(ts: PatchableTypeScript, cell: TypeScript.SourceFile): Keywords {
  const keywords = new Set<number>();
  const inClasses = new Set<number>();
  const visit = (node: TypeScript.Node, isInClass: boolean): void => {
    if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node) || ts.isModuleDeclaration(node)) return;
    const found = isInClass ? inClasses : keywords;
    if (ts.isAwaitExpression(node)) found.add(node.getStart(cell));
    if (ts.isForOfStatement(node) && node.awaitModifier) found.add(node.awaitModifier.getStart(cell));
    ts.forEachChild(node, child => visit(child, isInClass || ts.isClassLike(node)));
  };
  visit(cell, false);
  return { keywords, inClasses };
}
