/**
 * The place in a cell that is completed.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { PatchableTypeScript } from '../tslab.js';

/** What completing a place needs. */
export interface CompletionPlace {
  readonly ts: PatchableTypeScript;
  readonly checker: TypeScript.TypeChecker;
  readonly program: TypeScript.Program;
  readonly file: TypeScript.SourceFile;
  /** Position in the file. */
  readonly position: number;
  /** Folder of the notebook. */
  readonly folder: string;
}

/** Text in quotes around the position. */
export interface QuotedPlace {
  readonly literal: TypeScript.StringLiteralLike;
  /** Position of the first letter. */
  readonly start: number;
  /** Where what is replaced ends: before the closing quote, or at the position if there is none. */
  readonly end: number;
  /** The quote. */
  readonly quote: string;
  /** The text before the position, without escapes. */
  readonly typed: string;
}

/** The innermost node that begins before a position and reaches it. */
export function nodeBefore({ ts, file, position }: CompletionPlace): TypeScript.Node {
  let found: TypeScript.Node = file;
  const descend = (node: TypeScript.Node): void => {
    if (node.getStart(file) >= position || node.end < position) return;
    found = node;
    ts.forEachChild(node, descend);
  };
  ts.forEachChild(file, descend);
  return found;
}

/** The object in which a name of a property may stand at the position, or null; also one that is not finished. */
export function objectAround(place: CompletionPlace): TypeScript.ObjectLiteralExpression | null {
  const { ts, file, position } = place;
  const before = precedingToken(ts, file, position);
  if (!before) return null;
  const isName = ts.isIdentifier(before) && before.end >= position;
  const mark = isName ? precedingToken(ts, file, before.getStart(file)) : before;
  const follows = mark?.kind === ts.SyntaxKind.OpenBraceToken || mark?.kind === ts.SyntaxKind.CommaToken;
  return follows && mark && ts.isObjectLiteralExpression(mark.parent) ? mark.parent : null;
}

/** The last token that begins before a position, by the compiler's own rules. */
function precedingToken(
  ts: PatchableTypeScript,
  file: TypeScript.SourceFile,
  position: number,
): TypeScript.Node | undefined {
  const services = ts as unknown as {
    findPrecedingToken(at: number, source: TypeScript.SourceFile): TypeScript.Node | undefined;
  };
  return services.findPrecedingToken(position, file);
}

/** The text in quotes that the position is in, finished or not; null elsewhere and in templates with substitutions. */
export function quotedPlace(place: CompletionPlace): QuotedPlace | null {
  const { ts, file, position } = place;
  const literal = nodeBefore(place);
  if (!ts.isStringLiteralLike(literal)) return null;
  const begin = literal.getStart(file);
  const quote = file.text[begin];
  const isOpen = (literal as { isUnterminated?: boolean }).isUnterminated === true;
  if (!isOpen && position >= literal.end) return null;
  const start = begin + 1;
  const typed = file.text.slice(start, position).replace(/\\(.)/g, '$1');
  // a quote that is not closed yet ends at the next text: 'fi|, 'mag'
  const isTooLong = /^\s*[,)\]};]/.test(file.text.slice(position, literal.end - 1));
  return { literal, start, end: isOpen || isTooLong ? position : literal.end - 1, quote, typed };
}

/** A name as it is written between quotes of a kind. */
export function escaped(name: string, quote: string): string {
  const plain = name.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replaceAll(quote, `\\${quote}`);
  return quote === '`' ? plain.replaceAll('${', '\\${') : plain;
}
