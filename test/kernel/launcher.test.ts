/**
 * The launcher in the kernelspec folder: starts the project's kernel, or reports why it cannot and exits.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const program = fileURLToPath(new URL('../../bin/skyframe.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'skyframe-launcher-'));
const spec = join(folder, 'share', 'jupyter', 'kernels', 'skyframe');
const connectionFile = join(folder, 'connection.json');

beforeAll(() => {
  const { status, stderr } = spawnSync(process.execPath, [program, 'kernel', 'install', '--prefix', folder], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  writeFileSync(connectionFile, '{}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Points the kernelspec to another project. */
function pointTo(root: string, kernel: string): void {
  writeFileSync(join(spec, 'project.json'), JSON.stringify({ root, program: kernel }));
}

/** Runs the launcher until it exits. */
function launch(launcher = join(spec, 'launcher.js')): { status: number | null; stderr: string } {
  return spawnSync(process.execPath, [launcher, connectionFile], { encoding: 'utf8' });
}

test("starts the project's kernel in the same process with the connection file", () => {
  const root = join(folder, 'whole');
  mkdirSync(join(root, 'node_modules', 'tslab'), { recursive: true });
  for (const name of ['package.json', 'node_modules/tslab/package.json']) writeFileSync(join(root, name), '{}');
  writeFileSync(join(root, 'kernel.mjs'), 'console.error(process.argv[2]); process.exit(7);');
  pointTo(root, join(root, 'kernel.mjs'));
  expect(launch()).toMatchObject({ status: 7, stderr: `${connectionFile}\n` });
});

test('exits with advice if the project no longer exists', () => {
  pointTo(join(folder, 'moved'), join(folder, 'moved', 'kernel.js'));
  const { status, stderr } = launch();
  expect(status).toBe(1);
  expect(stderr).toContain(`no longer in ${join(folder, 'moved')}`);
  expect(stderr).toContain('npx skyframe kernel install');
});

test('reports a project that is not built or has no packages installed', () => {
  const root = join(folder, 'clone');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'package.json'), '{}');
  pointTo(root, join(root, 'dist', 'kernel.js'));
  expect(launch()).toMatchObject({ status: 1, stderr: expect.stringMatching(/is not built[\s\S]*npm run build/) });
  writeFileSync(join(root, 'dist', 'kernel.js'), '');
  expect(launch().stderr).toMatch(/packages of Skyframe in .* are not installed[\s\S]*npm ci/);
});

test('reports why a build cannot be loaded', () => {
  const root = join(folder, 'broken');
  mkdirSync(join(root, 'node_modules', 'tslab'), { recursive: true });
  for (const name of ['package.json', 'node_modules/tslab/package.json']) writeFileSync(join(root, name), '{}');
  writeFileSync(join(root, 'kernel.mjs'), "import './gone.mjs';");
  pointTo(root, join(root, 'kernel.mjs'));
  const { status, stderr } = launch();
  expect(status).toBe(1);
  expect(stderr).toMatch(/cannot be loaded: Cannot find module .*gone\.mjs/);
});

test('imports only built-in modules', () => {
  pointTo(join(folder, 'moved'), 'none');
  const text = readFileSync(join(spec, 'launcher.js'), 'utf8');
  const imports = [...text.matchAll(/(?:from\s*|import\()["']([^"']+)["']/g)].map(match => match[1]);
  expect(imports.length).toBeGreaterThan(0);
  for (const id of imports) expect(id).toMatch(/^node:/);
  const copy = join(folder, 'copied spec');
  cpSync(spec, copy, { recursive: true });
  expect(launch(join(copy, 'launcher.js')).stderr).toContain('npx skyframe kernel install');
});
