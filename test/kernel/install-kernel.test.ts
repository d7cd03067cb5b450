import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decode } from 'fast-png';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'skyframe-install-'));
const program = fileURLToPath(new URL('../../bin/skyframe.mjs', import.meta.url));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function skyframe(words: string[], env: NodeJS.ProcessEnv = {}): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, ...env },
  });
  return { status, out: stdout, err: stderr };
}

test('the kernelspec names node and a program that is there, by absolute path', () => {
  const { status, out } = skyframe(['kernel', 'install', '--prefix', folder]);
  expect(status).toBe(0);
  const spec = join(folder, 'share', 'jupyter', 'kernels', 'skyframe');
  expect(out).toContain(spec);
  const kernel = JSON.parse(readFileSync(join(spec, 'kernel.json'), 'utf8'));
  expect(kernel).toMatchObject({
    display_name: 'TypeScript (Skyframe)',
    language: 'typescript',
    interrupt_mode: 'message',
  });
  expect(kernel.argv[0]).toBe(process.execPath);
  expect(isAbsolute(kernel.argv[1]) && existsSync(kernel.argv[1])).toBe(true);
  expect(kernel.argv[2]).toBe('{connection_file}');
  for (const size of [32, 64])
    expect(decode(readFileSync(join(spec, `logo-${size}x${size}.png`)))).toMatchObject({ width: size, height: size });
});

test('a second installation replaces the first and leaves nothing beside it', () => {
  const kernels = join(folder, 'share', 'jupyter', 'kernels');
  writeFileSync(join(kernels, 'skyframe', 'stale'), '');
  expect(skyframe(['kernel', 'install', '--prefix', folder]).status).toBe(0);
  expect(readdirSync(kernels)).toEqual(['skyframe']);
  expect(existsSync(join(kernels, 'skyframe', 'stale'))).toBe(false);
});

test("for the user it goes to Jupyter's data folder", () => {
  const data = join(folder, 'data');
  expect(skyframe(['kernel', 'install', '--user'], { JUPYTER_DATA_DIR: data }).status).toBe(0);
  expect(existsSync(join(data, 'kernels', 'skyframe', 'kernel.json'))).toBe(true);
});

test('a prefix that cannot be written is told, without a stack', () => {
  writeFileSync(join(folder, 'file'), '');
  const { status, err } = skyframe(['kernel', 'install', '--prefix', join(folder, 'file')]);
  expect(status).toBe(2);
  expect(err).toMatch(/^skyframe: the kernel cannot be installed in .*file/);
  expect(err).not.toMatch(/\n\s+at /);
});

test('a wrong command says what there is', () => {
  for (const words of [['observe'], ['kernel', 'instal'], ['report'], ['kernel', 'install', '--nowhere']]) {
    const { status, err } = skyframe(words);
    expect(status).toBe(2);
    expect(err).toMatch(/^skyframe: /);
  }
  expect(skyframe(['observe']).err).toContain('skyframe report NOTEBOOK');
});

test('lab without Jupyter says in two lines how to get one', () => {
  const { status, err } = skyframe(['lab'], { PATH: folder });
  expect(status).toBe(1);
  expect(err.trim().split('\n')).toHaveLength(2);
  expect(err).toContain('pip install jupyterlab');
});
