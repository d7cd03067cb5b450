/**
 * `import('./d.json', { with: { type: 'json' } })`: an option that the kernel's TypeScript does not know yet.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../../tslab.js';
import { diagnosticSite } from '../diagnostic-site.js';

/** "Object literal may only specify known properties." */
const UNKNOWN_OPTION: ReadonlySet<number> = new Set([2322, 2345, 2353]);

/** Whether a complaint is about `with` in `import('./d.json', { with: { type: 'json' } })`. */
export function isAboutAttributes(
  ts: PatchableTypeScript,
  checker: TypeScript.TypeChecker,
  error: TypeScript.Diagnostic,
): boolean {
  if (!UNKNOWN_OPTION.has(error.code)) return false;
  let node = diagnosticSite(ts, checker, error)?.node;
  while (node && !ts.isPropertyAssignment(node)) node = node.parent;
  const call = node?.parent.parent;
  if (!node || !call || !ts.isCallExpression(call) || call.expression.kind !== ts.SyntaxKind.ImportKeyword)
    return false;
  return node.name?.getText() === 'with';
}
