/**
 * What the cell tagged `parameters` declares: names, and the type of value each takes.
 *
 * @module
 */
import { loadTslab } from '../compiler/tslab.js';
import { type ParameterType, TypeReader } from './parameter-types.js';

/** A parameter as its cell declares it. */
export interface DeclaredParameter {
  readonly name: string;
  readonly type: ParameterType;
  /** `let` or `const`, as declared. */
  readonly keyword: 'let' | 'const';
  /** The type as written, or empty. */
  readonly annotation: string;
}

/**
 * The variables that a cell declares at its top level.
 *
 * @param before the cells before it, which may declare types and enums
 */
export function declaredParameters(source: string, before: readonly string[] = []): DeclaredParameter[] {
  const { ts } = loadTslab();
  const parse = (text: string) => ts.createSourceFile('parameters.ts', text, ts.ScriptTarget.ESNext, true);
  const file = parse(source);
  const reader = new TypeReader(ts);
  for (const cell of [...before.map(parse), file]) reader.learn(cell);
  return file.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) =>
    declarationList.declarations.flatMap(declaration => {
      const { name, type } = declaration;
      if (!ts.isIdentifier(name)) return [];
      const keyword = declarationList.flags & ts.NodeFlags.Const ? 'const' : 'let';
      const annotation = type?.getText(file) ?? '';
      return [{ name: name.text, type: reader.ofDeclaration(declaration), keyword, annotation } as const];
    }),
  );
}
