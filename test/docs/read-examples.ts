import ts from 'typescript';
import { isPrivate, type PublicSurface } from '../api/public-surface.js';

/** An `@example` of a public name. */
export interface Example {
  /** `Table.filter`, `openFits`; numbered if there are several. */
  readonly title: string;
  /** The public name it documents. */
  readonly owner: string;
  readonly code: string;
  /** Why it cannot run here, from a first line `// not run: REASON`. */
  readonly notRun: string | undefined;
}

const NOT_RUN = /^\/\/ not run: (.+)$/m;

/** Returns the examples of all exports and of their public members, sorted by name. */
export function readExamples({ symbols }: PublicSurface): Example[] {
  const examples: Example[] = [];
  const read = (node: ts.Node, owner: string): void => {
    for (const code of examplesOf(node)) {
      const earlier = examples.filter(example => example.owner === owner).length;
      const title = earlier === 0 ? owner : `${owner} (${earlier + 1})`;
      examples.push({ title, owner, code, notRun: NOT_RUN.exec(code)?.[1] });
    }
  };
  for (const { name, declarations } of symbols)
    for (const declaration of declarations) {
      read(declaration, name);
      for (const member of publicMembers(declaration)) read(member, `${name}.${member.name?.getText()}`);
    }
  return examples;
}

function examplesOf(node: ts.Node): string[] {
  return ts
    .getJSDocTags(node)
    .filter(tag => tag.tagName.text === 'example')
    .map(tag => ts.getTextOfJSDocComment(tag.comment) ?? '');
}

function publicMembers(node: ts.Declaration): (ts.ClassElement | ts.TypeElement)[] {
  if (!ts.isClassDeclaration(node) && !ts.isInterfaceDeclaration(node)) return [];
  return [...node.members].filter(member => !isPrivate(member));
}
