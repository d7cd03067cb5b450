import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellSession } from './cell-session.js';

/** A specifier, and what is said of it. */
const advice: readonly (readonly [specifier: string, words: string])[] = [
  ['lodash-is-not-here', 'To install it: npm install lodash-is-not-here'],
  ['@scope/pkg', 'npm install @scope/pkg'],
  ['@scope/pkg/sub', 'npm install @scope/pkg'],
  ['pkg-of-nobody/sub/file.js', 'npm install pkg-of-nobody'],
  ['pkg-of-nobody@1.2.3', "npm install pkg-of-nobody@1.2.3, and then: import ... from 'pkg-of-nobody'"],
  ['https://esm.sh/lodash', "npm install lodash, and then: import ... from 'lodash'"],
  [
    'https://cdn.jsdelivr.net/npm/@scope/pkg@7/+esm',
    "npm install @scope/pkg@7, and then: import ... from '@scope/pkg'",
  ],
  [
    'https://example.com/a.js',
    'Modules are not loaded from the web here: install the package with npm, or save the file',
  ],
  ['npm:lodash@4', "'npm:' belongs to Deno. Install the package in a terminal: npm install lodash@4"],
  ['jsr:@std/x', 'npx jsr add @std/x'],
  ['bun:sqlite', 'belongs to Bun'],
  ['node:fss', 'has no such module. Nearest: node:fs'],
  ['fs/promise', 'Nearest: fs/promises'],
  ['python:os', "'python:' means nothing in Node"],
  ['file:///x/y.js', "'/x/y.js'"],
  ['skyfrme', 'Nearest: skyframe'],
  ['skyframe/nope', "The package skyframe has no 'nope'"],
  ['installed/nope', "The package installed has no 'nope'"],
  ['instaled', 'Nearest: installed. To install it: npm install instaled'],
  ['pandas', 'It is a package of Python'],
  ['Lodash', "Names of packages are in small letters: 'lodash'"],
  ['my pkg', 'cannot be the name of a package'],
  ['@scope', "'@scope/package'"],
  ['#internal', '"imports" in the project\'s package.json'],
  ['@/stars', '"paths" in the project\'s tsconfig.json'],
  ['', 'The name of the module is empty'],
  ['./halper', 'Nearest: ./helper'],
  ['./Helper', 'Nearest: ./helper'],
  ['../notebooks/halper.ts', 'Nearest: ../notebooks/helper'],
  ['./sub/modul', 'Nearest: ./sub/module'],
  ['./sub', 'It is a folder. In it: ./sub/module'],
  ['./visits.csv', "await readTable('./visits.csv')"],
  ['./notes.txt', "readFileSync('./notes.txt', 'utf8')"],
  ['./no/such', ': there is no folder'],
  ['/no-such-folder/x', 'there is no folder /no-such-folder'],
  ['~/x', "'~' is not replaced by the home folder"],
  ['helper', "A file beside the notebook is imported by its path: './helper'"],
  ['helper.ts', "'./helper'"],
];

let session: CellSession;

beforeAll(() => {
  session = new CellSession({
    'notebooks/helper.ts': 'export const one = 1;',
    'notebooks/sub/module.ts': 'export const two = 2;',
    'notebooks/visits.csv': 'a,b\n1,2\n',
    'notebooks/notes.txt': 'note',
    'node_modules/installed/package.json': '{ "name": "installed", "main": "index.js" }',
    'node_modules/installed/index.js': 'exports.yes = true;',
  });
});

afterAll(() => session.close());

describe('a module that is not found', () => {
  test.each(advice)('%s', async (specifier, words) => {
    for (const cell of [`import x from '${specifier}'`, `\nimport '${specifier}'`]) {
      if (cell.startsWith('\n') && /\.(?:csv|txt)$|^\.\/sub$|\/nope$|^#/.test(specifier)) continue; // there is something: Node decides
      const { evalue } = await session.failure(cell);
      expect(evalue).toContain(words);
      expect(evalue).toMatch(new RegExp(`^cell \\d+, line ${cell.startsWith('\n') ? 2 : 1}: `));
    }
  });

  test('is told alike in import(), import = and types', async () => {
    for (const cell of [
      "const m = await import('https://esm.sh/lodash')",
      "import m = require('https://esm.sh/lodash')",
      "let m: import('https://esm.sh/lodash').M",
    ])
      expect((await session.failure(cell)).evalue).toContain('Modules are not loaded from the web here');
  });

  test('of Node is told with the version that brought it, where this one has it not', async () => {
    const isThere = process.getBuiltinModule?.('node:sqlite') !== undefined;
    if (isThere)
      expect(await session.value("import { DatabaseSync } from 'node:sqlite';\ntypeof DatabaseSync")).toBe(
        "'function'",
      );
    else
      expect((await session.failure("import { DatabaseSync } from 'node:sqlite'")).evalue).toContain(
        `It came with Node 22.5; this kernel runs in Node ${process.versions.node}`,
      );
  });

  test('by the types alone is loaded', async () => {
    expect(await session.value("import { yes } from 'installed';\nyes")).toBe('true');
    expect(await session.value("import 'installed';\nimport './helper';\nimport 'node:fs';\n1")).toBe('1');
  });
});
