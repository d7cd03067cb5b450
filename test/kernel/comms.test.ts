import { expect, test } from 'vitest';
import { type Exchange, isIdle, type KernelClient, printed, type Received } from './client.js';
import { useKernel } from './use-kernel.js';

let kernel: KernelClient;

useKernel(client => {
  kernel = client;
});

/** Sends a comm message and waits until the kernel has handled it. */
async function say(type: string, content: object, extras: object = {}): Promise<Received[]> {
  const id = kernel.send('shell', type, content, extras);
  await kernel.until(() => kernel.publishedFor(id).some(isIdle));
  return kernel.publishedFor(id);
}

const comms = async (target?: string): Promise<unknown> =>
  (await kernel.ask('comm_info_request', target === undefined ? {} : { target_name: target })).reply.content['comms'];

const only = ({ published }: Exchange, type: string): Received[] => published.filter(message => message.type === type);

test('a comm opened by a cell is listed, receives messages and can be closed', async () => {
  const opened = await kernel.execute("const viewer = new Comm('viewer', { zoom: 1 });");
  const [{ content }] = only(opened, 'comm_open');
  expect(content).toMatchObject({ target_name: 'viewer', data: { zoom: 1 } });
  const comm_id = content['comm_id'] as string;
  expect(await comms()).toEqual({ [comm_id]: { target_name: 'viewer' } });
  expect(await comms('another')).toEqual({});

  const sent = await kernel.execute("console.log('first'); viewer.send({ stars: new Float64Array([1, 2.5]) });");
  expect(sent.published.map(({ type }) => type)).toEqual(['status', 'execute_input', 'stream', 'comm_msg', 'status']);
  expect(only(sent, 'comm_msg')[0].content).toEqual({ comm_id, data: { stars: [1, 2.5] } });

  await kernel.execute(
    "const chosen: unknown[] = [];\nviewer.onMessage(data => { chosen.push(data); console.log('heard'); });",
  );
  const answer = await say('comm_msg', { comm_id, data: { star: 4 } });
  expect(printed(answer)).toBe('heard\n');
  const value = only(await kernel.execute('chosen'), 'execute_result')[0].content['data'];
  expect(value).toEqual({ 'text/plain': '[ { star: 4 } ]' });

  const closed = await kernel.execute('viewer.close({ why: "done" }); viewer.close(); viewer.isOpen');
  expect(only(closed, 'comm_close').map(message => message.content)).toEqual([{ comm_id, data: { why: 'done' } }]);
  expect(await comms()).toEqual({});
  const late = await kernel.execute('viewer.send(1)');
  expect(late.reply.content['evalue']).toMatch(/the comm to viewer is closed/);
});

test('a comm opened by the front end is passed to the handler of its target', async () => {
  await kernel.execute(
    "registerCommTarget('clicks', (comm, data) => {\n  comm.onMessage(star => comm.send({ twice: star }));\n" +
      "  comm.onClose(() => console.log('closed'));\n  comm.send({ hello: data });\n});",
  );
  const opened = await say('comm_open', { comm_id: 'c7', target_name: 'clicks', data: 'you' });
  expect(opened.map(({ type, content }) => (type === 'status' ? null : content))).toEqual([
    null,
    { comm_id: 'c7', data: { hello: 'you' } },
    null,
  ]);
  const answered = await say('comm_msg', { comm_id: 'c7', data: 3 });
  expect(answered[1]).toMatchObject({ type: 'comm_msg', content: { comm_id: 'c7', data: { twice: 3 } } });
  expect(printed(await say('comm_close', { comm_id: 'c7', data: {} }))).toBe('closed\n');
  expect(await comms()).toEqual({});
});

test('a comm to an unregistered target is closed with a message', async () => {
  const answer = await say('comm_open', { comm_id: 'c1', target_name: 'unknown', data: {} });
  expect(answer.find(({ type }) => type === 'comm_close')?.content).toMatchObject({ comm_id: 'c1' });
  expect(printed(answer, 'stderr')).toMatch(/a comm to unknown, which no cell has registered/);
  const late = await say('comm_msg', { comm_id: 'never-opened', data: {} });
  expect(late.find(({ type }) => type === 'comm_close')?.content).toMatchObject({ comm_id: 'never-opened' });
});

