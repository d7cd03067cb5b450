/**
 * Python in a cell, and how it is said in TypeScript.
 *
 * @module
 */
import { INSTALLING, type LineRule } from './line-rule.js';
import { pythonPackage } from './python-packages.js';

/** Rules for lines that the compiler cannot parse. */
export const PYTHON: readonly LineRule[] = [
  rule(/^\s*from\s+([\w.]+)\s+import\s+(.+?)\s*;?$/, ([, module, names]) => importFrom(module, names)),
  rule(/^\s*import\s+([\w.]+)\s+as\s+(\w+)\s*;?$/, ([, module, name]) => importAll(module, name)),
  rule(/^\s*import\s+([\w.]+)(?:\s*,\s*[\w.]+)*\s*;?$/, ([, module]) => importAll(module)),
  rule(
    /^\s*(async\s+)?def\s+(\w+)\s*\((.*?)\)?\s*(?:->.*)?:?\s*$/,
    ([, wait, name, parameters]) => `${wait ? 'async ' : ''}function ${name}(${parameters}) { ... }`,
  ),
  rule(
    /^\s*for\s+(\w+)\s+in\s+range\(([^,]+?)\)\s*:/,
    ([, name, end]) => `for (let ${name} = 0; ${name} < ${end}; ${name}++) { ... }`,
  ),
  rule(
    /^\s*for\s+(\w+)\s+in\s+range\((.+?),\s*(.+?)\)\s*:/,
    ([, name, start, end]) => `for (let ${name} = ${start}; ${name} < ${end}; ${name}++) { ... }`,
  ),
  rule(
    /^\s*for\s+(\w+(?:\s*,\s*\w+)*)\s+in\s+(.+?)\s*:/,
    ([, names, list]) => `for (const ${names.includes(',') ? `[${names}]` : names} of ${list}) { ... }`,
  ),
  rule(
    /^\s*(?:}\s*)?(if|elif|while)\s+(.+?)\s*:\s*(?:#.*)?$/,
    ([, word, condition]) => `${word === 'elif' ? 'else if' : word} (${inTypeScript(condition)}) { ... }`,
  ),
  rule(/^\s*else\s*:/, () => 'else { ... }'),
  rule(
    /^\s*class\s+(\w+)\s*(?:\(\s*(\w*)\s*\))?\s*:/,
    ([, name, base]) => `class ${name} ${base ? `extends ${base} ` : ''}{ ... }`,
  ),
  rule(/^\s*(?:try|finally)\s*:/, () => 'try { ... } catch (error) { ... }'),
  rule(/^\s*except\b.*:/, () => 'try { ... } catch (error) { ... }'),
  rule(
    /^\s*with\s+open\((.+?)[,)].*\bas\s+(\w+)\s*:/,
    ([, path, name]) => `import { readFileSync } from 'node:fs'; const ${name} = readFileSync(${path}, 'utf8')`,
  ),
  rule(/^\s*raise\s+\w+\((.*)\)\s*$/, ([, message]) => `throw new Error(${message})`),
  rule(/^\s*print\s+(?![=(.])(.+)$/, ([, values]) => `console.log(${values})`),
  rule(/^\s*del\s+([\w.]+)/, ([, name]) => `${name} = undefined`),
  rule(
    /\[\s*(.+?)\s+for\s+(\w+)\s+in\s+(.+?)(?:\s+if\s+(.+?))?\s*\]/,
    ([, value, name, list, condition]) =>
      `${list}${condition ? `.filter(${name} => ${inTypeScript(condition)})` : ''}.map(${name} => ${value})`,
  ),
  rule(/\blambda\s+([\w, ]*):\s*(.+?)\)*;?\s*$/, ([, parameters, value]) => `(${parameters.trim()}) => ${value}`),
  { ...rule(/(?:^|[=(,\s])f(['"])(.*?)\1/, ([, , text]) => templateOf(text)), isAboutText: true },
  { ...rule(/"""|'''/, () => 'text of several lines is written between two backquotes: `...`'), isAboutText: true },
  rule(
    /=\s*(.+?)\s+if\s+(.+?)\s+else\s+(.+?);?\s*$/,
    ([, yes, condition, no]) => `${inTypeScript(condition)} ? ${yes} : ${no}`,
  ),
  rule(/^(?=.*(?:\bnot\s+[\w(]|\w\s+(?:and|or)\s+\w))\s*(.+?)\s*$/, ([, line]) => inTypeScript(line)),
  { ...rule(/^\s*#(?![!\w]+\s*[=;(])\s*(.*)$/, ([, words]) => `// ${words}`), isAboutText: true },
  {
    pattern: /^\s*(?:pip3?|conda|npm|yarn|pnpm)\s+\w/,
    advice: () => `A cell does not run commands of the shell; ${INSTALLING}`,
  },
  {
    pattern: /^\s*([\w.]+)\s*<-\s*(.+)$/,
    advice: ([, name, value]) => `This is R. In TypeScript: const ${name} = ${value}`,
  },
];

/** `{x:.2f}` in an f-string is `${x}` between backquotes. */
function templateOf(text: string): string {
  return `\`${text.replace(/\{([^{}:]+)(?::[^{}]*)?\}/g, (_, value: string) => `\${${value}}`)}\``;
}

function rule(pattern: RegExp, translate: (match: RegExpExecArray) => string): LineRule {
  return { pattern, advice: match => `This is Python. In TypeScript: ${translate(match)}` };
}

/** An import of a whole module, or what to use instead of a package that only Python has. */
function importAll(module: string, name = lastPart(module)): string {
  return insteadOf(module) ?? `import * as ${name} from '${module}'`;
}

function insteadOf(module: string): string | null {
  const instead = pythonPackage(module.split('.')[0]);
  return instead && `${instead} in place of ${module}`;
}

function importFrom(module: string, names: string): string {
  const instead = insteadOf(module);
  if (instead) return instead;
  if (names === '*') return importAll(module);
  return `import { ${names.replace(/[()]/g, '')} } from '${module}'`;
}

function lastPart(module: string): string {
  return module.split('.').at(-1) ?? module;
}

/** A condition with TypeScript's operators. */
function inTypeScript(condition: string): string {
  return condition
    .replace(/\bis not\b/g, '!==')
    .replace(/\bis\b/g, '===')
    .replace(/\bnot\s+/g, '!')
    .replace(/\band\b/g, '&&')
    .replace(/\bor\b/g, '||')
    .replace(/\bNone\b/g, 'null')
    .replace(/\bTrue\b/g, 'true')
    .replace(/\bFalse\b/g, 'false')
    .replace(/(?<![=!<>])==(?!=)/g, '===');
}
