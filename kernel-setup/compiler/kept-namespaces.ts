/**
 * Namespaces for later cells: tslab forgets them after the next one.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from './tslab.js';

/**
 * The declarations of earlier cells' namespaces that a cell does not declare anew.
 *
 * @param previous the compiler's file with the declarations of all earlier cells
 */
export function keptNamespaces(
  ts: PatchableTypeScript,
  previous: TypeScript.SourceFile | undefined,
  cell: TypeScript.SourceFile,
): string {
  if (!previous) return '';
  const declared = (cell as unknown as { locals?: ReadonlyMap<string, unknown> }).locals;
  return previous.statements
    .filter(statement => ts.isModuleDeclaration(statement) && !declared?.has(statement.name.text))
    .map(statement => `${statement.getText(previous)}\n`)
    .join('');
}
