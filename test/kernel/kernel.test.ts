import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KernelClient, printed } from './client.js';
import { useKernel } from './use-kernel.js';

let kernel: KernelClient;

useKernel(client => {
  kernel = client;
});

describe('a cell over the sockets', () => {
  test('publishes busy, its input, its value and idle', async () => {
    const { reply, published } = await kernel.execute('const answer: number = 6 * 7;\nanswer');
    expect(published.map(message => message.type)).toEqual(['status', 'execute_input', 'execute_result', 'status']);
    expect(published[2].content).toMatchObject({ data: { 'text/plain': '42' }, metadata: {} });
    expect(published[2].content['execution_count']).toBe(reply.content['execution_count']);
    expect(reply.content).toMatchObject({ status: 'ok', user_expressions: {} });
  });

  test('that is silent is neither published nor counted', async () => {
    const before = (await kernel.execute('1')).reply.content['execution_count'];
    const { published } = await kernel.execute('2', { silent: true });
    expect(published.map(message => message.type)).not.toContain('execute_input');
    const after = (await kernel.execute('3')).reply.content['execution_count'];
    expect(after).toBe(Number(before) + 1);
  });

  test('that fails publishes an error and still gets an execution count', async () => {
    const { reply, published } = await kernel.execute("throw new RangeError('too far')");
    expect(published.find(message => message.type === 'error')?.content).toMatchObject({
      ename: 'RangeError',
      evalue: 'too far',
    });
    expect(reply.content).toMatchObject({ status: 'error', ename: 'RangeError', execution_count: expect.any(Number) });
  });

  test('can print 2,000 lines in a few messages without losing any', async () => {
    const { published } = await kernel.execute("for (let i = 0; i < 2000; i++) console.log('line', i)");
    expect(printed(published).split('\n')).toHaveLength(2001);
    expect(printed(published)).toContain('line 1999\n');
    expect(published.length).toBeLessThan(100);
  });

  test('keeps printed lines and displays in order', async () => {
    const { published } = await kernel.execute("console.log('a'); display('b'); console.log('c'); console.error('d')");
    const outputs = published.filter(({ type }) => type === 'stream' || type === 'display_data');
    expect(outputs.map(({ content }) => content['text'] ?? (content['data'] as object))).toEqual([
      'a\n',
      { 'text/plain': "'b'" },
      'c\n',
      'd\n',
    ]);
  });

  test('shows text that a child process writes directly to stdout', async () => {
    const { reply } = await kernel.execute(
      "import { execSync } from 'node:child_process';\nexecSync('echo from-outside', { stdio: 'inherit' });",
    );
    // it comes through a separate pipe, possibly after the reply
    await kernel.until(() => printed(kernel.publishedFor(reply.parentId)).includes('from-outside'));
  });
});

describe('cells sent together', () => {
  test('are aborted after one that fails', async () => {
    const ids = ["throw new Error('stop here')", 'const never = 1', 'never'].map(code => kernel.sendCell(code));
    const statuses = await Promise.all(ids.map(async id => (await kernel.finish(id)).reply.content['status']));
    expect(statuses).toEqual(['error', 'aborted', 'aborted']);
    expect((await kernel.execute('1')).reply.content['status']).toBe('ok');
  });

  test('all run if stop_on_error is false', async () => {
    const ids = ["throw new Error('go on')", '7'].map(code => kernel.sendCell(code, { stop_on_error: false }));
    const statuses = await Promise.all(ids.map(async id => (await kernel.finish(id)).reply.content['status']));
    expect(statuses).toEqual(['error', 'ok']);
  });
});

describe('the executor process', () => {
  test('is replaced if it dies, and the cell reports it', async () => {
    const { reply } = await kernel.execute("process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})");
    expect(reply.content).toMatchObject({ status: 'error', ename: 'KernelProcessEnded' });
    expect(String(reply.content['evalue'])).toMatch(/signal SIGKILL.*all variables are gone/);
    expect((await kernel.execute('2')).reply.content['status']).toBe('ok');
  });

  test('survives an error in a callback and an unhandled rejection, and shows both', async () => {
    const { published } = await kernel.execute(
      "setTimeout(() => { throw new Error('late') }, 10);\nPromise.reject(new Error('forgotten'));\n" +
        'await new Promise(resolve => setTimeout(resolve, 100));',
    );
    expect(printed(published, 'stderr')).toMatch(/nobody awaited was rejected: Error: forgotten/);
    expect(printed(published, 'stderr')).toMatch(/An error in a callback: Error: late/);
  });

  test('is not ended by process.exit()', async () => {
    const { reply } = await kernel.execute('process.exit(1)');
    expect(String(reply.content['evalue'])).toMatch(/process.exit\(\) would end the notebook/);
  });
});

