/**
 * Declarations that tslab does not carry to later cells: namespaces, forgotten after the next cell, and
 * `var` inside a block.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';
import { nestedVariableTypes } from './nested-variables.js';
import { PREVIOUS_CELLS } from './previous-names.js';

/** Text to add to the declarations that a cell hands on. */
export function keptDeclarations(
  ts: PatchableTypeScript,
  program: TypeScript.Program,
  cell: TypeScript.SourceFile,
): string {
  const previous = program.getSourceFiles().find(({ fileName }) => fileName.endsWith(`/${PREVIOUS_CELLS}`));
  return earlierNamespaces(ts, previous, cell) + nestedVariableTypes(ts, program.getTypeChecker(), cell);
}

/** The declarations of earlier cells' namespaces that a cell does not redeclare. */
function earlierNamespaces(
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
