import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeJupyter, JupyterFolder } from './jupyter.js';

/** Starts our kernel with jupyter_client and puts what the script stored in `out` on the last line. */
const session = (body: string): string => `
import json, sys, time
from jupyter_client import KernelManager
manager = KernelManager(kernel_name='skyframe')
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
out = {}
def run(code, **options):
    return client.execute_interactive(code, timeout=60, output_hook=lambda message: None, **options)['content']
def collect(code):
    texts = []
    client.execute_interactive(code, timeout=60, output_hook=lambda m: texts.append(m['content']) if m['msg_type'] in ('execute_result', 'error') else None)
    return texts
def reply(message_id):
    while True:
        message = client.get_shell_msg(timeout=30)
        if message['parent_header'].get('msg_id') == message_id:
            return message['content']
try:
${body
  .split('\n')
  .map(line => `    ${line}`)
  .join('\n')}
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=False)
    out['alive'] = manager.is_alive()
print(json.dumps(out))
`;

describeJupyter("the kernel under Debian's jupyter_client", () => {
  let folder: JupyterFolder;

  beforeAll(() => {
    folder = new JupyterFolder();
  });

  afterAll(() => folder.remove());

  test('answers questions, and ends when asked to', () => {
    const out = folder.python<Record<string, never>>(
      session(
        "out['info'] = reply(client.kernel_info())\n" +
          "run('const stars = { flux: 1, fluxErr: 2 }')\n" +
          "out['complete'] = reply(client.complete('stars.fl', 8))\n" +
          "out['inspect'] = reply(client.inspect('stars', 3))\n" +
          "out['incomplete'] = reply(client.is_complete('if (1) {'))\n" +
          "out['history'] = reply(client.history(hist_access_type='tail', n=1))\n" +
          "out['comms'] = reply(client.comm_info())",
      ),
    );
    expect(out).toMatchObject({
      info: { status: 'ok', implementation: 'skyframe' },
      complete: { matches: ['flux', 'fluxErr'], cursor_start: 6, cursor_end: 8 },
      inspect: { found: true },
      incomplete: { status: 'incomplete' },
      history: { history: [] },
      comms: { comms: {} },
      alive: false,
    });
  });

  test('is interrupted by a message and keeps its variables', () => {
    const out = folder.python<{ error: string; kept: object[]; seconds: number }>(
      session(
        "run('const kept = 5')\n" +
          "message = client.execute('for (;;) { await new Promise(r => setTimeout(r, 5)); }')\n" +
          'time.sleep(1)\n' +
          'began = time.time()\n' +
          'manager.interrupt_kernel()\n' +
          "out['error'] = reply(message)['ename']\n" +
          "out['seconds'] = time.time() - began\n" +
          "out['kept'] = collect('kept')",
      ),
    );
    expect(out.error).toBe('Interrupted');
    expect(out.seconds).toBeLessThan(2);
    expect(out.kept).toMatchObject([{ data: { 'text/plain': '5' } }]);
  });

  test('is restarted and has forgotten all', () => {
    const out = folder.python<{ after: object[]; count: number }>(
      session(
        "run('const gone = 5')\n" +
          'client.stop_channels()\n' +
          'manager.restart_kernel(now=False)\n' +
          'client = manager.client()\n' +
          'client.start_channels()\n' +
          'client.wait_for_ready(timeout=60)\n' +
          "out['after'] = collect('gone')\n" +
          "out['count'] = run('1')['execution_count']",
      ),
    );
    expect(out.after).toMatchObject([{ ename: 'TypeScriptError' }]);
    expect(out.count).toBe(2);
  });
});
