/** What remains of a cell that threw or was stopped: what it had set, with its types; all else is as it was before. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { timeLimit } from '../helpers/time-limits.js';
import { CellSession } from './cell-session.js';

let session: CellSession;
let made = 0;
beforeAll(() => {
  session = new CellSession({ 'notebooks/kit.ts': 'export const size = 4;\nexport default 7;\n' });
});
afterAll(() => session.close());

/** A cell with its names made fresh, so that the cases of one session do not meet. */
const fresh = (): ((code: string) => string) => {
  const mark = `_${++made}`;
  return code => code.replace(/\$/g, mark);
};

describe('a cell that threw keeps', () => {
  test.each([
    ['a constant', "const a$ = 1; throw new Error('x')", 'a$', '1'],
    ['variables that were changed', 'let a$ = 1; var b$ = 2; a$ = 5; b$++; throw 1', '[a$, b$]', '[ 5, 3 ]'],
    [
      'what comes before the statement that throws',
      'const a$ = 1; const b$ = JSON.parse("{"); const c$ = 2;',
      'a$',
      '1',
    ],
    [
      'variables without a value',
      'let a$: number | undefined; const b$ = [1].find(x => x > 1); throw 1',
      '[a$, b$]',
      '[ undefined, undefined ]',
    ],
    ['null', 'let a$: string | null = null; throw 1', '[a$]', '[ null ]'],
    [
      'patterns',
      'const { x: a$, ...b$ } = { x: 1, y: 2 }, [c$ = 5] = [] as number[]; throw 1',
      '[a$, b$.y, c$]',
      '[ 1, 2, 5 ]',
    ],
    [
      'functions and what they use',
      'const a$ = 2; function f$(x: number) { return a$ * x } const g$ = () => f$(1); throw 1',
      'f$(3) + g$()',
      '8',
    ],
    [
      'classes',
      'class K$ { #y = 3; get y() { return this.#y } } const k$ = new K$(); throw 1',
      'new K$().y + k$.y',
      '6',
    ],
    [
      'types, wherever they stand',
      'const a$: T$ = { x: 1 }; throw 1; interface T$ { x: number } type U$ = T$[]',
      'const u$: U$ = [a$]; u$.length',
      '1',
    ],
    ['enumerations', 'enum E$ { a = 4 } throw 1', 'E$.a', '4'],
    [
      'imports',
      "import { size as s$ } from './kit'; import d$ from './kit'; import * as n$ from './kit'; throw 1",
      's$ + d$ + n$.size',
      '15',
    ],
    [
      'what an awaiting cell had set',
      'const a$ = await 1; let b$ = a$ + 1; await Promise.reject(new Error("no")); const c$ = 3',
      'a$ + b$',
      '3',
    ],
    ['what a loop had set', 'let a$ = 0; for (let i = 0; ; i++) { a$ = i; if (i === 3) throw 1 }', 'a$', '3'],
    ['what a function of the cell sets later', 'let a$ = 0; const f$ = () => ++a$; throw 1', 'f$(); f$(); a$', '2'],
    ['what it changed of earlier cells', 'session$ = 7; throw 1', 'session$', '7'],
  ])('%s', async (what, cell, use, answer) => {
    const named = fresh();
    if (what.endsWith('earlier cells')) await session.value(named('let session$ = 1'));
    await session.failure(named(cell));
    expect(await session.value(named(use))).toBe(answer);
  });

  test('types, known to the checker, to completion and to hover', async () => {
    const named = fresh();
    await session.failure(named("const star$ = { ra: 1, name: 'a' }; throw 1"));
    expect((await session.failure(named('star$.dec'))).evalue).toMatch(/'dec' does not exist/);
    expect(session.completions(named('star$.|'))).toEqual(expect.arrayContaining(['ra', 'name']));
    expect(session.executor.inspect(named('star$'), 2)?.signature).toMatch(/ra: number/);
  });
});

