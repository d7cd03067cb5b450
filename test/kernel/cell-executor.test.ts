import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellExecutor } from '../../kernel-setup/executor/cell-executor.js';
import type { CellResult, OutputMessage } from '../../kernel-setup/messages.js';
import { withDrawings } from '../helpers/drawings.js';

/** A notebook's folder inside a project: `project/notebooks`, beside `project/lib`. */
const project = realpathSync(mkdtempSync(join(tmpdir(), 'skyframe-cells-')));
const folder = join(project, 'notebooks');
const home = process.cwd();
let executor: CellExecutor;
let count = 0;

beforeAll(() => {
  mkdirSync(folder);
  process.chdir(folder);
  executor = new CellExecutor();
});

afterAll(() => {
  executor.close();
  process.chdir(home);
  rmSync(project, { recursive: true, force: true });
});

async function run(code: string): Promise<{ result: CellResult; outputs: OutputMessage[] }> {
  const outputs: OutputMessage[] = [];
  const result = await executor.execute(code, { count: ++count, publish: message => outputs.push(message) });
  return { result, outputs };
}

/** The text of the cell's value. Fails the test if the cell fails. */
async function value(code: string): Promise<unknown> {
  const { result, outputs } = await run(code);
  expect(result).toEqual({ status: 'ok' });
  const last = outputs.find(output => output.type === 'execute_result');
  return last?.content.data['text/plain'];
}

async function failure(code: string): Promise<{ ename: string; evalue: string; traceback: readonly string[] }> {
  const { result, outputs } = await run(code);
  if (result.status !== 'error') throw new Error(`the cell did not fail: ${code}`);
  const { status: _, ...error } = result;
  expect(outputs.at(-1)).toEqual({ type: 'error', content: error });
  return result;
}

