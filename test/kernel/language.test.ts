import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellSession } from './cell-session.js';

/** Cells that run in sequence, and what the last one shows: the text of its value, or its error message. */
type Program = readonly [name: string, cells: readonly string[], expected: string | undefined | RegExp];

const declarations: Program[] = [
  ['enums are available in later cells', ['enum Filter { U, B, V = 5, R }', '[Filter.R, Filter[5]]'], "[ 6, 'V' ]"],
  ['enums can be used as types', ["enum Kind { star = 's' }", 'const kind: Kind = Kind.star;\nkind'], "'s'"],
  ['const enums', ['const enum Bit { a = 1, b = 2 }', 'Bit.a | Bit.b'], '3'],
  ['a namespace two cells later', ['namespace Sky { export const level = 3; }', '1', '2', 'Sky.level'], '3'],
  [
    'types of a namespace',
    ['namespace Box { export interface Size { w: number } }', '1', 'const size: Box.Size = { w: 1 };\nsize.w'],
    '1',
  ],
  [
    'redeclared namespaces',
    ['namespace N { export const a = 1 }', "namespace N { export const a = 'x' }", '1', 'N.a'],
    "'x'",
  ],
  ['nested namespaces', ['namespace A.B.C { export const deep = 1; }', '1', 'A.B.C.deep'], '1'],
  [
    'decorators with experimentalDecorators',
    [
      'function twice(_t: object, _k: string, d: PropertyDescriptor) { const f = d.value; d.value = (x: number) => 2 * f(x); }\n' +
        'class Decorated { @twice run(x: number) { return x + 1; } }',
      'new Decorated().run(2)',
    ],
    '6',
  ],
  [
    'generics',
    [
      'class Cup<T> { constructor(readonly value: T) {} map<U>(f: (v: T) => U) { return new Cup(f(this.value)); } }',
      "new Cup(3).map(x => 'n' + x).value",
    ],
    "'n3'",
  ],
  [
    'classes extended in a later cell',
    [
      `abstract class Shape { abstract area(): number; name() { return \`area \${this.area()}\`; } }`,
      'class Square extends Shape { constructor(private s: number) { super(); } area() { return this.s ** 2; } }',
      'new Square(3).name()',
    ],
    "'area 9'",
  ],
  [
    'a class keeps its original base class',
    [
      'class Old { who() { return 1; } }\nclass Heir extends Old {}',
      "class Old { who() { return 'new'; } }",
      'new Heir().who()',
    ],
    '1',
  ],
  [
    'private fields, static blocks, accessors',
    [
      'class Vault { #key = 7; static count = 0; static { Vault.count = 9; } accessor open = true; has(o: object) { return #key in o; } }',
      'const vault = new Vault();\n[vault.has(vault), Vault.count, vault.open]',
    ],
    '[ true, 9, true ]',
  ],
  [
    'overloads',
    [
      'function pick(x: string): string;\nfunction pick(x: number): number;\nfunction pick(x: unknown) { return x; }',
      "pick(3).toFixed(1) + pick('a').length",
    ],
    "'3.01'",
  ],
  [
    'satisfies',
    [
      "const palette = { red: [1, 2], blue: 'b' } satisfies Record<string, string | number[]>;",
      'palette.blue.toUpperCase()',
    ],
    "'B'",
  ],
  [
    'const type parameters',
    [
      'function list<const T extends readonly string[]>(x: T): T { return x; }',
      "const first: 'a' = list(['a', 'b'])[0];\nfirst",
    ],
    "'a'",
  ],
  [
    'assertion functions',
    [
      "function assertNumber(x: unknown): asserts x is number { if (typeof x !== 'number') throw new Error(); }",
      'const unknown: unknown = 3;\nassertNumber(unknown);\nunknown.toFixed(2)',
    ],
    "'3.00'",
  ],
  [
    'mapped and template literal types',
    [
      `type Getters<T> = { [K in keyof T as \`get\${Capitalize<K & string>}\`]: () => T[K] };`,
      'const getters: Getters<{ flux: number }> = { getFlux: () => 3 };\ngetters.getFlux()',
    ],
    '3',
  ],
  ['generators', ['function* numbers() { yield 1; yield* [2, 3]; }', '[...numbers()]'], '[ 1, 2, 3 ]'],
  [
    'async generators',
    [
      "async function* letters() { yield 'a'; yield 'b'; }",
      'const got: string[] = [];\nfor await (const letter of letters()) got.push(letter);\ngot',
    ],
    "[ 'a', 'b' ]",
  ],
  [
    'labelled loops',
    [
      'let turns = 0;\nouter: for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) { if (j === 1) continue outer; turns++; }\nturns',
    ],
    '3',
  ],
  [
    'big integers and named groups',
    ["[2n ** 64n, /(?<y>\\d{4})/u.exec('in 2024')?.groups?.y]"],
    "[ 18446744073709551616n, '2024' ]",
  ],
];

