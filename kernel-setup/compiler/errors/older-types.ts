/**
 * Explains an error about a value whose class or type has been declared again since.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { OlderDeclaration, OlderDeclarations } from '../declarations/older/older-declarations.js';
import { PREVIOUS_CELLS } from '../emit/previous-names.js';
import { type DiagnosticSite, ownerOf } from './diagnostic-site.js';

const NO_PROPERTY: ReadonlySet<number> = new Set([2339, 2551, 7053]);

/** `best was made with the class Star of cell [1], which cell [3] declared anew: make it again`, or null. */
export function olderType(site: DiagnosticSite, older: OlderDeclarations, count: number): string | null {
  if (older.names.size === 0) return null;
  const { ts, error } = site;
  const text = ts.flattenDiagnosticMessageText(error.messageText, '\n');
  const known = nameIn(text, older);
  const missing = NO_PROPERTY.has(error.code) ? ownerOf(site)?.name : undefined;
  const names = known === undefined ? possibleNames(text, missing !== undefined, older) : [known];
  const found = findUser(site, names, known !== undefined);
  const declaration = found && older.names.get(found.name);
  if (!declaration) return null;
  if (missing !== undefined && !newTypeHas(site, declaration.name, missing)) return null;
  const [made, again] = isDeclaredOnce(site, found.user)
    ? ['was declared', 'run its cell again']
    : ['was made', 'make it again'];
  return `${found.user.text} ${made} with ${described(declaration)}, which ${newer(declaration, older, count)} declared anew: ${again}`;
}

/** The older declarations that an error may be about whose message names none: an import keeps its first name there. */
function possibleNames(text: string, isAboutProperty: boolean, older: OlderDeclarations): string[] {
  return [...older.names].flatMap(([hidden, { name }]) => (isAboutProperty || mentions(text, name) ? hidden : []));
}

/** Whether the type that has taken the older one's name has a property; if not, the property is a mistake of another kind. */
function newTypeHas({ ts, checker, node }: DiagnosticSite, name: string, property: string): boolean {
  const type = checker.getSymbolsInScope(node, ts.SymbolFlags.Type).find(symbol => symbol.name === name);
  return type !== undefined && checker.getDeclaredTypeOfSymbol(type).getProperty(property) !== undefined;
}

/** Whether a name stands for a type, a function or a class, not for a value that they made. */
function isDeclaredOnce({ ts, checker }: DiagnosticSite, user: TypeScript.Identifier): boolean {
  if (ts.isTypeNode(user.parent)) return true;
  const type = checker.getTypeAtLocation(user);
  return type.getCallSignatures().length + type.getConstructSignatures().length > 0;
}

function described({ kind, name, cell }: OlderDeclaration): string {
  return `the ${kind} ${name} of ${cell === undefined ? 'an earlier cell' : `cell [${cell}]`}`;
}

function newer({ name, cell }: OlderDeclaration, older: OlderDeclarations, count: number): string {
  const last = older.lastCell(name);
  return last === undefined || last === cell ? `cell [${count}]` : `cell [${last}]`;
}

function nameIn(text: string, older: OlderDeclarations): string | undefined {
  return [...older.names.keys()].find(name => mentions(text, name));
}

function mentions(text: string, name: string): boolean {
  return text.includes(name) && new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(text);
}

interface Found {
  readonly user: TypeScript.Identifier;
  readonly name: string;
}

/**
 * The name in the code that an older type came with: rather one of an earlier cell than one of this cell, and rather one whose own
 * type it is than one that only has to do with it.
 *
 * @param isCertain whether the compiler's message names the older type; else only the nearest names are looked at
 */
function findUser(site: DiagnosticSite, names: readonly string[], isCertain: boolean): Found | null {
  const areas = areasAround(site, isCertain);
  const isOwn = (user: TypeScript.Identifier): boolean => isOfThisCell(site, user);
  const ways: ((user: TypeScript.Identifier, name: string) => boolean)[] = [
    (user, name) => !isOwn(user) && mentions(typeText(site, user), name),
    (user, name) => !isOwn(user) && declarationTexts(site, user).some(text => mentions(text, name)),
    (user, name) => isOwn(user) && mentions(typeText(site, user), name),
  ];
  for (const isMatch of ways)
    for (const area of areas)
      for (const user of identifiersIn(site, area))
        for (const name of names) if (isMatch(user, name)) return { user, name };
  if (!isCertain) return null;
  const [user] = areas.flatMap(area => identifiersIn(site, area)).filter(identifier => !isOwn(identifier));
  return user ? { user, name: names[0] } : null;
}

/** The node of an error and what is around it, up to its statement. */
function areasAround({ ts, node }: DiagnosticSite, isWide: boolean): TypeScript.Node[] {
  const areas: TypeScript.Node[] = [];
  for (let at = node; at && !ts.isSourceFile(at) && !ts.isBlock(at); at = at.parent) {
    areas.push(at);
    if (ts.isStatement(at) || (!isWide && !ts.isExpression(at.parent))) break;
  }
  return areas;
}

function typeText({ ts, checker }: DiagnosticSite, node: TypeScript.Node): string {
  return checker.typeToString(checker.getTypeAtLocation(node), undefined, ts.TypeFormatFlags.NoTruncation);
}

/** What earlier cells declare of a name and of its type. */
function declarationTexts({ checker }: DiagnosticSite, user: TypeScript.Identifier): string[] {
  const type = checker.getTypeAtLocation(user);
  const symbols = [checker.getSymbolAtLocation(user), type.symbol, type.aliasSymbol];
  return symbols
    .flatMap(symbol => symbol?.declarations ?? [])
    .flatMap(declaration => (isEarlier(declaration) ? declaration.getText() : []));
}

function isEarlier(node: TypeScript.Node): boolean {
  return node.getSourceFile().fileName.endsWith(`/${PREVIOUS_CELLS}`);
}

function isOfThisCell({ checker, file }: DiagnosticSite, user: TypeScript.Identifier): boolean {
  return (checker.getSymbolAtLocation(user)?.declarations ?? []).some(node => node.getSourceFile() === file);
}

/** The names in a piece of code, without those of properties. */
function identifiersIn({ ts }: DiagnosticSite, node: TypeScript.Node): TypeScript.Identifier[] {
  const found: TypeScript.Identifier[] = [];
  const visit = (part: TypeScript.Node): void => {
    const isProperty = part.parent && ts.isPropertyAccessExpression(part.parent) && part.parent.name === part;
    if (ts.isIdentifier(part) && !isProperty) found.push(part);
    ts.forEachChild(part, visit);
  };
  visit(node);
  return found;
}
