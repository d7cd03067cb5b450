import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellSession } from './cell-session.js';

/** A cell, the line of its only error, and what the message says to do. */
const foreign: readonly (readonly [cell: string, line: number, advice: string])[] = [
  ['!ls', 1, 'console.log(execSync("ls").toString())'],
  ['!ls -l /tmp', 1, 'execSync("ls -l /tmp")'],
  ['files = !ls -l', 1, 'execSync("ls -l")'],
  ['const q = 1\n!pip install numpy', 2, 'npm install NAME'],
  ['!npm install lodash', 1, 'In a terminal, in the folder of the project: npm install lodash'],
  ['pip install numpy', 1, 'npm install NAME'],
  ['%time', 1, "console.time('cell')"],
  ['%timeit work()', 1, "console.time('cell')"],
  ['5\n%time', 2, "console.time('cell')"],
  ['%%time\nconst x = 1', 1, "console.time('cell')"],
  ['%%bash\nls | head\necho $HOME', 1, 'execSync'],
  ['\n%%html\n<b>bold</b>', 2, "'text/html'"],
  ['%matplotlib inline', 1, 'nothing is needed'],
  ['%load_ext autoreload', 1, 'loaded again by the next import'],
  ['%pip install x', 1, 'npm install NAME'],
  ['%cd ..', 1, "process.chdir('..')"],
  ['%no_such_magic', 1, '%no_such_magic is a command of IPython. Cells are TypeScript'],
  ['?Math', 1, 'Shift+Tab'],
  ['Math.max?', 1, 'To read about Math.max'],
  ['const a0 = 1; a0??', 1, 'To read about a0'],
  ['help(Math)', 1, 'To read about Math'],
  ["prompt('Which star?')", 1, "await input('Which star?')"],
  ["alert('done')", 1, "console.log('done')"],
  ["if (confirm('Go on?')) 1", 1, "(await input('Go on?')) === 'yes'"],
  ['const el = <div/>', 1, 'view.tsx'],
  ['const n = 1;\nconst el = <div className="a">{n}</div>;', 2, 'view.tsx'],
  ['const el = <></>', 1, 'view.tsx'],
  ['from os import path', 1, "'node:fs'"],
  ['from stars import near, far', 1, "import { near, far } from 'stars'"],
  ['import stars as s', 1, "import * as s from 'stars'"],
  ['import numpy as np', 1, 'in place of numpy'],
  ['print(1, 2)', 1, 'console.log(1, 2)'],
  ["print 'x'", 1, "console.log('x')"],
  ['def f(x, y=2):\n  return x', 1, 'function f(x, y=2) { ... }'],
  ['for i in range(5):\n  i', 1, 'for (let i = 0; i < 5; i++) { ... }'],
  ['for i in range(2, 5):\n  i', 1, 'for (let i = 2; i < 5; i++) { ... }'],
  ['for name, star in stars:\n  name', 1, 'for (const [name, star] of stars) { ... }'],
  ['if x == 1 and not y:\n  x', 1, 'if (x === 1 && !y) { ... }'],
  ['while True:\n  1', 1, 'while (true) { ... }'],
  ['class Star(Body):\n  pass', 1, 'class Star extends Body { ... }'],
  ['try:\n  1', 1, 'try { ... } catch (error) { ... }'],
  ["raise ValueError('no')", 1, "throw new Error('no')"],
  ['const double = lambda x: x * 2', 1, '(x) => x * 2'],
  ['const list = [x * 2 for x in range if x > 1]', 1, 'range.filter(x => x > 1).map(x => x * 2)'],
  ["const text = f'{flux:.2f} ADU'", 1, 'flux} ADU`'],
  ['const sign = 1 if flux > 0 else -1', 1, 'flux > 0 ? 1 : -1'],
  ['# a comment', 1, '// a comment'],
  ['None', 1, 'Here: null'],
  ['len([1, 2])', 1, '[1, 2].length'],
  ['const n: int = 5', 1, 'Here: number'],
  ['zeroPoint = 5', 1, "Cannot find name 'zeroPoint'. To declare it: let zeroPoint = 5"],
  ['for (star of [1]) {}', 1, 'for (const star of ...)'],
  ["Deno.readTextFile('x')", 1, "'node:fs'"],
  ['window.open()', 1, 'globalThis'],
];

/** Cells that look foreign and are valid. */
const valid: readonly (readonly [cell: string, value: string | undefined])[] = [
  ['const ls = false;\n!ls', 'true'],
  ['const seven = 7\nconst rest = seven\n  % 4;\nrest', '3'],
  ["const print = (x: string) => x + '!';\nprint('mine')", "'mine!'"],
  ['const none = 1\n/* %time */ + 1;\nnone', '2'],
  ['`\n%%bash\n!ls\nfrom a import b\n`.length', '28'],
  ['const cast = <number>(5 as unknown);\ncast', '5'],
  ['class Counter { #n = 1; get n() { return this.#n } }\nnew Counter().n', '1'],
  ['const from = 1, def = 2, lambda = 3;\nfrom + def + lambda', '6'],
];

/** Cells with mistakes of TypeScript in lines that look foreign. */
const mistakes: readonly (readonly [cell: string, message: string])[] = [
  [
    'const isGood = (x: number) => x > 1;\nlet good: boolean;\ngood = !isGood("a") && true',
    "type 'string' is not assignable",
  ],
  ['!redy', "Cannot find name 'redy'"],
  ['const whole = 5\n% nope', "Cannot find name 'nope'"],
  ['const choice = (whole2 ?\n  1 : 2)', "Cannot find name 'whole2'"],
  ["console.log('a and b'", "')' expected"],
  ['function help(topic: string) {}\nhelp(5)', "type 'number' is not assignable"],
  ['const text2: strng = "x"', "Cannot find name 'strng'"],
];

let session: CellSession;

beforeAll(() => {
  session = new CellSession();
});

afterAll(() => session.close());

describe('foreign syntax gets one line that says what to do here', () => {
  test.each(foreign)('%s', async (cell, line, advice) => {
    const { evalue, traceback } = await session.failure(cell);
    expect(evalue).toContain(advice);
    expect(evalue).toMatch(new RegExp(`^cell \\d+, line ${line}: `));
    expect(traceback.filter(text => text.startsWith('TypeScript:'))).toHaveLength(1);
    expect(traceback[1]).toContain(`${line} | ${cell.split('\n')[line - 1]}`);
  });

  test.each(valid)('but %s runs', async (cell, value) => {
    expect(await session.value(cell)).toBe(value);
  });

  test.each(mistakes)('and a mistake in %s is told as such', async (cell, message) => {
    expect((await session.failure(cell)).evalue).toContain(message);
  });
});
