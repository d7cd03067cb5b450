import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkProgram, type Program } from './cell-programs.js';
import { CellSession } from './cell-session.js';

const before = [globalThis, Array.prototype].map(shared => [shared, new Set(Reflect.ownKeys(shared))] as const);

const empty: Program[] = [
  ['let rows = []', ['let rows = []', 'rows.push(1);\nrows'], '[ 1 ]'],
  [
    'const and var',
    ['const list = [];\nvar other = []', 'list.push({ x: 1 }); other.push(2);\n[list[0].x, other]'],
    '[ 1, [ 2 ] ]',
  ],
  [
    'a variable without a value',
    [
      'let later;\nlet nothing = null;\nlet none = undefined',
      "later = 'a'; nothing = 5; none = [];\n[later, nothing, none]",
    ],
    "[ 'a', 5, [] ]",
  ],
  [
    'arrays in an object',
    [
      'const found = { list: [], deep: { inner: [[]] } }',
      'found.list.push(3); found.deep.inner[0].push(4);\nJSON.stringify(found)',
    ],
    '\'{"list":[3],"deep":{"inner":[[4]]}}\'',
  ],
  [
    'arrays in an object, filled in the same cell',
    [
      "const bag = { list: [] };\nbag.list.push({ a: 1 }); bag.list[1] = 'x'; bag.list = [...bag.list, 2];\nbag.list.length",
    ],
    '3',
  ],
  ['an array that a callback fills', ['const seen = [];\n[1, 2].forEach(x => seen.push(x));\nseen'], '[ 1, 2 ]'],
  [
    'an array that a loop fills, in its cell with its type',
    ['const texts = [];\nfor (const i of [1, 2]) texts.push(String(i));\ntexts[0].length'],
    '1',
  ],
  [
    'such an array is open in later cells',
    ['const mixed = [];\nmixed.push(1)', "mixed.push('a');\nmixed"],
    "[ 1, 'a' ]",
  ],
  [
    'taken apart',
    ['const { p, q } = { p: [], q: 1 };\nconst [r, s] = [[], []]', 'p.push(1); r.push(q); s.push(2);\n[p, r, s]'],
    '[ [ 1 ], [ 1 ], [ 2 ] ]',
  ],
  ['a variable that a function reads', ['let state;\nfunction read() { return state }', 'state = 5;\nread()'], '5'],
  ['a Map of arrays', ["const byName = new Map([['a', []]])", "byName.get('a')!.push(1);\nbyName.get('a')"], '[ 1 ]'],
  [
    'a class with an array',
    ['class Night { frames = [] }', "const night = new Night();\nnight.frames.push('x');\nnight.frames"],
    "[ 'x' ]",
  ],
  [
    'a parameter without a type is still refused',
    ['function f(x) { return x }'],
    /Parameter 'x' implicitly has an 'any' type/,
  ],
  [
    'a local array that a callback fills is still refused',
    ['function g() { const a = []; return () => a }'],
    /'a' implicitly has type 'any\[\]'/,
  ],
  ['never where the user wrote it is still refused', ['const no: never[] = [];\nno.push(1)'], /never/],
  [
    'a wrong use of an inferred type is still refused',
    ["const names = []; names.push('x');\nconst n: number = names[0]"],
    /'string' is not assignable to type 'number'/,
  ],
];

