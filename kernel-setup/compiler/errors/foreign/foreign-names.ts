/**
 * Names that browsers, Python and other kernels know, and what to write here.
 *
 * @module
 */
import type TypeScript from '@tslab/typescript-for-tslab';
import type { DiagnosticSite } from '../diagnostic-site.js';
import { helpAdvice } from './ipython.js';

/** Where a name comes from, and what to write instead of a use of it with these arguments. */
interface ForeignName {
  readonly of: string;
  readonly here: (values: string) => string;
}

const name = (of: string, here: (values: string) => string): ForeignName => ({ of, here });

const NAMES: Readonly<Record<string, ForeignName>> = {
  prompt: name('browsers', values => `await input(${values})`),
  alert: name('browsers', values => `console.log(${values})`),
  confirm: name('browsers', values => `(await input(${values})) === 'yes'`),
  window: name('browsers', () => 'globalThis, as there is no page'),
  localStorage: name('browsers', () => "a file: writeFileSync from 'node:fs'"),
  sessionStorage: name('browsers', () => "a file: writeFileSync from 'node:fs'"),
  XMLHttpRequest: name('browsers', () => 'await fetch(url)'),
  print: name('Python', values => `console.log(${values})`),
  raw_input: name('Python', values => `await input(${values})`),
  getpass: name('Python', () => "await input('Password: ', { password: true })"),
  len: name('Python', values => `${values || 'list'}.length`),
  range: name('Python', values => `[...Array(${values || 'n'}).keys()]`),
  str: name('Python', values => `String(${values})`),
  int: name('Python', values => `Math.trunc(Number(${values}))`),
  float: name('Python', values => `Number(${values})`),
  None: name('Python', () => 'null'),
  True: name('Python', () => 'true'),
  False: name('Python', () => 'false'),
  self: name('Python', () => 'this'),
  Deno: name('another runtime', () => "Node's modules, such as 'node:fs'"),
  Bun: name('another runtime', () => "Node's modules, such as 'node:fs'"),
};

/** Types by the names that they have in other languages. */
const TYPES: Readonly<Record<string, string>> = {
  int: 'number',
  float: 'number',
  double: 'number',
  str: 'string',
  bool: 'boolean',
  dict: 'Record<string, unknown>',
  list: 'unknown[]',
};

/** What to say of an unknown name that is known elsewhere, or null. */
export function foreignName({ ts, node }: DiagnosticSite): string | null {
  if (!ts.isIdentifier(node)) return null;
  if (ts.isTypeNode(node.parent))
    return Object.hasOwn(TYPES, node.text) ? `Cannot find name '${node.text}'. Here: ${TYPES[node.text]}` : null;
  if (node.text === 'help' && ts.isCallExpression(node.parent)) return helpAdvice(argumentsOf(node.parent) || 'a name');
  if (!Object.hasOwn(NAMES, node.text)) return null;
  const { of, here } = NAMES[node.text];
  const { parent } = node;
  const values = ts.isCallExpression(parent) && parent.expression === node ? argumentsOf(parent) : '';
  return `Cannot find name '${node.text}', which is known to ${of}. Here: ${here(values)}`;
}

/** What to add about an unknown name that a value is assigned to. */
export function undeclared({ ts, node }: DiagnosticSite): string {
  if (!ts.isIdentifier(node)) return '';
  const { parent } = node;
  if (ts.isForOfStatement(parent) && parent.initializer === node)
    return `. To declare it: for (const ${node.text} of ...)`;
  if (!ts.isBinaryExpression(parent) || parent.left !== node) return '';
  if (parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return '';
  if (ts.isForStatement(parent.parent)) return `. To declare it: for (let ${node.text} = ...)`;
  const value = parent.right.getText();
  return `. To declare it: let ${node.text} = ${value.length > 40 || value.includes('\n') ? '...' : value}`;
}

function argumentsOf(call: TypeScript.CallExpression): string {
  return call.arguments.map(argument => argument.getText()).join(', ');
}