describe('other requests', () => {
  test('kernel_info reports the language', async () => {
    const { reply } = await kernel.ask('kernel_info_request', {});
    expect(reply.content).toMatchObject({
      status: 'ok',
      protocol_version: '5.3',
      language_info: { name: 'typescript', file_extension: '.ts' },
    });
  });

  test('complete returns names with their kinds, at positions counted in characters', async () => {
    await kernel.execute('const stars = { flux: [1, 2], fluxErr: [3], measure(): number { return 1; } }');
    const code = "const s = '\u{1F52D}'; stars.fl";
    const { reply } = await kernel.ask('complete_request', { code, cursor_pos: Array.from(code).length });
    expect(reply.content).toMatchObject({
      status: 'ok',
      matches: ['flux', 'fluxErr'],
      cursor_start: 21,
      cursor_end: 23,
    });
    expect(reply.content['metadata']).toMatchObject({
      _jupyter_types_experimental: [{ text: 'flux', type: 'property', start: 21, end: 23 }, { text: 'fluxErr' }],
    });
  });

  test('complete and inspect know the columns of a file that the code names', async () => {
    await kernel.execute("import { readTable } from 'skyframe';");
    const code = "const visits = await readTable('../data-samples/cluster/visits.csv');\nvisits.filter(r => r.filter";
    const completed = await kernel.ask('complete_request', { code: code.slice(0, -6), cursor_pos: code.length - 6 });
    expect(completed.reply.content).toMatchObject({ status: 'ok', matches: expect.arrayContaining(['filter', 'mag']) });
    const { reply } = await kernel.ask('inspect_request', { code, cursor_pos: code.length - 1, detail_level: 0 });
    expect(reply.content['data']).toMatchObject({ 'text/plain': expect.stringContaining('filter: string') });
  });

  test('inspect returns the declaration and its documentation, including inside the parentheses of a call', async () => {
    await kernel.execute(
      '/** Doubles a flux [electron]. */\nfunction double(flux: number): number { return 2 * flux; }',
    );
    for (const cursor_pos of [3, 7]) {
      const { reply } = await kernel.ask('inspect_request', { code: 'double(3)', cursor_pos, detail_level: 0 });
      expect(reply.content).toMatchObject({ status: 'ok', found: true });
      const data = reply.content['data'] as Record<string, string>;
      expect(data['text/plain']).toContain('function double(flux: number): number');
      expect(data['text/markdown']).toContain('Doubles a flux [electron].');
    }
    const nothing = await kernel.ask('inspect_request', { code: '   ', cursor_pos: 1, detail_level: 0 });
    expect(nothing.reply.content).toMatchObject({ status: 'ok', found: false });
  });

  test('is_complete recognises an open brace', async () => {
    expect((await kernel.ask('is_complete_request', { code: 'for (;;) {' })).reply.content).toEqual({
      status: 'incomplete',
      indent: '  ',
    });
    expect((await kernel.ask('is_complete_request', { code: '1 + 1' })).reply.content).toEqual({ status: 'complete' });
  });

  test('history returns the last cells, with their results if requested', async () => {
    const { reply } = await kernel.execute('// looked back at\n40 + 2');
    const line = reply.content['execution_count'];
    const request = { output: true, raw: true, hist_access_type: 'tail', n: 1 };
    const history = await kernel.ask('history_request', request);
    expect(history.reply).toMatchObject({
      type: 'history_reply',
      content: { status: 'ok', history: [[1, line, ['// looked back at\n40 + 2', '42']]] },
    });
  });

  test('user expressions are evaluated after the cell, and an invalid one does not affect the rest', async () => {
    const user_expressions = { twice: 'seven * 2', wrong: 'nothing.at.all' };
    const { reply, published } = await kernel.execute('const seven = 7;', { user_expressions });
    expect(reply.content).toMatchObject({
      status: 'ok',
      user_expressions: {
        twice: { status: 'ok', data: { 'text/plain': '14' }, metadata: {} },
        wrong: { status: 'error', ename: 'TypeScriptError' },
      },
    });
    expect(published.map(({ type }) => type)).toEqual(['status', 'execute_input', 'status']);
  });

  test('a cell ending in ? opens the pager', async () => {
    await kernel.execute('/** Light of the sky. */\nconst skyLight = 3;');
    const { reply } = await kernel.execute('skyLight?');
    expect(reply.content).toMatchObject({
      status: 'ok',
      payload: [{ source: 'page', start: 0, data: { 'text/plain': expect.stringContaining('Light of the sky.') } }],
    });
    const unknown = (await kernel.execute('nobodyKnows?')).reply.content['payload'];
    expect(unknown).toMatchObject([{ data: { 'text/plain': 'Nothing is known of nobodyKnows.' } }]);
  });

  test('a cell can ask for input, one prompt at a time', async () => {
    const code =
      "const both = await Promise.all([input('Star? '), input('Key? ', { password: true })]);\nboth.join('/')";
    const id = kernel.sendCell(code, { allow_stdin: true });
    await kernel.until(() => kernel.askedFor(id).length === 1);
    kernel.send('stdin', 'input_reply', { value: 'Vega' }, { key: 'another-key' });
    kernel.send('stdin', 'input_reply', { value: 'WASP-10' });
    await kernel.until(() => kernel.askedFor(id).length === 2);
    kernel.send('stdin', 'input_reply', { value: 'secret' });
    const { published } = await kernel.finish(id);
    expect(kernel.askedFor(id).map(({ type, content }) => [type, content])).toEqual([
      ['input_request', { prompt: 'Star? ', password: false }],
      ['input_request', { prompt: 'Key? ', password: true }],
    ]);
    expect(published.find(({ type }) => type === 'execute_result')?.content['data']).toEqual({
      'text/plain': "'WASP-10/secret'",
    });
  });

  test('input fails where stdin is not allowed, and a waiting cell can be interrupted', async () => {
    const refused = await kernel.execute("await input('Star? ')", { allow_stdin: false });
    expect(refused.reply.content['evalue']).toMatch(/nobody can be asked here/);
    const id = kernel.sendCell("await input('Star? ')", { allow_stdin: true });
    await kernel.until(() => kernel.askedFor(id).length === 1);
    await kernel.ask('interrupt_request', {}, 'control');
    expect((await kernel.finish(id)).reply.content['ename']).toBe('Interrupted');
    kernel.send('stdin', 'input_reply', { value: 'too late' });
    expect((await kernel.execute('1')).reply.content['status']).toBe('ok');
  });

  test('an unknown request is answered with an error', async () => {
    const { reply } = await kernel.ask('debug_request', { type: 'request', command: 'dumpCell' }, 'control');
    expect(reply).toMatchObject({ type: 'debug_reply', content: { status: 'error', ename: 'UnknownRequest' } });
  });

  test('the heartbeat is echoed', async () => {
    expect(await kernel.beat('thump')).toBe('thump');
  });

  test('a message with an invalid signature is dropped on every channel, and the kernel keeps working', async () => {
    const forged = (['shell', 'control'] as const).map(channel =>
      kernel.send(channel, 'kernel_info_request', {}, { key: 'another-key' }),
    );
    const shutdown = kernel.send('control', 'shutdown_request', { restart: false }, { key: 'another-key' });
    await kernel.ask('kernel_info_request', {});
    await kernel.ask('kernel_info_request', {}, 'control');
    for (const id of [...forged, shutdown]) {
      expect(kernel.reply(id)).toBeUndefined();
      expect(kernel.publishedFor(id)).toEqual([]);
    }
  });
});