const redeclarations: Program[] = [
  ['let', ['let again = 1', "let again = 'text'", 'again.length'], '4'],
  ['const', ['const fixed = 1', "const fixed = 'text'", 'fixed.length'], '4'],
  ['a class', ['class Star { flux = 1 }', 'class Star { magnitude = 2 }', 'new Star().magnitude'], '2'],
  ['a function', ['function f() { return 1; }', 'function f(x: string) { return x; }', "f('x')"], "'x'"],
  [
    'a type',
    ['type Point = { x: number }', 'type Point = { z: string }', "const point: Point = { z: 'z' };\npoint.z"],
    "'z'",
  ],
  [
    'an interface is replaced, not merged',
    [
      'interface Options { radius: number }',
      'interface Options { width: number }',
      'const o: Options = { width: 1 };\no.width',
    ],
    '1',
  ],
  ['an enum', ['enum State { a }', "enum State { b = 'b' }", 'State.b'], "'b'"],
  ['an import', ["import { join } from 'node:path';", "const join = (s: string) => s + '!';", "join('x')"], "'x!'"],
  [
    'a variable replaced by an import',
    ['const basename = 1;', "import { basename } from 'node:path';", "basename('a/b')"],
    "'b'",
  ],
  ['a class replaced by a variable', ['class Thing {}', 'const Thing = 3;', 'Thing'], '3'],
  [
    'with a value of the previous declaration',
    ['let steps = 1;', 'const before = steps;', 'let steps = before + 1;\nsteps'],
    '2',
  ],
  ['var twice in one cell', ['var v = 1; var v = 2;', 'v'], '2'],
];

const variables: Program[] = [
  [
    'destructuring with defaults and rest',
    ['const { a, ...rest } = { a: 1, b: 2, c: 3 };\nconst [first, , third = 9] = [1, 2];', '[a, rest, first, third]'],
    '[ 1, { b: 2, c: 3 }, 1, 9 ]',
  ],
  [
    'destructuring into earlier variables',
    ["let n1 = 1, n2 = 'x';", "[n1, n2] = [4, 'z'];\n({ n1 } = { n1: 8 });\n[n1, n2]"],
    "[ 8, 'z' ]",
  ],
  [
    'a closure sees an assignment in a later cell',
    ['let count = 1;\nconst show = () => count;', 'count = 5;\nshow()'],
    '5',
  ],
  [
    'a closure sees increments',
    ['let ticks = 0;\nfunction tick() { return ++ticks; }', 'tick(); ticks += 10;\n[tick(), ticks]'],
    '[ 12, 12 ]',
  ],
  [
    'closures share destructured variables',
    [
      'let [h1, { h2 }] = [1, { h2: 2 }];\nclass Uses { x = h1; get y() { return h2; } }',
      'h1 = 7; h2 = 8;\n[new Uses().x, new Uses().y]',
    ],
    '[ 7, 8 ]',
  ],
  [
    'a closure in a cell that awaits',
    ['await null;\nlet later = 1;\nconst getLater = async () => ({ later });', 'later = 2;\nawait getLater()'],
    '{ later: 2 }',
  ],
  [
    'functions in variables can be reassigned',
    ['let step = () => 1;\nconst call = () => step();', 'step = () => 2;\ncall()'],
    '2',
  ],
  ['variables set in a callback', ['let sum = 0;\n[1, 2, 3].forEach(x => { sum += x; });', 'sum'], '6'],
  ['var from a block', ['if (true) { await null; var inner = 4; }', 'inner'], '4'],
  ['??= and optional chains', ['let maybe: { x?: number } | undefined;', 'maybe ??= { x: 4 };\nmaybe?.x'], '4'],
  [
    'a loop variable of the same name does not change the earlier variable',
    ['let i = 8;', 'for (const i of [1, 2]) void i;\ni'],
    '8',
  ],
  ['an earlier variable used as a loop variable', ['let j = 0;', 'for (j of [1, 2]) void j;\nj'], '2'],
  [
    'globals can be shadowed',
    ["const name = 'n', status = 2, path = 'p', module = 'm', length = 5;", '[name, status, path, module, length]'],
    "[ 'n', 2, 'p', 'm', 5 ]",
  ],
  [
    'a missing forward reference is an error',
    ['const usesLater = () => notThereYet + 1;'],
    /Cannot find name 'notThereYet'/,
  ],
  ["the notebook's own names cannot be redeclared", ['const require = 3;'], /'require' belongs to the notebook itself/],
];

