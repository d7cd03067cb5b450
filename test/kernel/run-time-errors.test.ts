import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellSession } from './cell-session.js';

let session: CellSession;

beforeAll(async () => {
  session = new CellSession();
  await session.value(
    "import { openFrame, Table } from 'skyframe';\nconst stars = Table.fromColumns({ flux: [1], sky: [1] });",
  );
});

afterAll(() => session.close());

const FOLDED = /^\(\d+ calls? inside libraries and Node not shown\)$/;

describe("an error from the library shows the user's line first", () => {
  test('after an await in the library', async () => {
    const { count } = await session.run('');
    const { ename, traceback } = await session.failure("const a = 1;\nconst frame = await openFrame('none/x.fits');");
    expect(ename).toBe('PhotometryError');
    expect(traceback[0]).toMatch(/^PhotometryError: none\/x\.fits: the directory .* does not exist/);
    expect(traceback[1]).toMatch(new RegExp(`^at cell ${count + 1}, line 2$`));
    expect(traceback[2]).toBe("  2 | const frame = await openFrame('none/x.fits');");
    expect(traceback.slice(4)).toEqual([
      expect.stringMatching(FOLDED),
      '',
      expect.stringMatching(/^caused by Error: ENOENT/),
    ]);
    expect(traceback.join('\n')).not.toMatch(/node:|node_modules|dist\//);
  });

  test('with calling functions from other cells', async () => {
    const { count } = await session.run('async function load(path: string) {\n  return await openFrame(path);\n}');
    const { traceback } = await session.failure("await Promise.all(['a.fits', 'b.fits'].map(load));");
    expect(traceback[1]).toBe(`at cell ${count}, line 2, in load`);
    expect(traceback[2]).toBe('  2 |   return await openFrame(path);');
    expect(traceback).toContain(`at cell ${count + 1}, line 1`);
  });

  test('in a callback passed to the library', async () => {
    const { traceback } = await session.failure("stars.filter(() => {\n  throw new Error('in filter');\n});");
    expect(traceback[2]).toBe("  2 |   throw new Error('in filter');");
  });

  test('with the nearest names for a missing column', async () => {
    const { evalue, traceback } = await session.failure("stars.column('flx' as 'flux');");
    expect(evalue).toMatch(/^No column 'flx'; nearest: flux/);
    expect(traceback[2]).toBe("  1 | stars.column('flx' as 'flux');");
  });
});

describe("an error without any of the user's lines in its stack", () => {
  test('is located at the await that the cell was waiting on', async () => {
    const { traceback } = await session.failure(
      "import { readFile } from 'node:fs/promises';\nconst text = 'x';\nawait Promise.resolve();\nawait readFile('/none');\ntext;",
    );
    expect(traceback.slice(1, 4)).toEqual([
      expect.stringMatching(/line 4$/),
      "  4 | await readFile('/none');",
      '    | ^',
    ]);
  });

  test('is located at a for await', async () => {
    const { traceback } = await session.failure(
      "import { opendir } from 'node:fs/promises';\nfor await (const entry of await opendir('/none/at/all')) void entry;",
    );
    expect(traceback[1]).toMatch(/line 2$/);
  });

  test('has no location if there was no await', async () => {
    const { traceback } = await session.failure('throw Object.assign(new Error("bare"), { stack: "Error: bare" });');
    expect(traceback).toEqual(['Error: bare']);
  });
});

describe('an error message includes', () => {
  test('a chain of causes', async () => {
    const { traceback } = await session.failure(
      "throw new Error('outer', { cause: new RangeError('inner', { cause: new TypeError('innermost') }) });",
    );
    expect(traceback.filter(line => line.startsWith('caused by'))).toEqual([
      'caused by RangeError: inner',
      'caused by TypeError: innermost',
    ]);
  });

  test('a circular chain of causes', async () => {
    const { traceback } = await session.failure(
      "const loop: Error & { cause?: unknown } = new Error('loop');\nloop.cause = loop;\nthrow loop;",
    );
    expect(traceback.filter(line => line.startsWith('caused by')).length).toBeLessThan(5);
  });

  test('the individual errors of an AggregateError', async () => {
    const { traceback } = await session.failure(
      "await Promise.any([Promise.reject(new Error('one')), Promise.reject(new Error('two'))]);",
    );
    expect(traceback).toContain('1 of 2: Error: one');
    expect(traceback).toContain('2 of 2: Error: two');
  });

  test('a multi-line message with lines that look like stack frames', async () => {
    const { traceback } = await session.failure("throw new Error('a\\n    at fake (x.js:1:1)\\nb');");
    expect(traceback[0]).toBe('Error: a\n    at fake (x.js:1:1)\nb');
    expect(traceback[1]).toMatch(/^at cell \d+, line 1$/);
  });

  test('only a few lines, however deep the call stack', async () => {
    const { traceback } = await session.failure(
      'const down = (n: number): number => {\n  if (n === 0) throw new Error("deep");\n  return (\n    up(n)\n  );\n};\n' +
        'function up(n: number): number {\n  return down(n - 1);\n}\ndown(40);',
    );
    expect(traceback.length).toBeLessThan(30);
    expect(traceback.at(-1)).toMatch(/^and \d+ lines more$/);
  });

  test("no require stack, if it is Node's error for a missing module", async () => {
    expect((await session.failure("const name = './none';\nawait import(name);")).evalue).not.toMatch(/Require stack/);
  });
});

describe('an error outside any running cell', () => {
  test('names the cell that created it', async () => {
    const { count } = await session.run("function late() {\n  return new Error('late');\n}");
    const error = await errorOf('late()');
    const { outputs } = await session.run('1;');
    session.executor.reportStray('A promise that nobody awaited was rejected', error);
    await session.run('2;');
    const text = outputs.map(({ content }) => ('text' in content ? content.text : '')).join('');
    expect(text).toMatch(new RegExp(`rejected: Error: late\\nat cell ${count}, line 2, in late\\n`));
  });

  test('names the last cell if it has no stack', async () => {
    const { count, outputs } = await session.run('3;');
    session.executor.reportStray('A promise that nobody awaited was rejected', 'just text');
    await session.run('4;');
    const text = outputs.map(({ content }) => ('text' in content ? content.text : '')).join('');
    expect(text).toContain(`rejected (cell ${count} was the last to run): Thrown: 'just text'`);
  });

  /** The value of an expression in the session. */
  async function errorOf(expression: string): Promise<unknown> {
    const holder = globalThis as unknown as { heldError?: unknown };
    await session.run(
      `{ const held = ${expression}; void held.stack; Object.assign(globalThis, { heldError: held }); }`,
    );
    return holder.heldError;
  }
});
