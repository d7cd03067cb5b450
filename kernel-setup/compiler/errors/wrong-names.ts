/**
 * Explains an unknown name: a property, an option, a quoted name, a variable.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { closestNames } from './closest-names.js';
import { codesOf, type DiagnosticSite, expressionAt, ownerOf } from './diagnostic-site.js';
import { quoted } from './forgotten-await.js';
import { choiceOf, LISTED } from './name-choice.js';
import { shortType } from './short-types.js';

const NO_PROPERTY: ReadonlySet<number> = new Set([2339, 2551, 7053]);
const NO_NAME: ReadonlySet<number> = new Set([2304, 2552, 18004]);
/** "Object literal may only specify known properties." */
const UNKNOWN_OPTION: ReadonlySet<number> = new Set([2353, 2561]);
const NOT_ASSIGNABLE: ReadonlySet<number> = new Set([2322, 2345, 2769, 2820]);

/** What to say if a compiler message is about a name that is not there, or null. */
export function wrongName(site: DiagnosticSite): string | null {
  const { code } = site.error;
  if (NO_PROPERTY.has(code)) return wrongProperty(site);
  if (NO_NAME.has(code)) return wrongVariable(site);
  if ([...codesOf(site.error)].some(inner => UNKNOWN_OPTION.has(inner))) return wrongOption(site);
  return NOT_ASSIGNABLE.has(code) ? wrongText(site) : null;
}

function wrongProperty(site: DiagnosticSite): string | null {
  const missing = ownerOf(site);
  if (!missing) return null;
  const { ts, checker } = site;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(missing.owner));
  const known = propertyNames(site, type);
  const isColumn = /^(?:Columns|Row|Readonly)<\{/.test(checker.typeToString(type));
  const isListed = isColumn || (known.length <= LISTED && (type.flags & ts.TypeFlags.Object) !== 0);
  return `Property '${missing.name}' does not exist on ${owned(site, missing.owner, type)}${choiceOf(missing.name, known, isListed)}`;
}

/** A plain expression with its type, as in `stars.columns, which is 'Columns<{…}>'`; else the type alone. */
function owned({ checker }: DiagnosticSite, owner: TypeScript.Expression, type: TypeScript.Type): string {
  const text = quoted(owner);
  const name = shortType(checker.typeToString(type));
  if (text === name) return text;
  return /^[\w.$]+$/.test(text) ? `${text}, which is '${name}'` : `'${name}'`;
}

function wrongOption(site: DiagnosticSite): string | null {
  const { ts, checker } = site;
  let node = site.node;
  while (node.parent && !ts.isObjectLiteralElementLike(node)) node = node.parent;
  if (!ts.isObjectLiteralElementLike(node) || !node.name || !ts.isObjectLiteralExpression(node.parent)) return null;
  const type = checker.getContextualType(node.parent);
  if (!type) return null;
  const name = node.name.getText().replace(/^['"]|['"]$/g, '');
  const kind = ts.isCallOrNewExpression(node.parent.parent) ? 'option' : 'property';
  return `There is no ${kind} '${name}' here${choiceOf(name, propertyNames(site, checker.getNonNullableType(type)), true)}`;
}

/** A text that is not one of the allowed ones, such as a column's name; also one in a list of them. */
function wrongText(site: DiagnosticSite): string | null {
  const expression = expressionAt(site);
  if (!expression) return null;
  const literals = site.ts.isArrayLiteralExpression(expression) ? expression.elements : [expression];
  for (const literal of literals) {
    const words = site.ts.isStringLiteralLike(literal) ? notPossible(site, literal) : null;
    if (words !== null) return words;
  }
  return null;
}

function notPossible({ ts, checker, error }: DiagnosticSite, literal: TypeScript.StringLiteralLike): string | null {
  const wanted = checker.getContextualType(literal);
  const known = wanted ? textsOf(wanted) : [];
  if (known.length === 0 || known.includes(literal.text)) return null;
  const message = ts.flattenDiagnosticMessageText(error.messageText, '\n');
  const begin = message.includes('ColumnName<')
    ? `There is no column '${literal.text}'`
    : `'${literal.text}' is not possible here`;
  return begin + choiceOf(literal.text, known, true);
}

/** The texts in a type: its own, those in a union, those that a type parameter may be. */
function textsOf(type: TypeScript.Type): string[] {
  if (type.isStringLiteral()) return [type.value];
  if (type.isUnion()) return type.types.flatMap(textsOf);
  const constraint = (type as TypeScript.Type).getConstraint();
  return constraint && constraint !== type ? textsOf(constraint) : [];
}

function wrongVariable(site: DiagnosticSite): string | null {
  const { ts, checker, file, node } = site;
  if (!ts.isIdentifier(node)) return null;
  const symbols = checker.getSymbolsInScope(node, ts.SymbolFlags.Value | ts.SymbolFlags.Alias);
  const isOwn = (symbol: TypeScript.Symbol): boolean =>
    (symbol.declarations ?? []).some(({ parent }) => parent?.getSourceFile() === file || isCell(parent));
  const own = closestNames(
    node.text,
    symbols.filter(isOwn).map(({ name }) => name),
  );
  const near =
    own.length > 0
      ? own
      : closestNames(
          node.text,
          symbols.map(({ name }) => name),
        );
  if (near.length > 0) return `Cannot find name '${node.text}'. Nearest: ${near.join(', ')}`;
  return `Cannot find name '${node.text}'`;
}

function isCell(node: TypeScript.Node | undefined): boolean {
  return node?.getSourceFile().fileName.endsWith('/__prev__.d.ts') ?? false;
}

/** Names of the properties of a type that a user would write. */
function propertyNames({ checker }: DiagnosticSite, type: TypeScript.Type): string[] {
  return checker
    .getPropertiesOfType(checker.getApparentType(type))
    .map(({ name }) => name)
    .filter(name => !/^__@|^#|^_/.test(name));
}
