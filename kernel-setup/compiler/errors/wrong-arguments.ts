/**
 * Explains an argument or an option that does not fit: its name, what was given, and what is right.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import { PREVIOUS_CELLS } from '../emit/previous-names.js';
import { columnsAround } from '../wanted/columns-around.js';
import { alternativesOf, isOptions, overloadsOf, textsOf } from '../wanted/wanted-types.js';
import { type Fault, faultsOfCall, faultsOfValue } from './argument-faults.js';
import { closestNames } from './closest-names.js';
import type { DiagnosticSite } from './diagnostic-site.js';
import { isPromise, promiseAdvice } from './forgotten-await.js';
import { choiceOf } from './name-choice.js';
import { enumerate, givenWords, makersOf, wantedWords } from './type-words.js';

type Call = TypeScript.CallExpression | TypeScript.NewExpression;

/** No overload fits; too few or too many arguments. */
const WHOLE_CALL: ReadonlySet<number> = new Set([2769, 2554, 2555, 2575]);
/** One type where another is wanted; unknown and missing properties. */
const ABOUT_VALUES: ReadonlySet<number> = new Set([2322, 2345, 2353, 2559, 2561, 2739, 2740, 2741, 2820, 2326]);
/** So many faults of one call are told. */
const TOLD = 3;

/** An explanation and the place that a caret belongs to. */
interface Explanation {
  readonly words: string;
  readonly node: TypeScript.Node;
}

/** What to say if a compiler message is about an argument, or null. */
export function wrongArgument(site: DiagnosticSite): Explanation | null {
  const isAll = isWhole(site);
  if (!isAll && !ABOUT_VALUES.has(site.error.code)) return null;
  for (const { call, faults } of judgedAround(site)) {
    const own = isAll ? faults : faults.filter(({ range, node }) => overlaps(site, range) || overlaps(site, node));
    if (own.length === 0) continue;
    const told = [...new Set(wordsOfFaults(site, own, call))].slice(0, TOLD);
    if (told.length > 0) return { words: told.join('\n'), node: caretOf(site, own[0], call) };
  }
  return null;
}

function isWhole({ error }: DiagnosticSite): boolean {
  return WHOLE_CALL.has(error.code);
}

/** The calls around the place and what is wrong with them, from the innermost. */
function* judgedAround(site: DiagnosticSite): Generator<{ call: Call | null; faults: Fault[] }> {
  const { ts, checker, file, node } = site;
  for (let at = node, from: TypeScript.Node | null = null; at && at !== file; from = at, at = at.parent) {
    if (ts.isCallExpression(at) || ts.isNewExpression(at)) {
      const isInside = from !== null && (at.arguments ?? []).some(argument => argument === from);
      if (isInside || isWhole(site)) yield { call: at, faults: faultsOfCall(site, at) };
    }
    if (ts.isVariableDeclaration(at) && at.type && at.initializer)
      yield {
        call: null,
        faults: faultsOfValue(site, at.initializer, checker.getTypeFromTypeNode(at.type)).filter(
          own => !own.isArgument,
        ),
      };
    if (ts.isStatement(at) || ts.isFunctionLike(at)) return;
  }
}

function overlaps({ error, file }: DiagnosticSite, node: TypeScript.Node): boolean {
  const [start, end] = [error.start ?? 0, (error.start ?? 0) + (error.length ?? 0)];
  return node.getStart(file) < Math.max(end, start + 1) && node.end > start;
}

/** The name of the option, where the compiler points at the whole call. */
function caretOf({ ts, node }: DiagnosticSite, { kind, node: own }: Fault, call: Call | null): TypeScript.Node {
  if (kind !== 'absent' || !call) return own;
  const callee = call.expression;
  return ts.isPropertyAccessExpression(callee) ? callee.name : node;
}

function wordsOfFaults(site: DiagnosticSite, faults: readonly Fault[], call: Call | null): string[] {
  const gaps = faults.filter(({ kind }) => kind === 'missing');
  const others = faults.filter(({ kind }) => kind !== 'missing' && kind !== 'absent' && kind !== 'surplus');
  const words = others.flatMap(fault => wordsOf(site, fault, call) ?? []);
  if (gaps.length > 0 && !others.some(({ kind }) => kind === 'unknown')) words.push(missingWords(site, gaps, call));
  const absent = faults.filter(({ kind }) => kind === 'absent');
  if (absent.length > 0 && call) words.push(absentWords(site, absent[0], call));
  if (faults.some(({ kind }) => kind === 'surplus') && call) words.push(surplusWords(site, call));
  return words;
}

