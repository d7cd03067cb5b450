import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkProgram, type Program } from './cell-programs.js';
import { CellSession } from './cell-session.js';

const OLD = 'class Star { constructor(public ra: number) {} }';
const NEW = 'class Star { constructor(public ra: number, public mag: number) {} }';
const PRIVATE = 'class Box { private inner = 1; open() { return this.inner; } }';

const refused: Program[] = [
  [
    'an array of a class',
    [`${OLD}; const ss = [new Star(1)]`, `${NEW}; function use(s: Star) { return s.mag.toFixed(2) }`, 'use(ss[0])'],
    /^cell 3, line 1: ss was made with the class Star of cell \[1\], which cell \[2\] declared anew: make it again/,
  ],
  [
    'a property that only the new class has',
    [OLD, 'const s = new Star(1)', NEW, 's.mag'],
    /^cell 4, line 1: s was made with the class Star of cell \[1\], which cell \[3\] declared anew/,
  ],
  [
    'a Map, in the cell of the new class',
    [OLD, "const m = new Map([['a', new Star(1)]])", `${NEW}\nm.get('a')!.mag`],
    /Property 'mag' does not exist/,
  ],
  [
    'a Map, in a later cell',
    [OLD, "const m = new Map([['a', new Star(1)]])", NEW, "m.get('a')!.mag"],
    /m was made with the class Star of cell \[1\]/,
  ],
  [
    'a parameter of a callback',
    [OLD, 'const s = [new Star(1)]', NEW, 's.map(x => x.mag)'],
    /s was made with the class Star of cell \[1\]/,
  ],
  [
    'what a function of an earlier cell returns',
    [OLD, 'function make() { return new Star(1) }', NEW, 'make().mag'],
    /make was declared with the class Star of cell \[1\], which cell \[3\] declared anew: run its cell again/,
  ],
  [
    'what a function of an earlier cell takes',
    [PRIVATE, 'const open = (box: Box) => box.open()', PRIVATE.replace('open()', 'shut()'), 'open(new Box())'],
    /open was declared with the class Box of cell \[1\]/,
  ],
  [
    'an interface in an interface in a generic type',
    [
      'interface Site { lat: number }',
      'interface Night { site: Site; next?: Night }\ntype Of<T> = { value: T; Site: number }',
      'const n: Of<Night> = { value: { site: { lat: 1 } }, Site: 2 }',
      'interface Site { latitude: string }',
      'n.value.site.latitude',
    ],
    /n was made with the interface Site of cell \[1\], which cell \[4\] declared anew/,
  ],
  [
    'a type that another type of an earlier cell is made of',
    [
      'interface Site { lat: number }',
      'interface Night { site: Site }',
      'interface Site { latitude: string }',
      "const night: Night = { site: { latitude: 'x' } }",
    ],
    /latitude/,
  ],
  [
    'a class that extends the older one',
    [
      'class Body { mass() { return 1 } }\nclass Planet extends Body {}',
      'const p = new Planet()',
      "class Body { name() { return 'x' } }",
      'p.name()',
    ],
    /p was made with the class Body of cell \[1\]/,
  ],
  [
    'an enum',
    ['enum Band { a, b }', 'let band: Band = Band.a', "enum Band { a = 'x' }", 'band = Band.a'],
    /band was made with the enum Band of cell \[1\]/,
  ],
  [
    'an imported type',
    [
      "import type { Stats } from 'node:fs'",
      'let stats: Stats | null = null',
      'class Stats { a = 1 }',
      'stats = new Stats()',
    ],
    /stats was made with the import Stats of cell \[1\]/,
  ],
  [
    'a union of old and new',
    [OLD, 'const s = new Star(1)', NEW, 'const both = [s, new Star(1, 2)]', 'both[0].mag'],
    /both was made with the class Star of cell \[1\]/,
  ],
  [
    'the second class of three',
    [OLD, NEW, 'const t = new Star(1, 2)', 'class Star { name = 1 }', 't.name'],
    /t was made with the class Star of cell \[2\], which cell \[4\] declared anew/,
  ],
  [
    'a mistake that has nothing to do with it',
    [OLD, 'const s = new Star(1)', NEW, 's.raa'],
    /^cell 4, line 1: Property 'raa' does not exist on s.*Nearest: ra$/,
  ],
];