function write(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

describe('the value of the last expression', () => {
  test('is shown as text unless it is undefined or null', async () => {
    expect(await value('[1, 2]')).toBe('[ 1, 2 ]');
    expect(await value('const quiet = 3;')).toBeUndefined();
    expect(await value('undefined')).toBeUndefined();
  });

  test('is shown through the display protocol, synchronous or asynchronous', async () => {
    const { outputs } = await run(
      "({ async [Symbol.for('Jupyter.display')]() { await null; return { 'text/html': '<b>hi</b>' }; } })",
    );
    expect(outputs[0]).toMatchObject({ type: 'execute_result', content: { data: { 'text/html': '<b>hi</b>' } } });
    expect(outputs[0].content).toHaveProperty(['data', 'text/plain']);
  });

  test('is shown as an image if it is an Observable Plot figure', async () => {
    const { outputs } = await run(
      "import * as Plot from '@observablehq/plot';\nPlot.plot({ marks: [Plot.dot([[1, 2], [3, 4]])] })",
    );
    const { data } = (outputs[0] as Extract<OutputMessage, { type: 'execute_result' }>).content;
    expect(data['image/svg+xml']).toMatch(/^<svg[^>]* xmlns="http:\/\/www.w3.org\/2000\/svg".*<circle/s);
    expect(withDrawings(data['text/html'])).toBe(data['image/svg+xml']); // nbconvert would split up the SVG
  });

  test('is shown as HTML if the figure has a legend', async () => {
    const { outputs } = await run(
      "Plot.plot({ color: { legend: true, scheme: 'viridis' }, marks: [Plot.dot([[1, 2], [3, 4]], { fill: (d: number[]) => d[0] })] })",
    );
    const { data } = (outputs[0] as Extract<OutputMessage, { type: 'execute_result' }>).content;
    expect(withDrawings(data['text/html'])).toMatch(/^<figure.*image\/png;base64,.*<circle/s);
  });

  test('is shown as an image if it holds the bytes of a PNG', async () => {
    const { outputs } = await run('new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1])');
    expect(outputs[0]).toMatchObject({ content: { data: { 'image/png': 'iVBORw0KGgoB' } } });
  });

  test('is still shown as text if its display method fails', async () => {
    const { outputs } = await run(
      "({ name: 'M 13', [Symbol.for('Jupyter.display')]() { throw new Error('no ink'); } })",
    );
    expect(outputs.find(output => output.type === 'execute_result')).toMatchObject({
      content: { data: { 'text/plain': expect.stringContaining("name: 'M 13'") } },
    });
    expect(outputs.find(output => output.type === 'stream')).toMatchObject({
      content: { name: 'stderr', text: expect.stringContaining('no ink') },
    });
  });

  test('is not shown again if the cell has already shown it', async () => {
    const { outputs } = await run(
      "const shown = { a: 1 };\n(globalThis as any)[Symbol.for('skyframe.show')](shown);\nshown",
    );
    expect(outputs.map(output => output.type)).toEqual(['display_data']);
    expect(await value('shown')).toBe('{ a: 1 }');
  });
});

describe('variables of earlier cells', () => {
  test('can be used in shorthand properties, including assignment targets with a default', async () => {
    await run('let bias = 1;\nconst dark = 2;\nconst local = { x: 0 };');
    expect(await value('({ bias, dark, inner: [{ dark }] })')).toBe('{ bias: 1, dark: 2, inner: [ { dark: 2 } ] }');
    expect(await value('[5].map(bias => ({ bias, dark }))')).toBe('[ { bias: 5, dark: 2 } ]');
    expect(await value('({ bias } = { bias: 7 });\nbias')).toBe('7');
    expect(await value('({ bias = dark } = {} as { bias?: number });\nbias')).toBe('2');
  });

  test('are kept separate from the variables of the current cell', async () => {
    await run('let height = await Promise.resolve(4);');
    expect(await value('{ const height = 1; [{ height }.height] }; ({ height })')).toBe('{ height: 4 }');
  });

  test('can be destructured', async () => {
    await run('const m13 = { flux: 1, sky: { level: 2 } };\nconst flux = 99;');
    expect(await value('const { flux: f, sky: { level: l }, ...others } = m13;\n[f, l, others]')).toBe('[ 1, 2, {} ]');
    expect(await value('const take = ({ flux: g }: typeof m13): number => g;\ntake(m13)')).toBe('1');
    expect(await value('const { sky } = m13;\nsky')).toBe('{ level: 2 }');
  });
});

describe('displays and printed output', () => {
  test('appear in the order of creation, even if a later one is ready first', async () => {
    const { outputs } = await run(
      "console.log('one');\n" +
        "display({ [Symbol.for('Jupyter.display')]: () => new Promise(r => setTimeout(() => r({ 'text/plain': 'two' }), 30)) });\n" +
        "process.stdout.write('three\\n');\nconsole.error('four')",
    );
    const shown = outputs.map(({ type, content }) =>
      type === 'stream' ? content.text : ((content as { data: Record<string, string> }).data['text/plain'] as string),
    );
    expect(shown).toEqual(['one\n', 'two', 'three\n', 'four\n']);
  });

  test('are updated in place through their handle', async () => {
    const { outputs } = await run("const line = display('begun');\nline.update('done');");
    const [first, second] = outputs as Extract<OutputMessage, { type: 'display_data' | 'update_display_data' }>[];
    expect(first).toMatchObject({ type: 'display_data', content: { data: { 'text/plain': "'begun'" } } });
    expect(second).toMatchObject({ type: 'update_display_data', content: { data: { 'text/plain': "'done'" } } });
    expect(second.content.transient.display_id).toBe(first.content.transient.display_id);
  });

  test("made with tslab's own display API are also published", async () => {
    const { outputs } = await run("import * as tslab from 'tslab';\ntslab.display.html('<i>x</i>')");
    expect(outputs[0]).toMatchObject({ type: 'display_data', content: { data: { 'text/html': '<i>x</i>' } } });
  });

  test('of a long step take one line that is updated in place', async () => {
    const { outputs } = await run(
      "const { progress } = (globalThis as any)[Symbol.for('skyframe.ambient')];\n" +
        "for (let done = 0; done <= 500; done++) progress({ step: 'measure <b>', done, total: 500 });",
    );
    const [first, ...updates] = outputs as Extract<OutputMessage, { type: 'display_data' | 'update_display_data' }>[];
    expect(first).toMatchObject({ type: 'display_data', content: { metadata: { skyframe: { progress: true } } } });
    expect(updates.map(({ type }) => type)).toEqual(updates.map(() => 'update_display_data'));
    expect(updates.length).toBeLessThan(20);
    expect(updates.at(-1)?.content.data['text/plain']).toMatch(/^measure <b> 500 of 500/);
    expect(updates.at(-1)?.content.data['text/html']).not.toContain('<b>');
  });

  test("restore the process's own streams between cells", async () => {
    const before = process.stdout.write;
    await run("console.log('inside')");
    expect(process.stdout.write).toBe(before);
  });
});

describe('the language', () => {
  test('supports top-level await and for await, including nested ones', async () => {
    expect(await value('const three = await Promise.resolve(3); three')).toBe('3');
    expect(
      await value('let sum = 0;\nif (true) { for await (const x of [1, Promise.resolve(2)]) sum += x; }\nsum'),
    ).toBe('3');
    expect(await value('async function a() { return { b: async () => 4 }; }\nawait (await a()).b()')).toBe('4');
  });

  test('still rejects await inside a non-async function', async () => {
    expect((await failure('function plain() { await null; }\nawait null;')).evalue).toMatch(/await.*async function/);
  });

  test('lets a later cell redeclare a name with a different type', async () => {
    await run('const again = 1');
    await run("const again = 'text'");
    expect(await value('again.toUpperCase()')).toBe("'TEXT'");
    await run('class Star { flux = 1 }\ninterface Options { radius: number }');
    await run('class Star { magnitude = 2 }\ninterface Options { width: string }');
    expect(await value("const o: Options = { width: 'w' };\nnew Star().magnitude")).toBe('2');
  });

  test('is type-checked in strict mode', async () => {
    expect((await failure('const maybe = [1].find(x => x > 1);\nmaybe.toFixed()')).evalue).toMatch(
      /possibly 'undefined'/,
    );
    expect((await failure('function f(x) { return x; }')).evalue).toMatch(/implicitly has an 'any' type/);
  });

  test('supports native import()', async () => {
    expect(await value("const path = await import('node:path');\npath.join('a', 'b')")).toBe("'a/b'");
  });

  test('resolves packages that have only an exports map, even one with import conditions only', async () => {
    const only = join(project, 'node_modules', 'import-only');
    write(
      join(only, 'package.json'),
      JSON.stringify({
        name: 'import-only',
        version: '1.0.0',
        type: 'module',
        exports: {
          '.': { import: { types: './main.d.ts', default: './main.js' } },
          './parts/*': { types: './parts/*.d.ts', import: './parts/*.js' },
        },
      }),
    );
    write(join(only, 'main.js'), 'export const colour = 0.62;');
    write(join(only, 'main.d.ts'), 'export declare const colour: number;');
    write(join(only, 'parts', 'a.js'), 'export const part = "a";');
    write(join(only, 'parts', 'a.d.ts'), 'export declare const part: string;');
    expect(await value("import { colour } from 'import-only';\ncolour")).toBe('0.62');
    expect(await value("import { part } from 'import-only/parts/a';\npart")).toBe("'a'");
    expect((await failure("import { colour as c } from 'import-only';\nc.length")).evalue).toMatch(
      /'length'.*'number'/,
    );
  });

  test('imports local TypeScript, including ../lib, and reloads it after a change', async () => {
    const path = join(project, 'lib', 'scale.ts');
    write(join(project, 'lib', 'base.ts'), 'export const base: number = 10;');
    write(path, "import { base } from './base.js';\nexport function scale(x: number): number { return base * x; }");
    expect(await value("import { scale } from '../lib/scale';\nscale(2)")).toBe('20');
    expect((await failure("scale('two')")).evalue).toMatch(/'string'.*'number'/);
    write(path, "import { base } from './base.js';\nexport function scale(x: string): string { return x + base; }");
    utimesSync(path, new Date(), new Date(Date.now() + 5000));
    expect(await value("import { scale } from '../lib/scale';\nscale('two')")).toBe("'two10'");
    write(join(project, 'lib', 'base.ts'), 'export const base: number = 11;');
    utimesSync(join(project, 'lib', 'base.ts'), new Date(), new Date(Date.now() + 5000));
    expect(await value("import { scale } from '../lib/scale';\nscale('two')")).toBe("'two11'");
  });

  test('reports the file and line of a type error in a local module', async () => {
    write(join(project, 'lib', 'wrong.ts'), "export const wrong: number = 'x';");
    const error = await failure("import { wrong } from '../lib/wrong';\nwrong");
    expect(error.evalue).toMatch(/^\.\.\/lib\/wrong\.ts, line 1: Type 'string' is not assignable/);
  });

  test('finds a module that did not exist on the first attempt', async () => {
    expect((await failure("import { late } from './late';\nlate")).evalue).toMatch(/Cannot find module '.\/late'/);
    write(join(folder, 'late.ts'), 'export const late: number = 5;');
    expect(await value("import { late } from './late';\nlate")).toBe('5');
  });
});

describe('an error', () => {
  test('from the compiler shows the line of the cell with a caret', async () => {
    await run('const star = { flux: 1, magnitude: 2 };');
    const error = await failure('const a = 1;\nstar.flx + a');
    expect(error.ename).toBe('TypeScriptError');
    expect(error.evalue).toMatch(/line 2: Property 'flx' does not exist on star, .* Nearest: flux$/);
    expect(error.traceback.slice(1)).toEqual(['  2 | star.flx + a', '    |      ^^^']);
  });

  test('from the compiler prevents the cell from running at all', async () => {
    const { outputs } = await run("console.log('never');\nmissingName");
    expect(outputs.map(output => output.type)).toEqual(['error']);
  });

  test("at run time shows the user's lines first, even when called through a library", async () => {
    await run('function deep(star: { flux: number[] } | null) {\n  return star!.flux[0];\n}');
    const cell = count;
    const error = await failure('const x = 1;\n[1].map(() => deep(null));');
    expect(error.ename).toBe('TypeError');
    expect(error.traceback.slice(1, 4)).toEqual([
      `at cell ${cell}, line 2, in deep`,
      '  2 |   return star!.flux[0];',
      '    |                ^',
    ]);
    expect(error.traceback[4]).toBe(`at cell ${count}, line 2`);
    expect(error.traceback.at(-1)).toMatch(/^\(\d+ calls inside libraries and Node not shown\)$/);
    expect(error.traceback.join('\n')).not.toMatch(/tslab|node:/);
  });

  test('after an await in a local module points to that file', async () => {
    write(
      join(folder, 'fails.ts'),
      'export async function fails(): Promise<void> {\n  await null;\n  throw new Error("in file");\n}',
    );
    const error = await failure("import { fails } from './fails';\nawait fails();");
    expect(error.traceback.slice(0, 3)).toEqual([
      'Error: in file',
      'at fails.ts, line 3, in fails',
      '  3 |   throw new Error("in file");',
    ]);
  });

  test('shows its causes', async () => {
    const error = await failure("throw new Error('outer', { cause: new RangeError('inner') })");
    expect(error.traceback).toContain('caused by RangeError: inner');
  });

  test('can be any thrown value', async () => {
    expect((await failure("throw 'just text'")).evalue).toBe("'just text'");
    expect((await failure('throw undefined')).evalue).toBe('undefined');
    expect((await failure('await Promise.reject(null)')).evalue).toBe('null');
  });
});

describe('skyframe in a cell', () => {
  beforeAll(async () => {
    await run(
      "import { Table } from 'skyframe';\n" +
        "const stars = Table.fromColumns({ flux: new Float64Array([3, 1]), name: ['a', '<b>'] }, { units: { flux: 'electron' } });",
    );
  });

  test('can be imported by name, with types, even outside a project', async () => {
    expect(await value('stars.length')).toBe('2');
    expect((await failure('stars.columns.flx')).traceback.slice(1)).toEqual([
      '  1 | stars.columns.flx',
      '    |               ^^^',
    ]);
  });

  test('offers completion of table columns and shows their units', async () => {
    const code = 'stars.columns.';
    const names = executor.complete(code, code.length).matches.map(({ text }) => text);
    expect(names).toEqual(['flux', 'name']);
    expect(executor.inspect('stars.columns.flux', 16)?.signature).toContain('electron');
  });

  test('shows a table once, as escaped HTML and as text', async () => {
    const { outputs } = await run('stars.show()');
    expect(outputs).toHaveLength(1);
    const { data } = (outputs[0] as Extract<OutputMessage, { type: 'display_data' }>).content;
    expect(data['text/html']).toContain('&lt;b&gt;');
    expect(data['text/html']).not.toContain('<b>');
    expect(data['text/plain']).toContain('flux');
    expect((await run('stars')).outputs[0]).toMatchObject({ type: 'execute_result', content: { data } });
  });

  test('is the same instance for import and import()', async () => {
    expect(await value("(await import('skyframe')).Table === Table")).toBe('true');
  });
});

describe('the compiler', () => {
  test('completes properties with their kinds and offers few unrelated names', async () => {
    await run('const table = { columns: { flux: [1], fluxErr: [2] }, filter(): void {} };\nconst catalogue = 1;');
    const code = 'table.columns.';
    const { matches } = executor.complete(code, code.length);
    expect(matches.slice(0, 2)).toEqual([
      { text: 'flux', kind: 'property' },
      { text: 'fluxErr', kind: 'property' },
    ]);
    expect(executor.complete('cat', 3).matches.map(({ text }) => text)).toContain('catalogue');
    expect(executor.complete('cat', 3).matches.length).toBeLessThan(5);
    expect(executor.complete('__', 2).matches.map(({ text }) => text)).not.toContain('__tslab__');
  });

  test('completes string literals of a union type', async () => {
    await run("function column(name: 'flux' | 'sky'): string { return name; }");
    const code = "column('')";
    expect(executor.complete(code, 8).matches.map(({ text }) => text)).toEqual(['flux', 'sky']);
  });
});
