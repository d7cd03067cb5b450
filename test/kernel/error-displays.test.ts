/** Errors as values and on the console: the user's cell and line, and no calls of the kernel. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellSession } from './cell-session.js';

let session: CellSession;
beforeAll(() => {
  session = new CellSession({
    'notebooks/kit.ts': "\n\nexport function fail(): never {\n  throw new Error('in kit');\n}\n",
  });
});
afterAll(() => session.close());

/** All that a cell printed and showed, and its number. */
async function said(code: string): Promise<{ text: string; count: number }> {
  const { count, result, outputs } = await session.run(code);
  expect(result).toEqual({ status: 'ok' });
  const text = outputs.map(output =>
    output.type === 'stream'
      ? output.content.text
      : output.type === 'execute_result'
        ? output.content.data['text/plain']
        : '',
  );
  return { text: text.join(''), count };
}

const KERNEL = /skyframe-cell|evalmachine|kernel-setup|node_modules|node:internal|node:vm|processTicks/;

describe('the stack of an error', () => {
  test.each([
    ['on the console', "try { JSON.parse('{') } catch (e) { console.error(e) }", 1],
    ['on the console, awaited', "await 1;\ntry { JSON.parse('{') } catch (e) { console.log(e) }", 2],
    ['as the value', "const e = new RangeError('x');\ne", 1],
    ['in an object', "({ deep: [new Error('x')] })", 1],
    ['as text', "new TypeError('x').stack", 1],
    ['of a trace', "const a = 1;\nconsole.trace('here', a)", 2],
    ['of a rejected promise', "const e = await Promise.reject(new Error('x')).catch(e => e);\n\n\ne", 1],
    ['with a cause', "console.log(new Error('out', { cause: new Error('in') }))", 1],
    ['of several', "console.log(new AggregateError([new Error('a'), new Error('b')], 'two'))", 1],
    [
      'of a class of its own',
      "class StarError extends Error { name = 'StarError' }\nconsole.log(new StarError('x'))",
      2,
    ],
    ['captured', 'const o: { stack?: string } = {};\nError.captureStackTrace(o);\nconsole.log(o.stack)', 2],
    ['of util.inspect', "import { inspect } from 'node:util';\nconsole.log(inspect(new Error('x')))", 2],
    [
      'of a timer',
      "await new Promise<void>(done => setTimeout(() => {\n  console.log(new Error('x'));\n  done();\n}, 1))",
      2,
    ],
  ])('%s names the cell and its line', async (_, code, line) => {
    const { text, count } = await said(code);
    expect(text).toMatch(new RegExp(`at .*\\bcell ${count}, line ${line}\\b`));
    expect(text).not.toMatch(KERNEL);
  });

  test('names functions, earlier cells and local modules', async () => {
    const { count } = await session.run("import { fail } from './kit';\nfunction inner() {\n  return fail();\n}");
    const { text, count: second } = await said(
      'try {\n  inner();\n} catch (e) {\n  console.log((e as Error).stack);\n}',
    );
    expect(text.split('\n').map(line => line.trim())).toEqual([
      'Error: in kit',
      expect.stringMatching(/^at fail \(.*\/notebooks\/kit\.ts:4:9\)$/),
      `at inner (cell ${count}, line 3)`,
      `at cell ${second}, line 2`,
      '',
    ]);
  });

  test('keeps the calls of libraries above the last line of the user', async () => {
    const { text, count } = await said(
      "import { readFileSync } from 'node:fs';\ntry { readFileSync('/none') } catch (e) { console.log(e) }",
    );
    expect(text).toMatch(/at .*readFileSync \(node:fs:\d+:\d+\)/);
    expect(text).toMatch(new RegExp(`at cell ${count}, line 2`));
  });

  test('still ends a cell with the line and a caret', async () => {
    const { traceback } = await session.failure("const made = new Error('x');\nconsole.log(made.stack);\nthrow made;");
    expect(traceback.slice(1, 3)).toEqual([
      expect.stringMatching(/^at cell \d+, line 1$/),
      "  1 | const made = new Error('x');",
    ]);
  });

  test('may be written by the user or a library', async () => {
    const { text } = await said(
      'const before = (Error as any).prepareStackTrace;\n(Error as any).prepareStackTrace = (_: unknown, calls: unknown[]) => calls.length > 0;\n' +
        'const own = new Error().stack;\n(Error as any).prepareStackTrace = before;\nconsole.log(own)',
    );
    expect(text).toBe('true\n');
  });
});