function wordsOf(site: DiagnosticSite, fault: Fault, call: Call | null): string | null {
  if (fault.kind === 'unknown') return excludedWords(site, fault, call) ?? unknownWords(fault, call);
  if (!fault.given) return null;
  const promise = fault.value && promiseAdvice(site, fault.value);
  if (promise) return promise;
  if (isPromise(site.checker, fault.given)) return `${fault.name} is a promise: write await where it is made`;
  if (isOfUnknownColumn(fault.given)) return null; // the type itself says what gives it
  if (fault.isArgument && !isWhole(site) && isOwnFunction(site, call)) return null; // the compiler's words are enough
  if (fault.isArgument && isOfOneClass(site, fault)) return null; // the compiler says which property differs
  return columnWords(site, fault, call) ?? textWords(site, fault) ?? typeWords(site, fault);
}

/** Whether a value is one of a column whose type is not known: text or a number. */
function isOfUnknownColumn(type: TypeScript.Type): boolean {
  const members = type.isUnionOrIntersection() ? type.types : [type];
  return members.some(member =>
    member === type ? type.getProperty('~hint') !== undefined : isOfUnknownColumn(member),
  );
}

/** An option of another overload, which has not the other options that are given. */
function excludedWords(site: DiagnosticSite, { name, node }: Fault, call: Call | null): string | null {
  const { ts, checker } = site;
  const object = node.parent?.parent;
  if (!call || !object || !ts.isObjectLiteralExpression(object) || object.parent !== call) return null;
  const given = object.properties.flatMap(property => (property.name ? [property.name.getText()] : []));
  const namesOf = (type: TypeScript.Type): Set<string> =>
    new Set(checker.getPropertiesOfType(type).map(property => property.name));
  const options = overloadsOf(site, call).flatMap(({ parameters }) => parameters.map(({ type }) => namesOf(type)));
  const own = options.filter(names => names.has(name));
  const excluded = given.filter(other => other !== name && own.every(names => !names.has(other)));
  const isPossible = excluded.filter(other => options.some(names => names.has(other)));
  return own.length > 0 && isPossible.length > 0 ? `Give ${name} or ${isPossible.join(', ')}, not both` : null;
}

function unknownWords({ name, known = [] }: Fault, call: Call | null): string {
  const own = name.slice(name.lastIndexOf('.') + 1);
  const kind = call && own === name ? 'option' : 'property';
  return `There is no ${kind} '${own}' here${choiceOf(own, known, true)}`;
}

/** A text that is not among the columns of a table, itself or in a nested call such as `mean('mgg')`. */
function columnWords(site: DiagnosticSite, fault: Fault, call: Call | null): string | null {
  const { ts } = site;
  const columns = call ? new Set(columnsAround(site, call).keys()) : new Set<string>();
  if (columns.size === 0 || !fault.value) return null;
  const texts = fault.wanted.flatMap(type => textsOf(site, type));
  const isOfColumns = texts.length > 0 && texts.every(text => columns.has(text));
  if (ts.isStringLiteralLike(fault.value)) {
    if (!isOfColumns) return null;
    return `There is no column '${fault.value.text}'${choiceOf(fault.value.text, texts, true)}`;
  }
  if (isOfColumns && isOfObjects(site, fault.given))
    return `${fault.name} must be the name of a column, got ${givenWords(site, fault.given as TypeScript.Type)}. Possible: ${enumerate(texts)}`;
  const inner = ts.isCallExpression(fault.value) ? textsIn(site, fault.value) : [];
  const wrong = inner.find(text => !columns.has(text));
  return wrong === undefined ? null : `There is no column '${wrong}'${choiceOf(wrong, columns, true)}`;
}

function textsIn({ ts }: DiagnosticSite, call: TypeScript.CallExpression): string[] {
  return call.arguments.flatMap(argument => {
    if (ts.isStringLiteralLike(argument)) return [argument.text];
    return ts.isCallExpression(argument) ? textsIn({ ts } as DiagnosticSite, argument) : [];
  });
}

/** A text that is not among the few that are possible. */
function textWords(site: DiagnosticSite, { given, wanted, name, isArgument }: Fault): string | null {
  if (!given?.isStringLiteral()) return null;
  const members = wanted.flatMap(type => alternativesOf(site, type));
  const texts = wanted.flatMap(type => textsOf(site, type));
  if (texts.length === 0) return null;
  const near = closestNames(given.value, texts);
  if (near.length === 0 && members.some(member => !member.isStringLiteral())) return null;
  const option = isArgument ? '' : `${name}: `;
  return `${option}'${given.value}' is not possible here${choiceOf(given.value, texts, true)}`;
}