const globals: Program[] = [
  ['declare global', ['declare global { var aa: number }', 'globalThis.aa = 5;\naa', 'aa + 1'], '6'],
  [
    'in an object, a function and an assignment',
    [
      'declare global { var bb: number }\nglobalThis.bb = 1',
      'bb = 2;\nconst inside = () => ({ bb });\n[inside(), globalThis.bb]',
    ],
    '[ { bb: 2 }, 2 ]',
  ],
  [
    'again with another type',
    ['declare global { var cc: number }', 'declare global { var cc: string }', "cc = 'x';\ncc.length"],
    '1',
  ],
  [
    'members of an interface',
    [
      'declare global { interface Array<T> { last(): T } }\nArray.prototype.last = function () { return this[this.length - 1] }',
      'declare global { interface Array<T> { first(): T } }\nArray.prototype.first = function () { return this[0] }',
      '[1, 2].last() + [5].first()',
    ],
    '7',
  ],
  [
    'a member again with another type',
    [
      'declare global { interface Array<T> { last(): string } }',
      'let text: string | undefined;\nif (Math.random() > 2) text = [1].last();\ntext',
    ],
    undefined,
  ],
  [
    'types and functions',
    [
      "declare global { type Band = 'V' | 'R'; interface Site { lat: number } function twice(x: number): number }\nglobalThis.twice = x => 2 * x",
      "const band: Band = 'V', site: Site = { lat: 1 };\n[band, twice(site.lat)]",
    ],
    "[ 'V', 2 ]",
  ],
  [
    'a variable of the notebook takes the name',
    ['declare global { var dd: number }', "const dd = 'own'", 'dd'],
    "'own'",
  ],
  [
    'declare module of a package that is not there',
    [
      "declare module 'no-such-package' { export const v: number }",
      "const v: typeof import('no-such-package').v = 5;\nv",
    ],
    '5',
  ],
  [
    'again with another type',
    [
      "declare module 'no-such-package' { export const v: string; export default function f(): void }",
      "const v: typeof import('no-such-package').v = 'text';\nv",
    ],
    "'text'",
  ],
  [
    'without a body, and by a pattern',
    [
      "declare module 'no-types';\ndeclare module '*.shader' { const text: string; export default text }",
      "let shader: typeof import('./x.shader').default = 'a';\nshader",
    ],
    "'a'",
  ],
  [
    'in an addition to a module',
    ["declare module 'node:fs' { const extra: number }\nimport { existsSync } from 'node:fs';\nexistsSync('/')"],
    'true',
  ],
  [
    'declare of variables, functions and classes',
    [
      'declare const later: number;\ndeclare function call(): void;\ndeclare class Old { a: number }',
      'let old: Old | undefined;\nold',
    ],
    undefined,
  ],
  ['export {}, export =, export default', ['export {};\nexport const ec = 1', 'export = ec + 1'], '2'],
  ['import x = require()', ["import paths = require('node:path')", "paths.join('a', 'b')"], "'a/b'"],
  [
    'names with two underscores',
    ['const __x = 1, ___y = 2;\nfunction __f() { return __x + ___y }', '__x + ___y + __f()'],
    '6',
  ],
];

const undeclarable: Program[] = [
  ['a class expression with private members', ['const B = class { private y = 1; z = 2 }', 'new B().z'], '2'],
  ['whose private members stay private', ['new B().y'], /Property 'y' does not exist/],
  [
    'with protected and static ones',
    ['const C = class { protected a = 1; static make() { return new C() } private static n = 1; b = 3 }', 'C.make().b'],
    '3',
  ],
  [
    'returned by a function',
    ['function make() { return class { private p = 1; q = 2 } }', 'new (make())().q.toFixed(1)'],
    "'2.0'",
  ],
  [
    'in objects and arrays',
    [
      'const kinds = { K: class { private k = 1; l = 2 } }, list = [class { private m = 1; n = 4 }]',
      'new kinds.K().l + new list[0]().n',
    ],
    '6',
  ],
  [
    'taken apart',
    ['const { K: Taken, other = 1 } = { K: class { private k = 1; l = 5 } }', 'new Taken().l + other'],
    '6',
  ],
  ['an instance', ['const one = new (class { private u = 1; w = 2 })()', 'one.w'], '2'],
  [
    'a mixin',
    [
      'const timed = <T extends new (...args: any[]) => {}>(Base: T) => class extends Base { private s = 1; t = 2 }',
      'class Point { a = 1 }\nconst Timed = timed(Point)',
      'class Late extends Timed { c = 4 }',
      'const l = new Late();\nl.a + l.t + l.c',
    ],
    '7',
  ],
  [
    'a base class by a mixin in one cell',
    ['class Shot extends timed(Point) { d = 1 }', 'new Shot().t + new Shot().a'],
    '3',
  ],
  [
    'a named one that names itself',
    ['const Node1 = class Inner { private x = 1; next?: Inner; v = 1 }', 'new Node1().next?.v ?? 9'],
    '9',
  ],
  ['as a base, in one declaration', ['class X extends (class { private p = 1; q = 2 }) {}', 'new X().q'], '2'],
  [
    'from methods, properties, generators and promises',
    [
      'class Shelf { make() { return class { private z = 1; y = 3 } } kind = class { protected z = 1; y = 4 } }\nconst waiting = Promise.resolve(class { private a = 1; b = 5 })\nconst each = function* () { yield class { private a = 1; b = 6 } }',
      'const [K6] = each();\nnew (new Shelf().make())().y + new (new Shelf().kind)().y + new (await waiting)().b + new K6().b',
    ],
    '18',
  ],
  [
    'all members of a module in an object',
    ["import * as fsx from 'node:fs';\nconst copy = { ...fsx }", 'typeof copy.readFileSync'],
    "'function'",
  ],
  ['a default export without a name', ['export default class { private y = 1 }'], undefined],
  [
    'symbols as keys',
    ["const key = Symbol('k'), keyed = { [key]: 1 };\nfunction fresh() { return Symbol('f') }", 'keyed[key]'],
    '1',
  ],
  [
    'import() of a module of Node',
    ["const fs = await import('node:fs')", "fs.existsSync('/') && fs.default.existsSync('/')"],
    'true',
  ],
  ['with its types', ["fs.existsSync('/').toFixed"], /Property 'toFixed' does not exist/],
  ['import() of CommonJS', ["const cjs = await import('./tool.cjs')", 'cjs.default.twice(2)'], '4'],
  ['require() of CommonJS', ["const tool = require('./tool.cjs')", 'new tool.Kept().a'], '1'],
  [
    'several modules of Node at once',
    [
      "const [http, zlib] = await Promise.all([import('node:http'), import('node:zlib')]);\nconst { promises } = await import('node:fs')",
      'typeof http.get + typeof zlib.gzipSync + typeof promises.readFile',
    ],
    "'functionfunctionfunction'",
  ],
];