describe('a cell that threw keeps also', () => {
  test.each([
    ['`if`', 'if (true) { var a$ = 3; throw 1 }'],
    ['braces', '{ var a$ = 3; throw 1 }'],
    ['`switch`', 'switch (1) { case 1: var a$ = 3; throw 1 }'],
    ['a loop', 'for (const x of [1]) { var a$ = 3; throw x }'],
    ['`try`', 'try { throw 1 } finally { var a$ = 3 }'],
  ])('a `var` inside %s', async (_, cell) => {
    const named = fresh();
    await session.failure(named(cell));
    expect(await session.value(named('a$ + 1'))).toBe('4');
  });

  test('the members of a const enum', async () => {
    const named = fresh();
    await session.failure(named('const enum E$ { a = 4 } throw 1'));
    expect(await session.value(named('E$.a'))).toBe('4');
  });
});

describe('a cell that threw leaves', () => {
  test('what it did not reach undeclared, and says so', async () => {
    const named = fresh();
    const { count } = await session.run(named('const a$ = 1; throw 1; const b$ = 2; let c$; class D$ {}'));
    for (const name of ['b$', 'c$', 'new D$()'])
      expect((await session.failure(named(name))).evalue).toMatch(
        new RegExp(`Cell ${count}, which declares it, has failed`),
      );
    expect(await session.value(named('a$'))).toBe('1');
    await session.run(named('const b$ = 3'));
    expect(await session.value(named('b$'))).toBe('3');
  });

  test.each([
    ['a constant', 'const a$ = 1', "throw 0; const a$ = 'x'", 'a$.toFixed(1)', "'1.0'"],
    [
      'a variable that functions use',
      'let a$ = 1; const f$ = () => a$',
      "throw 0; let a$ = 'x'; const g$ = () => a$",
      'a$ + f$()',
      '2',
    ],
    ['a function', 'function a$() { return 1 }', "throw 0; function b$() {} const a$ = () => 'x'", 'a$() + 1', '2'],
    ['a class', 'class A$ { x = 1 }; const a$ = new A$()', 'throw 0; class A$ { y = 1 }', 'a$.x + new A$().x', '2'],
    ['one of several', 'const a$ = 1, b$ = 2', "const b$ = 'x'; throw 0; const a$ = 'y'", 'a$ + b$.length', '2'],
    ['a variable whose setting failed', 'let a$ = 1', 'const { a$ } = JSON.parse("{")', 'a$ + 1', '2'],
    ['an import', "import { size as a$ } from './kit'", 'throw 0; const a$ = true', 'a$ + 1', '5'],
  ])('what it would have declared again as it was: %s', async (_, first, second, use, answer) => {
    const named = fresh();
    await session.value(named(first));
    await session.failure(named(second));
    expect(await session.value(named(use))).toBe(answer);
  });

  test('everything as it was if it did not compile', async () => {
    const named = fresh();
    await session.value(named('const a$ = 1; let b$: number | undefined'));
    await session.failure(named("const a$: number = 'x'; b$ = 5"));
    expect(await session.value(named('[a$, b$]'))).toBe('[ 1, undefined ]');
  });

  test('its declarations to several such cells in a row, and to those that come to their end', async () => {
    const named = fresh();
    await session.failure(named('const a$ = 1; throw 1; const z$ = 1'));
    await session.failure(named("const b$ = 'b'; throw 1; const a$ = 'no'"));
    await session.failure(named('const c$: string = 1'));
    expect(await session.value(named('const d$ = a$ + 1; d$ + b$'))).toBe("'2b'");
    await session.failure(named('const e$ = d$; throw 1'));
    expect(await session.value(named('[a$, b$, d$, e$].join()'))).toBe("'1,b,2,2'");
    const again = await session.value(named("const a$ = 'again'; a$.length"));
    expect(again).toBe('5');
  });
});

test('a cell that was stopped keeps what it had set', { timeout: timeLimit(60) }, async () => {
  const running = session.run(
    'let n = 0; n = 5; const late = new Promise<void>(() => {}); await late; const after = 1',
  );
  await new Promise(resolve => setTimeout(resolve, 50));
  while ((globalThis as { __skyframeAwait?: number }).__skyframeAwait === 0) await new Promise(setImmediate);
  session.executor.interrupt();
  expect((await running).result).toMatchObject({ ename: 'Interrupted' });
  expect(await session.value('typeof n + n')).toBe("'number5'");
  expect((await session.failure('after')).evalue).toMatch(/Cell \d+, which declares it, was stopped/);
});
