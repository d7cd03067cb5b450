/**
 * Names that a cell cannot declare, because tslab's wrapper around it has them.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from './tslab.js';

/** "Duplicate identifier. Compiler reserves name in top level scope of a module." */
const RESERVED = 2441;
const TAKEN: readonly string[] = ['require', 'exports'];

/** An error for each such name that a cell declares at its top. */
export function takenNames(ts: PatchableTypeScript, cell: TypeScript.SourceFile): TypeScript.Diagnostic[] {
  const locals = (cell as unknown as { locals?: ReadonlyMap<string, TypeScript.Symbol> }).locals;
  return TAKEN.flatMap(name => {
    const declaration = locals?.get(name)?.valueDeclaration;
    if (!declaration) return [];
    const place = ts.getNameOfDeclaration(declaration as TypeScript.Declaration) ?? declaration;
    const start = place.getStart(cell);
    return {
      file: cell,
      code: RESERVED,
      category: ts.DiagnosticCategory.Error,
      start,
      length: place.end - start,
      messageText: `The name '${name}' belongs to the notebook itself: choose another one`,
    };
  });
}
