/**
 * The build in `dist/`: what importing it loads, and what stands in it.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What `import 'skyframe'` may load at most, of files and bytes; it was 700 files before there were bundles. */
const MAX_FILES = 40;
const MAX_BYTES = 1_600_000;

const PROGRAM = `
import { createRequire } from 'node:module';
import * as imported from 'skyframe';
import { drawingDocument } from 'skyframe/drawing';
const load = createRequire(import.meta.resolve('skyframe'));
const required = load('skyframe');
const error = await imported.openFrame('no-such-file.fits').catch(thrown => thrown);
const isClass = value => typeof value === 'function' && String(value).startsWith('class');
console.log(JSON.stringify({
  table: required.Table === imported.Table,
  error: error instanceof required.PhotometryError,
  document: load('#platform').platform.document() === drawingDocument(),
  renamed: Object.entries(imported).filter(([name, value]) => isClass(value) && value.name !== name).map(([name]) => name),
}));
`;

/** A file of `dist/` and all that it imports, without what is only loaded on demand. */
function loadedWith(entry: string, found = new Set<string>()): Set<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  const text = readFileSync(entry, 'utf8');
  for (const [, from, bare] of text.matchAll(/^(?:import|export)\s[^;]*?\bfrom "([^"]+)"|^import "([^"]+)"/gm)) {
    const id = from ?? bare ?? '';
    if (id.startsWith('.')) loadedWith(resolve(dirname(entry), id), found);
    else if (id === '#platform') loadedWith(join(root, 'dist/platform/node.js'), found);
    else expect(id, `${entry} imports a package`).toMatch(/^node:/);
  }
  return found;
}

/** Modules that a source file names, types apart or not. */
function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  return [
    ...text.matchAll(/^(?:import|export)\b[^;]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm),
  ].map(match => match[1] ?? match[2] ?? match[3] ?? '');
}

describe('the build', () => {
  it('is used by the kernel through the exports of the package alone', () => {
    const sources = readdirSync(join(root, 'kernel-setup'), { recursive: true, encoding: 'utf8' });
    const files = [
      ...sources.filter(path => path.endsWith('.ts')).map(path => join('kernel-setup', path)),
      'bin/skyframe.mjs',
    ];
    expect(files.length).toBeGreaterThan(50);
    const wrong = files.flatMap(file =>
      importsOf(file)
        .filter(id => id.startsWith('#') || (id.startsWith('.') && !join(dirname(file), id).startsWith('kernel-setup')))
        .map(id => `${file} imports ${id}`),
    );
    expect(wrong).toEqual([]);
  });

  it('loads few files, and no format, chart or report with the library', () => {
    const files = [...loadedWith(join(root, 'dist/index.js'))];
    expect(files.length).toBeLessThan(MAX_FILES);
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(MAX_BYTES);
    const texts = files.map(file => readFileSync(file, 'utf8')).join('\n');
    for (const part of [
      'saxes',
      'yaml',
      'hyparquet',
      'sql.js',
      '@uwdata/flechette',
      '@observablehq/plot',
      'linkedom',
      'marked',
    ])
      expect(texts, part).not.toContain(`// node_modules/${part}/`);
  });

  it('is one instance for import and require, says so without a warning, and keeps the names of its classes', () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({ table: true, error: true, document: true, renamed: [] });
  });

  it('gives the same bytes again, and names the licence of every package in it', async () => {
    const { bundle } = (await import('../bin/bundle.mjs' as string)) as {
      bundle(): Promise<{ files: { path: string; text: string | Uint8Array }[]; packages: string[] }>;
    };
    const { files, packages } = await bundle();
    for (const { path, text } of files) expect(readFileSync(path).equals(Buffer.from(text as string)), path).toBe(true);
    const licences = readFileSync(join(root, 'THIRD-PARTY.md'), 'utf8');
    const versionOf = (name: string): string =>
      (JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8')) as { version: string })
        .version;
    for (const name of packages)
      expect(licences, 'run node bin/third-party.mjs').toContain(`${name} ${versionOf(name)} (`);
  });
});
