import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { checkNode } from '../../kernel-setup/install/check-project.js';
import { checkRuntimeFolder } from '../../kernel-setup/install/check-sockets.js';

const program = fileURLToPath(new URL('../../bin/skyframe.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'skyframe-doctor-'));
const programs = join(folder, 'programs');
let data: string;

/** Runs the command with only a fake JupyterLab and a fake npm on PATH. */
function skyframe(words: string[], env: NodeJS.ProcessEnv = {}): { status: number | null; out: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    encoding: 'utf8',
    env: { HOME: folder, PATH: programs, JUPYTER_DATA_DIR: data, ...env },
  });
  expect(stderr).toBe('');
  return { status, out: stdout };
}

beforeEach(() => {
  data = mkdtempSync(join(folder, 'data-'));
  mkdirSync(programs, { recursive: true });
  const script = (name: string, text: string): void =>
    writeFileSync(join(programs, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  script('jupyter-lab', 'echo 4.2.5');
  script('npm', 'echo 11.0.0');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('reports a working setup with versions and paths', () => {
  skyframe(['kernel', 'install', '--user']);
  const { status, out } = skyframe(['doctor']);
  expect(out).toMatch(/^All is well/m);
  expect(out).not.toContain('FAIL');
  expect(out).toContain(`ok    Node ${process.versions.node}`);
  expect(out).toContain('ok    npm 11.0.0');
  expect(out).toContain('ok    jupyter-lab 4.2.5');
  expect(out).toContain(`ok    kernelspec ${join(data, 'kernels', 'skyframe')} starts this project`);
  expect(out).toMatch(/ok {4}zeromq 6\.\S+ \(libzmq 4\.\S+\) opens a socket/);
  expect(status).toBe(0);
});

test('reports a missing kernelspec and a missing Jupyter as two problems, each with advice', () => {
  const { status, out } = skyframe(['doctor'], { PATH: folder });
  expect(out).toMatch(/FAIL {2}Jupyter is not on PATH\n {6}-> pip install jupyterlab/);
  expect(out).toMatch(/FAIL {2}no kernelspec of ours where Jupyter looks: .*\n {6}-> npx skyframe kernel install/);
  expect(out).toMatch(/note {2}npm is not on PATH/);
  expect(out).toMatch(/^Problems: 2\./m);
  expect(status).toBe(1);
});

test('reports a kernelspec of a deleted project or Node as a problem, and one of another copy as a note', () => {
  skyframe(['kernel', 'install', '--user']);
  const spec = join(data, 'kernels', 'skyframe');
  const [project, kernel] = ['project.json', 'kernel.json'].map(name => readFileSync(join(spec, name), 'utf8'));
  writeFileSync(join(spec, 'project.json'), JSON.stringify({ root: '/gone', program: '/gone/kernel.js' }));
  expect(skyframe(['doctor'])).toMatchObject({
    status: 1,
    out: expect.stringContaining('starts /gone, which no longer exists'),
  });
  writeFileSync(join(spec, 'project.json'), JSON.stringify({ root: folder, program: process.execPath }));
  expect(skyframe(['doctor'])).toMatchObject({
    status: 0,
    out: expect.stringContaining('starts another copy of Skyframe'),
  });
  writeFileSync(join(spec, 'project.json'), project!);
  writeFileSync(join(spec, 'kernel.json'), kernel!.replace(process.execPath, '/gone/node'));
  expect(skyframe(['doctor'])).toMatchObject({
    status: 1,
    out: expect.stringContaining('starts /gone/node, which no longer exists'),
  });
});

test('reports another kernel that hides ours, and the hidden kernelspec', () => {
  const front = join(folder, 'front');
  mkdirSync(join(front, 'kernels', 'skyframe'), { recursive: true });
  writeFileSync(join(front, 'kernels', 'skyframe', 'kernel.json'), '{"argv": ["x"], "display_name": "Another"}');
  skyframe(['kernel', 'install', '--user']);
  const { status, out } = skyframe(['doctor'], { JUPYTER_PATH: front });
  expect(status).toBe(1);
  expect(out).toContain("is another's kernel (Another) and hides ours");
  expect(out).toContain(
    `kernelspec ${join(data, 'kernels', 'skyframe')} is hidden by ${join(front, 'kernels', 'skyframe')}`,
  );
});

test('reports an outdated Node as a problem', () => {
  for (const version of ['18.20.0', '20.18.3']) expect(checkNode(version, 'node').state).toBe('problem');
  for (const version of ['20.19.0', '22.0.0']) expect(checkNode(version, 'node').state).toBe('good');
});

test('reports a runtime folder as a problem only if it cannot be created', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(checkRuntimeFolder(join(folder, 'file', 'runtime'))).toMatchObject({
    state: 'problem',
    advice: expect.stringContaining('JUPYTER_RUNTIME_DIR'),
  });
  expect(checkRuntimeFolder(join(folder, 'file')).state).toBe('problem');
  expect(checkRuntimeFolder(join(folder, 'new', 'runtime')).state).toBe('good');
  expect(checkRuntimeFolder(folder).state).toBe('good');
});