function typeWords(site: DiagnosticSite, { given, wanted, name, symbol }: Fault): string | null {
  if (!given || name === '') return null;
  const told = `${name} must be ${wantedWords(site, wanted, symbol)}, got ${givenWords(site, given)}`;
  const makers = wanted.flatMap(type => alternativesOf(site, type)).flatMap(type => makersOf(site, type));
  const meant = given.isStringLiteral() ? given.value : (given.symbol?.name ?? '');
  const [nearest] = closestNames(
    meant,
    makers.map(maker => maker.name),
  );
  const maker = makers.find(one => one.name === meant) ?? makers.find(one => one.name === nearest);
  return maker ? `${told}. Write ${maker.call}` : told;
}

function missingWords(site: DiagnosticSite, gaps: readonly Fault[], call: Call | null): string {
  const owner = gaps[0].name.includes('.') ? gaps[0].name.slice(0, gaps[0].name.lastIndexOf('.')) : '';
  const who = owner || (call ? calleeName(site, call) : 'the object');
  const each = gaps.map(({ name, wanted, symbol }) => {
    const own = name.slice(name.lastIndexOf('.') + 1);
    return `${own} (${wantedWords(site, wanted, symbol)})`;
  });
  const joined = call && isChoice(site, gaps, call) ? enumerate(each) : each.join(', ');
  return `${who} needs the ${call && owner === '' ? 'option' : 'property'} ${joined}`;
}

/** Whether one of the gaps is enough: no overload wants them all. */
function isChoice(site: DiagnosticSite, gaps: readonly Fault[], call: Call): boolean {
  const { checker } = site;
  const needs = overloadsOf(site, call).flatMap(({ parameters }) =>
    parameters.map(({ type }) => new Set(checker.getPropertiesOfType(type).map(({ name }) => name))),
  );
  return !needs.some(names => gaps.every(({ name }) => names.has(name)));
}

function absentWords(site: DiagnosticSite, { name, wanted, symbol }: Fault, call: Call): string {
  const overloads = overloadsOf(site, call).filter(({ parameters }) => parameters.some(own => own.name === name));
  const form = `${calleeName(site, call)}(${(overloads[0]?.parameters ?? []).map(own => own.name).join(', ')})`;
  const objects = overloads
    .flatMap(({ parameters }) => parameters.filter(own => own.name === name))
    .flatMap(({ type }) => alternativesOf(site, type).filter(one => isOptions(site, one)));
  const begin = `${form} needs ${name}`;
  if (objects.length === 0) return `${begin}, ${wantedWords(site, wanted, symbol)}; got ${count(call)}`;
  const needed = objects.map(type => requiredNames(site, type));
  const fewest = needed.filter(({ length }) => length === Math.min(...needed.map(names => names.length)));
  const choice = enumerate([...new Set(fewest.map(names => names.join(', ')))]);
  return `${begin}${choice === '' ? '' : ` with ${choice}`}; got ${count(call)}`;
}

function requiredNames({ ts, checker }: DiagnosticSite, type: TypeScript.Type): string[] {
  const isNeeded = ({ flags }: TypeScript.Symbol): boolean => (flags & ts.SymbolFlags.Optional) === 0;
  return checker
    .getPropertiesOfType(type)
    .filter(isNeeded)
    .map(({ name }) => name);
}

function surplusWords(site: DiagnosticSite, call: Call): string {
  const [first] = overloadsOf(site, call).sort((a, b) => b.parameters.length - a.parameters.length);
  const names = first?.parameters.map(({ name, isOptional }) => (isOptional ? `${name}?` : name)) ?? [];
  return `${calleeName(site, call)}(${names.join(', ')}) takes ${names.length === 0 ? 'no arguments' : `at most ${counted(names.length)}`}; got ${call.arguments?.length}`;
}

function count(call: Call): string {
  return counted(call.arguments?.length ?? 0);
}

function counted(length: number): string {
  return length === 1 ? '1 argument' : `${length} arguments`;
}

function calleeName({ ts }: DiagnosticSite, { expression }: Call): string {
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : 'the function';
}

/** Whether a function is declared in a cell or in a local module. */
function isOwnFunction({ checker }: DiagnosticSite, call: Call | null): boolean {
  const declaration = call && checker.getResolvedSignature(call)?.declaration;
  const path = declaration?.getSourceFile().fileName ?? '';
  return !path.endsWith('.d.ts') || path.endsWith(`/${PREVIOUS_CELLS}`);
}

/** Whether what was given has the class or the interface that is wanted, so that only its parts differ. */
function isOfOneClass(site: DiagnosticSite, { given, wanted }: Fault): boolean {
  const members = wanted.flatMap(type => alternativesOf(site, type));
  return isOfObjects(site, given) && members.some(({ symbol }) => symbol !== undefined && symbol === given?.symbol);
}

function isOfObjects(site: DiagnosticSite, type: TypeScript.Type | undefined): boolean {
  return type !== undefined && alternativesOf(site, type).every(({ flags }) => flags & site.ts.TypeFlags.Object);
}
