import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { cachingHost, OPTIONS, type PublicSurface } from '../api/public-surface.js';
import type { Example } from './read-examples.js';

const samples = fileURLToPath(new URL('example-samples.ts', import.meta.url));
const program = fileURLToPath(new URL('all-examples.ts', import.meta.url)); // made in memory

/** A value stated in a comment after an expression: a number, a string, an array or an object. */
const STATED_VALUE = /^(?:\w+Array )?(-?[\d.]+(?:e-?\d+)?|'[^']*'|true|false|NaN|null|\[.*\]|\{.*\})$/;

/** Builds one TypeScript program with a function for each example, in which a line `expression // value` becomes a check. */
export function exampleProgram(
  { symbols }: PublicSurface,
  sampleNames: readonly string[],
  examples: readonly Example[],
) {
  const names = symbols.map(({ name, isValue }) => (isValue ? name : `type ${name}`));
  const functions = examples.map(
    ({ title, code }) => `
  ${JSON.stringify(title)}: async ({ ${sampleNames.join(', ')} }: Samples, check: Check) => {{
${withChecks(code)}
  }},`,
  );
  return `import { ${names.join(', ')} } from 'skyframe';
import type { prepareSamples } from './example-samples.js';
type Samples = Awaited<ReturnType<typeof prepareSamples>>;
declare const console: { log(...values: unknown[]): void };
declare class TextEncoder { encode(text: string): Uint8Array }
type Check = (actual: unknown, stated: string, expression: string) => void;
export const examples = {${functions.join('')}
};
`;
}

function withChecks(code: string): string {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true);
  let result = '';
  for (const statement of source.statements) {
    const lineEnd = code.indexOf('\n', statement.end);
    const behind = code.slice(statement.end, lineEnd < 0 ? undefined : lineEnd);
    const stated = STATED_VALUE.exec(behind.replace(/^[\s;]*\/\/\s*/, '').trim())?.[1];
    const expression = ts.isExpressionStatement(statement) && statement.expression.getText();
    result += code.slice(statement.pos, statement.getStart());
    result +=
      expression && stated && behind.includes('//')
        ? `check(${expression}, ${JSON.stringify(stated)}, ${JSON.stringify(expression)});`
        : statement.getText();
  }
  return result + code.slice(source.statements.at(-1)?.end ?? 0);
}

/** Returns the names that `prepareSamples` returns: the properties of the object literals in its return statements. */
export function namesOfSamples(): string[] {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node) && node.expression && ts.isObjectLiteralExpression(node.expression))
      for (const { name } of node.expression.properties) if (name) names.add(name.getText());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(samples, readFileSync(samples, 'utf8'), ts.ScriptTarget.ES2022, true));
  return [...names];
}

/** Returns the compiler errors, each with its example. */
export function typeErrors(text: string): string[] {
  const host = cachingHost();
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = name => name === program || fileExists(name);
  host.readFile = name => (name === program ? text : readFile(name));
  host.getSourceFile = (name, ...rest) =>
    name === program ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true) : getSourceFile(name, ...rest);
  const checked = ts.createProgram([program], OPTIONS, host);
  return [program, samples].flatMap(name => {
    const file = checked.getSourceFile(name);
    return [...checked.getSyntacticDiagnostics(file), ...checked.getSemanticDiagnostics(file)].map(diagnostic => {
      const before = text.slice(0, diagnostic.start);
      const where = name === samples ? 'example-samples.ts' : /.*"(.+)": async/s.exec(before)?.[1];
      return `${where}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
    });
  });
}

/** Returns the JavaScript of the program and of its samples, by file name. */
export function compiled(text: string): Record<string, string> {
  const compile = (source: string) =>
    ts.transpileModule(source, { compilerOptions: { ...OPTIONS, noEmit: false, module: ts.ModuleKind.ESNext } })
      .outputText;
  return { 'all-examples.mjs': compile(text), 'example-samples.mjs': compile(readFileSync(samples, 'utf8')) };
}