const kept: Program[] = [
  ['an older value as what it is', [OLD, 'const s = new Star(1)', NEW, 's.ra'], '1'],
  [
    'a value of a class that is declared again unchanged',
    [OLD, 'const s = new Star(1)', OLD, 'const again: Star = s;\nagain.ra'],
    '1',
  ],
  [
    'the same of a class with private members, through functions, arrays and maps',
    [
      PRIVATE,
      "const box = new Box(), list = [box], map = new Map([['a', box]]);\nconst open = (b: Box) => b.open();\nfunction make() { return new Box() }",
      `/** Another comment. */\n${PRIVATE.replace('= 1;', '= 2; /* other */')}`,
      "list.push(new Box()); map.set('b', new Box()); open(make()) + open(new Box())",
    ],
    '4',
  ],
  [
    'values of an older class once it is declared as before',
    [PRIVATE, 'const box = new Box()', 'class Box { other = 1 }', PRIVATE, 'const b: Box = box;\nb.open()'],
    '1',
  ],
  [
    'classes that name each other',
    [
      'class A { private b?: B }\nclass B { private a?: A }',
      'const a = new A()',
      'class A { private b?: B }\nclass B { private a?: A }',
      'const other: A = a;\n1',
    ],
    '1',
  ],
  [
    'a type by typeof',
    [
      'const config = { radius: 1 };\ntype Config = typeof config',
      'const mine: Config = config',
      "const config = { width: 'x' }",
      'mine.radius',
    ],
    '1',
  ],
  [
    'a function by typeof',
    [
      'function f(x: number) { return x }',
      'const g: typeof f = f',
      'function f(x: string) { return x }',
      "g(1) + f('a')",
    ],
    "'1a'",
  ],
  [
    'interfaces that add up',
    [
      'interface I { a: 1 }\ninterface I { b: 2 }',
      'const i: I = { a: 1, b: 2 }',
      'interface I { a: 1 }\ninterface I { b: 2 }',
      'const j: I = i;\nj.b',
    ],
    '2',
  ],
  [
    'the value of a class whose name is now a type',
    ['class T { v = 4 }\nclass U { t = new T() }', 'const u = new U()', 'interface T { q: 1 }', 'new T().v + u.t.v'],
    '8',
  ],
  [
    'a namespace',
    [
      'namespace N { export class K { z = 1 } }',
      'const k = new N.K()',
      'namespace N { export class K { y = 1 } }',
      'k.z',
    ],
    '1',
  ],
  [
    'an import that is repeated',
    [
      "import { readFileSync, type Stats } from 'node:fs'",
      'let stats: Stats | null = null;\nconst read: typeof readFileSync = readFileSync',
      "import { readFileSync, type Stats } from 'node:fs'",
      'const same: typeof readFileSync = read;\nlet other: Stats | null = stats;\ntypeof same',
    ],
    "'function'",
  ],
  [
    'names that only look like the class: a property, a parameter, a type parameter',
    [
      'class Star { a = 1 }',
      'type Row<Star> = { Star: Star };\nconst f = (Star: number): number => Star;\nconst s: Row<number> = { Star: 2 }',
      'class Star { b = 1 }',
      's.Star + f(3)',
    ],
    '5',
  ],
];

let session: CellSession;

beforeAll(() => {
  session = new CellSession();
});

afterAll(() => session.close());

describe('a value older than its class or type is refused where the new one is needed', () => {
  test.each(refused)('%s', (...program) => checkProgram(session, program));
});

describe('a value older than its class or type is usable', () => {
  test.each(kept)('%s', (...program) => checkProgram(session, program));
});

test('all cells can be run again', async () => {
  const cells = [
    'class Star { private id = 1; constructor(public ra: number) {} same(other: Star) { return other.id === this.id } }',
    'interface Pair { a: Star; b: Star }\nconst pair: Pair = { a: new Star(1), b: new Star(2) }',
    'const all: Star[] = [pair.a];\nfunction first(p: Pair): Star { return p.a }',
    'all.push(first(pair));\nall[0].same(new Star(3))',
  ];
  for (const cell of [...cells, ...cells, ...cells]) await session.value(cell);
  expect(await session.value(cells[3])).toBe('true');
});

test('older declarations are not offered, and are forgotten with their last value', async () => {
  await session.value('class Comet { a = 1 }\nlet s: Comet | null = new Comet()');
  await session.value('const t = new Comet()');
  const { count } = await session.run('class Comet { b = 1 }');
  const older = `Comet_of_cell_${count - 2}`;
  expect(session.completions('Come|')).toContain('Comet');
  expect(session.completions('Come|').filter(name => name.includes('_of_'))).toEqual([]);
  expect((await session.failure('Comet_of')).evalue).toMatch(/Cannot find name 'Comet_of'. Nearest: Comet$/);
  await session.value('let s = 1;\nconst t = 2');
  expect((await session.failure(`let x: ${older}`)).evalue).toContain(`Cannot find name '${older}'`);
});

test('a name of the user that is like those of older declarations stays', async () => {
  const { count } = await session.run('class Moon { a = 1 }');
  await session.value(`const Moon_of_cell_${count} = 5;\nconst moon = new Moon()`);
  await session.value('class Moon { b = 1 }');
  expect(await session.value(`Moon_of_cell_${count} + moon.a`)).toBe('6');
});
