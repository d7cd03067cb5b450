/**
 * Displays show what is the user's, and none of the bookkeeping of the kernel, of tslab, or of Node.
 *
 * @module
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellSession } from './cell-session.js';

let session: CellSession;
beforeAll(async () => {
  session = new CellSession({
    'notebooks/parts.ts': 'export const v = 1; export class K {} export function f(): void {}',
  });
  await session.run(`
    import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
    import { inspect } from 'node:util';
    const storage = new AsyncLocalStorage<number>();
    class Later extends Promise<number> {}`);
});
afterAll(() => session.close());

/** What a cell prints and shows, hints of the checker left out. */
async function shownBy(code: string): Promise<string> {
  const { result, outputs } = await session.run(code);
  if (result.status === 'error') throw new Error(result.traceback.join('\n'));
  return outputs
    .map(({ type, content }) => {
      if (type === 'stream') return content.name === 'stdout' ? content.text : '';
      return type === 'execute_result' || type === 'display_data' ? `${content.data['text/plain']}\n` : '';
    })
    .join('');
}

describe('promises', () => {
  test.each([
    ['new Promise(() => {})', 'Promise { <pending> }'],
    ['Promise.resolve(5)', 'Promise { 5 }'],
    ['(async () => ({ a: 1 }))()', 'Promise { { a: 1 } }'],
    ['[Promise.resolve(5)]', '[ Promise { 5 } ]'],
    ['({ a: { b: Promise.resolve(5) } })', '{ a: { b: Promise { 5 } } }'],
    ['new Map([[1, Promise.resolve(5)]])', 'Map(1) { 1 => Promise { 5 } }'],
    ['new Set([Promise.resolve(5)])', 'Set(1) { Promise { 5 } }'],
    ['Promise.resolve([Promise.resolve(5)])', 'Promise { [ Promise { 5 } ] }'],
    ['storage.run(1, () => [Promise.resolve(5)])', '[ Promise { 5 } ]'],
    ['[new Later(() => {})]', '[ Later [Promise] { <pending> } ]'],
    ['Object.assign(Promise.resolve(5), { own: 1 })', 'Promise { 5, own: 1 }'],
    ['console.log(Promise.resolve(5), [Promise.resolve(6)])', 'Promise { 5 } [ Promise { 6 } ]'],
    ["console.log('%o %O', 1, Promise.resolve(5))", '1 Promise { 5 }'],
    ['console.dir({ a: Promise.resolve(5) })', '{ a: Promise { 5 } }'],
    ['void display(Promise.resolve(5))', 'Promise { 5 }'],
    ["console.log(inspect(Promise.resolve(5)) + '.')", 'Promise { 5 }.'],
  ])('%s', async (code, text) => {
    expect(await shownBy(code)).toBe(`${text}\n`);
    expect(await shownBy(code)).toBe(`${text}\n`);
  });

  test('of an earlier cell, shown again when it is settled', async () => {
    expect(
      await shownBy('let settle = (value: number) => {}; const p = new Promise<number>(r => { settle = r; }); [p]'),
    ).toBe('[ Promise { <pending> } ]\n');
    expect(await shownBy('settle(3); [p]')).toBe('[ Promise { 3 } ]\n');
    expect(await shownBy('[p.then(x => x + 1), await p]')).toBe('[ Promise { 4 }, 3 ]\n');
  });

  test('in a thrown value', async () => {
    const { evalue } = await session.failure('throw [Promise.resolve(5)]');
    expect(evalue).toBe('[ Promise { 5 } ]');
  });
});

describe('functions and classes that are the value of a cell', () => {
  test.each([
    ['() => 1', '[Function (anonymous)]'],
    ['async () => 1', '[AsyncFunction (anonymous)]'],
    ['(function () {})', '[Function (anonymous)]'],
    ['(function* () {})', '[GeneratorFunction (anonymous)]'],
    ['(class {})', '[class (anonymous)]'],
    ['(class { static made = 1; private y = 1 })', '[class (anonymous)] { made: 1 }'],
    ['(class Named {})', '[class Named]'],
    ['(function named() {})', '[Function: named]'],
    ['(() => 1) as unknown', '[Function (anonymous)]'],
    ['(() => 1)!', '[Function (anonymous)]'],
    ['<unknown>(() => 1)', '[Function (anonymous)]'],
    ['((() => 1))', '[Function (anonymous)]'],
    ['const ownName = () => 1; ownName', '[Function: ownName]'],
    ['ownName', '[Function: ownName]'],
    ['[() => 1]', '[ [Function (anonymous)] ]'],
    ['await 1; () => 1', '[Function (anonymous)]'],
    ['(() => 1)()', '1'],
    ['() => 1 // with a comment', '[Function (anonymous)]'],
  ])('%s', async (code, text) => {
    expect(await shownBy(code)).toBe(`${text}\n`);
  });
});

describe('what tracks asynchronous work', () => {
  test.each([
    ['const once = setTimeout(() => {}, 60_000); once', 'Timeout { delay: 60000, isActive: true }'],
    ['clearTimeout(once); [once]', '[ Timeout { isActive: false } ]'],
    [
      'const often = setInterval(() => {}, 60_000); console.log(often); clearInterval(often)',
      'Timeout { every: 60000, isActive: true }',
    ],
    ['const soon = setImmediate(() => {}); soon', 'Immediate { isActive: true }'],
    ["[new AsyncResource('mine')]", '[ AsyncResource {} ]'],
  ])('%s', async (code, text) => {
    expect(await shownBy(code)).toBe(`${text}\n`);
  });

  test.each([
    "import { createServer } from 'node:net';\nconst server = createServer(); server.listen(0); [server]",
    "import { spawn } from 'node:child_process';\n[spawn('true')]",
    "import { createGzip } from 'node:zlib';\n[createGzip()]",
  ])('is in none of %s', async code => {
    expect(await shownBy(code)).not.toMatch(/kResourceStore|isStopped|async_id_symbol/);
    await session.run('try { server.close(); } catch {}');
  });
});

describe('modules', () => {
  test.each([
    ["import * as path from 'node:path';\npath", /^\{\n {2}resolve: \[Function: resolve\],/],
    ["import * as query from 'node:querystring';\nquery", /stringify: \[Function: stringify\]/],
    ["import * as parts from './parts';\nparts", /^\{ v: 1, K: \[class K\], f: \[Function: f\] \}\n$/],
    ["await import('./parts')", /^\{ v: 1, K: \[class K\], f: \[Function: f\] \}\n$/],
    ["require('./parts')", /^\{ v: 1, K: \[class K\], f: \[Function: f\] \}\n$/],
  ])('%s', async (code, text) => {
    const shown = await shownBy(code);
    expect(shown).toMatch(text);
    expect(shown).not.toMatch(/__esModule|\[Getter\]/);
  });

  test('an object with getters of its own is shown as it is', async () => {
    expect(await shownBy('({ default: { a: 1 }, get b() { return 1; } })')).toBe(
      '{ default: { a: 1 }, b: [Getter] }\n',
    );
    expect(await shownBy('({ get default() { return 1; } })')).toBe('{ default: [Getter] }\n');
  });
});

test('a display changes nothing for the program', async () => {
  const code = `
    const watched = storage.run(7, () => Promise.resolve(1).then(() => storage.getStore()));
    console.log(watched, [watched]);
    String(await watched) + Object.keys(watched).length`;
  expect(await session.value(code)).toBe("'70'");
});