test('an error in a handler is shown and does not close the comm', async () => {
  await kernel.execute(
    "registerCommTarget('faulty', comm => { comm.onMessage(() => { throw new RangeError('no such star'); }); });",
  );
  await say('comm_open', { comm_id: 'c2', target_name: 'faulty', data: {} });
  expect(printed(await say('comm_msg', { comm_id: 'c2', data: {} }), 'stderr')).toMatch(/RangeError: no such star/);
  expect(Object.keys((await comms()) as object)).toEqual(['c2']);
  await say('comm_close', { comm_id: 'c2', data: {} });
});

test('metadata and buffers go out with each kind of message', async () => {
  const opened = await kernel.execute(
    "const pixels = new Float32Array([0, 1.5, -2]);\nconst sent = { metadata: { version: '2.1.0' }, buffers: [pixels.subarray(1), new ArrayBuffer(3)] };\n" +
      "const widget = new Comm('jupyter.widget', { state: {} }, sent);\nwidget.send({ shape: [2] }, { buffers: [pixels] });\n" +
      'pixels.fill(9);\nwidget.close({}, { metadata: { last: true } })',
  );
  const [open] = only(opened, 'comm_open');
  expect(open.metadata).toEqual({ version: '2.1.0' });
  expect(open.buffers.map(({ length }) => length)).toEqual([8, 3]);
  expect([...new Float32Array(open.buffers[0].slice().buffer)]).toEqual([1.5, -2]);
  const [message] = only(opened, 'comm_msg');
  expect(message).toMatchObject({ metadata: {}, content: { data: { shape: [2] } } });
  expect([...new Float32Array(message.buffers[0].slice().buffer)]).toEqual([0, 1.5, -2]);
  expect(only(opened, 'comm_close')[0]).toMatchObject({ metadata: { last: true }, buffers: [] });
});

test('metadata and buffers of the front end reach the handlers, each buffer with memory of its own', async () => {
  await kernel.execute(
    "registerCommTarget('bytes', (comm, data, opening) => {\n" +
      '  comm.onMessage((_, { metadata, buffers }) => comm.send({ metadata, sums: buffers.map(bytes => new Float64Array(bytes.buffer)[0]) }, { buffers }));\n' +
      '  comm.send({ opening: opening.metadata, bytes: opening.buffers.length });\n});',
  );
  const opened = await say('comm_open', { comm_id: 'b1', target_name: 'bytes' }, { metadata: { from: 'page' } });
  expect(opened.find(({ type }) => type === 'comm_msg')?.content['data']).toEqual({
    opening: { from: 'page' },
    bytes: 0,
  });
  const [one, other] = [2.5, -1e300].map(value => new Uint8Array(Float64Array.of(value).buffer));
  const extras = { metadata: { n: 2 }, buffers: [one, other] };
  const answer = (await say('comm_msg', { comm_id: 'b1', data: {} }, extras)).find(({ type }) => type === 'comm_msg');
  expect(answer?.content['data']).toEqual({ metadata: { n: 2 }, sums: [2.5, -1e300] });
  expect(answer?.buffers).toEqual([one, other]);
  await say('comm_close', { comm_id: 'b1', data: {} });
});

test('what is not bytes is refused as a buffer', async () => {
  const { reply } = await kernel.execute("new Comm('viewer', {}, { buffers: [[1, 2] as any] })");
  expect(reply.content).toMatchObject({ ename: 'TypeError', evalue: expect.stringContaining('typed arrays') });
});

test('libraries can access comms through a global symbol', async () => {
  const opened = await kernel.execute(
    "const found = (globalThis as any)[Symbol.for('skyframe.comms')];\nfound.open('skyframe.viewer', { n: 1 }).id",
  );
  expect(only(opened, 'comm_open')[0].content).toMatchObject({ target_name: 'skyframe.viewer', data: { n: 1 } });
});

test('comms are closed when their process ends', async () => {
  const before = Object.keys((await comms()) as object);
  expect(before).toHaveLength(1);
  const died = await kernel.execute("process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})");
  expect(only(died, 'comm_close').map(({ content }) => content['comm_id'])).toEqual(before);
  expect(await comms()).toEqual({});
});

test('data that cannot be serialised as JSON is rejected with an error', async () => {
  const { reply } = await kernel.execute("new Comm('viewer', { id: 12n })");
  expect(reply.content).toMatchObject({ status: 'error', ename: 'TypeError' });
});
