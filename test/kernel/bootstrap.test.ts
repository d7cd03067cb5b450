import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

/** A clone with stand-ins for npm and the compiler that log their calls. */
let clone: string;

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(clone, path)), { recursive: true });
  writeFileSync(join(clone, path), text);
};

const LOCK = { lockfileVersion: 3, packages: { '': {}, 'node_modules/typescript': { version: '5.9.3' } } };

const MORE = {
  'node_modules/more': { version: '1.0.0' },
  'node_modules/other-system': { version: '1.0.0', optional: true },
};
const LOCK_WITH_MORE = { ...LOCK, packages: { ...LOCK.packages, ...MORE } };

/** Stand-in for npm: creates node_modules with a stand-in for tsc. */
const NPM = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
appendFileSync('calls.log', 'npm ' + process.argv.slice(2).join(' ') + '\\n');
const refusal = require('node:fs').existsSync('refusal') && require('node:fs').readFileSync('refusal', 'utf8');
if (refusal && process.argv[2] === 'ci') { console.error(refusal); process.exit(1); }
mkdirSync('node_modules/typescript/bin', { recursive: true });
writeFileSync('node_modules/.package-lock.json', require('node:fs').readFileSync('package-lock.json'));
writeFileSync('node_modules/typescript/bin/tsc', ${JSON.stringify(`
const { appendFileSync, existsSync, mkdirSync, writeFileSync } = require('node:fs');
appendFileSync('calls.log', 'tsc\\n');
mkdirSync('dist/.declarations/kernel-setup', { recursive: true });
mkdirSync('dist/kernel-setup', { recursive: true });
writeFileSync('dist/.declarations/index.d.ts', "export * from './kept.js';");
writeFileSync('dist/.declarations/kept.d.ts', '');
if (existsSync('lib/wrong.ts')) { console.log('lib/wrong.ts(1,1): error'); process.exit(2); }
`)});
`;

/** Stand-in for the bundler. */
const BUNDLER = `
import { appendFileSync, existsSync } from 'node:fs';
appendFileSync('calls.log', 'bundle\\n');
if (existsSync('lib/garbled.ts')) { console.log('lib/garbled.ts: no TypeScript'); process.exit(1); }
`;

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'skyframe-clone-'));
  mkdirSync(join(clone, 'bin'));
  for (const name of ['bootstrap.mjs', 'declarations.mjs'])
    copyFileSync(fileURLToPath(new URL(`../../bin/${name}`, import.meta.url)), join(clone, 'bin', name));
  write('bin/bundle.mjs', BUNDLER);
  write('npm-cli.cjs', NPM);
  write('package-lock.json', JSON.stringify(LOCK));
  write('lib/kept.ts', 'export {};');
  write('kernel-setup/main.ts', 'export {};');
});

afterEach(() => rmSync(clone, { recursive: true, force: true }));

function bootstrap(...words: string[]): { status: number | null; out: string; calls: string[] } {
  rmSync(join(clone, 'calls.log'), { force: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(clone, 'bin', 'bootstrap.mjs'), ...words], {
    encoding: 'utf8',
    cwd: tmpdir(),
    env: { ...process.env, npm_execpath: join(clone, 'npm-cli.cjs') },
  });
  const log = join(clone, 'calls.log');
  const calls = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
  return { status, out: stdout + stderr, calls: calls.map(call => call.split(' ').slice(0, 2).join(' ')) };
}

test('installs and builds a bare clone, and does nothing the second time', () => {
  const first = bootstrap();
  expect(first.out).toMatch(/^Installing packages.*\nBuilding \.\.\.\n$/);
  expect(first).toMatchObject({ status: 0, calls: ['npm ci', 'bundle', 'tsc', 'tsc'] });
  expect(bootstrap()).toEqual({ status: 0, out: '', calls: [] });
});

test('reinstalls after a lockfile change; after a source change rebuilds and checks only the affected project', () => {
  bootstrap();
  write('lib/kept.ts', 'export const changed = 1;');
  expect(bootstrap().calls).toEqual(['bundle', 'tsc']);
  write('package-lock.json', JSON.stringify(LOCK_WITH_MORE));
  expect(bootstrap().calls).toEqual(['npm ci', 'bundle', 'tsc', 'tsc']);
});

test('falls back to npm install without saving if npm ci finds the lockfile incomplete', () => {
  write('refusal', 'npm error code EUSAGE');
  expect(bootstrap()).toMatchObject({ status: 0, calls: ['npm ci', 'npm install', 'bundle', 'tsc', 'tsc'] });
});

test('reports any other npm failure and builds nothing', () => {
  write('refusal', 'npm error code ENOTFOUND');
  const { status, out, calls } = bootstrap();
  expect({ status, calls }).toEqual({ status: 1, calls: ['npm ci'] });
  expect(out).toMatch(/ENOTFOUND[\s\S]*Is the network there\?/);
});

test('leaves packages alone that match the lockfile, no matter what installed them', () => {
  bootstrap();
  rmSync(join(clone, 'node_modules', '.skyframe-lock'));
  expect(bootstrap().calls).toEqual([]);
  write('package-lock.json', `${JSON.stringify(LOCK)}\n`);
  expect(bootstrap().calls).toEqual(['bundle', 'tsc', 'tsc']);
});

test('--force-build rebuilds even if the sources are unchanged', () => {
  bootstrap();
  expect(bootstrap('--force-build').calls).toEqual(['bundle', 'tsc', 'tsc']);
});

test('publishes public declarations and removes those of deleted sources', () => {
  write('lib/index.ts', "export * from './kept.js';");
  bootstrap();
  expect(existsSync(join(clone, 'dist', 'kept.d.ts'))).toBe(true);
  write('dist/gone.d.ts', '');
  write('dist/.declarations/gone.d.ts', '');
  write('lib/kept.ts', 'export const changed = 1;');
  bootstrap();
  for (const path of ['gone.d.ts', '.declarations/gone.d.ts'])
    expect(existsSync(join(clone, 'dist', path)), path).toBe(false);
  expect(existsSync(join(clone, 'dist', 'kept.d.ts'))).toBe(true);
});

test('fails if the sources cannot be bundled', () => {
  write('lib/garbled.ts', '');
  const { status, out } = bootstrap();
  expect(status).toBe(1);
  expect(out).toContain('lib/garbled.ts: no TypeScript');
  expect(out).toContain('could not be bundled');
});

test('fails on type errors and builds again on the next run', () => {
  bootstrap();
  write('lib/wrong.ts', '');
  const failed = bootstrap();
  expect(failed.status).toBe(1);
  expect(failed.out).toContain('lib/wrong.ts(1,1): error');
  rmSync(join(clone, 'lib', 'wrong.ts'));
  write('lib/kept.ts', 'export const other = 1;');
  expect(bootstrap()).toMatchObject({ status: 0, calls: ['bundle', 'tsc'] });
});

test('--check reports what needs to be done without doing it', () => {
  expect(bootstrap('--check')).toEqual({
    status: 1,
    out: 'the packages are not those of package-lock.json\n',
    calls: [],
  });
  bootstrap();
  expect(bootstrap('--check')).toEqual({ status: 0, out: '', calls: [] });
  write('lib/kept.ts', 'export const changed = 1;');
  expect(bootstrap('--check')).toEqual({ status: 1, out: 'the sources are newer than the build\n', calls: [] });
});
