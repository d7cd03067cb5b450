/**
 * What IPython's cells may contain beside Python: commands of the shell, magic commands, questions.
 *
 * @module
 */
import { INSTALLING, type LineRule, shellCall, showing } from './line-rule.js';

const PIP = /^(?:python3? -m )?(?:pip3?|conda|mamba|uv|apt|apt-get|brew)\b/;
const NPM = /^(?:npm|npx|yarn|pnpm)\b/;
/** Commands that are likely to stand alone after `!`. */
const SHELL =
  /^(?:ls|dir|pwd|cd|cat|head|tail|echo|which|whoami|date|df|du|ps|top|env|git|node|python3?|make|clear)(?:\s+-.*)?$/;

const TIMING = "console.time('cell') before, console.timeEnd('cell') after";

/** What to do here instead of a magic command. */
const MAGIC: Readonly<Record<string, (rest: string) => string>> = {
  time: () => TIMING,
  timeit: () => TIMING,
  prun: () => TIMING,
  bash: () => shellCall('...'),
  sh: () => shellCall('...'),
  system: rest => shellCall(rest || '...'),
  sx: rest => shellCall(rest || '...'),
  ls: rest => shellCall(`ls ${rest}`),
  cat: rest => shellCall(`cat ${rest}`),
  cd: rest => `process.chdir('${rest || '...'}')`,
  pwd: () => 'process.cwd()',
  env: () => 'process.env.NAME',
  matplotlib: () => 'nothing is needed, a plot that is the last value of a cell is shown',
  pylab: () => 'nothing is needed, a plot that is the last value of a cell is shown',
  autoreload: () => 'nothing is needed, a local module that changed is loaded again by the next import',
  load_ext: rest =>
    /autoreload/.test(rest)
      ? 'nothing is needed, a local module that changed is loaded again by the next import'
      : 'import a package of npm instead',
  pip: () => INSTALLING,
  conda: () => INSTALLING,
  mamba: () => INSTALLING,
  npm: () => INSTALLING,
  run: rest => `import './${rest.replace(/\.\w+$/, '') || 'module'}.ts'`,
  html: () => showing('text/html'),
  HTML: () => showing('text/html'),
  svg: () => showing('image/svg+xml'),
  SVG: () => showing('image/svg+xml'),
  markdown: () => 'a cell of the type Markdown, which JupyterLab offers above the notebook',
  latex: () => 'a cell of the type Markdown, with the formula between dollar signs',
  javascript: () => 'cells are TypeScript and run in Node: leave the line out',
  js: () => 'cells are TypeScript and run in Node: leave the line out',
  typescript: () => 'cells are TypeScript: leave the line out',
  writefile: rest => `import { writeFileSync } from 'node:fs'; writeFileSync('${rest || 'file'}', \`...\`)`,
  who: () => 'the Tab key lists the variables',
  whos: () => 'the Tab key lists the variables',
  reset: () => 'restart the kernel',
  debug: () => "console.log, or the line in the error's message",
};

/** Rules for single lines. */
export const IPYTHON: readonly LineRule[] = [
  {
    pattern: /^\s*(?:\w+\s*=\s*)?!{1,2}\s*([a-z][\w./-]*.*)$/,
    advice: ([, command], isUnparsed) => shellAdvice(command.trim(), isUnparsed),
  },
  {
    pattern: /^\s*(%{1,2})\s*([A-Za-z_]\w*)\s*(.*)$/,
    advice: ([, sign, name, rest], isUnparsed) => magicAdvice(sign, name, rest.trim(), isUnparsed),
  },
  { pattern: /^\s*\?{1,2}\s*([\w.$]+)\s*;?\s*$/, advice: ([, name]) => helpAdvice(name) },
  {
    pattern: /(?:^|;)\s*([\w.$]+)\s*\?{1,2}\s*;?\s*$/,
    advice: ([, name], isUnparsed) => (isUnparsed ? helpAdvice(name) : null),
  },
];

function shellAdvice(command: string, isUnparsed: boolean): string | null {
  if (!isUnparsed && !SHELL.test(command)) return null; // `!ready && ...` with another mistake in it
  if (PIP.test(command)) return `Packages of Python are of no use in TypeScript; ${INSTALLING}`;
  if (NPM.test(command))
    return `A cell does not run commands of the shell. In a terminal, in the folder of the project: ${command}`;
  return `A cell does not run commands of the shell. Here: ${shellCall(command)}`;
}

function magicAdvice(sign: string, name: string, rest: string, isUnparsed: boolean): string | null {
  const instead = Object.hasOwn(MAGIC, name) ? `. Here: ${MAGIC[name](rest)}` : null;
  if (instead === null && !isUnparsed) return null; // the second line of `a` and `% b`
  return `${sign}${name} is a command of IPython${instead ?? '. Cells are TypeScript'}`;
}

/** How to read about a name. */
export function helpAdvice(name: string): string {
  return `To read about ${name}, put the cursor into the name and press Shift+Tab; Tab after '${name}.' lists its members`;
}
