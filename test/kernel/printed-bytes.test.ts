/**
 * What cells write to `process.stdout` and `process.stderr` as bytes, in pieces, and in other encodings.
 *
 * @module
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CellSession } from './cell-session.js';
import { type KernelClient, printed } from './client.js';
import { useKernel } from './use-kernel.js';

let session: CellSession;
beforeAll(() => {
  session = new CellSession({ 'notebooks/greek.txt': 'αβγ\n€😀é' });
});
afterAll(() => session.close());

/** What a cell prints, stream by stream in order. */
async function printedBy(code: string): Promise<[name: string, text: string][]> {
  const { result, outputs } = await session.run(code);
  if (result.status === 'error') throw new Error(result.traceback.join('\n'));
  return outputs.flatMap(({ type, content }) => (type === 'stream' ? [[content.name, content.text]] : []));
}

describe('bytes that a cell writes', () => {
  test.each([
    ['a character in two pieces', 'out.write(Buffer.from([0xce])); out.write(Buffer.from([0xb1, 10]));', 'α\n'],
    ['byte by byte', "for (const byte of Buffer.from('€😀é')) out.write(Buffer.from([byte]));", '€😀é'],
    ['as Uint8Array', 'out.write(new Uint8Array([0xe2, 0x82])); out.write(new Uint8Array([0xac]));', '€'],
    ['as part of a larger array', "out.write(new Uint8Array(Buffer.from('abcαde')).subarray(3, 5));", 'α'],
    ['a buffer that is used again', "const b = Buffer.from('ab'); out.write(b); b.fill(120); out.write(b);", 'abxx'],
    ['nothing', "out.write(Buffer.alloc(0)); out.write('');", ''],
    ['half a character at the end of the cell', "out.write('x'); out.write(Buffer.from([0xce]));", 'x\ufffd'],
    ['half a character before text', "out.write(Buffer.from([0xce])); console.log('x');", '\ufffdx\n'],
    [
      'bytes and text in turn',
      "out.write('a'); out.write(Buffer.from('β')); console.log('c'); out.write('d');",
      'aβc\nd',
    ],
    ['hex', "out.write('ceb1', 'hex');", 'α'],
    ['hex in two pieces', "out.write('ce', 'hex'); out.write('b1', 'hex');", 'α'],
    ['base64', "out.write(Buffer.from('αβ').toString('base64'), 'base64');", 'αβ'],
    ['latin1', "out.write('\\xce\\xb1', 'latin1');", 'α'],
    ['utf8', "out.write('α', 'utf8'); out.write('β', 'utf-8');", 'αβ'],
    ['utf16le, which is not text in UTF-8', "out.write('hi', 'utf16le');", 'h\0i\0'],
    ['through another Console', "new (require('node:console').Console)(process.stdout).log('α', 1);", 'α 1\n'],
  ])('%s', async (_, code, text) => {
    for (const name of ['stdout', 'stderr']) {
      const cell = `{ const out = process.${name}; ${code.replaceAll('process.stdout', `process.${name}`)} }`;
      const wanted = name === 'stderr' && code.includes('console.log') ? null : text;
      const printed = await printedBy(cell);
      if (wanted !== null) expect(printed).toEqual(wanted === '' ? [] : [[name, wanted]]);
    }
  });

  test('keep their place among what is printed on the other stream', async () => {
    const code = `
      process.stdout.write(Buffer.from([0xce])); console.error('between'); process.stdout.write(Buffer.from([0xb1]));
      process.stderr.write(Buffer.from([0xce])); process.stdout.write('!'); process.stderr.write(Buffer.from([0xb2]));`;
    expect(await printedBy(code)).toEqual([
      ['stderr', 'between\n'],
      ['stdout', 'α!'],
      ['stderr', 'β'],
    ]);
  });

  test('keep their place among displays', async () => {
    const { outputs } = await session.run(
      'process.stdout.write(Buffer.from([0xce, 0xb1, 0xce])); display(1); process.stdout.write(Buffer.from([0xb2])); 2',
    );
    expect(outputs.map(({ type, content }) => (type === 'stream' ? content.text : type))).toEqual([
      'α',
      'display_data',
      'β',
      'execute_result',
    ]);
  });

  test('do not reach into the next cell', async () => {
    expect(await printedBy('process.stdout.write(Buffer.from([0xce]))')).toEqual([['stdout', '\ufffd']]);
    expect(await printedBy("process.stdout.write('x')")).toEqual([['stdout', 'x']]);
  });

  test('come whole from a cell that throws', async () => {
    const { outputs } = await session.run("process.stdout.write(Buffer.from([0xce])); throw new Error('x');");
    expect(outputs.map(({ type, content }) => (type === 'stream' ? content.text : type))).toEqual(['\ufffd', 'error']);
  });

  test('may come from a file through a pipe', async () => {
    const code = `
      import { createReadStream } from 'node:fs';
      import { finished } from 'node:stream/promises';
      const file = createReadStream('greek.txt', { highWaterMark: 1 });
      file.pipe(process.stdout);
      await finished(file);`;
    expect((await printedBy(code)).map(([, text]) => text).join('')).toBe('αβγ\n€😀é');
  });
});

describe('a write', () => {
  test('is true, and calls its callback when the caller is done', async () => {
    const code = `
      const calls: string[] = [];
      const answers = [
        process.stdout.write('', () => calls.push('text')),
        process.stdout.write(Buffer.from([]), () => calls.push('bytes')),
        process.stderr.write('', 'hex', () => calls.push('encoded')),
      ];
      calls.push('done');
      await new Promise<void>(resolve => process.stdout.write('', () => resolve()));
      [...answers, ...calls].join()`;
    expect(await session.value(code)).toBe("'true,true,true,done,text,bytes,encoded'");
  });

  test.each([
    ['(process.stdout as any).write(5)', /not 5/],
    ['(process.stdout as any).write(null)', /not null/],
    ['(process.stdout as any).write({ a: 1 })', /not \{ a: 1 \}/],
    ["(process.stdout as any).write('a', 'nonsense')", /Unknown encoding: nonsense/],
  ])('refuses what is neither text nor bytes: %s', async (code, message) => {
    expect(await session.failure(code)).toMatchObject({ ename: 'TypeError', evalue: expect.stringMatching(message) });
  });
});

describe('in the kernel', () => {
  let kernel: KernelClient;
  useKernel(running => {
    kernel = running;
  });

  test('what a child prints in pieces of characters is shown whole', async () => {
    const script = 'printf "caf\\303"; sleep 0.05; printf "\\251\\n"';
    const id = kernel.sendCell(
      `import { execFileSync } from 'node:child_process';\nexecFileSync('sh', ['-c', ${JSON.stringify(script)}], { stdio: 'inherit' });`,
    );
    await kernel.finish(id);
    await kernel.until(() => printed(kernel.publishedFor(id)).endsWith('\n'));
    expect(printed(kernel.publishedFor(id))).toBe('café\n');
  });
});
