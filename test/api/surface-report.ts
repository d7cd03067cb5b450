import ts from 'typescript';
import { isPrivate, type PublicSurface } from './public-surface.js';

const HEAD = `# Public surface of skyframe

Every exported declaration without its comments and private members, sorted by name. \`npm run api\` writes this file;
\`npm test\` fails if it does not match \`dist/index.d.ts\`.
`;

/** The declarations of all exports as one Markdown page, independent of the files that they stand in. */
export function surfaceReport({ symbols }: PublicSurface): string {
  const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed });
  const print = (declaration: ts.Declaration): string => {
    const node = statementOf(declaration);
    return printer.printNode(ts.EmitHint.Unspecified, withoutPrivate(node), node.getSourceFile());
  };
  const blocks = symbols.map(symbol => {
    const isTypeOfClass = !symbol.isValue && symbol.declarations.some(ts.isClassDeclaration);
    const note = isTypeOfClass ? ['// exported as a type only'] : [];
    return [...note, ...new Set(symbol.declarations.map(print))].join('\n');
  });
  return `${HEAD}\n\`\`\`ts\n${blocks.join('\n\n')}\n\`\`\`\n`;
}

/** A variable's declaration is `name: type` alone; its statement has `export declare const` before it. */
function statementOf(declaration: ts.Declaration): ts.Node {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}

function withoutPrivate(node: ts.Node): ts.Node {
  if (!ts.isClassDeclaration(node)) return node;
  const members = node.members.filter(member => !isPrivate(member));
  return ts.factory.updateClassDeclaration(
    node,
    node.modifiers,
    node.name,
    node.typeParameters,
    node.heritageClauses,
    members,
  );
}
