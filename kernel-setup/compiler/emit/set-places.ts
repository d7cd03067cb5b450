/**
 * Remembers how far a cell has come in setting its variables.
 *
 * Where a cell ends early, a variable without a value may have been set to none, or may not have been reached. So each
 * declaration of variables notes that it is done.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** Name of the number on `globalThis`: where the last such declaration ends in the cell's text, or 0. */
export const SET_PLACE = '__skyframeSet';

/** A transformer that writes `place = 123` after declarations of variables at the top of a cell. */
export function recordSetPlaces(ts: PatchableTypeScript): TypeScript.TransformerFactory<TypeScript.SourceFile> {
  return ({ factory }) =>
    file => {
      const last = file.statements.findLastIndex(statement => !ts.isExportDeclaration(statement));
      const note = (end: number): TypeScript.Statement =>
        factory.createExpressionStatement(
          factory.createAssignment(factory.createIdentifier(SET_PLACE), factory.createNumericLiteral(end)),
        );
      const statements = file.statements.flatMap((statement, index) =>
        // behind the last one it would be taken for the cell's last expression, and would come too late anyway
        ts.isVariableStatement(statement) && index < last
          ? [statement, note(ts.getOriginalNode(statement).end)]
          : [statement],
      );
      return statements.length === file.statements.length ? file : factory.updateSourceFile(file, statements);
    };
}