const modules: Program[] = [
  ['export const', ['export const exported = 42;', 'exported + 1'], '43'],
  [
    'export of everything else',
    [
      "export function fn() { return 'f'; }\nexport class Cls { x = 1 }\nexport interface Face { y: number }\nexport enum En { a = 3 }\nexport type Text = 'a' | 'b';",
      "const face: Face = { y: 1 };\nconst text: Text = 'b';\n[fn(), new Cls().x, En.a, face.y, text]",
    ],
    "[ 'f', 1, 3, 1, 'b' ]",
  ],
  ['export default with a name', ['export default class Named { x = 1 }', 'new Named().x'], '1'],
  ['export default of a value shows it', ['export default 5'], '5'],
  ['a list of exports', ['const listed = 7;\nexport { listed };', 'listed'], '7'],
  ['the word export in a string is left unchanged', ["const words = 'export const x';\nwords"], "'export const x'"],
  [
    'imports of all forms',
    [
      "import fs from 'node:fs';\nimport * as os from 'node:os';\nimport { join as joined } from 'node:path';\nimport type { Stats } from 'node:fs';",
      "let stats: Stats | null = null;\n[typeof fs.readFileSync, typeof os.cpus, joined('a', 'b'), stats]",
    ],
    "[ 'function', 'function', 'a/b', null ]",
  ],
  ['JSON', ["import data from './data.json';\ndata.a[1]"], '2'],
  [
    'JSON with import()',
    ["const { default: all, a: part } = await import('./data.json');\n[all, part]"],
    '[ { a: [ 1, 2 ] }, [ 1, 2 ] ]',
  ],
  [
    'import() of a name computed at run time',
    ["const which = 'node:' + 'path';\n(await import(which)).join('a', 'b')"],
    "'a/b'",
  ],
];

const awaits: Program[] = [
  [
    'await anywhere at the top level',
    [
      'const three = await Promise.resolve(3);\nif (await Promise.resolve(true)) three + (await Promise.resolve(1)) * 2;',
      'three',
    ],
    '3',
  ],
  ['await inside await', ['async function a1() { return { b: async () => 4 }; }', 'await (await a1()).b()'], '4'],
  ['await as the last expression', ['await Promise.all([1, 2].map(async x => x * 2))'], '[ 2, 4 ]'],
  [
    'await in a template and in a class heritage',
    [
      `class Late extends (await Promise.resolve(class { x = 'x' })) {}\n\`\${await Promise.resolve(1)}\${new Late().x}\``,
    ],
    "'1x'",
  ],
  [
    'for await over promises',
    ['let total = 0;\nfor await (const x of [1, Promise.resolve(2)]) total += x;\ntotal'],
    '3',
  ],
];

const oddities: Program[] = [
  ['an empty cell', [''], undefined],
  ['only a comment', ['// only this'], undefined],
  ['a block is not an object', ['{ a: 1 }'], undefined],
  ['an object in parentheses', ['({ a: 1 })'], '{ a: 1 }'],
  ['a leading semicolon', [';[1, 2].length'], '2'],
  ["'use strict'", ["'use strict';\n1 + 1"], '2'],
  ['casts in angle brackets', ['const cast = <number>(3 as unknown);\ncast'], '3'],
  ['Windows line endings', ['const crlf = 1;\r\ncrlf + 1\r\n'], '2'],
  ['return is rejected', ['return 3'], /'return' statement/],
  ['using is rejected with a clear error', ['using x = { [Symbol.iterator]: 1 };'], /'using' needs TypeScript 5\.2/],
];

let session: CellSession;

beforeAll(() => {
  session = new CellSession({ 'notebooks/data.json': '{ "a": [1, 2] }' });
});

afterAll(() => session.close());

describe.each([
  ['declarations', declarations],
  ['redeclarations', redeclarations],
  ['variables', variables],
  ['modules', modules],
  ['await', awaits],
  ['edge cases', oddities],
])('%s', (_, programs) => {
  test.each(programs)('%s', async (_name, cells, expected) => {
    for (const cell of cells.slice(0, -1)) await session.value(cell);
    const last = cells[cells.length - 1];
    if (expected instanceof RegExp) expect((await session.failure(last)).evalue).toMatch(expected);
    else expect(await session.value(last)).toBe(expected);
  });
});
