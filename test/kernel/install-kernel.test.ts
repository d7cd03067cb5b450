import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

test('the kernelspec refers to node and an existing program by absolute path', () => {
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
  expect(kernel.argv[1]).toBe(join(spec, 'launcher.js'));
  expect(existsSync(JSON.parse(readFileSync(join(spec, 'project.json'), 'utf8')).program)).toBe(true);
  expect(readFileSync(join(spec, 'logo-svg.svg'), 'utf8')).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  for (const size of [32, 64])
    expect(decode(readFileSync(join(spec, `logo-${size}x${size}.png`)))).toMatchObject({ width: size, height: size });
});

test('a second installation replaces the first and leaves no other files behind', () => {
  const kernels = join(folder, 'share', 'jupyter', 'kernels');
  writeFileSync(join(kernels, 'skyframe', 'stale'), '');
  expect(skyframe(['kernel', 'install', '--prefix', folder]).status).toBe(0);
  expect(readdirSync(kernels)).toEqual(['skyframe']);
  expect(existsSync(join(kernels, 'skyframe', 'stale'))).toBe(false);
});

test("--user installs into Jupyter's data folder", () => {
  const data = join(folder, 'data');
  expect(skyframe(['kernel', 'install', '--user'], { JUPYTER_DATA_DIR: data }).status).toBe(0);
  expect(existsSync(join(data, 'kernels', 'skyframe', 'kernel.json'))).toBe(true);
});

test('an unwritable prefix is reported without a stack trace', () => {
  writeFileSync(join(folder, 'file'), '');
  const { status, err } = skyframe(['kernel', 'install', '--prefix', join(folder, 'file')]);
  expect(status).toBe(2);
  expect(err).toMatch(/^skyframe: the kernel cannot be installed in .*file/);
  expect(err).not.toMatch(/\n\s+at /);
});

test('a failed installation is rolled back', () => {
  const place = join(folder, 'half');
  mkdirSync(join(place, 'share', 'jupyter', 'kernels', 'skyframe'), { recursive: true });
  writeFileSync(join(place, 'share', 'jupyter', 'kernels', 'skyframe', 'kernel.json'), '{"display_name": "Another"}');
  const { status, err } = skyframe(['kernel', 'install', '--prefix', place]);
  expect(status).toBe(2);
  expect(err).toContain('holds a kernel that is not ours (Another)');
  expect(readdirSync(join(place, 'share', 'jupyter', 'kernels'))).toEqual(['skyframe']);
  writeFileSync(join(folder, 'blocked'), '');
  expect(skyframe(['kernel', 'install', '--prefix', join(folder, 'blocked', 'deep')]).status).toBe(2);
  expect(readFileSync(join(folder, 'blocked'), 'utf8')).toBe('');
});

test('uninstalling removes only what was installed', () => {
  const place = join(folder, 'away');
  const kernels = join(place, 'share', 'jupyter', 'kernels');
  skyframe(['kernel', 'install', '--prefix', place]);
  writeFileSync(join(kernels, 'other'), '');
  expect(skyframe(['kernel', 'uninstall', '--prefix', place]).status).toBe(0);
  expect(readdirSync(kernels)).toEqual(['other']);
  const again = skyframe(['kernel', 'uninstall', '--prefix', place]);
  expect(again).toMatchObject({ status: 0, out: expect.stringContaining('nothing was removed') });
});

test('uninstalling keeps foreign files in the kernelspec and leaves a foreign kernelspec untouched', () => {
  const place = join(folder, 'shared');
  const spec = join(place, 'share', 'jupyter', 'kernels', 'skyframe');
  skyframe(['kernel', 'install', '--prefix', place]);
  writeFileSync(join(spec, 'notes.txt'), 'mine');
  expect(skyframe(['kernel', 'uninstall', '--prefix', place]).out).toContain('notes.txt');
  expect(readdirSync(spec)).toEqual(['notes.txt']);
  writeFileSync(join(spec, 'kernel.json'), '{"argv": ["python"], "display_name": "Another"}');
  const { status, err } = skyframe(['kernel', 'uninstall', '--prefix', place]);
  expect(status).toBe(2);
  expect(err).toContain('it was left alone');
  expect(readdirSync(spec).sort()).toEqual(['kernel.json', 'notes.txt']);
});

test('--sys-prefix uses the active Python environment, or else the python3 on PATH', () => {
  const environment = join(folder, 'environment');
  mkdirSync(environment);
  expect(skyframe(['kernel', 'install', '--sys-prefix'], { VIRTUAL_ENV: environment }).status).toBe(0);
  expect(existsSync(join(environment, 'share', 'jupyter', 'kernels', 'skyframe', 'kernel.json'))).toBe(true);
  expect(skyframe(['kernel', 'uninstall', '--sys-prefix'], { VIRTUAL_ENV: environment }).status).toBe(0);
  const programs = join(folder, 'programs');
  mkdirSync(programs);
  writeFileSync(join(programs, 'python3'), `#!/bin/sh\necho ${join(folder, 'asked')}\n`, { mode: 0o755 });
  const none = { VIRTUAL_ENV: '', CONDA_PREFIX: '' };
  expect(skyframe(['kernel', 'install', '--sys-prefix'], { ...none, PATH: programs }).status).toBe(0);
  expect(existsSync(join(folder, 'asked', 'share', 'jupyter', 'kernels', 'skyframe'))).toBe(true);
  const { status, err } = skyframe(['kernel', 'install', '--sys-prefix'], { ...none, PATH: folder });
  expect(status).toBe(2);
  expect(err).toContain('no python3 is on PATH');
});

test('an invalid command is rejected, listing the valid ones', () => {
  for (const words of [
    ['observe'],
    ['kernel', 'instal'],
    ['report'],
    ['kernel', 'install', '--nowhere'],
    ['doctor', 'who'],
  ]) {
    const { status, err } = skyframe(words);
    expect(status).toBe(2);
    expect(err).toMatch(/^skyframe: /);
  }
  expect(skyframe(['observe']).err).toContain('skyframe report NOTEBOOK');
});

test('lab without Jupyter explains in two lines how to install it', () => {
  const { status, err } = skyframe(['lab'], { PATH: folder });
  expect(status).toBe(1);
  expect(err.trim().split('\n')).toHaveLength(2);
  expect(err).toContain('pip install jupyterlab');
});

test('lab installs the kernel, opens the front end in the notebooks folder and passes options on', () => {
  const programs = join(folder, 'front-ends');
  const data = join(folder, 'lab-data');
  mkdirSync(programs);
  writeFileSync(join(programs, 'jupyter-lab'), '#!/bin/sh\necho "in $PWD with $@"\nexit 3\n', { mode: 0o755 });
  const { status, out } = skyframe(['lab', '--no-browser'], { PATH: programs, JUPYTER_DATA_DIR: data });
  expect(out).toMatch(/in .*notebooks with --no-browser/);
  expect(existsSync(join(data, 'kernels', 'skyframe', 'kernel.json'))).toBe(true);
  expect(status).toBe(3);
});
