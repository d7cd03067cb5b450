import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellSession } from './cell-session.js';

let session: CellSession;

beforeAll(() => {
  session = new CellSession();
});

afterAll(() => session.close());

describe('a local module', () => {
  const use = "import { top } from '../lib/top';\ntop()";

  test('is reloaded after a change in an indirect import', async () => {
    session.write('lib/bottom.ts', 'export const bottom = 1;');
    session.write('lib/middle.ts', "import { bottom } from './bottom.js';\nexport const middle = () => bottom + 10;");
    session.write('lib/top.ts', "import { middle } from './middle';\nexport const top = () => middle() + 100;");
    expect(await session.value(use)).toBe('111');
    session.write('lib/bottom.ts', 'export const bottom = 2;');
    expect(await session.value(use)).toBe('112');
    expect(await session.value("(await import('../lib/top')).top()")).toBe('112');
  });

  test('is type-checked again after a change in an import', async () => {
    session.write('lib/bottom.ts', "export const bottom = 'text';");
    expect((await session.failure(`${use}.toFixed()`)).evalue).toMatch(/'toFixed' does not exist/);
    session.write('lib/bottom.ts', 'export const bottom: { a: number } = { a: 1 };');
    expect((await session.failure(use)).evalue).toMatch(/^\.\.\/lib\/middle\.ts, line 2: /);
  });

  test('with a syntax error is reported with file and line, only in cells that import it', async () => {
    session.write('lib/bottom.ts', 'export const bottom = 4;\nexport const other = {;\n');
    const { evalue, traceback } = await session.failure(use);
    expect(evalue).toMatch(/^\.\.\/lib\/bottom\.ts, line 2: /);
    expect(traceback[1]).toBe('  2 | export const other = {;');
    expect((await session.failure("await import('../lib/top');")).evalue).toMatch(/bottom\.ts, line 2/);
    expect(await session.value('top()')).toBe('112'); // the previously loaded version stays
    session.write('lib/bottom.ts', 'export const bottom = 5;');
    expect(await session.value(use)).toBe('115');
  });

  test('that is deleted is reported at its import until it is restored', async () => {
    session.remove('lib/bottom.ts');
    const { evalue, traceback } = await session.failure(use);
    expect(evalue).toMatch(/^\.\.\/lib\/middle\.ts, line 1: Cannot find module '\.\/bottom\.js'/);
    expect(traceback[1]).toBe("  1 | import { bottom } from './bottom.js';");
    expect(await session.value('top()')).toBe('115');
    session.write('lib/bottom.ts', 'export const bottom = 6;');
    expect(await session.value(use)).toBe('116');
    session.remove('lib/top.ts');
    expect((await session.failure(use)).evalue).toMatch(/^cell \d+, line 1: Cannot find module '\.\.\/lib\/top'/);
    session.write('lib/top.ts', "export const top = () => 'back';");
    expect(await session.value(use)).toBe("'back'");
  });

  test('that throws while loading shows its own line first, then the cell', async () => {
    session.write('lib/fails.ts', "export enum E { a }\nthrow new Error('at load');\n");
    const { traceback } = await session.failure("import { E } from '../lib/fails';\nE.a");
    expect(traceback.slice(0, 3)).toEqual([
      'Error: at load',
      'at ../lib/fails.ts, line 2',
      "  2 | throw new Error('at load');",
    ]);
    expect(traceback[4]).toMatch(/^at cell \d+, line 1$/);
  });

  test('can be part of a circular import', async () => {
    session.write(
      'lib/one.ts',
      "import { two } from './two.js';\nexport const one = 1;\nexport const sum = () => one + two();",
    );
    session.write('lib/two.ts', "import { one } from './one.js';\nexport const two = () => one + 1;");
    expect(await session.value("import { sum } from '../lib/one';\nsum()")).toBe('3');
  });

  test('is loaded again wherever it is imported from, also after another cell has loaded what it imports', async () => {
    session.write('notebooks/aa.ts', 'export const v = 1;');
    session.write('notebooks/bb.ts', "import { v } from './aa';\nexport const w = v + 100;");
    session.write('notebooks/cc.ts', "export * from './bb';\nexport const loaded = { times: 0 };");
    session.write('notebooks/dd.ts', 'export const kept = { count: 0 };');
    expect(await session.value("import { w } from './bb';\nw")).toBe('101');
    expect(await session.value("import * as c from './cc';\nimport { kept } from './dd';\nkept.count++;\nc.w")).toBe(
      '101',
    );
    session.write('notebooks/aa.ts', 'export const v = 2;');
    expect(await session.value("import { v } from './aa';\nv")).toBe('2');
    expect(await session.value("import { w } from './bb';\nw")).toBe('102');
    expect(await session.value("import * as c from './cc';\nc.w")).toBe('102');
    expect(await session.value("(await import('./cc')).w")).toBe('102');
    expect(await session.value("import { kept } from './dd';\nkept.count")).toBe('1'); // what does not depend on it keeps its state
  });

  test('has its new values and types also in cells that do not import it again', async () => {
    session.write('notebooks/live.ts', 'export const v: number = 1;\nexport default 5;');
    session.write('notebooks/over.ts', "import { v } from './live';\nexport const w = v;");
    await session.value(
      "import five, { v as live } from './live';\nimport * as whole from './live';\nimport { w as over } from './over';",
    );
    expect(await session.value('[live, five, whole.v, over]')).toBe('[ 1, 5, 1, 1 ]');
    session.write('notebooks/live.ts', "export const v: string = 'new';\nexport default 6;");
    expect(await session.value('[live.length, five, whole.v, over]')).toBe("[ 3, 6, 'new', 'new' ]");
    session.write('notebooks/live.ts', "export const v: string = JSON.parse('{');\nexport default 7;");
    expect(await session.warnings('five')).toMatch(
      /^'\.\/live' has changed and cannot be loaded \(SyntaxError: .*: its earlier version stays\.$/m,
    );
    expect(await session.value('[live, five]')).toBe("[ 'new', 6 ]");
    session.write('notebooks/live.ts', 'export const v: string = 5;\nexport default 7;');
    expect(await session.warnings('five')).toMatch(/has changed and has errors: what was imported keeps its values/);
    expect(await session.warnings('five')).toBe('');
    session.write('notebooks/live.ts', "export const v: string = 'again';\nexport default 8;");
    expect(await session.value('[live, five]')).toBe("[ 'again', 8 ]");
  });

  test('warns of values that an earlier version of its classes and types has made', async () => {
    session.write(
      'notebooks/cls.ts',
      'export class P { x = 1 }\nexport const make = () => new P();\nexport const n = 1;',
    );
    await session.value(
      "import { P, make, n as plain } from './cls';\nconst p = new P();\nconst list = [make()];\nconst other = plain + 1;",
    );
    expect(await session.warnings('p.x')).toBe('');
    session.write(
      'notebooks/cls.ts',
      "export class P { x = 1; y = 'y' }\nexport const make = () => new P();\nexport const n = 2;",
    );
    expect(await session.warnings('plain')).toBe(
      "p, list were made before './cls' changed: make them again if the types there are others now.\n",
    );
    expect(await session.warnings('plain')).toBe('');
  });

  test('that failed to load is tried again after its import was repaired', async () => {
    session.write('notebooks/base.ts', 'export const n: number = JSON.parse("{");');
    session.write('notebooks/uses.ts', "import { n } from './base';\nexport const m = n + 1;");
    expect((await session.failure("import { m } from './uses';\nm")).ename).toBe('SyntaxError');
    session.write('notebooks/base.ts', 'export const n: number = 1;');
    expect(await session.value("import { m } from './uses';\nm")).toBe('2');
  });

  test.each([
    ['CommonJS', 'notebooks/old.cjs', 'exports.n = 1;', 'exports.n = 2;', "const old = require('./old.cjs');\nold.n"],
    [
      'a JavaScript module',
      'notebooks/plain.js',
      'export const n = 1;',
      'export const n = 2;',
      "import { n as plain } from './plain.js';\nplain",
    ],
    [
      'a module for import alone',
      'notebooks/new.mjs',
      'export const n = 1;',
      'export const n = 2;',
      "(await import('./new.mjs')).n",
    ],
    [
      'JavaScript without an ending',
      'lib/short.js',
      'module.exports = { n: 1 };',
      'module.exports = { n: 2 };',
      "(await import('../lib/short')).default.n",
    ],
  ])('can be %s, and is loaded again after a change', async (_, path, before, after, cell) => {
    session.write(path, before);
    expect(await session.value(cell)).toBe('1');
    expect(await session.value(cell)).toBe('1');
    session.write(path, after);
    expect(await session.value(cell)).toBe('2');
  });

  test('can be the index of a folder, TSX, or a file beside the notebook', async () => {
    session.write('lib/folder/index.ts', 'export const inside = 1;');
    session.write(
      'notebooks/markup.tsx',
      'const h = (tag: string) => tag;\nconst React = { createElement: h };\ndeclare global { namespace JSX { interface IntrinsicElements { b: object } } }\nexport const markup = <b />;',
    );
    expect(await session.value("import { inside } from '../lib/folder';\ninside")).toBe('1');
    expect(await session.value("import { markup } from './markup';\nmarkup")).toBe("'b'");
  });

  test('with top-level await is rejected with a clear error', async () => {
    session.write('lib/awaits.ts', 'export const value = await Promise.resolve(3);');
    expect((await session.failure("import { value } from '../lib/awaits';\nvalue")).evalue).toMatch(
      /^\.\.\/lib\/awaits\.ts, line 1: A local module cannot await at its top level/,
    );
  });
});

describe('a JSON file', () => {
  test('is reloaded with its types after a change', async () => {
    session.write('notebooks/parameters.json', '{ "radius": 3 }');
    expect(await session.value("import p from './parameters.json';\np.radius")).toBe('3');
    session.write('notebooks/parameters.json', '{ "radius": "4 px" }');
    expect(await session.value("import p from './parameters.json';\np.radius.length")).toBe('4');
    expect(await session.value("(await import('./parameters.json')).default.radius")).toBe("'4 px'");
  });

  test('that is invalid is named in the error', async () => {
    session.write('notebooks/broken.json', '{ "radius": ');
    expect((await session.failure("import broken from './broken.json';\nbroken")).evalue).toMatch(/broken\.json/);
  });
});

describe('a package', () => {
  test('does not detect a browser while loading, but finds a window afterwards', async () => {
    session.write(
      'node_modules/careful/package.json',
      '{ "name": "careful", "main": "index.js", "types": "index.d.ts" }',
    );
    session.write(
      'node_modules/careful/index.js',
      "const atLoad = typeof window;\nexports.places = () => atLoad + ', ' + typeof window;",
    );
    session.write('node_modules/careful/index.d.ts', 'export function places(): string;');
    expect(await session.value("import { places } from 'careful';\nplaces()")).toContain('undefined, object');
  });
});
