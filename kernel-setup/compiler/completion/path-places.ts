/**
 * Whether text in quotes is a path, and which files are meant there.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { overloadsOf, parameterAt } from '../wanted/wanted-types.js';
import type { CompletionPlace, QuotedPlace } from './completion-place.js';
import type { PathKind } from './file-paths.js';
import { type ArgumentPlace, argumentPlace } from './quoted-values.js';

/** Parameters and options that take a path. */
const TAKES_PATH =
  /^(?:(?:path|pattern|file|fileName|filename|folder|directory|dir|src|dest|source)s?|\w+(?:Path|File|Dir))$/;
/** Functions that open what their first argument names. */
const OPENS = /^(?:open|read|load|verify)[A-Z]|^headerTable$/;
/** Written like a path, whatever it is for. */
const LIKE_PATH = /^\.{0,2}\//;

/** Which files a text means, or null if it is no path. */
export function pathKindAt(place: CompletionPlace, { literal, typed }: QuotedPlace): PathKind | null {
  const isLikePath = LIKE_PATH.test(typed);
  if (isModulePath(place, literal)) return isLikePath ? 'modules' : null;
  const at = argumentPlace(place, literal);
  if (!at || at.isName) return isLikePath && !at ? 'any' : null;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(typed)) return null; // an address
  return isLikePath || takesPath(place, at) ? kindFor(calleeName(place, at.call)) : null;
}

/** Whether a text names a module, in an import, an export or a call of `import` or `require`. */
function isModulePath({ ts }: CompletionPlace, { parent }: TypeScript.StringLiteralLike): boolean {
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent))
    return true;
  if (!ts.isCallExpression(parent)) return false;
  const { expression } = parent;
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require')
  );
}

function takesPath(place: CompletionPlace, at: ArgumentPlace): boolean {
  const name = calleeName(place, at.call);
  if ((name === 'join' || name === 'resolve') && at.index > 0) return false; // goes on from the arguments before
  const option = at.path.findLast(step => typeof step === 'string');
  if (option !== undefined) return TAKES_PATH.test(option);
  if (at.index === 0 && OPENS.test(name)) return true;
  return overloadsOf(place, at.call).some(overload => TAKES_PATH.test(parameterAt(overload, at.index)?.name ?? ''));
}

function kindFor(name: string): PathKind {
  if (/^(?:read|write)Table$/.test(name)) return 'tables';
  return /frame|series|fits|image|header/i.test(name) ? 'frames' : 'any';
}

function calleeName({ ts }: CompletionPlace, { expression }: ArgumentPlace['call']): string {
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : '';
}
