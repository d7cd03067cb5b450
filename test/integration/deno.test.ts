/**
 * The compiled package in Deno's Jupyter kernel: reading, detection, and the same displays as in our own kernel.
 *
 * Deno is installed from npm (test/integration/package.json). In a folder with `node_modules/skyframe`, a cell imports
 * the package by name without contacting a registry.
 */
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openFrame } from 'skyframe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeJupyter, JupyterFolder } from './kernel/jupyter.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const deno = fileURLToPath(new URL(`./node_modules/@deno/linux-${process.arch}-glibc/deno`, import.meta.url));
const isThere = existsSync(deno);
if (!isThere && process.env.CI === 'true')
  throw new Error(`CI needs ${deno}: npm install --no-save --prefix test/integration`);

const samples = join(root, 'data-samples', 'transit');
const light = join(
  samples,
  readdirSync(samples)
    .filter(name => /light/i.test(name) && name.endsWith('.fits'))
    .sort()[0]!,
);

const CELLS = [
  `import { openFrame, Table } from 'skyframe';
const frame = await openFrame(${JSON.stringify(light)});
const stars = frame.detect({ sigma: 5 });
stars.length`,
  'stars',
  'frame.picture({ stars })',
  "Table.fromColumns({ name: ['<script>alert(1)</script>'] })",
  'frame.detect({ sigma: -1 })',
];

const SESSION = `
import json, sys
from jupyter_client import KernelManager
manager = KernelManager(kernel_name='deno')
manager.start_kernel(cwd=sys.argv[1])
client = manager.client()
client.start_channels()
try:
    client.wait_for_ready(timeout=60)
    answers = []
    for cell in json.loads(sys.argv[2]):
        shown = {}
        def keep(message):
            if message['msg_type'] in ('execute_result', 'display_data'): shown.update(message['content']['data'])
            if message['msg_type'] == 'error': shown.update(error=message['content']['evalue'])
        client.execute_interactive(cell, timeout=60, output_hook=keep)
        while not shown: # Deno may say that it is idle before it shows the value
            keep(client.get_iopub_msg(timeout=20))
        answers.append(shown)
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
print(json.dumps(answers))
`;

describe.skipIf(!isThere)("Deno's kernel", () => {
  describeJupyter('with our package', () => {
    let jupyter: JupyterFolder;
    let answers: Record<string, string>[];

    beforeAll(() => {
      jupyter = new JupyterFolder();
      const spec = join(jupyter.path, 'share', 'jupyter', 'kernels', 'deno');
      mkdirSync(spec);
      const argv = [deno, 'jupyter', '--kernel', '--conn', '{connection_file}'];
      const env = { DENO_DIR: join(jupyter.path, 'deno-cache'), DENO_NO_UPDATE_CHECK: '1' };
      const kernel = { argv, env, display_name: 'Deno', language: 'typescript' };
      writeFileSync(join(spec, 'kernel.json'), JSON.stringify(kernel));
      const notebooks = join(jupyter.path, 'notebooks');
      mkdirSync(join(notebooks, 'node_modules'), { recursive: true });
      writeFileSync(join(notebooks, 'package.json'), '{"type": "module"}');
      symlinkSync(root, join(notebooks, 'node_modules', 'skyframe'));
      answers = jupyter.python(SESSION, notebooks, JSON.stringify(CELLS));
    });
    afterAll(() => jupyter?.remove());

    test('opens a frame and finds the same stars as Node', async () => {
      const frame = await openFrame(light);
      expect(answers[0]).toMatchObject({
        'text/plain': expect.stringContaining(String(frame.detect({ sigma: 5 }).length)),
      });
    });

    test('shows a table as HTML and as text', () => {
      expect(answers[1]?.['text/html']).toContain('<table');
      expect(answers[1]?.['text/html']).toContain('flux');
      expect(answers[1]?.['text/plain']).toContain('flux');
    });

    test('shows an image with the stars marked', () => {
      const { 'image/svg+xml': svg = '', 'text/html': html = '' } = answers[2] ?? {};
      expect(svg + html).toContain('<svg');
      expect(svg + html).toContain('data:image/png;base64,');
    });

    test('escapes a script in a text column', () => {
      expect(answers[3]?.['text/html']).toContain('&lt;script');
      expect(answers[3]?.['text/html']).not.toContain('<script>alert');
    });

    test('shows our errors with their advice', () => {
      expect(answers[4]?.['error']).toMatch(/sigma/);
    });
  });
});