describe('shutdown', () => {
  test('a shutdown request is answered before both processes exit', async () => {
    const other = await KernelClient.start();
    const { published } = await other.execute('process.pid');
    const data = published.find(message => message.type === 'execute_result')?.content['data'] as Record<
      string,
      string
    >;
    const executor = Number(data['text/plain']);
    const { reply } = await other.ask('shutdown_request', { restart: true }, 'control');
    expect(reply).toMatchObject({ type: 'shutdown_reply', content: { status: 'ok', restart: true } });
    await other.until(() => other.process.exitCode === 0);
    await other.until(() => !isAlive(executor));
    await other.close();
  });

  test('the kernel exits if the front end is killed', async () => {
    const other = await KernelClient.start({ behindFrontEnd: true });
    const supervisor = Number(await resultOf(other, 'process.ppid'));
    expect(supervisor).not.toBe(other.process.pid);
    other.process.kill('SIGKILL');
    await other.until(() => !isAlive(supervisor));
    await other.close();
  });

  test('the executor exits if the supervisor is killed, even during a loop', async () => {
    const other = await KernelClient.start();
    const { published } = await other.execute('process.pid');
    const data = published.find(message => message.type === 'execute_result')?.content['data'] as Record<
      string,
      string
    >;
    const executor = Number(data['text/plain']);
    const id = other.sendCell('for (;;) {}');
    await other.until(() => other.publishedFor(id).some(message => message.type === 'execute_input'));
    other.process.kill('SIGKILL');
    await other.until(() => !isAlive(executor));
    await other.close();
  });
});

async function resultOf(client: KernelClient, code: string): Promise<string> {
  const { published } = await client.execute(code);
  const result = published.find(message => message.type === 'execute_result')!;
  return (result.content['data'] as Record<string, string>)['text/plain'];
}

/** Whether a process is running. A zombie process counts as ended. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !/^\d+ \(.*\) Z/.test(readFileSync(stat, 'utf8'));
}