const attributes: Program[] = [
  ['with', ["import data from './data.json' with { type: 'json' }", 'data.a[1]'], '2'],
  [
    'with, over lines, and code after it',
    ["import * as whole from './data.json'\n  with {\n    type: 'json',\n  };\nwhole.a.length"],
    '2',
  ],
  [
    'several',
    [
      "import d1 from './data.json' with { type: 'json' }\nimport d2 from './data.json' with { type: 'json' }\nd1.a[0] + d2.a[0]",
    ],
    '2',
  ],
  ['assert', ["import data3 from './data.json' assert { type: 'json' };\ndata3.a[0]"], '1'],
  ['none', ["import data4 from './data.json';\ndata4.a[0]"], '1'],
  [
    'of import()',
    ["const viaImport = await import('./data.json', { with: { type: 'json' } })", 'viaImport.default.a[0]'],
    '1',
  ],
  ['in a local module', ["import { first } from './uses-json';\nfirst"], '1'],
  [
    'errors keep their places',
    ["import data5 from './data.json' with { type: 'json' }; data5.b"],
    /^cell \d+, line 1: Property 'b' does not exist on data5/,
  ],
  ['the word in a text', ['const words = "from \'./x\' with { }";\nwords.length'], '19'],
];

let session: CellSession;

beforeAll(() => {
  session = new CellSession({
    'notebooks/data.json': '{ "a": [1, 2] }',
    'notebooks/tool.cjs': 'module.exports = { twice: x => 2 * x, Kept: class { constructor() { this.a = 1 } } }',
    'notebooks/uses-json.ts':
      "import d from './data.json' with { type: 'json' };\nexport const first = d.a[0];\nexport const here = import.meta.url;",
  });
});

afterAll(() => {
  session.close();
  // the cells have added to what all test files of this process share
  for (const [shared, names] of before)
    for (const name of Reflect.ownKeys(shared)) if (!names.has(name)) Reflect.deleteProperty(shared, name);
});

describe.each([
  ['what begins empty', empty],
  ['declarations for all', globals],
  ['what cannot be declared in full', undeclarable],
  ['attributes of imports', attributes],
])('%s', (_, programs) => {
  test.each(programs)('%s', (...program) => checkProgram(session, program));
});

describe('import.meta', () => {
  test('has the place of the notebook', async () => {
    const folder = `${session.project}/notebooks`;
    expect(await session.value('import.meta.url')).toBe(`'file://${folder}/'`);
    expect(await session.value('const { dirname } = import.meta;\ndirname')).toBe(`'${folder}'`);
    expect(await session.value('(() => __dirname)()')).toBe(`'${folder}'`);
    expect(await session.value("import.meta.resolve('./data.json')")).toBe(`'file://${folder}/data.json'`);
    expect(await session.value("import.meta.resolve('fs')")).toBe("'node:fs'");
    expect(
      await session.value(
        "import { readFileSync } from 'node:fs';\nreadFileSync(new URL('./data.json', import.meta.url), 'utf8').length",
      ),
    ).toBe('15');
    expect(await session.value("import { here } from './uses-json';\nhere")).toBe(`'file://${folder}/uses-json.ts'`);
  });

  test('has no file name, which is not offered', async () => {
    for (const cell of ['import.meta.filename', '1;\n__filename', 'const o = { __filename }'])
      expect((await session.failure(cell)).evalue).toMatch(
        /line \d: A kernel is not told the name of its notebook.*import\.meta\.dirname/,
      );
    expect(session.completions('import.meta.|').sort()).toEqual(['dirname', 'resolve', 'url']);
    expect(session.completions('__file|')).not.toContain('__filename');
    expect((await session.failure("import.meta.resolve('no-such-package')")).evalue).toMatch(
      /Cannot find package 'no-such-package'/,
    );
  });

  test('a cell may declare __dirname and __filename itself', async () => {
    expect(await session.value("const __filename = 'own.ts', __dirname = 'own';\n[__dirname, __filename]")).toBe(
      "[ 'own', 'own.ts' ]",
    );
    expect(await session.value('__dirname')).toBe("'own'");
  });
});
